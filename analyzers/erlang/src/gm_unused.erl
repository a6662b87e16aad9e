%% @doc Variables that are given data which nothing asks for: a child specification beside the list that init/1 returns.
-module(gm_unused).

-export([variables/2, calls/1]).

%% A variable may be used in what another unused one holds; deeper than this nobody looks.
-define(MAXIMUM_ROUNDS, 4).

%% @doc The matches of a function's clause whose variable is nowhere else but in what is unused, too; told what its variables hold.
-spec variables(tuple(), #{atom() => [term()]}) -> #{{atom(), term()} => true}.
variables(Clause, Held) ->
    case any_data(maps:values(Held)) andalso candidates(Clause, []) of
        None when None =:= false; None =:= [] -> #{};
        Candidates -> rounds(Clause, maps:from_list(Candidates), #{}, ?MAXIMUM_ROUNDS)
    end.

any_data([Values | Rest]) -> lists:any(fun is_data/1, Values) orelse any_data(Rest);
any_data([]) -> false.

rounds(_, _, Unused, 0) -> Unused;
rounds(Clause, Candidates, Unused, Left) ->
    Counts = occurrences(Clause, Unused, #{}),
    case maps:filter(fun({Name, _}, true) -> maps:get(Name, Counts, 0) =< 1 end, Candidates) of
        Unused -> Unused;
        More -> rounds(Clause, Candidates, More, Left - 1)
    end.

%% Matches that are statements: of the last expression of a body the value counts, too.
candidates({clause, _, _, Guards, Body}, Found) -> candidates([Guards, Body], statements(Body, Found));
candidates({block, _, Body}, Found) -> candidates(Body, statements(Body, Found));
candidates({'try', _, Body, Of, Handlers, After}, Found) ->
    candidates([Body, Of, Handlers, After], statements(Body, statements(After, Found)));
candidates({_, _, Leaf}, Found) when is_atom(Leaf) -> Found;
candidates(Tuple, Found) when is_tuple(Tuple) -> candidates(gm_form:below(Tuple), Found);
candidates([Head | Tail], Found) -> candidates(Tail, candidates(Head, Found));
candidates(_, Found) -> Found.

statements([{match, Line, {var, _, Name}, Value}, Next | Rest], Found) when Name =/= '_' ->
    Known =
        case is_data(Value) of
            true -> [{{Name, Line}, true} | Found];
            false -> Found
        end,
    statements([Next | Rest], Known);
statements([_ | Rest], Found) -> statements(Rest, Found);
statements(_, Found) -> Found.

is_data({Kind, _, _}) -> lists:member(Kind, [map, tuple]);
is_data({cons, _, _, _}) -> true;
is_data(_) -> false.

%% How often variables stand somewhere, without what only unused ones hold.
occurrences({match, Line, {var, _, Name}, Value}, Unused, Found) when is_map_key({Name, Line}, Unused) ->
    occurrences(calls(Value), Unused, count(Name, Found));
occurrences({var, _, Name}, _, Found) -> count(Name, Found);
occurrences(Tuple, Unused, Found) when is_tuple(Tuple) -> occurrences(gm_form:below(Tuple), Unused, Found);
occurrences([Head | Tail], Unused, Found) -> occurrences(Tail, Unused, occurrences(Head, Unused, Found));
occurrences(_, _, Found) -> Found.

count(Name, Found) -> maps:update_with(Name, fun(Count) -> Count + 1 end, 1, Found).

%% @doc What runs when data is made: the calls in it.
-spec calls(term()) -> [term()].
calls(Data) -> lists:reverse(calls(Data, [])).

calls({call, _, _, _} = Call, Found) -> [Call | Found];
calls({'fun', _, _}, Found) -> Found;
calls(Tuple, Found) when is_tuple(Tuple) -> calls(gm_form:below(Tuple), Found);
calls([Head | Tail], Found) -> calls(Tail, calls(Head, Found));
calls(_, Found) -> Found.
