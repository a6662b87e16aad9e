%% @doc Files of terms: they are scanned and parsed, each term on its own, and never evaluated. Forms keep their lines.
-module(gm_terms).

-export([read/1, value/1, line/1, items/1, pairs/1, get/2, atom/1, with_diagnostics/2, diagnostic/2, namespace/1, environment/1]).

-type form() :: term().

%% @doc The terms of a file, so that a broken one costs only itself, and a diagnostic for each that cannot be read.
-spec read(string()) -> {[form()], [map()]}.
read([16#FEFF | Text]) -> read(Text);
read(Text) -> read(gm_sigil:plain(gm_triple:flattened(Text)), 1, [], []).

read(Text, Line, Terms, Diagnostics) ->
    Scanned =
        case erl_scan:tokens([], Text, Line) of
            {more, Continuation} -> erl_scan:tokens(Continuation, eof, Line);
            Done -> Done
        end,
    case Scanned of
        {done, {ok, Tokens, Last}, Rest} ->
            case erl_parse:parse_exprs(Tokens) of
                {ok, [Term | _]} -> again(Rest, Last, [Term | Terms], Diagnostics);
                {error, {Where, Module, Reason}} ->
                    again(Rest, Last, Terms, [diagnostic(Where, Module:format_error(Reason)) | Diagnostics])
            end;
        {done, {error, {Where, Module, Reason}, Last}, Rest} ->
            again(Rest, Last, Terms, [diagnostic(Where, Module:format_error(Reason)) | Diagnostics]);
        {done, {eof, _}, _} ->
            {lists:reverse(Terms), lists:reverse(Diagnostics)}
    end.

again(Rest, _, Terms, Diagnostics) when Rest =:= []; Rest =:= eof -> {lists:reverse(Terms), lists:reverse(Diagnostics)};
again(Rest, Last, Terms, Diagnostics) -> read(Rest, Last, Terms, Diagnostics).

%% @doc The term that a form is, where it is one.
-spec value(form()) -> {ok, term()} | none.
value(Form) ->
    try {ok, erl_parse:normalise(Form)} catch _:_ -> none end.

-spec line(form()) -> pos_integer().
line(Form) -> max(1, erl_anno:line(element(2, Form))).

%% @doc The elements of a list, as far as they are written.
-spec items(form()) -> [form()].
items({cons, _, Head, Tail}) -> [Head | items(Tail)];
items(_) -> [].

%% @doc The pairs of a list or map whose keys are atoms, with their lines.
-spec pairs(form() | [form()]) -> [{atom(), pos_integer(), form()}].
pairs(Forms) when is_list(Forms) -> lists:flatmap(fun pair/1, Forms);
pairs({map, _, Fields}) -> [{Key, line(Field), Value} || {map_field_assoc, _, {atom, _, Key}, Value} = Field <- Fields];
pairs(List) -> pairs(items(List)).

pair({tuple, _, [{atom, _, Key} = Name, Value]}) -> [{Key, line(Name), Value}];
pair(_) -> [].

%% @doc The value of a key, or of the first of several that are equal.
-spec get(atom(), [form()] | form()) -> {pos_integer(), form()} | none.
get(Key, Forms) ->
    case lists:keyfind(Key, 1, pairs(Forms)) of
        {Key, Line, Value} -> {Line, Value};
        false -> none
    end.

%% @doc The atom that is given for a key.
-spec atom({pos_integer(), form()} | none) -> atom() | none.
atom({_, {atom, _, Atom}}) -> Atom;
atom(_) -> none.

-spec with_diagnostics([map()], map()) -> map().
with_diagnostics([], Facts) -> Facts;
with_diagnostics(Diagnostics, Facts) -> Facts#{diagnostics => lists:sublist(Diagnostics, 50)}.

-spec diagnostic(pos_integer() | term(), iodata()) -> map().
diagnostic(Line, Message) ->
    #{severity => <<"warning">>, line => max(1, erl_anno:line(Line)), message => gm_text:cut(gm_text:binary(Message))}.

%% @doc A file whose names nobody else mentions.
-spec namespace(binary()) -> map().
namespace(Path) -> #{kind => <<"erlang-module">>, name => Path, separator => <<":">>, search => [<<>>]}.

%% @doc The environments of applications share one space, whichever file sets them; what configures tests is read by tests alone.
-spec environment(binary()) -> map().
environment(Path) ->
    Plain = namespace(<<"?env">>),
    case is_of_tests(binary:split(Path, <<"/">>, [global])) of
        true -> Plain#{variant => <<"test">>};
        false -> Plain
    end.

is_of_tests([<<"test.", _/binary>>]) -> true;
is_of_tests([_]) -> false;
is_of_tests([Folder | Rest]) ->
    lists:member(Folder, [<<"test">>, <<"tests">>, <<"ct">>, <<"eunit">>, <<"itest">>, <<"example">>, <<"examples">>]) orelse is_of_tests(Rest).
