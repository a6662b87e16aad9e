"""Headings, paragraphs, lists, tables and code of AsciiDoc, plain text and what other readers refuse.

A small bounded reader, line by line: no library on PyPI parses AsciiDoc without converting it, files and all.
"""

from __future__ import annotations

import re

from .text import Code, Document

_MARK = re.compile(r"^(={1,6}|#{1,6})\s+(\S.{0,200})$")
_UNDERLINE = re.compile(r"^([=\-~^\"'#*+.])\1{2,}\s*$")
_ITEM = re.compile(r"^\s{0,12}(?:[*\-+•]+|\.{1,5}|\d{1,3}[.)])\s+(\S.*)$")
_FENCE = re.compile(r"^(-{4,}|\.{4,}|```+|~~~+)\s*(\w*)\s*$")
_SOURCE = re.compile(r"^\[source\s*,\s*(\w+)")
_QUOTED = re.compile(r"`{1,2}\+?([^`\n]{1,200}?)\+?`{1,2}")
_LINK = re.compile(r"(?:link|xref|include):{1,2}([^\[\s]{1,300})\[")
_NOT_PROSE = re.compile(r"^(?:\[[^\]]*\]|:[\w-]+:.*|//.*|include::.*|image::.*|\.\. .*)\s*$")
_LONGEST_LINE = 4_000


def read(text: str) -> Document:
    """Reads AsciiDoc or plain text."""
    document = Document()
    lines = [line[:_LONGEST_LINE].rstrip("\r") for line in text.split("\n")]
    levels: dict[str, int] = {}
    fence = ""
    language = ""
    block: list[str] = []
    start = 0
    in_table = False
    for number, line in enumerate(lines, 1):
        if fence:
            if line.rstrip() == fence:
                document.last.codes.append(Code(language, "\n".join(block), start))
                fence, language = "", ""
            else:
                block.append(line)
            continue
        stripped = line.strip()
        if not stripped:
            continue
        if source := _SOURCE.match(stripped):
            language = source.group(1).lower()
            continue
        following = lines[number].strip() if number < len(lines) else ""
        if is_heading(stripped, following) and line[0] not in " \t":
            mark = following[0]
            document.heading(levels.setdefault(mark, len(levels) + 1), stripped, number)
            continue
        if _UNDERLINE.match(stripped) and not _FENCE.match(stripped):
            continue
        if opened := _FENCE.match(stripped):
            before = lines[number - 2].strip() if number > 1 else ""
            if not is_heading(before, stripped):
                fence, block, start = opened.group(1), [], number + 1
                language = opened.group(2) or language
            continue
        if stripped == "|===":
            in_table = not in_table
            continue
        if in_table and stripped.startswith("|"):
            document.last.rows.append((number, [cell.strip() for cell in stripped[1:].split("|")]))
        if marked := _MARK.match(line):
            document.heading(len(marked.group(1)), marked.group(2), number)
            continue
        if _NOT_PROSE.match(stripped):
            document.links += [(number, found) for found in _LINK.findall(stripped)]
            continue
        if item := _ITEM.match(line):
            document.last.items.append((number, item.group(1)))
        document.last.add(stripped)
        document.quoted += [(number, found) for found in _QUOTED.findall(line)]
        document.links += [(number, found) for found in _LINK.findall(line)]
    return document.close()


def is_heading(text: str, below: str) -> bool:
    """Whether a line is underlined to nearly its own length."""
    return (
        bool(text)
        and bool(_UNDERLINE.match(below))
        and abs(len(text) - len(below)) <= 2
        and not _UNDERLINE.match(text)
    )
