%% @doc One form by the syntax tools' reader of code that was not preprocessed. It reads from a device; this one serves it tokens
%% from memory, so that nothing is scanned a second time.
-module(gm_dodger).

-export([form/1]).

-spec form([tuple()]) -> {ok, term()} | error.
form(Tokens) ->
    Line = element(2, hd(Tokens)),
    {Device, Monitor} = spawn_monitor(fun() -> serve({ok, Tokens, Line}) end),
    Result =
        try epp_dodger:quick_parse_form(Device, Line) of
            {ok, Form, _} -> reverted(Form);
            _ -> error
        catch
            _:_ -> error
        end,
    exit(Device, kill),
    erlang:demonitor(Monitor, [flush]),
    Result.

serve(Reply) ->
    receive
        {io_request, From, Tag, _Request} ->
            From ! {io_reply, Tag, Reply},
            serve({eof, 1})
    end.

%% Forms of the parser only: what the reader keeps as text says nothing.
reverted(Form) ->
    case erl_syntax:revert(Form) of
        {attribute, _, _, _} = Plain -> {ok, Plain};
        {function, _, _, _, _} = Plain -> {ok, Plain};
        _ -> error
    end.
