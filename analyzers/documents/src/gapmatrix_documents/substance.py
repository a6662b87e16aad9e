"""Tells documents from stubs and from templates that nobody filled in."""

from __future__ import annotations

import re

from .text import Document, Section

# Less prose than this is a stub, of a section half of it.
MINIMUM_WORDS = 60
SECTION_WORDS = 40
_PLACEHOLDER = re.compile(
    r"(?i)\b(?:todo|tbd|fixme|tba|lorem ipsum|xxx)\b"
    r"|<\s*(?:your|project|company|team|insert|name|date|author|service|describe|add|fill|email)[^<>\n]{0,60}>"
    r"|\[\s*(?:your|insert|describe|project name|company|add|fill in|todo|tbd|list|name of)[^\[\]\n]{0,80}\](?!\()"
    r"|\{\{[^{}\n]{1,60}\}\}|\bYOUR[_-][A-Z_-]+\b|\b(?:fill|write) (?:this|me) (?:in|out)\b"
)
# One of these stands in each placeholder.
_IN_PLACEHOLDERS = "todo tbd fixme tba ipsum xxx < [ {{ your_ your- fill write".split()
# For text in lower case, and what each match begins with.
_TEMPLATE = re.compile(
    r"lorem ipsum|use this section to tell people (?:about|how)|cookiecutter|replace this (?:text|section|paragraph)"
    r"|this is a template|template for (?:new )?(?:adrs?|decision|runbook|incident|post-?mortem)|delete this (?:section|line|text)"
    r"|describe (?:your|the) .{0,30} here|insert .{1,30} here"
)
_TEMPLATES_BEGIN = (
    "lorem ipsum", "use this section", "cookiecutter", "replace this", "this is a template", "template for", "delete this",
    "describe your", "describe the", "insert ",
)  # fmt: skip
_UNFINISHED = re.compile(
    r"(?i)\b(?:not (?:yet )?(?:written|implemented|documented)|coming soon|to be (?:written|defined|done|documented|determined)"
    r"|work in progress|under construction|planned|placeholder|stub|future work|moved to|has (?:been )?moved|see the wiki|now lives)\b"
)
ROADMAP = re.compile(
    r"(?i)^(?:[\W\d_]*)(?:road ?map|to-?do(?: list)?|planned|plans|future(?: work| plans)?|ideas|wish ?list|next steps|backlog"
    r"|not (?:yet )?implemented|upcoming|missing features|milestones?|out of scope|non-?goals)\b"
)


def is_template(text: str, words: int) -> bool:
    """Whether it was copied and not filled in: its placeholders are dense, or it says so."""
    lowered = text.lower()
    if any(each in lowered for each in _TEMPLATES_BEGIN) and _TEMPLATE.search(lowered):
        return True
    # Counting what stands in placeholders takes a hundredth of the time of finding them, and few documents have enough.
    if not _are_dense(sum(lowered.count(each) for each in _IN_PLACEHOLDERS), words):
        return False
    return _are_dense(sum(1 for _ in zip(_PLACEHOLDER.finditer(text), range(200), strict=False)), words)


def _are_dense(placeholders: int, words: int) -> bool:
    return placeholders >= 3 and placeholders * 40 >= words


def is_full(document: Document, minimum: int = MINIMUM_WORDS) -> bool:
    """Whether a document has substance: prose, more than one thing said, no template, not only a promise."""
    words = document.words
    listed = sum(len(section.rows) + len(section.codes) for section in document.sections)
    if words < minimum and not (words >= minimum // 2 and listed >= 4):
        return False
    filled = [section for section in document.sections if section.words >= 8 or section.codes or section.rows]
    empty = [section for section in document.headings if section.is_empty]
    if len(empty) > max(1, len(filled)):
        return False
    prose = document.prose
    if is_template(prose, words):
        return False
    return not (words < 150 and _UNFINISHED.search(prose))


def is_section(section: Section, text: str) -> bool:
    """Whether a section says something."""
    if section.total < SECTION_WORDS or is_template(text, section.total):
        return False
    return not (section.total < 80 and _UNFINISHED.search(text))


def is_promised(section: Section) -> bool:
    """Whether it stands under a heading such as Roadmap."""
    return any(ROADMAP.search(title) for title in (*section.above, section.title))
