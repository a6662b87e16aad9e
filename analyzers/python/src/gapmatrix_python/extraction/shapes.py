"""Shapes of code that carry meaning no single call has: swallowed errors, retries, constant handlers."""

from __future__ import annotations

import ast

from gapmatrix_python.extraction.annotations import last_name
from gapmatrix_python.extraction.scopes import Function

_BROAD = frozenset(("Exception", "BaseException"))
# Catching these is how the language says no more than "not there" or "finished".
_ORDINARY = frozenset(
    (
        "ImportError",
        "ModuleNotFoundError",
        "StopIteration",
        "StopAsyncIteration",
        "GeneratorExit",
        "CancelledError",
    )
)
# What a middleware takes besides the request.
_OF_MIDDLEWARE = frozenset(("response", "resp", "call_next", "get_response", "handler", "next"))
_ROUTE_DECORATORS = frozenset(
    """
    get post put delete patch head options route api_route endpoint view_config
    """.split()
)
_VIEW_DECORATORS = frozenset(
    ("api_view", "require_GET", "require_safe", "require_http_methods", "require_POST")
)
_HANDLER_METHODS = frozenset(
    ("get", "post", "put", "delete", "patch", "head", "options", "do_GET", "do_POST", "on_get")
)
_HANDLER_BASES = ("Handler", "View", "Resource", "Endpoint", "ViewSet", "Controller")
_EXITS = frozenset(("exit", "_exit", "quit", "abort"))
_TELLS = frozenset(
    ("print", "info", "debug", "warning", "warn", "error", "critical", "exception", "log", "write", "flush")
)

# Statement -> its fields that hold statements, the last ones first.
_BLOCKS: dict[type[ast.stmt], tuple[str, ...]] = {
    ast.If: ("orelse", "body"),
    ast.For: ("orelse", "body"),
    ast.AsyncFor: ("orelse", "body"),
    ast.While: ("orelse", "body"),
    ast.With: ("body",),
    ast.AsyncWith: ("body",),
    ast.Try: ("finalbody", "orelse", "body", "handlers"),
    ast.Match: ("cases",),
}
if hasattr(ast, "TryStar"):
    _BLOCKS[ast.TryStar] = _BLOCKS[ast.Try]


def caught(handler: ast.ExceptHandler) -> list[str]:
    """Names of the exceptions that a handler catches; empty for a bare `except`."""
    kind = handler.type
    if kind is None:
        return []
    return [last_name(each) for each in (kind.elts if isinstance(kind, ast.Tuple) else [kind])]


def is_broad(names: list[str]) -> bool:
    """Whether everything, or nearly everything, is caught."""
    return not names or not _BROAD.isdisjoint(names)


def is_swallowed(handler: ast.ExceptHandler) -> bool:
    """Whether a handler drops the exception without a word."""
    names = caught(handler)
    if names and _ORDINARY.issuperset(names):
        return False
    return all(_says_nothing(statement) for statement in handler.body)


def _says_nothing(statement: ast.stmt) -> bool:
    if isinstance(statement, (ast.Pass, ast.Continue, ast.Break)):
        return True
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant)
    if isinstance(statement, ast.Return):
        value = statement.value
        if isinstance(value, (ast.List, ast.Tuple)):
            return not value.elts
        return (
            value is None
            or isinstance(value, ast.Constant)
            or (isinstance(value, ast.Dict) and not value.keys)
        )
    return False


# What is raised where a module, a key or an attribute is not there.
_ABSENCE = frozenset(("ImportError", "ModuleNotFoundError", "KeyError", "LookupError", "OSError"))


def is_absence(names: list[str]) -> bool:
    """Whether catching these expects that something is not there."""
    return is_broad(names) or not _ABSENCE.isdisjoint(names)


def expects_absence(handler: ast.ExceptHandler) -> bool:
    """Whether a handler goes on, or says it in its own words, where something is not there."""
    return is_absence(caught(handler))


def contains_errors(node: ast.Try) -> bool:
    """Whether a `try` lets no error out, and says something of it."""
    for handler in node.handlers:
        if is_broad(caught(handler)) and not is_swallowed(handler):
            return not any(isinstance(each, ast.Raise) for each in statements_below(handler.body))
    return False


def goes_on_empty(handler: ast.ExceptHandler) -> bool:
    """Whether what catches an error answers or goes on with an empty list or map in place of a result."""
    last = handler.body[-1]
    if isinstance(last, (ast.Return, ast.Assign, ast.AnnAssign)):
        value = last.value
        return (isinstance(value, (ast.List, ast.Tuple)) and not value.elts) or (
            isinstance(value, ast.Dict) and not value.keys
        )
    return False


def statements_below(body: list[ast.stmt]) -> list[ast.stmt]:
    """All statements of a body, nested ones too, without those of inner functions and classes."""
    found: list[ast.stmt] = []
    pending = body[::-1]
    while pending:
        statement = pending.pop()
        found.append(statement)
        for field in _BLOCKS.get(type(statement), ()):
            block = getattr(statement, field)
            if field == "handlers" or field == "cases":
                for part in block:
                    pending.extend(part.body[::-1])
            else:
                pending.extend(block[::-1])
    return found


def is_request_handler(node: Function, bases: list[str]) -> bool:
    """Whether a function answers requests, judged by its parameters, decorators and class."""
    arguments = [*node.args.posonlyargs, *node.args.args]
    if any(each.arg in ("request", "req") for each in arguments[:2]):
        return True
    for decorator in node.decorator_list:
        target = decorator.func if isinstance(decorator, ast.Call) else decorator
        if (
            isinstance(target, ast.Attribute)
            and isinstance(decorator, ast.Call)
            and target.attr in _ROUTE_DECORATORS
        ):
            first = decorator.args[0] if decorator.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                return True
        if last_name(target) in _VIEW_DECORATORS:
            return True
    return node.name in _HANDLER_METHODS and any(base.endswith(_HANDLER_BASES) for base in bases)


def is_single_view(node: Function) -> bool:
    """Whether a handler answers by itself, and is no part of what surrounds all handlers."""
    arguments = [*node.args.posonlyargs, *node.args.args]
    if any(each.arg in _OF_MIDDLEWARE for each in arguments):
        return False
    return not node.name.startswith(("process_", "__", "dispatch", "after_", "before_", "prepare"))


def sends_policy(node: Function) -> bool:
    """Whether a function sets `Content-Security-Policy` on an answer."""
    for statement in statements_below(node.body):
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
                    if str(target.slice.value).lower() == "content-security-policy":
                        return True
    return False


def is_exit_only(body: list[ast.stmt]) -> bool:
    """Whether a body does nothing but leave the process, perhaps with a message."""
    exits = False
    for statement in body:
        if isinstance(statement, ast.Raise):
            raised = statement.exc
            name = (
                last_name(raised.func if isinstance(raised, ast.Call) else raised)
                if raised is not None
                else ""
            )
            if name not in ("SystemExit", "KeyboardInterrupt"):
                return False
            exits = True
        elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
            name = last_name(statement.value.func)
            if name in _EXITS:
                exits = True
            elif name not in _TELLS:
                return False
        elif not (isinstance(statement, (ast.Pass, ast.Global)) or _is_text(statement)):
            return False
    return exits


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
