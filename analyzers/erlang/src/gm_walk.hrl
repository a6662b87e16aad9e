%% What is known while the body of a function is read.
-record(context, {
    module :: atom(),
    %% The functions that the module defines, and those that it imports.
    functions :: #{{atom(), arity()} => true},
    imports :: #{{atom(), arity()} => atom()},
    %% Helpers that build child specifications: which argument is the module, and what starts it.
    helpers = #{} :: #{{atom(), arity()} => [{pos_integer(), atom(), arity()}]},
    %% The symbol whose body it is.
    from = 0 :: non_neg_integer(),
    %% What variables hold; each is bound once, so that order does not matter.
    variables = #{} :: #{atom() => [term()]},
    places = [] :: [binary()]
}).
