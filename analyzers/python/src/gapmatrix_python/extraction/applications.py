"""Objects that a server runs: applications of web frameworks, and workers."""

from __future__ import annotations

import re

# Full name of the constructor -> what it makes, and the kind of root.
APPLICATIONS: dict[str, tuple[str, str]] = {
    name: (label, kind)
    for names, label, kind in (
        ("fastapi.FastAPI fastapi.applications.FastAPI", "FastAPI", "python-app"),
        ("flask.Flask flask.app.Flask", "Flask", "python-app"),
        ("starlette.applications.Starlette", "Starlette", "python-app"),
        ("quart.Quart quart.app.Quart", "Quart", "python-app"),
        ("sanic.Sanic sanic.app.Sanic", "Sanic", "python-app"),
        ("litestar.Litestar litestar.app.Litestar starlite.Starlite", "Litestar", "python-app"),
        ("aiohttp.web.Application aiohttp.web_app.Application", "aiohttp", "python-app"),
        ("bottle.Bottle", "Bottle", "python-app"),
        ("falcon.App falcon.API falcon.asgi.App", "Falcon", "python-app"),
        ("blacksheep.Application", "BlackSheep", "python-app"),
        ("robyn.Robyn", "Robyn", "python-app"),
        ("apiflask.APIFlask", "APIFlask", "python-app"),
        ("flask_openapi3.OpenAPI", "Flask", "python-app"),
        ("connexion.App connexion.FlaskApp connexion.AsyncApp", "Connexion", "python-app"),
        ("dash.Dash", "Dash", "python-app"),
        ("chalice.Chalice", "Chalice", "python-app"),
        ("socketio.ASGIApp socketio.WSGIApp", "Socket.IO", "python-app"),
        ("channels.routing.ProtocolTypeRouter", "Channels", "python-app"),
        ("mcp.server.fastmcp.FastMCP fastmcp.FastMCP", "MCP", "python-app"),
        ("azure.functions.FunctionApp", "Azure Functions", "serverless-function"),
        ("django.core.wsgi.get_wsgi_application", "Django WSGI", "python-app"),
        ("django.core.asgi.get_asgi_application", "Django ASGI", "python-app"),
        ("celery.Celery celery.app.Celery", "Celery", "worker"),
        ("faust.App", "Faust", "worker"),
    )
    for name in names.split()
}

# `app = create_app()`, where another module has the factory.
FACTORY = re.compile(r"^(?:create|make|build|get|init)_(?:\w+_)?(?:app|application|api)$")
APPLICATION_NAMES = frozenset(("app", "application", "asgi_app", "wsgi_app", "asgi", "wsgi"))
