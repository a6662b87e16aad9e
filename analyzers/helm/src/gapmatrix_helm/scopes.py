"""What only other values give: whose it would be.

A policy that is switched off concerns the workloads that it would select, and nothing outside of its chart.
"""

from __future__ import annotations

from collections.abc import Iterator

from gapmatrix_kit.facts import Facts, Json

from .tree import MARKER, Chart

MAXIMUM_STEPS = 10_000
_PROFILE = "@profile="


def tell_scopes(chart: Chart, files: list[Facts]) -> None:
    """Adds to the signals of other profiles `within`, the chart's folder, and `for`, whom they concern.

    `for` names workloads of the default profile, `-` where there are none; absent where nobody can tell.
    What selects workloads then leads nowhere: nothing of other profiles starts by default.
    """
    folder = chart.members[MARKER].path.rpartition("/")[0]
    objects = _Objects(files)
    for facts in files:
        for symbol in facts.symbols:
            profile = _profile(symbol)
            mine = [each for each in facts.signals if each["symbol"] == symbol["id"]]
            if profile is None or not mine:
                continue
            concerned = objects.concerned(facts, symbol, profile)
            for signal in mine:
                attributes = signal.setdefault("attributes", {})
                if folder:
                    attributes["within"] = folder
                if concerned is not None:
                    attributes["for"] = ",".join(sorted(concerned)[:50]) or "-"
    for facts in files:
        other = {symbol["id"] for symbol in facts.symbols if _profile(symbol) is not None}
        facts.references = [
            each for each in facts.references if each["kind"] != "select" or each["from"] not in other
        ]


def _profile(symbol: Json) -> str | None:
    """The profile of what the default one does not give."""
    profile: str | None = symbol.get("attributes", {}).get("profile")
    return profile if profile is not None and f"[{profile}]" in symbol["name"] else None


class _Objects:
    """The objects of all profiles, by their names without the profile."""

    def __init__(self, files: list[Facts]) -> None:
        # Labels by name, and the names of what the default values run.
        self._labels: dict[str, frozenset[str]] = {}
        self._workloads: set[str] = set()
        self._selectors: dict[str, list[list[str]]] = {}
        for facts in files:
            names = [""]
            for symbol in facts.symbols:
                profile = _profile(symbol)
                name = _plain(symbol["name"], profile)
                names.append(name)
                attributes = symbol.get("attributes", {})
                if profile is None and symbol["kind"] == "workload":
                    self._workloads.add(name)
                if profile is None or name not in self._labels:
                    labels = attributes.get("labels", "").split(",")
                    self._labels[name] = frozenset(each for each in labels if not each.startswith(_PROFILE))
            for each in facts.references:
                if each["kind"] == "select" and each["from"]:
                    profile = _profile(facts.symbols[each["from"] - 1])
                    asked = [_plain(label, profile) for label in each["to"].get("selector", [])]
                    asked = [label for label in asked if not label.startswith(_PROFILE)]
                    if asked and asked not in (known := self._selectors.setdefault(names[each["from"]], [])):
                        known.append(asked)

    def concerned(self, facts: Facts, symbol: Json, profile: str) -> set[str] | None:
        """The workloads that an object is, is a part of, or selects in any number of steps."""
        name = _plain(symbol["name"], profile)
        if symbol["kind"] != "resource":
            # A container is called after its workload.
            whole = max((each for each in self._workloads if _is_of(name, each)), key=len, default=None)
            return {whole} if whole is not None else set()
        if name not in self._selectors:
            return None
        found: set[str] = set()
        known = {name}
        left = [name]
        steps = MAXIMUM_STEPS
        while left and steps > 0:
            for selected in self._selected(left.pop()):
                steps -= 1
                if selected in known:
                    continue
                known.add(selected)
                left.append(selected)
                if selected in self._workloads:
                    found.add(selected)
        return found

    def _selected(self, name: str) -> Iterator[str]:
        for asked in self._selectors.get(name, []):
            if len(asked) == 1 and asked[0] in self._labels:
                yield asked[0]
            elif asked == ["*"]:
                yield from self._workloads
            else:
                wanted = frozenset(asked)
                yield from (each for each, labels in self._labels.items() if wanted <= labels)


def _plain(name: str, profile: str | None) -> str:
    return name.replace(f" [{profile}]", "") if profile is not None else name


def _is_of(name: str, workload: str) -> bool:
    return name == workload or name.startswith(workload + ".")
