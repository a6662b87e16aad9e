"""Configured values: what the environment, options and settings give, and who asks for them."""

from __future__ import annotations

import ast
import itertools
from typing import Any

from gapmatrix_python.extraction.literals import Literals
from gapmatrix_python.extraction.scopes import FUNCTION, MODULE
from gapmatrix_python.extraction.state import MISSING

# Calls that give their argument, or what they are called on, in another form.
_SAME_FORM = frozenset("bool str int float len".split())
# Calls that read a text as a truth, and the texts that they read as false.
_TRUTH_READERS = frozenset(
    "strtobool str_to_bool str2bool to_bool as_bool asbool parse_bool parse_boolean".split()
)
_FALSE_TEXTS = ("", "0", "false", "no", "off", "n", "f")
_METHODS = frozenset("strip lower upper casefold rstrip lstrip get_secret_value".split())
_HOLDERS = frozenset("settings setting config cfg conf configuration options opts environ env".split())
# What names of functions say that read a variable of the environment by its name.
_READERS = ("env", "config", "setting")
_CONFIG_READERS = frozenset("get getboolean getint getfloat getlist".split())
# What the result of a parser of arguments is called.
_NAMESPACES = frozenset(
    "args options opts namespace arguments parsed parsed_args cli_args known_args".split()
)
_MAXIMUM_NESTING = 12
_MAXIMUM_CONDITIONS = 8
_NEGATED = {"set": "unset", "unset": "set", "equals": "differs", "differs": "equals"}
_EMPTY = (ast.List, ast.Tuple, ast.Dict)

_REFUSING = (
    "error abort unauthorized forbidden deny reject fail jsonify notfound badrequest send_error httpexception"
).split()
_EXITS = frozenset(("exit", "_exit", "quit"))


class Configured(Literals):
    """Reads configured values and conditions, without visiting anything."""

    # Values

    def configured(self, node: ast.expr, depth: int = 0) -> int | None:
        """The configured value that an expression holds, if it is one."""
        if depth > _MAXIMUM_NESTING or self.path.is_test:
            return None
        if isinstance(node, ast.Name):
            return self._configured_name(node.id)
        if isinstance(node, ast.Attribute):
            return self._configured_member(node, depth)
        if isinstance(node, ast.Call):
            return self._configured_call(node, depth)
        if isinstance(node, ast.Subscript):
            key = _key(node)
            if key is None:
                return None
            if self.guards and _last(node.value) == "environ":
                # In a `try` that goes on without it: what nobody sets is not there.
                return self.refs.setting(key, None)
            return self.refs.setting(key)
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or) and len(node.values) == 2:
            return self._configured_or(node, depth)
        return None

    def configured_or_held(self, node: ast.expr) -> int | None:
        """As `configured`; of a comparison of configured values, its truth."""
        test = node
        while isinstance(test, ast.UnaryOp):
            test = test.operand
        test = _joined(test)
        joined = isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And)
        if not isinstance(test, ast.Compare) and not joined and not isinstance(node, ast.UnaryOp):
            return self.configured(node)
        parts = test.values if isinstance(test, ast.BoolOp) else [test]
        found = self.conditions(node)
        if not found or len(found) >= _MAXIMUM_CONDITIONS:
            return None
        if len(found) != len(parts):
            if not joined or test is not _joined(node):
                return None
            found.append(self._not_understood(node.lineno))
        return self.refs.holds(found)

    def _not_understood(self, line: int) -> int:
        """A condition of which nothing is known: with it, a truth is known to fail, and never to hold."""
        return self._condition(self.refs.setting("", MISSING), "set", (), line, False)

    def _configured_name(self, name: str) -> int | None:
        scope: Any = self.scope
        while scope is not None:
            if name in scope.passed and name not in scope.given:
                scope.given[name] = self.refs.parameter(name, *scope.passed[name])
            if name in scope.given:
                given: int = scope.given[name]
                return given
            if scope.kind == FUNCTION and name in scope.names:
                return None
            scope = scope.parent
        if name in self.module.names:
            return self.lookup(name)[0]
        return None

    def _configured_member(self, node: ast.Attribute, depth: int) -> int | None:
        of = self._path(node.value, depth + 1)
        entry = {} if of is None else self.refs.entries[of]
        if of is None or self.refs.is_unknown_member(of) or "result" in entry:
            if _last(node.value) in _NAMESPACES:
                # What `parse_args` gave somewhere: an option that some parser declares.
                return self.refs.setting(node.attr)
            if of is None or self.refs.is_unknown_member(of):
                return None
        if "external" in entry or "any" in entry:
            return None
        if self.refs.full_name(of).endswith(".parse_args()"):
            return self.refs.setting(node.attr)
        return self.attribute(of, node.attr)

    def _path(self, node: ast.expr, depth: int) -> int | None:
        if depth > _MAXIMUM_NESTING:
            return None
        if isinstance(node, ast.Name):
            return self.lookup(node.id)[0]
        if isinstance(node, ast.Attribute):
            of = self._path(node.value, depth + 1)
            return None if of is None else self.attribute(of, node.attr)
        if isinstance(node, ast.Call) and not node.args and not node.keywords:
            return self.refs.result(self._path(node.func, depth + 1))
        return None

    def _configured_or(self, node: ast.BoolOp, depth: int) -> int | None:
        """`os.getenv("X") or "default"`."""
        found = self.configured(node.values[0], depth + 1)
        if found is None or "setting" not in self.refs.entries[found]:
            return None
        value = self.plain_literal(node.values[1])
        return None if value is MISSING else self.refs.setting(self.refs.entries[found]["setting"], value)

    def plain_literal(self, node: ast.expr | None) -> Any:
        """A literal default; `MISSING` where it is computed."""
        if node is None:
            return None
        if isinstance(node, _EMPTY) and not ast.unparse(node).strip("[](){} "):
            return None
        return self.literal(node) if isinstance(node, (ast.Constant, ast.UnaryOp, ast.BinOp)) else MISSING

    def _configured_call(self, node: ast.Call, depth: int) -> int | None:
        function = node.func
        if isinstance(function, ast.Name):
            name = function.id
            if name in _SAME_FORM and node.args:
                found = self.configured(node.args[0], depth + 1)
                return found if found is None or name not in ("int", "float") else self._as_number(found)
        elif isinstance(function, ast.Attribute):
            name = function.attr
            if name in _METHODS:
                return self.configured(function.value, depth + 1)
        else:
            return None
        if name == "getattr" and len(node.args) >= 2 and _is_holder(node.args[0]):
            key = node.args[1]
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                default = self.plain_literal(node.args[2]) if len(node.args) > 2 else MISSING
                return self.refs.setting(key.value, default)
            return None
        if name in _TRUTH_READERS and len(node.args) == 1:
            read = self.configured(node.args[0], depth + 1)
            if read is None:
                return None
            return self.refs.holds([self._condition(read, "differs", _FALSE_TEXTS, node.lineno, False)])
        if node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):
            return self._setting_call(node, name, node.args[0].value)
        if node.args or node.keywords or name[:1].isupper():
            return None
        return self.refs.result(self._path(function, depth + 1))

    def _as_number(self, ref: int) -> int:
        """A setting whose default is a text that says 0: as a number that is nothing."""
        entry = self.refs.entries[ref]
        text = entry.get("default") if "setting" in entry else None
        if isinstance(text, str) and text.strip() in ("0", "0.0"):
            return self.refs.setting(entry["setting"], 0)
        return ref

    def _setting_call(self, node: ast.Call, name: str, key: str) -> int | None:
        if len(key) > 100:
            return None
        function = node.func
        receiver = function.value if isinstance(function, ast.Attribute) else None
        given = node.args[1] if len(node.args) == 2 else None
        for keyword in node.keywords:
            if keyword.arg in ("default", "fallback"):
                given = keyword.value
            elif keyword.arg is None:
                return None
        if name == "getenv" or (receiver is not None and _last(receiver) == "environ" and name == "get"):
            return self.refs.setting(key, self.plain_literal(given))
        if (
            receiver is not None
            and name in _CONFIG_READERS
            and (_is_holder(receiver) or (name != "get" and len(node.args) == 2))
        ):
            # `getboolean("section", "option")` is a parser's, whatever that is called.
            return self._config_call(node, name, key, given)
        lower = name.lower()
        reads = any(word in lower for word in _READERS) or _last(receiver) == "env"
        if reads and key.replace("_", "").isalnum() and key.upper() == key:
            if given is None and receiver is None and ("bool" in lower or "flag" in lower):
                # `read_config_bool("X")`: what nobody sets is not so.
                return self.refs.setting(key, False)
            return self.refs.setting(key, MISSING if given is None else self.plain_literal(given))
        return None

    def _config_call(self, node: ast.Call, name: str, key: str, given: ast.expr | None) -> int:
        """`config.get("key", False)`, and `config.getboolean("section", "option", fallback=False)`."""
        option = node.args[1] if len(node.args) == 2 else None
        if isinstance(option, ast.Constant) and isinstance(option.value, str):
            has_fallback = given is not option
            if has_fallback or name != "get":
                default = self.plain_literal(given) if has_fallback else MISSING
                return self.refs.setting(f"{key}.{option.value}", default)
        # Where nothing is said, the key may stand in any file that the configuration is read from.
        return self.refs.setting(key, MISSING if given is None else self.plain_literal(given))

    def handed_over(self, node: ast.expr) -> int | None:
        """The configured value of an argument that its REF does not tell."""
        if not isinstance(node, (ast.Name, ast.Call, ast.Compare, ast.BoolOp, ast.UnaryOp)):
            return None
        if isinstance(node, ast.Name) and node.id in self.scope.untyped:
            # Nearly everything is handed on; only what a condition asks for is followed through these.
            return None
        found = self.configured_or_held(node)
        return found if found is not None and self.refs.is_given(found) else None

    # Conditions

    def conditions(self, node: ast.expr, negated: bool = False) -> list[int]:
        """What holds where an expression is true, as far as it asks for the configuration."""
        if self.path.is_test:
            return []
        node = _joined(node)
        if isinstance(node, ast.UnaryOp):
            return self.conditions(node.operand, not negated) if isinstance(node.op, ast.Not) else []
        if isinstance(node, ast.BoolOp):
            if isinstance(node.op, ast.And) == negated:
                return self._either(node, negated)
            return [each for value in node.values for each in self.conditions(value, negated)]
        if isinstance(node, ast.Compare):
            return self._comparison(node, negated)
        of = self.configured(node)
        if of is None:
            return []
        holds = self.refs.entries[of].get("holds")
        if holds is None:
            return [self._condition(of, "set", (), node.lineno, negated)]
        if not negated:
            return list(holds)
        if len(holds) != 1:
            return []
        other = self.facts.conditions[holds[0]]
        return [self._condition(other["ref"], other["is"], other.get("values", ()), other["line"], True)]

    def _either(self, node: ast.BoolOp, negated: bool) -> list[int]:
        """`a or b` does not hold where neither does; known where each asks for configuration alone."""
        neither: list[int] = []
        for value in node.values:
            found = self.conditions(value, not negated)
            if len(found) != 1:
                return []
            neither += found
        return [self._condition(self.refs.holds(neither), "unset", (), node.lineno, False)]

    def _condition(self, ref: int, test: str, values: Any, line: int, negated: bool) -> int:
        entry: dict[str, Any] = {"ref": ref, "is": _NEGATED[test] if negated else test, "line": line}
        if values:
            entry["values"] = list(values)
        self.facts.conditions.append(entry)
        return len(self.facts.conditions) - 1

    def _comparison(self, node: ast.Compare, negated: bool) -> list[int]:
        if len(node.ops) != 1:
            return []
        of, value, operator = node.left, node.comparators[0], node.ops[0]
        if isinstance(of, ast.Constant) and not isinstance(operator, (ast.In, ast.NotIn)):
            of, value = value, of
            if not isinstance(operator, (ast.Eq, ast.NotEq)):
                return []
        if isinstance(operator, (ast.In, ast.NotIn)):
            if isinstance(of, ast.Constant) and isinstance(of.value, str) and _last(value) == "environ":
                asked = self.refs.setting(of.value, None)
                negated = negated != isinstance(operator, ast.NotIn)
                return [self._condition(asked, "set", (), node.lineno, negated)]
            if not isinstance(value, (ast.Tuple, ast.List, ast.Set)):
                return []
            if isinstance(of, ast.Constant):
                return self._none_missing(
                    of, value.elts, negated != isinstance(operator, ast.In), node.lineno
                )
            values = [self.plain_literal(each) for each in value.elts[:16]]
            if not values or MISSING in values:
                return []
            negated = negated != isinstance(operator, ast.NotIn)
            ref = self.configured(of)
            return [] if ref is None else [self._condition(ref, "equals", values, node.lineno, negated)]
        known = self.plain_literal(value)
        if known is MISSING:
            return []
        if isinstance(operator, (ast.NotEq, ast.IsNot)) or (isinstance(operator, ast.Gt) and known == 0):
            negated = not negated
        elif not isinstance(operator, (ast.Eq, ast.Is)):
            return []
        ref = self.configured(of)
        if ref is None:
            return []
        if not known:
            return [self._condition(ref, "unset", (), node.lineno, negated)]
        return [self._condition(ref, "equals", (known,), node.lineno, negated)]

    def _none_missing(self, of: ast.Constant, parts: list[ast.expr], every: bool, line: int) -> list[int]:
        """`None not in (settings.host, settings.port)`: all of them are set."""
        if of.value or not every or len(parts) > _MAXIMUM_CONDITIONS:
            return []
        asked = [self.configured(each) for each in parts]
        return [self._condition(each, "set", (), line, False) for each in asked if each is not None]

    def given_behind_guards(self, body: list[ast.stmt]) -> int | None:
        """What decides whether a function gives anything: `if not settings.url: return None`, and more."""
        end = body[-1]
        if not isinstance(end, ast.Return) or end.value is None or _gives_nothing(end):
            return None
        guards = [each for each in body[:-1] if isinstance(each, ast.If) and _is_guard(each)]
        value = _joined(end.value)
        if not guards and not isinstance(value, ast.BoolOp):
            return None
        others = [each for each in _returns(body) if each is not end]
        whole = sum(_gives_nothing(each) for each in others) == len(guards)
        found: list[int] = []
        for guard in guards[:_MAXIMUM_CONDITIONS]:
            conditions = self.conditions(guard.test, True)
            whole = whole and len(conditions) == _alternatives(guard.test)
            found += conditions
        if isinstance(value, ast.BoolOp):
            if isinstance(value.op, ast.Or) or not all(_gives_nothing(each) for each in others):
                return None
            last = self.conditions(value)
            whole = whole and len(last) == len(value.values)
            found += last
        elif not isinstance(value, (ast.Call, ast.Name, ast.Await)) and not (
            isinstance(value, ast.Constant) and value.value is True
        ):
            return None
        if not found or len(found) >= _MAXIMUM_CONDITIONS:
            return None
        return self.refs.holds(found if whole else [*found, self._not_understood(end.lineno)])

    def require(self, conditions: list[int]) -> None:
        """Lets conditions hold for what is visited from here on."""
        if conditions and len(self.when) + len(conditions) <= _MAXIMUM_CONDITIONS:
            self.when = (*self.when, *conditions)

    def after_guard(self, node: ast.If) -> None:
        """`if not settings.x: return`: what follows in the block runs where it is set."""
        if node.orelse or self.path.is_test:
            return
        kind = leaving(node.body)
        if kind == "stops" and _returns(node.body):
            # It stops for some, and goes back for others.
            kind = "leaves"
        if kind == "leaves":
            self.require(self.conditions(node.test, True))
        elif kind == "stops":
            for each in self.conditions(node.test, True):
                found = self.facts.conditions[each]
                if found["is"] == "set":
                    self.facts.conditions.append(
                        {"ref": found["ref"], "is": "required", "line": found["line"]}
                    )
                    if self.scope.kind == MODULE and self._is_read(found["ref"]):
                        # `if not os.getenv("X"): raise …`: whoever starts it is told what is missing.
                        self.facts.signal("config-validation.check", self.owner, node.lineno)

    def _is_read(self, ref: int) -> bool:
        """Whether a value is read from outside, by itself or through a variable of the module."""
        entry = self.refs.entries[ref]
        variable = self.variables.get(entry["name"]) if "name" in entry else None
        if variable is not None:
            given = variable.symbol.get("given")
            return given is not None and "setting" in self.refs.entries[given]
        return "setting" in entry

    def require_asked(self, node: ast.stmt) -> None:
        """`os.environ["X"]` in a `try` that goes on without it: what follows runs where it is set."""
        for each in () if self.path.is_test else asked_of_environment(node):
            read = self.configured(each)
            if read is not None:
                self.require([self._condition(read, "set", (), each.lineno, False)])


def asked_of_environment(node: ast.stmt) -> list[ast.Subscript]:
    """What a statement reads of the environment before anything in it runs: `os.environ["X"]`."""
    asked = getattr(node, "test" if isinstance(node, (ast.If, ast.While)) else "value", None)
    found: list[ast.Subscript] = []
    if isinstance(asked, ast.expr):
        for each in itertools.islice(ast.walk(asked), 64):
            if (
                isinstance(each, ast.Subscript)
                and isinstance(each.slice, ast.Constant)
                and isinstance(each.slice.value, str)
                and _last(each.value) == "environ"
            ):
                found.append(each)
    return found


def _returns(body: list[ast.stmt]) -> list[ast.Return]:
    """The returns of a function, without those of functions inside it."""
    found: list[ast.Return] = []
    pending: list[ast.AST] = list(body)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Return):
            found.append(node)
        elif isinstance(node, ast.stmt) and not isinstance(
            node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        ):
            pending.extend(ast.iter_child_nodes(node))
        elif isinstance(node, (ast.ExceptHandler, ast.match_case)):
            pending.extend(node.body)
    return found


def _gives_nothing(node: ast.Return) -> bool:
    return node.value is None or (
        isinstance(node.value, ast.Constant) and (node.value.value is None or node.value.value is False)
    )


def _is_guard(node: ast.If) -> bool:
    last = node.body[-1]
    if node.orelse:
        return False
    if isinstance(last, ast.Raise):
        # `if cert is None: if key is None: return None; raise ValueError`
        returns = _returns(node.body)
        return len(returns) == 1 and _gives_nothing(returns[0])
    return isinstance(last, ast.Return) and _gives_nothing(last)


def _alternatives(test: ast.expr) -> int:
    """What an `or` joins: all of it has to be understood where it is to say when it does not hold."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or):
        return sum(_alternatives(each) for each in test.values)
    return 1


def _joined(node: ast.expr) -> ast.expr:
    """`all([a, b])` as `a and b`, `any((a, b))` as `a or b`, and what `bool` is asked for."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or len(node.args) != 1:
        return node
    only = node.args[0]
    if node.func.id == "bool" and isinstance(only, (ast.BoolOp, ast.Compare, ast.UnaryOp)):
        return only
    if node.func.id not in ("all", "any") or not isinstance(only, (ast.List, ast.Tuple, ast.Set)):
        return node
    if not only.elts or any(isinstance(each, ast.Starred) for each in only.elts):
        return node
    joined = ast.BoolOp(op=ast.And() if node.func.id == "all" else ast.Or(), values=only.elts)
    return ast.copy_location(joined, node)


def _key(node: ast.Subscript) -> str | None:
    """The key of `config["cors"]["enabled"]`, with the keys before it."""
    keys: list[str] = []
    current: ast.expr = node
    while isinstance(current, ast.Subscript) and len(keys) < 4:
        key = current.slice
        if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
            return None
        keys.append(key.value)
        current = current.value
    return ".".join(reversed(keys)) if _is_holder(current) else None


def leaving(body: list[ast.stmt]) -> str:
    """How a guard ends: `leaves`, `stops` the program or its start, `refuses` with an answer, or `""`."""
    last = body[-1]
    if isinstance(last, ast.Raise):
        return "stops"
    for statement in body[-8:]:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
            name = _last(statement.value.func)
            if name in _EXITS:
                return "stops"
            if name == "abort" or name.startswith("send_error"):
                return "refuses"
    if isinstance(last, (ast.Continue, ast.Break)):
        return "leaves"
    if not isinstance(last, ast.Return):
        return ""
    value = last.value
    if isinstance(value, ast.Await):
        value = value.value
    if isinstance(value, ast.Constant) and value.value is False:
        return "refuses"
    if isinstance(value, ast.Tuple) and len(value.elts) > 1:
        # `return {"error": …}, 503`
        return "refuses"
    if isinstance(value, ast.Call):
        name = _last(value.func)
        if name.endswith("Response") or any(word in name.lower() for word in _REFUSING):
            return "refuses"
    return "leaves"


def _last(node: ast.expr | None) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _is_holder(node: ast.expr) -> bool:
    name = _last(node).lower().lstrip("_")
    return name in _HOLDERS or name.endswith(("config", "settings"))
