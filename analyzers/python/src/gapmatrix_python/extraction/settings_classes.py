"""Classes whose fields a library fills from variables of the environment."""

from __future__ import annotations

import ast

from gapmatrix_python.extraction.annotations import last_name

_ALIASES = ("validation_alias", "alias", "env")
MAXIMUM_FIELDS = 300


def is_settings_class(bases: list[str]) -> bool:
    """Whether a class derives from pydantic's settings."""
    return any(base.rpartition(".")[2] == "BaseSettings" for base in bases)


def variables(node: ast.ClassDef) -> list[tuple[str, int]]:
    """The variables that pydantic reads for the fields of a class of settings, with their lines."""
    prefix = _prefix(node)
    found: list[tuple[str, int]] = []
    for statement in node.body[:MAXIMUM_FIELDS]:
        if not isinstance(statement, ast.AnnAssign) or not isinstance(statement.target, ast.Name):
            continue
        name = statement.target.id
        if name.startswith("_") or name == "model_config" or "ClassVar" in ast.dump(statement.annotation):
            continue
        alias = _alias(statement.value)
        found.append((alias or f"{prefix}{name}".upper(), statement.lineno))
    return found


def _alias(value: ast.expr | None) -> str | None:
    if not isinstance(value, ast.Call) or last_name(value.func) != "Field":
        return None
    for keyword in value.keywords:
        if keyword.arg in _ALIASES and isinstance(keyword.value, ast.Constant):
            return keyword.value.value if isinstance(keyword.value.value, str) else None
    return None


def _prefix(node: ast.ClassDef) -> str:
    """`model_config = SettingsConfigDict(env_prefix="SHOP_")`, or the same in a class `Config`."""
    for statement in node.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Call):
            for keyword in statement.value.keywords:
                if keyword.arg == "env_prefix" and isinstance(keyword.value, ast.Constant):
                    return str(keyword.value.value)
        if isinstance(statement, ast.ClassDef) and statement.name == "Config":
            for each in statement.body:
                if isinstance(each, ast.Assign) and isinstance(each.value, ast.Constant):
                    if any(isinstance(one, ast.Name) and one.id == "env_prefix" for one in each.targets):
                        return str(each.value.value)
    return ""
