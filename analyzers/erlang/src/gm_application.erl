%% @doc An application is a component: what it starts is its module's start/2.
-module(gm_application).

-export([facts/2, script/2]).

-spec facts(binary(), string()) -> map().
facts(Path, Text) ->
    {Terms, Diagnostics} = gm_terms:read(Text),
    Facts =
        case [{Name, Term, Keys} || {tuple, _, [{atom, _, application}, {atom, _, Name}, Keys]} = Term <- Terms] of
            [{Name, Term, Keys} | _] -> described(Path, Name, gm_terms:line(Term), Keys);
            [] -> #{namespace => gm_terms:namespace(Path)}
        end,
    gm_terms:with_diagnostics(Diagnostics, Facts).

described(Path, Name, Line, Keys) ->
    Needed = [
        {Application, gm_terms:line(Form)}
     || Key <- [applications, included_applications, optional_applications],
        {_, List} <- [gm_terms:get(Key, Keys)],
        {atom, _, Application} = Form <- gm_terms:items(List)
    ],
    Environment =
        case gm_terms:get(env, Keys) of
            {_, Env} -> lists:sublist(gm_terms:pairs(Env), 500);
            none -> []
        end,
    %% The application's own keys are read by the code here, or by none.
    #{symbols := [Owner | Keyed]} = Read = gm_environment:facts([{Name, Line, Environment}], 2),
    Configured = [
        #{from => 1, kind => <<"use">>, line => At, to => #{name => Target}}
     || {Target, At} <- [{gm_text:binary(Name), Line}, {gm_environment:all(kernel), Line} | [{gm_environment:all(A), L} || {A, L} <- Needed]]
    ],
    {Roots, References} = started(Path, Name, Keys),
    #{
        namespace => gm_terms:environment(Path),
        symbols => [#{id => 1, name => gm_text:basename(Path), kind => <<"application">>, line => Line, end_line => Line}, Owner#{attributes => #{declares => true}} | Keyed],
        references => References ++ Configured ++ maps:get(references, Read),
        signals => maps:get(signals, Read),
        roots => Roots,
        dependencies => [
            #{ecosystem => <<"hex">>, name => gm_text:binary(A), scope => <<"runtime">>, line => L}
         || {A, L} <- Needed, not is_part_of_otp(A)
        ]
    }.

started(Path, Name, Keys) ->
    case gm_terms:get(mod, Keys) of
        {Line, {tuple, _, [{atom, _, Module}, _]}} ->
            Start = gm_text:binary(Module),
            {
                [
                    role(Path, #{
                        symbol => 1, class => <<"production">>, component => gm_text:binary(Name), kind => <<"erlang-app">>,
                        why => <<"the application's mod">>
                    })
                ],
                [
                    #{from => 1, kind => <<"call">>, line => Line, to => #{import => Start, name => <<"start/2">>}},
                    #{from => 1, kind => <<"instantiate">>, line => Line, to => #{import => Start, name => Start}}
                ]
            };
        _ ->
            {[], []}
    end.

%% @doc A script that computes an application: the tuple is looked for in it, and nothing is run.
-spec script(binary(), string()) -> map().
script(Path, Text) ->
    case erl_scan:string(Text) of
        {ok, Tokens, _} ->
            case erl_parse:parse_exprs(Tokens) of
                {ok, Expressions} -> scripted(Path, Expressions);
                {error, {Line, Module, Reason}} -> unread(Path, Line, Module:format_error(Reason))
            end;
        {error, {Line, Module, Reason}, _} ->
            unread(Path, Line, Module:format_error(Reason))
    end.

unread(Path, Line, Message) ->
    gm_terms:with_diagnostics([gm_terms:diagnostic(Line, Message)], #{namespace => gm_terms:namespace(Path)}).

scripted(Path, Expressions) ->
    case found(Expressions, fun({tuple, L, [{atom, _, application}, {atom, _, Name}, _]}) -> {ok, {Name, L}}; (_) -> none end) of
        {ok, {Name, Location}} ->
            Mod =
                case found(Expressions, fun({tuple, _, [{atom, _, mod}, {tuple, _, [{atom, _, _}, _]}]} = Pair) -> {ok, Pair}; (_) -> none end) of
                    {ok, Pair} -> {cons, Location, Pair, {nil, Location}};
                    none -> {nil, Location}
                end,
            described(Path, Name, max(1, erl_anno:line(Location)), Mod);
        none ->
            #{namespace => gm_terms:namespace(Path)}
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

is_part_of_otp(Name) ->
    lists:member(Name, [
        kernel, stdlib, sasl, crypto, ssl, public_key, inets, mnesia, os_mon, runtime_tools, syntax_tools, tools, compiler, xmerl,
        asn1, ssh, eldap, snmp, observer, debugger, wx, eunit, common_test, parsetools, ftp, tftp, erts, et, diameter, megaco,
        odbc, edoc, reltool, dialyzer, jinterface, erl_interface
    ]).
