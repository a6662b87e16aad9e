"""Classes: a symbol, its bases, and its body at once."""

from __future__ import annotations

import ast

from gapmatrix_python.extraction.definitions import Definitions
from gapmatrix_python.extraction.scopes import CLASS, Scope
from gapmatrix_python.extraction.settings_classes import is_settings_class, variables
from gapmatrix_python.extraction.shadows import replaced
from gapmatrix_python.facts import Json

_APP_CONFIGS = frozenset(("django.apps.AppConfig", "django.apps.config.AppConfig"))


class Classes(Definitions):
    """Visits classes."""

    # Configurations of applications of Django.
    app_configs: tuple[tuple[ast.ClassDef, int], ...] = ()

    def class_(self, node: ast.ClassDef) -> None:
        """`class`: a symbol, its bases, and its body at once."""
        outer = self.scope
        full = f"{outer.prefix}{node.name}"
        symbol = self.facts.symbol(full, "type", node.lineno, node.end_lineno or node.lineno)
        if outer.kind == CLASS:
            symbol["owner"] = self.refs.name(outer.prefix[:-1])
        self.decorate(node.decorator_list, symbol["id"])
        bases = self._bases(node, symbol)
        if "Protocol" in [name.rpartition(".")[2] for name in bases]:
            symbol["attributes"] = {"interface": True}
        own = self.refs.name(full)
        if self.branches and node.name in outer.names:
            outer.names[node.name] = self.refs.any([outer.names[node.name], own])
        else:
            outer.names[node.name] = own
        outer.definitions.add(node.name)
        scope = Scope(CLASS, outer, f"{full}.", symbol["id"])
        scope.class_name = full
        before_bases, self.class_bases = self.class_bases, bases
        before_branches, self.branches = self.branches, 0
        self.scope = scope
        self.class_symbol(node, symbol, bases)
        if is_settings_class(bases):
            self._read_settings(node, symbol)
        if self.path.stem == "apps" and outer is self.module and not _APP_CONFIGS.isdisjoint(bases):
            self.app_configs += ((node, own),)
        self.replaced |= replaced(node.body)
        self.statements(node.body)
        self.scope = outer
        self.class_bases = before_bases
        self.branches = before_branches

    def finish_classes(self) -> None:
        """Django makes an instance of an application's only configuration, or of the one that says so."""
        chosen = list(self.app_configs)
        if len(chosen) > 1:
            chosen = [each for each in chosen if any(_is_default(line) for line in each[0].body)]
        for node, own in chosen:
            argument: Json = {"position": 0, "ref": own}
            self.emit("register", self.refs.external("settings.load"), node.lineno, [argument])

    def _bases(self, node: ast.ClassDef, symbol: Json) -> list[str]:
        names: list[str] = []
        for each in node.bases:
            base = each.value if isinstance(each, ast.Subscript) else each
            if isinstance(base, ast.Starred):
                base = base.value
            ref = self.expression(base, False)
            if ref is not None:
                names.append(self.refs.full_name(ref))
                self._emit_from(symbol["id"], "inherit", ref, each.lineno)
        for keyword in node.keywords:
            ref = self.expression(keyword.value, False)
            if keyword.arg == "metaclass" and ref is not None:
                names.append(self.refs.full_name(ref))
                self._emit_from(symbol["id"], "metaclass", ref, keyword.value.lineno)
            elif ref is not None:
                self._emit_from(symbol["id"], "use", ref, keyword.value.lineno)
        return names

    def _read_settings(self, node: ast.ClassDef, symbol: Json) -> None:
        """pydantic reads a variable for each field; a file or a default may give it as well."""
        before, self.owner = self.owner, symbol["id"]
        for name, line in variables(node):
            reference = self.emit("read", self.refs.environment(name), line)
            reference["context"] = [*reference.get("context", ()), "guarded"]
        self.owner = before

    def _emit_from(self, owner: int, kind: str, to: int, line: int) -> None:
        before, self.owner = self.owner, owner
        self.emit(kind, to, line)
        self.owner = before

    def class_symbol(self, node: ast.ClassDef, symbol: Json, bases: list[str]) -> None:
        """Looks at a class when it is declared."""


def _is_default(node: ast.stmt) -> bool:
    """Whether a statement is `default = True`."""
    return (
        isinstance(node, ast.Assign)
        and any(isinstance(target, ast.Name) and target.id == "default" for target in node.targets)
        and isinstance(node.value, ast.Constant)
        and node.value.value is True
    )
