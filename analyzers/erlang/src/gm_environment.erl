%% @doc The environments of applications, as .app files and sys.config set them: each key is a field of its application, which leads to
%% what its value names once somebody reads it. What libraries read themselves is led to by those who depend on them.
-module(gm_environment).

-include("gm_walk.hrl").

-export([facts/2, all/1]).

-type section() :: {Application :: atom(), Line :: pos_integer(), [{atom(), pos_integer(), term()}]}.

-define(MAXIMUM_KEYS, 500).

%% @doc Symbols, references and signals of the keys of applications, numbered from the first.
-spec facts([section()], pos_integer()) -> #{atom() => [map()]}.
facts(Sections, First) ->
    {Parts, _} = lists:mapfoldl(fun section/2, First, Sections),
    lists:foldl(
        fun(Part, Whole) -> maps:merge_with(fun(_, A, B) -> A ++ B end, Whole, Part) end,
        #{symbols => [], references => [], signals => []},
        Parts
    ).

%% @doc The name of what leads to all keys of an application.
-spec all(atom()) -> binary().
all(Application) -> <<(gm_text:binary(Application))/binary, "/all">>.

section({Application, Line, Keys}, First) ->
    Name = gm_text:binary(Application),
    Numbered = lists:zip(lists:seq(First + 2, First + 1 + length(Keys)), Keys),
    Owner = #{id => First, name => Name, kind => <<"type">>, line => Line, end_line => Line},
    All = #{id => First + 1, name => all(Application), kind => <<"value">>, line => Line, end_line => Line},
    Fields = lists:append([field(Id, Name, Key) || {Id, Key} <- Numbered]),
    Led = [
        #{from => First + 1, kind => <<"use">>, line => KeyLine, to => #{name => full(Name, Key)}}
     || {_, {Key, KeyLine, _}} <- Numbered
    ],
    {References, Signals} = lists:unzip([named(Id, Key) || {Id, Key} <- Numbered]),
    Aliases = [
        #{id => Id + length(Keys), name => gm_text:binary(Key), kind => <<"alias">>, line => KeyLine, type => #{name => full(Name, Key)}}
     || {Id, {Key, KeyLine, _}} <- Numbered
    ],
    {
        #{symbols => [Owner, All | Fields ++ Aliases], references => Led ++ lists:append(References), signals => lists:append(Signals)},
        First + 2 + 2 * length(Keys)
    }.

full(Name, Key) -> <<Name/binary, ".", (gm_text:binary(Key))/binary>>.

field(Id, Name, {Key, Line, Value}) ->
    Plain = #{
        id => Id, name => full(Name, Key), kind => <<"field">>, line => Line, end_line => Line, owner => #{name => Name},
        attributes => #{setting => gm_text:binary(Key), configured => true}
    },
    case {module(Value), [M || Item <- gm_terms:items(Value), M <- module(Item)]} of
        {[Module], _} -> [Plain#{type => Module}];
        {[], []} -> [Plain];
        {[], Modules} -> [Plain#{type => #{container => #{any => lists:sublist(Modules, 8)}}}]
    end.

%% What may be a module: anything else of that name leads nowhere.
module({atom, _, Atom}) when Atom =/= true, Atom =/= false, Atom =/= undefined ->
    case atom_to_list(Atom) of
        "$" ++ _ -> [];
        _ -> [#{import => gm_text:binary(Atom)}]
    end;
module({tuple, _, [{atom, _, _} = Atom, _]}) -> module(Atom);
module(_) -> [].

%% What the value of a key leads to, read as the options in a function's body are.
named(Id, {Key, Line, Value}) ->
    Context = #context{module = '?env', functions = #{}, imports = #{}, from = Id},
    gm_walk:clauses([{clause, Line, [], [], [{cons, Line, {tuple, Line, [{atom, Line, Key}, Value]}, {nil, Line}}]}], Context).
