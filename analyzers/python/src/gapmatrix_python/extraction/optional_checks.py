"""Checks of a secret that pass everybody while the secret is not configured."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from gapmatrix_python.extraction.annotations import last_name
from gapmatrix_python.extraction.scopes import Function
from gapmatrix_python.extraction.shapes import statements_below

_SECRET = re.compile(
    r"(?i)^(?!_?tokens$|(?:.*_)?(?:current|next|previous|prev|last|first|peek|page)_?tokens?$).*"
    r"(?:token|secret|password|passwd|(?:^|_)pass|api_?key|auth_?key|access_?key|credentials?)s?(?:_hash)?$"
)
# What holds the configuration of a program, where an attribute or key of it is no part of a request.
_HOLDERS = frozenset(
    """
    self cls settings setting config cfg conf configuration app current_app options opts env environ os
    """.split()
)
_READERS = frozenset(("getenv", "get", "get_secret_value", "strip", "lower", "str"))
_NEXT = frozenset("call_next next handler handle get_response func fn f view wrapped inner app".split())
_COMPARING = frozenset(
    ("compare_digest", "checkpw", "check_password_hash", "verify", "constant_time_compare")
)
_ABORTS = frozenset(("abort", "fail", "deny", "unauthorized"))


# Each look walks the whole function.
MAXIMUM_CHECKS = 4


def optional_secret(node: Function) -> str | None:
    """The name of the secret without which a function that checks it lets everybody pass."""
    local: dict[str, str] | None = None
    checks = 0
    for statement in node.body:
        if not isinstance(statement, ast.If):
            continue
        if local is None:
            local = _local_settings(node)
        # What the condition asks for is seen at once, and hardly ever a secret; the rest walks the function.
        absent, present = _absent(statement.test, local), _present(statement.test, local)
        if (absent is None and present is None) or (statement.orelse and not _refuses(statement.orelse)):
            continue
        checks += 1
        if checks > MAXIMUM_CHECKS:
            return None
        if _passes(statement.body[-1], node):
            if absent is not None and _compares(node.body, absent):
                return absent
        elif present is not None and not statement.orelse and _refuses(statement.body):
            others = [each for each in node.body if each is not statement]
            if _compares([statement], present, others) and not _refuses(others):
                return present
    return None


def _local_settings(node: Function) -> dict[str, str]:
    """Local name -> the secret that it was read from; empty where it comes from a parameter, say."""
    parameters = {each.arg for each in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)}
    found = dict.fromkeys(parameters, "")
    for statement in statements_below(node.body):
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target = statement.targets[0]
            if isinstance(target, ast.Name):
                found[target.id] = _configured(statement.value, found) or ""
    return found


def _configured(node: ast.expr, local: dict[str, str]) -> str | None:
    """The name of a secret that an expression takes from the program's configuration."""
    if isinstance(node, ast.Name):
        if node.id in local:
            return local[node.id] or None
        return node.id if _SECRET.search(node.id) else None
    if isinstance(node, ast.Attribute):
        return node.attr if _SECRET.search(node.attr) and _is_holder(node.value, local) else None
    if isinstance(node, ast.Subscript):
        return _key(node.slice) if _is_holder(node.value, local) else None
    if isinstance(node, ast.BoolOp):
        return _configured(node.values[0], local)
    if isinstance(node, ast.Call) and last_name(node.func) in _READERS:
        function = node.func
        if isinstance(function, ast.Attribute) and last_name(function) in (
            "strip",
            "lower",
            "get_secret_value",
        ):
            return _configured(function.value, local)
        if node.args and (isinstance(function, ast.Name) or _is_holder(function, local)):
            return _key(node.args[0]) or _configured(node.args[0], local)
    return None


def _key(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and _SECRET.search(node.value):
        return node.value[:100]
    return None


def _is_holder(node: ast.expr, local: dict[str, str]) -> bool:
    while isinstance(node, (ast.Attribute, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return isinstance(node, ast.Name) and node.id.lstrip("_") in _HOLDERS


def _absent(test: ast.expr, local: dict[str, str]) -> str | None:
    """`not SECRET`, `SECRET is None`, `SECRET == ""`, alone or as one of several that suffice."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or):
        return next((found for each in test.values if (found := _absent(each, local)) is not None), None)
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return _configured(test.operand, local)
    if (
        isinstance(test, ast.Compare)
        and isinstance(test.ops[0], (ast.Is, ast.Eq))
        and _is_empty(test.comparators[0])
    ):
        return _configured(test.left, local)
    return None


def _present(test: ast.expr, local: dict[str, str]) -> str | None:
    """`SECRET`, `SECRET is not None`, alone or as one of several that are needed."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        return next((found for each in test.values if (found := _present(each, local)) is not None), None)
    if isinstance(test, ast.Compare):
        if isinstance(test.ops[0], (ast.IsNot, ast.NotEq)) and _is_empty(test.comparators[0]):
            return _configured(test.left, local)
        return None
    return _configured(test, local)


def _is_empty(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and not node.value and node.value is not False


def _passes(statement: ast.stmt, node: Function) -> bool:
    """Whether a branch ends by letting the request through."""
    if not isinstance(statement, ast.Return):
        return False
    value = statement.value
    if isinstance(value, ast.Await):
        value = value.value
    if isinstance(value, ast.Call):
        return last_name(value.func) in _NEXT
    if isinstance(value, ast.Constant) and value.value is True:
        return True
    # Returning nothing lets pass where refusing means raising.
    return (value is None or (isinstance(value, ast.Constant) and value.value is not False)) and _refuses(
        node.body
    )


def _refuses(body: list[ast.stmt]) -> bool:
    for statement in statements_below(body):
        if isinstance(statement, ast.Raise):
            return True
        if isinstance(statement, ast.Return) and isinstance(statement.value, ast.Constant):
            if statement.value.value is False:
                return True
        for call in _calls(statement):
            if last_name(call.func) in _ABORTS or _names_refusal(call):
                return True
    return False


def _names_refusal(call: ast.Call) -> bool:
    values = [*call.args, *(keyword.value for keyword in call.keywords)]
    return any(isinstance(each, ast.Constant) and each.value in (401, 403) for each in values)


def _compares(body: list[ast.stmt], secret: str, others: list[ast.stmt] | None = None) -> bool:
    """Whether a secret, or what it was read into, is compared with anything but nothing."""
    names = {secret}
    for statement in statements_below([*(others or ()), *body]):
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            if secret in _mentioned(statement.value):
                names.add(statement.targets[0].id)
    for statement in statements_below(body):
        for each in _expressions(statement):
            if isinstance(each, ast.Compare):
                sides = [each.left, *each.comparators]
                if not any(_is_empty(side) for side in sides) and any(
                    names & _mentioned(side) for side in sides
                ):
                    return True
            elif isinstance(each, ast.Call) and last_name(each.func) in _COMPARING:
                if any(names & _mentioned(argument) for argument in each.args):
                    return True
    return False


def _mentioned(node: ast.expr) -> set[str]:
    found: set[str] = set()
    for each in ast.walk(node):
        if isinstance(each, ast.Name):
            found.add(each.id)
        elif isinstance(each, ast.Attribute):
            found.add(each.attr)
        elif isinstance(each, ast.Constant) and isinstance(each.value, str):
            found.add(each.value)
    return found


def _expressions(statement: ast.stmt) -> Iterator[ast.expr]:
    """All expressions of one statement, without those of the statements below it."""
    for child in ast.iter_child_nodes(statement):
        if isinstance(child, ast.expr):
            yield from (each for each in ast.walk(child) if isinstance(each, ast.expr))


def _calls(statement: ast.stmt) -> Iterator[ast.Call]:
    return (each for each in _expressions(statement) if isinstance(each, ast.Call))
