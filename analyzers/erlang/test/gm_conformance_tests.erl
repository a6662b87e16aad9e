%% The transcripts that every analyzer satisfies, replayed to the program itself; and golden answers of whole samples.
-module(gm_conformance_tests).

-include_lib("eunit/include/eunit.hrl").

-define(SECONDS, 30000).

root() -> os:getenv("ANALYZER_ROOT", ".").

transcripts_test_() ->
    Paths = filelib:wildcard(filename:join([root(), "..", "conformance", "*.jsonl"])),
    [?_assert(length(Paths) >= 7) | [{filename:basename(Path), {timeout, 60, fun() -> replay(Path) end}} || Path <- Paths]].

replay(Path) ->
    {ok, Content} = file:read_file(Path),
    Port = open_port({spawn_executable, filename:join([root(), "bin", "analyzer-erlang"])}, [binary, {line, 1 bsl 20}, exit_status]),
    lists:foreach(fun(Line) -> step(jiffy:decode(Line, [return_maps]), Port) end, binary:split(Content, <<"\n">>, [global, trim_all])).

step(#{<<"send">> := Message}, Port) ->
    port_command(Port, [jiffy:encode(Message), $\n]);
step(#{<<"expect">> := Patterns}, Port) ->
    Replies = [reply(Port) || _ <- Patterns],
    ?assertEqual([], lists:foldl(fun(Reply, Open) -> drop(Reply, Open) end, Patterns, Replies));
%% A port cannot close one direction only: end_of_input_test_ does, by a shell.
step(#{<<"end_of_input">> := true}, Port) ->
    port_command(Port, <<"{\"type\":\"shutdown\"}\n">>);
step(#{<<"exit">> := Status}, Port) ->
    receive
        {Port, {exit_status, Got}} -> ?assertEqual(Status, Got)
    after ?SECONDS -> error(no_exit)
    end;
step(#{<<"note">> := _}, _) ->
    ok.

end_of_input_test_() ->
    Hello = "{\"type\":\"hello\",\"protocol\":2}\n",
    Analyze = "{\"type\":\"analyze\",\"id\":1,\"files\":[{\"path\":\"a.txt\",\"encoding\":\"utf-8\",\"content\":\"\"}]}\n",
    [
        {timeout, 60, fun() ->
            Program = filename:join([root(), "bin", "analyzer-erlang"]),
            Output = os:cmd("printf '%s' '" ++ Input ++ "' | " ++ Program ++ "; echo status=$?"),
            ?assertEqual(Answers + 1, length(string:lexemes(Output, "\n"))),
            ?assertEqual("status=0", lists:last(string:lexemes(Output, "\n")))
        end}
     || {Input, Answers} <- [{"", 0}, {Hello ++ Analyze, 2}]
    ].

reply(Port) ->
    receive
        {Port, {data, {eol, Line}}} -> jiffy:decode(Line, [return_maps])
    after ?SECONDS -> error(no_reply)
    end.

drop(Reply, [Pattern | Rest]) ->
    case fits(Reply, Pattern) of
        true -> Rest;
        false -> [Pattern | drop(Reply, Rest)]
    end;
drop(Reply, []) ->
    error({unexpected, Reply}).

fits(Reply, Pattern) ->
    maps:fold(
        fun
            (Key, Values, Fits) when is_list(Values) -> Fits andalso lists:member(maps:get(Key, Reply, none), Values);
            (Key, Value, Fits) -> Fits andalso maps:get(Key, Reply, none) =:= Value
        end,
        true,
        Pattern
    ).

%% Each sample of testdata has its answer beside it, as a term; GAPMATRIX_RECORD=1 writes them anew, and that run fails.
golden_test_() ->
    [{filename:basename(Path), fun() -> golden(Path) end} || Path <- filelib:wildcard(filename:join([root(), "testdata", "*.{erl,src,config}"]))].

golden(Path) ->
    {ok, Content} = file:read_file(Path),
    Facts = gm_files:facts(unicode:characters_to_binary(["src/", filename:basename(Path)]), Content),
    case os:getenv("GAPMATRIX_RECORD") of
        "1" ->
            ok = file:write_file(Path ++ ".golden", io_lib:format("~tp.~n", [Facts])),
            error(recorded);
        _ ->
            ?assertEqual({ok, [Facts]}, file:consult(Path ++ ".golden"))
    end.
