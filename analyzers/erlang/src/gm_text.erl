%% @doc Texts: decoding, printing, cutting, masking.
-module(gm_text).

-export([decode/1, has/2, binary/1, cut/1, print/1, basename/1, suffix/2, lower/1, is_secret_name/1, is_secret/2, mask/1, is_placeholder/1]).

-define(MAXIMUM, 200).

%% @doc The characters of a source: UTF-8, or Latin-1 where it is not valid.
-spec decode(binary()) -> string().
decode(Content) ->
    case unicode:characters_to_list(Content, utf8) of
        Characters when is_list(Characters) -> Characters;
        _ -> binary_to_list(Content)
    end.

%% @doc Whether one of the parts stands in a content.
-spec has(binary(), [binary()]) -> boolean().
has(Content, Parts) -> binary:match(Content, Parts) =/= nomatch.

-spec binary(atom() | iodata() | number() | [char()]) -> binary().
binary(Text) when is_binary(Text) -> Text;
binary(Atom) when is_atom(Atom) -> atom_to_binary(Atom);
binary(Number) when is_integer(Number) -> integer_to_binary(Number);
binary(Number) when is_float(Number) -> float_to_binary(Number, [short]);
binary(Characters) ->
    try unicode:characters_to_binary(Characters) of
        Binary when is_binary(Binary) -> Binary;
        _ -> <<"?">>
    catch
        error:badarg -> <<"?">>
    end.

%% @doc A text of at most 200 characters.
-spec cut(binary()) -> binary().
cut(Text) when byte_size(Text) =< ?MAXIMUM -> Text;
cut(Text) -> binary(lists:sublist(decode(Text), ?MAXIMUM)).

-spec print(term()) -> binary().
print(Term) -> cut(binary(io_lib:format("~0tP", [Term, 12]))).

-spec basename(binary()) -> binary().
basename(Path) -> lists:last(binary:split(Path, <<"/">>, [global])).

-spec suffix(binary(), binary()) -> boolean().
suffix(Text, Suffix) ->
    Size = byte_size(Text) - byte_size(Suffix),
    Size >= 0 andalso binary:part(Text, Size, byte_size(Suffix)) =:= Suffix.

%% @doc Whether a name says that what it holds is secret: one of its words does.
-spec is_secret_name(binary()) -> boolean().
is_secret_name(Name) ->
    Words = words(Name),
    lists:any(fun is_secret_word/1, Words) orelse has_pair(Words).

%% The words of a name in lower case. Letters beyond ASCII are kept as they are: the tables of Unicode take longer to load than most
%% repositories to read.
words(Name) -> plain_words(Name, none, [], []).

%% `apiKey' has two words.
plain_words(<<C, Rest/binary>>, Before, Word, Words) when C >= $A, C =< $Z, Before >= $a, Before =< $z ->
    plain_words(Rest, C, [C + 32], [Word | Words]);
plain_words(<<C, Rest/binary>>, _, Word, Words) when C >= $A, C =< $Z -> plain_words(Rest, C, [C + 32 | Word], Words);
plain_words(<<C, Rest/binary>>, _, Word, Words) when C =:= $_; C =:= $-; C =:= $.; C =:= $\s -> plain_words(Rest, C, [], [Word | Words]);
plain_words(<<C, Rest/binary>>, _, Word, Words) -> plain_words(Rest, C, [C | Word], Words);
plain_words(<<>>, _, Word, Words) -> lists:reverse([list_to_binary(lists:reverse(W)) || W <- [Word | Words], W =/= []]).

%% @doc In lower case, as far as it is ASCII.
-spec lower(binary()) -> binary().
lower(Text) -> <<<<(lower_letter(C))>> || <<C>> <= Text>>.

lower_letter(C) when C >= $A, C =< $Z -> C + 32;
lower_letter(C) -> C.

is_secret_word(Word) ->
    lists:member(Word, [
        <<"password">>, <<"passwd">>, <<"passphrase">>, <<"pwd">>, <<"secret">>, <<"token">>, <<"apikey">>,
        <<"credential">>, <<"credentials">>
    ]).

has_pair([A, B | Rest]) ->
    lists:member({A, B}, [
        {<<"api">>, <<"key">>}, {<<"private">>, <<"key">>}, {<<"access">>, <<"key">>}, {<<"encryption">>, <<"key">>},
        {<<"signing">>, <<"key">>}
    ]) orelse has_pair([B | Rest]);
has_pair(_) ->
    false.

%% @doc Whether a text given to a name of this kind looks like a value and not like a name, a path or words.
-spec is_secret(binary(), binary()) -> boolean().
is_secret(Name, Text) ->
    byte_size(Text) >= 6 andalso byte_size(Text) =< 1000 andalso is_secret_name(Name) andalso
        re:run(Text, "[\\s/~]|^[a-z_.-]+$|^[A-Z_]+$", [{capture, none}]) =:= nomatch.

%% @doc The first two characters and the length.
-spec mask(binary()) -> binary().
mask(Text) ->
    Characters = decode(Text),
    iolist_to_binary([binary(lists:sublist(Characters, 2)), <<"…"/utf8>>, integer_to_binary(length(Characters))]).

-spec is_placeholder(binary()) -> boolean().
is_placeholder(Text) ->
    re:run(Text, "(?i)change.?me|example|placeholder|your[_-]|dummy|xxxx|\\$\\{|<.*>|^test|secret$|^password", [
        {capture, none}
    ]) =:= match.
