"""Module variables and class attributes: a framework may read them by their names."""

from __future__ import annotations

import ast
import re

from gapmatrix_python.extraction.annotations import last_name, shared_dependencies
from gapmatrix_python.extraction.values import is_annotated, is_partial, is_table, route_prefix
from gapmatrix_python.extraction.variables import Variables
from gapmatrix_python.facts import Json

SETTING = re.compile(r"^[A-Z][A-Z0-9_]*$")
_CLASS_PATH = re.compile(r"^[a-z_]\w*(?:\.\w+)*\.[A-Z]\w*$")
# What a URL configuration of Django names, as a string, to answer errors.
_DJANGO_HANDLERS = frozenset(("handler400", "handler403", "handler404", "handler500"))
# Settings of Django and of programs made like it whose strings name modules, functions and classes. Those
# of the WSGI and ASGI applications are none: servers are told where these are, and only the development
# server looks here.
_OBJECT_SETTING = re.compile(
    r"^(?:INSTALLED_APPS|.*_APPS|MIDDLEWARE(?:_CLASSES)?|ROOT_URLCONF|TEMPLATES|TEMPLATE_.*|DATABASES|"
    r"CACHES|STORAGES|CHANNEL_LAYERS|REST_FRAMEWORK|LOGGING|.*_(?:BACKENDS?|CLASS|CLASSES|ENGINE|STORAGE|MIDDLEWARE|"
    r"PROCESSORS|HANDLERS?|SERIALIZER|RUNNER|URLCONF|ROUTERS|VALIDATORS|HASHERS|LOADERS|FINDERS|IMPORTS))$"
)


class Settings(Variables):
    """Visits assignments of modules and classes."""

    def _module_variable(self, target: ast.Name, value: ast.expr, declared: int | None) -> None:
        if isinstance(value, ast.Call) and last_name(value.func) in ("TypeVar", "ParamSpec", "TypeVarTuple"):
            self.type_variables |= {target.id}
        self.declare_defaults(target.id, value)
        if SETTING.match(target.id) and not is_partial(value):
            self._setting(target, value, declared)
            return
        if is_table(value) or is_partial(value):
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
                self.guard(self.refs.name(target.id), [self._owned(symbol["id"], each)], target.lineno)
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
            self._hand_over(target.id, argument, target.lineno)
        else:
            argument = self.argument(value, target.id)
            ref = self.argument_type(argument)
            self._name_objects(target.id, argument)
            self._hand_over(target.id, argument, target.lineno)
            self._variable(target, declared if declared is not None else ref, value)
        # A framework reads the setting, whatever is known of its value.
        argument["position"] = 0
        self.emit("write", self.refs.name(target.id), target.lineno, [argument])
        self._load_settings(target, argument)
        self.module_assignment(target, ref, value)

    def _setting_argument(self, name: str, value: ast.expr) -> Json:
        """The literals of a table. What it names is used by the table, not by loading the module."""
        argument = self.constants(value, name)
        self._name_objects(name, argument)
        return argument

    def _hand_over(self, name: str, argument: Json, line: int) -> None:
        """What a setting names by a string is driven by whoever reads the setting; middleware by servers."""
        named = [
            {"position": 0, "ref": each["ref"]}
            for each in _flat(argument)
            if "ref" in each and isinstance(each.get("value"), str)
        ]
        loader = "settings.middleware" if name in ("MIDDLEWARE", "MIDDLEWARE_CLASSES") else "settings.load"
        for each in named:
            self.emit("register", self.refs.external(loader), line, [each])

    def _name_objects(self, name: str, argument: Json, depth: int = 0) -> None:
        """Gives strings of settings that name modules, functions and classes a REF beside their value."""
        value = argument.get("value")
        if isinstance(value, str) and "ref" not in argument:
            own = argument.get("name", name)
            if _CLASS_PATH.match(value) or _OBJECT_SETTING.match(name) or (own == "()" and depth):
                ref = self.dotted_path(value)
                if ref is not None:
                    argument["ref"] = ref
        items = argument.get("items", ())
        for item in items:
            self._name_objects(name, item, depth + 1)
        if any("ref" in item and isinstance(item.get("value"), str) for item in items):
            # A list in which some strings name classes: those beside them name functions.
            for item in items:
                text = item.get("value")
                if isinstance(text, str) and "ref" not in item and "." in text:
                    ref = self.dotted_path(text)
                    if ref is not None:
                        item["ref"] = ref

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
                    # `shop.apps.ShopConfig`, the class that stands for the application `shop`.
                    name = name.rpartition(".apps.")[0]
                    if not name:
                        continue
                # Celery looks for the tasks of every application.
                for module in ("apps", "models", "admin", "tasks"):
                    self.emit("include", self.refs.imported(name, module), target.lineno)

    def _class_attribute(self, target: ast.Name, value: ast.expr, declared: int | None) -> None:
        argument = self.argument(value, target.id)
        ref = self.argument_type(argument)
        self._variable(target, declared if declared is not None else ref, value)
        if isinstance(value, ast.Call):
            argument = self.constants(_default_list(value) or value, target.id)
        if argument:
            argument["position"] = 0
            owner = self.refs.name(self.scope.prefix[:-1])
            before, self.owner = self.owner, self.scope.owner
            self.emit("write", self.refs.member(target.id, owner), target.lineno, [argument])
            self.owner = before

    def module_assignment(self, target: ast.Name, ref: int | None, value: ast.expr) -> None:
        """Looks at what a variable of the module holds."""
        raise AssertionError("the last of the line defines it")


def _default_list(value: ast.Call) -> ast.expr | None:
    """The list of `Field(default=["*"])`, `Field(["*"])` and `Field(default_factory=lambda: ["*"])`."""
    if last_name(value.func) not in ("Field", "field"):
        return None
    given = {keyword.arg: keyword.value for keyword in value.keywords}
    made = given.get("default_factory")
    found = made.body if isinstance(made, ast.Lambda) else given.get("default")
    if found is None and value.args:
        found = value.args[0]
    return found if isinstance(found, (ast.List, ast.Tuple, ast.Set)) else None


def _flat(argument: Json) -> list[Json]:
    """An argument and all items inside it."""
    found = [argument]
    for each in found:
        found.extend(each.get("items", ()))
    return found
