"""Literals: constants as values, shortened and masked; strings that name Python objects."""

from __future__ import annotations

import ast
import math
import re

from gapmatrix_python import masking
from gapmatrix_python.extraction.state import MISSING, State

MAXIMUM_TEXT = 200
# Strings that are added to each other; more are cut anyway.
MAXIMUM_PARTS = 60
_LARGEST_INTEGER = 2**53

# `app.main:app`, as servers, workers and entry points name an object.
_OBJECT_PATH = re.compile(r"^[a-z_]\w*(?:\.\w+)*:[A-Za-z_]\w*(?:\.\w+)*$")
_DOTTED_PATH = re.compile(r"^[a-z_]\w*(?:\.[A-Za-z_]\w*)+$")

# A string, a number, a boolean, None, or `MISSING`.
Literal = object

# What `str.format` fills in; `{{` and `}}` stand for themselves.
_FIELD = re.compile(r"(?<!\{)\{[^{}]*\}(?!\})")


class Literals(State):
    """Reads literals. A value that is none is `MISSING`."""

    def literal(self, node: ast.expr, name: str | None = None, default: bool = False) -> Literal:
        """The value of a literal; `name` is what it is assigned to, which may make it a secret."""
        if isinstance(node, ast.Constant):
            value = node.value
            if type(value) is str:
                if name is not None and masking.is_secret_name(name):
                    shown = self.check_secret(name, value, node.lineno, default)
                    if shown is not None:
                        return shown
                return self.text(value, node.lineno, name)
            return self.number(value)
        if isinstance(node, ast.UnaryOp):
            operand = node.operand
            if isinstance(operand, ast.Constant) and isinstance(node.op, ast.USub):
                if isinstance(operand.value, (int, float)):
                    return self.number(-operand.value)
        elif isinstance(node, ast.JoinedStr):
            return self.text(template(node), node.lineno, name)
        elif (filled := filled_text(node)) is not None:
            return self.text(filled, node.lineno, name)
        elif isinstance(node, ast.BinOp):
            folded = fold(node)
            if folded is not None:
                return self.number(folded)
            joined = concatenation(node)
            if joined is not None:
                return self.text(joined, node.lineno, name)
        return MISSING

    def text(self, value: str, line: int, name: str | None = None) -> str:
        """A string as it may be shown."""
        if value in self.secrets:
            return self.secrets[value]
        if masking.is_private_key(value):
            return self.secret(name or "", value, line, placeholder=False)
        value = masking.without_credentials(value)
        if len(value) > MAXIMUM_TEXT:
            value = value[:MAXIMUM_TEXT]
        if not value.isascii():
            value = value.encode("utf-8", "replace").decode("utf-8")
        return value

    def number(self, value: object) -> Literal:
        """A constant other than a string."""
        if value is None or value is True or value is False:
            return value
        if isinstance(value, int):
            # JSON readers hold numbers as doubles. Digits of a huge integer are of no use to anyone.
            return value if -_LARGEST_INTEGER <= value <= _LARGEST_INTEGER else math.copysign(1e300, value)
        if isinstance(value, float):
            return value if math.isfinite(value) else math.copysign(1e300, value)
        if isinstance(value, bytes):
            return self.text(value[:MAXIMUM_TEXT].decode("ascii", "replace"), 0)
        return MISSING

    def check_secret(
        self, name: str, value: str, line: int, default: bool = False, read: bool = False
    ) -> str | None:
        """Adds the signal of a secret if the value of a secret name looks like one; returns what to show.

        With `read`, it stands where the environment gives none.
        """
        if not masking.is_secret_value(value, read):
            return None
        return self.secret(name, value, line, masking.is_placeholder(name, value), default, read)

    def secret(
        self, name: str, value: str, line: int, placeholder: bool, default: bool = False, read: bool = False
    ) -> str:
        """Adds the signal of a secret, and remembers to mask its text everywhere."""
        shown = masking.masked(value).encode("utf-8", "replace").decode("utf-8")
        if not placeholder and masking.is_distinctive(value):
            self.secrets[value] = shown
        if (name, line, value) in self.reported:
            return shown
        self.reported.add((name, line, value))
        attributes: dict[str, object] = {"name": name, "masked": shown, "placeholder": placeholder}
        if default:
            attributes["default"] = True
        if read:
            attributes["read"] = True
        self.facts.signal("secret.literal", self.owner, line, attributes)
        return shown

    def object_path(self, value: str) -> int | None:
        """What a string such as `app.main:app` names."""
        if ":" in value and len(value) <= MAXIMUM_TEXT and _OBJECT_PATH.match(value):
            module, _, name = value.partition(":")
            first, _, rest = name.partition(".")
            found = self._name_of(module, first)
            for member in rest.split(".") if rest else ():
                found = self.refs.member(member, found)
            return found
        return None

    def dotted_path(self, value: str) -> int | None:
        """What a string such as `app.middleware.Csrf` names, where the place says that it names something."""
        if len(value) <= MAXIMUM_TEXT and _DOTTED_PATH.match(value):
            module, _, name = value.rpartition(".")
            return self._name_of(module, name)
        return None

    def _name_of(self, module: str, name: str) -> int:
        """A name of a module that a string names, which may be this one."""
        own = self.path.dotted
        return self.refs.name(name) if module == own else self.refs.imported(module, name)


def fold(node: ast.expr, depth: int = 0) -> int | float | None:
    """The value of arithmetic on constants: `30 * 60`, `1 << 20`."""
    if isinstance(node, ast.Constant):
        value = node.value
        return value if isinstance(value, (int, float)) and abs(value) < 1e12 else None
    if not isinstance(node, ast.BinOp) or depth > 8:
        return None
    left = fold(node.left, depth + 1)
    right = fold(node.right, depth + 1) if left is not None else None
    if left is None or right is None or not (abs(left) < 1e12 and abs(right) < 1e12):
        return None
    if isinstance(node.op, ast.Mult):
        return left * right
    if isinstance(node.op, ast.Add):
        return left + right
    if isinstance(node.op, ast.Sub):
        return left - right
    if isinstance(node.op, ast.Div) and right:
        return left / right
    if (
        isinstance(node.op, ast.LShift)
        and isinstance(left, int)
        and isinstance(right, int)
        and 0 <= right <= 40
    ):
        return left << right
    if isinstance(node.op, ast.Pow) and 0 <= right <= 12 and abs(left) <= 1024:
        return float(left**right) if isinstance(left, float) or isinstance(right, float) else int(left**right)
    return None


def template(node: ast.JoinedStr) -> str:
    """The text of an f-string with `{}` for what is computed.

    A member of a class, `f"/{Endpoint.health}"`, is most often a constant, and named by what it says.
    """
    parts: list[str] = []
    for value in node.values:
        if isinstance(value, ast.Constant):
            parts.append(str(value.value))
        else:
            parts.append(_constant_name(value) or "{}")
    return "".join(parts)


def filled_text(node: ast.expr) -> str | None:
    """The text of `"/{}/{number}".format(…)`, with `{}` for what is filled in."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return None
    value = node.func.value
    if node.func.attr != "format" or not isinstance(value, ast.Constant) or not isinstance(value.value, str):
        return None
    return _FIELD.sub("{}", value.value)


def concatenation(node: ast.BinOp) -> str | None:
    """The text of strings that are added, `"frame-src " + host + ";"`, with `{}` for what is computed.

    None where nothing tells that these are strings.
    """
    parts: list[ast.expr] = []
    left: ast.expr = node
    while isinstance(left, ast.BinOp) and isinstance(left.op, ast.Add) and len(parts) < MAXIMUM_PARTS:
        parts.append(left.right)
        left = left.left
    parts.append(left)
    texts: list[str] = []
    is_text = False
    for each in reversed(parts):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            texts.append(each.value)
            is_text = True
        elif isinstance(each, ast.JoinedStr):
            texts.append(template(each))
            is_text = True
        else:
            texts.append("{}")
    return "".join(texts) if is_text else None


def _constant_name(node: ast.expr) -> str | None:
    value = node.value if isinstance(node, ast.FormattedValue) else node
    if isinstance(value, ast.Attribute) and value.attr == "value":
        value = value.value
    if not isinstance(value, ast.Attribute) or not isinstance(value.value, ast.Name):
        return None
    owner = value.value.id
    return value.attr.lower() if owner[:1].isupper() and not owner.isupper() else None
