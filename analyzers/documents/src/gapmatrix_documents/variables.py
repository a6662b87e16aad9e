"""Variables of the environment that a document lists: the first cell of a table's row, the head of a list item, a heading."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .text import Document

MAXIMUM_VARIABLES = 500
_NAME = r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+"
_CELL = re.compile(rf"^[`*\s$]*({_NAME})[`*\s]*(?:$|[=(:,])")
_ITEM = re.compile(rf"^[`*\s$]*({_NAME})[`*]*\s*(?:[-–—:=(]|$)")
_ABOUT = re.compile(r"(?i)\b(?:environment|env|variables?|configur\w*|settings?|options|parameters)\b")
_LINE = re.compile(rf"^\s*#?\s*(?:export\s+)?({_NAME})\s*=", re.MULTILINE)


@dataclass(frozen=True)
class Variable:
    name: str
    line: int


def listed(document: Document) -> list[Variable]:
    """Those of tables and lists that are about configuration by their heading, their title or a table's head."""
    found: dict[str, Variable] = {}
    for section in document.sections:
        titles = " ".join((*section.above, section.title))
        heads = " ".join(section.rows[0][1]) if section.rows else ""
        if not _ABOUT.search(titles + " " + heads):
            continue
        entries = [(line, cells[0], _CELL) for line, cells in section.rows if len(cells) >= 2]
        entries += [(line, text, _ITEM) for line, text in section.items]
        entries.append((section.line, section.title, _CELL))
        for line, text, pattern in entries:
            match = pattern.match(text)
            if match and len(found) < MAXIMUM_VARIABLES:
                found.setdefault(match.group(1), Variable(match.group(1), line))
    return list(found.values())


def sample(text: str) -> list[Variable]:
    """Those of a file such as .env.example."""
    found: dict[str, Variable] = {}
    line, last = 1, 0
    for match in _LINE.finditer(text):
        line += text.count("\n", last, match.start(1))
        last = match.start(1)
        if len(found) < MAXIMUM_VARIABLES:
            found.setdefault(match.group(1), Variable(match.group(1), line))
    return list(found.values())
