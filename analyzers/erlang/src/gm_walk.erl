%% @doc References in the body of a function. Forms are those of erl_parse, read as a fold over their tuples.
-module(gm_walk).

-include("gm_walk.hrl").

-export([clauses/2, bindings/1, parameters/1, helper/2]).

-export_type([found/0]).

-define(MAXIMUM_OPTIONS, 256).
%% Arguments that a caller adds to those that are written.
-define(MAXIMUM_FURTHER, 5).

-type found() :: {[map()], [map()]}.

%% @doc The references and signals in the clauses of one function.
-spec clauses([term()], #context{}) -> found().
clauses(Clauses, Context) ->
    {References, Signals} = lists:foldl(
        fun({clause, _, Patterns, Guards, Body} = Clause, Found) ->
            Variables = bindings([Patterns, Body]),
            Known = Context#context{
                variables = Variables, parameters = parameters(Patterns), unused = gm_unused:variables(Clause, Variables)
            },
            lists:foldl(fun(Part, Into) -> walk(Part, Known, Into) end, Found, [Guards, Body])
        end,
        {[], []},
        Clauses
    ),
    {lists:reverse(References), lists:reverse(Signals)}.

%% @doc The places of those parameters that are plain variables.
-spec parameters([term()]) -> #{atom() => pos_integer()}.
parameters(Patterns) -> parameters(Patterns, 1, #{}).

parameters([{var, _, Name} | Rest], Place, Known) -> parameters(Rest, Place + 1, Known#{Name => Place});
parameters([_ | Rest], Place, Known) -> parameters(Rest, Place + 1, Known);
parameters([], _, Known) -> Known.

%% @doc What variables are bound to, in matches and generators.
-spec bindings(term()) -> #{atom() => [term()]}.
bindings(Body) -> bindings(Body, #{}).

bindings({match, _, {var, _, '_'}, Value}, Known) -> bindings(Value, Known);
bindings({match, _, {var, _, Name}, Value}, Known) -> bindings(Value, bind(Name, [Value], Known));
bindings({match, _, {tuple, _, [{atom, _, ok}, {var, _, Name}]}, {call, _, _, _} = Value}, Known) ->
    bindings(Value, bind(Name, [{ok, Value}], Known));
bindings({generate, _, {var, _, Name}, List}, Known) ->
    bindings(List, bind(Name, elements(List), Known));
bindings({generate, _, {tuple, _, Patterns}, List}, Known) ->
    Tuples = [Elements || {tuple, _, Elements} <- elements(List), length(Elements) =:= length(Patterns)],
    Columns = [{Name, Place} || {Place, {var, _, Name}} <- lists:zip(lists:seq(1, length(Patterns)), Patterns)],
    bindings(List, lists:foldl(
        fun({Name, Place}, Into) -> bind(Name, [lists:nth(Place, Elements) || Elements <- Tuples], Into) end, Known, Columns
    ));
%% `lists:foreach(fun(M) -> … end, List)'.
bindings({call, _, {remote, _, {atom, _, lists}, _}, [{'fun', _, {clauses, [{clause, _, [{var, _, Name} | _], _, _}]}} | Rest] = All}, Known) when
    Rest =/= []
->
    bindings(All, bind(Name, elements(lists:last(Rest)), Known));
bindings({_, _, Leaf}, Known) when is_atom(Leaf) -> Known;
bindings(Tuple, Known) when is_tuple(Tuple) -> bindings(gm_form:below(Tuple), Known);
bindings([Head | Tail], Known) -> bindings(Tail, bindings(Head, Known));
bindings(_, Known) -> Known.

%% Of a list that is written elsewhere, it is found when it is asked for.
elements({cons, _, Head, Tail}) -> [Head | elements(Tail)];
elements({nil, _}) -> [];
elements(List) -> [{elements, List}].

bind(Name, Values, Known) ->
    maps:update_with(Name, fun(Old) -> lists:sublist(Old ++ Values, 64) end, lists:sublist(Values, 64), Known).

%% @doc Which arguments of a helper name the module that a child specification in it starts.
-spec helper([term()], #context{}) -> [{pos_integer(), atom(), arity()}].
helper(Clauses, _Context) ->
    lists:usort(lists:flatmap(
        fun({clause, _, Patterns, _, Body}) ->
            case parameters(Patterns) of
                Places when map_size(Places) > 0 -> starts(Body, Places, []);
                _ -> []
            end
        end,
        Clauses
    )).

starts({tuple, _, [{var, _, Name}, {atom, _, Function}, Arguments]}, Places, Found) when is_map_key(Name, Places) ->
    case length_of(Arguments) of
        unknown -> Found;
        Arity -> [{map_get(Name, Places), Function, Arity} | Found]
    end;
starts({_, _, Leaf}, _, Found) when is_atom(Leaf) -> Found;
starts(Tuple, Places, Found) when is_tuple(Tuple) -> starts(gm_form:below(Tuple), Places, Found);
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
%% What a variable holds that nothing asks for is never started or set; what is called to make it runs all the same.
walk({match, Line, {var, _, Name}, Value}, #context{unused = Unused} = Context, Found) when is_map_key({Name, Line}, Unused) ->
    lists:foldl(fun(Call, Into) -> walk(Call, Context, Into) end, Found, gm_unused:calls(Value));
walk({match, Line, {tuple, _, [{atom, _, ok}, _]} = Pattern, {call, _, _, _} = Value}, Context, Found) ->
    {References, Signals} = walk(Value, Context#context{is_matched = true}, {[], []}),
    {Known, Others} = secret(Pattern, Value, line(Line), Context, Found),
    {References ++ Known, Signals ++ Others};
walk({match, Line, Pattern, Value}, Context, Found) ->
    walk(Value, Context, secret(Pattern, Value, line(Line), Context, Found));
walk({record, _, Name, Fields}, #context{records = Records} = Context, Found) when is_map_key(Name, Records) ->
    walk(Fields, Context, walk(map_get(Name, Records), Context#context{records = #{}}, Found));
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

inner_clauses([{clause, _, _, Guards, Body} | Rest], Context, Found) ->
    inner_clauses(Rest, Context, walk(Body, Context, walk(Guards, Context, Found)));
inner_clauses([], _, Found) ->
    Found.

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
    Plain =
        case Context of
            #context{is_matched = false} -> Context;
            _ -> Context#context{is_matched = false}
        end,
    Inner =
        case is_spawn(Callee) of
            true -> within(<<"spawn">>, Plain);
            false -> Plain
        end,
    Called =
        case environment(Callee, Arguments, Context) of
            {ok, Variable, Default} ->
                reference(<<"read">>, #{environment => Variable}, Line, Default, Context, Found);
            none ->
                Read = setting(Callee, Arguments, Line, Context, Found),
                case gm_value:callee(Callee, length(Arguments), Context) of
                    none -> walk(Callee, Context, Read);
                    Ref -> reference(<<"call">>, Ref, Line, gm_value:arguments(Arguments, Context), Context, Read)
                end
        end,
    Helped = reported(Callee, Arguments, Line, Context, helped(Callee, Arguments, Line, Context, Called)),
    Applied = handed(Callee, Arguments, Line, Inner, applied(Arguments, Line, Inner, Helped)),
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

%% A key of an application's environment. `{ok, X} = application:get_env(…)' fails where nobody sets it.
setting(Callee, Arguments, Line, #context{is_matched = IsMatched} = Context, Found) ->
    case gm_value:setting(Callee, Arguments) of
        {ok, Key, Default} ->
            Required = [#{name => <<"required">>, value => true} || IsMatched, Default =:= []],
            reference(<<"read">>, #{import => <<"?env">>, name => Key}, Line, Required, Context, Found);
        none ->
            Found
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

%% A log entry that is a map, by logger's functions or its macros.
reported(Callee, [First | _], Line, Context, Found) ->
    case is_map_form(First) andalso is_logger(Callee) of
        true -> reference(<<"call">>, #{external => <<"logger.report">>}, Line, [], Context, Found);
        false -> Found
    end;
reported(_, _, _, _, Found) ->
    Found.

is_map_form(Form) -> element(1, Form) =:= map.

is_logger({remote, _, {atom, _, logger}, {atom, _, Level}}) ->
    lists:member(Level, [emergency, alert, critical, error, warning, notice, info, debug]);
is_logger({atom, _, Name}) ->
    lists:member(Name, [
        '?LOG_EMERGENCY', '?LOG_ALERT', '?LOG_CRITICAL', '?LOG_ERROR', '?LOG_WARNING', '?LOG_NOTICE', '?LOG_INFO', '?LOG_DEBUG'
    ]);
is_logger(_) ->
    false.

%% Who registers a module and a function hands on a function of however many arguments: `hooks:add(paid, shop_mail, on_paid, 50)'.
%% A macro of a header that makes a child specification starts the module as templates do.
handed(_, [], _, _, Found) ->
    Found;
handed({atom, _, Name} = Callee, Arguments, Line, Context, Found) ->
    case atom_to_list(Name) of
        "?" ++ Macro ->
            case is_child_macro(Macro) of
                true -> started([Module || {atom, _, Module} <- Arguments, is_module(Module)], Line, Context, Found);
                false -> Found
            end;
        _ -> handed_on(Callee, Arguments, Line, Context, Found)
    end;
handed({remote, _, {atom, _, trails}, {atom, _, trail}}, [Path, Module | _], Line, Context, Found) ->
    route(Line, Path, Module, Context, Found);
handed({remote, _, {atom, _, Module}, _} = Callee, Arguments, Line, Context, Found) ->
    handed_on(Callee, Arguments, Line, Context, passed(Module, Arguments, Line, Context, Found));
handed(Callee, Arguments, Line, Context, Found) ->
    handed_on(Callee, Arguments, Line, Context, Found).

%% A module that is passed to a function of another one, which is no part of OTP, is mostly kept there to be called back:
%% `shop_channel:new(Id, shop_mqtt_channel)'. OTP's functions take names of processes and tables, which are the same atoms.
passed(Module, Arguments, Line, Context, Found) ->
    case gm_behaviours:is_standard(Module) of
        true -> Found;
        false ->
            case [Atom || Argument <- Arguments, {atom, _, Atom} <- gm_value:values(Argument, Context), Atom =/= Context#context.module] of
                [] -> Found;
                Atoms -> kept(lists:sublist(lists:usort(Atoms), 4), Line, Context, Found)
            end
    end.

kept([Atom | Rest], Line, Context, Found) ->
    case is_module(Atom) andalso lists:member($_, atom_to_list(Atom)) of
        true -> kept(Rest, Line, Context, reference(<<"instantiate">>, gm_value:type(Atom, Context), Line, [], Context, Found));
        false -> kept(Rest, Line, Context, Found)
    end;
kept([], _, _, Found) ->
    Found.

handed_on(Callee, Arguments, Line, Context, Found) ->
    case has_pair(Arguments) andalso gm_behaviours:keeps_functions(called_name(Callee)) of
        true -> pairs(Arguments, Line, Context, Found);
        false -> Found
    end.

%% Told before any name is read.
has_pair([{atom, _, _}, {atom, _, _} | _]) -> true;
has_pair([{tuple, _, [{atom, _, _}, {atom, _, _}, _]} | _]) -> true;
has_pair([_ | Rest]) -> has_pair(Rest);
has_pair([]) -> false.

called_name({remote, _, {atom, _, Module}, {atom, _, Name}}) -> {Module, Name};
called_name({remote, _, _, {atom, _, Name}}) -> {'', Name};
called_name({atom, _, Name}) -> {'', Name};
called_name(_) -> {'', ''}.

pairs([{atom, _, Module}, {atom, _, Name} = Next | Rest], Line, Context, Found) when Module =/= true, Module =/= false, Module =/= undefined ->
    pairs([Next | Rest], Line, Context, any_arity(Module, Name, 0, Line, Context, Found));
pairs([{tuple, _, [{atom, _, Module}, {atom, _, Name}, List]} | Rest], Line, Context, Found) ->
    case arity(List, Context) of
        unknown -> pairs(Rest, Line, Context, Found);
        Least -> pairs(Rest, Line, Context, any_arity(Module, Name, Least, Line, Context, Found))
    end;
pairs([_ | Rest], Line, Context, Found) ->
    pairs(Rest, Line, Context, Found);
pairs([], _, _, Found) ->
    Found.

%% A function of which only the least number of arguments is known.
any_arity(Module, Name, Least, Line, #context{module = Module, functions = Functions} = Context, Found) ->
    Arities = lists:sort([Arity || {N, Arity} <- maps:keys(Functions), N =:= Name, Arity >= Least]),
    lists:foldl(
        fun(Arity, Into) -> reference(<<"use">>, gm_value:function(Module, Name, Arity, Context), Line, [], Context, Into) end,
        Found,
        lists:sublist(Arities, 8)
    );
any_arity(Module, Name, Least, Line, Context, Found) ->
    Any = [gm_value:function(Module, Name, Arity, Context) || Arity <- lists:seq(Least, Least + ?MAXIMUM_FURTHER)],
    reference(<<"use">>, #{any => Any}, Line, [], Context, Found).

is_child_macro(Macro) ->
    gm_text:has(gm_text:lower(gm_text:binary(Macro)), [<<"child">>, <<"worker">>, <<"supervisor">>]).

started(Modules, Line, Context, Found) ->
    lists:foldl(
        fun(Module, Into) ->
            Any = [gm_value:function(Module, start_link, Arity, Context) || Arity <- [0, 1, 2, 3]],
            reference(<<"supervise">>, #{any => Any}, Line, [], Context, Into)
        end,
        Found,
        Modules
    ).

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

registered(_, [], _, _, Found) ->
    Found;
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
    Values =
        case gm_value:values(Variable, Context) of
            %% A parameter: what the module itself calls the function with.
            [] -> gm_value:targets(Variable, Context);
            Held -> Held
        end,
    lists:flatmap(fun(Value) -> atoms(Value, Context, Depth - 1) end, Values);
atoms({call, _, {atom, _, _}, _} = Call, Context, Depth) ->
    Plain = lists:flatmap(fun(Value) -> atoms(Value, Context, Depth - 1) end, gm_value:targets(Call, Context) -- [Call]),
    %% What stands beside variables in what a helper makes: `{Path, {Service, {shop_handler, Options}}}'.
    lists:flatmap(fun({Value, Inner}) -> atoms(Value, Inner, 4) end, gm_value:made(Call, Context)) ++ Plain;
atoms({op, _, '++', A, B}, Context, Depth) -> atoms(A, Context, Depth - 1) ++ atoms(B, Context, Depth - 1);
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
    case {is_module_option(Key), Value} of
        {true, _} -> offered(Key, Value, Line, Context, instantiated([Value], Line, Context, Judged));
        {false, {tuple, _, [{atom, _, Module}, {atom, _, Function}]}} when Key =:= loop ->
            reference(<<"use">>, gm_value:function(Module, Function, 1, Context), Line, [], Context, Judged);
        _ -> Judged
    end.

%% Every function of a service's module may be called by name.
offered(services, Value, Line, Context, Found) ->
    lists:foldl(
        fun(Module, Into) ->
            Arguments = [#{position => 0, ref => #{result => gm_value:type(Module, Context)}}],
            reference(<<"call">>, #{external => <<"grpcbox.service">>}, Line, Arguments, Context, Into)
        end,
        Found,
        [Module || {map, _, Fields} <- gm_value:values(Value, Context), {map_field_assoc, _, _, {atom, _, Module}} <- Fields]
    );
offered(_, _, _, _, Found) ->
    Found.

is_module_option(Key) ->
    has_module_ending(lists:reverse(atom_to_list(Key))) orelse lists:member(Key, [
        callback, callbacks, handler, handlers, formatter, callback_module, cb_module, worker_module, worker, middlewares, mods, stream_handlers,
        handler_module, backend, elli_handler, services, interceptor, unary_interceptor, exporter
    ]).

%% `storage_module', `auth_backend'.
has_module_ending("eludom_" ++ _) -> true;
has_module_ending("dom_" ++ _) -> true;
has_module_ending("reldnah_" ++ _) -> true;
has_module_ending("dnekcab_" ++ _) -> true;
has_module_ending("kcabllac_" ++ _) -> true;
has_module_ending("retpada_" ++ _) -> true;
has_module_ending("lpmi_" ++ _) -> true;
has_module_ending("ruoivaheb_" ++ _) -> true;
has_module_ending(_) -> false.

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
tuple(Line, [{atom, _, handler}, _, {atom, _, Module}, _], Context, Found) ->
    instantiated([{atom, Line, Module}], Line, Context, Found);
tuple(Line, [{atom, _, '_'} = Any, {atom, _, _} = Module, _], Context, Found) ->
    route(Line, Any, Module, Context, Found);
tuple(Line, [Module, {atom, _, Name}, List], Context, Found) when element(1, Module) =:= atom; element(1, Module) =:= var ->
    case {[Atom || {atom, _, Atom} <- gm_value:targets(Module, Context)], arity(List, Context)} of
        {[_ | _] = Modules, Arity} when is_integer(Arity) ->
            Handed =
                case lists:any(fun(One) -> gm_behaviours:starts(One, Name) end, Modules) of
                    true -> instantiated(gm_value:literal_list(List, Context), Line, Context, Found);
                    false -> Found
                end,
            lists:foldl(
                fun(One, Into) ->
                    Exact = reference(<<"use">>, gm_value:function(One, Name, Arity, Context), Line, [], Context, Into),
                    case Context#context.is_dynamic of
                        true -> any_arity(One, Name, Arity + 1, Line, Context, Exact);
                        false -> Exact
                    end
                end,
                Handed,
                Modules
            );
        _ ->
            route(Line, Module, {atom, Line, Name}, Context, Found)
    end;
tuple(Line, [Path, {atom, _, _} = Module | Rest], Context, Found) when length(Rest) =< 2 ->
    route(Line, Path, Module, Context, Found);
tuple(Line, [{string, _, "/" ++ _} = Path, {tuple, _, [{atom, _, Module}, {atom, _, Name}]} | Rest], Context, Found) when length(Rest) =< 1 ->
    answered(Line, gm_value:argument(Path, Context), gm_value:function(Module, Name, 1, Context), Context, Found);
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
    answered(Line, Path, gm_value:type(Module, Context), Context, Found).

answered(Line, Path, Ref, Context, Found) ->
    Arguments = [Path#{position => 0}, #{position => 1, ref => Ref}],
    reference(<<"call">>, #{external => <<"erlang.route">>}, Line, Arguments, Context, Found).

specification(Fields, Context, Found) ->
    Pairs = [{Key, Value} || {map_field_assoc, _, {atom, _, Key}, Value} <- Fields],
    case lists:keyfind(start, 1, Pairs) of
        {start, {tuple, Line, [{atom, _, _} = Module, {Kind, _, _}, _]}} when Kind =/= atom, Kind =/= var ->
            %% What a pool of acceptors starts has no function's name.
            child(line(Line), Pairs, Context, instantiated([Module], line(Line), Context, Found));
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
