"""One chart: rendered with each profile, described object by object, its values compared with their uses."""

from __future__ import annotations

from time import monotonic
from typing import Any

from gapmatrix_kit.facts import Facts
from gapmatrix_kit.kubernetes import namespace
from gapmatrix_kit.server import Failure, File

from .circles import circle
from .describe import Describer
from .engine import Exhausted, Refusal, begin, values_of
from .profiles import profiles
from .render import Renderer
from .scopes import tell_scopes
from .switches import switched
from .tree import MARKER, Chart, read
from .usage import document, unset, unused, uses_of
from .values import tell_values

MAXIMUM_DIAGNOSTICS = 100
# Seconds after which no further values are rendered (a busy machine, a large chart): the rest is kept.
PATIENCE = 10.0


class Answer:
    """The facts of each file of a chart."""

    def __init__(self) -> None:
        self._files: dict[str, Facts] = {}

    def of(self, path: str) -> Facts:
        found = self._files.get(path)
        if found is None:
            found = self._files[path] = Facts(namespace(path))
        return found

    def drop_unmet_selectors(self) -> None:
        """Selectors that meet nothing of the chart say nothing where parts of it are not in the repository.

        What they select may be missing because it was not rendered, and labels may be placeholders.
        """
        held: list[set[str]] = []
        for facts in self._files.values():
            for symbol in facts.symbols:
                labels = symbol.get("attributes", {}).get("labels", "")
                held.append({symbol["name"], *str(labels).split(",")})
        for facts in self._files.values():
            facts.references = [
                each
                for each in facts.references
                if each["kind"] != "select"
                or "selector" not in each["to"]
                or any(have.issuperset(each["to"]["selector"]) for have in held)
            ]

    def message(self) -> dict[str, Any]:
        told = {path: facts.message() for path, facts in sorted(self._files.items())}
        # A namespace alone says nothing.
        return {"files": [{"path": path, **members} for path, members in told.items() if len(members) > 1]}


def analyze(files: list[File]) -> dict[str, Any]:
    """The answer to a request: a chart's files."""
    problems: list[tuple[str, int | None, str]] = []
    chart = read(files, problems)
    marker = chart.members[MARKER]
    if not chart.name:
        if not chart.metadata.pairs and problems:
            path, line, message = problems[-1]
            raise Failure("syntax", f"{path}:{line or 1}: {message}")
        raise Failure("unsupported", f"{marker.path}:1: this {MARKER} names no chart")
    answer = Answer()
    begin()
    for name, place in chart.absent:
        answer.of(marker.path).diagnostic(
            "info", f"the subchart {name} is declared and not in the repository: rendered without it", place
        )
    try:
        described = _rendered(chart, answer, problems)
    except Exhausted as error:
        raise Failure("limit", f"{marker.path}:1: Helm cannot render this chart: {error}") from error
    if described is not None:
        raise Failure("syntax", described)
    if chart.absent:
        answer.drop_unmet_selectors()
    _compare_values(chart, answer)
    for path, line, message in problems[:MAXIMUM_DIAGNOSTICS]:
        answer.of(path).diagnostic("warning", message, line)
    return answer.message()


def _rendered(chart: Chart, answer: Answer, problems: list[tuple[str, int | None, str]]) -> str | None:
    """Renders and describes; gives the engine's error where the default values give nothing at all for it."""
    describer = Describer(chart, answer.of)
    renderer = Renderer(chart)
    told: set[tuple[str, int | None, str]] = set()
    rendered: set[str] = set()
    end = monotonic() + PATIENCE
    try:
        chosen = profiles(chart, problems)
        if (name := circle([_default(chart), *(each.values for each in chosen)])) is not None:
            values = chart.members.get("values.yaml")
            line = document(values).get(*name.split(".")).line
            path = values.path if values is not None else chart.members[MARKER].path
            return f"{path}:{line}: the value {name} is a template of itself"
        for place, each in enumerate(chosen):
            if place and monotonic() > end:
                problems.append((chart.members[MARKER].path, None, _impatient(each.name)))
                break
            try:
                rendering = renderer.render(each)
            except Exhausted as error:
                if not rendered:
                    raise
                problems.append((chart.members[MARKER].path, None, f"not rendered with {each.name}: {error}"))
                _tell_rest(chart, answer, describer)
                return None
            if each.is_default and rendering.is_refused:
                path, where, message = rendering.problems[0]
                return f"{path}:{where or 1}: {message.partition('; the rest is rendered')[0]}"
            for problem in rendering.problems:
                # The same template fails with every profile: once is enough.
                key = (problem[0], problem[1], problem[2].partition(", ")[2])
                if key not in told:
                    told.add(key)
                    problems.append(problem)
            rendered |= set(rendering.outputs)
            describer.describe(rendering, problems)
        for profile, names in switched(chart, rendered):
            if monotonic() > end:
                problems.append((chart.members[MARKER].path, None, _impatient("what is off by default")))
                break
            # What fails with values that nobody has set is nobody's fault.
            try:
                rendering = renderer.render(profile, names)
            except Exhausted as error:
                what = f"what is off by default is not rendered: {error}"
                problems.append((chart.members[MARKER].path, None, what))
                break
            rendering.outputs = {name: each for name, each in rendering.outputs.items() if name in names}
            describer.describe(rendering, [])
    finally:
        renderer.close()
    _tell_rest(chart, answer, describer)
    return None


def _tell_rest(chart: Chart, answer: Answer, describer: Describer) -> None:
    """Adds what values files and scopes say of what was described."""
    tell_values(chart, answer.of, describer.paths)
    tell_scopes(chart, [answer.of(path) for path in sorted(describer.paths)])


def _impatient(name: str) -> str:
    return f"rendering takes long: not rendered from {name} on"


def _default(chart: Chart) -> dict[str, Any]:
    """The chart's own values; none where the engine cannot read them, which it tells itself."""
    member = chart.members.get("values.yaml")
    try:
        return values_of(member.text) if member is not None else {}
    except Refusal:
        return {}


def _compare_values(chart: Chart, answer: Answer) -> None:
    uses = uses_of(chart)
    values = chart.members.get("values.yaml")
    if values is not None:
        facts = answer.of(values.path)
        for line, path in unused(chart, uses):
            facts.signal("chart.value-unused", 0, line, name=path)
    shipped = [document(member) for name, member in chart.members.items() if _is_values(name)]
    for member, line, path in unset(chart, uses, shipped):
        answer.of(member.path).signal("chart.value-unset", 0, line, name=path)


def _is_values(name: str) -> bool:
    return "values" in name.rpartition("/")[2] and name.count("/") <= 1 and name.endswith((".yaml", ".yml"))
