%% @doc The facts of a module, a header or an escript.
-module(gm_module).

-include("gm_walk.hrl").

-export([facts/4]).

-record(shape, {
    kind :: module | header | escript,
    path :: binary(),
    name :: atom(),
    exports :: #{{atom(), arity()} => true} | all,
    behaviours :: [atom()],
    is_test :: boolean(),
    traps_exits :: boolean(),
    %% Its header exports the tests.
    includes_eunit :: boolean(),
    functions :: #{{atom(), arity()} => [term()]}
}).

%% The content is there as bytes too: what does not stand in them need not be looked for in the forms.
-spec facts(binary(), module | header | escript, binary(), string()) -> map().
facts(Path, Kind, Content, Text) ->
    gm_value:forget(),
    {Forms, _Macros, Diagnostics} = gm_source:forms(Text, Content),
    Plain = [Form || #{form := Form} <- Forms],
    Name = name(Kind, Path, Plain),
    Declared = [B || {attribute, _, Word, B} <- Plain, Word =:= behaviour orelse Word =:= behavior, is_atom(B)],
    Behaviours = lists:usort(Declared ++ [B || {function, _, init, 2, Clauses} <- Plain, gm_text:has(Content, [<<"cowboy_">>]), B <- upgraded(Clauses)]),
    Functions = [F || F <- Forms, is_function_form(F)],
    Shape = #shape{
        functions = maps:from_list([{key(F), clauses(F)} || F <- Functions]),
        kind = Kind,
        path = Path,
        name = Name,
        exports = exports(Kind, Plain),
        behaviours = Behaviours,
        is_test = is_test(Path),
        traps_exits = gm_text:has(Content, [<<"trap_exit">>]) andalso lists:any(fun traps_exits/1, Plain),
        includes_eunit = lists:any(fun("eunit.hrl") -> true; (_) -> false end, [filename:basename(I) || {include, _, _, I} <- Plain])
    },
    Helps = gm_text:has(Content, [<<"supervis">>, <<"child">>, <<"worker">>, <<"permanent">>, <<"transient">>, <<"temporary">>]),
    Context = (context(Name, Plain, Functions, Helps))#context{is_dynamic = gm_text:has(Content, [<<"simple_one_for_one">>])},
    Numbered = lists:zip(lists:seq(2, length(Functions) + 1), Functions),
    Found = [found(Form, Context#context{from = Id}) || {Id, Form} <- Numbered],
    Ending = lists:append([ending(Id, Form, Shape) ++ elli_routes(Id, Form, Shape) || {Id, Form} <- Numbered]),
    Waits = gm_text:has(Content, [<<"sleep">>, <<"send_after">>, <<"start_timer">>]),
    Retries = lists:append([
        gm_retry:signals(Id, F, A, Clauses)
     || Waits, {{Id, #{form := {function, _, F, A, Clauses}}}, {References, _}} <- lists:zip(Numbered, Found), calls_timer(References)
    ]),
    Symbols = [type_symbol(Shape, Plain) | [symbol(Id, Form, Shape) || {Id, Form} <- Numbered]],
    with_diagnostics(Diagnostics, #{
        namespace => namespace(Shape),
        symbols => Symbols,
        references => top_level(Plain, Context) ++ led_to(Symbols, Shape) ++ Ending ++ lists:append([References || {References, _} <- Found]),
        signals => definitions(Plain) ++ Retries ++ lists:append([Signals || {_, Signals} <- Found]),
        roots => roots(Numbered, Shape)
    }).

calls_timer([#{to := #{import := Module}} | _]) when Module =:= <<"timer">>; Module =:= <<"erlang">> -> true;
calls_timer([_ | Rest]) -> calls_timer(Rest);
calls_timer([]) -> false.

%% A handler of cowboy says by what it returns which further callbacks it has.
upgraded({tuple, _, [{atom, _, Protocol}, _, _ | _]}) when Protocol =:= cowboy_rest; Protocol =:= cowboy_websocket; Protocol =:= cowboy_loop ->
    [Protocol];
upgraded(Tuple) when is_tuple(Tuple) -> upgraded(gm_form:below(Tuple));
upgraded([Head | Tail]) -> upgraded(Head) ++ upgraded(Tail);
upgraded(_) -> [].

with_diagnostics([], Facts) -> Facts;
with_diagnostics(Diagnostics, Facts) -> Facts#{diagnostics => Diagnostics}.

%% Modules share one flat space of names, whatever folder they lie in; a header is found by its file's name.
namespace(#shape{name = Name, is_test = IsTest}) ->
    Plain = #{kind => <<"erlang-module">>, name => gm_text:binary(Name), separator => <<":">>, search => [<<>>]},
    case IsTest of
        true -> Plain#{variant => <<"test">>};
        false -> Plain
    end.

name(header, Path, _) ->
    binary_to_atom(limited(gm_text:basename(Path)), utf8);
name(_, Path, Forms) ->
    case [Name || {attribute, _, module, Name} <- Forms, is_atom(Name)] of
        [Name | _] -> Name;
        [] -> binary_to_atom(limited(filename:rootname(gm_text:basename(Path))), utf8)
    end.

limited(Name) -> gm_text:cut(gm_text:binary(Name)).

is_test(Path) ->
    Segments = binary:split(Path, <<"/">>, [global]),
    Folders = lists:droplast(Segments),
    Root = filename:rootname(lists:last(Segments)),
    lists:any(fun(Folder) -> lists:member(Folder, [<<"test">>, <<"tests">>, <<"ct">>, <<"eunit">>, <<"itest">>]) end, Folders) orelse
        gm_text:suffix(Root, <<"_SUITE">>) orelse gm_text:suffix(Root, <<"_tests">>).

exports(module, Forms) ->
    Options = lists:flatten([Option || {attribute, _, compile, Option} <- Forms]),
    case lists:member(export_all, Options) of
        true -> all;
        false -> maps:from_list([{Key, true} || {attribute, _, export, Keys} <- Forms, is_list(Keys), Key <- Keys])
    end;
exports(_, _) ->
    all.

is_exported(_, #shape{exports = all}) -> true;
is_exported(Key, #shape{exports = Exports}) -> is_map_key(Key, Exports).

is_function_form(#{form := {function, _, _, _, _}}) -> true;
is_function_form(#{form := {unread, _, {_, _}, _}}) -> true;
is_function_form(_) -> false.

key(#{form := {function, _, Name, Arity, _}}) -> {Name, Arity};
key(#{form := {unread, _, Key, _}}) -> Key.

first_line(#{form := {function, Location, _, _, _}}) -> max(1, erl_anno:line(Location));
first_line(#{form := {unread, Line, _, _}}) -> Line.

%% Only a module that speaks of children has helpers that build their specifications.
context(Name, Forms, Functions, Helps) ->
    Context = #context{
        module = Name,
        functions = maps:from_list([{key(F), clauses(F)} || F <- Functions]),
        records = maps:from_list([{R, Defaults} || {attribute, _, record, {R, Fields}} <- Forms, Defaults <- [defaults(Fields)], Defaults =/= []]),
        imports = maps:from_list([
            {Key, Module}
         || {attribute, _, import, {Module, Keys}} <- Forms, is_atom(Module), is_list(Keys), Key <- Keys
        ])
    },
    Helpers = [
        {{F, Arity}, Starts}
     || Helps, #{form := {function, _, F, Arity, Clauses}} <- Functions, Starts <- [gm_walk:helper(Clauses, Context)], Starts =/= []
    ],
    Context#context{helpers = maps:from_list(Helpers)}.

clauses(#{form := {function, _, _, _, Clauses}}) -> Clauses;
clauses(#{form := {unread, Line, _, Body}}) -> [{clause, Line, [], [], Body}].

defaults(Fields) -> [Value || {record_field, _, _, Value} <- lists:map(fun plain_field/1, Fields), has_call(Value)].

plain_field({typed_record_field, Field, _}) -> Field;
plain_field(Field) -> Field.

found(#{form := {function, _, Name, Arity, Clauses}}, Context) ->
    {References, Signals} = gm_walk:clauses(Clauses, Context#context{function = {Name, Arity}}),
    {rest_callbacks(Name, Arity, Clauses, Context) ++ References, Signals};
found(#{form := {unread, _, _, _}} = Form, Context) ->
    gm_walk:clauses(clauses(Form), Context).

%% Functions that answer a request for a type of content, which cowboy_rest calls by the names that these lists give.
rest_callbacks(Name, 2, Clauses, #context{functions = Functions, from = From}) when
    Name =:= content_types_provided; Name =:= content_types_accepted
->
    lists:usort([
        reference(From, <<"use">>, gm_value:callee({atom, 0, Callback}, 2, #context{module = '', functions = Functions, imports = #{}}), Line)
     || {Line, Callback} <- named_second(Clauses), is_map_key({Callback, 2}, Functions)
    ]);
rest_callbacks(_, _, _, _) ->
    [].

named_second({tuple, _, [_, {atom, Line, Name}]}) -> [{Line, Name}];
named_second(Tuple) when is_tuple(Tuple) -> named_second(gm_form:below(Tuple));
named_second([Head | Tail]) -> named_second(Head) ++ named_second(Tail);
named_second(_) -> [].

%% What runs when an application or a process ends, if it does anything: terminate runs at a shutdown only where exits are trapped, and
%% counts where it finishes or keeps work.
ending(Id, #{form := {function, L, prep_stop, 1, Clauses}}, #shape{behaviours = Behaviours}) ->
    [reference(Id, <<"use">>, #{external => <<"behaviour.prep_stop">>}, L) || lists:member(application, Behaviours), acts(Clauses)];
ending(Id, #{form := {function, L, stop, 1, Clauses}}, #shape{behaviours = Behaviours}) ->
    [reference(Id, <<"use">>, #{external => <<"behaviour.stop">>}, L) || lists:member(application, Behaviours), acts(Clauses)];
ending(Id, #{form := {function, L, terminate, Arity, Clauses}}, #shape{traps_exits = true, name = Name, functions = Functions}) when Arity =:= 2; Arity =:= 3 ->
    [reference(Id, <<"use">>, #{external => <<"behaviour.terminate">>}, L) || gm_finishing:finishes(Clauses, Name, Functions)];
%% Who starts an application has its module called back when it stops.
ending(Id, #{form := {function, L, start, 2, _}}, #shape{behaviours = Behaviours, name = Name}) ->
    [reference(Id, <<"instantiate">>, #{name => gm_text:binary(Name)}, L) || lists:member(application, Behaviours)];
ending(_, _, _) ->
    [].

%% A handler of elli tells paths by the patterns of its function: `handle('GET', [<<"orders">>], _)'.
elli_routes(Id, #{form := {function, _, _, 3, Clauses}}, #shape{behaviours = Behaviours}) ->
    case lists:member(elli_handler, Behaviours) of
        true -> lists:append([elli_route(Id, Clause) || Clause <- Clauses]);
        false -> []
    end;
elli_routes(_, _, _) ->
    [].

elli_route(Id, {clause, L, [{atom, _, _}, {cons, _, _, _} = Segments, _], _, Body}) ->
    Path = iolist_to_binary([[$/, elli_segment(Segment)] || Segment <- gm_terms:items(Segments)]),
    Route = reference(Id, <<"call">>, #{external => <<"erlang.route">>}, L),
    %% What answers is this clause alone: what it calls, and nothing of what the others do.
    Called =
        case lists:sublist(lists:usort(called(Body, [])), 8) of
            [] -> #{};
            [One] -> #{ref => One};
            Several -> #{ref => #{any => Several}}
        end,
    [Route#{arguments => [#{position => 0, value => gm_text:cut(Path)}, Called#{position => 1}]}];
elli_route(_, _) ->
    [].

%% The functions that a body calls by their names, in any order.
called({call, _, {atom, _, Name}, Arguments}, Found) ->
    case erl_internal:bif(Name, length(Arguments)) of
        true -> called(Arguments, Found);
        false -> called_own(Name, Arguments, Found)
    end;
called({call, _, {remote, _, {atom, _, Module}, {atom, _, Name}}, Arguments}, Found) ->
    Full = iolist_to_binary([gm_text:binary(Name), $/, integer_to_binary(length(Arguments))]),
    called(Arguments, [#{import => gm_text:binary(Module), name => Full} | Found]);
called(Tuple, Found) when is_tuple(Tuple) -> called(gm_form:below(Tuple), Found);
called([Head | Tail], Found) -> called(Tail, called(Head, Found));
called(_, Found) -> Found.

called_own(Name, Arguments, Found) ->
    called(Arguments, [#{name => iolist_to_binary([gm_text:binary(Name), $/, integer_to_binary(length(Arguments))])} | Found]).

elli_segment({bin, _, [{bin_element, _, {string, _, Text}, _, _}]}) -> gm_text:binary(Text);
elli_segment({var, _, Name}) -> [$:, gm_text:binary(Name)];
elli_segment(_) -> <<":any">>.

acts(Clauses) -> lists:any(fun({clause, _, _, _, Body}) -> has_call(Body) end, Clauses).

has_call({call, _, {remote, _, {atom, _, Logger}, _}, _}) when Logger =:= logger; Logger =:= lager; Logger =:= io -> false;
%% What only looks at data ends nothing.
has_call({call, _, {remote, _, {atom, _, Module}, _}, Arguments}) when
    Module =:= lists; Module =:= maps; Module =:= proplists; Module =:= io_lib; Module =:= lager; Module =:= string
->
    has_call(Arguments);
has_call({call, _, {atom, _, Name}, Arguments}) ->
    case atom_to_list(Name) of
        "?" ++ _ -> false;
        _ -> not erl_internal:guard_bif(Name, length(Arguments)) orelse has_call(Arguments)
    end;
has_call({call, _, _, _}) -> true;
has_call(Tuple) when is_tuple(Tuple) -> has_call(gm_form:below(Tuple));
has_call([Head | Tail]) -> has_call(Head) orelse has_call(Tail);
has_call(_) -> false.

traps_exits({call, _, {atom, _, process_flag}, [{atom, _, trap_exit}, {atom, _, true}]}) -> true;
traps_exits({call, _, {remote, _, {atom, _, erlang}, {atom, _, process_flag}}, [{atom, _, trap_exit}, {atom, _, true}]}) -> true;
traps_exits(Tuple) when is_tuple(Tuple) -> traps_exits(gm_form:below(Tuple));
traps_exits([Head | Tail]) -> traps_exits(Head) orelse traps_exits(Tail);
traps_exits(_) -> false.

%% --- symbols --------------------------------------------------------------------------------------------------------

%% A module as what is handed on to be called back: its type, whose methods are its callbacks.
type_symbol(#shape{name = Name}, Forms) ->
    Line = hd([max(1, erl_anno:line(L)) || {attribute, L, module, _} <- Forms] ++ [1]),
    #{id => 1, name => gm_text:binary(Name), kind => <<"type">>, line => Line, end_line => Line}.

symbol(Id, #{last := Last} = Form, Shape) ->
    {Name, Arity} = Key = key(Form),
    Line = first_line(Form),
    Plain = #{
        id => Id,
        name => iolist_to_binary([gm_text:binary(Name), $/, integer_to_binary(Arity)]),
        line => Line,
        end_line => max(Line, Last)
    },
    case is_exported(Key, Shape) andalso callback(Key, Shape) of
        false -> Plain#{kind => <<"function">>};
        implicit -> method(Plain#{attributes => #{implicit => true}}, Shape);
        by_name -> method(Plain, Shape)
    end.

method(Symbol, #shape{name = Name}) ->
    Symbol#{kind => <<"method">>, owner => #{name => gm_text:binary(Name)}}.

%% How a function is called where only its module is named: always, by its name, or not at all.
callback(_, #shape{kind = Kind}) when Kind =/= module -> false;
callback({Name, Arity}, #shape{behaviours = Behaviours}) ->
    Known = [B || B <- Behaviours, gm_behaviours:is_known(B)],
    case Behaviours =:= [] orelse Known =/= [] of
        true ->
            case gm_behaviours:is_callback(Known, Name, Arity) of
                true -> implicit;
                false when Behaviours =/= Known -> by_name;
                false -> false
            end;
        false ->
            by_name
    end.

%% The callbacks of a declared behaviour, and what answers a request, are what a mention of the module leads to. Other callbacks, which are
%% told by their names alone, run only where the module is started or handed on.
led_to(Symbols, #shape{behaviours = Behaviours}) ->
    IsDeclared = lists:any(fun gm_behaviours:is_known/1, Behaviours),
    [
        #{from => 1, kind => <<"use">>, line => Line, to => #{name => Name}}
     || #{attributes := #{implicit := true}, name := Name, line := Line} <- Symbols, IsDeclared orelse Name =:= <<"init/2">>
    ].

%% --- references of the module itself --------------------------------------------------------------------------------

top_level(Forms, Context) ->
    lists:flatmap(fun(Form) -> attribute(Form, Context) end, Forms).

attribute({attribute, L, Word, Behaviour}, Context) when (Word =:= behaviour orelse Word =:= behavior), is_atom(Behaviour) ->
    case gm_behaviours:is_known(Behaviour) of
        true ->
            [reference(1, <<"use">>, #{external => <<"behaviour.", (gm_text:binary(Behaviour))/binary>>}, L)];
        false ->
            [reference(1, <<"inherit">>, gm_value:type(Behaviour, Context), L)]
    end;
attribute({attribute, L, on_load, {Name, 0}}, Context) ->
    [reference(0, <<"call">>, gm_value:callee({atom, 0, Name}, 0, Context), L)];
attribute({attribute, L, compile, Options}, _) ->
    [
        reference(0, <<"use">>, To, L)
     || {parse_transform, Transform} <- lists:flatten([Options]),
        is_atom(Transform),
        To <- [
            #{external => <<"parse_transform.", (gm_text:binary(Transform))/binary>>},
            #{import => gm_text:binary(Transform), name => <<"parse_transform/2">>}
        ]
    ];
attribute({include, L, _, Path}, _) ->
    Name = gm_text:basename(gm_text:binary(Path)),
    [reference(0, <<"include">>, #{import => Name, name => <<"*">>}, L)];
attribute(_, _) ->
    [].

reference(From, Kind, To, Location) ->
    #{from => From, kind => Kind, to => To, line => max(1, erl_anno:line(Location))}.

%% Definitions that hold a secret.
definitions(Forms) ->
    [
        #{
            kind => <<"secret.literal">>,
            symbol => 0,
            line => Line,
            attributes => maps:merge(
                #{name => gm_text:binary(Name), masked => gm_text:mask(Text)},
                maps:from_list([{placeholder, true} || gm_text:is_placeholder(Text)])
            )
        }
     || {define, Line, Name, [{string, _, Characters}]} <- Forms,
        Text <- [gm_text:binary(Characters)],
        gm_text:is_secret(gm_text:binary(Name), Text)
    ].

%% --- roots ----------------------------------------------------------------------------------------------------------

roots(Numbered, #shape{kind = escript, path = Path}) ->
    [
        role(Path, #{
            symbol => Id, class => <<"production">>, component => Path, kind => <<"escript">>, why => <<"main of an escript">>
        })
     || {Id, Form} <- Numbered, key(Form) =:= {main, 1}
    ];
roots(Numbered, Shape) ->
    application(Numbered, Shape) ++ lists:flatmap(fun({Id, Form}) -> test_root(Id, key(Form), Form, Shape) end, Numbered).

%% An application's callback module whose name is the application's: builds that are not rebar's (erlang.mk) make the .app file, so that
%% no file of the repository says `mod'. It is the same component as the one of a .app.src.
application(Numbered, #shape{kind = module, is_test = false, behaviours = Behaviours, path = Path, name = Name}) ->
    case lists:member(application, Behaviours) andalso application_name(Path, gm_text:binary(Name)) of
        false ->
            [];
        Component ->
            [
                role(Path, #{
                    symbol => Id, class => <<"production">>, component => Component, kind => <<"erlang-app">>,
                    why => <<"the application's callback module">>
                })
             || {Id, Form} <- Numbered, key(Form) =:= {start, 2}
            ]
    end;
application(_, _) ->
    [].

application_name(Path, Module) ->
    case lists:reverse(binary:split(Path, <<"/">>, [global])) of
        [_, <<"src">>, Folder | _] when Module =:= Folder; Module =:= <<Folder/binary, "_app">> -> Folder;
        [_, <<"src">>] ->
            case gm_text:suffix(Module, <<"_app">>) of
                true -> binary:part(Module, 0, byte_size(Module) - 4);
                false -> false
            end;
        _ -> false
    end.

role(Path, Root) ->
    Folders = lists:droplast(binary:split(Path, <<"/">>, [global])),
    Tools = [<<"scripts">>, <<"script">>, <<"tools">>, <<"test">>, <<"dev">>, <<"ci">>, <<"bench">>, <<"build">>],
    case lists:any(fun(Folder) -> lists:member(Folder, Tools) end, Folders) of
        true -> Root#{role => <<"tool">>};
        false -> Root
    end.

test_root(Id, {Name, Arity} = Key, #{test := InTest}, #shape{is_test = IsTest, name = Module, includes_eunit = Eunit} = Shape) ->
    Text = gm_text:binary(Name),
    IsEunit = Arity =:= 0 andalso (gm_text:suffix(Text, <<"_test">>) orelse gm_text:suffix(Text, <<"_test_">>)),
    IsSuite = gm_text:suffix(gm_text:binary(Module), <<"_SUITE">>),
    IsProperty = lists:prefix("prop_", atom_to_list(Name)) andalso Arity =< 1,
    case is_exported(Key, Shape) orelse InTest orelse IsTest orelse Eunit of
        true when IsEunit -> [test(Id, <<"eunit">>)];
        true when IsProperty, IsTest orelse InTest -> [test(Id, <<"property">>)];
        true when IsSuite -> suite(Id, Key, Shape);
        _ -> []
    end.

%% Common Test calls what a suite exports.
suite(Id, {_, Arity} = Key, #shape{} = Shape) when Arity =< 2 ->
    case is_exported(Key, Shape) of
        true -> [test(Id, <<"common-test">>)];
        false -> []
    end;
suite(_, _, _) ->
    [].

test(Id, Kind) -> #{symbol => Id, class => <<"test">>, kind => Kind}.
