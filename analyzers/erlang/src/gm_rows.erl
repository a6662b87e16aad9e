%% @doc Facts as the rows of the protocol: what is hot in an answer has places in place of keys. A field of which nothing is told is 0, and left
%% out at a row's end; symbols count from 1.
-module(gm_rows).

-export([packed/1]).

%% @doc The message with rows for its symbols, references and REFs.
-spec packed(map()) -> map().
packed(Message) ->
    maps:map(
        fun
            (symbols, Symbols) -> counted(fun symbol/2, Symbols, {1, 0});
            (references, References) -> counted(fun reference/2, References, {0, 0});
            (roots, Roots) -> [root(Root) || Root <- Roots];
            (_, Other) -> Other
        end,
        Message
    ).

counted(Row, Facts, Start) ->
    {Rows, _} = lists:mapfoldl(Row, Start, Facts),
    Rows.

%% [name, kind, line, lines, type, owner, results, attributes]
symbol(#{id := Id, name := Name, kind := Kind, line := Line} = Symbol, {Id, Before}) ->
    [] = maps:keys(Symbol) -- [id, name, kind, line, end_line, type, owner, attributes],
    Lines = max(0, maps:get(end_line, Symbol, Line) - Line),
    Attributes = told(0, told(maps:get(attributes, Symbol, 0), [])),
    Types = told(optional_ref(type, Symbol), told(optional_ref(owner, Symbol), Attributes)),
    {[Name | told(symbol_kind(Kind), told(Line - Before, told(Lines, Types)))], {Id + 1, Line}}.

%% [to, line, kind, from, arguments, context]
reference(#{from := From, to := To, kind := Kind, line := Line} = Reference, {Before, Origin}) ->
    Context =
        case Reference of
            #{context := Words} -> lists:sum([context(Word) || Word <- Words]);
            _ -> 0
        end,
    Arguments =
        case Reference of
            #{arguments := [_ | _] = Given} -> arguments(Given, 0);
            _ -> 0
        end,
    {[ref(To) | told(Line - Before, told(reference_kind(Kind), told(From - Origin, told(Arguments, told(Context, [])))))], {Line, From}}.

%% A field before others: at the end of a row what tells nothing is left out.
told(0, []) -> [];
told(Field, Rest) -> [Field | Rest].

root(#{to := To} = Root) -> Root#{to => ref(To)};
root(Root) -> Root.

arguments([Argument | Rest], Place) -> [argument(Argument, Place) | arguments(Rest, Place + 1)];
arguments([], _) -> [].

%% [key, ref, [value], items]; or the literal alone, where it stands at its position and is no number.
argument(#{position := Place, value := Value} = Argument, Place) when map_size(Argument) =:= 2, not is_number(Value) ->
    Value;
argument(#{position := Place} = Argument, Place) when map_size(Argument) =:= 1 ->
    0;
argument(Argument, _) ->
    Key =
        case Argument of
            #{name := Name} -> Name;
            #{position := Position} -> Position;
            _ -> null
        end,
    Value =
        case Argument of
            #{value := Literal} -> [Literal];
            _ -> 0
        end,
    Items =
        case Argument of
            #{items := List} -> arguments(List, 0);
            _ -> 0
        end,
    [Key | told(optional_ref(ref, Argument), told(Value, told(Items, [])))].

optional_ref(Key, Fact) ->
    case Fact of
        #{Key := Ref} when Ref =/= null -> ref(Ref);
        _ -> 0
    end.

ref(#{member := Name, 'of' := null}) -> [0, Name];
ref(#{member := Name, 'of' := Of}) -> [0, Name, ref(Of)];
ref(#{import := Module, name := Name}) -> [1, Module, Name];
ref(#{import := Module}) -> [1, Module];
ref(#{result := Of}) -> [2, ref(Of)];
ref(#{element := Of}) -> [3, ref(Of)];
ref(#{container := Of}) -> [4, ref(Of)];
ref(#{any := Refs}) -> [5 | [ref(Ref) || Ref <- Refs]];
ref(#{external := Name}) -> [7, Name];
ref(#{setting := Name, default := Value}) -> [8, Name, Value];
ref(#{setting := Name}) -> [8, Name];
ref(#{environment := Name}) -> [10, Name];
ref(#{path := Path}) -> [13, Path];
ref(#{command := Words, directory := Directory}) -> [15, Words, Directory];
ref(#{command := Words}) -> [15, Words];
ref(#{name := Name}) -> Name.

%% The numbers of words; one without is told itself.
reference_kind(<<"call">>) -> 0;
reference_kind(<<"use">>) -> 1;
reference_kind(<<"instantiate">>) -> 2;
reference_kind(<<"inherit">>) -> 4;
reference_kind(<<"include">>) -> 5;
reference_kind(<<"read">>) -> 6;
reference_kind(<<"write">>) -> 7;
reference_kind(<<"register">>) -> 9;
reference_kind(<<"supervise">>) -> 10;
reference_kind(<<"run">>) -> 11;
reference_kind(Word) -> Word.

symbol_kind(<<"function">>) -> 0;
symbol_kind(<<"method">>) -> 1;
symbol_kind(<<"type">>) -> 5;
symbol_kind(<<"target">>) -> 10;
symbol_kind(Word) -> Word.

context(<<"loop">>) -> 1;
context(<<"defer">>) -> 2;
context(<<"spawn">>) -> 4;
context(<<"conditional">>) -> 8;
context(<<"handler">>) -> 16;
context(<<"ignored">>) -> 32;
context(<<"guarded">>) -> 64.
