"""noxfile.py and tasks.py (invoke), by Python's own parser: what they run, where it is literal."""

from __future__ import annotations

import ast

from gapmatrix_kit.facts import TOP, Facts
from gapmatrix_kit.server import Failure

from gapmatrix_pipelines.commands import add_build, add_script, command, folder


def noxfile(facts: Facts, path: str, text: str) -> None:
    """The sessions of nox."""
    facts.namespace = {"kind": "nox", "name": folder(path), "separator": "."}
    default = 0
    for function in _functions(text):
        decorator = _decorator(function, "session")
        if decorator is None:
            continue
        name = _keyword(decorator, "name") or function.name
        number = facts.symbol(name[:200], "target", function.lineno, function.end_lineno)
        default = default or facts.symbol(".DEFAULT", "target", 1)
        facts.reference(default, {"target": name}, "run", function.lineno)
        for call in _calls(function):
            method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
            if method in ("run", "run_always", "run_install"):
                words = _words(call)
                context = ["ignored"] if _has(call, "success_codes") else None
                if words:
                    facts.reference(number, command(words, folder(path)), "run", call.lineno, context=context)
                    add_build(facts, number, words, folder(path), call.lineno)
            elif method == "notify" and call.args and isinstance(call.args[0], ast.Constant):
                facts.reference(number, {"target": str(call.args[0].value)}, "run", call.lineno)
    # Parametrized sessions have more names: tests-3.11.
    facts.signal("targets.open", TOP, 1)


def tasks(facts: Facts, path: str, text: str) -> None:
    """The tasks of invoke. A tasks.py of something else has none."""
    if "@task" not in text or ("invoke" not in text and "@task\n" not in text and "@task(" not in text):
        return
    if "import" not in text or not any(
        name in text for name in ("from invoke", "import invoke", "from fabric")
    ):
        return
    facts.namespace = {"kind": "invoke", "name": folder(path), "separator": "."}
    for function in _functions(text):
        decorator = _decorator(function, "task")
        if decorator is None:
            continue
        number = facts.symbol(
            (_keyword(decorator, "name") or function.name.replace("_", "-"))[:200],
            "target",
            function.lineno,
            function.end_lineno,
        )
        if "_" in function.name:
            facts.symbol(function.name[:200], "target", function.lineno)
            facts.reference(
                len(facts.symbols), {"target": function.name.replace("_", "-")}, "run", function.lineno
            )
        if isinstance(decorator, ast.Call):
            for needed in decorator.args:
                if isinstance(needed, ast.Name):
                    facts.reference(number, {"target": needed.id.replace("_", "-")}, "run", function.lineno)
        for call in _calls(function):
            if isinstance(call.func, ast.Attribute) and call.func.attr in ("run", "sudo", "local"):
                words = _text(call.args[0]) if call.args else None
                if words:
                    add_script(facts, number, words, call.lineno, folder(path), ignored=_true(call, "warn"))


def _functions(text: str) -> list[ast.FunctionDef]:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError) as error:
        raise Failure("syntax", f"it is no Python: {error}") from error
    return [node for node in tree.body if isinstance(node, ast.FunctionDef)][:2000]


def _decorator(function: ast.FunctionDef, name: str) -> ast.expr | None:
    for each in function.decorator_list:
        target = each.func if isinstance(each, ast.Call) else each
        if (isinstance(target, ast.Attribute) and target.attr == name) or (
            isinstance(target, ast.Name) and target.id == name
        ):
            return each
    return None


def _keyword(node: ast.expr, name: str) -> str | None:
    if isinstance(node, ast.Call):
        for each in node.keywords:
            if (
                each.arg == name
                and isinstance(each.value, ast.Constant)
                and isinstance(each.value.value, str)
            ):
                return each.value.value
    return None


def _has(call: ast.Call, name: str) -> bool:
    return any(each.arg == name for each in call.keywords)


def _true(call: ast.Call, name: str) -> bool:
    return any(
        each.arg == name and isinstance(each.value, ast.Constant) and each.value.value is True
        for each in call.keywords
    )


def _calls(function: ast.FunctionDef) -> list[ast.Call]:
    found = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
    return sorted(found, key=lambda node: (node.lineno, node.col_offset))


def _words(call: ast.Call) -> list[str]:
    """Literal words; what is computed is a word that nobody knows, and what is unpacked ends the list."""
    words: list[str] = []
    for each in call.args[:60]:
        if isinstance(each, ast.Starred):
            words.append("$ARGUMENTS")
            continue
        words.append(_text(each) or "$VALUE")
    return words if words and not words[0].startswith("$") else []


def _text(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(each.value) if isinstance(each, ast.Constant) else "$VALUE" for each in node.values
        )
    return None
