%% What is known while the body of a function is read.
-record(context, {
    module :: atom(),
    %% The functions that the module defines, and those that it imports.
    functions :: #{{atom(), arity()} => [term()]},
    imports :: #{{atom(), arity()} => atom()},
    %% Helpers that build child specifications: which argument is the module, and what starts it.
    helpers = #{} :: #{{atom(), arity()} => [{pos_integer(), atom(), arity()}]},
    %% Defaults of records' fields that call something.
    records = #{} :: #{atom() => [term()]},
    %% A supervisor of the module gives its children further arguments when it starts them.
    is_dynamic = false :: boolean(),
    %% The function whose body it is, and the places of its parameters.
    function = none :: none | {atom(), arity()},
    parameters = #{} :: #{atom() => pos_integer()},
    %% The symbol whose body it is.
    from = 0 :: non_neg_integer(),
    %% What variables hold; each is bound once, so that order does not matter.
    variables = #{} :: #{atom() => [term()]},
    %% Those that are given data, and that nothing asks for: name and place of the match.
    unused = #{} :: #{{atom(), term()} => true},
    places = [] :: [binary()],
    %% The expression is matched with `{ok, …}', and everything else is a crash.
    is_matched = false :: boolean()
}).
