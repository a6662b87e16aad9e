"""Scopes: what a name stands for at a place of the source."""

from __future__ import annotations

import ast
from typing import Any

MODULE, CLASS, FUNCTION = range(3)

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Scope:
    """A module, class or function while it is visited."""

    __slots__ = (
        "class_name",
        "definitions",
        "given",
        "globals",
        "keys",
        "kind",
        "literals",
        "names",
        "nonlocals",
        "owner",
        "parent",
        "passed",
        "prefix",
        "results",
        "shown",
        "untyped",
        "yields",
    )

    def __init__(self, kind: int, parent: Scope | None, prefix: str, owner: int) -> None:
        self.kind = kind
        self.parent = parent
        # What precedes the full name of something defined here: `C.`, `outer.<locals>.`.
        self.prefix = prefix
        # The id of the symbol that references of this scope come from.
        self.owner = owner
        # Name -> REF; None where the name is bound to something unknown.
        self.names: dict[str, int | None] = {}
        # Names bound by def, class and import: mentioning them is a use, unlike mentioning a variable.
        self.definitions: set[str] = set()
        # Configured values that variables and parameters hold.
        self.given: dict[str, int] = {}
        # Parameters of plain types: their place, the function's REF and the default. A REF is made where
        # one is asked for.
        self.passed: dict[str, tuple[Any, ...]] = {}
        # Those of them that say nothing of their type.
        self.untyped: set[str] = set()
        # Literals that variables hold, for the calls that are given the variables.
        self.literals: dict[str, ast.expr] = {}
        # Keys that variables were given one by one: `claims["exp"] = …`, `claims.update(…)`.
        self.keys: dict[str, list[str]] = {}
        # Arguments that show such a literal, with the REF to go back to: a loop may assign it later.
        self.shown: dict[str, list[tuple[dict[str, Any], int | None]]] = {}
        self.globals: set[str] = set()
        self.nonlocals: set[str] = set()
        # The class that `self` and `super()` speak of.
        self.class_name: str | None = None if parent is None else parent.class_name
        self.results: list[Any] = []
        self.yields: list[int | None] = []
