"""Facts of one file, as docs/protocol.md has them."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
# Longer literals are cut, as the protocol says.
MAXIMUM_TEXT = 200
TOP = 0


class Facts:
    """Gathers what is said of one file; `message` gives the members of the answer."""

    def __init__(self, namespace: Json | None = None) -> None:
        self.namespace = namespace
        self.symbols: list[Json] = []
        self.references: list[Json] = []
        self.roots: list[Json] = []
        self.signals: list[Json] = []
        self.dependencies: list[Json] = []
        self.diagnostics: list[Json] = []

    def symbol(self, name: str, kind: str, line: int, end_line: int | None = None, **attributes: Any) -> int:
        """Adds a definition and returns its id. Attributes that are None are left out."""
        number = len(self.symbols) + 1
        found: Json = {
            "id": number,
            "name": name,
            "kind": kind,
            "line": line,
            "end_line": max(line, end_line or line),
        }
        if kept := _attributes(attributes):
            found["attributes"] = kept
        self.symbols.append(found)
        return number

    def reference(
        self,
        origin: int,
        to: Json,
        kind: str,
        line: int,
        arguments: dict[str, Any] | None = None,
        context: list[str] | None = None,
    ) -> None:
        """Adds a reference from a symbol (0: the file's top level). Arguments are literals by name."""
        found: Json = {"from": origin, "to": to, "kind": kind, "line": line}
        given = [
            {"name": name, "value": _cut(value)}
            for name, value in (arguments or {}).items()
            if value is not None
        ]
        if given:
            found["arguments"] = given
        if context:
            found["context"] = context
        self.references.append(found)

    def root(
        self,
        symbol: int,
        root_class: str,
        why: str,
        component: str | None = None,
        kind: str | None = None,
        role: str | None = None,
    ) -> None:
        """Says that execution begins at a symbol: `root_class` is production, pipeline or test."""
        found: Json = {"symbol": symbol, "class": root_class, "why": why}
        for name, value in (("component", component), ("kind", kind), ("role", role)):
            if value is not None:
                found[name] = value
        self.roots.append(found)

    def signal(self, kind: str, symbol: int, line: int, **attributes: Any) -> None:
        """Says what only this analyzer can see. In attributes' names `_` is `-`, and one at the end is dropped."""
        found: Json = {"kind": kind, "symbol": symbol, "line": line}
        if kept := _attributes(
            {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        ):
            found["attributes"] = kept
        self.signals.append(found)

    def diagnostic(
        self, severity: str, message: str, line: int | None = None, unless_file: str | None = None
    ) -> None:
        """Tells the user something: info, warning or error; `unless_file`: but where there is a file of that name."""
        found: Json = {"severity": severity, "message": message}
        if line is not None:
            found["line"] = line
        if unless_file is not None:
            found["unless_file"] = unless_file
        self.diagnostics.append(found)

    def message(self) -> Json:
        """The members of a facts message that are not empty."""
        members: Json = {}
        if self.namespace is not None:
            members["namespace"] = self.namespace
        for name in ("symbols", "references", "roots", "signals", "dependencies", "diagnostics"):
            if value := getattr(self, name):
                members[name] = value
        return members


def _attributes(attributes: Json) -> Json:
    return {name: _cut(value) for name, value in attributes.items() if value is not None}


def _cut(value: Any) -> Any:
    if isinstance(value, (bool, int, float)):
        return value
    text = str(value)
    return text if len(text) <= MAXIMUM_TEXT else text[:MAXIMUM_TEXT] + "…"
