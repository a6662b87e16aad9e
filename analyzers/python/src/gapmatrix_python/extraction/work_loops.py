"""Loops of work: they go on until somebody asks the program to stop."""

from __future__ import annotations

import ast
import re

from gapmatrix_python.extraction.annotations import last_name
from gapmatrix_python.extraction.shapes import statements_below
from gapmatrix_python.facts import Json
from gapmatrix_python.refs import RefTable

LoopNode = ast.For | ast.AsyncFor | ast.While
_STOPPING = re.compile(r"(?i)stop|shut|terminat|running|alive|quit|exit|drain|cancel|closing|interrupt")
# One that is run for what there is now ends when that is done.
_ONCE = re.compile(r"(?i)burst|once|one_?shot")
_NESTED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)


def goes_on_until_stopped(node: LoopNode) -> bool:
    """Whether nothing but a wish to stop ends a loop."""
    if isinstance(node, ast.While):
        if not (isinstance(node.test, ast.Constant) and node.test.value) and not _asks(node.test):
            return False
    elif (
        not isinstance(node, ast.AsyncFor)
        or not isinstance(node.iter, ast.Call)
        or not _is_unused(node.target)
    ):
        # `async for _ in every(seconds)`
        return False
    return _ends_when_asked(node.body, False, False)


def ends_when_asked(node: LoopNode) -> bool:
    """Whether a loop of work looks itself whether it is to stop, so that it finishes what it is at."""
    if isinstance(node, ast.While) and _asks(node.test):
        return True
    return any(
        isinstance(each, ast.If)
        and _asks(each.test)
        and any(isinstance(part, (ast.Break, ast.Return)) for part in each.body)
        for each in statements_below(node.body)
    )


def _ends_when_asked(body: list[ast.stmt], asked: bool, inner: bool) -> bool:
    """Whether each statement that leaves the loop stands where it was asked for.

    With `inner`, the body is that of a loop inside it, which a `break` leaves and no more.
    """
    for statement in body:
        if isinstance(statement, _NESTED):
            continue
        leaves = isinstance(statement, ast.Return) or (isinstance(statement, ast.Break) and not inner)
        if leaves and not asked:
            return False
        within = asked or (
            isinstance(statement, ast.If) and (_asks(statement.test) or _asks(statement.test, _ONCE))
        )
        below = inner or isinstance(statement, _LOOPS)
        for part in ("body", "orelse", "finalbody"):
            if not _ends_when_asked(getattr(statement, part, []), within, below):
                return False
        for each in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
            # An error that ends it is a way to be told, too: `except KeyboardInterrupt: break`.
            if not _ends_when_asked(each.body, within or _is_told(each), below):
                return False
    return True


def _is_told(node: ast.AST) -> bool:
    held = getattr(node, "type", None)
    return held is not None and _asks(held)


def _asks(test: ast.expr, words: re.Pattern[str] = _STOPPING) -> bool:
    return any(
        words.search(each.id if isinstance(each, ast.Name) else each.attr) is not None
        for each in ast.walk(test)
        if isinstance(each, (ast.Name, ast.Attribute))
    )


def _is_unused(target: ast.expr) -> bool:
    return last_name(target).strip("_") == ""


def listens_for_the_end(references: list[Json], refs: RefTable) -> bool:
    """Whether a module has itself called where it is asked to end by SIGTERM."""
    if not any(refs.full_name(each) == "signal.SIGTERM" for each in range(len(refs.entries))):
        return False
    return any(
        each["kind"] == "call" and "signal" in refs.full_name(each["to"]).rpartition(".")[2].lower()
        for each in references
    )
