%% What the analyzer says of small sources: each test names one habit of real code.
-module(gm_tests).

-include_lib("eunit/include/eunit.hrl").

facts(Path, Text) -> gm_files:facts(Path, unicode:characters_to_binary(Text)).
facts(Text) -> facts(<<"src/shop.erl">>, ["-module(shop).\n", Text]).

references(Facts) -> maps:get(references, Facts, []).
targets(Facts, Kind) -> [To || #{kind := K, to := To} <- references(Facts), K =:= Kind].
names(Facts) -> [Name || #{name := Name} <- maps:get(symbols, Facts)].
lines(Facts) -> [Line || #{line := Line} <- maps:get(diagnostics, Facts, [])].

calls_test_() ->
    [
        ?_assert(lists:member(To, targets(facts(["f(X) -> ", Body, ".\ng(A) -> A.\n"]), Kind)))
     || {Body, Kind, To} <- [
            {"g(X)", <<"call">>, #{name => <<"g/1">>}},
            {"?MODULE:g(X)", <<"call">>, #{name => <<"g/1">>}},
            {"pay:charge(X, 1)", <<"call">>, #{import => <<"pay">>, name => <<"charge/2">>}},
            {"M = pay, M:charge(X)", <<"call">>, #{import => <<"pay">>, name => <<"charge/1">>}},
            {"X:charge(1)", <<"call">>, #{member => <<"charge/1">>, 'of' => null}},
            {"lists:map(fun pay:charge/1, X)", <<"use">>, #{import => <<"pay">>, name => <<"charge/1">>}},
            {"spawn(pay, charge, [1, X])", <<"call">>, #{import => <<"pay">>, name => <<"charge/2">>}},
            {"rpc:call(X, pay, charge, [])", <<"call">>, #{import => <<"pay">>, name => <<"charge/0">>}},
            {"[{M, start_link, []} || M <- [pay]]", <<"use">>, #{import => <<"pay">>, name => <<"start_link/0">>}},
            {"?LOG_INFO(X)", <<"call">>, #{external => <<"macro.LOG_INFO">>}},
            {"gen_server:start_link(?MODULE, X, [])", <<"instantiate">>, #{name => <<"shop">>}},
            {"os:getenv(\"PORT\", X)", <<"read">>, #{environment => <<"PORT">>}}
        ]
    ].

%% Of many callers the last ones by their names count, in whatever order their names were met first.
callers_that_count_are_always_the_same_test() ->
    Callers = [io_lib:format("caller_~2..0b(X) -> go(m~2..0b, X).~n", [N, N]) || N <- lists:reverse(lists:seq(1, 60))],
    Facts = facts(["go(M, X) -> M:charge(X).\n" | Callers]),
    [Any] = [Refs || #{any := Refs} <- targets(Facts, <<"call">>)],
    ?assertEqual([iolist_to_binary(io_lib:format("m~2..0b", [N])) || N <- lists:seq(45, 52)], [Module || #{import := Module} <- Any]).

macros_of_the_same_file_are_expanded_test() ->
    Facts = facts("-define(CALL(M, A), M:charge(A, 1)).\nf(X) -> ?CALL(pay, X).\n"),
    ?assert(lists:member(#{import => <<"pay">>, name => <<"charge/2">>}, targets(Facts, <<"call">>))).

macros_that_never_end_are_bounded_test() ->
    Bodies = [io_lib:format("-define(M~b, ?M~b ?M~b).~n", [N, N + 1, N + 1]) || N <- lists:seq(1, 40)],
    ?assertEqual([<<"shop">>, <<"f/0">>, <<"g/0">>], names(facts([Bodies, "f() -> ?M1.\ng() -> ok.\n"]))).

unread_forms_cost_only_themselves_test_() ->
    [
        ?_assertEqual({Names, true}, {names(Facts), lines(Facts) =/= []})
     || {Broken, Names} <- [
            {"f(X) -> case X of .", [<<"shop">>, <<"f/1">>, <<"g/0">>]},
            {"f(X, {a, [Y]}) -> = .", [<<"shop">>, <<"f/2">>, <<"g/0">>]},
            {"f() -> [X && X <- g()].", [<<"shop">>, <<"f/0">>, <<"g/0">>]}
        ],
        Facts <- [facts([Broken, "\ng() -> ok.\n"])]
    ].

what_a_file_alone_does_not_show_is_told_test() ->
    Facts = facts("-include(\"pay.hrl\").\n-include_lib(\"pay/include/pay.hrl\").\n-compile([{parse_transform, evil}]).\n-compile({parse_transform, ms_transform}).\n?PAY(charge).\ng() -> ok.\n"),
    Told = [{Line, Severity, maps:get(unless_file, D, none)} || #{line := Line, severity := Severity} = D <- maps:get(diagnostics, Facts)],
    ?assertEqual([{2, <<"info">>, <<"pay.hrl">>}, {4, <<"info">>, none}, {6, <<"warning">>, none}], lists:sort(Told)),
    ?assert(lists:member(<<"g/0">>, names(Facts))).

newer_syntax_test_() ->
    [
        ?_assertEqual({[<<"shop">>, <<"f/1">>, <<"g/0">>], []}, {names(Facts), lines(Facts)})
     || Form <- [
            "f(X) -> \"\"\"\n  it's \"quoted\"\n  \"\"\" ++ X.",
            "f(X) -> maybe {ok, A} ?= X, A else _ -> error end.",
            "f(X) -> ~\"\"\"\n  a\n  \"\"\", X."
        ],
        Facts <- [facts([Form, "\ng() -> ok.\n"])]
    ].

callbacks_are_methods_of_their_module_test() ->
    Facts = facts("-behaviour(gen_server).\n-export([init/1, other/0]).\ninit(X) -> {ok, X}.\nother() -> ok.\n"),
    Kinds = [{Name, Kind} || #{name := Name, kind := Kind} <- maps:get(symbols, Facts)],
    ?assertEqual([{<<"shop">>, <<"type">>}, {<<"init/1">>, <<"method">>}, {<<"other/0">>, <<"function">>}], Kinds).

test_roots_test_() ->
    [
        ?_assertEqual(Kinds, [Kind || #{class := <<"test">>, kind := Kind} <- maps:get(roots, facts(Path, Text))])
     || {Path, Text, Kinds} <- [
            {<<"test/a_tests.erl">>, "-module(a_tests).\na_test() -> ok.\nb_test_() -> [].\nc() -> ok.\n", [<<"eunit">>, <<"eunit">>]},
            {<<"test/a_SUITE.erl">>, "-module(a_SUITE).\n-export([all/0]).\nall() -> [].\nhelp() -> ok.\n", [<<"common-test">>]},
            {<<"test/p.erl">>, "-module(p).\nprop_a() -> true.\n", [<<"property">>]},
            {<<"src/a.erl">>, "-module(a).\n-ifdef(TEST).\na_test() -> ok.\n-endif.\nb_test() -> ok.\n", [<<"eunit">>]}
        ]
    ].

applications_test() ->
    Facts = facts(<<"src/shop.app.src">>, "{application, shop, [{applications, [kernel, cowboy]}, {mod, {shop_app, []}}]}.\n"),
    ?assertMatch([#{component := <<"shop">>, kind := <<"erlang-app">>}], maps:get(roots, Facts)),
    ?assertMatch([#{name := <<"cowboy">>, scope := <<"runtime">>}], maps:get(dependencies, Facts)).

rebar_test() ->
    Facts = facts(
        <<"rebar.config">>,
        "{deps, [{cowboy, \"2.9.0\"}, jsx]}.\n{broken, .\n{profiles, [{test, [{deps, [meck]}]}]}.\n{alias, [{check, [eunit, {ct, \"-v\"}]}]}.\n"
    ),
    ?assertEqual(
        [{<<"cowboy">>, <<"runtime">>}, {<<"jsx">>, <<"runtime">>}, {<<"meck">>, <<"development">>}],
        [{Name, Scope} || #{name := Name, scope := Scope} <- maps:get(dependencies, Facts)]
    ),
    ?assertEqual([2], lines(Facts)),
    ?assertEqual(
        [
            #{command => [<<"rebar3">>, <<"eunit">>], directory => <<>>},
            #{command => [<<"rebar3">>, <<"ct">>, <<"-v">>], directory => <<>>}
        ],
        targets(Facts, <<"run">>)
    ).

release_test() ->
    Facts = facts(<<"rebar.config">>, "{relx, [{release, {shop, \"1.0.0\"}, [shop_api, {lager, load}, sasl]}, {dev_mode, false}]}.\n"),
    ?assertMatch([#{name := <<"release shop">>, kind := <<"target">>}], maps:get(symbols, Facts)),
    ?assertEqual(
        [
            #{command => [<<"erl">>, <<"-eval">>, <<"application:ensure_all_started(shop_api)">>], directory => <<>>},
            #{command => [<<"erl">>, <<"-eval">>, <<"application:ensure_all_started(sasl)">>], directory => <<>>}
        ],
        targets(Facts, <<"run">>)
    ).

terms_keep_their_lines_test() ->
    Rebar = facts(<<"api/rebar.config">>, "{deps, [\n  {cowboy, \"2.9.0\"},\n  jsx\n]}.\n{pre_hooks, [\n  {compile, \"make -C c_src\"}]}.\n"),
    ?assertEqual([2, 3], [Line || #{line := Line} <- maps:get(dependencies, Rebar)]),
    ?assertMatch([#{line := 6, to := #{command := [<<"make">>, <<"-C">>, <<"c_src">>], directory := <<"api">>}}], [R || #{kind := <<"run">>} = R <- references(Rebar)]),
    App = facts(<<"src/shop.app.src">>, "{application, shop,\n [{env,\n   [{port, 80}]},\n  {mod, {shop_app, []}}]}.\n"),
    ?assertEqual([3], [Line || #{kind := <<"field">>, line := Line} <- maps:get(symbols, App)]),
    ?assertEqual([4], [Line || #{kind := <<"call">>, line := Line} <- references(App)]).

settings_test_() ->
    Config = facts(<<"config/sys.config.src">>, "[{shop, [\n {port, ${PORT:-80}},\n {hook, {shop_hooks, run, [1]}},\n {backend, shop_disk}]}].\n"),
    Code = facts("f() -> {ok, X} = application:get_env(shop, port), {X, application:get_env(shop, host, \"a\")}.\n"),
    [
        ?_assertEqual([], lines(Config)),
        ?_assertEqual([<<"shop.port">>, <<"shop.hook">>, <<"shop.backend">>], [N || #{kind := <<"field">>, name := N} <- maps:get(symbols, Config)]),
        ?_assert(lists:member(#{environment => <<"PORT">>}, targets(Config, <<"read">>))),
        ?_assert(lists:member(#{import => <<"shop_hooks">>, name => <<"run/1">>}, targets(Config, <<"use">>))),
        ?_assertEqual([#{import => <<"shop_disk">>}], [T || #{type := T, kind := <<"field">>} <- maps:get(symbols, Config)]),
        ?_assertEqual(
            [{<<"shop.port">>, true}, {<<"shop.host">>, false}],
            [{N, is_map_key(arguments, R)} || #{kind := <<"read">>, to := #{name := N}} = R <- references(Code)]
        )
    ].

calls_of_unread_forms_count_test() ->
    Facts = facts("f(L) -> [g(X, Y) || X <- L && Y <- pay:list(1)].\ng(A, _) -> A.\n"),
    ?assertEqual([2], lines(Facts)),
    ?assert(lists:member(#{name => <<"g/2">>}, targets(Facts, <<"call">>))),
    ?assert(lists:member(#{import => <<"pay">>, name => <<"list/1">>}, targets(Facts, <<"call">>))).

sigils_test_() ->
    [
        ?_assertEqual({Names, []}, {names(Facts), lines(Facts)})
     || {Form, Names} <- [
            {"f() -> ~\"a\".", [<<"shop">>, <<"f/0">>]},
            {"f() -> {~S(raw \\ \"text\"), $~, \"~p~s(\", ~b[x]}.", [<<"shop">>, <<"f/0">>]},
            {"f() -> 'a~b' = ok. %% ~\"no string", [<<"shop">>, <<"f/0">>]}
        ],
        Facts <- [facts(Form)]
    ].

modules_are_followed_test_() ->
    [
        ?_assert(lists:member(#{import => <<"pay">>, name => <<"run/0">>}, lists:flatmap(fun any/1, targets(facts(Text), <<"call">>))))
     || Text <- [
            "f(X) -> M = case X of a -> pay; _ -> ship end, M:run().\n",
            "f(X) -> (m(X)):run().\nm(_) -> pay.\n",
            "f() -> g(pay).\ng(M) -> M:run().\n",
            "f() -> lists:foreach(fun(M) -> M:run() end, [pay]).\n",
            "f() -> [M:run() || M <- all()].\nall() -> [pay, ship].\n"
        ]
    ].

any(#{any := Targets}) -> Targets;
any(Target) -> [Target].


secrets_are_masked_test() ->
    Facts = facts("-define(PASSWORD, \"hunter2hunter\").\nf() -> [{api_key, \"Zk3kQq9aLm2x\"}, {port, 1}].\n"),
    Text = iolist_to_binary(gm_json:encode(Facts)),
    ?assertEqual(nomatch, binary:match(Text, [<<"hunter2hunter">>, <<"Zk3kQq9aLm2x">>])),
    ?assertEqual([<<"PASSWORD">>, <<"api_key">>], [Name || #{attributes := #{name := Name}} <- maps:get(signals, Facts)]).

latin1_test() ->
    Content = <<"-module(a).\n%% caf", 233, "\nf() -> \"", 233, "\".\n">>,
    Answer = gm_server:answer(#{
        <<"id">> => 1, <<"files">> => [#{<<"path">> => <<"a.erl">>, <<"encoding">> => <<"base64">>, <<"content">> => base64:encode(Content)}]
    }),
    ?assertEqual([<<"a">>, <<"f/0">>], [Name || [Name | _] <- maps:get(symbols, Answer)]).

size_test_() ->
    {timeout, 60, [
        fun() ->
            Text = [io_lib:format("f~b(X) -> f~b(X + 1).~n", [N, N + 1]) || N <- lists:seq(1, 10000)],
            ?assertEqual(10001, length(names(facts(Text))))
        end,
        fun() ->
            Deep = [lists:duplicate(20000, $[), lists:duplicate(20000, $])],
            ?assertEqual([<<"shop">>, <<"f/0">>, <<"g/0">>], names(facts(["f() -> ", Deep, ".\ng() -> ok.\n"])))
        end
    ]}.

what_nobody_asks_for_is_not_started_test_() ->
    [
        ?_assertEqual(IsThere, lists:member(#{import => <<"pay">>, name => <<"start_link/0">>}, targets(facts(["init([]) -> ", Body, ".\n"]), <<"use">>)))
     || {Body, IsThere} <- [
            {"A = {pay, start_link, []}, {ok, [A]}", true},
            {"A = {pay, start_link, []}, {ok, []}", false},
            {"_A = #{start => {pay, start_link, []}}, {ok, []}", false},
            {"A = {pay, start_link, []}, B = [A], {ok, []}", false},
            {"A = {pay, start_link, []}, B = [A], {ok, B}", true},
            {"A = {pay, start_link, []}", true},
            {"case x() of y -> A = {pay, start_link, []}, log(A); z -> ok end", true},
            {"A = start({pay, start_link, []}), {ok, []}", true}
        ]
    ].

what_terminate_has_to_do_to_finish_work_test_() ->
    [
        ?_assertEqual(Finishes, lists:member(#{external => <<"behaviour.terminate">>}, targets(Facts, <<"use">>)))
     || {Module, Body, Finishes} <- [
            {"shop", "shop_store:flush(S)", true},
            {"shop", "finish(S)", true},
            {"shop", "help(S)", true},
            {"shop", "ets:delete(S)", false},
            {"shop", "gen_tcp:close(S)", false},
            {"shop", "dets:close(S)", true},
            {"shop_store", "apply(M, close, [S])", true},
            {"shop", "logger:info(\"sync\")", false}
        ],
        Facts <- [
            facts(<<"src/shop.erl">>, [
                "-module(", Module, ").\n-behaviour(gen_server).\n-export([init/1, terminate/2]).\n",
                "init(S) -> process_flag(trap_exit, true), {ok, S}.\nterminate(M, S) -> ", Body, ".\nhelp(S) -> finish(S).\nfinish(S) -> S.\n"
            ])
        ]
    ].
