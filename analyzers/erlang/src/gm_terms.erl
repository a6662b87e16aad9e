%% @doc Files of terms: applications, rebar.config, configuration of a release. They are scanned and parsed, never evaluated.
-module(gm_terms).

-export([application/2, application_script/2, rebar/2, configuration/2]).

-define(SYMBOLS_FROM, 1).

%% @doc An application is a component: what it starts is its module's start/2.
-spec application(binary(), string()) -> map().
application(Path, Text) ->
    {Terms, Diagnostics} = terms(Text),
    case [{Name, Keys} || {application, Name, Keys} <- Terms, is_atom(Name), is_list(Keys)] of
        [{Name, Keys} | _] ->
            Line = 1,
            Dependencies = [
                dependency(D, <<"runtime">>, Line)
             || D <- list(applications, Keys) ++ list(included_applications, Keys), is_atom(D), not is_part_of_otp(D)
            ],
            with_diagnostics(Diagnostics, maps:merge(started(Path, Name, Keys), #{
                namespace => namespace(Path), dependencies => Dependencies
            }));
        [] ->
            with_diagnostics(Diagnostics, #{namespace => namespace(Path)})
    end.

started(Path, Name, Keys) ->
    case lists:keyfind(mod, 1, Keys) of
        {mod, {Module, _}} when is_atom(Module) ->
            Start = gm_text:binary(Module),
            #{
                roots => [
                    role(Path, #{
                        symbol => 0, class => <<"production">>, component => gm_text:binary(Name), kind => <<"erlang-app">>,
                        why => <<"the application's mod">>
                    })
                ],
                references => [
                    #{from => 0, kind => <<"call">>, line => 1, to => #{import => Start, name => <<"start/2">>}},
                    #{from => 0, kind => <<"instantiate">>, line => 1, to => #{import => Start, name => Start}}
                ]
            };
        _ ->
            #{}
    end.

%% @doc A script that computes an application: the tuple is looked for in it, and nothing is run.
-spec application_script(binary(), string()) -> map().
application_script(Path, Text) ->
    case erl_scan:string(Text) of
        {ok, Tokens, _} ->
            case erl_parse:parse_exprs(Tokens) of
                {ok, Expressions} -> scripted(Path, Expressions);
                {error, {Line, Module, Reason}} -> with_diagnostics([diagnostic(Line, Module:format_error(Reason))], #{})
            end;
        {error, {Line, Module, Reason}, _} ->
            with_diagnostics([diagnostic(Line, Module:format_error(Reason))], #{})
    end.

scripted(Path, Expressions) ->
    case found(Expressions, fun({tuple, _, [{atom, _, application}, {atom, _, Name}, _]}) -> {ok, Name}; (_) -> none end) of
        {ok, Name} ->
            Mod = fun
                ({tuple, _, [{atom, _, mod}, {tuple, _, [{atom, _, Module}, _]}]}) -> {ok, [{mod, {Module, []}}]};
                (_) -> none
            end,
            Keys =
                case found(Expressions, Mod) of
                    {ok, Found} -> Found;
                    none -> []
                end,
            (started(Path, Name, Keys))#{namespace => namespace(Path)};
        none ->
            #{namespace => namespace(Path)}
    end.

found(Tuple, Test) when is_tuple(Tuple) ->
    case Test(Tuple) of
        none -> found(tuple_to_list(Tuple), Test);
        Found -> Found
    end;
found([Head | Tail], Test) ->
    case found(Head, Test) of
        none -> found(Tail, Test);
        Found -> Found
    end;
found(_, _) ->
    none.

role(Path, Root) ->
    Folders = lists:droplast(binary:split(Path, <<"/">>, [global])),
    case [R || Folder <- Folders, {F, R} <- roles(), F =:= Folder orelse gm_text:suffix(Folder, <<"_SUITE_data">>)] of
        [Role | _] -> Root#{role => Role};
        [] -> Root
    end.

roles() ->
    [
        {<<"examples">>, <<"example">>}, {<<"example">>, <<"example">>}, {<<"test">>, <<"tool">>}, {<<"tests">>, <<"tool">>},
        {<<"tools">>, <<"tool">>}, {<<"bench">>, <<"tool">>}
    ].

namespace(Path) ->
    #{kind => <<"erlang-module">>, name => Path, separator => <<":">>, search => [<<>>]}.

is_part_of_otp(Name) ->
    lists:member(Name, [
        kernel, stdlib, sasl, crypto, ssl, public_key, inets, mnesia, os_mon, runtime_tools, syntax_tools, tools, compiler, xmerl,
        asn1, ssh, eldap, snmp, observer, debugger, wx, eunit, common_test, parsetools, ftp, tftp, erts, et, diameter, megaco,
        odbc, edoc, reltool, dialyzer, jinterface, erl_interface
    ]).

%% @doc Dependencies of all profiles, the escript's module and the aliases.
-spec rebar(binary(), string()) -> map().
rebar(Path, Text) ->
    {Terms, Diagnostics} = terms(Text),
    Runtime = [dependency(D, <<"runtime">>, 1) || D <- list(deps, Terms), is_dependency(D)],
    Profiles = [Options || {Profile, Options} <- list(profiles, Terms), Profile =/= prod, is_list(Options)],
    Development = [
        dependency(D, <<"development">>, 1)
     || D <- lists:append([list(deps, Options) || Options <- Profiles]) ++ list(project_plugins, Terms) ++ list(plugins, Terms),
        is_dependency(D)
    ],
    {Symbols, References} = aliases(list(alias, Terms)),
    with_diagnostics(Diagnostics, #{
        namespace => namespace(Path),
        dependencies => Runtime ++ Development,
        roots => escript(Terms),
        symbols => Symbols,
        references => References
    }).

escript(Terms) ->
    Name =
        case {lists:keyfind(escript_main_app, 1, Terms), lists:keyfind(escript_name, 1, Terms)} of
            {_, {_, Given}} when is_atom(Given), Given =/= undefined -> Given;
            {{_, App}, _} when is_atom(App) -> App;
            _ -> none
        end,
    case {lists:keyfind(escript_main_module, 1, Terms), Name} of
        {{_, Module}, _} when is_atom(Module) -> [escript_root(Module, either(Name, Module))];
        {_, none} -> [];
        {_, _} -> [escript_root(Name, Name)]
    end.

either(none, Module) -> Module;
either(Name, _) -> Name.

escript_root(Module, Name) ->
    #{
        to => #{import => gm_text:binary(Module), name => <<"main/1">>}, class => <<"production">>,
        component => gm_text:binary(Name), kind => <<"escript">>, why => <<"escript of rebar.config">>
    }.

%% `rebar3 check' runs what the alias lists.
aliases(Aliases) ->
    Named = [{Name, Steps} || {Name, Steps} <- Aliases, is_atom(Name), is_list(Steps)],
    Numbered = lists:zip(lists:seq(?SYMBOLS_FROM, length(Named)), Named),
    Symbols = [#{id => Id, name => gm_text:binary(Name), kind => <<"target">>, line => 1} || {Id, {Name, _}} <- Numbered],
    References = [
        #{from => Id, kind => <<"run">>, line => 1, to => #{command => [<<"rebar3">> | step(Step)]}}
     || {Id, {_, Steps}} <- Numbered, Step <- Steps, step(Step) =/= []
    ],
    {Symbols, References}.

step(Step) when is_atom(Step) -> [gm_text:binary(Step)];
step({Step, Options}) when is_atom(Step), is_list(Options) ->
    case io_lib:printable_unicode_list(Options) of
        true -> [gm_text:binary(Step) | [gm_text:binary(Word) || Word <- string:lexemes(Options, " ")]];
        false -> [gm_text:binary(Step)]
    end;
step(_) -> [].

is_dependency(Name) when is_atom(Name) -> true;
is_dependency(Tuple) when is_tuple(Tuple), tuple_size(Tuple) >= 2 -> is_atom(element(1, Tuple));
is_dependency(_) -> false.

dependency(Name, Scope, Line) when is_atom(Name) ->
    #{ecosystem => <<"hex">>, name => gm_text:binary(Name), scope => Scope, line => Line};
dependency(Tuple, Scope, Line) ->
    Plain = dependency(element(1, Tuple), Scope, Line),
    case element(2, Tuple) of
        [C | _] = Version when is_integer(C) -> Plain#{version => gm_text:cut(gm_text:binary(Version))};
        _ -> Plain
    end.

%% @doc The applications' settings of a release: what they set, as writes of options, with secrets masked.
-spec configuration(binary(), string()) -> map().
configuration(Path, Text) ->
    {Terms, Diagnostics} = terms(Text),
    Settings = lists:sublist(settings(Terms, 4), 2000),
    Secrets = [
        #{
            kind => <<"secret.literal">>, symbol => 0, line => 1,
            attributes => maps:merge(
                #{name => Name, masked => gm_text:mask(Value)},
                maps:from_list([{placeholder, true} || gm_text:is_placeholder(Value)])
            )
        }
     || {Key, Value0} <- Settings, Name <- [gm_text:binary(Key)], {ok, Value} <- [text(Value0)], gm_text:is_secret(Name, Value)
    ],
    with_diagnostics(Diagnostics, #{namespace => namespace(Path), signals => Secrets}).

settings(_, 0) -> [];
settings([Head | Tail], Depth) -> settings(Head, Depth) ++ settings(Tail, Depth);
settings({Key, Value}, Depth) when is_atom(Key) -> [{Key, Value} | settings(Value, Depth - 1)];
settings(_, _) -> [].

text(Binary) when is_binary(Binary) -> {ok, Binary};
text([C | _] = List) when is_integer(C) ->
    case io_lib:printable_unicode_list(List) of
        true -> {ok, gm_text:binary(List)};
        false -> none
    end;
text(_) -> none.

list(Key, Terms) ->
    case lists:keyfind(Key, 1, [T || T <- Terms, is_tuple(T)]) of
        {Key, Value} when is_list(Value) -> Value;
        _ -> []
    end.

with_diagnostics([], Facts) -> Facts;
with_diagnostics(Diagnostics, Facts) -> Facts#{diagnostics => Diagnostics}.

%% The terms of a file, each on its own, so that a broken one costs only itself.
terms(Text) -> terms(Text, 1, [], []).

terms(Text, Line, Terms, Diagnostics) ->
    Scanned =
        case erl_scan:tokens([], Text, Line) of
            {more, Continuation} -> erl_scan:tokens(Continuation, eof, Line);
            Done -> Done
        end,
    case Scanned of
        {done, {ok, Tokens, Last}, Rest} ->
            case erl_parse:parse_term(Tokens) of
                {ok, Term} -> again(Rest, Last, [Term | Terms], Diagnostics);
                {error, {Where, Module, Reason}} ->
                    again(Rest, Last, Terms, [diagnostic(Where, Module:format_error(Reason)) | Diagnostics])
            end;
        {done, {error, {Where, Module, Reason}, Last}, Rest} ->
            again(Rest, Last, Terms, [diagnostic(Where, Module:format_error(Reason)) | Diagnostics]);
        {done, {eof, _}, _} ->
            {lists:reverse(Terms), lists:reverse(Diagnostics)}
    end.

again(Rest, _, Terms, Diagnostics) when Rest =:= []; Rest =:= eof -> {lists:reverse(Terms), lists:reverse(Diagnostics)};
again(Rest, Last, Terms, Diagnostics) -> terms(Rest, Last, Terms, Diagnostics).

diagnostic(Line, Message) ->
    #{severity => <<"warning">>, line => max(1, Line), message => gm_text:cut(gm_text:binary(Message))}.
