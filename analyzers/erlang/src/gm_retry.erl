%% @doc Retries by hand: a function that tries, leaves in one branch, and in another one waits and calls itself; a process that is told
%% to try again later when something failed.
-module(gm_retry).

-export([signals/4]).

-define(MAXIMUM_CLAUSES, 200).

%% @doc The signal `retry.loop' of a function, where it is one.
-spec signals(pos_integer(), atom(), arity(), [term()]) -> [map()].
signals(Id, Name, Arity, Clauses) ->
    case has(fun waits/1, Clauses) of
        true -> waiting(Id, Name, Arity, Clauses);
        false -> []
    end.

waiting(Id, Name, Arity, Clauses) ->
    Branches = branches(Clauses, []),
    Waits = [{Line, Body} || {Line, Patterns, Body} <- Branches, is_retry(Name, Arity, Patterns, Body)],
    Leaves = lists:any(fun({_, _, Body}) -> not calls_itself(Name, Arity, Body) end, Branches),
    case Waits of
        [{Line, Body} | _] when Leaves ->
            Plain = #{backoff => backoff(Body), jitter => has(fun is_random/1, Body)},
            [#{kind => <<"retry.loop">>, symbol => Id, line => Line, attributes => Plain}];
        _ ->
            []
    end.

%% Branches of `case', `try' and `receive' at any depth.
branches({Kind, _, _, Clauses} = Form, Found) when Kind =:= 'case' -> branches(gm_form:below(Form), clauses(Clauses, Found));
branches({'try', _, _, Of, Handlers, _} = Form, Found) -> branches(gm_form:below(Form), clauses(Of ++ Handlers, Found));
branches(Tuple, Found) when is_tuple(Tuple) -> branches(gm_form:below(Tuple), Found);
branches([Head | Tail], Found) -> branches(Tail, branches(Head, Found));
branches(_, Found) -> Found.

clauses(Clauses, Found) ->
    [{erl_anno:line(Line), Patterns, Body} || {clause, Line, Patterns, _, Body} <- lists:sublist(Clauses, ?MAXIMUM_CLAUSES)] ++ Found.

is_retry(Name, Arity, Patterns, Body) ->
    (has(fun is_sleep/1, Body) andalso calls_itself(Name, Arity, Body)) orelse
        (is_failure(Patterns) andalso has(fun is_reminder/1, Body)).

calls_itself(Name, Arity, Body) ->
    has(fun({call, _, {atom, _, N}, Arguments}) -> N =:= Name andalso length(Arguments) =:= Arity; (_) -> false end, Body).

is_failure(Patterns) ->
    has(fun({atom, _, Word}) -> Word =:= error orelse Word =:= 'EXIT' orelse Word =:= failed orelse Word =:= timeout; (_) -> false end, Patterns).

waits({call, _, {remote, _, _, _}, _} = Call) -> is_sleep(Call) orelse is_reminder(Call);
waits(_) -> false.

is_sleep({call, _, {remote, _, {atom, _, timer}, {atom, _, sleep}}, _}) -> true;
is_sleep(_) -> false.

is_reminder({call, _, {remote, _, {atom, _, timer}, {atom, _, send_after}}, _}) -> true;
is_reminder({call, _, {remote, _, {atom, _, erlang}, {atom, _, Name}}, _}) -> Name =:= send_after orelse Name =:= start_timer;
is_reminder(_) -> false.

%% The delay grows where the branch multiplies or shifts, or asks something that is named for it.
backoff(Body) ->
    case has(fun is_growth/1, Body) of
        true -> <<"growing">>;
        false -> <<"fixed">>
    end.

is_growth({op, _, Operator, A, B}) when Operator =:= '*'; Operator =:= 'bsl' -> not (is_constant(A) andalso is_constant(B));
is_growth({call, _, {remote, _, {atom, _, math}, {atom, _, pow}}, _}) -> true;
is_growth({call, _, {remote, _, _, {atom, _, Name}}, _}) -> is_named(Name);
is_growth({call, _, {atom, _, Name}, _}) -> is_named(Name);
is_growth(_) -> false.

is_named(Name) ->
    gm_text:has(gm_text:lower(atom_to_binary(Name)), [<<"backoff">>, <<"back_off">>, <<"next_delay">>, <<"exponential">>]).

is_constant({Kind, _, _}) -> Kind =:= integer orelse Kind =:= float;
is_constant(_) -> false.

is_random({call, _, {remote, _, {atom, _, Module}, _}, _}) -> Module =:= rand orelse Module =:= random;
is_random(_) -> false.

%% Whether a form or one below it is such.
has(Test, Tuple) when is_tuple(Tuple) -> Test(Tuple) orelse has(Test, gm_form:below(Tuple));
has(Test, [Head | Tail]) -> has(Test, Head) orelse has(Test, Tail);
has(_, _) -> false.
