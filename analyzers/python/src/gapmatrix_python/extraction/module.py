"""One module, from its tree to its facts."""

from __future__ import annotations

import ast
import itertools
from typing import Any

from gapmatrix_python.extraction.handlers import Handlers
from gapmatrix_python.extraction.lifespans import starting_lifespans
from gapmatrix_python.extraction.running import runs
from gapmatrix_python.extraction.shadows import replaced
from gapmatrix_python.facts import Facts, Json
from gapmatrix_python.paths import SourcePath

# Secrets sought inside other strings; a file of thousands is data, where only whole strings are looked up.
MAXIMUM_SOUGHT = 200


class Module(Handlers):
    """Visits a module. What is nested too deeply is left out, and the facts say so."""

    def __init__(self, path: SourcePath) -> None:
        super().__init__(path)
        self.facts.namespace = path.namespace

    def visit(self, tree: ast.Module) -> Facts:
        """The facts of a module."""
        self.module_roots()
        self.replaced |= replaced(tree.body)
        self.starting |= starting_lifespans(tree.body)
        for node in tree.body:
            before = len(self.references)
            self._guarded(self.statements, ([node],), node.lineno)
            if not self.runs_alone and runs(node):
                self.notice_calls(before)
        position = 0
        while position < len(self.deferred):
            body = self.deferred[position]
            self.deferred[position] = None
            position += 1
            if body is not None:
                self._guarded(self.function_body, body, body[0].lineno)
        self.finish_handlers()
        self.finish_classes()
        self.finish_roots()
        self._finish_variables()
        if self.secrets:
            self._mask()
        return self.facts

    def _guarded(self, visit: Any, arguments: tuple[Any, ...], line: int) -> None:
        state = (self.scope, self.owner, self.context, self.branches, self.loops, self.when)
        try:
            visit(*arguments)
        except RecursionError:
            self.scope, self.owner, self.context, self.branches, self.loops, self.when = state
            self.facts.diagnostic("code nested too deeply was left out", line)

    def _finish_variables(self) -> None:
        for variable in self.variables.values():
            held = self.refs.any(variable.held)
            if held is not None:
                variable.symbol["type"] = held

    # A secret may have been seen elsewhere before it was known to be one.

    def _mask(self) -> None:
        for symbol in self.facts.symbols:
            if isinstance(symbol.get("value"), str):
                symbol["value"] = self._masked(symbol["value"])
        for reference in self.facts.references:
            self._mask_arguments(reference.get("arguments", []))
        for entry in self.refs.entries:
            for key in ("member", "name", "environment", "external", "setting", "default"):
                if isinstance(entry.get(key), str) and entry[key] in self.secrets:
                    entry[key] = self.secrets[entry[key]]

        for condition in self.facts.conditions:
            if "values" in condition:
                values = condition["values"]
                condition["values"] = [self._masked(x) if isinstance(x, str) else x for x in values]

    def _mask_arguments(self, arguments: list[Json]) -> None:
        for argument in arguments:
            for key in ("value", "name"):
                if isinstance(argument.get(key), str):
                    argument[key] = self._masked(argument[key])
            self._mask_arguments(argument.get("items", []))

    def _masked(self, text: str) -> str:
        found = self.secrets.get(text)
        if found is not None:
            return found
        for secret, shown in itertools.islice(self.secrets.items(), MAXIMUM_SOUGHT):
            if secret in text or (len(text) == 200 and secret.startswith(text)):
                text = text.replace(secret, shown)
        return text


def extract(path: SourcePath, tree: ast.Module) -> Facts:
    """The facts of a module's tree."""
    return Module(path).visit(tree)
