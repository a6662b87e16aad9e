"""Loops that try, leave on success, and sleep between failures."""

from __future__ import annotations

import ast

from gapmatrix_python.extraction.annotations import last_name
from gapmatrix_python.extraction.shapes import statements_below

LoopNode = ast.For | ast.AsyncFor | ast.While
# What a pause depends on is sought in the whole loop.
MAXIMUM_PAUSES = 16


def retry(node: LoopNode, sleeps: list[ast.Call]) -> dict[str, object] | None:
    """The attributes of a `retry.loop`, or None if the loop is none."""
    tries = [each for each in statements_below(node.body) if isinstance(each, ast.Try) and each.handlers]
    condition: set[str] = set()
    if isinstance(node, ast.While):
        condition = {each.id for each in ast.walk(node.test) if isinstance(each, ast.Name)}
    ends = _ends(node)
    leaves = any(_leaves(each, condition, ends) and not _always_raises(each) for each in tries)
    if not leaves and not _reconnects(node, tries, sleeps):
        return None
    pauses = [call.args[0] for call in sleeps if call.args][:MAXIMUM_PAUSES]
    if not pauses:
        return None
    growing = any(_grows(pause, node) for pause in pauses)
    if not growing and not leaves:
        # A loop that works for ever and rests after a failure.
        return None
    jitter = any(_mentions_random(part) for pause in pauses for part in _parts(pause, node))
    return {"backoff": "growing" if growing else "fixed", "jitter": jitter}


def _reconnects(loop: LoopNode, tries: list[ast.Try], sleeps: list[ast.Call]) -> bool:
    """Whether a loop without an end pauses after failures alone.

    `while True: try: listen() except: sleep(pause)`
    """
    if not isinstance(loop, ast.While) or not isinstance(loop.test, ast.Constant) or not loop.test.value:
        return False
    failed = {
        id(part)
        for each in tries
        for handler in each.handlers
        for statement in handler.body
        for part in ast.walk(statement)
        if isinstance(part, ast.Call)
    }
    return bool(sleeps) and all(id(call) in failed for call in sleeps)


def _ends(loop: LoopNode) -> set[ast.stmt]:
    """Statements of a loop's body that a return or break of the body itself follows."""
    for position in range(len(loop.body) - 1, -1, -1):
        if isinstance(loop.body[position], (ast.Return, ast.Break)):
            return set(loop.body[:position])
    return set()


def _leaves(node: ast.Try, condition: set[str], ends: set[ast.stmt]) -> bool:
    """Whether success leaves the loop: by return, by break, or by what its condition tests."""
    for statement in statements_below([*node.body, *node.orelse]):
        if isinstance(statement, (ast.Return, ast.Break)):
            return True
        if isinstance(statement, ast.Assign) and condition:
            if any(isinstance(target, ast.Name) and target.id in condition for target in statement.targets):
                return True
    return node in ends


def _always_raises(node: ast.Try) -> bool:
    return all(
        bool(handler.body) and isinstance(handler.body[-1], (ast.Raise, ast.Return, ast.Break))
        for handler in node.handlers
    )


def _parts(pause: ast.expr, loop: LoopNode) -> list[ast.expr]:
    """The argument of the sleep, and what the loop assigns to its names."""
    parts = [pause]
    names = {each.id for each in ast.walk(pause) if isinstance(each, ast.Name)}
    for statement in statements_below(loop.body):
        if isinstance(statement, (ast.Assign, ast.AugAssign, ast.AnnAssign)) and statement.value is not None:
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            if any(isinstance(target, ast.Name) and target.id in names for target in targets):
                parts.append(statement.value)
    return parts


def _grows(pause: ast.expr, loop: LoopNode) -> bool:
    varying = set()
    if isinstance(loop, (ast.For, ast.AsyncFor)):
        varying = {each.id for each in ast.walk(loop.target) if isinstance(each, ast.Name)}
    names = {each.id for each in ast.walk(pause) if isinstance(each, ast.Name)}
    for statement in statements_below(loop.body):
        if isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name):
            if isinstance(statement.op, (ast.Mult, ast.Add, ast.Pow, ast.LShift)):
                varying.add(statement.target.id)
        elif isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target = statement.targets[0]
            if isinstance(target, ast.Name) and _multiplies(statement.value, varying | {target.id}):
                varying.add(target.id)
    if names & varying:
        return True
    called = {last_name(each.func) for each in ast.walk(pause) if isinstance(each, ast.Call)}
    return any("backoff" in name or "expo" in name for name in called)


def _multiplies(value: ast.expr, names: set[str]) -> bool:
    for each in ast.walk(value):
        if isinstance(each, ast.BinOp) and isinstance(each.op, (ast.Mult, ast.Pow, ast.Add, ast.LShift)):
            if any(isinstance(part, ast.Name) and part.id in names for part in ast.walk(each)):
                return True
    return False


def _mentions_random(node: ast.expr) -> bool:
    for each in ast.walk(node):
        name = each.id if isinstance(each, ast.Name) else each.attr if isinstance(each, ast.Attribute) else ""
        if name in ("random", "uniform", "randint", "randrange", "gauss") or "jitter" in name.lower():
            return True
    return False
