"""Markdown, read by markdown-it-py: CommonMark with tables; HTML is not interpreted."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from .text import MAXIMUM_PARTS, Code, Document

# Deeper lists and quotes are read as text.
_PARSER = MarkdownIt("commonmark", {"maxNesting": 30}).enable("table")
_FRONT = re.compile(r"\A(---|\+\+\+)[ \t]*\n(.{0,20000}?)\n\1[ \t]*(?:\n|\Z)", re.DOTALL)
_FRONT_TITLE = re.compile(r"^title\s*[:=]\s*[\"']?(.{1,200}?)[\"']?\s*$", re.MULTILINE)
_HTML_TITLE = re.compile(r"<h([1-3])\b[^<>]{0,300}>(.{1,300}?)</h\1\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^<>]{0,500}>")
# One line that is longer holds data, and no prose.
_LONGEST_LINE = 20_000


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
    _Walk(document, offset).run(_PARSER.parse(text))
    return document.close()


class _Walk:
    def __init__(self, document: Document, offset: int) -> None:
        self.document = document
        self.offset = offset
        self.heading = 0
        self.items: list[int] = []
        self.row: list[str] | None = None

    def run(self, tokens: list[Token]) -> None:
        for token in tokens[: MAXIMUM_PARTS * 10]:
            line = (token.map[0] if token.map else 0) + 1 + self.offset
            kind = token.type
            if kind == "heading_open":
                self.heading = int(token.tag[1])
            elif kind == "heading_close":
                self.heading = 0
            elif kind == "list_item_open":
                self.items.append(line)
            elif kind == "list_item_close":
                self.items.pop()
            elif kind == "tr_open":
                self.row = []
                self.row_line = line
            elif kind == "tr_close":
                self.document.last.rows.append((self.row_line, self.row or []))
                self.row = None
            elif kind in ("fence", "code_block"):
                language = token.info.split()[0].lower() if token.info.split() else ""
                start = line + (1 if kind == "fence" else 0)
                self.document.last.codes.append(Code(language, token.content, start))
            elif kind == "html_block":
                self._html(token.content, line)
            elif kind == "inline":
                self._inline(token, line)

    def _inline(self, token: Token, line: int) -> None:
        text = self._text(token, line)
        if self.heading:
            self.document.heading(self.heading, text, line)
            return
        section = self.document.last
        if self.row is not None:
            self.row.append(text)
        elif self.items and len(section.items) < MAXIMUM_PARTS:
            section.items.append((line, text))
        section.add(text)

    def _text(self, token: Token, line: int) -> str:
        parts: list[str] = []
        for child in token.children or []:
            if child.type == "text":
                parts.append(child.content)
            elif child.type == "code_inline":
                parts.append(child.content)
                self.document.quoted.append((line, child.content))
            elif child.type in ("softbreak", "hardbreak"):
                parts.append("\n")
                line += 1
            elif child.type == "link_open":
                self.document.links.append((line, str(child.attrs.get("href", ""))))
        return "".join(parts)

    def _html(self, content: str, line: int) -> None:
        if content.lstrip().startswith("<!--"):
            return
        if found := _HTML_TITLE.search(content):
            self.document.heading(int(found.group(1)), _TAG.sub("", found.group(2)), line)
        elif plain := _TAG.sub(" ", content[:20_000]).strip():
            self.document.last.add(plain)
