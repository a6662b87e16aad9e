%% @doc Makes a boot script that starts what the analyzer needs and nothing besides: the code server, which loads further modules when they
%% are called first. The applications of a usual start (supervisors, files, distribution, logging) take two thirds of its time.
-module(gm_boot).

-export([main/1]).

%% What the code server needs before it can load anything, and what every source needs.
-define(MODULES, [
    error_handler, code, code_server, error_logger, beam_lib, binary, ets, filename, gb_sets, gb_trees, lists, os, proplists, unicode, maps,
    erl_anno, erl_scan, erl_parse, erl_internal
]).

%% @doc Writes the boot script, and beside it the folder of the release that it was made for; the name has no ending.
-spec main([string()]) -> no_return().
main([Name]) ->
    Folders = [code:lib_dir(kernel), code:lib_dir(stdlib)],
    Script = [
        {preLoaded, erlang:pre_loaded()},
        {progress, preloaded},
        {path, [filename:join(Folder, "ebin") || Folder <- Folders]},
        {primLoad, ?MODULES},
        {progress, modules_loaded},
        {kernelProcess, code_server, {code, start_link, []}},
        {progress, init_kernel_started},
        {progress, started}
    ],
    ok = file:write_file(Name ++ ".boot", term_to_binary({script, {"gapmatrix", "1"}, Script})),
    ok = file:write_file(Name ++ ".release", [hd(Folders), "\n"]),
    halt(0).
