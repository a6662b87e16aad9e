"""Arguments of calls: literal values, lists and mappings as items, and REFs for everything else."""

from __future__ import annotations

import ast

from gapmatrix_python.extraction.annotations import last_name
from gapmatrix_python.extraction.literals import filled_text, fold
from gapmatrix_python.extraction.options import Options
from gapmatrix_python.extraction.scopes import FUNCTION
from gapmatrix_python.extraction.state import MISSING
from gapmatrix_python.facts import Json
from gapmatrix_python.masking import is_secret_name

MAXIMUM_ITEMS = 100
MAXIMUM_NESTING = 6
_SCALARS = (ast.Constant, ast.UnaryOp, ast.BinOp)
_SEQUENCES = (ast.List, ast.Tuple, ast.Set)
_APPLICATIONS = frozenset(("FastAPI", "Starlette", "Litestar"))


class Arguments(Options):
    """Reads arguments. A REF in an argument is a use by itself, so none is added for it."""

    def arguments(self, node: ast.Call) -> list[Json]:
        """The arguments of a call. A positional one of which nothing is known is left out."""
        arguments: list[Json] = []
        secret = self._check_default(node) if node.args else None
        for position, each in enumerate(node.args):
            if type(each) is ast.Starred:
                ref = self.expression(each.value, False)
                if ref is not None:
                    arguments.append({"name": "*", "ref": ref})
                continue
            argument = self.argument(each, secret if position == 1 else None)
            self._add_given(argument, each)
            if argument:
                argument["position"] = position
                arguments.append(argument)
        for keyword in node.keywords:
            argument = self.argument(keyword.value, secret if keyword.arg == "default" else keyword.arg)
            if keyword.arg is not None:
                self._add_given(argument, keyword.value)
            argument["name"] = "**" if keyword.arg is None else keyword.arg
            if (
                keyword.arg == "lifespan"
                and last_name(node.func) in _APPLICATIONS
                and last_name(keyword.value) in self.starting
            ):
                argument["name"] = "lifespan.start"
            arguments.append(argument)
        return arguments

    def _add_given(self, argument: Json, node: ast.expr) -> None:
        if "value" not in argument and "items" not in argument:
            given = self.handed_over(node)
            if given is not None:
                argument["given"] = given

    def argument(self, node: ast.expr, name: str | None = None, nesting: int = 0) -> Json:
        """What is known of a value: `value`, `items` or `ref`; nothing, if nothing is."""
        kind = type(node)
        if kind is ast.Constant:
            value = self.literal(node, name)
            if value is MISSING:
                return {}
            if type(value) is str and ":" in value:
                ref = self.object_path(value)
                if ref is not None:
                    return {"value": value, "ref": ref}
            return {"value": value}
        if kind is ast.Attribute:
            of = self.expression(node.value, False)  # type: ignore[attr-defined]
            return {"ref": self.attribute(of, node.attr)}  # type: ignore[attr-defined]
        if isinstance(node, ast.Name):
            return self._variable_argument(node.id, name, nesting)
        if kind is ast.Dict:
            return self._mapping_items(node, nesting)  # type: ignore[arg-type]
        if kind in _SEQUENCES:
            return self._sequence_items(node, name, nesting)  # type: ignore[arg-type]
        if kind is ast.JoinedStr:
            self.expression(node, True)
            return {"value": self.literal(node, name)}
        if kind is ast.Call and filled_text(node) is not None:
            self.expression(node, True)
            return {"value": self.literal(node, name)}
        if kind is ast.UnaryOp or kind is ast.BinOp:
            value = self.literal(node, name)
            if value is not MISSING:
                return {"value": value}
        ref = self.refs.unless_plain(self.expression(node, False))
        seconds = duration(node) if kind is ast.Call else None
        if seconds is not None and ref is not None:
            return {"ref": ref, "value": seconds}
        return {} if ref is None else {"ref": ref}

    def _variable_argument(self, variable: str, name: str | None, nesting: int) -> Json:
        """A variable: the literal that it holds, if it is assigned once, or its REF."""
        ref = self.refs.unless_plain(self.lookup(variable)[0])
        holder = self.holder(variable)
        keys: list[Json] = [{"name": each} for each in self.scope.keys.get(variable, ())]
        if holder is None:
            known: Json = {"items": keys} if keys else {}
            return known if ref is None else {"ref": ref, **known}
        shown = self.constants(holder.literals[variable], name, nesting + 1, refs=True)
        if keys and "items" in shown and holder is self.scope:
            shown["items"] += keys
        if shown:
            holder.shown.setdefault(variable, []).append((shown, ref))
        if ref is not None and (holder is self.module or not shown):
            shown["ref"] = ref
        return shown

    def add_key(self, variable: str, key: ast.expr | str | None) -> None:
        """Takes note of a key that a local variable is given."""
        if isinstance(key, ast.Constant):
            key = key.value if isinstance(key.value, str) else None
        if isinstance(key, str) and self.scope.kind == FUNCTION and variable in self.scope.names:
            keys = self.scope.keys.setdefault(variable, [])
            if len(keys) < MAXIMUM_ITEMS and key not in keys:
                keys.append(self.text(key, 0))

    def _sequence_items(self, node: ast.List | ast.Tuple | ast.Set, name: str | None, nesting: int) -> Json:
        items: list[Json] = []
        self.route_rows(node)
        for position, each in enumerate(node.elts):
            if position >= MAXIMUM_ITEMS or nesting >= MAXIMUM_NESTING:
                self.expression(each, True)
                continue
            starred = type(each) is ast.Starred
            item = self.argument(each.value if starred else each, name, nesting + 1)  # type: ignore[attr-defined]
            if item:
                item["name" if starred else "position"] = "*" if starred else position
                items.append(item)
        return {"items": items}

    def route_rows(self, node: ast.List | ast.Tuple | ast.Set) -> None:
        """Rows such as `(r"/orders", OrderHandler)` are what Tornado makes `url(…)` of."""
        for row in node.elts:
            if type(row) is not ast.Tuple or len(row.elts) < 2:
                continue
            path, handler = row.elts[:2]
            if type(path) is not ast.Constant or type(path.value) is not str:
                continue
            name = last_name(handler)
            if not path.value.startswith(("/", "^/")) or not name[:1].isupper() or name.isupper():
                continue
            if self.imports_tornado or name.endswith("Handler"):
                ref = self.expression(handler, False)
                arguments: list[Json] = [
                    {"value": self.text(_without_anchors(path.value), path.lineno), "position": 0}
                ]
                if ref is not None:
                    arguments.append({"ref": ref, "position": 1})
                self.emit("call", self.refs.imported("tornado.web", "url"), row.lineno, arguments)

    def _mapping_items(self, node: ast.Dict, nesting: int) -> Json:
        items: list[Json] = []
        for position, (key, each) in enumerate(zip(node.keys, node.values, strict=True)):
            if key is not None and type(key) is not ast.Constant:
                self.expression(key, True)
            if position >= MAXIMUM_ITEMS or nesting >= MAXIMUM_NESTING:
                self.expression(each, True)
                continue
            if key is None:
                name: str | None = "**"
            elif isinstance(key, ast.Constant):
                name = self.text(key.value, key.lineno) if isinstance(key.value, str) else str(key.value)[:20]
            else:
                name = None
            item = self.argument(each, name, nesting + 1)
            if name is not None:
                item["name"] = name
            elif item:
                item["position"] = position
            if item:
                items.append(item)
        return {"items": items}

    def constants(
        self, node: ast.expr, name: str | None = None, nesting: int = 0, refs: bool = False
    ) -> Json:
        """The literals of a value, without visiting anything; with `refs`, what it names too."""
        kind = type(node)
        if kind in _SCALARS:
            value = self.literal(node, name)
            if value is MISSING:
                return self._joined(node, name, nesting, refs)
            return {"value": value}
        if nesting > MAXIMUM_NESTING:
            return {}
        if refs and (kind is ast.Name or kind is ast.Attribute):
            ref = self.annotation(node)
            return {} if ref is None else {"ref": ref}
        items: list[Json] = []
        if isinstance(node, _SEQUENCES):
            for position, each in enumerate(node.elts[:MAXIMUM_ITEMS]):
                item = self.constants(each, name, nesting + 1, refs)
                if item:
                    item["position"] = position
                    items.append(item)
            return {"items": items}
        if isinstance(node, ast.Dict):
            for key, each in zip(node.keys[:MAXIMUM_ITEMS], node.values, strict=False):
                if isinstance(key, ast.Constant):
                    text = key.value if isinstance(key.value, str) else str(key.value)[:20]
                    item = self.constants(each, text, nesting + 1, refs)
                    if item or refs:
                        item["name"] = self.text(text, key.lineno)
                        items.append(item)
            return {"items": items}
        return {}

    def _joined(self, node: ast.expr, name: str | None, nesting: int, refs: bool) -> Json:
        """The items of `["a"] + OTHERS` that are written here."""
        if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Add) or nesting > MAXIMUM_NESTING:
            return {}
        items: list[Json] = []
        for part in (node.left, node.right):
            if isinstance(part, (*_SEQUENCES, ast.BinOp)):
                items += self.constants(part, name, nesting + 1, refs).get("items", ())
        for position, each in enumerate(items):
            each["position"] = position
        return {"items": items} if items else {}

    def argument_type(self, argument: Json) -> int | None:
        """What a variable holds that is assigned this argument."""
        if "ref" in argument and "value" not in argument:
            found: int = argument["ref"]
            return found
        if "items" in argument:
            return self.refs.container(
                self.refs.any([self.argument_type(item) for item in argument["items"][:8]])
            )
        return None if "value" in argument else argument.get("ref")

    def _check_default(self, node: ast.Call) -> str | None:
        """Finds `getenv("DB_PASSWORD", "literal")` and its many relatives; returns the secret's name."""
        first = node.args[0]
        if type(first) is not ast.Constant or type(first.value) is not str:
            return None
        name = first.value
        if len(name) > 100 or not is_secret_name(name):
            return None
        defaults = [keyword.value for keyword in node.keywords if keyword.arg == "default"]
        for each in (*node.args[1:2], *defaults):
            if type(each) is ast.Constant and type(each.value) is str:
                self.check_secret(name, each.value, each.lineno, default=True, read=True)
        return name


_SECONDS = {"weeks": 604800, "days": 86400, "hours": 3600, "minutes": 60, "seconds": 1}


def duration(node: ast.expr) -> int | float | None:
    """The seconds of `timedelta(days=30)`."""
    if (
        not isinstance(node, ast.Call)
        or last_name(node.func) != "timedelta"
        or not (node.args or node.keywords)
    ):
        return None
    parts = [*zip(("days", "seconds"), node.args, strict=False)] if len(node.args) < 3 else []
    parts += [(keyword.arg or "", keyword.value) for keyword in node.keywords]
    total: int | float = 0
    for name, value in parts:
        amount = value.value if isinstance(value, ast.Constant) else None
        if isinstance(value, ast.BinOp):
            amount = fold(value)
        if name not in _SECONDS or isinstance(amount, bool) or not isinstance(amount, (int, float)):
            return None
        total += amount * _SECONDS[name]
    return total if parts and abs(total) < 1e12 else None


def _without_anchors(pattern: str) -> str:
    """The path that a regular expression such as `^/health/?$` matches."""
    pattern = pattern.removeprefix("^").removesuffix("$")
    return pattern.removesuffix("/?") or "/"
