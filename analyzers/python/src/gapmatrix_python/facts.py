"""What is found in one file, in the shape of the protocol's `facts` message."""

from __future__ import annotations

from typing import Any

from gapmatrix_python.refs import RefTable

Json = dict[str, Any]


class Facts:
    """Collects facts; every list keeps the order of the source."""

    __slots__ = (
        "bindings",
        "conditions",
        "dependencies",
        "dependency_keys",
        "diagnostics",
        "manifest",
        "namespace",
        "references",
        "refs",
        "roots",
        "signals",
        "symbols",
    )

    def __init__(self) -> None:
        self.namespace: Json | None = None
        self.refs = RefTable()
        self.bindings: list[Json] = []
        self.conditions: list[Json] = []
        self.symbols: list[Json] = []
        self.references: list[Json] = []
        self.roots: list[Json] = []
        self.signals: list[Json] = []
        self.dependencies: list[Json] = []
        self.dependency_keys: set[tuple[str, str]] = set()
        self.diagnostics: list[Json] = []
        self.manifest: Json | None = None

    def declares(self, *, includes: list[str] | None = None, is_open: bool = False) -> None:
        """Says that the file declares what the project of its folder needs.

        `includes` are files that declare more of it; `is_open` says that there is more than can be read.
        """
        manifest = self.manifest = self.manifest or {"ecosystem": "pypi"}
        for each in includes or ():
            manifest.setdefault("includes", []).append(each)
        if is_open:
            manifest["open"] = True

    def symbol(self, name: str, kind: str, line: int, end_line: int) -> Json:
        """Adds a symbol and returns it, to be completed by the caller."""
        symbol: Json = {
            "id": len(self.symbols) + 1,
            "name": name,
            "kind": kind,
            "line": line,
            "end_line": end_line,
        }
        self.symbols.append(symbol)
        return symbol

    def signal(self, kind: str, symbol: int, line: int, attributes: Json | None = None) -> None:
        """Adds a signal that holds for a symbol."""
        signal: Json = {"kind": kind, "symbol": symbol, "line": line}
        if attributes:
            signal["attributes"] = attributes
        self.signals.append(signal)

    def diagnostic(self, message: str, line: int | None = None, severity: str = "warning") -> None:
        """Tells the user something about the file."""
        diagnostic: Json = {"severity": severity, "message": message}
        if line is not None:
            diagnostic["line"] = line
        self.diagnostics.append(diagnostic)

    def _drop_conditions(self) -> None:
        """Leaves out conditions under which nothing stands."""
        needed = [False] * len(self.conditions)
        lists = [each["when"] for each in self.references if "when" in each]
        lists.extend(each["holds"] for each in self.refs.entries if "holds" in each)
        for each in lists:
            for index in each:
                needed[index] = True
        places: list[int] = []
        kept: list[Json] = []
        for condition, is_needed in zip(self.conditions, needed, strict=True):
            places.append(len(kept))
            if is_needed or condition["is"] == "required":
                kept.append(condition)
        for each in lists:
            each[:] = [places[index] for index in each]
        self.conditions = kept

    def message(self, request: object) -> Json:
        """The answer to a request; empty fields are left out."""
        if self.conditions:
            self._drop_conditions()
        message: Json = {"type": "facts", "id": request}
        if self.namespace is not None:
            message["namespace"] = self.namespace
        if self.manifest is not None:
            message["manifest"] = self.manifest
        for field, values in (
            ("bindings", self.bindings),
            ("refs", self.refs.entries),
            ("conditions", self.conditions),
            ("symbols", self.symbols),
            ("references", self.references),
            ("roots", self.roots),
            ("signals", self.signals),
            ("dependencies", self.dependencies),
            ("diagnostics", self.diagnostics),
        ):
            if values:
                message[field] = values
        return message
