"""Functions and classes."""

from __future__ import annotations

import ast
from typing import Any

from gapmatrix_python.extraction.annotations import last_name, shared_dependencies
from gapmatrix_python.extraction.imports import Imports
from gapmatrix_python.extraction.scopes import CLASS, FUNCTION, Function, Scope
from gapmatrix_python.extraction.standard_callbacks import is_called_by_standard_library
from gapmatrix_python.facts import Json

# Decorators of the language: they wire nothing.
_PLAIN_DECORATORS = frozenset(("builtins.property", "builtins.staticmethod", "builtins.classmethod"))
_PROPERTIES = frozenset(
    ("property", "cached_property", "abstractproperty", "hybrid_property", "setter", "getter", "deleter")
)
_CONTEXT_MANAGERS = frozenset(("contextmanager", "asynccontextmanager"))
MAXIMUM_RESULTS = 4


class Definitions(Imports):
    """Visits definitions. A function's body waits until the scope that holds it is complete."""

    # Functions

    def function(self, node: Function) -> None:
        """`def`: a symbol, its decorators, and its body later."""
        scope = self.scope
        full = f"{scope.prefix}{node.name}"
        method = scope.kind == CLASS
        symbol = self.facts.symbol(
            full, "method" if method else "function", node.lineno, node.end_lineno or node.lineno
        )
        decorators = [
            last_name(each.func if isinstance(each, ast.Call) else each) for each in node.decorator_list
        ]
        if method:
            symbol["owner"] = self.refs.name(scope.prefix[:-1])
        self._attributes(node, symbol, decorators, method)
        self.functions[full] = (node, symbol["id"])
        self.decorate(node.decorator_list, symbol["id"])
        if method or not self.branches or node.name not in scope.names:
            scope.names[node.name] = self.refs.name(full)
        else:
            scope.names[node.name] = self.refs.any([scope.names[node.name], self.refs.name(full)])
        scope.definitions.add(node.name)
        self.deferred.append((node, symbol, scope, decorators))
        self.function_symbol(node, symbol, decorators)

    def _attributes(self, node: Function, symbol: Json, decorators: list[str], method: bool) -> None:
        attributes: dict[str, object] = {}
        name = node.name
        if method:
            special = name.startswith("__") and name.endswith("__")
            if special or is_called_by_standard_library(self.class_bases, name):
                attributes["implicit"] = True
            if decorators and not _PROPERTIES.isdisjoint(decorators):
                attributes["property"] = True
            if "abstractmethod" in decorators or "abstractproperty" in decorators or without_body(node):
                attributes["abstract"] = True
        if attributes:
            symbol["attributes"] = attributes

    def decorate(self, decorators: list[ast.expr], subject: int) -> None:
        """Adds a reference for each decorator."""
        for each in decorators:
            called = isinstance(each, ast.Call)
            target = each.func if isinstance(each, ast.Call) else each
            if isinstance(target, ast.Attribute):
                of = self.expression(target.value, False)
                if target.attr in ("setter", "getter", "deleter") and not called:
                    continue
                ref: int | None = self.attribute(of, target.attr)
            else:
                ref = self.expression(target, False)
            arguments = self.arguments(each) if isinstance(each, ast.Call) else None
            self._prefix(target, arguments)
            for dependency in shared_dependencies(each):
                # `@app.get("/", dependencies=[Depends(check)])`: the handler runs `check`.
                self._owned(subject, dependency)
            if ref is None or self.refs.entries[ref].get("external") in _PLAIN_DECORATORS:
                continue
            self.emit("decorate", ref, each.lineno, arguments)["subject"] = subject

    def _prefix(self, target: ast.expr, arguments: list[Json] | None) -> None:
        """`@router.get("/{number}")` of a router for `/orders` serves `/orders/{number}`."""
        if not arguments or not isinstance(target, ast.Attribute) or not isinstance(target.value, ast.Name):
            return
        prefix = self.route_prefixes.get(target.value.id)
        path = arguments[0].get("value")
        if prefix is not None and isinstance(path, str) and arguments[0].get("position") == 0:
            if not path or path.startswith("/"):
                arguments[0]["value"] = prefix.rstrip("/") + path

    def function_body(self, node: Function, symbol: Json, outer: Scope, decorators: list[str]) -> None:
        """Visits the body of a function whose scope is complete."""
        before = self._enter(outer, symbol)
        scope = self.scope
        self._parameters(node, outer, decorators)
        self.enter_function(node, symbol, decorators)
        self.statements(node.body)
        self._results(node, symbol, decorators)
        self.leave_function(node, symbol, scope)
        self._leave(before)

    def _enter(self, outer: Scope, symbol: Json) -> tuple[Any, ...]:
        before = (self.scope, self.owner, self.context, self.branches, self.loops)
        self.scope = Scope(FUNCTION, outer, f"{symbol['name']}.<locals>.", symbol["id"])
        self.owner = symbol["id"]
        self.context = 0
        self.branches = 0
        self.loops = []
        return before

    def _leave(self, before: tuple[Any, ...]) -> None:
        self.scope, self.owner, self.context, self.branches, self.loops = before

    def _parameters(self, node: Function, outer: Scope, decorators: list[str]) -> None:
        arguments = node.args
        names = self.scope.names
        positional = [*arguments.posonlyargs, *arguments.args]
        defaults = [*[None] * (len(positional) - len(arguments.defaults)), *arguments.defaults]
        first_is_self = outer.kind == CLASS and "staticmethod" not in decorators
        servicer = self._servicer(node, outer)
        for position, (each, default) in enumerate(zip(positional, defaults, strict=True)):
            if position == 0 and first_is_self and outer.class_name is not None:
                names[each.arg] = self.refs.name(outer.class_name)
                continue
            if position == 0 and servicer is not None and each.annotation is None:
                names[each.arg] = servicer
                continue
            names[each.arg] = self._parameter(each, default, bool(node.decorator_list))
        for each, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
            names[each.arg] = self._parameter(each, default, bool(node.decorator_list))
        if arguments.vararg is not None:
            names[arguments.vararg.arg] = self.refs.container(self.annotation(arguments.vararg.annotation))
        if arguments.kwarg is not None:
            names[arguments.kwarg.arg] = self.refs.container(self.annotation(arguments.kwarg.annotation))
        if node.returns is not None:
            self.annotation_calls(node.returns)

    def _servicer(self, node: Function, outer: Scope) -> int | None:
        """The class of what gRPC's generated `add_PaymentServicer_to_server(servicer, server)` takes."""
        name = node.name.removeprefix("add_").removesuffix("_to_server")
        if outer is not self.module or len(node.name) - len(name) != len("add__to_server"):
            return None
        return self.module.names.get(name) if name in self.module.definitions else None

    def _parameter(self, parameter: ast.arg, default: ast.expr | None, decorated: bool) -> int | None:
        """What a parameter holds: its declared type, or what its default gives.

        Calls in defaults and annotations count for the function: `Depends(open_session)` runs with it.
        """
        declared: int | None = None
        if parameter.annotation is not None:
            self.annotation_calls(parameter.annotation)
            declared = self.annotation(parameter.annotation)
            if decorated and declared is not None:
                self._use_type(declared, parameter.lineno)
        if default is None:
            return declared
        if isinstance(default, ast.Constant):
            if isinstance(default.value, str):
                self.literal(default, parameter.arg, default=True)
            return declared
        given = self.expression(default, True)
        if declared is not None:
            return declared
        if isinstance(default, ast.Call):
            return self._dependency(default, given)
        return None

    def _use_type(self, declared: int, line: int) -> None:
        """A framework makes instances of the parameter types of decorated functions."""
        entry = self.refs.entries[declared]
        for each in entry.get("any", (declared,)):
            one = self.refs.entries[each]
            inner = one.get("container", each)
            if "external" not in self.refs.entries[inner]:
                self.use(inner, line)

    def _dependency(self, default: ast.Call, given: int | None) -> int | None:
        """`db=Depends(open_session)` holds what the dependency returns or yields."""
        if last_name(default.func) in ("Depends", "Security", "Provide", "Inject") and default.args:
            return (
                self.refs.result(self.expression(default.args[0], False))
                if is_path(default.args[0])
                else None
            )
        return given

    def _results(self, node: Function, symbol: Json, decorators: list[str]) -> None:
        scope = self.scope
        manager = not _CONTEXT_MANAGERS.isdisjoint(decorators)
        found: int | None = None
        if node.returns is not None:
            found = self.annotation(node.returns)
            if found is not None and "container" in self.refs.entries[found] and (manager or scope.yields):
                # A generator is iterated, entered by `with`, or asked for its only value by a framework.
                held: int = self.refs.entries[found]["container"]
                found = held if manager else self.refs.any([held, found])
        elif scope.yields:
            held_any = self.refs.any(scope.yields[:MAXIMUM_RESULTS])
            found = held_any if manager else self.refs.any([held_any, self.refs.container(held_any)])
        else:
            results = self._several(scope)
            if results is not None:
                symbol["results"] = results
                return
            found = self.refs.any(scope.results[:MAXIMUM_RESULTS])
        if found is not None:
            symbol["results"] = [found]

    def _several(self, scope: Scope) -> list[int] | None:
        """The results of a function that returns one tuple of known things."""
        if len(scope.results) == 1 and isinstance(scope.results[0], tuple):
            results = scope.results[0]
            scope.results = []
            return None if None in results else list(results)
        scope.results = [each for each in scope.results if not isinstance(each, tuple)]
        return None

    def annotation_calls(self, node: ast.expr) -> None:
        if isinstance(node, ast.Subscript):
            if last_name(node.value) == "Annotated" and isinstance(node.slice, ast.Tuple):
                self.annotation_calls(node.slice.elts[0])
                for each in node.slice.elts[1:]:
                    if isinstance(each, ast.Call):
                        self.expression(each, True)
            elif isinstance(node.slice, ast.Subscript):
                self.annotation_calls(node.slice)
            elif isinstance(node.slice, ast.Tuple):
                for each in node.slice.elts:
                    self.annotation_calls(each)

    # Classes

    class_bases: list[str] = []

    def class_(self, node: ast.ClassDef) -> None:
        """`class`: a symbol, its bases, and its body at once."""
        outer = self.scope
        full = f"{outer.prefix}{node.name}"
        symbol = self.facts.symbol(full, "type", node.lineno, node.end_lineno or node.lineno)
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
        self.statements(node.body)
        self.scope = outer
        self.class_bases = before_bases
        self.branches = before_branches

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
                self._emit_from(symbol["id"], "use", ref, keyword.value.lineno)
            elif ref is not None:
                self._emit_from(symbol["id"], "use", ref, keyword.value.lineno)
        return names

    def _emit_from(self, owner: int, kind: str, to: int, line: int) -> None:
        before, self.owner = self.owner, owner
        self.emit(kind, to, line)
        self.owner = before

    # Parts that come later in the line

    def function_symbol(self, node: Function, symbol: Json, decorators: list[str]) -> None:
        """Looks at a function when it is declared."""

    def class_symbol(self, node: ast.ClassDef, symbol: Json, bases: list[str]) -> None:
        """Looks at a class when it is declared."""

    def enter_function(self, node: Function, symbol: Json, decorators: list[str]) -> None:
        """Looks at a function before its body is visited."""

    def leave_function(self, node: Function, symbol: Json, scope: Scope) -> None:
        """Looks at a function after its body was visited."""


def is_path(node: ast.expr) -> bool:
    """Whether an expression is a dotted name."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name)


def without_body(node: Function) -> bool:
    """Whether a function only says that another one has to be written."""
    body = node.body
    if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant) and len(body) > 1:
        if isinstance(body[0].value.value, str):
            body = body[1:]
    if len(body) != 1:
        return False
    only = body[0]
    if isinstance(only, ast.Expr):
        return isinstance(only.value, ast.Constant) and only.value.value is Ellipsis
    if isinstance(only, ast.Raise) and only.exc is not None:
        raised = only.exc.func if isinstance(only.exc, ast.Call) else only.exc
        return last_name(raised) == "NotImplementedError"
    return False
