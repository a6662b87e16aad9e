"""Patterns that are tried on texts in lower case have no capitals: one that has would match nothing."""

from __future__ import annotations

import re
import time

import pytest

from gapmatrix_documents import interfaces, kinds, objectives, rules, substance, topics
from gapmatrix_documents.marks import Mark


@pytest.mark.parametrize(
    "pattern",
    [kinds.TITLES, kinds.FOLDERS, topics._ANY, substance._TEMPLATE],
    ids=["titles", "folders", "topics", "templates"],
)
def test_patterns_for_lower_case(pattern: re.Pattern[str]) -> None:
    literal = re.sub(r"\\.", "", pattern.pattern)
    assert literal == literal.lower()
    assert not pattern.flags & re.IGNORECASE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lorem ipsum dolor sit amet", True),
        ("Use this section to tell people about supported versions", True),
        ("Describe the Service here", True),
        ("Insert your name here", True),
        ("Owner: <Your name>, [Describe what it does], {{ cookie }}", True),
        ("Use this section of the manual; insert a disk", False),
        ("a list [1] of < signs and a todo that was filled in", False),
    ],
)
def test_templates_are_told(text: str, expected: bool) -> None:
    assert substance.is_template(text, 100) is expected


@pytest.mark.parametrize(
    ("mark", "text", "expected"),
    [
        (interfaces.MARK, 'openapi: "3.1.0"', True),
        (interfaces.MARK, '{"info": {}, "swagger": "2.0"}', True),
        (interfaces.MARK, "a: an openapi document\n\n  swagger : 2.0\n", True),
        (interfaces.MARK, "openapi: yes\ndescription: swagger, openapi, and more", False),
        (rules.MARK, "groups:\n- rules:\n  -\n    alert: Down", True),
        (rules.MARK, "an alert: none\n  - record: up:sum", True),
        (rules.MARK, "kind: PrometheusRule", True),
        (rules.MARK, "  kind: PrometheusRule\nrecords: 5\nalert:\n", False),
        (objectives.MARK, "slow: true\nslos:\n- name: a", True),
        (objectives.MARK, "slow: true\nslos: none\n", False),
    ],
)
def test_marks_begin_a_line(mark: Mark, text: str, expected: bool) -> None:
    assert mark.is_in(text) is expected


def test_marks_take_linear_time() -> None:
    start = time.process_time()
    for hostile in ("swagger, " * 400_000, "alert\n" * 400_000, "{" * 2_000_000 + "openapi"):
        assert not any(each.is_in(hostile) for each in (interfaces.MARK, rules.MARK, objectives.MARK))
    assert time.process_time() - start < 5
