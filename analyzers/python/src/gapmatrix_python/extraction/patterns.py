"""Blocks that may not run, and the patterns of `match`."""

from __future__ import annotations

import ast

from gapmatrix_python.extraction.classes import Classes
from gapmatrix_python.extraction.scopes import FUNCTION
from gapmatrix_python.extraction.state import CONDITIONAL, MISSING


class Patterns(Classes):
    """Visits `match`, and binds the names of its patterns."""

    def _block(self, body: list[ast.stmt], flags: int, conditions: list[int] | None = None) -> None:
        """A block that may not run, or runs several times; the conditions hold in it."""
        if not body:
            return
        before, before_when = self.context, self.when
        self.context |= flags
        if conditions:
            self.require(conditions)
        self.branches += 1
        self.statements(body)
        self.branches -= 1
        self.context, self.when = before, before_when

    def _match(self, node: ast.Match) -> None:
        subject = self.expression(node.subject, True)
        asked = self.configured(node.subject)
        for case in node.cases:
            self.branches += 1
            self._pattern(case.pattern, subject)
            self.branches -= 1
            if case.guard is not None:
                self.expression(case.guard, True)
            self._block(case.body, CONDITIONAL, self._case_conditions(asked, case))

    def _case_conditions(self, asked: int | None, case: ast.match_case) -> list[int]:
        """`case "otlp":` of a configured mode."""
        if asked is None:
            return []
        pattern = case.pattern
        patterns = pattern.patterns if isinstance(pattern, ast.MatchOr) else [pattern]
        values = [
            self.plain_literal(each.value) if isinstance(each, ast.MatchValue) else MISSING
            for each in patterns
        ]
        if MISSING in values:
            return []
        line = case.body[0].lineno
        self.facts.conditions.append({"ref": asked, "is": "equals", "line": line, "values": values})
        return [len(self.facts.conditions) - 1]

    def _pattern(self, pattern: ast.pattern, subject: int | None) -> None:
        """Binds the names of a pattern; `case Point() as p` says what `p` is."""
        if isinstance(pattern, ast.MatchAs):
            held = subject
            if pattern.pattern is not None:
                if isinstance(pattern.pattern, ast.MatchClass):
                    held = self.expression(pattern.pattern.cls, False)
                self._pattern(pattern.pattern, held)
            if pattern.name is not None:
                self._bind_pattern(pattern.name, held)
        elif isinstance(pattern, ast.MatchStar):
            if pattern.name is not None:
                self._bind_pattern(pattern.name, None)
        elif isinstance(pattern, ast.MatchValue):
            self.expression(pattern.value, True)
        elif isinstance(pattern, ast.MatchClass):
            self.expression(pattern.cls, True)
            for each in (*pattern.patterns, *pattern.kwd_patterns):
                self._pattern(each, None)
        elif isinstance(pattern, ast.MatchMapping):
            for each in pattern.patterns:
                self._pattern(each, None)
            if pattern.rest is not None:
                self._bind_pattern(pattern.rest, None)
        elif isinstance(pattern, (ast.MatchOr, ast.MatchSequence)):
            for each in pattern.patterns:
                self._pattern(each, subject if isinstance(pattern, ast.MatchOr) else None)

    def _bind_pattern(self, name: str, ref: int | None) -> None:
        if self.scope.kind == FUNCTION:
            self.bind(name, ref)
        else:
            self.scope.names[name] = ref
