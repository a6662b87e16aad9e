"""Which statements do the work of a script, and which prepare what others import."""

from __future__ import annotations

import ast

# A collection of the module is filled: others will import it.
_FILLING = frozenset(("add", "append", "appendleft", "extend", "insert", "setdefault", "update"))


def runs(node: ast.stmt) -> bool:
    """Whether a statement of the top level calls something for what it does.

    An assignment prepares what others import, and so does a loop that only fills collections.
    """
    match node:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(), attr=name))):
            return name not in _FILLING
        case ast.Expr(value=ast.Call() | ast.Await()):
            return True
        case ast.For() | ast.While() | ast.With() | ast.Try():
            return any(runs(each) for each in _inner(node))
        case _:
            return False


def _inner(node: ast.For | ast.While | ast.With | ast.Try) -> list[ast.stmt]:
    inner = list(node.body)
    if not isinstance(node, ast.With):
        inner += node.orelse
    if isinstance(node, ast.Try):
        inner += node.finalbody
    # An `if` within a loop chooses what to do.
    chosen = [part for each in inner if isinstance(each, ast.If) for part in (*each.body, *each.orelse)]
    return [each for each in inner if not isinstance(each, ast.If)] + chosen
