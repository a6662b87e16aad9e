"""Imports: names bound to modules and their members, and the modules that loading this one loads."""

from __future__ import annotations

import ast

from gapmatrix_python.extraction.assignments import Assignments
from gapmatrix_python.extraction.scopes import MODULE
from gapmatrix_python.extraction.shadows import FIRST_WINS
from gapmatrix_python.standard_names import STANDARD_MODULES


class Imports(Assignments):
    """Visits imports. Inside `if TYPE_CHECKING:` they name types and load nothing."""

    type_checking = False

    def import_modules(self, node: ast.Import) -> None:
        """`import a.b.c`, `import a.b as c`."""
        for alias in node.names:
            name = alias.name
            ref = self._module(name)
            if alias.asname is not None:
                self._bind_import(alias.asname, ref, node)
            else:
                first = name.partition(".")[0]
                self._bind_import(first, self._module(first), node)
            self._include(ref, node)

    def import_names(self, node: ast.ImportFrom) -> None:
        """`from a import b`, `from . import c`, `from d import *`."""
        module = node.module or ""
        self._notice(module.partition(".")[0] if not node.level else "")
        namespace = self.path.relative(node.level, node.module) if node.level else None
        if node.level and namespace is None:
            self.facts.diagnostic("a relative import leaves the repository", node.lineno)
            for alias in node.names:
                self.scope.names[alias.asname or alias.name] = None
            return
        for alias in node.names:
            ref = self.module_member(module, namespace, alias.name)
            if alias.name == "*":
                self._star(module, namespace, ref, node)
                continue
            self._bind_import(alias.asname or alias.name, ref, node)
            self._include(ref, node)

    def _notice(self, package: str) -> None:
        if package == "tornado":
            self.imports_tornado = True
        elif package in FIRST_WINS:
            self.first_route_wins = True

    def _module(self, name: str) -> int:
        if name.partition(".")[0] in STANDARD_MODULES:
            return self.refs.external(name)
        self.modules.add(name)
        self._notice(name.partition(".")[0])
        prefix = name.rpartition(".")[0]
        while prefix and prefix not in self.modules:
            self.modules.add(prefix)
            prefix = prefix.rpartition(".")[0]
        return self.refs.imported(name)

    def _star(self, module: str, namespace: str | None, ref: int, node: ast.ImportFrom) -> None:
        if namespace is None and module.partition(".")[0] in STANDARD_MODULES:
            return
        if len(self.star_modules) < 8:
            self.star_modules.append((module, namespace))
        self._include(ref, node)

    def _include(self, ref: int, node: ast.stmt) -> None:
        if not self.type_checking and "external" not in self.refs.entries[ref]:
            self.emit_asking("include", ref, node.lineno)

    def _bind_import(self, name: str, ref: int, node: ast.stmt) -> None:
        scope = self.scope
        scope.definitions.add(name)
        before = scope.names.get(name)
        scope.names[name] = ref if before is None else self.refs.any([before, ref])
        if scope.kind == MODULE:
            symbol = self.facts.symbol(name, "alias", node.lineno, node.end_lineno or node.lineno)
            symbol["type"] = ref
            if self.type_checking:
                symbol["attributes"] = {"type_checking": True}
