"""The tags of a page, in one pass that no text can slow down; whatever a template puts between them is passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAXIMUM_TAGS = 20_000
# Tags longer than this are no tags.
_TAG = re.compile(
    r"<(/?)([A-Za-z][\w:-]{0,30})((?:[^<>\"']|\"[^\"<>]{0,1000}\"|'[^'<>]{0,1000}'|\{[{%][^<}]{0,300}[%}]\}){0,2000})>"
)
_ATTRIBUTE = re.compile(r"([^\s=/\"'>]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
# What stands in these is no page.
_RAW = ("script", "style", "textarea", "title")
_COMPUTED = re.compile(r"\{\{|\{%|<%|\$\{")


@dataclass(frozen=True)
class Tag:
    """A tag with its attributes. `is_computed`: a template may put any attribute there."""

    name: str
    line: int
    is_end: bool
    attributes: dict[str, str]
    is_computed: bool


def tags(text: str) -> Iterator[Tag]:
    """The tags in order, without those in comments and scripts."""
    lower = text.lower()
    place, line, counted = 0, 1, 0
    for _ in range(len(text)):
        start = text.find("<", place)
        if start < 0:
            return
        if text.startswith("<!--", start):
            end = text.find("-->", start + 4)
            if end < 0:
                return
            place = end + 3
            continue
        match = _TAG.match(text, start)
        if match is None:
            place = start + 1
            continue
        line, counted = line + text.count("\n", counted, start), start
        name, inner = match.group(2).lower(), match.group(3)
        yield Tag(name, line, bool(match.group(1)), _attributes(inner), _is_computed(inner))
        place = match.end()
        if name in _RAW and not match.group(1) and not inner.endswith("/"):
            place = lower.find("</" + name, place)
            if place < 0:
                return


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text):
        value = next((each for each in match.groups()[1:] if each is not None), "")
        found.setdefault(match.group(1).lower(), value)
    return found


def _is_computed(text: str) -> bool:
    """Whether something computed stands outside of the values."""
    return bool(_COMPUTED.search(re.sub(r"\"[^\"]*\"|'[^']*'", "", text)))
