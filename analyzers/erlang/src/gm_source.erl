%% @doc From text to forms, by the language's own scanner and parser. Macros are handled on tokens: those that the same text
%% defines are expanded, all others become atoms that begin with `?', so that the rest of their form can be read.
-module(gm_source).

-export([forms/2]).

-export_type([form/0, diagnostic/0]).

-type form() :: #{form := term(), last := pos_integer(), test := boolean()}.
-type diagnostic() :: #{severity := binary(), line := pos_integer(), message := binary(), unless_file => binary()}.
-record(state, {
    macros = #{} :: gm_macros:macros(),
    %% The -ifdef's that are open, innermost first.
    conditions = [] :: [test | other],
    forms = [] :: [form()],
    diagnostics = [] :: [diagnostic()]
}).

-define(MAXIMUM_DIAGNOSTICS, 50).

%% @doc All forms in order, and a diagnostic for each one that cannot be read.
-spec forms(string(), binary()) -> {[form()], gm_macros:macros(), [diagnostic()]}.
forms(Text, Content) ->
    #state{forms = Forms, macros = Macros, diagnostics = Diagnostics} = scan(older(without_shebang(Text), Content), 1, #state{}),
    {lists:reverse(Forms), Macros, lists:reverse(Diagnostics)}.

without_shebang("#!" ++ Rest) -> lists:dropwhile(fun(C) -> C =/= $\n end, Rest);
without_shebang([16#FEFF | Rest]) -> without_shebang(Rest);
without_shebang(Text) -> Text.

%% Strings of newer releases, as older scanners read them.
older(Text, Content) ->
    Single = case gm_text:has(Content, [<<"\"\"\"">>]) of true -> gm_triple:flattened(Text); false -> Text end,
    case gm_sigil:is_there(Content) of true -> gm_sigil:plain(Single); false -> Single end.

scan(Text, Line, State) ->
    case erl_scan:tokens([], Text, Line) of
        {more, Continuation} -> scanned(erl_scan:tokens(Continuation, eof, Line), State);
        Done -> scanned(Done, State)
    end.

scanned({done, {ok, Tokens, Last}, Rest}, State) ->
    NewState = read(Tokens, element(2, lists:last(Tokens)), State),
    next(Rest, Last, NewState);
scanned({done, {error, {Line, Module, Reason}, Last}, Rest}, State) ->
    next(Rest, Last, diagnose(Line, Module:format_error(Reason), State));
scanned({done, {eof, _}, _}, State) ->
    State.

next(eof, _Last, State) -> State;
next([], _Last, State) -> State;
next(Rest, Last, State) -> scan(Rest, Last, State).

%% Directives of the preprocessor are read here; everything else is a form.
read([{'-', Line}, {atom, _, define}, {'(', _} | Rest], Last, State) ->
    case gm_macros:definition(Rest) of
        {ok, Name, Parameters, Body} ->
            Macros = gm_macros:define(Name, Parameters, Body, is_test(State), State#state.macros),
            add({define, Line, Name, Body}, Last, State#state{macros = Macros});
        error ->
            diagnose(Line, "a definition that cannot be read", State)
    end;
read([{'-', _}, {atom, _, ifdef}, {'(', _}, {_, _, 'TEST'} | _], _, State) ->
    State#state{conditions = [test | State#state.conditions]};
read([{'-', _}, {atom, _, Word} | _], _, State) when Word =:= ifdef; Word =:= ifndef ->
    State#state{conditions = [other | State#state.conditions]};
read([{'-', _}, {'if', _} | _], _, State) ->
    State#state{conditions = [other | State#state.conditions]};
read([{'-', _}, {Word, _} | _], _, State) when Word =:= 'else' -> otherwise(State);
read([{'-', _}, {atom, _, Word} | _], _, State) when Word =:= 'else'; Word =:= elif -> otherwise(State);
read([{'-', _}, {atom, _, endif} | _], _, #state{conditions = Conditions} = State) ->
    State#state{conditions = lists:nthtail(min(1, length(Conditions)), Conditions)};
read([{'-', _}, {atom, _, Word} | _], _, State) when Word =:= undef; Word =:= error; Word =:= warning -> State;
read([{'-', Line}, {atom, _, Word}, {'(', _}, {string, _, Path} | _], Last, State) when
    Word =:= include; Word =:= include_lib
->
    add({include, Line, Word, Path}, Last, absent(Word, Line, Path, State));
read(Tokens, Last, State) ->
    Line = element(2, hd(Tokens)),
    case parse(with_maybe(Tokens), State#state.macros) of
        {ok, {attribute, _, module, Module} = Form} when is_atom(Module) ->
            add(Form, Last, State#state{macros = gm_macros:module(Module, State#state.macros)});
        {ok, {attribute, _, compile, Options} = Form} ->
            add(Form, Last, transformed(Line, Options, State));
        {ok, Form} ->
            add(Form, Last, State);
        {error, Where, Message} ->
            add({unread, Line, head(Tokens), calls(Tokens)}, Last, diagnose(Where, Message, State))
    end.

otherwise(#state{conditions = [_ | Rest]} = State) -> State#state{conditions = [other | Rest]};
otherwise(State) -> State.

is_test(#state{conditions = Conditions}) -> lists:member(test, Conditions).

add(Form, Last, State) ->
    State#state{forms = [#{form => Form, last => Last, test => is_test(State)} | State#state.forms]}.

%% Whether the header is there is not for one file to know. Those of dependencies, which `include_lib' names, never are.
absent(include, Line, Path, State) ->
    Name = gm_text:basename(gm_text:binary(Path)),
    Message = <<"the header ", Name/binary, " is not in the repository: its macros and records stay names">>,
    tell(Line, <<"info">>, Message, #{unless_file => Name}, State);
absent(include_lib, _Line, _Path, State) ->
    State.

%% Nothing is run: the code is read as it is written. Those of OTP and of loggers add no functions.
transformed(Line, Options, State) ->
    lists:foldl(
        fun(Transform, Known) ->
            Message = ["the parse transform ", atom_to_list(Transform), " is not run: what it changes is not seen"],
            tell(Line, <<"info">>, Message, #{}, Known)
        end,
        State,
        [
            Transform
         || {parse_transform, Transform} <- lists:flatten([Options]),
            is_atom(Transform),
            not lists:member(Transform, [ms_transform, qlc, lager_transform, eunit_autoexport])
        ]
    ).

diagnose(Line, Message, State) ->
    tell(Line, <<"warning">>, Message, #{}, State).

tell(Line, Severity, Message, More, #state{diagnostics = Known} = State) when length(Known) < ?MAXIMUM_DIAGNOSTICS ->
    Diagnostic = More#{severity => Severity, line => max(1, Line), message => gm_text:cut(gm_text:binary(Message))},
    State#state{diagnostics = [Diagnostic | Known]};
tell(_Line, _Severity, _Message, _More, State) ->
    State.

%% First with the macros of this text, then with each left as an atom, last by the syntax tools' reader of unprocessed code.
parse(Tokens, Macros) ->
    case has_macro(Tokens) of
        false ->
            case erl_parse:parse_form(Tokens) of
                {ok, Form} -> {ok, Form};
                {error, {Line, Module, Reason}} -> second(Tokens, Line, Module:format_error(Reason))
            end;
        true ->
            case erl_parse:parse_form(gm_macros:expand(Tokens, Macros)) of
                {ok, Form} ->
                    {ok, Form};
                {error, _} ->
                    case erl_parse:parse_form(gm_macros:expand(Tokens, gm_macros:none(Macros))) of
                        {ok, Form} -> {ok, Form};
                        {error, {Line, Module, Reason}} -> second(Tokens, Line, Module:format_error(Reason))
                    end
            end
    end.

has_macro(Tokens) -> lists:keymember('?', 1, Tokens).

second(Tokens, Line, Message) ->
    case gm_dodger:form(Tokens) of
        {ok, Form} -> {ok, Form};
        error -> {error, Line, Message}
    end.

%% Only a form with `?=' has a `maybe' that is more than an atom.
with_maybe(Tokens) ->
    case lists:keymember('?=', 1, Tokens) of
        true -> lists:map(fun maybe_token/1, Tokens);
        false -> Tokens
    end.

maybe_token({atom, Line, 'maybe'}) -> {'maybe', Line};
maybe_token({atom, Line, 'else'}) -> {'else', Line};
maybe_token(Token) -> Token.

%% The name and number of arguments of a function whose form cannot be read.
head([{atom, _, Name}, {'(', _} | Rest]) -> {Name, min(255, arguments(Rest, 0, 0, false))};
head(_) -> none.

arguments([{')', _} | _], 0, Commas, Some) -> Commas + count(Some);
arguments([{',', _} | Rest], 0, Commas, _) -> arguments(Rest, 0, Commas + 1, true);
arguments([{Open, _} | Rest], Depth, Commas, _) when Open =:= '('; Open =:= '['; Open =:= '{'; Open =:= '<<' ->
    arguments(Rest, Depth + 1, Commas, true);
arguments([{Close, _} | Rest], Depth, Commas, _) when Close =:= ')'; Close =:= ']'; Close =:= '}'; Close =:= '>>' ->
    arguments(Rest, max(0, Depth - 1), Commas, true);
arguments([_ | Rest], Depth, Commas, _) ->
    arguments(Rest, Depth, Commas, true);
arguments([], _, Commas, Some) ->
    Commas + count(Some).

%% The calls in a form that cannot be read, by their tokens: newer syntax hides its own expression and nothing besides.
calls(Tokens) -> lists:reverse(calls(Tokens, [])).

calls([{'fun', Line}, {atom, _, Name}, {'/', _}, {integer, _, Arity} | Rest], Done) ->
    calls(Rest, [{'fun', Line, {function, Name, Arity}} | Done]);
calls([{'fun', Line}, {atom, _, _} = Module, {':', _}, {atom, _, _} = Name, {'/', _}, {integer, _, _} = Arity | Rest], Done) ->
    calls(Rest, [{'fun', Line, {function, Module, Name, Arity}} | Done]);
calls([{atom, Line, _} = Module, {':', _}, {atom, _, _} = Name, {'(', _} | Rest], Done) ->
    calls(Rest, [{call, Line, {remote, Line, Module, Name}, unknown(Line, Rest)} | Done]);
calls([{atom, Line, _} = Name, {'(', _} | Rest], Done) ->
    calls(Rest, [{call, Line, Name, unknown(Line, Rest)} | Done]);
calls([_ | Rest], Done) ->
    calls(Rest, Done);
calls([], Done) ->
    Done.

unknown(Line, Rest) -> lists:duplicate(min(255, arguments(Rest, 0, 0, false)), {var, Line, '_'}).

count(true) -> 1;
count(false) -> 0.
