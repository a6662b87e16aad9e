"""Names that hold for a part of an expression, and what iterating gives."""

from __future__ import annotations

import ast
from typing import Any

from gapmatrix_python.extraction.calls import Calls
from gapmatrix_python.extraction.state import MISSING

_KEYED = frozenset(("items", "enumerate", "zip"))


class Iteration(Calls):
    """Hides names and restores them; knows `enumerate`, `zip` and `items`."""

    def hide(self, names: list[str]) -> list[tuple[str, Any]]:
        """Binds names to something unknown, and returns what they stood for."""
        bound = self.scope.names
        before = [(name, bound.get(name, MISSING)) for name in names]
        for name in names:
            bound[name] = None
            self.scope.literals.pop(name, None)
        return before

    def restore(self, before: list[tuple[str, Any]]) -> None:
        """Lets names stand for what they stood for."""
        bound = self.scope.names
        for name, ref in before[::-1]:
            if ref is MISSING:
                bound.pop(name, None)
            else:
                bound[name] = ref

    def iterated(self, node: ast.expr) -> list[int | None] | int | None:
        """What iterating an expression gives: one REF, or several for `enumerate`, `zip` and `items`."""
        if isinstance(node, ast.Call):
            function = node.func
            name = function.id if type(function) is ast.Name else getattr(function, "attr", "")
            if name in _KEYED:
                return self._keyed(node, name)
        return self.refs.element(self.expression(node, True))

    def _keyed(self, node: ast.Call, name: str) -> list[int | None] | int | None:
        function = node.func
        if name == "items" and isinstance(function, ast.Attribute) and not node.args:
            receiver = self.expression(function.value, True)
            if receiver is not None:
                self.emit("call", self.attribute(receiver, name), node.lineno)
            return [None, self.refs.element(receiver)]
        if isinstance(function, ast.Attribute):
            return self.refs.element(self.expression(node, True))
        held = [self.expression(each, True) for each in node.args]
        elements = [self.refs.element(each) for each in held]
        return [None, *elements[:1]] if name == "enumerate" else elements

    def bind_iterated(self, target: ast.expr, held: list[int | None] | int | None) -> None:
        """Binds the targets of a loop."""
        raise AssertionError("the last of the line defines it")
