%% @doc What is known of the behaviours of OTP and of libraries: which functions of a callback module they call.
-module(gm_behaviours).

-export([is_known/1, is_callback/3, starts/2, is_registering/2, keeps_functions/1, is_standard/1]).

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
callbacks(cowboy_rest) ->
    [{init, 2}, {terminate, 3} | [{Name, 2} || Name <- rest_callbacks()]];
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
callbacks(prometheus_collector) -> [{deregister_cleanup, 1}, {collect_mf, 2}, {collect_metrics, 2}];
callbacks(syn_event_handler) ->
    [{on_process_registered, 5}, {on_process_unregistered, 5}, {on_registry_process_updated, 5}, {on_process_joined, 5},
        {on_process_left, 5}, {on_group_process_updated, 5}, {resolve_registry_conflict, 4}];
callbacks(acceptor) -> [{acceptor_init, 3}, {acceptor_continue, 3}, {acceptor_terminate, 2}];
callbacks(clique_handler) -> [{register_cli, 0}];
callbacks(acceptor_pool) -> [{init, 1}];
callbacks(wpool_worker) -> callbacks(gen_server);
callbacks(prometheus_instrumenter) -> [{setup_instrumenter, 0}];
callbacks(ssh_server_channel) -> [{init, 1}, {handle_msg, 2}, {handle_ssh_msg, 2}, {terminate, 2}];
callbacks(provider) -> [{init, 1}, {do, 1}, {format_error, 1}];
callbacks(proper_statem) -> all;
callbacks(proper_fsm) -> all;
callbacks(ct_suite) -> [];
callbacks(_) -> unknown.

rest_callbacks() ->
    [allow_missing_post, allowed_methods, charsets_provided, content_types_accepted, content_types_provided, delete_completed,
        delete_resource, expires, forbidden, generate_etag, is_authorized, is_conflict, known_methods, languages_provided,
        last_modified, malformed_request, moved_permanently, moved_temporarily, multiple_choices, options, previously_existed,
        ranges_provided, range_satisfiable, rate_limited, resource_exists, service_available, uri_too_long,
        valid_content_headers, valid_entity_length, variances].

usual() ->
    [{init, 1}, {init, 2}, {init, 3}, {handle_call, 3}, {handle_call, 2}, {handle_cast, 2}, {handle_info, 2}, {handle_event, 2},
        {handle_event, 3}, {handle_event, 4}, {handle_continue, 2}, {callback_mode, 0}, {terminate, 2}, {terminate, 3},
        {code_change, 3}, {execute, 2}, {handle, 2}, {websocket_init, 1}, {websocket_handle, 2}, {websocket_info, 2}, {log, 2},
        {adding_handler, 1}, {removing_handler, 1}, {changing_config, 3},
        {filter_config, 1}, {handle_message, 2}, {handle_message, 4}, {start, 2}, {stop, 1}, {prep_stop, 1}, {system_continue, 3},
        {system_terminate, 4}, {system_code_change, 4}, {system_get_state, 1}, {system_replace_state, 2}].

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
starts(sys, handle_system_msg) -> true;
starts(acceptor_pool, start_link) -> true;
starts(syn, Name) -> Name =:= set_event_handler;
starts(prometheus_model_helpers, create_mf) -> true;
starts(error_logger, add_report_handler) -> true;
starts(logger, Name) -> lists:member(Name, [add_handler, add_handlers, update_handler_config, set_handler_config]);
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
starts(woody_server, child_spec) -> true;
starts(grpc, start_server) -> true;
starts(_, _) -> false.

%% Names under which code takes modules to call them later.
has_registering_name(Name) ->
    case atom_to_binary(Name) of
        <<"start", _/binary>> -> true;
        <<"register", _/binary>> -> true;
        <<"add_", _/binary>> -> true;
        <<"child", _/binary>> -> true;
        <<"worker", _/binary>> -> true;
        <<"supervisor", _/binary>> -> true;
        <<"hook", _/binary>> -> true;
        <<"attach", _/binary>> -> true;
        <<"install", _/binary>> -> true;
        <<"subscribe", _/binary>> -> true;
        <<"load", _/binary>> -> true;
        <<"mount", _/binary>> -> true;
        _ -> false
    end.

%% @doc Whether a call keeps the function that a module and a name in its arguments make, to call it later.
-spec keeps_functions({atom(), atom()}) -> boolean().
keeps_functions({Module, Name}) ->
    keeps_by_name(atom_to_binary(Name)) orelse binary:match(atom_to_binary(Module), <<"hook">>) =/= nomatch.

keeps_by_name(<<"add", _/binary>>) -> true;
keeps_by_name(<<"register", _/binary>>) -> true;
keeps_by_name(<<"subscribe", _/binary>>) -> true;
keeps_by_name(<<"hook", _/binary>>) -> true;
keeps_by_name(<<"attach", _/binary>>) -> true;
keeps_by_name(<<"on_", _/binary>>) -> true;
keeps_by_name(<<"set_hook", _/binary>>) -> true;
keeps_by_name(_) -> false.

%% @doc Whether a module is one of OTP's that take atoms for what they are.
-spec is_standard(atom()) -> boolean().
is_standard(Module) ->
    is_map_key(Module, #{
        erlang => true, lists => true, maps => true, ets => true, dets => true, mnesia => true, gen_server => true, gen_statem => true,
        gen_fsm => true, gen_event => true, supervisor => true, application => true, proplists => true, io => true, io_lib => true, file => true,
        filename => true, filelib => true, string => true, binary => true, timer => true, sys => true, code => true, rpc => true, erpc => true,
        global => true, pg => true, pg2 => true, persistent_term => true, atomics => true, counters => true, crypto => true, ssl => true,
        public_key => true, inet => true, gen_tcp => true, gen_udp => true, httpc => true, os => true, init => true, net_kernel => true,
        net_adm => true, proc_lib => true, queue => true, sets => true, ordsets => true, orddict => true, dict => true, gb_trees => true,
        gb_sets => true, re => true, unicode => true, base64 => true, calendar => true, random => true, rand => true, math => true,
        error_logger => true, logger => true, lager => true, erl_parse => true, erl_scan => true, digraph => true, disk_log => true, zlib => true,
        erl_eval => true, c => true, dbg => true, eunit => true, ct => true, meck => true, proper => true, gproc => true, syn => true,
        prometheus_gauge => true, prometheus_counter => true, prometheus_histogram => true, prometheus_summary => true, folsom_metrics => true,
        exometer => true, jsx => true, jiffy => true, telemetry => true, poolboy => true, wpool => true
    }).
