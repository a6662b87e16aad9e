"""Variables and fields: one symbol for all assignments of a name."""

from __future__ import annotations

import ast

from gapmatrix_python.extraction.expressions import Expressions
from gapmatrix_python.extraction.scopes import CLASS, FUNCTION
from gapmatrix_python.extraction.state import MISSING
from gapmatrix_python.extraction.values import is_short
from gapmatrix_python.facts import Json

_CONTAINER_NODES = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
_LITERALS = (ast.Constant, ast.UnaryOp, ast.BinOp, ast.JoinedStr)
_CONTAINER_TYPES = frozenset(
    """
    dict list set defaultdict OrderedDict deque WeakValueDictionary WeakSet ChainMap
    """.split()
)


class Variable:
    """A module variable or field: one symbol for all its assignments."""

    __slots__ = ("assignments", "declared", "held", "symbol")

    def __init__(self, symbol: Json) -> None:
        self.symbol = symbol
        self.held: list[int | None] = []
        self.assignments = 0
        # Whether a class declares it, and no method does.
        self.declared = False


class Variables(Expressions):
    """Binds names where they belong, and notes what they hold."""

    def assign_name(self, target: ast.Name, ref: int | None, value: ast.expr | None = None) -> None:
        """Binds a name where it belongs: here, in an outer function, or in the module."""
        name = target.id
        scope = self.scope
        if scope.kind == FUNCTION:
            if name in scope.globals:
                self._bind_module_variable(target, ref, value)
                return
            if name in scope.nonlocals:
                outer = scope.parent
                while outer is not None and name not in outer.names:
                    outer = outer.parent
                if outer is not None and outer.kind == FUNCTION:
                    outer.names[name] = self.refs.any([outer.names[name], ref])
                return
            self.bind(name, ref)
            return
        # A name that comprehensions and lambdas of a module bind for a while is no variable of it.
        if name in scope.names and scope.names[name] is None:
            scope.names[name] = ref
            return
        self._variable(target, ref, value)

    def _variable(self, target: ast.Name, ref: int | None, value: ast.expr | None) -> Json:
        if self.scope.kind == CLASS:
            full = f"{self.scope.prefix}{target.id}"
            self.scope.names[target.id] = self.refs.name(full)
            owner = self.refs.name(self.scope.prefix[:-1])
            return self.hold(full, "field", target, ref, value, owner)
        return self._bind_module_variable(target, ref, value)

    def _bind_module_variable(self, target: ast.Name, ref: int | None, value: ast.expr | None) -> Json:
        name = target.id
        own = self.refs.name(name)
        names = self.module.names
        if names.get(name) is None:
            names[name] = own
        elif not (isinstance(value, ast.Constant) and value.value is None):
            # `try: import x` and `except ImportError: x = …`
            names[name] = self.refs.any([names[name], own])
        return self.hold(name, "variable", target, ref, value)

    def hold(
        self,
        name: str,
        kind: str,
        node: ast.expr,
        ref: int | None,
        value: ast.expr | None,
        owner: int | None = None,
    ) -> Json:
        """Notes an assignment to a variable or field, and returns its symbol."""
        variable = self.variables.get(name)
        if variable is None:
            symbol = self.facts.symbol(name, kind, node.lineno, node.end_lineno or node.lineno)
            if owner is not None:
                symbol["owner"] = owner
            variable = self.variables[name] = Variable(symbol)
            variable.declared = self.scope.kind == CLASS
        variable.assignments += 1
        if kind == "variable":
            if variable.assignments == 1 and value is not None and is_short(value):
                self.module.literals[name] = value
            else:
                self.forget(self.module, name)
        if ref is not None and ref not in self.refs.plain:
            variable.held.append(ref)
        if value is not None:
            self._note_value(variable, name, node, value, owner, ref)
        return variable.symbol

    def _note_value(
        self,
        variable: Variable,
        name: str,
        node: ast.expr,
        value: ast.expr,
        owner: int | None,
        ref: int | None = None,
    ) -> None:
        short = name.rpartition(".")[2]
        literal = self.literal(value, short) if isinstance(value, _LITERALS) else MISSING
        if variable.assignments == 1:
            if literal is not MISSING:
                variable.symbol["value"] = literal
            else:
                self.note_given(variable.symbol, value)
        elif owner is not None and variable.declared and "value" in variable.symbol and self.when:
            # `if self.x and not self.y: self.y = True`: its default holds where the conditions do not.
            argument: Json = {"position": 0} if literal is MISSING else {"position": 0, "value": literal}
            self.emit("write", self.refs.member(short, owner), node.lineno, [argument])
        elif literal is MISSING and owner is None and self.scope.kind == FUNCTION and self.when:
            # `global client`, `if client is None: client = Client()`: what it starts with holds where the
            # conditions do not.
            argument = {"position": 0} if ref is None else {"position": 0, "ref": ref}
            self.emit("write", self.refs.name(name), node.lineno, [argument])
        elif literal is not None:
            # Assigned again, and not merely reset: no constant.
            variable.symbol.pop("value", None)
            variable.symbol.pop("given", None)
        if isinstance(value, _CONTAINER_NODES) or (
            isinstance(value, ast.Call)
            and isinstance(value.func, ast.Name)
            and value.func.id in _CONTAINER_TYPES
        ):
            self.containers.add(self.refs.name(name) if owner is None else self.refs.member(short, owner))

    def _field(self, target: ast.Attribute, ref: int | None, value: ast.expr | None) -> None:
        """`self.x = value` makes a field of the class."""
        name = self.scope.class_name
        if name is not None:
            self.hold(f"{name}.{target.attr}", "field", target, ref, value, self.refs.name(name))

    def is_self(self, node: ast.expr) -> bool:
        """Whether an expression is `self` or `cls` of the class around."""
        if not isinstance(node, ast.Name) or self.scope.class_name is None:
            return False
        found = self.lookup(node.id)[0]
        return found is not None and found == self.refs.name(self.scope.class_name)

    def _check_literal(self, name: str, value: ast.expr) -> None:
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            self.literal(value, name)
