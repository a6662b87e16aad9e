"""Assignments: variables, fields, and writes to anything else."""

from __future__ import annotations

import ast
import re

from gapmatrix_python.extraction.annotations import last_name, shared_dependencies
from gapmatrix_python.extraction.expressions import Expressions
from gapmatrix_python.extraction.scopes import CLASS, FUNCTION
from gapmatrix_python.extraction.state import MISSING
from gapmatrix_python.facts import Json

_CONTAINER_NODES = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
_LITERALS = (ast.Constant, ast.UnaryOp, ast.BinOp, ast.JoinedStr)
MAXIMUM_SHOWN = 150

# Literals that a call shows in place of the variable that it is given.
_HELD = (ast.Constant, ast.UnaryOp, ast.BinOp, ast.List, ast.Tuple, ast.Dict)
_CONTAINER_TYPES = frozenset(
    """
    dict list set defaultdict OrderedDict deque WeakValueDictionary WeakSet ChainMap
    """.split()
)
_SEQUENCES = (ast.List, ast.Tuple)
_SETTING = re.compile(r"^[A-Z][A-Z0-9_]*$")
_CLASS_PATH = re.compile(r"^[a-z_]\w*(?:\.\w+)*\.[A-Z]\w*$")
# What a URL configuration of Django names, as a string, to answer errors.
_DJANGO_HANDLERS = frozenset(("handler400", "handler403", "handler404", "handler500"))
# Settings of Django and of programs made like it whose strings name modules, functions and classes.
_OBJECT_SETTING = re.compile(
    r"^(?:INSTALLED_APPS|.*_APPS|MIDDLEWARE(?:_CLASSES)?|ROOT_URLCONF|[AW]SGI_APPLICATION|TEMPLATES|TEMPLATE_.*|DATABASES|"
    r"CACHES|STORAGES|CHANNEL_LAYERS|REST_FRAMEWORK|LOGGING|.*_(?:BACKENDS?|CLASS|CLASSES|ENGINE|STORAGE|MIDDLEWARE|"
    r"PROCESSORS|HANDLERS?|SERIALIZER|RUNNER|URLCONF|ROUTERS|VALIDATORS|HASHERS|LOADERS|FINDERS|IMPORTS))$"
)


class Variable:
    """A module variable or field: one symbol for all its assignments."""

    __slots__ = ("assignments", "held", "symbol")

    def __init__(self, symbol: Json) -> None:
        self.symbol = symbol
        self.held: list[int | None] = []
        self.assignments = 0


class Assignments(Expressions):
    """Visits assignments."""

    # Statements

    def assign(self, node: ast.Assign) -> None:
        """`a = b = value`."""
        if len(node.targets) == 1:
            self._assign_one(node.targets[0], node.value, None)
            return
        ref = self.expression(node.value, True)
        for target in node.targets:
            self.assign_ref(target, ref, node.value)

    def assign_annotated(self, node: ast.AnnAssign) -> None:
        """`a: T = value`, or a mere declaration."""
        self.annotation_calls(node.annotation)
        declared = self.annotation(node.annotation)
        if node.value is not None:
            self._assign_one(node.target, node.value, declared)
            return
        if isinstance(node.target, ast.Name):
            self._declare_only(node.target, declared)
        elif isinstance(node.target, ast.Attribute) and self.is_self(node.target.value):
            self._field(node.target, declared, None)

    def _declare_only(self, target: ast.Name, declared: int | None) -> None:
        if self.scope.kind == FUNCTION:
            self.bind(target.id, declared)
        elif declared is not None or self.scope.kind == CLASS:
            self._variable(target, declared, None)

    def assign_augmented(self, node: ast.AugAssign) -> None:
        """`a += value`."""
        target = node.target
        if isinstance(target, ast.Name) and self.scope.kind != FUNCTION and _SETTING.match(target.id):
            self._setting(target, node.value)
            return
        if isinstance(target, (ast.Attribute, ast.Subscript)) and not (
            isinstance(target, ast.Attribute) and self.is_self(target.value)
        ):
            self._write(target, self.argument(node.value))
            return
        ref = self.expression(node.value, True)
        if isinstance(target, ast.Name):
            self.forget(self.scope, target.id)
        if isinstance(target, ast.Name) and ref is not None:
            found = self.lookup(target.id)[0]
            if self.scope.kind == FUNCTION and target.id in self.scope.names:
                self.scope.names[target.id] = self.refs.any([found, ref])

    def _assign_one(self, target: ast.expr, value: ast.expr, declared: int | None) -> None:
        if isinstance(target, ast.Name):
            if self.scope.kind == FUNCTION:
                ref = self.expression(value, True)
                self._check_literal(target.id, value)
                known = target.id in self.scope.names
                self.assign_name(target, declared if declared is not None else ref)
                if (
                    isinstance(value, _HELD)
                    and target.id not in self.scope.globals
                    and not (self.branches and known)
                ):
                    self.scope.literals[target.id] = value
            elif self.scope.kind == CLASS:
                self._class_attribute(target, value, declared)
            else:
                self._module_variable(target, value, declared)
        elif isinstance(target, ast.Attribute):
            if self.is_self(target.value):
                ref = self.expression(value, True)
                self._check_literal(target.attr, value)
                self._field(target, self.refs.any([declared, ref]), value)
            else:
                self._write(target, self.argument(value, target.attr))
        elif isinstance(target, ast.Subscript):
            key = target.slice
            name = key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else None
            self._write(target, self.argument(value, name))
        else:
            self.assign_ref(target, None if self._is_tuple(value) else self.expression(value, True), value)

    def _is_tuple(self, value: ast.expr) -> bool:
        return isinstance(value, _SEQUENCES) and not any(isinstance(each, ast.Starred) for each in value.elts)

    # Targets

    def assign_ref(self, target: ast.expr, ref: int | None, value: ast.expr | None = None) -> None:
        """Assigns what is known of a value to a target of any form."""
        if isinstance(target, ast.Name):
            if value is not None:
                self._check_literal(target.id, value)
            self.assign_name(target, ref, value)
        elif isinstance(target, _SEQUENCES):
            self._unpack(target.elts, ref, value)
        elif isinstance(target, ast.Starred):
            self.assign_ref(target.value, self.refs.container(ref))
        elif isinstance(target, ast.Attribute):
            if self.is_self(target.value):
                self._field(target, ref, value)
            else:
                self._write(target, {} if ref is None else {"ref": ref})
        elif isinstance(target, ast.Subscript):
            self._write(target, {} if ref is None else {"ref": ref})

    def _unpack(self, targets: list[ast.expr], ref: int | None, value: ast.expr | None) -> None:
        starred = any(isinstance(each, ast.Starred) for each in targets)
        if isinstance(value, _SEQUENCES) and self._is_tuple(value):
            if len(value.elts) == len(targets) and not starred:
                # All values are computed before the first target is bound.
                found = [None if self._is_tuple(each) else self.expression(each, True) for each in value.elts]
                for target, each, part in zip(targets, found, value.elts, strict=True):
                    self.assign_ref(target, each, part)
                return
            if ref is None:
                ref = self.expression(value, True)
        for position, target in enumerate(targets):
            if ref is None:
                part_ref = None
            elif starred:
                part_ref = self.refs.element(ref)
            else:
                part_ref = self.refs.result_index(ref, position)
            self.assign_ref(target, part_ref)

    def bind_iterated(self, target: ast.expr, held: list[int | None] | int | None) -> None:
        if not isinstance(held, list):
            self.assign_ref(target, held)
            return
        if isinstance(target, _SEQUENCES):
            for position, each in enumerate(target.elts):
                self.assign_ref(each, held[position] if position < len(held) else None)
        else:
            self.assign_ref(target, self.refs.container(self.refs.any([*held])))

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
        variable.assignments += 1
        if kind == "variable":
            if variable.assignments == 1 and value is not None and is_short(value):
                self.module.literals[name] = value
            else:
                self.forget(self.module, name)
        if ref is not None and ref not in self.refs.plain:
            variable.held.append(ref)
        if value is not None:
            self._note_value(variable, name, node, value, owner)
        return variable.symbol

    def _note_value(
        self, variable: Variable, name: str, node: ast.expr, value: ast.expr, owner: int | None
    ) -> None:
        short = name.rpartition(".")[2]
        literal = self.literal(value, short) if isinstance(value, _LITERALS) else MISSING
        if literal is not MISSING and variable.assignments == 1:
            variable.symbol["value"] = literal
        elif literal is not None:
            # Assigned again, and not merely reset: no constant.
            variable.symbol.pop("value", None)
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

    # Module variables and class attributes

    def _module_variable(self, target: ast.Name, value: ast.expr, declared: int | None) -> None:
        if _SETTING.match(target.id):
            self._setting(target, value, declared)
            return
        if is_table(value):
            # A table is used by whoever uses it, not by loading the module.
            symbol = self._variable(target, declared, value)
            ref = self._owned(symbol["id"], value)
            self.variables[target.id].held.append(ref)
            if (
                target.id in _DJANGO_HANDLERS
                and isinstance(value, ast.Constant)
                and isinstance(value.value, str)
            ):
                found = self.dotted_path(value.value)
                if found is not None:
                    self.use(found, target.lineno)
        elif is_annotated(value):
            # `CurrentUser = Annotated[User, Depends(current_user)]`: who takes one runs `current_user`.
            symbol = self._variable(target, declared, value)
            ref = self._owned(symbol["id"], value)
            self.variables[target.id].held.append(ref)
        else:
            ref = self.expression(value, True)
            symbol = self._variable(target, declared if declared is not None else ref, value)
            prefix = route_prefix(value)
            if prefix and target.id not in self.route_prefixes:
                self.route_prefixes[target.id] = prefix
            for each in shared_dependencies(value):
                # `APIRouter(dependencies=[Depends(current_user)])`: every route of the router runs it.
                self._owned(symbol["id"], each)
        self.module_assignment(target, ref, value)

    def _owned(self, owner: int, value: ast.expr) -> int | None:
        before, self.owner = self.owner, owner
        ref = self.expression(value, True)
        self.owner = before
        return ref

    def _setting(self, target: ast.Name, value: ast.expr, declared: int | None = None) -> None:
        """An ALL_CAPS variable: a framework may read it by its name, so its value is told as a write."""
        if is_table(value):
            symbol = self._variable(target, declared, value)
            ref = self._owned(symbol["id"], value)
            self.variables[symbol["name"]].held.append(ref)
            argument = self._setting_argument(target.id, value)
        else:
            argument = self.argument(value, target.id)
            ref = self.argument_type(argument)
            self._name_objects(target.id, argument)
            self._variable(target, declared if declared is not None else ref, value)
        if argument:
            argument["position"] = 0
            self.emit("write", self.refs.name(target.id), target.lineno, [argument])
        self._load_settings(target, argument)
        self.module_assignment(target, ref, value)

    def _setting_argument(self, name: str, value: ast.expr) -> Json:
        """The literals of a table. What it names is used by the table, not by loading the module."""
        argument = self.constants(value, name)
        self._name_objects(name, argument)
        return argument

    def _name_objects(self, name: str, argument: Json, depth: int = 0) -> None:
        """Gives strings of settings that name modules, functions and classes a REF beside their value."""
        value = argument.get("value")
        if isinstance(value, str) and "ref" not in argument:
            own = argument.get("name", name)
            if _CLASS_PATH.match(value) or _OBJECT_SETTING.match(name) or (own == "()" and depth):
                ref = self.dotted_path(value)
                if ref is not None:
                    argument["ref"] = ref
        for item in argument.get("items", ()):
            self._name_objects(name, item, depth + 1)

    def _load_settings(self, target: ast.Name, argument: Json) -> None:
        """Django imports the module of ROOT_URLCONF and the applications it is given."""
        value = argument.get("value")
        if target.id == "ROOT_URLCONF" and isinstance(value, str):
            self.emit("include", self.refs.imported(value), target.lineno)
        elif target.id == "INSTALLED_APPS":
            for item in argument.get("items", ()):
                name = item.get("value")
                if not isinstance(name, str) or not name:
                    continue
                self.emit("include", self.refs.imported(name), target.lineno)
                if "ref" in item and name.rpartition(".")[2][:1].isupper():
                    continue
                # Celery looks for the tasks of every application.
                for module in ("apps", "models", "admin", "tasks"):
                    self.emit("include", self.refs.imported(name, module), target.lineno)

    def _class_attribute(self, target: ast.Name, value: ast.expr, declared: int | None) -> None:
        argument = self.argument(value, target.id)
        ref = self.argument_type(argument)
        self._variable(target, declared if declared is not None else ref, value)
        if argument and not isinstance(value, ast.Call):
            argument["position"] = 0
            owner = self.refs.name(self.scope.prefix[:-1])
            before, self.owner = self.owner, self.scope.owner
            self.emit("write", self.refs.member(target.id, owner), target.lineno, [argument])
            self.owner = before

    # Writes

    def _write(self, target: ast.expr, argument: Json) -> None:
        """`app.debug = value`, `app.config["KEY"] = value`."""
        to: int | None
        if isinstance(target, ast.Attribute):
            to = self.attribute(self.expression(target.value, False), target.attr)
        elif isinstance(target, ast.Subscript):
            of = self.expression(target.value, False)
            if isinstance(target.value, ast.Name):
                self.scope.literals.pop(target.value.id, None)
            key = target.slice
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                name = self.text(key.value, key.lineno)
                if of is not None and self.refs.entries[of].get("external") == "os.environ":
                    self.environment("write", name, target.lineno, [argument] if argument else [])
                    return
                to = self.refs.member(name, of)
            else:
                self.expression(key, True)
                to = self.refs.element(of)
        else:
            return
        if to is None:
            if "ref" in argument:
                self.use(argument["ref"], target.lineno)
            return
        if argument:
            argument["position"] = 0
        self.emit("write", to, target.lineno, [argument] if argument else None)

    # Parts that come later in the line

    def annotation_calls(self, node: ast.expr) -> None:
        """Visits the calls inside an annotation: `Annotated[Session, Depends(open_session)]`."""
        raise AssertionError("the last of the line defines it")

    def module_assignment(self, target: ast.Name, ref: int | None, value: ast.expr) -> None:
        """Looks at what a variable of the module holds."""
        raise AssertionError("the last of the line defines it")


def is_table(node: ast.expr) -> bool:
    """Whether a value only mentions things: names, constants, and lists and mappings of them."""
    pending: list[ast.expr | None] = [node]
    while pending:
        each = pending.pop()
        if isinstance(each, (ast.List, ast.Tuple, ast.Set)):
            pending.extend(each.elts)
        elif isinstance(each, ast.Dict):
            pending.extend(each.keys)
            pending.extend(each.values)
        elif isinstance(each, (ast.Attribute, ast.Starred)):
            pending.append(each.value)
        elif isinstance(each, ast.UnaryOp):
            pending.append(each.operand)
        elif isinstance(each, ast.BinOp):
            pending.extend((each.left, each.right))
        elif each is not None and not isinstance(each, (ast.Name, ast.Constant)):
            return False
    return True


def is_annotated(node: ast.expr) -> bool:
    """Whether a value is `Annotated[…]`."""
    return isinstance(node, ast.Subscript) and last_name(node.value) == "Annotated"


def route_prefix(node: ast.expr) -> str | None:
    """What `APIRouter(prefix="/orders")` and `Blueprint(…, url_prefix="/orders")` put before paths."""
    if isinstance(node, ast.Call):
        for keyword in node.keywords:
            value = keyword.value
            if keyword.arg in ("prefix", "url_prefix") and isinstance(value, ast.Constant):
                return value.value if isinstance(value.value, str) and value.value.startswith("/") else None
    return None


def is_short(node: ast.expr) -> bool:
    """Whether a value is a literal short enough to be shown wherever its variable is an argument."""
    if not isinstance(node, _HELD):
        return False
    pending: list[ast.expr | None] = [node]
    count = 0
    while pending:
        each = pending.pop()
        count += 1
        if count > MAXIMUM_SHOWN:
            return False
        if isinstance(each, (ast.List, ast.Tuple)):
            pending.extend(each.elts)
        elif isinstance(each, ast.Dict):
            pending.extend(each.values)
    return True
