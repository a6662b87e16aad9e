"""Templates that no values file renders: what they would give if their own conditions were switched on."""

from __future__ import annotations

import re
from typing import Any

from gapmatrix_kit.documents import List, Mapping, Node

from .actions import PLACEHOLDER, actions, asks_cluster
from .profiles import Profile
from .tree import Chart, Member
from .usage import document

NAME = "switched on"
MAXIMUM_SWITCHES = 100
# Templates that want different values of the same name are rendered apart.
MAXIMUM_GROUPS = 4
_KIND = re.compile(r"^kind:", re.MULTILINE)
_VALUE = re.compile(r"(?<!not )(?<!\w)\$?\.Values((?:\.[A-Za-z_]\w*)+)")
_LITERAL = r'("(?:\\.|[^"\\\n])*"|-?\d{1,9}(?![\w.]))'
_PATH = r"\(?\s*(?:(?:int|int64|toString|float64)\s+)?\$?\.Values((?:\.[A-Za-z_]\w*)+)\s*(?:\|\s*\w+\s*)?\)?"
# `gt (int .Values.replicas) 1`, `eq .Values.kind "Deployment"`
_COMPARED = re.compile(rf"(?<!not )(?<!not \()\b(eq|gt|ge|lt|le)\s+{_PATH}\s+{_LITERAL}")
# `eq "Deployment" .Values.kind`
_REVERSED = re.compile(rf"(?<!not )(?<!not \()\b(eq)\s+{_LITERAL}\s+{_PATH}")
_STEPS = {"eq": 0, "ge": 0, "le": 0, "gt": 1, "lt": -1}
Path = tuple[str, ...]


def switched(chart: Chart, rendered: set[str]) -> list[tuple[Profile, frozenset[str]]]:
    """Profiles with what the first conditions of unrendered templates ask for, and these templates."""
    groups: list[tuple[dict[Path, Any], set[str]]] = []
    own = document(chart.members.get("values.yaml"))
    for member in chart.own():
        if not member.is_template or member.name in rendered or not _KIND.search(member.text):
            continue
        wanted, is_held = _wanted(member, own)
        if not is_held:
            continue
        group = next((each for each in groups if _agree(each[0], wanted)), None)
        if group is None:
            if len(groups) == MAXIMUM_GROUPS:
                continue
            groups.append(group := ({}, set()))
        group[0].update(wanted)
        group[1].add(member.name)
    return [(Profile(NAME, None, _tree(values)), frozenset(names)) for values, names in groups]


def _agree(values: dict[Path, Any], wanted: dict[Path, Any]) -> bool:
    return all(values.get(path, value) == value for path, value in wanted.items())


def _wanted(member: Member, own: Node) -> tuple[dict[Path, Any], bool]:
    """What conditions before the template's first object ask for, and whether any of them holds it back."""
    begin = _KIND.search(member.text)
    end = begin.start() if begin is not None else 0
    found: dict[Path, Any] = {}
    is_held = False
    for action in actions(member.text[:end]):
        if action.keyword not in ("if", "with"):
            continue
        is_held = is_held or asks_cluster(action.text)
        rest = action.text
        for pattern in (_COMPARED, _REVERSED):
            for match in pattern.finditer(rest):
                literal, path = (match[3], match[2]) if pattern is _COMPARED else (match[2], match[3])
                found.setdefault(_path(path), _compared(match[1], literal))
            rest = pattern.sub("", rest)
        for match in _VALUE.finditer(rest):
            path = _path(match[1])
            if (value := _switch(own.get(*path))) is not None:
                found.setdefault(path, value)
    found = dict(list(found.items())[:MAXIMUM_SWITCHES])
    return found, is_held or bool(found)


def _path(chain: str) -> Path:
    return tuple(chain.split(".")[1:])


def _compared(operator: str, literal: str) -> Any:
    """A value for which the comparison holds."""
    return literal[1:-1] if literal.startswith('"') else int(literal) + _STEPS[operator]


def _switch(node: Node) -> Any:
    """A value that is true in place of one that is not, of the same sort; None for what is on already."""
    if node.boolean is False or not node.exists:
        return True
    if node.pairs or node.items or node.text:
        return None
    if isinstance(node, Mapping):
        return {"enabled": True}
    if isinstance(node, List):
        return [{"name": PLACEHOLDER}]
    return True if node.text is None else PLACEHOLDER


def _tree(values: dict[Path, Any]) -> dict[str, Any]:
    """The values as a values file has them; a value that others lie below is left out."""
    found: dict[str, Any] = {}
    for path in sorted(values, key=len, reverse=True):
        value = values[path]
        place = found
        for key in path[:-1]:
            below = place.setdefault(key, {})
            if not isinstance(below, dict):
                break
            place = below
        else:
            place.setdefault(path[-1], value)
    return found
