"""Names of metrics in PromQL, by its tokens: expressions of dashboards hold variables that no parser of PromQL reads."""

from __future__ import annotations

import re

MAXIMUM_EXPRESSION = 20_000
_TOKEN = re.compile(
    r"(?P<string>\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`[^`]*`)"
    r"|(?P<comment>#[^\n]*)"
    r"|(?P<range>\[[^\[\]]*\])"
    r"|(?P<variable>\$\{[^{}]*\}|\$\w+|\[\[\w+\]\]|\{\{[^{}]*\}\}|%\(?\w+\)?s?)"
    r"|(?P<number>(?:0x[0-9a-fA-F]+|\d[\d_.]*(?:[eE][+-]?\d+)?)(?:ms|[smhdwy])?(?:\d+(?:ms|[smhdwy]))*)"
    r"|(?P<name>[a-zA-Z_:][a-zA-Z0-9_:]*)"
    r"|(?P<mark>[{}()])"
)
_KEYWORDS = {
    "by", "without", "on", "ignoring", "group_left", "group_right", "and", "or", "unless", "bool", "offset", "inf", "nan", "atan2",
    "start", "end", "sum", "min", "max", "avg", "group", "stddev", "stdvar", "count", "count_values", "bottomk", "topk", "quantile",
    "limitk", "limit_ratio",
}  # fmt: skip
_LABELLED = {"by", "without", "on", "ignoring", "group_left", "group_right"}
_NAME_LABEL = re.compile(r"__name__\s*=\s*[\"']([a-zA-Z_:][a-zA-Z0-9_:]*)[\"']")


def metrics(expression: str) -> list[str]:
    """The metrics that an expression names, in order, each once; a name that is partly a variable is left out."""
    text = expression[:MAXIMUM_EXPRESSION]
    found: dict[str, None] = dict.fromkeys(_NAME_LABEL.findall(text))
    braces = 0
    # Parentheses of label lists, by whether they hold labels.
    labels = 0
    expects_labels = False
    last_end = -1
    was_variable = False
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        value = match.group()
        touches = match.start() == last_end
        last_end = match.end()
        if kind == "mark":
            if value == "{":
                braces += 1
            elif value == "}":
                braces = max(0, braces - 1)
            elif value == "(":
                labels = labels + 1 if labels or expects_labels else 0
            elif labels:
                labels -= 1
            expects_labels = False
        elif kind == "name" and not braces and not labels:
            following = text[match.end() : match.end() + 40].lstrip()
            lower = value.lower()
            expects_labels = lower in _LABELLED
            joined = (touches and was_variable) or (
                following[:1] == "$" and text[match.end() : match.end() + 1] == "$"
            )
            is_call = following.startswith("(")
            if (
                lower not in _KEYWORDS
                and not is_call
                and not joined
                and text[match.end() : match.end() + 2] not in ("[[", "{{", "${")
            ):
                found.setdefault(value)
        was_variable = kind == "variable"
    return list(found)
