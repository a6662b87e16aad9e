"""Values that are templates of themselves: the engine would follow them until its stack is full."""

from __future__ import annotations

import re
from typing import Any

from .actions import actions

MAXIMUM_TEXTS = 10_000
_VALUE = re.compile(r"\.Values((?:\.[A-Za-z_]\w*)+)")
Path = tuple[str, ...]


def circle(values: list[dict[str, Any]]) -> str | None:
    """A value in which `tpl` leads back to itself, by any of these values; None where there is none."""
    leads: dict[Path, set[Path]] = {}
    for each in values:
        for path, text in _texts(each):
            for action in actions(text):
                if "tpl" in action.text:
                    found = (tuple(match[1].split(".")[1:]) for match in _VALUE.finditer(action.text))
                    leads.setdefault(path, set()).update(found)
    done: set[Path] = set()
    for start in sorted(leads):
        # What is open lies on the way to where the walk is.
        way: list[tuple[Path, list[Path]]] = [(start, sorted(leads[start]))]
        opened = {start}
        while way:
            place, left = way[-1]
            if not left:
                way.pop()
                opened.discard(place)
                done.add(place)
                continue
            asked = left.pop()
            if asked in opened:
                return ".".join(asked)
            if asked in leads and asked not in done:
                opened.add(asked)
                way.append((asked, sorted(leads[asked])))
    return None


def _texts(values: dict[str, Any]) -> list[tuple[Path, str]]:
    found: list[tuple[Path, str]] = []
    stack: list[tuple[Path, Any]] = [((), values)]
    while stack and len(found) < MAXIMUM_TEXTS:
        path, value = stack.pop()
        if isinstance(value, dict):
            stack += [((*path, str(key)), below) for key, below in value.items()]
        elif isinstance(value, str) and "{{" in value and "tpl" in value:
            found.append((path, value))
    return found
