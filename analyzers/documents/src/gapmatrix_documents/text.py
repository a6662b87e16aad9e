"""A document without its syntax: headings, paragraphs, list items, tables, code, links. All readers give this."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

# More of a document than this is not read: nobody reads it either, and each line of a table costs as much as a paragraph.
MAXIMUM_TEXT = 500_000
MAXIMUM_LINES = 15_000
MAXIMUM_PARTS = 20_000
WORD = re.compile(r"[^\W\d_][\w'’-]*")


@dataclass
class Code:
    """A block of code with its first line of content."""

    language: str
    text: str
    line: int


@dataclass
class Section:
    """A heading with what stands below it up to the next heading. Level 0 is what stands before any heading."""

    level: int
    title: str
    line: int
    prose: list[str] = field(default_factory=list)
    items: list[tuple[int, str]] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    codes: list[Code] = field(default_factory=list)
    words: int = 0
    # Filled in by `Document.close`: words with those of the sections below, and the headings above.
    total: int = 0
    above: tuple[str, ...] = ()

    def add(self, text: str) -> None:
        """Prose of a paragraph, a list item or a table's cell."""
        self.prose.append(text)
        self.words += count_words(text)

    @property
    def is_empty(self) -> bool:
        return self.total == 0 and not self.codes and not self.rows


@dataclass
class Document:
    """What is asked of all of it, such as `words`, is asked when all is read."""

    sections: list[Section] = field(default_factory=lambda: [Section(0, "", 1)])
    # Text in code quotes, and targets of links, with their lines.
    quoted: list[tuple[int, str]] = field(default_factory=list)
    links: list[tuple[int, str]] = field(default_factory=list)
    is_cut: bool = False

    @property
    def last(self) -> Section:
        return self.sections[-1]

    def heading(self, level: int, title: str, line: int) -> None:
        """Begins a section; beyond the limit everything belongs to the last one."""
        if len(self.sections) < MAXIMUM_PARTS:
            self.sections.append(Section(level, " ".join(title.split())[:200], line))

    @cached_property
    def headings(self) -> list[Section]:
        return [section for section in self.sections if section.level]

    @cached_property
    def words(self) -> int:
        return sum(section.words for section in self.sections)

    @property
    def title(self) -> str:
        """The first heading, if nothing but a short text stands before it."""
        for section in self.sections[1:]:
            if section.level <= 2 or section is self.sections[1]:
                return section.title
        return ""

    @cached_property
    def prose(self) -> str:
        return "\n".join(text for section in self.sections for text in section.prose)

    def close(self) -> Document:
        """Counts the words of sections with what is below them, in one pass from the end."""
        stack: list[Section] = []
        for section in self.sections:
            while stack and stack[-1].level >= section.level:
                stack.pop()
            section.above = tuple(each.title for each in stack if each.level)[-6:]
            stack.append(section)
        carried: dict[int, int] = {}
        for section in reversed(self.sections):
            below = sum(carried.pop(level) for level in [each for each in carried if each > section.level])
            section.total = section.words + below
            carried[section.level] = carried.get(section.level, 0) + section.total
        return self

    def within(self, first: Section) -> list[Section]:
        """A section and those below it."""
        found = [first]
        for section in self.sections[self.sections.index(first) + 1 :]:
            if section.level <= first.level:
                break
            found.append(section)
        return found


def count_words(text: str) -> int:
    return len(WORD.findall(text))


def beginning(text: str) -> str:
    """What of a document is read."""
    kept = text[:MAXIMUM_TEXT]
    if kept.count("\n") <= MAXIMUM_LINES:
        return kept
    return "\n".join(kept.split("\n", MAXIMUM_LINES)[:MAXIMUM_LINES])
