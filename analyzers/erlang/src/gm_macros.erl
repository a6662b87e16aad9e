%% @doc Macros as the preprocessor has them, on tokens, bounded.
-module(gm_macros).

-export([definition/1, define/5, module/2, none/1, expand/2, names/1]).

-export_type([macros/0]).

-type tokens() :: [tuple()].
-type macros() :: #{atom() => {none | [atom()], tokens()}}.

-define(MAXIMUM_DEPTH, 8).
-define(MAXIMUM_TOKENS, 20000).
-define(MAXIMUM_BODY, 500).

%% @doc The parts of what stands after `-define('.
-spec definition(tokens()) -> {ok, atom(), none | [atom()], tokens()} | error.
definition([{Kind, _, Name}, {',', _} | Rest]) when Kind =:= atom; Kind =:= var ->
    {ok, Name, none, body(Rest)};
definition([{Kind, _, Name}, {'(', _} | Rest]) when Kind =:= atom; Kind =:= var ->
    case lists:splitwith(fun(Token) -> element(1, Token) =/= ')' end, Rest) of
        {Parameters, [{')', _}, {',', _} | Body]} ->
            {ok, Name, [Parameter || {var, _, Parameter} <- Parameters], body(Body)};
        _ ->
            error
    end;
definition(_) ->
    error.

%% Without the closing parenthesis and the dot.
body(Tokens) ->
    case lists:reverse(Tokens) of
        [{dot, _}, {')', _} | Body] -> lists:reverse(Body);
        _ -> []
    end.

%% @doc A definition for tests gives way to every other one.
-spec define(atom(), none | [atom()], tokens(), boolean(), macros()) -> macros().
define(Name, _, _, true, Macros) when is_map_key(Name, Macros) -> Macros;
define(_, _, Body, _, Macros) when length(Body) > ?MAXIMUM_BODY -> Macros;
define(Name, Parameters, Body, _, Macros) -> Macros#{Name => {Parameters, Body}}.

%% @doc With the name of the module.
-spec module(atom(), macros()) -> macros().
module(Module, Macros) ->
    Macros#{
        'MODULE' => {none, [{atom, 1, Module}]},
        'MODULE_STRING' => {none, [{string, 1, atom_to_list(Module)}]},
        'MACHINE' => {none, [{string, 1, "BEAM"}]},
        'LINE' => {none, [{integer, 1, 1}]},
        'FUNCTION_ARITY' => {none, [{integer, 1, 0}]},
        'OTP_RELEASE' => {none, [{integer, 1, 27}]}
    }.

%% @doc Only what every module has.
-spec none(macros()) -> macros().
none(Macros) -> maps:with(['MODULE', 'MODULE_STRING', 'LINE'], Macros).

%% @doc The names that are defined.
-spec names(macros()) -> [atom()].
names(Macros) -> maps:keys(Macros).

-spec expand(tokens(), macros()) -> tokens().
expand(Tokens, Macros) ->
    {Reversed, _} = expand(Tokens, Macros, 0, ?MAXIMUM_TOKENS, []),
    lists:reverse(Reversed).

expand([{'?', _}, {'?', _}, {_, Line, Name} | Rest], Macros, Depth, Budget, Done) ->
    expand(Rest, Macros, Depth, Budget, [{string, Line, atom_to_list(Name)} | Done]);
expand([{'?', Line}, {Kind, _, Name} | Rest], Macros, Depth, Budget, Done) when Kind =:= atom; Kind =:= var ->
    case Macros of
        #{Name := {none, Body}} when Depth < ?MAXIMUM_DEPTH, Budget > 0 ->
            {NewDone, Left} = expand(at(Line, Body), Macros, Depth + 1, Budget - length(Body), Done),
            expand(Rest, Macros, Depth, Left, NewDone);
        #{Name := {Parameters, Body}} when Depth < ?MAXIMUM_DEPTH, Budget > 0, is_list(Parameters) ->
            case arguments(Rest) of
                {ok, Arguments, After} when length(Arguments) =:= length(Parameters) ->
                    Bound = maps:from_list(lists:zip(Parameters, Arguments)),
                    Filled = filled(at(Line, Body), Bound),
                    {NewDone, Left} = expand(Filled, Macros, Depth + 1, Budget - length(Filled), Done),
                    expand(After, Macros, Depth, Left, NewDone);
                _ ->
                    expand(Rest, Macros, Depth, Budget, [late(Line, Name) | Done])
            end;
        _ ->
            expand(Rest, Macros, Depth, Budget, [late(Line, Name) | Done])
    end;
expand([Token | Rest], Macros, Depth, Budget, Done) ->
    expand(Rest, Macros, Depth, Budget, [Token | Done]);
expand([], _, _, Budget, Done) ->
    {Done, Budget}.

late(Line, Name) -> {atom, Line, list_to_atom(lists:sublist([$? | atom_to_list(Name)], 255))}.

at(Line, Tokens) -> [setelement(2, Token, Line) || Token <- Tokens].

filled([{'?', _}, {'?', _}, {var, Line, Name} | Rest], Bound) ->
    [{string, Line, atom_to_list(Name)} | filled(Rest, Bound)];
filled([{var, _, Name} = Token | Rest], Bound) ->
    case Bound of
        #{Name := Tokens} -> Tokens ++ filled(Rest, Bound);
        _ -> [Token | filled(Rest, Bound)]
    end;
filled([Token | Rest], Bound) ->
    [Token | filled(Rest, Bound)];
filled([], _) ->
    [].

%% What stands between parentheses, split at the commas that no brackets enclose.
arguments([{'(', _}, {')', _} | Rest]) -> {ok, [], Rest};
arguments([{'(', _} | Rest]) -> arguments(Rest, [], [], []);
arguments(_) -> error.

arguments([{')', _} | Rest], [], Current, Done) ->
    {ok, lists:reverse(Done, [lists:reverse(Current)]), Rest};
arguments([{',', _} | Rest], [], Current, Done) ->
    arguments(Rest, [], [], [lists:reverse(Current) | Done]);
arguments([Token | Rest], Open, Current, Done) ->
    case {element(1, Token), Open} of
        {Word, _} when Word =:= '('; Word =:= '['; Word =:= '{'; Word =:= '<<' ->
            arguments(Rest, [bracket | Open], [Token | Current], Done);
        {Word, _} when Word =:= 'begin'; Word =:= 'case'; Word =:= 'if'; Word =:= 'receive'; Word =:= 'try' ->
            arguments(Rest, [block | Open], [Token | Current], Done);
        {'fun', _} ->
            case Rest of
                [{'(', _} | _] -> arguments(Rest, [block | Open], [Token | Current], Done);
                _ -> arguments(Rest, Open, [Token | Current], Done)
            end;
        {Word, [bracket | Outer]} when Word =:= ')'; Word =:= ']'; Word =:= '}'; Word =:= '>>' ->
            arguments(Rest, Outer, [Token | Current], Done);
        {'end', [block | Outer]} ->
            arguments(Rest, Outer, [Token | Current], Done);
        _ ->
            arguments(Rest, Open, [Token | Current], Done)
    end;
arguments([], _, _, _) ->
    error.
