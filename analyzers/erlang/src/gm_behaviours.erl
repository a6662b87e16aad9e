%% @doc What is known of the behaviours of OTP and of libraries: which functions of a callback module they call.
-module(gm_behaviours).

-export([is_known/1, is_callback/3, starts/2, is_registering/2]).

-spec is_known(atom()) -> boolean().
is_known(Behaviour) -> callbacks(Behaviour) =/= unknown.

%% @doc Whether a module with these behaviours is called back at this function; one without any by the usual names.
-spec is_callback([atom()], atom(), arity()) -> boolean().
is_callback([], Name, Arity) ->
    lists:member({Name, Arity}, usual());
is_callback(Behaviours, Name, Arity) ->
    lists:any(
        fun(Behaviour) ->
            case callbacks(Behaviour) of
                unknown -> false;
                all -> true;
                Callbacks -> lists:member({Name, Arity}, Callbacks) orelse lists:member({any, Arity}, Callbacks)
            end
        end,
        Behaviours
    ).

callbacks(gen_server) ->
    [{init, 1}, {handle_call, 3}, {handle_cast, 2}, {handle_info, 2}, {handle_continue, 2}, {terminate, 2},
        {code_change, 3}, {format_status, 1}, {format_status, 2}];
callbacks(gen_server2) -> [{handle_pre_hibernate, 1}, {prioritise_call, 4}, {prioritise_cast, 3}, {prioritise_info, 3}] ++ callbacks(gen_server);
%% States are functions of three arguments.
callbacks(gen_statem) ->
    [{init, 1}, {callback_mode, 0}, {any, 3}, {handle_event, 4}, {terminate, 3}, {code_change, 4}, {format_status, 1},
        {format_status, 2}];
callbacks(gen_fsm) ->
    [{init, 1}, {any, 2}, {any, 3}, {handle_event, 3}, {handle_sync_event, 4}, {handle_info, 3}, {terminate, 3}, {code_change, 4}];
callbacks(gen_event) ->
    [{init, 1}, {handle_event, 2}, {handle_call, 2}, {handle_info, 2}, {terminate, 2}, {code_change, 3}, {format_status, 1}];
callbacks(supervisor) -> [{init, 1}];
callbacks(supervisor_bridge) -> [{init, 1}, {terminate, 2}];
callbacks(supervisor2) -> [{init, 1}];
callbacks(application) ->
    [{start, 2}, {stop, 1}, {prep_stop, 1}, {start_phase, 3}, {config_change, 3}];
callbacks(cowboy_handler) -> [{init, 2}, {terminate, 3}];
callbacks(cowboy_http_handler) -> [{init, 3}, {handle, 2}, {terminate, 3}];
callbacks(cowboy_rest) -> all;
callbacks(cowboy_websocket) ->
    [{init, 2}, {websocket_init, 1}, {websocket_handle, 2}, {websocket_info, 2}, {terminate, 3}];
callbacks(cowboy_loop) -> [{init, 2}, {info, 3}, {terminate, 3}];
callbacks(cowboy_middleware) -> [{execute, 2}];
callbacks(cowboy_stream) -> [{init, 3}, {data, 4}, {info, 3}, {terminate, 3}, {early_error, 5}];
callbacks(ranch_protocol) -> [{start_link, 3}, {start_link, 4}, {init, 3}];
callbacks(elli_handler) -> [{init, 2}, {preprocess, 2}, {handle, 2}, {postprocess, 3}, {handle_event, 3}];
callbacks(poolboy_worker) -> [{start_link, 1}];
callbacks(lager_backend) -> callbacks(gen_event);
callbacks(logger_handler) -> [{log, 2}, {adding_handler, 1}, {removing_handler, 1}, {changing_config, 3}, {filter_config, 1}];
callbacks(logger_formatter) -> [{format, 2}, {check_config, 1}];
callbacks(brod_group_subscriber) -> [{init, 2}, {handle_message, 4}];
callbacks(brod_group_subscriber_v2) -> [{init, 2}, {handle_message, 2}, {get_committed_offset, 3}, {terminate, 2}];
callbacks(brod_topic_subscriber) -> [{init, 2}, {handle_message, 3}];
callbacks(prometheus_collector) -> [{deregister_cleanup, 1}, {collect_mf, 2}];
callbacks(provider) -> [{init, 1}, {do, 1}, {format_error, 1}];
callbacks(proper_statem) -> all;
callbacks(proper_fsm) -> all;
callbacks(ct_suite) -> [];
callbacks(_) -> unknown.

usual() ->
    [{init, 1}, {init, 2}, {init, 3}, {handle_call, 3}, {handle_call, 2}, {handle_cast, 2}, {handle_info, 2}, {handle_event, 2},
        {handle_event, 3}, {handle_event, 4}, {handle_continue, 2}, {callback_mode, 0}, {terminate, 2}, {terminate, 3},
        {code_change, 3}, {execute, 2}, {handle, 2}, {websocket_init, 1}, {websocket_handle, 2}, {websocket_info, 2}, {log, 2},
        {handle_message, 2}, {handle_message, 4}, {start, 2}, {stop, 1}, {prep_stop, 1}].

%% @doc Whether a call starts, or hands on, the modules that its arguments name.
-spec is_registering(atom(), atom()) -> boolean().
is_registering(Module, Name) -> starts(Module, Name) orelse has_registering_name(Name).

-spec starts(atom(), atom()) -> boolean().
starts(Module, Name) when
    Module =:= gen_server; Module =:= gen_statem; Module =:= gen_fsm; Module =:= gen_server2; Module =:= supervisor2;
    Module =:= supervisor_bridge; Module =:= gen
->
    lists:member(Name, [start, start_link, start_monitor, enter_loop]);
starts(supervisor, Name) -> Name =:= start_link;
starts(gen_event, Name) ->
    lists:member(Name, [add_handler, add_sup_handler, swap_handler, swap_sup_handler]);
starts(error_logger, add_report_handler) -> true;
starts(logger, add_handler) -> true;
starts(logger, add_handlers) -> true;
starts(cowboy_router, compile) -> true;
starts(cowboy, _) -> true;
starts(ranch, Name) -> lists:member(Name, [start_listener, child_spec, embedded_child_spec]);
starts(elli, start_link) -> true;
starts(poolboy, Name) -> lists:member(Name, [child_spec, start, start_link]);
starts(wpool, Name) -> lists:member(Name, [start_pool, start_sup_pool, child_spec]);
starts(brod, _) -> true;
starts(brod_group_subscriber_v2, _) -> true;
starts(brod_group_subscriber, _) -> true;
starts(prometheus_registry, register_collector) -> true;
starts(grpcbox, _) -> true;
starts(grpc, start_server) -> true;
starts(_, _) -> false.

%% Names under which code takes modules to call them later.
has_registering_name(Name) ->
    Text = atom_to_list(Name),
    lists:any(
        fun(Prefix) -> lists:prefix(Prefix, Text) end,
        ["start", "register", "add_", "child", "worker", "supervisor", "hook", "attach", "install", "subscribe", "load", "mount"]
    ).
