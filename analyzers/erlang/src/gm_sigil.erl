%% @doc Sigils, which OTP 27 brought, as plain strings of as many lines, so that older scanners read them.
-module(gm_sigil).

-export([plain/1, is_there/1]).

%% @doc The text without its sigils. A text that has none is not looked at.
-spec plain(string()) -> string().
plain(Text) ->
    case has_tilde(Text) of
        true -> code(Text, []);
        false -> Text
    end.

%% @doc Whether a content may have a sigil, told by its bytes.
-spec is_there(binary()) -> boolean().
is_there(Content) -> lists:any(fun({At, _}) -> is_opened(binary:part(Content, At + 1, min(2, byte_size(Content) - At - 1))) end, binary:matches(Content, <<"~">>)).

is_opened(<<S, C>>) when S =:= $b; S =:= $B; S =:= $s; S =:= $S -> is_delimiter(C);
is_opened(<<C, _/binary>>) -> is_delimiter(C);
is_opened(<<>>) -> false.

is_delimiter(C) -> lists:member(C, "\"([{</|'`#").

has_tilde([$~, C | _]) when C =:= $"; C =:= $(; C =:= $[; C =:= ${; C =:= $<; C =:= $/; C =:= $|; C =:= $'; C =:= $`; C =:= $# -> true;
has_tilde([$~, S, C | _]) when
    S =:= $b orelse S =:= $B orelse S =:= $s orelse S =:= $S,
    C =:= $" orelse C =:= $( orelse C =:= $[ orelse C =:= ${ orelse C =:= $< orelse C =:= $/ orelse C =:= $| orelse C =:= $' orelse
        C =:= $` orelse C =:= $#
->
    true;
has_tilde([_ | Rest]) -> has_tilde(Rest);
has_tilde([]) -> false.

%% Strings, quoted atoms, comments and characters are passed over.
code([$% | Rest], Done) -> comment(Rest, [$% | Done]);
code([$$, $\\, C | Rest], Done) -> code(Rest, [C, $\\, $$ | Done]);
code([$$, C | Rest], Done) -> code(Rest, [C, $$ | Done]);
code([Quote | Rest], Done) when Quote =:= $"; Quote =:= $' -> quoted(Rest, Quote, [Quote | Done]);
code([$~, C | Rest], Done) when C =:= $b; C =:= $B; C =:= $s; C =:= $S ->
    case Rest of
        [Open | Inside] -> opened(Open, Inside, C =:= $B orelse C =:= $S, [C, $~ | Done], Done);
        [] -> code([], [C, $~ | Done])
    end;
code([$~, Open | Inside], Done) -> opened(Open, Inside, false, [$~ | Done], Done);
code([C | Rest], Done) -> code(Rest, [C | Done]);
code([], Done) -> lists:reverse(Done).

opened(Open, Inside, IsVerbatim, Kept, Done) ->
    case closing(Open) of
        none -> code([Open | Inside], Kept);
        Close -> sigil(Inside, Close, IsVerbatim, [$" | Done])
    end.

closing($() -> $);
closing($[) -> $];
closing(${) -> $};
closing($<) -> $>;
closing(C) when C =:= $"; C =:= $/; C =:= $|; C =:= $'; C =:= $`; C =:= $# -> C;
closing(_) -> none.

sigil([Close | Rest], Close, _, Done) -> code(Rest, [$" | Done]);
sigil([$\\, C | Rest], Close, false, Done) -> sigil(Rest, Close, false, [C, $\\ | Done]);
sigil([$\\ | Rest], Close, true, Done) -> sigil(Rest, Close, true, [$\\, $\\ | Done]);
sigil([$" | Rest], Close, IsVerbatim, Done) -> sigil(Rest, Close, IsVerbatim, [$", $\\ | Done]);
sigil([C | Rest], Close, IsVerbatim, Done) -> sigil(Rest, Close, IsVerbatim, [C | Done]);
sigil([], _, _, Done) -> lists:reverse(Done).

quoted([$\\, C | Rest], Quote, Done) -> quoted(Rest, Quote, [C, $\\ | Done]);
quoted([Quote | Rest], Quote, Done) -> code(Rest, [Quote | Done]);
quoted([C | Rest], Quote, Done) -> quoted(Rest, Quote, [C | Done]);
quoted([], _, Done) -> lists:reverse(Done).

comment([$\n | Rest], Done) -> code(Rest, [$\n | Done]);
comment([C | Rest], Done) -> comment(Rest, [C | Done]);
comment([], Done) -> lists:reverse(Done).
