"""Deletions of what is older than something, whatever the function around them is called."""

from __future__ import annotations

import ast
import re

# Columns that say when something was or ends.
_TIME = re.compile(
    r"(?i)(?:^|_)(?:created|updated|modified|date|day|time|timestamp|ts|when|expir\w*|valid_until|until"
    r"|started|finished|ended|completed|received|seen|last_\w+|\w+_at|\w+_on)$"
)
_LOOKUP = re.compile(r"^(\w+?)__(?:date__)?lte?$")
# The last call of such a chain.
DELETING = frozenset(("delete", "where", "filter", "filter_by", "exclude"))
_NARROWING = frozenset(("filter", "where", "exclude", "filter_by"))
MAXIMUM_CHAIN = 12


def deletes_old(node: ast.Call) -> bool:
    """`rows.filter(created__lt=limit).delete()`, `delete(Row).where(Row.created_at < limit)`."""
    names: list[str] = []
    narrowed = False
    each: ast.expr = node
    for _ in range(MAXIMUM_CHAIN):
        if isinstance(each, ast.Call):
            function = each.func
            name = function.attr if isinstance(function, ast.Attribute) else ""
            name = function.id if isinstance(function, ast.Name) else name
            names.append(name)
            narrowed = narrowed or (name in _NARROWING and _is_older(each))
            if not isinstance(function, ast.Attribute):
                break
            each = function.value
        elif isinstance(each, ast.Attribute):
            each = each.value
        else:
            break
    return narrowed and (names[0] == "delete" or (names[0] in _NARROWING and names[-1] == "delete"))


def _is_older(call: ast.Call) -> bool:
    for keyword in call.keywords:
        found = _LOOKUP.match(keyword.arg or "")
        if found and _TIME.search(found.group(1)):
            return True
    return any(_compares(argument) for argument in call.args)


def _compares(node: ast.expr) -> bool:
    if isinstance(node, ast.BinOp):
        return _compares(node.left) or _compares(node.right)
    if isinstance(node, ast.Call):
        # `Q(created__lt=limit)`, `and_(Row.created_at < limit)`
        return _is_older(node)
    return (
        isinstance(node, ast.Compare)
        and isinstance(node.ops[0], (ast.Lt, ast.LtE))
        and isinstance(node.left, ast.Attribute)
        and bool(_TIME.search(node.left.attr))
    )
