"""Blocks that may not run, and the patterns of `match`."""

from __future__ import annotations

import ast

from gapmatrix_python.extraction.classes import Classes
from gapmatrix_python.extraction.scopes import FUNCTION
from gapmatrix_python.extraction.state import CONDITIONAL


class Patterns(Classes):
    """Visits `match`, and binds the names of its patterns."""

    def _block(self, body: list[ast.stmt], flags: int) -> None:
        """A block that may not run, or runs several times."""
        if not body:
            return
        before = self.context
        self.context |= flags
        self.branches += 1
        self.statements(body)
        self.branches -= 1
        self.context = before

    def _match(self, node: ast.Match) -> None:
        subject = self.expression(node.subject, True)
        for case in node.cases:
            self.branches += 1
            self._pattern(case.pattern, subject)
            self.branches -= 1
            if case.guard is not None:
                self.expression(case.guard, True)
            self._block(case.body, CONDITIONAL)

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
