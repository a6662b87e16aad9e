"""The values files that are shipped beside a chart: each is a profile, over the chart's own values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from .engine import Refusal, values_of
from .tree import MARKER, Chart, Member

DEFAULT = "values.yaml"
MAXIMUM_PROFILES = 16
# Values that only try the chart out.
MAXIMUM_TESTED = 4
_VALUES = re.compile(r"(?:ci/)?[^/]*values[^/]*\.ya?ml")


@dataclass(frozen=True)
class Profile:
    """Values laid over the chart's own; the default one has those of production. `member` is its file."""

    name: str
    member: Member | None
    values: dict[str, Any]

    @property
    def is_default(self) -> bool:
        return self.name == DEFAULT


def profiles(chart: Chart, problems: list[tuple[str, int | None, str]]) -> list[Profile]:
    """The default profile first, then the others by name; those beyond the limit are told."""
    values: dict[str, Any] = {}
    chosen_by_user = chart.production()
    for member in chosen_by_user:
        try:
            values = overlaid(values_of(member.text), values)
        except Refusal as refusal:
            problems.append(
                (member.path, refusal.line, f"this values file cannot be read: {refusal.message}")
            )
    found = [Profile(DEFAULT, chart.members.get(DEFAULT), values)]
    production = {member.name for member in chosen_by_user}
    names = sorted(
        name
        for name in chart.members
        if name != DEFAULT and name not in production and _VALUES.fullmatch(name)
    )
    shipped = [name for name in names if not name.startswith("ci/")]
    tested = [name for name in names if name.startswith("ci/")]
    chosen = shipped[: MAXIMUM_PROFILES - 1] + tested[:MAXIMUM_TESTED]
    if more := [name for name in shipped + tested if name not in chosen]:
        problem = f"{len(more)} values files are not rendered, from {more[0]} on: {len(chosen) + 1} are"
        problems.append((chart.members[MARKER].path, None, problem))
    for name in chosen:
        member = chart.members[name]
        try:
            found.append(Profile(name, member, values_of(member.text)))
        except Refusal as refusal:
            problems.append(
                (member.path, refusal.line, f"this values file cannot be read: {refusal.message}")
            )
    return found


def overlaid(values: dict[str, Any], below: dict[str, Any]) -> dict[str, Any]:
    """The values, and those below where they say nothing."""
    if not below:
        return values
    found = dict(below)
    for key, value in values.items():
        under = below.get(key)
        if isinstance(value, dict) and isinstance(under, dict):
            found[key] = overlaid(value, under)
        else:
            found[key] = value
    return found
