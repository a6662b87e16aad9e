"""What a value looks like: a table, a literal, a router with a prefix."""

from __future__ import annotations

import ast

from gapmatrix_python.extraction.annotations import last_name

MAXIMUM_SHOWN = 150

# Literals that a call shows in place of the variable that it is given.
HELD = (ast.Constant, ast.UnaryOp, ast.BinOp, ast.List, ast.Tuple, ast.Dict)


def is_table(node: ast.expr) -> bool:
    """Whether a value only mentions things: names, constants, and lists and mappings of them."""
    pending: list[ast.expr | None] = [node]
    while pending:
        each = pending.pop()
        if isinstance(each, (ast.List, ast.Tuple, ast.Set)):
            pending.extend(each.elts)
        elif isinstance(each, ast.Dict):
            pending.extend(each.keys)
            pending.extend(each.values)
        elif isinstance(each, (ast.Attribute, ast.Starred)):
            pending.append(each.value)
        elif isinstance(each, ast.UnaryOp):
            pending.append(each.operand)
        elif isinstance(each, ast.BinOp):
            pending.extend((each.left, each.right))
        elif each is not None and not isinstance(each, (ast.Name, ast.Constant)):
            return False
    return True


def is_partial(node: ast.expr) -> bool:
    """Whether a value is `partial(function, …)` of things that are only mentioned."""
    return (
        isinstance(node, ast.Call)
        and last_name(node.func) == "partial"
        and all(is_table(each) for each in node.args)
        and all(is_table(keyword.value) for keyword in node.keywords)
    )


def is_annotated(node: ast.expr) -> bool:
    """Whether a value is `Annotated[…]`."""
    return isinstance(node, ast.Subscript) and last_name(node.value) == "Annotated"


def route_prefix(node: ast.expr) -> str | None:
    """What `APIRouter(prefix="/orders")` and `Blueprint(…, url_prefix="/orders")` put before paths."""
    if isinstance(node, ast.Call):
        for keyword in node.keywords:
            value = keyword.value
            if keyword.arg in ("prefix", "url_prefix") and isinstance(value, ast.Constant):
                return value.value if isinstance(value.value, str) and value.value.startswith("/") else None
    return None


def is_short(node: ast.expr) -> bool:
    """Whether a value is a literal short enough to be shown wherever its variable is an argument."""
    if not isinstance(node, HELD):
        return False
    pending: list[ast.expr | None] = [node]
    count = 0
    while pending:
        each = pending.pop()
        count += 1
        if count > MAXIMUM_SHOWN:
            return False
        if isinstance(each, (ast.List, ast.Tuple)):
            pending.extend(each.elts)
        elif isinstance(each, ast.Dict):
            pending.extend(each.values)
    return True
