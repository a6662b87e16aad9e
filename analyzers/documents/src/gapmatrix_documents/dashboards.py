"""Grafana's dashboards: what their panels ask for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import orjson

MAXIMUM_EXPRESSIONS = 2_000
MAXIMUM_NODES = 200_000
_QUERIES = ("expr", "query", "rawSql", "rawQuery")


@dataclass
class Dashboard:
    title: str
    panels: int = 0
    # Expressions with the panel that shows them.
    expressions: list[tuple[str, str]] = field(default_factory=list)
    queries: int = 0


def read(text: str) -> Dashboard | None:
    """A dashboard's JSON, alone or as exported (`{"dashboard": …}`); None for anything else."""
    try:
        content = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    if isinstance(content, dict) and isinstance(content.get("dashboard"), dict):
        content = content["dashboard"]
    if not isinstance(content, dict) or not isinstance(content.get("panels", content.get("rows")), list):
        return None
    if not {"schemaVersion", "templating", "annotations", "title", "uid", "time"} & content.keys():
        return None
    dashboard = Dashboard(str(content.get("title") or "")[:200])
    _gather(content, dashboard)
    return dashboard if dashboard.panels else None


def _gather(content: dict[str, Any], dashboard: Dashboard) -> None:
    stack: list[tuple[Any, str]] = [(content.get("panels"), ""), (content.get("rows"), "")]
    seen = 0
    while stack and seen < MAXIMUM_NODES:
        seen += 1
        value, panel = stack.pop()
        if isinstance(value, list):
            stack.extend((each, panel) for each in reversed(value))
        elif isinstance(value, dict):
            if isinstance(value.get("type"), str) and (
                "targets" in value or "gridPos" in value or "options" in value
            ):
                dashboard.panels += value["type"] != "row"
                panel = str(value.get("title") or panel)[:100]
            for key in _QUERIES:
                query = value.get(key)
                if isinstance(query, str) and query.strip():
                    dashboard.queries += 1
                    if key == "expr" and len(dashboard.expressions) < MAXIMUM_EXPRESSIONS:
                        dashboard.expressions.append((panel, query))
            stack.extend((each, panel) for each in value.values() if isinstance(each, (dict, list)))


def line_of(text: str, expression: str, start: int) -> int:
    """Where an expression stands from an offset on, as an offset; the same offset where it cannot be found."""
    quoted = orjson.dumps(expression).decode()
    place = text.find(quoted, start)
    return place if place >= 0 else max(0, text.find(quoted))
