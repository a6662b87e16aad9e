"""Alert and recording rules: Prometheus rule files, PrometheusRule and VMRule objects, Grafana's provisioned alerts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gapmatrix_kit.documents import Node

from .marks import mark

MAXIMUM_RULES = 2_000
MARK = mark(
    r"^\s*(?:-\s+)?[\"']?(?:alert|record)[\"']?:\s*\S|^kind:\s*[\"']?(?:PrometheusRule|VMRule)\b",
    "alert record PrometheusRule VMRule",
)
_ALERT_LINE = re.compile(r"^(\s*)(?:-\s+)?[\"']?(alert|record)[\"']?:\s*[\"']?([^\s\"'#]{1,200})")
_EXPRESSION_LINE = re.compile(r"^(\s*)(?:-\s+)?[\"']?expr[\"']?:\s*(.*)$")
_BURN = re.compile(r"(?i)burn[-_ ]?rate|error[-_ ]?budget|budget[-_ ]?burn|slo:")
_LOGS = re.compile(
    r"\|[=~>]|\|\s*(?:json|logfmt|line_format|label_format|pattern|unwrap|regexp)\b|!=\s*[`\"].*\|"
)


@dataclass
class Rule:
    name: str
    line: int
    expressions: list[tuple[int, str]] = field(default_factory=list)
    is_alert: bool = True
    runbook: str | None = None

    @property
    def is_burn_rate(self) -> bool:
        return bool(_BURN.search(self.name)) or any(_BURN.search(text) for _, text in self.expressions)


def is_log_query(expression: str) -> bool:
    return bool(_LOGS.search(expression[:5_000]))


def read(document: Node) -> list[Rule]:
    """The rules of one YAML document; none of one that holds no groups of rules."""
    found: list[Rule] = []
    groups = document.get("groups")
    if not groups.items:
        groups = document.get("spec", "groups")
    for group in groups.items[:1_000]:
        for entry in group.get("rules").items:
            if len(found) < MAXIMUM_RULES and (rule := _rule(entry)) is not None:
                found.append(rule)
    return found


def _rule(entry: Node) -> Rule | None:
    for key in ("alert", "record", "title"):
        node = entry.get(key)
        if not node.text:
            continue
        rule = Rule(node.text, node.line, is_alert=key != "record")
        if key == "title":
            queries = [query.get("model", "expr") for query in entry.get("data").items[:20]]
            if not queries:
                return None
        else:
            queries = [entry.get("expr")]
        rule.expressions = [(query.line, query.text) for query in queries if query.text]
        rule.runbook = (
            entry.get("annotations", "runbook_url").text or entry.get("annotations", "runbook").text
        )
        return rule if rule.expressions else None
    return None


def read_template(text: str) -> list[Rule]:
    """The rules of a template that is no YAML before it is rendered: by its lines alone."""
    found: list[Rule] = []
    lines = text.split("\n")
    collecting = -1
    for number, line in enumerate(lines[:100_000], 1):
        line = line[:4_000]
        if collecting >= 0:
            if line.strip() and len(line) - len(line.lstrip()) <= collecting:
                collecting = -1
            else:
                at, expression = found[-1].expressions[-1]
                found[-1].expressions[-1] = (at, (expression + "\n" + line)[:10_000])
                continue
        if alert := _ALERT_LINE.match(line):
            if len(found) >= MAXIMUM_RULES:
                break
            found.append(Rule(alert.group(3), number, is_alert=alert.group(2) == "alert"))
        elif found and (expression_line := _EXPRESSION_LINE.match(line)):
            value = expression_line.group(2).strip()
            if value[:1] in ("|", ">"):
                found[-1].expressions.append((number, ""))
                collecting = len(expression_line.group(1))
            else:
                found[-1].expressions.append((number, value.strip("\"'")))
    return [rule for rule in found if any(text.strip() for _, text in rule.expressions)]
