"""Service level objectives as code: sloth, OpenSLO, Pyrra, Google's ServiceLevelObjective, nobl9, and plain files of objectives."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gapmatrix_kit.documents import Node

from .marks import mark

MARK = mark(
    r"^\s*[\"']?(?:apiVersion:\s*[\"']?(?:openslo|sloth\.slok\.dev|pyrra\.dev|n9/)|version:\s*[\"']?prometheus/v1|slos?[\"']?:\s*$|objectives?[\"']?:"
    r"|kind:\s*[\"']?(?:SLO|ServiceLevelObjective|PrometheusServiceLevel)\b)",
    "slo pyrra.dev n9/ prometheus/v1 objective SLO ServiceLevel",
)
_NAME = re.compile(r"(?i)(?:^|[-_./])slos?(?:[-_./]|$)")
_TARGETS = (
    "objective",
    "target",
    "targetPercent",
    "target_percent",
    "target_percentage",
    "targetPercentage",
    "goal",
    "slo",
    "objective_percent",
)


@dataclass(frozen=True)
class Objective:
    name: str
    target: str
    line: int
    # What is counted: an objective without it is a wish.
    has_indicator: bool


def read(document: Node, path: str) -> list[Objective]:
    """The objectives of one YAML document."""
    version = document.get("apiVersion").text or ""
    kind = document.get("kind").text or ""
    if version.startswith("pyrra.dev/"):
        spec = document.get("spec")
        return _one(document.get("metadata", "name"), spec.get("target"), spec.get("indicator").exists)
    if version.startswith(("openslo", "n9/")) and kind == "SLO":
        spec = document.get("spec")
        has_indicator = (
            spec.get("indicator").exists
            or spec.get("indicatorRef").exists
            or spec.get("objectives", 0, "ratioMetrics").exists
        )
        found: list[Objective] = []
        for entry in spec.get("objectives").items[:100]:
            found += _one(document.get("metadata", "name"), _target(entry), has_indicator)
        return found
    if kind == "PrometheusServiceLevel" or (document.get("version").text or "").startswith("prometheus/v1"):
        root = document.get("spec") if kind else document
        return [
            objective
            for entry in root.get("slos").items[:500]
            for objective in _one(entry.get("name"), entry.get("objective"), entry.get("sli").exists)
        ]
    if not _NAME.search(path.rpartition(".")[0]):
        return []
    entries = document.get("slos").items or document.get("objectives").items or document.items
    entries += [value for _, value in (document.get("slos").pairs or document.get("objectives").pairs)]
    found = []
    for entry in entries[:500]:
        indicator = any(
            entry.get(key).exists
            for key in ("sli", "indicator", "query", "expr", "metric", "description", "window", "metrics")
        )
        found += _one(entry.get("name"), _target(entry), indicator)
    return found


def _target(entry: Node) -> Node:
    for key in _TARGETS:
        if (node := entry.get(key)).text:
            return node
    return entry.get("")


def _one(name: Node, target: Node, has_indicator: bool) -> list[Objective]:
    text = (target.text or "").rstrip("%")
    try:
        value = float(text)
    except ValueError:
        return []
    if not 0 < value <= 1_000_000:
        return []
    return [Objective(name.text or "", text, target.line, has_indicator)]
