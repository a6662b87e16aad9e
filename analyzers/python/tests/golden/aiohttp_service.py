"""An aiohttp service."""

import aiohttp
from aiohttp import web

from .breaker import CircuitBreaker

routes = web.RouteTableDef()
breaker = CircuitBreaker(limit=5)
HANDLERS = {"a": "x"}


@web.middleware
async def error_middleware(request, handler):
    try:
        return await handler(request)
    except Exception as error:
        return web.json_response({"error": str(error)}, status=500)


@routes.get("/healthz")
async def healthz(request: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})


@routes.post("/items")
async def items(request):
    async with breaker:
        async with request.app["client"].get("https://items") as answer:
            return web.json_response(await answer.json())


async def clients(app):
    app["client"] = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10))
    yield
    await app["client"].close()


async def make_app() -> web.Application:
    app = web.Application(middlewares=[error_middleware], client_max_size=1 << 20)
    app.add_routes(routes)
    app.cleanup_ctx.append(clients)
    app.on_shutdown.append(breaker.stop)
    return app


if __name__ == "__main__":
    web.run_app(make_app(), port=8080)
