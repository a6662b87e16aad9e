"""Parameters: what they hold, by their declared types and their defaults."""

from __future__ import annotations

import ast

from gapmatrix_python.extraction.annotations import last_name
from gapmatrix_python.extraction.handed_applications import handed_applications
from gapmatrix_python.extraction.imports import Imports
from gapmatrix_python.extraction.scopes import CLASS, Function, Scope

# Decorators that hand the function to nobody who would fill its parameters.
_OF_THE_LANGUAGE = frozenset(
    "classmethod staticmethod property abstractmethod abstractproperty cached_property setter deleter "
    "override overload final lru_cache cache wraps contextmanager asynccontextmanager".split()
)
_INJECTING = frozenset(("Depends", "Security", "Provide", "Inject"))


class Parameters(Imports):
    """Binds the parameters of functions."""

    # Whether callers from outside fill the parameters of the function that is visited.
    _taken = False

    def _parameters(self, node: Function, outer: Scope, decorators: list[str]) -> None:
        arguments = node.args
        names = self.scope.names
        positional = [*arguments.posonlyargs, *arguments.args]
        defaults = arguments.defaults
        without_default = len(positional) - len(defaults)
        first_is_self = outer.kind == CLASS and "staticmethod" not in decorators
        servicer = self._servicer(node, outer)
        decorated = any(_decorator(each) not in _OF_THE_LANGUAGE for each in node.decorator_list)
        self._taken = not self.path.is_test and any(is_registering(each) for each in node.decorator_list)
        for position, each in enumerate(positional):
            if position == 0 and first_is_self and outer.class_name is not None:
                names[each.arg] = self.refs.name(outer.class_name)
                continue
            if position == 0 and servicer is not None and each.annotation is None:
                names[each.arg] = servicer
                continue
            given = defaults[position - without_default] if position >= without_default else None
            names[each.arg] = self._parameter(each, given, decorated)
        for position, each in enumerate(arguments.kwonlyargs):
            names[each.arg] = self._parameter(each, arguments.kw_defaults[position], decorated)
        for name, application in handed_applications(node).items():
            if names.get(name) is None:
                names[name] = self.refs.external(application)
        if arguments.vararg is not None:
            names[arguments.vararg.arg] = self.refs.container(self.annotation(arguments.vararg.annotation))
        if arguments.kwarg is not None:
            names[arguments.kwarg.arg] = self.refs.container(self.annotation(arguments.kwarg.annotation))
        if node.returns is not None:
            self.annotation_calls(node.returns)
        if not self.path.is_test:
            self.given_parameters(node, positional, defaults, first_is_self)

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
                self._use_type(declared, parameter.lineno, _is_injected(parameter, default))
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

    def _use_type(self, declared: int, line: int, injected: bool) -> None:
        """A framework makes instances of the parameter types of decorated functions, or is given one."""
        entry = self.refs.entries[declared]
        for each in entry.get("any", (declared,)):
            one = self.refs.entries[each]
            inner = one.get("container", each)
            if "external" in self.refs.entries[inner]:
                continue
            if self._taken and not injected:
                self.emit("use", inner, line, [{"name": "taken", "value": True}])
            else:
                self.use(inner, line)

    def _dependency(self, default: ast.Call, given: int | None) -> int | None:
        """`db=Depends(open_session)` holds what the dependency returns or yields."""
        if last_name(default.func) in _INJECTING and default.args:
            return (
                self.refs.result(self.expression(default.args[0], False))
                if is_path(default.args[0])
                else None
            )
        return given

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


def _decorator(node: ast.expr) -> str:
    return last_name(node.func if isinstance(node, ast.Call) else node)


def _is_injected(parameter: ast.arg, default: ast.expr | None) -> bool:
    """Whether a function of the program gives the parameter, and no caller from outside: `Depends(find)`."""
    given = [default]
    annotation = parameter.annotation
    if isinstance(annotation, ast.Subscript) and last_name(annotation.value) == "Annotated":
        given += annotation.slice.elts[1:] if isinstance(annotation.slice, ast.Tuple) else []
    # `Depends()` alone makes one of the type itself, of what the caller sends.
    return any(
        isinstance(each, ast.Call) and last_name(each.func) in _INJECTING and bool(each.args)
        for each in given
    )


def is_registering(decorator: ast.expr) -> bool:
    """Whether a decorator hands the function to an object that calls it later: `@router.post("/orders")`."""
    return isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute)


def is_path(node: ast.expr) -> bool:
    """Whether an expression is a dotted name."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name)
