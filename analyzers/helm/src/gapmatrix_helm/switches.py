"""Templates that no values file renders: what they would give if their own conditions were switched on."""

from __future__ import annotations

import re
from typing import Any

from .actions import actions
from .profiles import Profile
from .tree import Chart, Member
from .usage import document

NAME = "switched on"
MAXIMUM_SWITCHES = 100
_KIND = re.compile(r"^kind:", re.MULTILINE)
_VALUE = re.compile(r"(?<!not )(?<!\w)\$?\.Values((?:\.[A-Za-z_]\w*)+)")


def switched(chart: Chart, rendered: set[str]) -> tuple[Profile | None, set[str]]:
    """A profile with what the first conditions of unrendered templates ask for, and these templates."""
    values: dict[str, Any] = {}
    names: set[str] = set()
    own = document(chart.members.get("values.yaml"))
    for member in chart.own():
        if not member.is_template or member.name in rendered or not _KIND.search(member.text):
            continue
        for path in _asked(member)[:MAXIMUM_SWITCHES]:
            node = own.get(*path)
            # A switch: what is there and on, and what holds more, stays as it is.
            if node.boolean is False or (node.text is None and not node.pairs and not node.items):
                names.add(member.name)
                _set(values, path)
    return (Profile(NAME, None, values), names) if names else (None, set())


def _asked(member: Member) -> list[tuple[str, ...]]:
    """The values that conditions ask for before the template's first object begins."""
    begin = _KIND.search(member.text)
    end = begin.start() if begin is not None else 0
    found: list[tuple[str, ...]] = []
    for action in actions(member.text[:end]):
        if action.keyword in ("if", "with"):
            found += [tuple(match[1].split(".")[1:]) for match in _VALUE.finditer(action.text)]
    return found


def _set(values: dict[str, Any], path: tuple[str, ...]) -> None:
    for key in path[:-1]:
        below = values.setdefault(key, {})
        if not isinstance(below, dict):
            return
        values = below
    values.setdefault(path[-1], True)
