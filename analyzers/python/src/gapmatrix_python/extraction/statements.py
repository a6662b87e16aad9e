"""Statements."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from gapmatrix_python.extraction import shapes
from gapmatrix_python.extraction.annotations import last_name
from gapmatrix_python.extraction.brief_pools import ends_with_its_work, is_pool
from gapmatrix_python.extraction.configured import leaving
from gapmatrix_python.extraction.definitions import MAXIMUM_RESULTS
from gapmatrix_python.extraction.patterns import Patterns
from gapmatrix_python.extraction.retries import retry
from gapmatrix_python.extraction.scopes import FUNCTION, MODULE
from gapmatrix_python.extraction.state import CONDITIONAL, DEFER, HANDLER, IGNORED, LOOP, Loop
from gapmatrix_python.extraction.work_loops import ends_when_asked, goes_on_until_stopped

MAIN = "<main>"


# Functions that do nothing but answer yes or no.
_QUESTIONS = frozenset(
    """
    allow allowed allow_request is_allowed hit try_acquire try_take try_consume is_rate_limited is_limited
    compare_digest constant_time_compare check_password check_password_hash checkpw has_perm has_perms
    has_permission is_authenticated has_role has_scope enforce is_valid_signature is_valid_request
    """.split()
)


class Statements(Patterns):
    """Visits statements."""

    def statements(self, body: list[ast.stmt]) -> None:
        before = self.when
        for node in body:
            visit = _VISITS.get(type(node))
            if visit is not None:
                visit(self, node)
                if type(node) is ast.If:
                    self.after_guard(node)
                if self.guards:
                    self.require_asked(node)
        self.when = before

    def _expression_statement(self, node: ast.Expr) -> None:
        value = node.value
        if type(value) is ast.Constant:
            return
        asked = value.value if isinstance(value, ast.Await) else value
        before = self.context
        if isinstance(asked, ast.Call) and last_name(asked.func) in _QUESTIONS:
            # Whoever asks and does not look at the answer might as well not have asked.
            self.context |= IGNORED
        self.expression(value, True)
        self.context = before

    def _return(self, node: ast.Return) -> None:
        value = node.value
        if value is None or type(value) is ast.Constant:
            return
        results = self.scope.results
        if isinstance(value, ast.Tuple):
            results[MAXIMUM_RESULTS:] = []
            results.append(tuple(self.refs.unless_plain(self.expression(each, True)) for each in value.elts))
            return
        ref = self.refs.unless_plain(self.expression(value, True))
        if ref is not None and len(results) < MAXIMUM_RESULTS and ref not in results:
            results.append(ref)

    def _if(self, node: ast.If) -> None:
        if self.scope.kind == MODULE and is_main_guard(node.test):
            self._main(node)
            return
        if last_name(node.test) == "TYPE_CHECKING":
            before, self.type_checking = self.type_checking, True
            self.statements(node.body)
            self.type_checking = before
        else:
            self.expression(node.test, True)
            self._block(node.body, CONDITIONAL, self.conditions(node.test))
        if node.orelse:
            self._block(node.orelse, CONDITIONAL, self.conditions(node.test, True))

    def _main(self, node: ast.If) -> None:
        """The guarded part of a script: importing the module does not reach it."""
        symbol = self.main_symbol(node)
        before, self.owner = self.owner, symbol
        self.statements(node.body)
        self.owner = before
        self._block(node.orelse, CONDITIONAL)

    def _for(self, node: ast.For | ast.AsyncFor) -> None:
        held = self.iterated(node.iter)
        self.branches += 1
        self.bind_iterated(node.target, held)
        self.branches -= 1
        if isinstance(node, ast.AsyncFor) or self._is_consumer(node.iter):
            self._goes_on()
        self._loop(node)

    def _is_consumer(self, node: ast.expr) -> bool:
        """Whether this is an object that gives messages for as long as it is asked."""
        if isinstance(node, ast.Call):
            return last_name(node.func).endswith("Consumer")
        if not isinstance(node, ast.Name):
            return False
        held = [self.lookup(node.id)[0]]
        if node.id in self.variables:
            held.extend(self.variables[node.id].held)
        return any(each is not None and self.refs.full_name(each).endswith("Consumer()") for each in held)

    def _while(self, node: ast.While) -> None:
        self.expression(node.test, True)
        test = node.test.operand if isinstance(node.test, ast.UnaryOp) else node.test
        if isinstance(test, (ast.Name, ast.Attribute)) or (isinstance(test, ast.Constant) and test.value):
            self._goes_on()
        self._loop(node)

    def _goes_on(self) -> None:
        self.endless = True
        self.endless_script = self.endless_script or self.owner == 0

    def _loop(self, node: ast.For | ast.AsyncFor | ast.While) -> None:
        if not self.loops and not self.path.is_test and goes_on_until_stopped(node):
            self.work.append((self.owner, node.lineno, ends_when_asked(node)))
        loop = Loop()
        self.loops.append(loop)
        self._block(node.body, LOOP)
        self.loops.pop()
        self._block(node.orelse, CONDITIONAL)
        if loop.sleeps:
            attributes = retry(node, loop.sleeps)
            if attributes is not None:
                self.facts.signal("retry.loop", self.owner, node.lineno, attributes)
            if self.loops:
                self.loops[-1].sleeps.extend(loop.sleeps)
        for statement in node.body:
            if isinstance(statement, ast.Try) and shapes.contains_errors(statement):
                self.facts.signal("panic.contained", self.owner, statement.lineno, {"around": "loop"})

    def _try(self, node: ast.Try) -> None:
        ignored = False
        for handler in node.handlers:
            if shapes.is_swallowed(handler):
                names = shapes.caught(handler)
                broad = shapes.is_broad(names)
                ignored = ignored or broad
                attributes: dict[str, object] = {"exception": ", ".join(names), "broad": broad}
                self.facts.signal("error.swallowed", self.owner, handler.lineno, attributes)
        for handler in node.handlers:
            if self.owner and not self.path.is_test and shapes.goes_on_empty(handler):
                self.facts.signal("fallback.empty", self.owner, handler.lineno)
        if self.scope.kind == MODULE and not self.path.is_test:
            # What fails while a module is loaded, and is merely said, ends nothing.
            ignored = ignored or any(
                shapes.is_broad(shapes.caught(handler)) and leaving(handler.body) != "stops"
                for handler in node.handlers
            )
        expecting = any(shapes.expects_absence(handler) for handler in node.handlers)
        self.guards += expecting
        self._block(node.body, IGNORED if ignored else 0)
        self.guards -= expecting
        for handler in node.handlers:
            held = None
            if handler.type is not None:
                held = self.expression(handler.type, True)
                if isinstance(handler.type, ast.Tuple):
                    held = self.refs.element(held)
            before = self.hide([handler.name]) if handler.name else []
            if handler.name:
                self.scope.names[handler.name] = held
            self._block(handler.body, HANDLER)
            if self.scope.kind != FUNCTION:
                self.restore(before)
        self._block(node.orelse, 0)
        if node.finalbody:
            before_context = self.context
            self.context |= DEFER
            self.statements(node.finalbody)
            self.context = before_context

    def _with(self, node: ast.With | ast.AsyncWith) -> None:
        before = self.context
        expecting = 0
        entering = "__enter__" if isinstance(node, ast.With) else "__aenter__"
        for item in node.items:
            manager = item.context_expr
            if self.scope.kind == FUNCTION and is_pool(manager) and ends_with_its_work(node.body):
                self.brief.add(id(manager))
            ref = self.expression(manager, True)
            if isinstance(manager, (ast.Name, ast.Attribute)) and ref is not None:
                self.emit("call", self.attribute(ref, entering), manager.lineno)
            elif isinstance(manager, ast.Call) and last_name(manager.func) == "suppress":
                names = [last_name(each) for each in manager.args]
                expecting += shapes.is_absence(names)
                broad = bool(names) and shapes.is_broad(names)
                attributes: dict[str, object] = {"exception": ", ".join(names), "broad": broad}
                self.facts.signal("error.swallowed", self.owner, node.lineno, attributes)
                if broad:
                    self.context |= IGNORED
            if item.optional_vars is not None:
                self.assign_ref(item.optional_vars, ref)
        self.guards += expecting
        self.statements(node.body)
        self.guards -= expecting
        self.context = before

    def _raise(self, node: ast.Raise) -> None:
        for each in (node.exc, node.cause):
            if each is not None:
                self.expression(each, True)

    def _assert(self, node: ast.Assert) -> None:
        self.expression(node.test, True)
        if node.msg is not None:
            self.expression(node.msg, True)

    def _global(self, node: ast.Global) -> None:
        self.scope.globals.update(node.names)

    def _nonlocal(self, node: ast.Nonlocal) -> None:
        self.scope.nonlocals.update(node.names)

    def _delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            if isinstance(target, (ast.Attribute, ast.Subscript)):
                self.expression(target.value, True)

    def _type_alias(self, node: Any) -> None:
        """`type X = Y`, from Python 3.12 on."""
        if self.scope.kind != MODULE or not isinstance(node.name, ast.Name):
            return
        name = node.name.id
        symbol = self.facts.symbol(name, "alias", node.lineno, node.end_lineno or node.lineno)
        self.scope.names[name] = self.refs.name(name)
        held = self.annotation(node.value)
        if held is not None:
            symbol["type"] = held

    # Parts that come later in the line

    def main_symbol(self, node: ast.If) -> int:
        """The symbol of the guarded part of a script."""
        raise AssertionError("the last of the line defines it")


def is_main_guard(test: ast.expr) -> bool:
    """Whether this is `__name__ == "__main__"`."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        return any(is_main_guard(each) for each in test.values)
    if not isinstance(test, ast.Compare) or len(test.ops) != 1 or not isinstance(test.ops[0], ast.Eq):
        return False
    sides = (test.left, test.comparators[0])
    return any(isinstance(each, ast.Name) and each.id == "__name__" for each in sides) and any(
        isinstance(each, ast.Constant) and each.value == "__main__" for each in sides
    )


_VISITS: dict[type[ast.AST], Callable[[Any, Any], None]] = {
    ast.Expr: Statements._expression_statement,
    ast.Assign: Statements.assign,
    ast.AnnAssign: Statements.assign_annotated,
    ast.AugAssign: Statements.assign_augmented,
    ast.Return: Statements._return,
    ast.If: Statements._if,
    ast.For: Statements._for,
    ast.AsyncFor: Statements._for,
    ast.While: Statements._while,
    ast.Try: Statements._try,
    ast.With: Statements._with,
    ast.AsyncWith: Statements._with,
    ast.Raise: Statements._raise,
    ast.Assert: Statements._assert,
    ast.Global: Statements._global,
    ast.Nonlocal: Statements._nonlocal,
    ast.Delete: Statements._delete,
    ast.Match: Statements._match,
    ast.FunctionDef: Statements.function,
    ast.AsyncFunctionDef: Statements.function,
    ast.ClassDef: Statements.class_,
    ast.Import: Statements.import_modules,
    ast.ImportFrom: Statements.import_names,
}
for _newer, _visit in (("TryStar", Statements._try), ("TypeAlias", Statements._type_alias)):
    if hasattr(ast, _newer):
        _VISITS[getattr(ast, _newer)] = _visit
