%% @doc References in the body of a function. Forms are those of erl_parse, read as a fold over their tuples.
-module(gm_walk).

-include("gm_walk.hrl").

-export([clauses/2, bindings/1, helper/2]).

-export_type([found/0]).

-define(MAXIMUM_OPTIONS, 256).

-type found() :: {[map()], [map()]}.

%% @doc The references and signals in the clauses of one function.
-spec clauses([term()], #context{}) -> found().
clauses(Clauses, Context) ->
    {References, Signals} = lists:foldl(
        fun({clause, _, Patterns, Guards, Body}, Found) ->
            Known = Context#context{variables = bindings([Patterns, Body])},
            lists:foldl(fun(Part, Into) -> walk(Part, Known, Into) end, Found, [Guards, Body])
        end,
        {[], []},
        Clauses
    ),
    {lists:reverse(References), lists:reverse(Signals)}.

%% @doc What variables are bound to, in matches and generators.
-spec bindings(term()) -> #{atom() => [term()]}.
bindings(Body) -> bindings(Body, #{}).

bindings({match, _, {var, _, '_'}, Value}, Known) -> bindings(Value, Known);
bindings({match, _, {var, _, Name}, Value}, Known) -> bindings(Value, bind(Name, [Value], Known));
bindings({generate, _, {var, _, Name}, List}, Known) ->
    bindings(List, bind(Name, elements(List), Known));
bindings({generate, _, {tuple, _, Patterns}, List}, Known) ->
    Tuples = [Elements || {tuple, _, Elements} <- elements(List), length(Elements) =:= length(Patterns)],
    Columns = [{Name, Place} || {Place, {var, _, Name}} <- lists:zip(lists:seq(1, length(Patterns)), Patterns)],
    bindings(List, lists:foldl(
        fun({Name, Place}, Into) -> bind(Name, [lists:nth(Place, Elements) || Elements <- Tuples], Into) end, Known, Columns
    ));
bindings(Tuple, Known) when is_tuple(Tuple) -> bindings(tuple_to_list(Tuple), Known);
bindings([Head | Tail], Known) -> bindings(Tail, bindings(Head, Known));
bindings(_, Known) -> Known.

elements({cons, _, Head, Tail}) -> [Head | elements(Tail)];
elements(_) -> [].

bind(Name, Values, Known) ->
    maps:update_with(Name, fun(Old) -> lists:sublist(Old ++ Values, 64) end, lists:sublist(Values, 64), Known).

%% @doc Which arguments of a helper name the module that a child specification in it starts.
-spec helper([term()], #context{}) -> [{pos_integer(), atom(), arity()}].
helper(Clauses, _Context) ->
    lists:usort(lists:flatmap(
        fun({clause, _, Patterns, _, Body}) ->
            Places = maps:from_list([{Name, Place} || {Place, {var, _, Name}} <- numbered(Patterns)]),
            starts(Body, Places, [])
        end,
        Clauses
    )).

numbered(List) -> lists:zip(lists:seq(1, length(List)), List).

starts({tuple, _, [{var, _, Name}, {atom, _, Function}, Arguments]}, Places, Found) when is_map_key(Name, Places) ->
    case length_of(Arguments) of
        unknown -> Found;
        Arity -> [{map_get(Name, Places), Function, Arity} | Found]
    end;
starts(Tuple, Places, Found) when is_tuple(Tuple) -> starts(tuple_to_list(Tuple), Places, Found);
starts([Head | Tail], Places, Found) -> starts(Tail, Places, starts(Head, Places, Found));
starts(_, _, Found) -> Found.

length_of({nil, _}) -> 0;
length_of({cons, _, _, Tail}) ->
    case length_of(Tail) of
        unknown -> unknown;
        Length -> Length + 1
    end;
length_of(_) -> unknown.

%% --- the fold -------------------------------------------------------------------------------------------------------

walk({call, Line, Callee, Arguments}, Context, Found) ->
    call(line(Line), Callee, Arguments, Context, Found);
walk({'fun', Line, {function, _, _} = Function}, Context, Found) ->
    use({'fun', Line, Function}, line(Line), Context, Found);
walk({'fun', Line, {function, _, _, _} = Function}, Context, Found) ->
    use({'fun', Line, Function}, line(Line), Context, Found);
walk({'fun', _, {clauses, Clauses}}, Context, Found) ->
    inner_clauses(Clauses, Context, Found);
walk({named_fun, _, _, Clauses}, Context, Found) ->
    inner_clauses(Clauses, Context, Found);
walk({'catch', _, Expression}, Context, Found) ->
    walk(Expression, within(<<"ignored">>, Context), Found);
walk({'try', _, Body, Of, Handlers, After}, Context, Found) ->
    Tried = inner_clauses(Of, within(<<"conditional">>, Context), walk(Body, Context, Found)),
    Handled = inner_clauses(Handlers, within(<<"handler">>, Context), swallowed(Handlers, Context, Tried)),
    walk(After, Context, Handled);
walk({'case', _, Expression, Clauses}, Context, Found) ->
    inner_clauses(Clauses, within(<<"conditional">>, Context), walk(Expression, Context, Found));
walk({'if', _, Clauses}, Context, Found) ->
    inner_clauses(Clauses, within(<<"conditional">>, Context), Found);
walk({lc, _, Body, Qualifiers}, Context, Found) ->
    walk(Body, within(<<"loop">>, Context), walk(Qualifiers, Context, Found));
walk({clause, _, _, _, _} = Clause, Context, Found) ->
    inner_clauses([Clause], Context, Found);
walk({match, Line, Pattern, Value}, Context, Found) ->
    walk(Value, Context, secret(Pattern, Value, line(Line), Context, Found));
walk({map, _, Fields}, Context, Found) ->
    walk(Fields, Context, specification(Fields, Context, Found));
walk({Field, Line, {atom, _, Key} = Name, Value}, Context, Found) when Field =:= map_field_assoc; Field =:= record_field ->
    Set = written(Key, Value, line(Line), Context, Found),
    walk(Value, Context, option(Key, Name, Value, line(Line), Context, Set));
walk({cons, _, _, _} = List, Context, Found) ->
    walk_list(List, ?MAXIMUM_OPTIONS, Context, Found);
walk({tuple, Line, Elements}, Context, Found) ->
    walk(Elements, Context, tuple(line(Line), Elements, Context, Found));
walk({remote, _, Module, Name}, Context, Found) ->
    walk(Name, Context, walk(Module, Context, Found));
walk(Tuple, Context, Found) when is_tuple(Tuple), tuple_size(Tuple) > 2 ->
    walk_elements(Tuple, 3, Context, Found);
walk([Head | Tail], Context, Found) ->
    walk(Tail, Context, walk(Head, Context, Found));
walk(_, _, Found) ->
    Found.

%% A list of options is short: a long one is a table of data, whose pairs set nothing.
walk_list({cons, _, {tuple, Line, [{atom, _, Key} = Name, Value]}, Tail}, Left, Context, Found) when Left > 0 ->
    Set = written(Key, Value, line(Line), Context, Found),
    walk_list(Tail, Left - 1, Context, walk(Value, Context, option(Key, Name, Value, line(Line), Context, Set)));
walk_list({cons, _, Head, Tail}, Left, Context, Found) ->
    walk_list(Tail, Left - 1, Context, walk(Head, Context, Found));
walk_list(Tail, _, Context, Found) ->
    walk(Tail, Context, Found).

walk_elements(Tuple, Place, _, Found) when Place > tuple_size(Tuple) -> Found;
walk_elements(Tuple, Place, Context, Found) ->
    walk_elements(Tuple, Place + 1, Context, walk(element(Place, Tuple), Context, Found)).

inner_clauses(Clauses, Context, Found) ->
    lists:foldl(fun({clause, _, _, Guards, Body}, Into) -> walk(Body, Context, walk(Guards, Context, Into)) end, Found, Clauses).

within(Place, #context{places = Places} = Context) ->
    case lists:member(Place, Places) of
        true -> Context;
        false -> Context#context{places = [Place | Places]}
    end.

line(Location) -> max(1, erl_anno:line(Location)).

reference(Kind, To, Line, Arguments, Context, {References, Signals}) ->
    Plain = #{from => Context#context.from, to => To, kind => Kind, line => Line},
    Given =
        case Arguments of
            [] -> Plain;
            _ -> Plain#{arguments => Arguments}
        end,
    Placed =
        case Context#context.places of
            [] -> Given;
            Places -> Given#{context => Places}
        end,
    {[Placed | References], Signals}.

use(Fun, Line, Context, Found) ->
    case gm_value:argument(Fun, Context) of
        #{ref := Ref} -> reference(<<"use">>, Ref, Line, [], Context, Found);
        _ -> Found
    end.

%% --- calls ----------------------------------------------------------------------------------------------------------

call(Line, Callee, Arguments, Context, Found) ->
    Inner =
        case is_spawn(Callee) of
            true -> within(<<"spawn">>, Context);
            false -> Context
        end,
    Called =
        case environment(Callee, Arguments, Context) of
            {ok, Variable, Default} ->
                reference(<<"read">>, #{environment => Variable}, Line, Default, Context, Found);
            none ->
                case gm_value:callee(Callee, length(Arguments), Context) of
                    none -> walk(Callee, Context, Found);
                    Ref -> reference(<<"call">>, Ref, Line, gm_value:arguments(Arguments, Context), Context, Found)
                end
        end,
    Helped = helped(Callee, Arguments, Line, Context, Called),
    Applied = applied(Arguments, Line, Inner, Helped),
    Registered = registered(Callee, Arguments, Line, Context, Applied),
    walk(Arguments, Inner, Registered).

environment({remote, _, {atom, _, os}, {atom, _, getenv}}, [Name | Default], Context) ->
    variable(Name, Default, Context);
environment({remote, _, {atom, _, os}, {atom, _, env}}, [Name | Default], Context) ->
    variable(Name, Default, Context);
environment(_, _, _) ->
    none.

variable(Name, Default, Context) ->
    case gm_value:literal(Name, Context) of
        {ok, Text} when is_binary(Text) -> {ok, Text, gm_value:arguments(Default, Context)};
        _ -> none
    end.

is_spawn({atom, _, Name}) -> lists:member(Name, spawns());
is_spawn({remote, _, {atom, _, Module}, {atom, _, Name}}) ->
    (Module =:= erlang orelse Module =:= proc_lib) andalso lists:member(Name, spawns());
is_spawn(_) -> false.

spawns() -> [spawn, spawn_link, spawn_monitor, spawn_opt, start, start_link].

%% Module, function and a list of arguments, side by side: apply, spawn, timers, calls to other nodes.
applied([{atom, _, Module}, {atom, _, Name}, List | _], Line, Context, Found) when Module =/= true, Module =/= false ->
    case arity(List, Context) of
        unknown -> Found;
        Arity -> reference(<<"call">>, gm_value:function(Module, Name, Arity, Context), Line, [], Context, Found)
    end;
applied([_ | Rest], Line, Context, Found) ->
    applied(Rest, Line, Context, Found);
applied([], _, _, Found) ->
    Found.

arity(List, Context) ->
    case gm_value:values(List, Context) of
        [Value | _] -> length_of(Value);
        [] -> unknown
    end.

helped({atom, _, Name}, Arguments, Line, #context{helpers = Helpers} = Context, Found) ->
    Key = {Name, length(Arguments)},
    case Helpers of
        #{Key := Starts} ->
            lists:foldl(
                fun({Place, Function, Arity}, Into) ->
                    Modules = [Module || {atom, _, Module} <- gm_value:values(lists:nth(Place, Arguments), Context)],
                    lists:foldl(
                        fun(Module, Onto) ->
                            reference(<<"supervise">>, gm_value:function(Module, Function, Arity, Context), Line, [], Context, Onto)
                        end,
                        Into,
                        Modules
                    )
                end,
                Found,
                Starts
            );
        _ ->
            Found
    end;
helped(_, _, _, _, Found) ->
    Found.

registered({remote, _, {atom, _, Module}, {atom, _, Name}}, Arguments, Line, Context, Found) ->
    case gm_behaviours:is_registering(Module, Name) of
        true -> instantiated(Arguments, Line, Context, Found);
        false -> Found
    end;
registered({remote, _, _, {atom, _, Name}}, Arguments, Line, Context, Found) ->
    case gm_behaviours:is_registering('', Name) of
        true -> instantiated(Arguments, Line, Context, Found);
        false -> Found
    end;
registered({atom, _, Name}, Arguments, Line, Context, Found) ->
    case gm_behaviours:is_registering('', Name) of
        true -> instantiated(Arguments, Line, Context, Found);
        false -> Found
    end;
registered(_, _, _, _, Found) ->
    Found.

%% The modules that are named in what is handed on. An atom of a module that does not exist refers to nothing.
instantiated(Arguments, Line, Context, Found) ->
    Modules = lists:usort(atoms(Arguments, Context, 4)),
    lists:foldl(
        fun(Module, Into) -> reference(<<"instantiate">>, gm_value:type(Module, Context), Line, [], Context, Into) end,
        Found,
        lists:sublist([Module || Module <- Modules, is_module(Module)], 64)
    ).

is_module(Atom) ->
    case atom_to_list(Atom) of
        "?" ++ _ -> false;
        Text -> length(Text) > 2 andalso not lists:member(Atom, [local, global, true, false, undefined, http, https, tcp, ssl, one_for_one])
    end.

atoms(_, _, 0) -> [];
atoms([Head | Tail], Context, Depth) -> atoms(Head, Context, Depth) ++ atoms(Tail, Context, Depth);
atoms([], _, _) -> [];
atoms({var, _, _} = Variable, Context, Depth) ->
    lists:flatmap(fun(Value) -> atoms(Value, Context, Depth - 1) end, gm_value:values(Variable, Context));
atoms({atom, _, Atom}, _, _) -> [Atom];
atoms({tuple, _, [{atom, _, Scope}, _]}, _, _) when Scope =:= local; Scope =:= global -> [];
%% An option and its value: only what it is set to may be a module.
atoms({tuple, _, [{atom, _, _}, {Kind, _, _} = Value]}, Context, Depth) when Kind =:= atom; Kind =:= integer; Kind =:= string ->
    atoms(Value, Context, Depth - 1);
atoms({tuple, _, Elements}, Context, Depth) -> atoms(Elements, Context, Depth - 1);
atoms({cons, _, _, _} = List, Context, Depth) -> atoms(gm_value:literal_list(List, Context), Context, Depth - 1);
atoms({map, _, Fields}, Context, Depth) -> atoms([Value || {map_field_assoc, _, _, Value} <- Fields], Context, Depth - 1);
atoms(_, _, _) -> [].

%% --- data that names code -------------------------------------------------------------------------------------------

%% Options whose value is a module that is called back.
option(Key, Name, Value, Line, Context, Found) ->
    Judged = secret(Name, Value, Line, Context, Found),
    case is_module_option(Key) of
        true -> instantiated([Value], Line, Context, Judged);
        false -> Judged
    end.

is_module_option(Key) ->
    lists:member(Key, [
        callback, callbacks, handler, handlers, callback_module, cb_module, worker_module, worker, middlewares, stream_handlers,
        handler_module, backend, elli_handler, services, interceptor, unary_interceptor
    ]).

%% A literal or a list of literals that an option is set to, wherever the options are built.
written(Key, Value, Line, Context, Found) ->
    case gm_value:argument(Value, Context) of
        #{value := _} = Argument -> set(Key, Argument, Line, Context, Found);
        #{items := Items} = Argument ->
            case lists:all(fun(Item) -> is_map_key(value, Item) end, Items) of
                true -> set(Key, Argument, Line, Context, Found);
                false -> Found
            end;
        _ -> Found
    end.

set(Key, Argument, Line, Context, Found) ->
    Name = gm_text:binary(Key),
    Given = (masked(Name, Argument))#{position => 0},
    reference(<<"write">>, #{external => <<"option.", Name/binary>>}, Line, [Given], Context, Found).

masked(Name, #{value := Value} = Argument) when is_binary(Value) ->
    case gm_text:is_secret(Name, Value) of
        true -> Argument#{value => gm_text:mask(Value)};
        false -> Argument
    end;
masked(_, Argument) ->
    Argument.

tuple(Line, [{atom, _, Key} = Name, Value], Context, Found) ->
    option(Key, Name, Value, Line, Context, Found);
tuple(Line, [{atom, _, '_'} = Any, {atom, _, _} = Module, _], Context, Found) ->
    route(Line, Any, Module, Context, Found);
tuple(Line, [Module, {atom, _, Name}, List], Context, Found) when element(1, Module) =:= atom; element(1, Module) =:= var ->
    case {[Atom || {atom, _, Atom} <- gm_value:values(Module, Context)], arity(List, Context)} of
        {[_ | _] = Modules, Arity} when is_integer(Arity) ->
            lists:foldl(
                fun(One, Into) -> reference(<<"use">>, gm_value:function(One, Name, Arity, Context), Line, [], Context, Into) end,
                Found,
                Modules
            );
        _ ->
            route(Line, Module, {atom, Line, Name}, Context, Found)
    end;
tuple(Line, [Path, {atom, _, _} = Module | Rest], Context, Found) when length(Rest) =< 2 ->
    route(Line, Path, Module, Context, Found);
%% Id, start, restart, shutdown, type, modules.
tuple(Line, [_, {tuple, _, [_, _, _]} = Start, Restart, Shutdown, Type, _], Context, Found) ->
    child(Line, [{start, Start}, {restart, Restart}, {shutdown, Shutdown}, {type, Type}], Context, Found);
tuple(_, _, _, Found) ->
    Found.

%% A path and the module that answers there, as routers take them.
route(Line, {string, _, "/" ++ _} = Path, {atom, _, Module}, Context, Found) ->
    routed(Line, gm_value:argument(Path, Context), Module, Context, Found);
route(Line, {atom, _, '_'}, {atom, _, Module}, Context, Found) when Module =/= '_' ->
    case lists:member($_, atom_to_list(Module)) of
        true -> routed(Line, #{value => <<"_">>}, Module, Context, Found);
        false -> Found
    end;
route(_, _, _, _, Found) ->
    Found.

routed(Line, Path, Module, Context, Found) ->
    Arguments = [Path#{position => 0}, #{position => 1, ref => gm_value:type(Module, Context)}],
    reference(<<"call">>, #{external => <<"erlang.route">>}, Line, Arguments, Context, Found).

specification(Fields, Context, Found) ->
    Pairs = [{Key, Value} || {map_field_assoc, _, {atom, _, Key}, Value} <- Fields],
    case lists:keyfind(start, 1, Pairs) of
        {start, {tuple, Line, [_, _, _]}} -> child(line(Line), Pairs, Context, Found);
        _ -> Found
    end.

%% What a supervisor starts and restarts.
child(Line, Pairs, Context, Found) ->
    Arguments = [
        (gm_value:argument(Value, Context))#{name => gm_text:binary(Key)}
     || {Key, Value} <- Pairs, lists:member(Key, [restart, shutdown, type])
    ],
    reference(<<"call">>, #{external => <<"supervisor.child">>}, Line, Arguments, Context, Found).

%% --- what only the shape of the code shows --------------------------------------------------------------------------

secret({Kind, _, Name}, Value, Line, Context, {References, Signals} = Found) when Kind =:= var; Kind =:= atom ->
    case gm_value:literal(Value, Context) of
        {ok, Text} when is_binary(Text), element(1, Value) =/= atom ->
            Named = gm_text:binary(Name),
            case gm_text:is_secret(Named, Text) of
                true ->
                    Plain = #{name => Named, masked => gm_text:mask(Text)},
                    Attributes =
                        case gm_text:is_placeholder(Text) of
                            true -> Plain#{placeholder => true};
                            false -> Plain
                        end,
                    Signal = #{kind => <<"secret.literal">>, symbol => Context#context.from, line => Line, attributes => Attributes},
                    {References, [Signal | Signals]};
                false ->
                    Found
            end;
        _ ->
            Found
    end;
secret(_, _, _, _, Found) ->
    Found.

%% `catch _:_ -> ok': everything is caught, and nothing is said of it.
swallowed([{clause, Location, [{tuple, _, [_, {var, _, '_'}, _]}], [], [{Kind, _, _}]} | _], Context, {References, Signals}) when
    Kind =:= atom
->
    Signal = #{kind => <<"error.swallowed">>, symbol => Context#context.from, line => line(Location)},
    {References, [Signal | Signals]};
swallowed(_, _, Found) ->
    Found.
