%% @doc Expressions as arguments of references: literals, items of lists, maps and tuples, and what refers to something.
-module(gm_value).

-include("gm_walk.hrl").

-export([forget/0, arguments/2, argument/2, literal/2, values/2, targets/2, made/2, setting/2, function/4, type/2, callee/3, literal_list/2]).

-define(MAXIMUM_DEPTH, 5).
-define(MAXIMUM_ITEMS, 64).
-define(MAXIMUM_STEPS, 6).
-define(MAXIMUM_VALUES, 16).

%% @doc A call's arguments: by position, and what options in them are named, by name.
-spec arguments([term()], #context{}) -> [map()].
arguments(Expressions, Context) ->
    Positioned = positioned(Expressions, 0, Context),
    case deep(Positioned, []) of
        [] -> Positioned;
        Reversed -> Positioned ++ lists:sublist(distinct(lists:reverse(Reversed), #{}), ?MAXIMUM_ITEMS)
    end.

positioned([Expression | Rest], Position, Context) ->
    [(argument(Expression, Context))#{position => Position} | positioned(Rest, Position + 1, Context)];
positioned([], _, _) ->
    [].

%% Each name once.
distinct([#{name := Name} | Rest], Seen) when is_map_key(Name, Seen) -> distinct(Rest, Seen);
distinct([#{name := Name} = Item | Rest], Seen) -> [Item | distinct(Rest, Seen#{Name => true})];
distinct([], _) -> [].

%% The named items at any depth, the outermost first; the last found is the first of what is returned.
deep([#{items := Items} | Rest], Found) -> deep(Rest, deep(Items, with_names(Items, Found)));
deep([_ | Rest], Found) -> deep(Rest, Found);
deep([], Found) -> Found.

with_names([#{name := _} = Item | Rest], Found) -> with_names(Rest, [Item | Found]);
with_names([_ | Rest], Found) -> with_names(Rest, Found);
with_names([], Found) -> Found.

-spec argument(term(), #context{}) -> map().
argument(Expression, Context) -> argument(Expression, Context, 0).

argument(Expression, Context, Depth) ->
    case values(Expression, Context) of
        [Value | _] -> shown(Value, Context, Depth);
        [] -> #{}
    end.

shown({nil, _}, _, _) -> #{items => []};
shown({cons, _, _, _} = List, Context, Depth) -> items(literal_list(List, Context), Context, Depth);
shown({tuple, _, Elements}, Context, Depth) -> items(Elements, Context, Depth);
shown({map, _, Fields}, Context, Depth) -> items(Fields, Context, Depth);
shown({map, _, _, Fields}, Context, Depth) -> items(Fields, Context, Depth);
shown({record, _, _, Fields}, Context, Depth) -> items(Fields, Context, Depth);
shown({op, _, '++', A, B}, Context, Depth) -> items(literal_list(A, Context) ++ literal_list(B, Context), Context, Depth);
shown({lc, _, Body, _}, Context, Depth) -> items([Body], Context, Depth);
shown({'fun', _, {function, _, _}} = Fun, Context, _) -> reference(Fun, Context);
shown({'fun', _, {function, _, _, _}} = Fun, Context, _) -> reference(Fun, Context);
shown({call, _, {remote, _, {atom, _, timer}, _}, _} = Call, Context, _) ->
    %% A time in other units is the number that it is.
    case literal(Call, Context) of
        {ok, Value} -> #{value => Value};
        none -> #{}
    end;
shown({call, _, Callee, Arguments}, Context, _) ->
    case callee(Callee, length(Arguments), Context) of
        none -> #{};
        Ref -> #{ref => #{result => Ref}}
    end;
shown(Expression, Context, _) ->
    case literal(Expression, Context) of
        none -> #{};
        {ok, Value} -> #{value => Value}
    end.

reference(Fun, Context) ->
    case function_value(Fun, Context) of
        none -> #{};
        Ref -> #{ref => Ref}
    end.

function_value({'fun', _, {function, Name, Arity}}, Context) when is_atom(Name), is_integer(Arity) ->
    callee({atom, 0, Name}, Arity, Context);
function_value({'fun', _, {function, {atom, _, Module}, {atom, _, Name}, {integer, _, Arity}}}, Context) ->
    function(Module, Name, Arity, Context);
function_value(_, _) ->
    none.

items(_, _, Depth) when Depth >= ?MAXIMUM_DEPTH -> #{};
items(Expressions, Context, Depth) ->
    #{items => items(Expressions, 0, ?MAXIMUM_ITEMS, Context, Depth + 1)}.

items([Expression | Rest], Position, Left, Context, Depth) when Left > 0 ->
    {Item, Next} = item(Expression, Position, Context, Depth),
    [Item | items(Rest, Next, Left - 1, Context, Depth)];
items(_, _, _, _, _) ->
    [].

item({tuple, _, [{atom, _, Key}, Value]}, Position, Context, Depth) -> {pair(Key, Value, Context, Depth), Position};
item({map_field_assoc, _, {atom, _, Key}, Value}, Position, Context, Depth) -> {pair(Key, Value, Context, Depth), Position};
item({map_field_exact, _, {atom, _, Key}, Value}, Position, Context, Depth) -> {pair(Key, Value, Context, Depth), Position};
item({record_field, _, {atom, _, Key}, Value}, Position, Context, Depth) -> {pair(Key, Value, Context, Depth), Position};
item({map_field_assoc, _, Key, Value}, Position, Context, Depth) -> binary_key(Key, Value, Position, Context, Depth);
item({map_field_exact, _, Key, Value}, Position, Context, Depth) -> binary_key(Key, Value, Position, Context, Depth);
item(Value, Position, Context, Depth) -> {(argument(Value, Context, Depth))#{position => Position}, Position + 1}.

binary_key(Key, Value, Position, Context, Depth) ->
    case literal(Key, Context) of
        {ok, Name} when is_binary(Name) -> {(argument(Value, Context, Depth))#{name => Name}, Position};
        _ -> {#{position => Position}, Position + 1}
    end.

pair(Key, Value, Context, Depth) ->
    Name = gm_text:binary(Key),
    masked(Name, (argument(Value, Context, Depth))#{name => Name}).

masked(Name, #{value := Value} = Item) when is_binary(Value) ->
    case gm_text:is_secret(Name, Value) of
        true -> Item#{value => gm_text:mask(Value)};
        false -> Item
    end;
masked(_, Item) ->
    Item.

%% @doc The literal that an expression is.
-spec literal(term(), #context{}) -> {ok, binary() | number() | boolean() | null} | none.
literal({atom, _, undefined}, _) -> {ok, null};
literal({atom, _, Atom}, _) when is_boolean(Atom) -> {ok, Atom};
literal({atom, _, Atom}, _) -> {ok, gm_text:cut(gm_text:binary(Atom))};
literal({integer, _, Value}, _) when abs(Value) < 16#20000000000000 -> {ok, Value};
literal({float, _, Value}, _) -> {ok, Value};
literal({string, _, Text}, _) -> {ok, gm_text:cut(gm_text:binary(Text))};
literal({bin, _, [{bin_element, _, {string, _, Text}, _, _}]}, _) -> {ok, gm_text:cut(gm_text:binary(Text))};
literal({bin, _, []}, _) -> {ok, <<>>};
literal({op, _, Operator, A, B}, Context) when Operator =:= '*'; Operator =:= '+'; Operator =:= '-' ->
    case {literal(A, Context), literal(B, Context)} of
        {{ok, X}, {ok, Y}} when is_integer(X), is_integer(Y) -> {ok, erlang:Operator(X, Y)};
        _ -> none
    end;
literal({call, _, {remote, _, {atom, _, timer}, {atom, _, Unit}}, [Count]}, Context) ->
    case {literal(Count, Context), lists:keyfind(Unit, 1, [{seconds, 1000}, {minutes, 60000}, {hours, 3600000}])} of
        {{ok, Number}, {_, Factor}} when is_integer(Number) -> {ok, Number * Factor};
        _ -> none
    end;
literal(_, _) ->
    none.

%% @doc What an expression may be, with variables followed to what they hold.
-spec values(term(), #context{}) -> [term()].
values({var, _, Name}, #context{variables = Variables}) when not is_map_key(Name, Variables) -> [];
values({var, _, _} = Expression, Context) -> lists:sublist(values(Expression, Context, ?MAXIMUM_STEPS), ?MAXIMUM_VALUES);
values({match, _, _, Value}, Context) -> values(Value, Context);
values(Expression, _) -> [Expression].

values({var, _, _}, _, 0) -> [];
values({var, _, Name}, #context{variables = Variables} = Context, Steps) ->
    case Variables of
        #{Name := [Value]} -> values(Value, Context, Steps - 1);
        #{Name := Held} -> lists:flatmap(fun(Value) -> values(Value, Context, Steps - 1) end, lists:sublist(Held, ?MAXIMUM_VALUES));
        _ -> []
    end;
values({match, _, _, Value}, Context, Steps) -> values(Value, Context, Steps);
values(Expression, _, _) -> [Expression].

%% @doc The elements that are written in a list, as far as they are.
-spec literal_list(term(), #context{}) -> [term()].
literal_list(List, Context) -> lists:reverse(literal_list(List, Context, [], ?MAXIMUM_STEPS)).

literal_list({cons, _, Head, Tail}, Context, Done, Steps) -> literal_list(Tail, Context, [Head | Done], Steps);
literal_list({op, _, '++', A, B}, Context, Done, Steps) when Steps > 0 ->
    literal_list(B, Context, literal_list(A, Context, Done, Steps - 1), Steps - 1);
literal_list({var, _, _} = Variable, Context, Done, Steps) when Steps > 0 ->
    case values(Variable, Context) of
        [Value | _] -> literal_list(Value, Context, Done, Steps - 1);
        [] -> Done
    end;
literal_list(_, _, Done, _) ->
    Done.

%% @doc What a call calls.
-spec callee(term(), arity(), #context{}) -> map() | none.
callee({atom, _, Name}, Arity, #context{functions = Functions, imports = Imports} = Context) ->
    Key = {Name, Arity},
    case {Functions, Imports} of
        {#{Key := _}, _} -> #{name => named(Name, Arity)};
        {_, #{Key := Module}} -> function(Module, Name, Arity, Context);
        _ -> unqualified(Name, Arity)
    end;
callee({remote, _, {atom, _, Module}, {atom, _, Name}}, Arity, Context) ->
    function(Module, Name, Arity, Context);
callee({remote, _, Module, {atom, _, Name}}, Arity, Context) ->
    case lists:usort([one(Value, Name, Arity, Context) || Value <- targets(Module, Context)]) -- [none] of
        [] -> #{member => named(Name, Arity), 'of' => null};
        [One] -> One;
        Several -> #{any => lists:sublist(Several, 8)}
    end;
callee({var, _, _} = Variable, _, Context) ->
    case values(Variable, Context) of
        [{'fun', _, _} = Fun | _] -> function_value(Fun, Context);
        _ -> none
    end;
callee({'fun', _, _} = Fun, _, Context) ->
    function_value(Fun, Context);
callee(_, _, _) ->
    none.

one({atom, _, Module}, Name, Arity, Context) -> function(Module, Name, Arity, Context);
one({setting, Key}, Name, Arity, _) -> #{member => named(Name, Arity), 'of' => environment(Key)};
one({element, Key}, Name, Arity, _) -> #{member => named(Name, Arity), 'of' => #{element => environment(Key)}};
one(_, _, _, _) -> none.

environment(Key) -> #{import => <<"?env">>, name => Key}.

%% @doc The key of an application's environment that a call reads, with what it is where it is not set.
-spec setting(term(), [term()]) -> {ok, binary(), [term()]} | none.
setting({remote, _, {atom, _, application}, {atom, _, get_env}}, [{atom, _, Application}, {atom, _, Key} | Default]) ->
    {ok, iolist_to_binary([gm_text:binary(Application), $., gm_text:binary(Key)]), Default};
%% A library's own way to it, with a default.
setting({remote, _, {atom, _, genlib_app}, {atom, _, env}}, [{atom, _, Application}, {atom, _, Key} | Default]) ->
    {ok, iolist_to_binary([gm_text:binary(Application), $., gm_text:binary(Key)]), Default};
setting({remote, _, {atom, _, application}, {atom, _, get_env}}, [{atom, _, Key}]) ->
    {ok, gm_text:binary(Key), []};
setting(_, _) ->
    none.

%% @doc What an expression may be, where it matters which module it names: through branches, settings, the module's own functions and
%% what these are called with.
-spec targets(term(), #context{}) -> [term()].
targets(Expression, Context) -> lists:sublist(lists:usort(targets(Expression, Context, ?MAXIMUM_STEPS)), ?MAXIMUM_VALUES).

targets(_, _, 0) -> [];
targets({atom, _, _} = Atom, _, _) -> [Atom];
targets({var, _, Name}, #context{variables = Variables, parameters = Parameters} = Context, Steps) ->
    case {Variables, Parameters} of
        {#{Name := Held}, _} -> lists:flatmap(fun(Value) -> targets(Value, Context, Steps - 1) end, lists:sublist(Held, ?MAXIMUM_VALUES));
        {_, #{Name := Place}} -> given(Place, Context, Steps - 1);
        _ -> []
    end;
targets({match, _, _, Value}, Context, Steps) -> targets(Value, Context, Steps);
targets({block, _, Body}, Context, Steps) -> targets(lists:last(Body), Context, Steps);
targets({'case', _, _, Clauses}, Context, Steps) -> branches(Clauses, Context, Steps);
targets({'if', _, Clauses}, Context, Steps) -> branches(Clauses, Context, Steps);
%% What is left of `{ok, Value}'.
targets({ok, {call, _, Callee, Arguments}}, Context, Steps) ->
    case setting(Callee, Arguments) of
        {ok, Key, _} -> [{setting, Key}];
        none -> [Value || {tuple, _, [{atom, _, ok}, Value]} <- returned(Callee, length(Arguments), Context, Steps - 1)]
    end;
targets({elements, List}, Context, Steps) ->
    lists:flatmap(
        fun
            ({setting, Key}) -> [{element, Key}];
            (Value) -> literal_list(Value, Context)
        end,
        targets(List, Context, Steps - 1)
    );
targets({call, _, Callee, Arguments}, Context, Steps) ->
    case setting(Callee, Arguments) of
        {ok, Key, Default} -> [{setting, Key} | lists:flatmap(fun(Value) -> targets(Value, Context, Steps - 1) end, Default)];
        none -> returned(Callee, length(Arguments), Context, Steps - 1)
    end;
targets(Expression, _, _) -> [Expression].

branches(Clauses, Context, Steps) ->
    lists:flatmap(
        fun({clause, _, _, _, Body}) -> targets(lists:last(Body), Context, Steps - 1) end, lists:sublist(Clauses, ?MAXIMUM_ITEMS)
    ).

%% What a function of the same module gives back, as far as none of its variables is in it.
returned({atom, _, Name}, Arity, #context{functions = Functions} = Context, Steps) ->
    case Functions of
        #{{Name, Arity} := Clauses} ->
            [
                Value
             || {clause, _, Patterns, _, Body} <- lists:sublist(Clauses, ?MAXIMUM_ITEMS),
                Value <- targets(lists:last(Body), scope({Name, Arity}, Patterns, Body, Context), Steps),
                is_closed(Value)
            ];
        _ -> []
    end;
returned(_, _, _, _) ->
    [].

%% @doc The data that a function of the same module makes as its last act, and the context in which no variable of it is followed.
-spec made(term(), #context{}) -> [{term(), #context{}}].
made({call, _, {atom, _, Name}, Arguments}, #context{functions = Functions} = Context) ->
    Key = {Name, length(Arguments)},
    case Functions of
        #{Key := Clauses} -> made_by(Clauses, Context);
        _ -> []
    end.

made_by(Clauses, Context) ->
    [
        {Value, Context#context{function = none, functions = #{}, variables = #{}, parameters = #{}}}
     || {clause, _, _, _, Body} <- lists:sublist(Clauses, 4), Value <- [lists:last(Body)], element(1, Value) =:= tuple orelse element(1, Value) =:= cons
    ].

scope(Function, Patterns, Body, Context) ->
    Context#context{function = Function, variables = gm_walk:bindings([Patterns, Body]), parameters = gm_walk:parameters(Patterns)}.

is_closed({var, _, _}) -> false;
is_closed(Tuple) when is_tuple(Tuple) -> is_closed(gm_form:below(Tuple));
is_closed([Head | Tail]) -> is_closed(Head) andalso is_closed(Tail);
is_closed(_) -> true.

%% What the module itself calls the function with.
given(_, #context{function = none}, _) -> [];
given(_, _, 0) -> [];
given(Place, #context{function = Function} = Context, Steps) ->
    Calls = maps:get(Function, callers(Context), []),
    [
        Value
     || {Arguments, Caller, Patterns, Body} <- lists:sublist(Calls, ?MAXIMUM_VALUES),
        Value <- targets(lists:nth(Place, Arguments), scope(Caller, Patterns, Body, Context), Steps),
        is_closed(Value)
    ].

%% @doc Forgets what was gathered of the module before.
-spec forget() -> ok.
forget() ->
    erase(callers),
    ok.

%% Calls of the module's own functions, gathered when they are first asked for.
callers(#context{functions = Functions}) ->
    case get(callers) of
        undefined ->
            %% In the order of their names: that of a map depends on what was read before, and only some of many callers count.
            Found = lists:foldl(
                fun({Key, Clauses}, Into) ->
                    lists:foldl(fun({clause, _, Patterns, _, Body}, Onto) -> calls(Body, {Key, Patterns, Body}, Functions, Onto) end, Into, Clauses)
                end,
                #{},
                lists:keysort(1, maps:to_list(Functions))
            ),
            put(callers, Found),
            Found;
        Found ->
            Found
    end.

calls({call, _, {atom, _, Name}, Arguments}, {Caller, Patterns, Body} = From, Functions, Found) ->
    Key = {Name, length(Arguments)},
    Added =
        case Functions of
            #{Key := _} -> maps:update_with(Key, fun(Known) -> [{Arguments, Caller, Patterns, Body} | Known] end, [{Arguments, Caller, Patterns, Body}], Found);
            _ -> Found
        end,
    calls(Arguments, From, Functions, Added);
calls(Tuple, From, Functions, Found) when is_tuple(Tuple), tuple_size(Tuple) > 2 ->
    calls(tl(tl(tuple_to_list(Tuple))), From, Functions, Found);
calls([Head | Tail], From, Functions, Found) ->
    calls(Tail, From, Functions, calls(Head, From, Functions, Found));
calls(_, _, _, Found) ->
    Found.

%% A macro of a header, a function of Erlang itself, or one that a header or a transformation of the parser brings.
unqualified(Name, Arity) ->
    case {atom_to_binary(Name), erl_internal:bif(Name, Arity)} of
        {<<"?", Macro/binary>>, _} -> #{external => <<"macro.", Macro/binary>>};
        {Text, true} -> #{external => <<"erlang.", Text/binary>>};
        _ -> #{name => named(Name, Arity)}
    end.

%% @doc A function of a module.
-spec function(atom(), atom(), arity(), #context{}) -> map().
function(Module, Name, Arity, #context{module = Module}) -> #{name => named(Name, Arity)};
function(Module, Name, Arity, _) ->
    case atom_to_binary(Module) of
        <<"?", _/binary>> -> #{member => named(Name, Arity), 'of' => null};
        Text -> #{import => Text, name => named(Name, Arity)}
    end.

named(Name, Arity) when is_integer(Arity) -> <<(atom_to_binary(Name))/binary, $/, (integer_to_binary(Arity))/binary>>.

%% @doc The type that stands for a module's callbacks.
-spec type(atom(), #context{}) -> map().
type(Module, #context{module = Module}) -> #{name => gm_text:binary(Module)};
type(Module, _) -> #{import => gm_text:binary(Module), name => gm_text:binary(Module)}.
