"""Renders a chart with each profile, and goes round what the engine refuses."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from .actions import MARK, PLACEHOLDER, able, lenient, marked, required, steady
from .engine import Loaded, Refusal, release_name
from .profiles import DEFAULT, Profile, overlaid
from .tree import MARKER, Chart, Member
from .usage import document

# Templates that are left out one after the other, in all profiles together.
MAXIMUM_RETRIES = 30
MAXIMUM_OUTPUT = 20 << 20
# Values that a template asks for.
MAXIMUM_ASKED = 100
_SKIPPED = ("crds/", "ci/")
_TAKES_CRDS = re.compile(r"\.Files\b[^}\n]*(crds)")
_YAML_LINE = re.compile(r"yaml: line (\d+)")
_INCLUDE = re.compile(r'\b(?:include|template)\s+"([\w./-]+)"')
_DEFINE = re.compile(r'\b(?:define|block)\s+"([\w./-]+)"')


@dataclass
class Output:
    """What a template gave: its text, and for each line of it the template's line, where that is known."""

    member: Member
    text: str
    lines: list[int] | None


@dataclass
class Rendering:
    profile: Profile
    outputs: dict[str, Output] = field(default_factory=dict)
    # Why it did not render as it is: path, line, message.
    problems: list[tuple[str, int | None, str]] = field(default_factory=list)
    # Whether nothing of it could be rendered.
    is_refused: bool = False


@dataclass(frozen=True)
class Mode:
    """How the chart's files are handed to the engine; the engine holds one chart for each mode."""

    # Nothing refuses to go on.
    is_lenient: bool = False
    # Lines end with marks.
    has_marks: bool = False
    has_no_schema: bool = False
    # Templates that give nothing.
    dropped: frozenset[str] = frozenset()
    # Those that alone are rendered, in a cluster that has every kind of object; empty for all.
    only: frozenset[str] = frozenset()


class Renderer:
    """Renders one chart. Close it in the end: the engine holds the chart."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart
        self._release = release_name(chart.name)
        self._loaded: dict[Mode, Loaded] = {}
        self._retries = MAXIMUM_RETRIES
        self._bytes = MAXIMUM_OUTPUT
        self._texts: dict[tuple[str, bool, bool, bool], bytes] = {}
        self._stubs = stubs(chart, self._release)
        # What refused with other values refuses with these, most often: where to begin, what to leave out.
        self._was_lenient = False
        self._refused: set[str] = set()

    def close(self) -> None:
        for loaded in self._loaded.values():
            loaded.close()
        self._loaded = {}

    def render(self, profile: Profile, only: frozenset[str] = frozenset()) -> Rendering:
        """The texts with a profile's values; `only`: of these templates, whatever the cluster can do."""
        rendering = Rendering(profile)
        mode = Mode(is_lenient=self._was_lenient, only=only)
        plain: dict[str, str] = {}
        while True:
            try:
                plain = self._render(profile, mode)
                if rendering.problems and not any(text.strip() for text in plain.values()):
                    rendering.is_refused = True
                    return rendering
                break
            except Refusal as refusal:
                self._tell(refusal, rendering, mode.is_lenient or mode.has_no_schema)
                member = self._chart.named(refusal.template) if refusal.template else None
                self._retries -= 1
                if self._retries < 0 or refusal.stage == "chart":
                    rendering.is_refused = True
                    return rendering
                if refusal.stage == "values" and not mode.has_no_schema:
                    mode = replace(mode, has_no_schema=True)
                elif not mode.is_lenient:
                    mode = replace(mode, is_lenient=True)
                    self._was_lenient = True
                elif member is not None and member.name not in mode.dropped:
                    known = self._refused if member.name in self._refused else {member.name}
                    mode = replace(mode, dropped=mode.dropped | known)
                    self._refused.add(member.name)
                else:
                    rendering.is_refused = True
                    return rendering
        if sum(map(len, plain.values())) > MAXIMUM_OUTPUT:
            # Once is too much already.
            self._collect(plain, {}, rendering)
            return rendering
        try:
            with_marks = self._render(profile, replace(mode, has_marks=True))
        except Refusal:
            # A template that looks at what another gives may not bear the marks: lines are searched then.
            with_marks = {}
        self._collect(plain, with_marks, rendering)
        return rendering

    def _collect(self, plain: dict[str, str], with_marks: dict[str, str], rendering: Rendering) -> None:
        for name, text in plain.items():
            member = self._chart.named(name)
            if member is None or name.endswith("/NOTES.txt") or not text.strip():
                continue
            self._bytes -= len(text)
            if self._bytes < 0:
                rendering.problems.append(
                    (member.path, None, f"more than {MAXIMUM_OUTPUT} bytes are rendered")
                )
                return
            rendering.outputs[member.name] = Output(member, text, lines_of(text, with_marks.get(name)))

    def _tell(self, refusal: Refusal, rendering: Rendering, is_again: bool) -> None:
        member = self._chart.named(refusal.template) if refusal.template else None
        path = member.path if member is not None else self._chart.members[MARKER].path
        if refusal.stage == "values" and rendering.profile.member is not None:
            path = rendering.profile.member.path
        line = refusal.line if member is not None and not member.is_packed else None
        values = self._chart.members.get(DEFAULT)
        if values is not None and refusal.stage == "chart" and f"cannot load {DEFAULT}" in refusal.message:
            # The engine reads the chart's own values when it loads the chart.
            path = values.path
            place = _YAML_LINE.search(refusal.message)
            line = int(place[1]) if place else 1
        what = "values" if refusal.stage == "values" else "chart" if refusal.stage == "chart" else "template"
        rest = "" if is_again else "; the rest is rendered with placeholders for what is asked for"
        rest = "" if refusal.stage == "chart" else rest
        said = f"with {rendering.profile.name}, Helm refuses this {what}: {refusal.message}"
        if not any(known[2].startswith(said) for known in rendering.problems):
            rendering.problems.append((path, line, said + rest))

    def _render(self, profile: Profile, mode: Mode) -> dict[str, str]:
        loaded = self._loaded.get(mode)
        if loaded is None:
            loaded = self._loaded[mode] = Loaded(self._files(mode))
        values = overlaid(profile.values, self._asked) if mode.is_lenient else profile.values
        return loaded.render(values, self._release)

    def _files(self, mode: Mode) -> dict[str, bytes]:
        files: dict[str, bytes] = {}
        for name, member in self._chart.members.items():
            if name.startswith(_SKIPPED):
                continue
            base = name.rpartition("/")[2]
            if mode.has_no_schema and base == "values.schema.json":
                continue
            if mode.is_lenient and base == "NOTES.txt":
                continue
            if not member.is_template:
                # Definitions of resources are the most of many a chart, and are packed for every rendering.
                is_definition = name.startswith("crds/") or "/crds/" in name
                files[name] = b"" if is_definition and not self._reads_definitions else member.data
            elif name in mode.dropped or (mode.only and name not in mode.only and not is_helper(base)):
                # Others may include it by its name.
                files[name] = b""
            else:
                files[name] = self._template(member, mode)
        if self._stubs:
            files["templates/_absent-subcharts.tpl"] = self._stubs
        return files

    def _template(self, member: Member, mode: Mode) -> bytes:
        """The template as it is rendered; the same for all profiles."""
        key = (member.name, mode.is_lenient, mode.has_marks, bool(mode.only))
        found = self._texts.get(key)
        if found is None:
            text = steady(member.text)
            if mode.is_lenient:
                text = lenient(text)
            if mode.only:
                text = able(text)
            if mode.has_marks and member.name.endswith((".yaml", ".yml", ".json")):
                text = marked(text)
            found = self._texts[key] = text.encode()
        return found

    @cached_property
    def _reads_definitions(self) -> bool:
        """Whether a template puts files of `crds/` somewhere itself."""
        return any(
            member.is_template and _TAKES_CRDS.search(member.text) for member in self._chart.members.values()
        )

    @cached_property
    def _asked(self) -> dict[str, Any]:
        """Placeholders for what the chart's own templates require and its values leave out."""
        found: dict[str, Any] = {}
        own = document(self._chart.members.get("values.yaml"))
        for member in self._chart.own():
            if member.is_template:
                for path in required(member.text)[:MAXIMUM_ASKED]:
                    node = own.get(*path)
                    if not node.text and not node.pairs and not node.items:
                        _place(found, path)
        return found


def is_helper(base: str) -> bool:
    """Whether a template gives nothing by itself, and others take its named templates."""
    return base.startswith("_") or base.endswith(".tpl")


def _place(values: dict[str, Any], path: tuple[str, ...]) -> None:
    for key in path[:-1]:
        below = values.setdefault(key, {})
        if not isinstance(below, dict):
            return
        values = below
    values.setdefault(path[-1], PLACEHOLDER)


def stubs(chart: Chart, release: str) -> bytes:
    """Named templates of subcharts that are not there: names and labels tell the release, others nothing."""
    if not any(each.absent for each in chart.all()):
        return b""
    wanted: set[str] = set()
    given: set[str] = set()
    for member in chart.members.values():
        if member.is_template or member.name.endswith(".tpl"):
            wanted.update(_INCLUDE.findall(member.text))
            given.update(_DEFINE.findall(member.text))
    found: list[str] = []
    for name in sorted(wanted - given)[:1_000]:
        last = name.rpartition(".")[2].lower()
        text = release if last.endswith("name") else ""
        text = f"app.kubernetes.io/name: {release}" if "label" in name.lower() else text
        found.append(f'{{{{- define "{name}" -}}}}{text}{{{{- end -}}}}')
    return "\n".join(found).encode()


def lines_of(text: str, with_marks: str | None) -> list[int] | None:
    """For each rendered line the template's; None where the marked text is not the plain one with marks."""
    if with_marks is None:
        return None
    rendered = with_marks.split("\n")
    if len(rendered) != text.count("\n") + 1:
        return None
    found = [0] * len(rendered)
    last = 0
    # What an action gives in several lines ends with the mark of the action's line.
    for number in range(len(rendered) - 1, -1, -1):
        mark = MARK.search(rendered[number])
        if mark is not None:
            last = int(mark[1])
        found[number] = last
    for number, line in enumerate(found):
        found[number] = line or (found[number - 1] if number else 1)
    return found


def searched_line(template: str, rendered: str) -> int:
    """The first line of the template with the rendered line's key, else its first line that is text."""
    key = re.match(r"\s*(?:-\s+)?([\w.$/\"'-]+:|[\w.$/-]+)", rendered)
    first = 0
    for number, line in enumerate(template.split("\n"), 1):
        stripped = line.strip()
        if key is not None and stripped.removeprefix("- ").startswith(key[1]):
            return number
        if not first and stripped and not stripped.startswith(("{{", "#")):
            first = number
    return first or 1
