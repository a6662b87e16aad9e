"""Keys that a program issues, keeps in its database, and lets live for ever."""

from __future__ import annotations

import ast
import re

_KEY = re.compile(r"(?i)^(?:api|access)_?(?:key|token)(?:_\w+)?$")
_CLASS = re.compile(r"(?:Api|API|Access|Personal\w*|Auth)(?:Token|Key)$")
_COLUMN = re.compile(r"(?:Field|Column|mapped_column)$")
_END = re.compile(r"(?i)expir|valid_?(?:until|to)|ttl|life_?time|ends_at|max_age")
# What makes a key that nobody can guess.
_MAKING = frozenset(
    "token_urlsafe token_hex token_bytes urandom uuid4 get_random_string generate_key choices".split()
)


def issues_endless_keys(node: ast.ClassDef) -> bool:
    """Whether a stored class holds a key that it makes itself, and nothing that says when the key ends."""
    columns = [name for name, value in _assigned(node) if _is_column(value)]
    if not columns or any(_END.search(name) for name, _ in _assigned(node)):
        return False
    if not _CLASS.search(node.name) and not any(_KEY.search(name) for name in columns):
        return False
    return any(
        isinstance(each, (ast.Name, ast.Attribute)) and _last(each) in _MAKING
        for statement in node.body
        for each in ast.walk(statement)
    )


def _assigned(node: ast.ClassDef) -> list[tuple[str, ast.expr | None]]:
    found: list[tuple[str, ast.expr | None]] = []
    for statement in node.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            found.append((statement.targets[0].id, statement.value))
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            found.append((statement.target.id, statement.value))
    return found


def _is_column(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Call) and bool(_COLUMN.search(_last(value.func)))


def _last(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
