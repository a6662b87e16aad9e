-module(shop_sup).
-behaviour(supervisor).
-export([start_link/0, init/1]).
-define(SERVER, ?MODULE).
-define(CHILD(I, Type), {I, {I, start_link, []}, permanent, 5000, Type, [I]}).
start_link() -> supervisor:start_link({local, ?SERVER}, ?MODULE, []).
init([]) ->
    Dispatch = cowboy_router:compile([{'_', [{"/health", shop_health, []}]}]),
    {ok, _} = cowboy:start_clear(http, [{port, 8080}], #{env => #{dispatch => Dispatch}, request_timeout => 5000}),
    Text = """
      hello "x"
      """,
    {ok, {{one_for_one, 5, 10}, [?CHILD(shop_server, worker), child(shop_worker), #{id => a, start => {shop_a, start_link, []}, shutdown => brutal_kill}]}}.
child(M) -> #{id => M, start => {M, start_link, []}}.
broken(X) -> case X of .
ok(X) -> maybe {ok, A} ?= X, A else _ -> error end.
