%% @doc Strings in three quotes, which OTP 27 brought, as plain strings of as many lines, so that older scanners read them.
-module(gm_triple).

-export([flattened/1]).

-spec flattened(string()) -> string().
flattened(Text) ->
    case is_there(Text) of
        false -> Text;
        true -> lists:append(lists:join("\n", outside(string:split(Text, "\n", all))))
    end.

is_there([$", $", $" | _]) -> true;
is_there([_ | Rest]) -> is_there(Rest);
is_there([]) -> false.

outside([]) ->
    [];
outside([Line | Rest]) ->
    case opened(Line) of
        {true, Before} ->
            case lists:any(fun closes/1, Rest) of
                true -> [Before ++ "\"" | inside(Rest)];
                false -> [Line | outside(Rest)]
            end;
        false ->
            [Line | outside(Rest)]
    end.

inside([]) ->
    [];
inside([Line | Rest]) ->
    case closes(Line) of
        true -> ["\"" ++ lists:nthtail(3, string:trim(Line, leading)) | outside(Rest)];
        false -> [[plain(C) || C <- Line] | inside(Rest)]
    end.

plain($") -> $';
plain($\\) -> $/;
plain(C) -> C.

closes(Line) -> lists:prefix("\"\"\"", string:trim(Line, leading)).

%% Whether three quotes end the line, with what stands before them and before a sigil.
opened(Line) ->
    case lists:reverse(string:trim(Line, trailing)) of
        "\"\"\"" ++ Before -> {true, lists:reverse(without_sigil(Before))};
        _ -> false
    end.

without_sigil([C, $~ | Rest]) when C =:= $b; C =:= $B; C =:= $s; C =:= $S -> Rest;
without_sigil([$~ | Rest]) -> Rest;
without_sigil(Rest) -> Rest.
