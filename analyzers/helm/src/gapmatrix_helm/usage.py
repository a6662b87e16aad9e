"""Which values templates use, and which of those that are set no template uses.

Silence is better than a false word: where `.Values` is handed on as a whole, or a declared subchart that may
read it is not there, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from gapmatrix_kit.documents import Mapping, Node, Nothing, Unreadable, documents

from .actions import actions
from .tree import Chart, Member

Path = tuple[str, ...]
MAXIMUM_TOLD = 100
_CHAIN = re.compile(r"\.Values\b((?:\.[A-Za-z_]\w*)*)")
# `index .Values "a" "b"`, `get .Values.a "b"`, `hasKey .Values "a"`.
_KEYED = re.compile(
    r"""\b(index|get|hasKey)\s+\(?[$.\w]*?\.Values((?:\.[A-Za-z_]\w*)*)\)?((?:\s+"(?:\\.|[^"\\\n])*")+)"""
)
# `dig "a" "b" "default" .Values`
_DIG = re.compile(r"""\bdig((?:\s+"(?:\\.|[^"\\\n])*"){2,})\s+\(?[$.\w]*?\.Values((?:\.[A-Za-z_]\w*)*)""")
_STRING = re.compile(r'"((?:\\.|[^"\\\n])*)"')
# Whatever an action says of a value that may be absent.
_GUARD = re.compile(
    r"\b(?:if|with|range|and|or|not|default|coalesce|required|ternary|empty|hasKey|get|dig|pluck|kindIs|typeIs|eq|ne)\b"
)


@dataclass
class Uses:
    """What templates use of `.Values`: paths, each with all below it, and whether all of it is handed on."""

    paths: set[Path] = field(default_factory=set)
    is_whole: bool = False
    # Where a path stands alone, with nothing that allows for its absence: member and line.
    plain: dict[Path, tuple[Member, int]] = field(default_factory=dict)
    guarded: set[Path] = field(default_factory=set)

    def read(self, member: Member) -> None:
        """Adds what a template, or a value that is one, uses."""
        text = member.text
        if ".Values" not in text:
            return
        line, place = 1, 0
        for action in actions(text):
            if action.is_comment or ".Values" not in action.text:
                continue
            line += text.count("\n", place, action.start)
            place = action.start
            self._action(action.text, member, line)

    def _action(self, text: str, member: Member, line: int) -> None:
        is_guarded = _GUARD.search(text) is not None
        for match in _KEYED.finditer(text):
            keys = _STRING.findall(match[3])
            self._add(_path(match[2]) + tuple(keys if match[1] == "index" else keys[:1]), True)
        for match in _DIG.finditer(text):
            self._add(_path(match[2]) + tuple(_STRING.findall(match[1])[:-1]), True)
        rest = _DIG.sub("", _KEYED.sub("", text))
        for match in _CHAIN.finditer(rest):
            path = _path(match[1])
            if not path:
                self.is_whole = True
                continue
            self._add(path, is_guarded)
            if not is_guarded:
                self.plain.setdefault(path, (member, line + text.count("\n", 0, match.start())))

    def _add(self, path: Path, is_guarded: bool) -> None:
        self.paths.add(path)
        if is_guarded:
            self.guarded.add(path)


def _path(chain: str) -> Path:
    return tuple(chain.split(".")[1:])


def uses_of(chart: Chart) -> Uses:
    """What its own templates use, its values that are templates, and the named templates of its subcharts."""
    found = Uses()
    for member in chart.own():
        found.read(member)
    for below in chart.all()[1:]:
        for member in below.own():
            if member.is_template and (below.is_library or member.name.endswith(".tpl")):
                found.read(member)
    for each in _declared(chart):
        for condition in (each.get("condition").text or "").split(","):
            if condition.strip():
                found.paths.add(tuple(condition.strip().split(".")))
    return found


def _declared(chart: Chart) -> list[Node]:
    return chart.metadata.get("dependencies").items


def unused(chart: Chart, uses: Uses) -> list[tuple[int, str]]:
    """Lines and paths of the chart's default values that nothing uses: the uppermost ones."""
    member = chart.members.get(chart.prefix + "values.yaml")
    if member is None or uses.is_whole or chart.is_library or chart.absent:
        return []
    if not any(each.is_template for part in chart.all() for each in part.own()):
        # One word for all of them.
        return [(1, "everything: the chart has no templates")] if document(member).pairs else []
    # A chart above it asks for `enabled` in its own list of dependencies.
    given = (
        {"enabled"} | set(chart.subcharts) | {each.name for each in chart.subcharts.values()} | {"exports"}
    )
    if chart.subcharts:
        given |= {"global", "tags"}
    lines = member.text.split("\n")
    known = {path[:length] for path in uses.paths for length in range(1, len(path) + 1)}
    found = [
        (line, ".".join(path))
        for line, path in _walk(document(member), (), uses.paths, known)
        if path[0] not in given
        and not path[0].startswith(("x-", "_", "."))
        and not re.search(r":\s*&", lines[line - 1])
    ]
    return found[:MAXIMUM_TOLD]


def _walk(node: Node, path: Path, used: set[Path], known: set[Path]) -> Iterator[tuple[int, Path]]:
    for key, value in node.pairs:
        below = (*path, key.value)
        if below in used:
            continue
        if below not in known:
            yield key.line, below
        elif isinstance(value, Mapping):
            yield from _walk(value, below, used, known)


def unset(chart: Chart, uses: Uses, values: list[Node]) -> list[tuple[Member, int, str]]:
    """Where templates use values that no values file sets, and that nothing allows for."""
    if chart.is_library or chart.absent or not values:
        return []
    found: list[tuple[Member, int, str]] = []
    for path, (member, line) in sorted(uses.plain.items()):
        if path[0] in ("global", "Values") or member.is_packed or not member.is_template:
            continue
        missing = max(_depth_set(node, path) for node in values) + 1
        if missing > len(path):
            continue
        # A guard of the value, or of what holds it and is set nowhere either.
        if any(path[:length] in uses.guarded for length in range(missing, len(path) + 1)):
            continue
        found.append((member, line, ".".join(path)))
    return found[:MAXIMUM_TOLD]


def _depth_set(node: Node, path: Path) -> int:
    """How many steps of the path are there."""
    for depth, key in enumerate(path):
        node = node.get(key)
        if not node.exists:
            return depth
    return len(path)


def document(member: Member | None) -> Node:
    """A values file with lines; nothing where it cannot be read, which the engine has told."""
    if member is None:
        return Nothing(1)
    try:
        return next(iter(documents(member.text)), Nothing(1))
    except Unreadable:
        return Nothing(1)
