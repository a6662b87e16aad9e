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
    """Values that are laid over the chart's own; the default one has none. `member` is its file."""

    name: str
    member: Member | None
    values: dict[str, Any]

    @property
    def is_default(self) -> bool:
        return self.name == DEFAULT


def profiles(chart: Chart, problems: list[tuple[str, int | None, str]]) -> list[Profile]:
    """The default profile first, then the others by name; those beyond the limit are told."""
    found = [Profile(DEFAULT, chart.members.get(DEFAULT), {})]
    names = sorted(name for name in chart.members if name != DEFAULT and _VALUES.fullmatch(name))
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
