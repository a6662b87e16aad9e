"""Applications that a function is handed without a type: `def setup(app): app.router.add_get("/", index)`."""

from __future__ import annotations

import ast
import re

from gapmatrix_python.extraction.scopes import Function

_NAME = re.compile(r"^_*(?:\w+_)?(?:app|application)$")
# What only applications of one framework have, of those whose applications are commonly handed around.
_MEMBERS: dict[str, frozenset[str]] = {
    "aiohttp.web.Application": frozenset(
        "on_startup on_cleanup on_shutdown cleanup_ctx middlewares add_routes add_subapp".split()
    ),
    "fastapi.FastAPI": frozenset(
        "include_router add_middleware add_exception_handler exception_handler add_api_route "
        "add_api_websocket_route dependency_overrides on_event add_event_handler".split()
    ),
    "flask.Flask": frozenset(
        "register_blueprint errorhandler register_error_handler before_request after_request "
        "teardown_request teardown_appcontext before_first_request add_url_rule shell_context_processor "
        "context_processor "
        "template_filter template_global jinja_env app_context wsgi_app route".split()
    ),
}
_ROUTER_OF = "aiohttp.web.Application"
_ROUTER_MEMBERS = frozenset(
    "add_get add_post add_put add_patch add_delete add_view add_head add_options add_static "
    "add_resource".split()
)


def handed_applications(node: Function) -> dict[str, str]:
    """The type of each parameter without one that is named and used as an application of one framework is."""
    arguments = node.args
    names = {
        each.arg
        for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
        if each.annotation is None and _NAME.match(each.arg)
    }
    if not names:
        return {}
    found: dict[str, set[str]] = {name: set() for name in names}
    for each in ast.walk(node):
        if not isinstance(each, ast.Attribute):
            continue
        value = each.value
        if isinstance(value, ast.Name) and value.id in names:
            found[value.id] |= {kind for kind, members in _MEMBERS.items() if each.attr in members}
        elif (
            each.attr in _ROUTER_MEMBERS
            and isinstance(value, ast.Attribute)
            and value.attr == "router"
            and isinstance(value.value, ast.Name)
            and value.value.id in names
        ):
            found[value.value.id].add(_ROUTER_OF)
    return {name: next(iter(kinds)) for name, kinds in found.items() if len(kinds) == 1}
