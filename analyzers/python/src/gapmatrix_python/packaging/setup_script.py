"""setup.py, read and never run."""

from __future__ import annotations

import ast

from gapmatrix_python.facts import Facts
from gapmatrix_python.packaging.project import (
    below,
    binding,
    directory_of,
    entry_point,
    extra_scope,
    requirement,
)


def read_setup_script(path: str, tree: ast.Module, facts: Facts) -> None:
    """Adds what the call of `setup` says in literals, and in variables that hold literals."""
    variables: dict[str, ast.expr] = {}
    for statement in tree.body:
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                if isinstance(target, ast.Name):
                    variables[target.id] = statement.value
    call = _setup_call(tree)
    if call is None:
        return
    directory = directory_of(path)
    for keyword in call.keywords:
        value = keyword.value
        if isinstance(value, ast.Name):
            value = variables.get(value.id, value)
        if keyword.arg == "install_requires":
            facts.declares(is_open=not _is_literal(value, variables))
            _requirements(value, variables, "runtime", facts)
        elif keyword.arg is None:
            # What is unpacked from elsewhere may hold dependencies too.
            facts.declares(is_open=True)
        elif keyword.arg in ("tests_require", "setup_requires"):
            _requirements(value, variables, "development", facts)
        elif keyword.arg == "extras_require" and isinstance(value, ast.Dict):
            for key, each in zip(value.keys, value.values, strict=True):
                _requirements(each, variables, extra_scope(_text(key) or ""), facts)
        elif keyword.arg == "entry_points":
            _entry_points(value, variables, facts)
        elif keyword.arg == "package_dir" and isinstance(value, ast.Dict):
            for key, place in zip(value.keys, value.values, strict=True):
                prefix, text = _text(key), _text(place)
                if prefix is not None and text is not None:
                    binding(prefix, below(directory, text), facts)
        elif keyword.arg == "packages" and isinstance(value, ast.Call):
            where = [*value.args[:1], *(each.value for each in value.keywords if each.arg == "where")]
            text = _text(where[0]) if where else None
            if text is not None:
                binding("", below(directory, text), facts)


def _setup_call(tree: ast.Module) -> ast.Call | None:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func
            name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
            if name == "setup" and node.keywords:
                return node
    return None


def _text(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _requirements(node: ast.expr, variables: dict[str, ast.expr], scope: str, facts: Facts) -> None:
    for text, line in _strings(node, variables):
        requirement(text, line, scope, facts)


def _entry_points(node: ast.expr, variables: dict[str, ast.expr], facts: Facts) -> None:
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            group = _text(key)
            for text, _ in _strings(value, variables):
                name, equals, target = text.partition("=")
                if group is not None and equals:
                    entry_point(name.strip(), target, group, facts)
        return
    group = None
    for row in (_text(node) or "").splitlines():
        row = row.strip()
        if row.startswith("[") and row.endswith("]"):
            group = row[1:-1]
        elif group is not None and "=" in row:
            name, _, target = row.partition("=")
            entry_point(name.strip(), target, group, facts)


def _is_literal(node: ast.expr, variables: dict[str, ast.expr], depth: int = 0) -> bool:
    """Whether every string of a list can be read."""
    if depth > 10:
        return False
    if isinstance(node, ast.Name):
        return node.id in variables and _is_literal(variables[node.id], variables, depth + 1)
    if isinstance(node, (ast.List, ast.Tuple)):
        return all(_is_literal(each, variables, depth + 1) for each in node.elts)
    if isinstance(node, ast.BinOp):
        return _is_literal(node.left, variables, depth + 1) and _is_literal(node.right, variables, depth + 1)
    return _text(node) is not None


def _strings(node: ast.expr, variables: dict[str, ast.expr], depth: int = 0) -> list[tuple[str, int]]:
    """The strings of a list, of lists added together, and of variables that hold lists."""
    if depth > 10:
        return []
    if isinstance(node, ast.Name) and node.id in variables:
        return _strings(variables[node.id], variables, depth + 1)
    if isinstance(node, (ast.List, ast.Tuple)):
        return [found for each in node.elts for found in _strings(each, variables, depth + 1)]
    if isinstance(node, ast.BinOp):
        return _strings(node.left, variables, depth + 1) + _strings(node.right, variables, depth + 1)
    text = _text(node)
    if text is None:
        return []
    return [(row, node.lineno) for row in text.splitlines() if row.strip()]
