"""The state of one visit, and how it adds facts."""

from __future__ import annotations

import ast
from typing import Any

from gapmatrix_python.extraction.scopes import CLASS, FUNCTION, MODULE, Function, Scope
from gapmatrix_python.facts import Facts, Json
from gapmatrix_python.paths import SourcePath
from gapmatrix_python.refs import MISSING as MISSING
from gapmatrix_python.refs import RefTable
from gapmatrix_python.standard_names import BUILTINS, MODULE_ATTRIBUTES, STANDARD_MODULES

LOOP, DEFER, SPAWN, CONDITIONAL, HANDLER, IGNORED = 1, 2, 4, 8, 16, 32
_WORDS = ("loop", "defer", "spawn", "conditional", "handler", "ignored")
CONTEXTS = [[word for bit, word in enumerate(_WORDS) if flags & (1 << bit)] for flags in range(64)]


class Loop:
    """A loop of the function being visited."""

    __slots__ = ("sleeps",)

    def __init__(self) -> None:
        self.sleeps: list[ast.Call] = []


class State:
    """What all parts of the visit share. The parts form a line of subclasses; each knows those before it."""

    def __init__(self, path: SourcePath) -> None:
        self.path = path
        self.facts = Facts()
        self.refs: RefTable = self.facts.refs
        self.references = self.facts.references
        self.module = Scope(MODULE, None, "", 0)
        self.scope = self.module
        self.owner = 0
        self.context = 0
        # The configured conditions under which what is visited runs.
        self.when: tuple[int, ...] = ()
        # How many branches and loops of the function enclose the statement: an assignment inside adds to
        # what a variable may hold, one outside replaces it.
        self.branches = 0
        # How many `try` statements around it expect that what it asks for is not there.
        self.guards = 0
        self.loops: list[Loop] = []
        self.unknown_calls = 0
        self.uses: set[tuple[int, ...]] = set()
        # Bodies of functions are visited when the scope that holds them is complete.
        # No bound methods: what points back at the visit keeps it and its tree until cycles are collected.
        self.deferred: list[tuple[Function, Json, Scope, list[str]] | None] = []
        self.modules: set[str] = set()
        # Router -> what it puts before the path of each of its routes.
        self.route_prefixes: dict[str, str] = {}
        # Routes by their scope, router and path, with the symbol that answers; see `shadows`.
        self.routes: dict[tuple[int, str, str, str], int] = {}
        # The ids of definitions and assignments that a later one of their block replaces.
        self.replaced: set[int] = set()
        # Calls that make a pool for the time of one call of the function they stand in.
        self.brief: set[int] = set()
        # Lifespans of the module that end nothing.
        self.starting: set[str] = set()
        self.imports_tornado = False
        self.first_route_wins = False
        # Whether a loop of the module goes on until something from outside ends it.
        self.endless = False
        # Loops of work: the symbol that holds one, its line, and whether it ends when it is asked to.
        self.work: list[tuple[int, int, bool]] = []
        # Whether a loop of its top level does.
        self.endless_script = False
        # Modules of `from a import *`: name, and namespace if it is relative.
        self.star_modules: list[tuple[str, str | None]] = []
        self.containers: set[int] = set()
        # Secret -> what is shown of it, and which were reported already.
        self.secrets: dict[str, str] = {}
        self.reported: set[tuple[str, int, str]] = set()
        # Module variables and fields: several assignments make one symbol.
        self.variables: dict[str, Any] = {}
        self.functions: dict[str, tuple[Function, int]] = {}

    # Adding facts

    def emit(self, kind: str, to: int, line: int, arguments: list[Json] | None = None) -> Json:
        """Adds a reference from what is being visited."""
        reference: Json = {"from": self.owner, "to": to, "kind": kind, "line": line}
        if arguments:
            reference["arguments"] = arguments
        if self.context:
            reference["context"] = CONTEXTS[self.context]
        if self.when:
            reference["when"] = list(self.when)
        self.references.append(reference)
        return reference

    def emit_asking(self, kind: str, to: int, line: int, arguments: list[Json] | None = None) -> None:
        """Adds a reference to what may be missing: an import, a variable of the environment."""
        reference = self.emit(kind, to, line, arguments)
        if self.guards:
            reference["context"] = [*reference.get("context", ()), "guarded"]

    def use(self, to: int, line: int) -> None:
        """Adds a mention as a value, once for each symbol and target."""
        key: tuple[int, ...] = (self.owner, to)
        if key not in self.uses:
            if self.when:
                key = (self.owner, to, *self.when)
                if key in self.uses:
                    return
            self.uses.add(key)
            self.emit("use", to, line)

    # Names

    def lookup(self, name: str) -> tuple[int | None, bool]:
        """What a name stands for, and whether mentioning it is a use of something."""
        scope: Scope | None = self.scope
        innermost = scope
        while scope is not None:
            found = scope.names.get(name, MISSING)
            if found is not MISSING and (scope.kind != CLASS or scope is innermost):
                return found, scope.kind != FUNCTION or name in scope.definitions
            scope = scope.parent
        if name in BUILTINS:
            return self.refs.external(f"builtins.{name}"), False
        if name in MODULE_ATTRIBUTES:
            return None, False
        if self.star_modules:
            found_any = [
                self.module_member(module, namespace, name) for module, namespace in self.star_modules
            ]
            return self.refs.any([*found_any]), True
        return self.refs.name(name), True

    def module_member(self, module: str, namespace: str | None, name: str) -> int:
        """A name of a module, which is relative if it has a namespace."""
        if namespace is not None:
            return self.refs.namespaced(namespace, name)
        if module.partition(".")[0] in STANDARD_MODULES:
            return self.refs.external(f"{module}.{name}")
        return self.refs.imported(module, name)

    def bind(self, name: str, ref: int | None, definition: bool = False) -> None:
        """Lets a name of the current scope stand for something."""
        names = self.scope.names
        self.forget(self.scope, name)
        if definition:
            self.scope.definitions.add(name)
        if self.branches and name in names:
            ref = self.refs.any([names[name], ref])
        names[name] = ref

    def forget(self, scope: Scope, name: str) -> None:
        """Takes note that a variable is assigned again. What a loop showed of it before was not always so."""
        scope.literals.pop(name, None)
        scope.keys.pop(name, None)
        scope.given.pop(name, None)
        scope.passed.pop(name, None)
        shown = scope.shown.pop(name, None)
        if shown is not None and (self.loops or scope is not self.scope):
            for argument, ref in shown:
                argument.pop("value", None)
                argument.pop("items", None)
                if ref is not None:
                    argument["ref"] = ref

    def holder(self, name: str) -> Scope | None:
        """The scope whose variable this is, if it holds a literal."""
        scope: Scope | None = self.scope
        while scope is not None:
            if scope.kind != CLASS and name in scope.names:
                return scope if name in scope.literals else None
            scope = scope.parent
        return None

    def attribute(self, of: int | None, name: str) -> int:
        """A member of something; of a module it is a name of that module."""
        refs = self.refs
        if of is None:
            return refs.member(name, None)
        entry = refs.entries[of]
        if "import" in entry and "name" not in entry:
            dotted = f"{entry['import']}.{name}"
            return refs.imported(dotted) if dotted in self.modules else refs.imported(entry["import"], name)
        return refs.member(name, of)

    # Parts that come later in the line

    def expression(self, node: ast.expr, used: bool) -> int | None:
        """Visits an expression and returns what it denotes. `used`: mentioning something is a use of it;
        without, the caller puts the REF into a reference of its own."""
        raise AssertionError("the last of the line defines it")

    def statements(self, body: list[ast.stmt]) -> None:
        """Visits statements in order."""
        raise AssertionError("the last of the line defines it")
