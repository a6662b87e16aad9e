%% @doc The facts of one file, by what its name says that it is.
-module(gm_files).

-export([facts/2]).

-spec facts(binary(), binary()) -> map().
facts(Path, Content) ->
    Characters = gm_text:decode(Content),
    case kind(gm_text:basename(Path)) of
        module -> gm_module:facts(Path, module, Content, Characters);
        header -> gm_module:facts(Path, header, Content, Characters);
        escript -> gm_module:facts(Path, escript, Content, Characters);
        script -> gm_application:script(Path, Characters);
        application -> gm_application:facts(Path, Characters);
        rebar -> gm_rebar:facts(Path, Characters);
        configuration -> gm_configuration:facts(Path, Characters);
        none -> #{}
    end.

kind(<<"rebar.config">>) ->
    rebar;
kind(Name) ->
    Kinds = [
        {<<".erl">>, module},
        {<<".hrl">>, header},
        {<<".escript">>, escript},
        {<<".app.src">>, application},
        {<<".app">>, application},
        {<<".app.src.script">>, script},
        {<<"sys.config">>, configuration},
        {<<"sys.config.src">>, configuration}
    ],
    case [Kind || {Suffix, Kind} <- Kinds, gm_text:suffix(Name, Suffix)] of
        [Kind | _] -> Kind;
        [] -> none
    end.
