%% Facts as rows: each field in its place.
-module(gm_rows_tests).

-include_lib("eunit/include/eunit.hrl").

references(References) -> maps:get(references, gm_rows:packed(#{references => References})).
row(Ref) -> [[Row, 1]] = references([#{from => 0, to => Ref, kind => <<"call">>, line => 1}]), Row.
argument(Argument) ->
    [[<<"a">>, 1, 0, 0, [Row]]] =
        references([#{from => 0, to => #{name => <<"a">>}, kind => <<"call">>, line => 1, arguments => [Argument]}]),
    Row.

refs_test_() ->
    [
        ?_assertEqual(Row, row(Ref))
     || {Ref, Row} <- [
            {#{name => <<"f/0">>}, <<"f/0">>},
            {#{import => <<"m">>, name => <<"f/0">>}, [1, <<"m">>, <<"f/0">>]},
            {#{member => <<"f/0">>, 'of' => null}, [0, <<"f/0">>]},
            {#{result => #{name => <<"f/0">>}}, [2, <<"f/0">>]},
            {#{any => [#{name => <<"f/0">>}, #{external => <<"x">>}]}, [5, <<"f/0">>, [7, <<"x">>]]},
            {#{environment => <<"PORT">>}, [10, <<"PORT">>]},
            {#{command => [<<"rebar3">>]}, [15, [<<"rebar3">>]]},
            {#{command => [<<"make">>], directory => <<"api">>}, [15, [<<"make">>], <<"api">>]},
            {#{element => #{import => <<"m">>, name => <<"f">>}}, [3, [1, <<"m">>, <<"f">>]]}
        ]
    ].

arguments_test_() ->
    [
        ?_assertEqual(Row, argument(Argument))
     || {Argument, Row} <- [
            {#{position => 0}, 0},
            {#{position => 0, value => <<"x">>}, <<"x">>},
            {#{position => 0, value => 1}, [0, 0, [1]]},
            {#{position => 1, value => true}, [1, 0, [true]]},
            {#{position => 0, ref => #{name => <<"f">>}}, [0, <<"f">>]},
            {#{name => <<"n">>, items => []}, [<<"n">>, 0, 0, []]},
            {#{position => 0, items => [#{position => 0, value => <<"x">>}]}, [0, 0, 0, [<<"x">>]]}
        ]
    ].

lines_and_origins_count_on_test() ->
    To = #{name => <<"a">>},
    ?assertEqual(
        [[<<"a">>, 7, 1, 2], [<<"a">>, -2, <<"beam">>, -2, 0, 17], [<<"a">>]],
        references([
            #{from => 2, to => To, kind => <<"use">>, line => 7},
            #{from => 0, to => To, kind => <<"beam">>, line => 5, context => [<<"loop">>, <<"handler">>]},
            #{from => 0, to => To, kind => <<"call">>, line => 5}
        ])
    ).

symbols_test() ->
    Symbols = [
        #{id => 1, name => <<"shop">>, kind => <<"type">>, line => 3, end_line => 3},
        #{
            id => 2, name => <<"init/1">>, kind => <<"method">>, line => 2, end_line => 9,
            owner => #{name => <<"shop">>}, attributes => #{implicit => true}
        }
    ],
    ?assertEqual(
        #{symbols => [[<<"shop">>, 5, 3], [<<"init/1">>, 1, -1, 7, 0, <<"shop">>, 0, #{implicit => true}]]},
        gm_rows:packed(#{symbols => Symbols})
    ).

typed_symbols_test() ->
    Symbols = [#{id => 1, name => <<"port">>, kind => <<"alias">>, line => 2, type => #{name => <<"shop.port">>}}],
    ?assertEqual(#{symbols => [[<<"port">>, <<"alias">>, 2, 0, <<"shop.port">>]]}, gm_rows:packed(#{symbols => Symbols})).

roots_test() ->
    ?assertEqual(
        #{roots => [#{to => [1, <<"m">>, <<"main/1">>]}, #{symbol => 1}]},
        gm_rows:packed(#{roots => [#{to => #{import => <<"m">>, name => <<"main/1">>}}, #{symbol => 1}]})
    ).
