"""Labels and what selects them."""

from __future__ import annotations

from ..documents import Node

MAXIMUM_LABELS = 40


def labels_of(node: Node) -> list[str]:
    """`key=value` of a map of labels, sorted."""
    found = [f"{key.value}={value.text or ''}" for key, value in node.pairs[:MAXIMUM_LABELS]]
    return sorted(label for label in found if "," not in label)


def selectors_of(node: Node, prefix: str = "") -> list[list[str]]:
    """The alternatives of a label selector (`matchLabels`, `matchExpressions`) that labels can answer.

    None (an empty list) where an expression asks for something else (`Exists`, `NotIn`): then nobody can tell what it selects.
    An empty selector selects everything, `*`.
    """
    labels = [prefix + each for each in labels_of(node.get("matchLabels"))]
    alternatives: list[list[str]] = [labels]
    for expression in node.get("matchExpressions").items[:10]:
        key = expression.get("key").text
        values = [each.text for each in expression.get("values").items[:20]]
        if expression.get("operator").text != "In" or not key or not values:
            return []
        alternatives = [[*each, f"{prefix}{key}={value}"] for each in alternatives for value in values][:40]
    return [each or ["*"] for each in alternatives]
