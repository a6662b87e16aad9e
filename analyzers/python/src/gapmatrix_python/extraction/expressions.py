"""Expressions other than calls."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from gapmatrix_python.extraction.iteration import Iteration
from gapmatrix_python.extraction.scopes import FUNCTION
from gapmatrix_python.extraction.state import CONDITIONAL, LOOP

_PLAIN = {ast.List: "list", ast.Tuple: "tuple", ast.Set: "set"}


class Expressions(Iteration):
    """Visits expressions. Each method returns what the expression denotes, None if that is unknown."""

    def expression(self, node: ast.expr, used: bool) -> int | None:
        visit = _VISITS.get(type(node))
        return self._other(node) if visit is None else visit(self, node, used)

    def _other(self, node: ast.AST) -> int | None:
        """Whatever this version of the analyzer does not know: its parts are visited."""
        if type(node) is not ast.Constant:
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.expr):
                    self.expression(child, True)
        return None

    def _name(self, node: ast.Name, used: bool) -> int | None:
        ref, mention = self.lookup(node.id)
        if used and mention and ref is not None:
            self.use(ref, node.lineno)
        return ref

    def _attribute(self, node: ast.Attribute, used: bool) -> int | None:
        of = self.expression(node.value, False)
        if of is None or self.refs.is_unknown_member(of):
            return None
        ref = self.attribute(of, node.attr)
        if used:
            external = self.refs.entries[ref].get("external")
            if external is None or not external.startswith("builtins."):
                self.use(ref, node.lineno)
        return ref

    def _subscript(self, node: ast.Subscript, used: bool) -> int | None:
        key = node.slice
        if type(key) is ast.Constant and type(key.value) is str and self._is_environment(node.value):
            # Who asks for one variable by its name does not use all of them.
            self.environment("read", self.text(key.value, key.lineno), node.lineno, [], required=True)
            return None
        of = self.expression(node.value, used)
        if type(key) is not ast.Constant:
            self.expression(key, True)
        return self.refs.element(of)

    def _is_environment(self, node: ast.expr) -> bool:
        if not isinstance(node, (ast.Name, ast.Attribute)):
            return False
        if isinstance(node, ast.Attribute) and not isinstance(node.value, ast.Name):
            return False
        of = self.expression(node, False)
        return of is not None and self.refs.entries[of].get("external") == "os.environ"

    def _slice(self, node: ast.Slice, used: bool) -> int | None:
        for each in (node.lower, node.upper, node.step):
            if each is not None:
                self.expression(each, True)
        return None

    def _await(self, node: ast.Await, used: bool) -> int | None:
        return self.expression(node.value, used)

    def _starred(self, node: ast.Starred, used: bool) -> int | None:
        return self.refs.element(self.expression(node.value, used))

    def _named(self, node: ast.NamedExpr, used: bool) -> int | None:
        ref = self.expression(node.value, used)
        self.bind(node.target.id, ref)
        return ref

    def _bool(self, node: ast.BoolOp, used: bool) -> int | None:
        refs = [self.expression(node.values[0], used)]
        before, before_when = self.context, self.when
        self.context |= CONDITIONAL
        for last, each in zip(node.values, node.values[1:], strict=False):
            self.require(self.conditions(last, isinstance(node.op, ast.Or)))
            refs.append(self.expression(each, used))
        self.context, self.when = before, before_when
        return self.refs.any(refs)

    def _conditional(self, node: ast.IfExp, used: bool) -> int | None:
        self.expression(node.test, True)
        before, before_when = self.context, self.when
        self.context |= CONDITIONAL
        self.require(self.conditions(node.test))
        refs = [self.expression(node.body, used)]
        self.when = before_when
        self.require(self.conditions(node.test, True))
        refs.append(self.expression(node.orelse, used))
        self.context, self.when = before, before_when
        return self.refs.any(refs)

    def _compare(self, node: ast.Compare, used: bool) -> int | None:
        self.expression(node.left, True)
        for each in node.comparators:
            self.expression(each, True)
        return None

    def _binary(self, node: ast.BinOp, used: bool) -> int | None:
        # Long sums lean to the left: `a + b + c` is `(a + b) + c`. Followed in a loop, not by recursion.
        operands = [node.right]
        left = node.left
        joins = type(node.op) is ast.Add
        while type(left) is ast.BinOp:
            operands.append(left.right)
            joins = joins and type(left.op) is ast.Add
            left = left.left
        operands.append(left)
        found = [self.expression(each, True) for each in reversed(operands)]
        if joins and any(type(each) is ast.List for each in operands):
            return self.refs.any([*found[:8]])
        return None

    def _unary(self, node: ast.UnaryOp, used: bool) -> int | None:
        operand: ast.expr = node
        while type(operand) is ast.UnaryOp:
            operand = operand.operand
        self.expression(operand, True)
        return None

    def _sequence(self, node: ast.List | ast.Tuple | ast.Set, used: bool) -> int | None:
        self.route_rows(node)
        found = [self.expression(each, True) for each in node.elts]
        held = self.refs.container(self.refs.any(found))
        if held is None and self.scope.kind == FUNCTION:
            return self.refs.plain_container(_PLAIN[type(node)])
        return held

    def _mapping(self, node: ast.Dict, used: bool) -> int | None:
        found: list[int | None] = []
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                found.append(self.refs.element(self.expression(value, True)))
                continue
            if type(key) is not ast.Constant:
                self.expression(key, True)
            elif type(key.value) is str and type(value) is ast.Constant:
                self.literal(value, key.value)
            found.append(self.expression(value, True))
        held = self.refs.container(self.refs.any(found))
        if held is None and self.scope.kind == FUNCTION:
            return self.refs.plain_container("dict")
        return held

    def _text(self, node: ast.JoinedStr, used: bool) -> int | None:
        for each in node.values:
            if type(each) is not ast.Constant:
                self._other(each)
        return None

    def _lambda(self, node: ast.Lambda, used: bool) -> int | None:
        """A lambda is folded into the function around it: whoever holds it may call it."""
        arguments = node.args
        for default in (*arguments.defaults, *arguments.kw_defaults):
            if default is not None:
                self.expression(default, True)
        parameters = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        parameters.extend(each for each in (arguments.vararg, arguments.kwarg) if each is not None)
        before = self.hide([each.arg for each in parameters])
        self.expression(node.body, True)
        self.restore(before)
        return None

    def _comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp, used: bool
    ) -> int | None:
        before: list[tuple[str, Any]] = []
        context = self.context
        for generator in node.generators:
            held = self.iterated(generator.iter)
            self.context |= LOOP
            names = [each.id for each in ast.walk(generator.target) if type(each) is ast.Name]
            before.extend(self.hide(names))
            self.bind_iterated(generator.target, held)
            for condition in generator.ifs:
                self.expression(condition, True)
        if isinstance(node, ast.DictComp):
            self.expression(node.key, True)
            found = self.expression(node.value, True)
        else:
            found = self.expression(node.elt, True)
        self.context = context
        self.restore(before)
        return self.refs.container(found)

    def _yield(self, node: ast.Yield, used: bool) -> int | None:
        if node.value is not None:
            self.scope.yields.append(self.expression(node.value, True))
        return None

    def _yield_from(self, node: ast.YieldFrom, used: bool) -> int | None:
        found = self.expression(node.value, True)
        self.scope.yields.append(self.refs.element(found))
        return found


_VISITS: dict[type[ast.AST], Callable[[Any, Any, bool], int | None]] = {
    ast.Call: Expressions.call,
    ast.Name: Expressions._name,
    ast.Attribute: Expressions._attribute,
    ast.Subscript: Expressions._subscript,
    ast.Slice: Expressions._slice,
    ast.Await: Expressions._await,
    ast.Starred: Expressions._starred,
    ast.NamedExpr: Expressions._named,
    ast.BoolOp: Expressions._bool,
    ast.IfExp: Expressions._conditional,
    ast.Compare: Expressions._compare,
    ast.BinOp: Expressions._binary,
    ast.UnaryOp: Expressions._unary,
    ast.List: Expressions._sequence,
    ast.Tuple: Expressions._sequence,
    ast.Set: Expressions._sequence,
    ast.Dict: Expressions._mapping,
    ast.JoinedStr: Expressions._text,
    ast.Lambda: Expressions._lambda,
    ast.ListComp: Expressions._comprehension,
    ast.SetComp: Expressions._comprehension,
    ast.GeneratorExp: Expressions._comprehension,
    ast.DictComp: Expressions._comprehension,
    ast.Yield: Expressions._yield,
    ast.YieldFrom: Expressions._yield_from,
}
