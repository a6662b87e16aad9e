%% The least that reading Erlang sources costs: the syntax tools' reader of code that was not preprocessed (epp_dodger), from memory,
%% and one visit of each tree, on one core.
%%
%% Reads `git cat-file --batch' output from standard input, all of it before the clock starts. Prints one JSON object.
-module(floor_erlang).

-export([main/0]).

main() ->
    In = erlang:open_port({fd, 0, 2}, [stream, binary, eof, in]),
    Contents = contents(input(In, []), []),
    lists:foreach(fun code:ensure_loaded/1, [epp_dodger, erl_scan, erl_parse, erl_syntax, io, unicode]),
    {Wall, Processor} = {erlang:monotonic_time(), processor()},
    {Nodes, Unparsed} = lists:foldl(fun read/2, {0, 0}, Contents),
    {WallTime, ProcessorTime} = {erlang:monotonic_time() - Wall, processor() - Processor},
    io:format(
        "{\"files\":~b,\"bytes\":~b,\"unparsed\":~b,\"nodes\":~b,\"wall\":~.6f,\"processor\":~.6f,\"peakMemoryBytes\":~b}~n",
        [
            length(Contents), lists:sum([byte_size(C) || C <- Contents]), Unparsed, Nodes,
            WallTime / erlang:convert_time_unit(1, second, native), ProcessorTime / 1000, peak()
        ]
    ),
    halt(0, [{flush, true}]).

%% Milliseconds of all threads of the emulator.
processor() ->
    {Total, _} = statistics(runtime),
    Total.

peak() ->
    {ok, Status} = file:read_file("/proc/self/status"),
    {match, [Kibibytes]} = re:run(Status, "VmHWM:\\s*([0-9]+)", [{capture, all_but_first, list}]),
    list_to_integer(Kibibytes) bsl 10.

input(In, Parts) ->
    receive
        {In, {data, Data}} -> input(In, [Data | Parts]);
        {In, eof} -> iolist_to_binary(lists:reverse(Parts))
    end.

%% Records of `<id> blob <size>\n<content>\n'.
contents(<<>>, Done) ->
    lists:reverse(Done);
contents(Records, Done) ->
    [Header, Rest] = binary:split(Records, <<"\n">>),
    [_, <<"blob">>, Size] = binary:split(Header, <<" ">>, [global]),
    Length = binary_to_integer(Size),
    <<Content:Length/binary, "\n", Others/binary>> = Rest,
    contents(Others, [Content | Done]).

%% Each content has a process of its own, whose memory goes with it.
read(Content, {Nodes, Unparsed}) ->
    {Pid, Monitor} = spawn_monitor(fun() -> exit(tree(Content)) end),
    receive
        {'DOWN', Monitor, process, Pid, {read, Count, 0}} -> {Nodes + Count, Unparsed};
        {'DOWN', Monitor, process, Pid, {read, Count, _}} -> {Nodes + Count, Unparsed + 1};
        {'DOWN', Monitor, process, Pid, _} -> {Nodes, Unparsed + 1}
    end.

tree(Content) ->
    Text =
        case unicode:characters_to_list(Content, utf8) of
            Characters when is_list(Characters) -> Characters;
            _ -> binary_to_list(Content)
        end,
    Device = spawn_link(fun() -> device(Text) end),
    {ok, Forms} = epp_dodger:quick_parse(Device),
    Errors = length([error || {error, _} <- Forms]),
    {read, visit(Forms, 0), Errors}.

%% A device that gives forms' tokens from memory.
device(Text) ->
    receive
        {io_request, From, Tag, {get_until, _, _, erl_scan, tokens, [Line | _]}} -> reply(From, Tag, Text, Line);
        {io_request, From, Tag, {get_until, _, erl_scan, tokens, [Line | _]}} -> reply(From, Tag, Text, Line);
        {io_request, From, Tag, _} ->
            From ! {io_reply, Tag, {error, request}},
            device(Text)
    end.

reply(From, Tag, Text, Line) ->
    {done, Result, Rest} =
        case erl_scan:tokens([], Text, Line) of
            {more, Continuation} -> erl_scan:tokens(Continuation, eof, Line);
            Done -> Done
        end,
    From ! {io_reply, Tag, Result},
    device(case Rest of eof -> []; _ -> Rest end).

%% A visit of each node and nothing besides.
visit(Tuple, Count) when is_tuple(Tuple) -> elements(Tuple, tuple_size(Tuple), Count + 1);
visit([Head | Tail], Count) -> visit(Tail, visit(Head, Count));
visit(_, Count) -> Count.

elements(_, 0, Count) -> Count;
elements(Tuple, Place, Count) -> elements(Tuple, Place - 1, visit(element(Place, Tuple), Count)).
