"""Signals about request handlers and handlers of operating system signals."""

from __future__ import annotations

import ast

from gapmatrix_python.extraction import shapes
from gapmatrix_python.extraction.optional_checks import optional_secret
from gapmatrix_python.extraction.roots import Roots
from gapmatrix_python.extraction.scopes import Function, Scope
from gapmatrix_python.extraction.work_loops import listens_for_the_end
from gapmatrix_python.facts import Json
from gapmatrix_python.paths import SourcePath

# Calls that only make or write an answer, or what depends on nothing: the time, a log line.
_ANSWERS = frozenset(
    """
    JSONResponse ORJSONResponse UJSONResponse Response PlainTextResponse HTMLResponse HttpResponse
    JsonResponse jsonify make_response json_response write finish set_status set_header dumps text json
    html send_response send_header end_headers encode dict str isoformat now utcnow time info debug
    warning strftime int round timestamp add_header empty
    """.split()
)
_STATUS_ARGUMENTS = frozenset(("status", "status_code", "code"))
_STATUS_CALLS = frozenset(("set_status", "send_response"))
_STATUS_SECOND = frozenset(("json_response", "make_response", "json", "text", "html", "Response"))
_VARIES = object()


class Handlers(Roots):
    """Finds handlers whose answer is always the same, and handlers of SIGTERM that only exit."""

    def __init__(self, path: SourcePath) -> None:
        super().__init__(path)
        self.handlers: set[int] = set()
        self._signal_handlers: list[int] = []
        self._first_reference = 0
        self._unknown_before = 0

    def function_symbol(self, node: Function, symbol: Json, decorators: list[str]) -> None:
        super().function_symbol(node, symbol, decorators)
        if shapes.is_request_handler(node, self.class_bases):
            self.handlers.add(symbol["id"])

    def enter_function(self, node: Function, symbol: Json, decorators: list[str]) -> None:
        self._first_reference = 0 if symbol["id"] not in self.handlers else self._start()

    def _start(self) -> int:
        # Defaults and annotations were visited already and belong to the handler: `Depends(…)` can refuse.
        first = len(self.references)
        while first and self.references[first - 1]["from"] == self.owner:
            first -= 1
        self._unknown_before = self.unknown_calls
        return first

    def leave_function(self, node: Function, symbol: Json, scope: Scope) -> None:
        super().leave_function(node, symbol, scope)
        secret = optional_secret(node)
        if secret is not None:
            self.facts.signal(
                "authentication.optional", symbol["id"], node.lineno, {"name": self.text(secret, node.lineno)}
            )
        if symbol["id"] not in self.handlers or "abstract" in symbol.get("attributes", ()):
            return
        first = self._first_reference
        self._contained(node)
        if not self.path.is_test and shapes.is_single_view(node) and shapes.sends_policy(node):
            self.facts.signal("content-security-policy.view", symbol["id"], node.lineno)
        if self.unknown_calls == self._unknown_before:
            status = self._constant_status(node, self.references[first:])
            if status is not None:
                self.facts.signal("handler.constant", symbol["id"], node.lineno, {"status": status})

    def _constant_status(self, node: Function, references: list[Json]) -> int | None:
        """The one status that a handler always gives, if it depends on nothing."""
        statuses: set[object] = set()
        answers = False
        for reference in references:
            if reference["kind"] == "write":
                entry = self.refs.entries[reference["to"]]
                if entry.get("member") in ("status_code", "status"):
                    return None
            if reference["kind"] != "call":
                continue
            name = self.refs.full_name(reference["to"]).rpartition(".")[2]
            if name not in _ANSWERS:
                return None
            answers = True
            statuses.update(_statuses(name, reference.get("arguments", [])))
        for statement in shapes.statements_below(node.body):
            if isinstance(
                statement, (ast.Raise, ast.Assert, ast.FunctionDef, ast.AsyncFunctionDef, ast.Try, ast.Delete)
            ):
                return None
            if isinstance(statement, ast.Return) and statement.value is not None:
                answers = True
                statuses.update(_returned_statuses(statement.value))
        if not answers or len(statuses) > 1:
            return None
        status = statuses.pop() if statuses else 200
        return status if isinstance(status, int) else None

    def _contained(self, node: Function) -> None:
        """`try` around all that a handler does."""
        last = node.body[-1]
        if isinstance(last, ast.Try) and shapes.contains_errors(last):
            simple = (ast.Expr, ast.Assign, ast.AnnAssign)
            if all(isinstance(statement, simple) for statement in node.body[:-1]):
                self.facts.signal("panic.contained", self.owner, last.lineno, {"around": "handler"})

    # Handlers of operating system signals

    def signal_handler(self, node: ast.expr, line: int) -> None:
        if isinstance(node, ast.Lambda):
            if shapes.is_exit_only([ast.Expr(value=node.body)]):
                self.facts.signal("signal.exit-only", self.owner, line)
            return
        if not isinstance(node, (ast.Name, ast.Attribute)):
            return
        ref = self.lookup(node.id)[0] if isinstance(node, ast.Name) else self._method(node)
        if ref is not None:
            self._signal_handlers.append(ref)

    def _method(self, node: ast.Attribute) -> int | None:
        if not self.is_self(node.value) or self.scope.class_name is None:
            return None
        return self.refs.name(f"{self.scope.class_name}.{node.attr}")

    def finish_handlers(self) -> None:
        """Looks at the handlers of signals when all functions are known."""
        if self.work and listens_for_the_end(self.references, self.refs):
            for owner, line, ends in self.work:
                self.facts.signal("service.loop", owner, line, {"ends": ends})
        for ref in self._signal_handlers:
            function = self.functions.get(self.refs.entries[ref].get("name", ""))
            if function is not None and shapes.is_exit_only(function[0].body):
                self.facts.signal("signal.exit-only", function[1], function[0].lineno)


def _statuses(name: str, arguments: list[Json]) -> list[object]:
    found: list[object] = []
    for argument in arguments:
        if (
            argument.get("name") in _STATUS_ARGUMENTS
            or (argument.get("position") == 0 and name in _STATUS_CALLS)
            or (argument.get("position") == 1 and name in _STATUS_SECOND)
        ):
            value = argument.get("value", _VARIES)
            if isinstance(value, int) and not isinstance(value, bool):
                found.append(value)
            elif argument.get("name") in _STATUS_ARGUMENTS or name in _STATUS_CALLS:
                found.append(_VARIES)
    return found


def _returned_statuses(value: ast.expr) -> list[object]:
    """The status of `return answer, 503`, in each branch of a conditional; 200 where a branch has none."""
    if isinstance(value, ast.IfExp):
        branches = [*_returned_statuses(value.body), *_returned_statuses(value.orelse)]
        return branches and [*branches, *([] if len(branches) > 1 else [200])]
    if not isinstance(value, ast.Tuple) or len(value.elts) < 2 or isinstance(value.elts[1], ast.Dict):
        return []
    second = value.elts[1]
    return [second.value if isinstance(second, ast.Constant) else _VARIES]
