"""Patterns that are tried on texts in lower case have no capitals: one that has would match nothing."""

from __future__ import annotations

import re

import pytest

from gapmatrix_documents import kinds, substance, topics


@pytest.mark.parametrize(
    "pattern", [kinds.TITLES, topics._ANY, substance._TEMPLATE.pattern], ids=["titles", "topics", "templates"]
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
        ("TODO: <Your name>, [Describe what it does], {{ cookie }}", True),
        ("Use this section of the manual; insert a disk", False),
        ("a list [1] of < signs and a todo that was filled in", False),
    ],
)
def test_templates_are_told(text: str, expected: bool) -> None:
    assert substance.is_template(text, 100) is expected
