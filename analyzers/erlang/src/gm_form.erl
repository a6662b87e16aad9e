%% @doc What stands below a node of a form. Most nodes are leaves, and the kind and place of the others say nothing to those who look for
%% something in them: passes over a form visit a third of what its tuples and lists hold.
-module(gm_form).

-export([below/1]).

-spec below(tuple()) -> [term()].
below({Kind, _, _}) when Kind =:= atom; Kind =:= var; Kind =:= integer; Kind =:= string; Kind =:= char; Kind =:= float -> [];
%% These two have no place.
below({function, Module, Name, Arity}) -> [Module, Name, Arity];
below({typed_record_field, Field, _}) -> [Field];
below({_, _, A, B}) -> [A, B];
below({_, _, A}) -> [A];
below({_, _, A, B, C}) -> [A, B, C];
%% `{clauses, Clauses}' of a fun.
below({_, Inner}) -> [Inner];
below(Tuple) when tuple_size(Tuple) > 5 -> tl(tl(tuple_to_list(Tuple)));
below(_) -> [].
