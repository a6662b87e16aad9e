"""Facts of what tools read: interfaces, rules, dashboards, objectives, shipping of logs."""

from __future__ import annotations

import re

from gapmatrix_kit.documents import Node, Unreadable, documents
from gapmatrix_kit.facts import TOP, Facts

from . import dashboards, interfaces, objectives, rules, shipping
from .known_metrics import is_foreign
from .place import Place
from .promql import metrics

MAXIMUM_METRICS = 500
_DASHBOARD = re.compile(r"\"panels\"\s*:|\"rows\"\s*:")
_FOREIGN_PROTO = (
    "google/",
    "grpc/",
    "protoc-gen-openapiv2/",
    "validate/",
    "gogoproto/",
    "opentelemetry/",
    "k8s.io/",
    "buf/",
)


def read(text: str, place: Place, facts: Facts) -> None:
    """Adds what a configuration file is, if it is any of these."""
    if place.ending == "json":
        if _DASHBOARD.search(text) and (dashboard := dashboards.read(text)) is not None:
            _dashboard(dashboard, text, 0, facts)
        elif interfaces.MARK.is_in(text[:20_000]):
            _yaml(text, place, facts)
        return
    if place.ending in ("conf", "toml"):
        for kind, tool, line in shipping.of_text(text, place.path):
            facts.signal(kind, TOP, line, tool=tool)
        return
    marks = (interfaces.MARK, rules.MARK, objectives.MARK, shipping.MARK)
    if any(mark.is_in(text) for mark in marks) or '"panels"' in text:
        _yaml(text, place, facts)


def read_proto(text: str, place: Place, facts: Facts) -> None:
    """A .proto file describes an interface where it has services; fully where most calls have a comment."""
    if any(f"/{each}" in f"/{place.path}" for each in _FOREIGN_PROTO):
        return
    for name, line, calls, told in interfaces.proto(text):
        if calls:
            strength = "full" if told * 2 >= calls else "section"
            facts.signal(
                "document.api-reference",
                TOP,
                line,
                title=name,
                strength=strength,
                operations=calls,
                format="protobuf",
            )


def _yaml(text: str, place: Place, facts: Facts) -> None:
    try:
        for document in documents(text):
            _document(document, text, place, facts)
    except Unreadable as error:
        if "{{" in text:
            # A chart's template: the rules can be told by their lines, the rest by whoever renders it.
            _rules(rules.read_template(text), facts)
        else:
            facts.diagnostic("info", f"not read as YAML: {error.message}", error.line)


def _document(document: Node, text: str, place: Place, facts: Facts) -> None:
    if (interface := interfaces.openapi(document)) is not None:
        _interface(interface, facts)
        return
    if found := rules.read(document):
        _rules(found, facts)
    for objective in objectives.read(document, place.path):
        facts.signal(
            "slo.objective", TOP, objective.line, name=objective.name or None, target=objective.target,
            indicator=objective.has_indicator,
        )  # fmt: skip
    for kind, tool, line in shipping.of_yaml(document):
        facts.signal(kind, TOP, line, tool=tool)
    if document.get("kind").text == "ConfigMap":
        for name, value in document.get("data").pairs:
            if (
                value.text
                and _DASHBOARD.search(value.text)
                and (dashboard := dashboards.read(value.text)) is not None
            ):
                _dashboard(dashboard, "", name.line, facts)


def _interface(interface: interfaces.Interface, facts: Facts) -> None:
    described = sum(1 for operation in interface.operations if operation[3])
    if interface.operations:
        strength = "full" if described * 2 >= len(interface.operations) else "section"
    else:
        strength = "section" if interface.is_cut else "stub"
    facts.signal(
        "document.api-reference", TOP, 1, title=interface.title, strength=strength, operations=len(interface.operations),
        format="openapi", security=interface.has_security,
    )  # fmt: skip
    for method, path, line, _ in interface.operations[:500]:
        facts.signal("api.operation", TOP, line, method=method, path=path)


def _rules(found: list[rules.Rule], facts: Facts) -> None:
    alerts = [rule for rule in found if rule.is_alert]
    if alerts:
        facts.signal("alert-rules.file", TOP, alerts[0].line, alerts=len(alerts))
    for rule in found:
        if rule.is_burn_rate:
            facts.signal("error-budget.rule", TOP, rule.line, name=rule.name)
            break
    recorded = {rule.name for rule in found if not rule.is_alert}
    for rule in [each for each in found if not each.is_alert][:MAXIMUM_METRICS]:
        facts.signal("alert-rules.recorded", TOP, rule.line, name=rule.name)
    seen: set[str] = set()
    for rule in found:
        for line, expression in rule.expressions:
            if not rules.is_log_query(expression):
                _metrics(expression, line, "alert-rules.metric", rule.name, seen, recorded, facts)


def _dashboard(dashboard: dashboards.Dashboard, text: str, line: int, facts: Facts) -> None:
    facts.signal(
        "dashboards.file",
        TOP,
        max(1, line),
        title=dashboard.title,
        panels=dashboard.panels,
        queries=dashboard.queries,
    )
    seen: set[str] = set()
    place, number, last = 0, 1, 0
    for panel, expression in dashboard.expressions:
        if rules.is_log_query(expression):
            continue
        if text:
            place = dashboards.line_of(text, expression, place)
            number = (
                number + text.count("\n", last, place) if place >= last else 1 + text.count("\n", 0, place)
            )
            last = place
        _metrics(expression, line or number, "dashboards.metric", panel, seen, set(), facts)
    if any(rules.Rule("", 1, [(1, expression)]).is_burn_rate for _, expression in dashboard.expressions):
        facts.signal("error-budget.rule", TOP, max(1, line), name=dashboard.title)


def _metrics(
    expression: str, line: int, kind: str, of: str, seen: set[str], recorded: set[str], facts: Facts
) -> None:
    for name in metrics(expression):
        if name not in seen and name not in recorded and len(seen) < MAXIMUM_METRICS:
            seen.add(name)
            facts.signal(kind, TOP, line, name=name, of=of, foreign=is_foreign(name))
