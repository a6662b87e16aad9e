%% @doc The protocol on standard input and output: one JSON object a line, one answer a request.
-module(gm_server).

-export([start/0, answer/1]).

-define(NAME, <<"erlang">>).
-define(VERSION, <<"1.0.0">>).
-define(LINE_BYTES, 67108864).
%% A source of 4 MB as a list of characters, its tokens and forms stay far below this (words of 8 bytes).
-define(HEAP_WORDS, 200000000).

%% Most answers need no more, so that nothing is collected.
-define(FIRST_HEAP_WORDS, 1000000).

-spec start() -> no_return().
start() ->
    %% Ports in place of the standard_io device: it collects a line character by character, which takes seconds for megabytes.
    In = erlang:open_port({fd, 0, 0}, [stream, binary, eof, in]),
    Out = erlang:open_port({fd, 1, 1}, [stream, binary, out]),
    loop(In, Out, [], 0).

loop(In, Out, Parts, Size) ->
    receive
        {In, {data, Data}} -> lines(In, Out, binary:split(Data, <<"\n">>), Parts, Size);
        {In, eof} -> stop();
        {'EXIT', _, _} -> stop()
    end.

lines(In, Out, [Rest], Parts, Size) ->
    NewSize = Size + byte_size(Rest),
    NewSize > ?LINE_BYTES andalso exit(line_too_long),
    loop(In, Out, [Rest | Parts], NewSize);
lines(In, Out, [Last, Rest], Parts, _Size) ->
    case handle(iolist_to_binary(lists:reverse(Parts, [Last])), Out) of
        stop -> stop();
        ok -> lines(In, Out, binary:split(Rest, <<"\n">>), [], 0)
    end.

%% What was written to the ports is flushed before the emulator ends.
-spec stop() -> no_return().
stop() -> erlang:halt(0, [{flush, true}]).

handle(<<>>, _Out) -> ok;
handle(Line, Out) ->
    case gm_json:decode(Line) of
        {ok, #{<<"type">> := <<"hello">>}} ->
            send(Out, #{type => <<"hello">>, protocol => 2, name => ?NAME, version => ?VERSION});
        {ok, #{<<"type">> := <<"analyze">>, <<"id">> := _} = Request} ->
            write(Out, guarded(Request));
        {ok, #{<<"type">> := <<"shutdown">>}} ->
            stop;
        {ok, _Unknown} ->
            ok;
        error ->
            send(Out, #{type => <<"log">>, level => <<"warning">>, message => <<"a line is not JSON">>})
    end.

send(Out, Message) -> write(Out, encoded(Message)).

write(Out, Line) ->
    true = erlang:port_command(Out, Line),
    ok.

encoded(Message) -> iolist_to_binary([gm_json:encode(Message), $\n]).

%% Each request has a process of its own: its memory goes with it, and what it crashes with is its answer. It encodes that itself, since
%% bytes are handed on, and terms are copied.
guarded(#{<<"id">> := Id} = Request) ->
    {Pid, Monitor} =
        erlang:spawn_opt(
            fun() -> exit({answer, encoded(answer(Request))}) end,
            [monitor, {min_heap_size, ?FIRST_HEAP_WORDS}, {max_heap_size, #{size => ?HEAP_WORDS, kill => true, error_logger => false}}]
        ),
    receive
        {'DOWN', Monitor, process, Pid, {answer, Answer}} -> Answer;
        {'DOWN', Monitor, process, Pid, killed} -> encoded(failure(Id, <<"limit">>, <<"takes too much memory">>));
        {'DOWN', Monitor, process, Pid, Reason} -> encoded(failure(Id, <<"internal">>, gm_text:print(Reason)))
    end.

%% @doc The answer to one request.
-spec answer(map()) -> map().
answer(#{<<"id">> := Id, <<"files">> := [File]}) ->
    case {path(File), content(File)} of
        {{ok, Path}, {ok, Content}} -> (gm_rows:packed(gm_files:facts(Path, Content)))#{type => <<"facts">>, id => Id};
        _ -> failure(Id, <<"unsupported">>, <<"a path or content that cannot be read">>)
    end;
answer(#{<<"id">> := Id}) ->
    failure(Id, <<"unsupported">>, <<"one file a request">>).

path(#{<<"path">> := Path}) -> {ok, Path};
path(_) -> error.

content(#{<<"encoding">> := <<"base64">>, <<"content">> := Content}) ->
    try {ok, base64:decode(Content)} catch _:_ -> error end;
content(#{<<"content">> := Content}) ->
    {ok, Content};
content(_) ->
    error.

failure(Id, Kind, Message) ->
    #{type => <<"failure">>, id => Id, kind => Kind, message => Message}.
