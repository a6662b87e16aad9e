"""Functions and classes."""

from __future__ import annotations

import ast
from typing import Any

from gapmatrix_python.extraction.annotations import last_name, shared_dependencies
from gapmatrix_python.extraction.decorating import decorating
from gapmatrix_python.extraction.parameters import Parameters
from gapmatrix_python.extraction.scopes import CLASS, FUNCTION, Function, Scope
from gapmatrix_python.extraction.shadows import route_key
from gapmatrix_python.facts import Json

# Decorators of the language: they wire nothing.
_PLAIN_DECORATORS = frozenset(("builtins.property", "builtins.staticmethod", "builtins.classmethod"))
_PROPERTIES = frozenset(
    ("property", "cached_property", "abstractproperty", "hybrid_property", "setter", "getter", "deleter")
)
_CONTEXT_MANAGERS = frozenset(("contextmanager", "asynccontextmanager"))
MAXIMUM_RESULTS = 4
# Methods that are called on the class.
_CLASS_DECORATORS = frozenset(("staticmethod", "classmethod"))
_OF_THE_CLASS = frozenset(("__new__", "__init_subclass__", "__class_getitem__"))
# Functions that Python calls for a module, as it calls methods for an instance.
_OF_THE_MODULE = frozenset(("__getattr__", "__dir__"))


class Definitions(Parameters):
    """Visits definitions. A function's body waits until the scope that holds it is complete."""

    class_bases: list[str] = []

    def function(self, node: Function) -> None:
        """`def`: a symbol, its decorators, and its body later."""
        scope = self.scope
        full = f"{scope.prefix}{node.name}"
        is_replaced = id(node) in self.replaced
        if is_replaced:
            # Nobody can call it any more: a later definition has its name.
            full += f"@{node.lineno}"
        method = scope.kind == CLASS
        symbol = self.facts.symbol(
            full, "method" if method else "function", node.lineno, node.end_lineno or node.lineno
        )
        decorators = [
            last_name(each.func if isinstance(each, ast.Call) else each) for each in node.decorator_list
        ]
        if method:
            symbol["owner"] = self.refs.name(scope.prefix[:-1])
        if not is_replaced:
            self._attributes(node, symbol, decorators, method)
        self.functions[full] = (node, symbol["id"])
        self.decorate(node.decorator_list, symbol["id"])
        if method or not self.branches or node.name not in scope.names:
            scope.names[node.name] = self.refs.name(full)
        else:
            scope.names[node.name] = self.refs.any([scope.names[node.name], self.refs.name(full)])
        scope.definitions.add(node.name)
        self.deferred.append((node, symbol, scope, decorators))
        if is_replaced:
            return
        self.function_symbol(node, symbol, decorators)
        if node.name in _OF_THE_MODULE and scope is self.module:
            self.use(self.refs.name(full), node.lineno)

    def _attributes(self, node: Function, symbol: Json, decorators: list[str], method: bool) -> None:
        attributes: dict[str, object] = {}
        name = node.name
        if method:
            special = name.startswith("__") and name.endswith("__")
            if special:
                attributes["implicit"] = True
            if decorators and not _PROPERTIES.isdisjoint(decorators):
                attributes["property"] = True
            if name in _OF_THE_CLASS or not _CLASS_DECORATORS.isdisjoint(decorators):
                attributes["static"] = True
            if "abstractmethod" in decorators or "abstractproperty" in decorators or without_body(node):
                attributes["abstract"] = True
        role = decorating(node)
        if role is not None:
            attributes[role] = True
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
                if target.attr == "before_request":
                    # `@orders.before_request`: every route of the blueprint runs it first.
                    self.guard(of, [self.refs.name(self.facts.symbols[subject - 1]["name"])], each.lineno)
            else:
                ref = self.expression(target, False)
            arguments = self.arguments(each) if isinstance(each, ast.Call) else None
            self._prefix(target, arguments)
            for dependency in shared_dependencies(each):
                # `@app.get("/", dependencies=[Depends(check)])`: the handler runs `check`.
                self._owned(subject, dependency)
            if ref is None or self.refs.entries[ref].get("external") in _PLAIN_DECORATORS:
                continue
            if not self.branches and self.first_route_wins and isinstance(target, ast.Attribute):
                key = route_key(each)
                router = ast.dump(target.value)
                if (
                    key is not None
                    and self.routes.setdefault((id(self.scope), router, *key), subject) != subject
                ):
                    # The first route of a path answers.
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
        self._tell_given(node, symbol)
        self._results(node, symbol, decorators)
        self.leave_function(node, symbol, scope)
        self._leave(before)

    def _tell_given(self, node: Function, symbol: Json) -> None:
        """Says of a function that does nothing but return a configured value which one it is."""
        body = node.body
        if len(body) > 1 and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
            body = body[1:]
        if len(body) == 1 and isinstance(body[0], ast.Return) and body[0].value is not None:
            given = self.configured_or_held(body[0].value)
        else:
            given = self.given_behind_guards(body)
        if given is not None:
            symbol["given"] = given

    def _enter(self, outer: Scope, symbol: Json) -> tuple[Any, ...]:
        before = (self.scope, self.owner, self.context, self.branches, self.loops, self.when)
        self.scope = Scope(FUNCTION, outer, f"{symbol['name']}.<locals>.", symbol["id"])
        self.owner = symbol["id"]
        self.context = 0
        self.branches = 0
        self.loops = []
        self.when = ()
        return before

    def _leave(self, before: tuple[Any, ...]) -> None:
        self.scope, self.owner, self.context, self.branches, self.loops, self.when = before

    def _results(self, node: Function, symbol: Json, decorators: list[str]) -> None:
        scope = self.scope
        manager = not _CONTEXT_MANAGERS.isdisjoint(decorators)
        found: int | None = None
        says_any = isinstance(node.returns, ast.Name) and node.returns.id in self.type_variables
        if node.returns is not None and not says_any:
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

    # Parts that come later in the line

    def function_symbol(self, node: Function, symbol: Json, decorators: list[str]) -> None:
        """Looks at a function when it is declared."""

    def enter_function(self, node: Function, symbol: Json, decorators: list[str]) -> None:
        """Looks at a function before its body is visited."""

    def leave_function(self, node: Function, symbol: Json, scope: Scope) -> None:
        """Looks at a function after its body was visited."""


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
