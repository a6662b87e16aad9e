%% @doc The configuration of a release: the keys that it sets, and the variables of the environment that a template of it takes.
-module(gm_configuration).

-export([facts/2]).

-spec facts(binary(), string()) -> map().
facts(Path, Text) ->
    {Plain, Variables} = substituted(Text),
    {Terms, Diagnostics} = gm_terms:read(Plain),
    Sections = [
        {Application, gm_terms:line(Form), lists:sublist(gm_terms:pairs(Settings), 500)}
     || Term <- Terms, {tuple, _, [{atom, _, Application}, Settings]} = Form <- gm_terms:items(Term)
    ],
    #{references := References} = Facts = gm_environment:facts(lists:sublist(Sections, 100), 1),
    Reads = [
        #{from => 0, kind => <<"read">>, line => Line, to => #{environment => Name}, arguments => Default}
     || {Name, Line, Default} <- Variables
    ],
    gm_terms:with_diagnostics(Diagnostics, Facts#{
        namespace => gm_terms:environment(Path), references => Reads ++ References
    }).

%% `${PORT}' and `${PORT:-8080}' stand for values that are set when the release starts: outside of quotes they are read as atoms.
substituted(Text) -> substituted(Text, 1, code, [], []).

substituted("${" ++ Rest = Text, Line, Place, Done, Variables) ->
    case lists:splitwith(fun(C) -> C =/= $} andalso C =/= $\n end, Rest) of
        {Inner, "}" ++ After} ->
            {Name, Default} =
                case binary:split(gm_text:binary(Inner), <<":-">>) of
                    [N, Value] -> {gm_text:decode(N), [#{position => 0, value => gm_text:cut(Value)}]};
                    [_] -> {Inner, []}
                end,
            Shown = [C || C <- Name, C >= $0, C =< $z, C =/= $\\],
            Filled = case Place of code -> [$'] ++ lists:reverse([$', $$ | Shown]); _ -> lists:reverse([$$ | Shown]) end,
            substituted(After, Line, Place, Filled ++ Done, [{gm_text:binary(Name), Line, Default} | Variables]);
        _ ->
            substituted(tl(Text), Line, Place, [$$ | Done], Variables)
    end;
substituted([$\n | Rest], Line, comment, Done, Variables) -> substituted(Rest, Line + 1, code, [$\n | Done], Variables);
substituted([$\n | Rest], Line, Place, Done, Variables) -> substituted(Rest, Line + 1, Place, [$\n | Done], Variables);
substituted([$% | Rest], Line, code, Done, Variables) -> substituted(Rest, Line, comment, [$% | Done], Variables);
substituted([$\\, C | Rest], Line, Place, Done, Variables) when Place =/= comment, C =/= $\n ->
    substituted(Rest, Line, Place, [C, $\\ | Done], Variables);
substituted([Quote | Rest], Line, code, Done, Variables) when Quote =:= $"; Quote =:= $' ->
    substituted(Rest, Line, Quote, [Quote | Done], Variables);
substituted([Quote | Rest], Line, Quote, Done, Variables) -> substituted(Rest, Line, code, [Quote | Done], Variables);
substituted([C | Rest], Line, Place, Done, Variables) -> substituted(Rest, Line, Place, [C | Done], Variables);
substituted([], _, _, Done, Variables) -> {lists:reverse(Done), lists:reverse(Variables)}.
