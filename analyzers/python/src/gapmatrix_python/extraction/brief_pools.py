"""Pools of workers that last no longer than one call of the function that makes them."""

from __future__ import annotations

import ast

from gapmatrix_python.extraction.annotations import last_name
from gapmatrix_python.extraction.shapes import statements_below

_POOLS = frozenset(("ThreadPoolExecutor", "ProcessPoolExecutor", "ThreadPool", "Pool"))


def is_pool(node: ast.expr) -> bool:
    """Whether a pool of workers is made, by its name."""
    return isinstance(node, ast.Call) and last_name(node.func) in _POOLS


def ends_with_its_work(body: list[ast.stmt]) -> bool:
    """Whether the body of a `with` neither goes on until something ends it nor lends what it holds."""
    return not any(
        isinstance(each, ast.While)
        or (isinstance(each, (ast.Expr, ast.Assign)) and isinstance(each.value, (ast.Yield, ast.YieldFrom)))
        for each in statements_below(body)
    )
