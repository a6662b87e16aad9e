"""Where a value decided: which line of which values file a signal's line takes it from."""

from __future__ import annotations

import re
from collections.abc import Callable

from gapmatrix_kit.documents import Node
from gapmatrix_kit.facts import Facts

from .profiles import DEFAULT
from .tree import Chart, Member
from .usage import document

_VALUE = re.compile(r"\{\{[^{}]*?\.Values\.([A-Za-z_][\w.]*)")


def tell_values(chart: Chart, facts_of: Callable[[str], Facts], paths: dict[str, str]) -> None:
    """Adds to signals the attributes `value` (`resources.limits`) and `set-in` (`deploy/values.yaml:12`).

    Only where the template's line has one value.
    """
    files: dict[str, tuple[Member, Node] | None] = {}

    def held(name: str) -> tuple[Member, Node] | None:
        if name not in files:
            member = chart.members.get(name)
            files[name] = (member, document(member)) if member is not None else None
        return files[name]

    prefixes = sorted((each.prefix for each in chart.all()), key=len, reverse=True)
    for path, name in paths.items():
        member = chart.members[name]
        if member.is_packed or ".Values." not in member.text:
            continue
        lines = member.text.split("\n")
        prefix = next(each for each in prefixes if name.startswith(each))
        facts = facts_of(path)
        for signal in facts.signals:
            line = lines[signal["line"] - 1] if signal["line"] <= len(lines) else ""
            found = set(_VALUE.findall(line))
            if len(found) != 1:
                continue
            value = found.pop().rstrip(".")
            attributes = signal.setdefault("attributes", {})
            attributes["value"] = value
            profile = facts.symbols[signal["symbol"] - 1].get("attributes", {}).get("profile", DEFAULT)
            own = [profile]
            if profile == DEFAULT:
                own = [each.name for each in reversed(chart.production())] + own
            for source in (*own, prefix + DEFAULT):
                if (place := _place(held(source), value)) is not None:
                    attributes["set-in"] = place
                    break


def _place(file: tuple[Member, Node] | None, value: str) -> str | None:
    if file is None:
        return None
    member, node = file
    line = None
    for key in value.split("."):
        step = next((name.line for name, _ in node.pairs if name.value == key), None)
        if step is None:
            return None
        line, node = step, node.get(key)
    return f"{member.path}:{line}"
