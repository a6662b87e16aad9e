%% @doc Whether what runs at the end of a process finishes or keeps its work, and does not only take things away: names of processes and
%% metrics, timers, tables in memory, sockets, other processes.
-module(gm_finishing).

-export([finishes/3]).

%% Functions of the module that lead on to others of it.
-define(MAXIMUM_DEPTH, 3).

-type functions() :: #{{atom(), arity()} => [term()]}.

%% @doc Of a module that keeps a store, what closes it does too: what was written is on the disk then.
-spec finishes([term()], atom(), functions()) -> boolean().
finishes(Clauses, Module, Functions) ->
    does_any(Clauses, Functions, ?MAXIMUM_DEPTH) orelse (is_store_name(Module) andalso closes(Clauses)).

is_store_name(Module) ->
    Stores = [<<"store">>, <<"storage">>, <<"db">>, <<"database">>, <<"journal">>, <<"wal">>, <<"log">>, <<"segment">>],
    lists:any(fun(Word) -> lists:member(Word, Stores) end, words(Module)).

words(Name) -> binary:split(gm_text:lower(atom_to_binary(Name)), <<"_">>, [global]).

closes({atom, _, close}) -> true;
closes(Tuple) when is_tuple(Tuple) -> closes(gm_form:below(Tuple));
closes([Head | Tail]) -> closes(Head) orelse closes(Tail);
closes(_) -> false.

does_any(Clauses, Functions, Depth) -> lists:any(fun({clause, _, _, _, Body}) -> does(Body, Functions, Depth) end, Clauses).

does({call, _, Callee, Arguments}, Functions, Depth) ->
    called(Callee, length(Arguments), Functions, Depth) orelse does([Callee, Arguments], Functions, Depth);
does({'fun', _, {function, Name, Arity}}, Functions, Depth) when is_atom(Name), is_integer(Arity) ->
    called({atom, 0, Name}, Arity, Functions, Depth);
does(Tuple, Functions, Depth) when is_tuple(Tuple) -> does(gm_form:below(Tuple), Functions, Depth);
does([Head | Tail], Functions, Depth) -> does(Head, Functions, Depth) orelse does(Tail, Functions, Depth);
does(_, _, _) -> false.

called({remote, _, {atom, _, Module}, {atom, _, Name}}, _, _, _) ->
    not is_report(Module) andalso (is_finishing(Name) orelse (is_store(Module) andalso Name =:= close));
called({remote, _, _, {atom, _, Name}}, _, _, _) -> is_finishing(Name);
called({atom, _, Name}, Arity, Functions, Depth) ->
    Inner = maps:get({Name, Arity}, Functions, none),
    is_finishing(Name) orelse (Inner =/= none andalso Depth > 0 andalso does_any(Inner, Functions, Depth - 1));
called(_, _, _, _) -> false.

%% Logs and texts, and what answers nobody.
is_report(Module) -> lists:member(Module, [logger, lager, error_logger, io, io_lib, string, lists, maps, proplists, erlang]).

%% What is written to these stays in a buffer until they are closed.
is_store(Module) ->
    lists:member(Module, [dets, disk_log, file, ra_log, rocksdb, eleveldb, bitcask, leveled_bookie, mnesia, hanoidb, osiris_log, wterl]).

is_finishing(Name) ->
    lists:any(fun(Word) -> lists:any(fun(Verb) -> is_form(Verb, Word) end, verbs()) end, words(Name)).

%% `flush', `flushes', `flushed', `flushing'.
is_form(Verb, Word) ->
    Size = byte_size(Verb),
    case Word of
        <<Verb:Size/binary, Rest/binary>> -> lists:member(Rest, [<<>>, <<"s">>, <<"es">>, <<"d">>, <<"ed">>, <<"ing">>, <<"all">>]);
        _ -> false
    end.

verbs() ->
    [
        <<"flush">>, <<"drain">>, <<"sync">>, <<"fsync">>, <<"store">>, <<"save">>, <<"persist">>, <<"write">>, <<"commit">>, <<"ack">>,
        <<"acknowledge">>, <<"nack">>, <<"requeue">>, <<"publish">>, <<"send">>, <<"reply">>, <<"wait">>, <<"await">>, <<"finish">>,
        <<"complete">>, <<"checkpoint">>, <<"snapshot">>, <<"dump">>, <<"backup">>, <<"shutdown">>, <<"leave">>, <<"handoff">>,
        <<"handover">>, <<"rollback">>, <<"abort">>, <<"append">>
    ].
