"""Options of commands, parameters of plain types, and defaults that fields declare."""

from __future__ import annotations

import ast
import re
from typing import Any

from gapmatrix_python.extraction.annotations import Annotations, last_name
from gapmatrix_python.extraction.scopes import CLASS, Function
from gapmatrix_python.extraction.state import MISSING
from gapmatrix_python.facts import Json

# What traits of these kinds hold where nothing is said.
_TRAIT_DEFAULTS: dict[str, Any] = {
    "Bool": False,
    "Unicode": "",
    "Integer": 0,
    "Int": 0,
    "Float": 0,
    "List": None,
    "Dict": None,
}


def is_tagged(node: ast.Call) -> bool:
    """Whether a trait may be configured: `….tag(config=True)`."""
    return (
        isinstance(node.func, ast.Attribute)
        and node.func.attr == "tag"
        and any(
            each.arg == "config" and isinstance(each.value, ast.Constant) and each.value.value is True
            for each in node.keywords
        )
    )


# Tables that hold what a program is configured with.
_DEFAULTS = re.compile(r"default|config|settings|options", re.IGNORECASE)
_MAXIMUM_DEFAULTS = 400

_PLAIN_TYPES = frozenset(("str", "bool", "int", "float", "None", "Optional", "SecretStr", "Union", "Literal"))


def is_plain(parameter: ast.arg, default: ast.expr | None) -> bool:
    """Whether a parameter holds a text, a number or a truth."""
    annotation = parameter.annotation
    if annotation is None:
        return default is None or isinstance(default, ast.Constant)
    pending: list[ast.expr] = [annotation]
    for _ in range(8):
        if not pending:
            return True
        each = pending.pop()
        if isinstance(each, ast.BinOp):
            pending.extend((each.left, each.right))
        elif isinstance(each, ast.Subscript):
            pending.extend((each.value, each.slice))
        elif isinstance(each, ast.Tuple):
            pending.extend(each.elts)
        elif (
            not (isinstance(each, ast.Constant) and each.value is None)
            and last_name(each) not in _PLAIN_TYPES
        ):
            return False
    return False


class Options(Annotations):
    """Notes what is configured by whoever calls or starts."""

    def given_parameters(
        self,
        node: Function,
        positional: list[ast.arg],
        defaults: list[ast.expr],
        first_is_self: bool,
    ) -> None:
        """Notes which parameters are of plain types, so that what callers pass for them is asked for."""
        if "<locals>" in self.scope.prefix[: -len(node.name) - len(".<locals>.")]:
            return
        full = self.scope.prefix.removesuffix(".<locals>.")
        commands = self._command_options(node)
        owner = self.scope.class_name
        of = self.refs.name(owner if node.name == "__init__" and owner is not None else full)
        offset = 1 if first_is_self else 0
        without_default = len(positional) - len(defaults)
        every: list[tuple[ast.arg, ast.expr | None]] = [
            *((each, None) for each in positional[:without_default]),
            *zip(positional[without_default:], defaults, strict=True),
            *zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True),
        ]
        for position, (each, default) in enumerate(every):
            if position < offset:
                continue
            if commands is not None and (option := self._option(each.arg, default, commands)) is not None:
                self.scope.given[each.arg] = option
            elif is_plain(each, default):
                value = self.plain_literal(default) if default is not None else MISSING
                index = position - offset if position < len(positional) else 1000
                self.scope.passed[each.arg] = (index, of, value)
                if each.annotation is None and default is None:
                    self.scope.untyped.add(each.arg)

    def _command_options(self, node: Function) -> dict[str, Any] | None:
        """The options of a command of click or typer, with their defaults; nothing of other functions."""
        found: dict[str, Any] = {}
        is_command = False
        for each in node.decorator_list:
            target = each.func if isinstance(each, ast.Call) else each
            name = last_name(target)
            is_command = is_command or name in ("command", "callback", "group")
            if name != "option" or not isinstance(each, ast.Call):
                continue
            is_command = True
            option = next(
                (
                    arg.value
                    for arg in each.args
                    if isinstance(arg, ast.Constant)
                    and isinstance(arg.value, str)
                    and arg.value.startswith("--")
                ),
                "",
            )
            values = {keyword.arg: keyword.value for keyword in each.keywords}
            plain = option.partition("/")[0].lstrip("-").replace("-", "_")
            if "default" in values:
                found[plain] = self.plain_literal(values["default"])
            else:
                found[plain] = MISSING if "required" in values else None
        return found if is_command else None

    def _option(self, name: str, default: ast.expr | None, options: dict[str, Any]) -> int | None:
        if name in options:
            return self.refs.setting(name, options[name])
        if isinstance(default, ast.Call) and last_name(default.func) in ("Option", "Argument"):
            given = default.args[0] if default.args else None
            return None if given is None else self.refs.setting(name, self.plain_literal(given))
        if isinstance(default, ast.Constant) and default.value is not Ellipsis:
            return self.refs.setting(name, self.plain_literal(default))
        return None

    def declare_option(self, node: ast.Call) -> None:
        """`parser.add_argument("--tracing", action="store_true")` declares a setting with its default."""
        if self.path.is_test:
            return
        names = [
            each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)
        ]
        values = {each.arg: each.value for each in node.keywords}
        name = next((each for each in names if each.startswith("--")), names[0] if names else "").lstrip("-")
        if isinstance(values.get("dest"), ast.Constant):
            name = str(values["dest"].value)  # type: ignore[attr-defined]
        if not name:
            return
        action = values.get("action")
        plain: object = None
        if "default" in values:
            plain = self.plain_literal(values["default"])
        elif isinstance(action, ast.Constant):
            plain = {"store_true": False, "store_false": True, "count": 0}.get(str(action.value))
        argument: Json = {"position": 0}
        if "required" not in values and names[:1] == [each for each in names[:1] if each.startswith("-")]:
            if plain is not MISSING:
                argument["value"] = plain
        self.emit("write", self.refs.setting(name.replace("-", "_")), node.lineno, [argument])

    def declare_scheme(self, node: ast.Call) -> None:
        """`Env(DEBUG=(bool, False))` declares variables of the environment with their defaults."""
        if self.path.is_test:
            return
        for keyword in node.keywords:
            value = keyword.value
            if keyword.arg is None or not isinstance(value, ast.Tuple) or len(value.elts) != 2:
                continue
            default = self.plain_literal(value.elts[1])
            if default is not MISSING:
                argument: Json = {"position": 0, "value": default}
                self.emit("write", self.refs.setting(keyword.arg), keyword.lineno, [argument])

    def declare_defaults(self, name: str, value: ast.expr) -> None:
        """`DEFAULTS = {"auth": False, "cors": {"enabled": False}}` declares settings with their defaults."""
        if self.path.is_test or not isinstance(value, ast.Dict) or not _DEFAULTS.search(name):
            return
        pending: list[tuple[str, ast.Dict]] = [("", value)]
        told = 0
        while pending and told < _MAXIMUM_DEFAULTS:
            prefix, table = pending.pop(0)
            for key, each in zip(table.keys, table.values, strict=True):
                if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
                    continue
                full = prefix + key.value
                if isinstance(each, ast.Dict) and each.keys and full.count(".") < 3:
                    pending.append((full + ".", each))
                    continue
                default = self.plain_literal(each)
                if default is not MISSING:
                    argument: Json = {"position": 0, "value": default}
                    self.emit("write", self.refs.setting(full), key.lineno, [argument])
                    told += 1

    def note_given(self, symbol: Json, value: ast.expr) -> None:
        """The configured value that a variable or field is given, or the default that its field declares."""
        given = self.configured_or_held(value)
        if given is not None and given != self.refs.name(symbol["name"]):
            symbol["given"] = given
        elif isinstance(value, ast.Call) and self.scope.kind == CLASS:
            default = self.declared_default(value)
            if default is not MISSING:
                symbol["value"] = default
                if is_tagged(value):
                    symbol["attributes"] = {"setting": True}

    def declared_default(self, value: ast.Call) -> Any:
        """`Field(default=False)`, `Field("")`, `field(default=0)`, `Bool(False).tag(config=True)`."""
        call = value
        if (
            is_tagged(value)
            and isinstance(value.func, ast.Attribute)
            and isinstance(value.func.value, ast.Call)
        ):
            call = value.func.value
        elif last_name(value.func) not in ("Field", "field"):
            return MISSING
        for keyword in call.keywords:
            if keyword.arg in ("default", "default_value"):
                return self.plain_literal(keyword.value)
            if keyword.arg == "default_factory":
                return None if last_name(keyword.value) in ("list", "dict", "set", "tuple") else MISSING
        if not call.args:
            return _TRAIT_DEFAULTS.get(last_name(call.func), MISSING)
        first = call.args[0]
        if isinstance(first, ast.Constant) and first.value is Ellipsis:
            return MISSING
        if isinstance(first, (ast.Constant, ast.UnaryOp, ast.List, ast.Dict, ast.Tuple)):
            return self.plain_literal(first)
        return MISSING
