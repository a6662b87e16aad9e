"""Markdown, read by pulldown-cmark: CommonMark with tables; HTML is not interpreted."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import islice
from typing import Any

import pyromark

from .text import MAXIMUM_PARTS, Code, Document

_FRONT = re.compile(r"\A(---|\+\+\+)[ \t]*\n(.{0,20000}?)\n\1[ \t]*(?:\n|\Z)", re.DOTALL)
_FRONT_TITLE = re.compile(r"^title\s*[:=]\s*[\"']?(.{1,200}?)[\"']?\s*$", re.MULTILINE)
_HTML_TITLE = re.compile(r"<h([1-3])\b[^<>]{0,300}>(.{1,300}?)</h\1\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^<>]{0,500}>")
# One line that is longer holds data, and no prose.
_LONGEST_LINE = 20_000
_INLINE = {"Link", "Image", "Emphasis", "Strong"}


def read(text: str) -> Document:
    """Reads Markdown; a title in front matter counts as the first heading."""
    document = Document()
    offset = 0
    if front := _FRONT.match(text):
        offset = front.group(0).count("\n")
        if title := _FRONT_TITLE.search(front.group(2)):
            document.heading(1, title.group(1), 1)
        text = text[front.end() :]
    if max(map(len, text.split("\n")), default=0) > _LONGEST_LINE:
        text = "\n".join(line[:_LONGEST_LINE] for line in text.split("\n"))
    _Walk(document, text, offset).run(text)
    return document.close()


class _Walk:
    """Follows the events of the parser: the start and the end of each element, and what stands between them."""

    def __init__(self, document: Document, text: str, offset: int) -> None:
        self.document = document
        self.offset = offset
        # The parser counts in bytes of UTF-8.
        self.lines: list[int] = []
        end = 0
        for line in text.encode().split(b"\n"):
            end += len(line) + 1
            self.lines.append(end)
        self.heading = 0
        self.items: list[int] = []
        self.row: list[str] | None = None
        self.row_line = 0
        self.images = 0
        # What is read of a paragraph, a heading, or a cell; None outside of one.
        self.parts: list[str] | None = None
        self.line = 0
        self.begin = 0
        # What is read of a block of code or HTML, with its language.
        self.block: list[str] | None = None
        self.language = ""

    def run(self, text: str) -> None:
        events = pyromark.events_with_range(text, options=pyromark.Options.ENABLE_TABLES, merge_text=True)
        for event, place in islice(events, MAXIMUM_PARTS * 20):
            start = place["start"]
            if isinstance(event, str):
                if event in ("SoftBreak", "HardBreak"):
                    self._put("\n", start)
                    self.line += 1
                elif event == "Rule":
                    self._flush()
                continue
            # Each event is a dictionary with one key, which says what its value is.
            kind: str
            value: Any
            ((kind, value),) = event.items()
            if kind == "Start":
                self._start(value, start)
            elif kind == "End":
                self._end(value if isinstance(value, str) else next(iter(value)))
            elif kind == "Text":
                if self.block is not None:
                    self.block.append(value)
                else:
                    self._put(value, start)
            elif kind == "Code":
                self._put(value, start)
                if not self.images:
                    self.document.quoted.append((self.line, value))
            elif kind == "Html" and self.block is not None:
                self.block.append(value)
            else:
                self._open(start)

    def _start(self, value: Any, start: int) -> None:
        kind: str
        details: Any
        kind, details = (value, None) if isinstance(value, str) else next(iter(value.items()))
        if kind in _INLINE:
            self._open(start)
            if kind == "Image":
                self.images += 1
            elif kind == "Link" and not self.images:
                target = details["dest_url"]
                # The address of a letter, not of a file.
                self.document.links.append(
                    (self.line, "mailto:" + target if details["link_type"] == "Email" else target)
                )
            return
        self._flush()
        if kind == "Heading":
            self.heading = int(details["level"][1])
            self._open(start)
        elif kind in ("Paragraph", "TableCell"):
            self._open(start)
        elif kind == "Item":
            self.items.append(self._line(start))
        elif kind in ("TableHead", "TableRow"):
            self.row, self.row_line = [], self._line(start)
        elif kind == "CodeBlock":
            words = details["Fenced"].split() if isinstance(details, dict) else []
            self.language = words[0].lower() if words else ""
            self.block, self.begin = [], self._line(start) + (1 if isinstance(details, dict) else 0)
        elif kind == "HtmlBlock":
            self.block, self.begin = [], self._line(start)

    def _end(self, kind: str) -> None:
        if kind == "Image":
            self.images -= 1
        elif kind in _INLINE:
            return
        elif kind == "CodeBlock":
            self.document.last.codes.append(Code(self.language, "".join(self.block or []), self.begin))
            self.block = None
        elif kind == "HtmlBlock":
            self._html("".join(self.block or []), self.begin)
            self.block = None
        else:
            self._flush()
            if kind == "Item":
                self.items.pop()
            elif kind in ("TableHead", "TableRow"):
                self.document.last.rows.append((self.row_line, self.row or []))
                self.row = None

    def _line(self, start: int) -> int:
        return bisect_right(self.lines, start) + 1 + self.offset

    def _open(self, start: int) -> None:
        if self.parts is None:
            self.parts = []
            self.begin = self.line = self._line(start) if self.row is None else self.row_line

    def _put(self, text: str, start: int) -> None:
        self._open(start)
        if not self.images and self.parts is not None:
            self.parts.append(text)

    def _flush(self) -> None:
        """Ends a paragraph, a heading or a cell; in a tight list, the text of an item."""
        if self.parts is None:
            return
        text = "".join(self.parts)
        self.parts = None
        if self.heading:
            self.document.heading(self.heading, text, self.begin)
            self.heading = 0
            return
        section = self.document.last
        if self.row is not None:
            self.row.append(text)
        elif self.items and len(section.items) < MAXIMUM_PARTS:
            section.items.append((self.begin, text))
        section.add(text)

    def _html(self, content: str, line: int) -> None:
        if content.lstrip().startswith("<!--"):
            return
        if found := _HTML_TITLE.search(content):
            self.document.heading(int(found.group(1)), _TAG.sub("", found.group(2)), line)
        elif plain := _TAG.sub(" ", content[:20_000]).strip():
            self.document.last.add(plain)
