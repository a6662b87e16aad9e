%% @doc JSON by the library that is there: jiffy (Debian's erlang-jiffy), else OTP 27's own module.
-module(gm_json).

-export([decode/1, encode/1]).

-type json() :: term().

-spec decode(binary()) -> {ok, json()} | error.
decode(Binary) ->
    try
        {ok, with_library(fun() -> jiffy:decode(Binary, [return_maps]) end, fun() -> otp_decode(Binary) end)}
    catch
        _:_ -> error
    end.

-spec encode(json()) -> iodata().
encode(Term) ->
    with_library(fun() -> jiffy:encode(Term, [force_utf8]) end, fun() -> erlang:apply(json, encode, [Term]) end).

%% The module is absent before OTP 27, so it is called by apply.
otp_decode(Binary) -> erlang:apply(json, decode, [Binary]).

with_library(Jiffy, Otp) ->
    case code:ensure_loaded(jiffy) of
        {module, jiffy} -> Jiffy();
        {error, _} -> Otp()
    end.
