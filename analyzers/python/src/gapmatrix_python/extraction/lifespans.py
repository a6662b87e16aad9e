"""Lifespans of applications that only start something: nothing is left to do when the server stops."""

from __future__ import annotations

import ast

from gapmatrix_python.extraction.annotations import last_name

_TELLS = frozenset(("print", "info", "debug", "warning", "warn", "error", "critical", "exception", "log"))


def starting_lifespans(body: list[ast.stmt]) -> frozenset[str]:
    """The names of a module's context managers that do nothing after their only `yield`, but tell of it."""
    return frozenset(
        node.name
        for node in body
        if isinstance(node, (ast.AsyncFunctionDef, ast.FunctionDef))
        and any(last_name(each) in ("asynccontextmanager", "contextmanager") for each in node.decorator_list)
        and _only_starts(node.body)
    )


def _only_starts(body: list[ast.stmt]) -> bool:
    for statement in reversed(body):
        if isinstance(statement, ast.Pass):
            continue
        # `try: yield` and `with pool: yield` end something.
        if not isinstance(statement, ast.Expr):
            return False
        if isinstance(statement.value, ast.Yield):
            return True
        if not (isinstance(statement.value, ast.Call) and last_name(statement.value.func) in _TELLS):
            return False
    return False
