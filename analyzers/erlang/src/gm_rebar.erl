%% @doc rebar.config: dependencies of all profiles, the escript's module, aliases and hooks, and the options of compiling, testing and releasing.
-module(gm_rebar).

-include("gm_walk.hrl").

-export([facts/2]).

-define(MAXIMUM, 500).

-spec facts(binary(), string()) -> map().
facts(Path, Text) ->
    {Terms, Diagnostics} = gm_terms:read(Text),
    Profiles = [{Profile, Options} || {_, List} <- [gm_terms:get(profiles, Terms)], {Profile, _, Options} <- gm_terms:pairs(List)],
    Development = [Options || {Profile, Options} <- Profiles, Profile =/= prod],
    Production = [Options || {prod, Options} <- Profiles],
    Named = lists:sublist(aliases(Terms), ?MAXIMUM),
    Aliases = lists:zip(lists:seq(1, length(Named)), Named),
    Listed = lists:sublist(lists:flatmap(fun releases/1, [Terms | [Options || {_, Options} <- Profiles]]), ?MAXIMUM),
    Releases = lists:zip(lists:seq(length(Named) + 1, length(Named) + length(Listed)), Listed),
    Directory = directory(Path),
    {References, Signals} = options(Terms, Profiles),
    gm_terms:with_diagnostics(Diagnostics, #{
        namespace => gm_terms:namespace(Path),
        dependencies =>
            dependencies(deps, Terms, <<"runtime">>) ++ lists:flatmap(fun(O) -> dependencies(deps, O, <<"runtime">>) end, Production) ++
            lists:flatmap(fun(O) -> dependencies(deps, O, <<"development">>) ++ plugins(O) end, Development) ++ plugins(Terms),
        roots => escript(Terms),
        symbols =>
            [target(Id, gm_text:binary(Name), Line) || {Id, {Name, Line, _}} <- Aliases] ++
            [target(Id, <<"release ", (gm_text:binary(Name))/binary>>, Line) || {Id, {Name, Line, _}} <- Releases],
        references =>
            lists:append([runs(Id, Steps, Directory) || {Id, {_, _, Steps}} <- Aliases]) ++
            [starts(Id, Line, Application) || {Id, {_, Line, Applications}} <- Releases, Application <- Applications] ++
            hooks(Terms, Directory) ++ References,
        %% What rebar3 and its plugins run besides is not listed here.
        signals => [#{kind => <<"targets.open">>, symbol => 0, line => 1} | Signals]
    }).

directory(Path) ->
    case lists:droplast(binary:split(Path, <<"/">>, [global])) of
        [] -> <<>>;
        Segments -> iolist_to_binary(lists:join($/, Segments))
    end.

plugins(Terms) -> dependencies(project_plugins, Terms, <<"development">>) ++ dependencies(plugins, Terms, <<"development">>).

dependencies(Key, Terms, Scope) ->
    [
        Dependency
     || {_, List} <- [gm_terms:get(Key, Terms)], Form <- gm_terms:items(List), Dependency <- dependency(Form, Scope)
    ].

dependency({atom, _, Name} = Form, Scope) ->
    [#{ecosystem => <<"hex">>, name => gm_text:binary(Name), scope => Scope, line => gm_terms:line(Form)}];
dependency({tuple, _, [{atom, _, _} = Name | Rest]} = Form, Scope) ->
    [Plain] = dependency(Name, Scope),
    At = Plain#{line => gm_terms:line(Form)},
    case Rest of
        [{string, _, Version} | _] -> [At#{version => gm_text:cut(gm_text:binary(Version))}];
        _ -> [At]
    end;
dependency(_, _) ->
    [].

escript(Terms) ->
    Name =
        case {gm_terms:atom(gm_terms:get(escript_name, Terms)), gm_terms:atom(gm_terms:get(escript_main_app, Terms))} of
            {none, App} -> App;
            {Given, _} -> Given
        end,
    case {gm_terms:atom(gm_terms:get(escript_main_module, Terms)), Name} of
        {none, none} -> [];
        {none, _} -> [escript_root(Name, Name)];
        {Module, none} -> [escript_root(Module, Module)];
        {Module, _} -> [escript_root(Module, Name)]
    end.

escript_root(Module, Name) ->
    #{
        to => #{import => gm_text:binary(Module), name => <<"main/1">>}, class => <<"production">>,
        component => gm_text:binary(Name), kind => <<"escript">>, why => <<"escript of rebar.config">>
    }.

target(Id, Name, Line) -> #{id => Id, name => Name, kind => <<"target">>, line => Line, end_line => Line}.

%% A release starts the applications that relx lists for it: by its script, `bin/shop foreground'.
releases(Terms) ->
    [
        {Name, gm_terms:line(Form), lists:sublist(lists:flatmap(fun listed/1, gm_terms:items(Applications)), ?MAXIMUM)}
     || {_, List} <- [gm_terms:get(relx, Terms)],
        {tuple, _, [{atom, _, release}, {tuple, _, [{atom, _, Name} | _]}, Applications | _]} = Form <- gm_terms:items(List)
    ].

listed({atom, _, Name}) -> [Name];
%% What is only loaded is not started.
listed({tuple, _, [{atom, _, Name} | Rest]}) -> [Name || not lists:any(fun({atom, _, Mode}) -> lists:member(Mode, [load, none]); (_) -> false end, Rest)];
listed(_) -> [].

starts(Id, Line, Application) ->
    Text = <<"application:ensure_all_started(", (gm_text:binary(Application))/binary, ")">>,
    #{from => Id, kind => <<"run">>, line => Line, to => #{command => [<<"erl">>, <<"-eval">>, Text], directory => <<>>}}.

%% `rebar3 check' runs what the alias lists.
aliases(Terms) ->
    [{Name, Line, gm_terms:items(Steps)} || {_, List} <- [gm_terms:get(alias, Terms)], {Name, Line, Steps} <- gm_terms:pairs(List)].

runs(Id, Steps, Directory) ->
    [
        #{
            from => Id, kind => <<"run">>, line => gm_terms:line(Step),
            to => #{command => [<<"rebar3">> | Words], directory => Directory}
        }
     || Step <- Steps, Words <- [step(Step)], Words =/= []
    ].

step({atom, _, Step}) -> [gm_text:binary(Step)];
step({tuple, _, [{atom, _, Step}, {string, _, Options}]}) -> [gm_text:binary(Step) | words(Options)];
step({tuple, _, [{atom, _, Step}, _]}) -> [gm_text:binary(Step)];
step({tuple, _, [{atom, _, 'do'} | _]}) -> [];
step({tuple, _, [{atom, _, _}, {atom, _, Step}, _]}) -> [gm_text:binary(Step)];
step(_) -> [].

%% Commands of the shell that run before and after a step.
hooks(Terms, Directory) ->
    [
        #{from => 0, kind => <<"run">>, line => gm_terms:line(Hook), to => #{command => Words, directory => Directory}}
     || Key <- [pre_hooks, post_hooks],
        {_, List} <- [gm_terms:get(Key, Terms)],
        {tuple, _, Elements} = Hook <- gm_terms:items(List),
        {string, _, Command} <- [lists:last(Elements)],
        Words <- [words(Command)],
        Words =/= []
    ].

words(Text) -> [gm_text:binary(Word) || Word <- lists:sublist(binary:split(gm_text:binary(Text), [<<" ">>, <<"\t">>, <<"\n">>], [global, trim_all]), 64)].

%% Options of all profiles, as those in a function's body are read.
options(Terms, Profiles) ->
    All = [{Key, Line, Value} || {Key, Line, Value} <- gm_terms:pairs(Terms) ++ lists:append([gm_terms:pairs(O) || {_, O} <- Profiles]), is_read(Key)],
    Context = #context{module = '?rebar', functions = #{}, imports = #{}, from = 0},
    Found = [
        gm_walk:clauses([{clause, Line, [], [], [{cons, Line, {tuple, Line, [{atom, Line, Key}, Value]}, {nil, Line}}]}], Context)
     || {Key, Line, Value} <- lists:sublist(All, ?MAXIMUM)
    ],
    {References, Signals} = lists:unzip(Found),
    {lists:append(References), lists:append(Signals)}.

is_read(Key) ->
    lists:member(Key, [
        relx, ct_opts, eunit_opts, cover_enabled, cover_opts, cover_export_enabled, dialyzer, xref_checks, proper_opts, erl_opts, shell
    ]).
