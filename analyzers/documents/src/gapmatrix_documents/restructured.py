"""reStructuredText, read by docutils: nothing is inserted from files or addresses, nothing is raw."""

from __future__ import annotations

import re
from copy import copy
from functools import cache
from typing import Any

from docutils import nodes
from docutils.core import Publisher, publish_doctree
from docutils.parsers.rst import Parser, roles
from docutils.readers.standalone import Reader
from docutils.utils import Reporter
from docutils.writers.null import Writer

from . import plain
from .text import MAXIMUM_PARTS, Code, Document

# docutils reads about 100 KB a second: what is longer is read by its headings and paragraphs alone.
MAXIMUM_BYTES = 250_000
_SETTINGS: dict[str, Any] = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "report_level": Reporter.SEVERE_LEVEL + 1,
    "halt_level": Reporter.SEVERE_LEVEL + 1,
    "_disable_config": True,
    "line_length_limit": 100_000,
    "syntax_highlight": "none",
    "smart_quotes": False,
    "input_encoding": "unicode",
    "sectsubtitle_xform": False,
    "doctitle_xform": False,
    "warning_stream": "",
}
_ROLE = re.compile(r":(?:[a-z]{1,12}:)?[a-z-]{1,20}:(?=`)")
_NESTED = re.compile(r"^[ \t]{120,}", re.MULTILINE)


def read(text: str) -> Document:
    """Reads reStructuredText; Sphinx's roles are read as plain quotes."""
    if len(text) > MAXIMUM_BYTES or _is_hostile(text):
        return plain.read(text)
    source = _ROLE.sub("", text)
    try:
        tree = publish_doctree(source, parser=Parser(), settings=copy(_settings()))
    finally:
        # What a document defines must not change how the next one is read.
        vars(roles)["_roles"].clear()
    document = Document()
    _walk(tree, document)
    return document.close()


@cache
def _settings() -> Any:
    # Made of the declarations of all options, which takes as long as reading a page.
    publisher = Publisher(Reader(), Parser(), Writer())
    publisher.process_programmatic_settings(None, _SETTINGS, None)
    return publisher.settings


def _is_hostile(text: str) -> bool:
    # Each level of indentation costs docutils a pass over what is below it.
    return bool(_NESTED.search(text)) or max(map(len, text.split("\n")), default=0) > 50_000


def _walk(tree: nodes.document, document: Document) -> None:
    stack: list[tuple[nodes.Node, int, bool, int]] = [(tree, 0, False, 1)]
    while stack:
        node, level, in_item, line = stack.pop()
        line = getattr(node, "line", None) or line
        if isinstance(node, (nodes.comment, nodes.substitution_definition, nodes.target, nodes.image)):
            continue
        if isinstance(node, nodes.system_message):
            # An unknown directive stands here with its text.
            stack.extend((child, level, in_item, line) for child in reversed(node.children[1:]))
            continue
        if isinstance(node, nodes.section):
            level += 1
        if isinstance(node, (nodes.title, nodes.rubric)):
            # docutils gives a heading's last line.
            document.heading(max(1, level), node.astext(), max(1, line - 1))
            continue
        if isinstance(node, nodes.literal_block):
            classes = [each for each in map(str, node.get("classes", [])) if each != "code"]
            document.last.codes.append(Code(classes[0] if classes else "", node.astext(), line))
            continue
        if isinstance(node, nodes.row):
            cells = [cell.astext() for cell in node.children]
            document.last.rows.append((line, cells))
        if isinstance(node, (nodes.paragraph, nodes.term)):
            text = node.astext()
            section = document.last
            section.add(text)
            if in_item and len(section.items) < MAXIMUM_PARTS:
                section.items.append((line, text))
            _inline(node, line, document)
            continue
        inside = in_item or isinstance(node, nodes.list_item)
        stack.extend((child, level, inside, line) for child in reversed(node.children))


def _inline(node: nodes.Element, line: int, document: Document) -> None:
    for child in node.findall():
        if isinstance(child, nodes.literal):
            document.quoted.append((line, child.astext()))
        elif isinstance(child, nodes.reference) and (target := child.get("refuri")):
            document.links.append((line, str(target)))
