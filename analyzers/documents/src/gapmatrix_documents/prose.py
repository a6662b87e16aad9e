"""Facts of documents that people read."""

from __future__ import annotations

import re

from gapmatrix_kit.facts import Facts

from . import plain
from .classify import ROUTE, Found, classify
from .commands import commands
from .language import language
from .links import links
from .place import Place
from .records import changelog, decisions, is_changelog
from .text import Document
from .topics import topics
from .variables import listed, sample

MAXIMUM_SECTIONS = 300
# A table of fewer variables is a part of another text.
MINIMUM_VARIABLES = 5
_MARKDOWN = {"md", "mdx", "markdown"}
_INSTRUCTIONS = re.compile(r"(?i)(?:agents?|claude|gemini|copilot-instructions)\.md$")


def read(text: str, place: Place, facts: Facts) -> None:
    """Adds the document with its sections, kinds, topics, and what it names of the repository."""
    document = _parse(text, place, facts)
    symbol = _symbols(document, place, facts)
    if (told := language(document.prose, place)) is not None:
        kind = "document.english" if told == "English" else "document.foreign"
        facts.signal(kind, symbol, 1, language=told)
    is_log = is_changelog(document, place)
    found = [changelog(document, place)] if is_log else classify(document, place, text)
    decision = None if is_log else decisions(document, place)
    if decision is not None:
        # A record of a decision speaks of what it decides, and documents nothing else.
        found = [decision] if decision.kind == "decision-record" else [*found, decision]
    is_record = is_log or (decision is not None and decision.kind == "decision-record")
    if not is_record:
        found += _variables(document, place, facts, symbol)
    for one in found:
        _signal(one, facts, symbol)
    if is_record:
        return
    facts.symbols[symbol - 1]["attributes"]["kind"] = next(
        (one.kind for one in found if one.strength == "full"), "text"
    )
    # Rules for a machine that writes code ask for much that is not there.
    for topic, line, words in () if _INSTRUCTIONS.match(place.parts[-1]) else topics(document):
        facts.signal("document.mentions", symbol, line, topic=topic, text=words, within=place.member)
    kinds = " ".join(one.kind for one in found if one.strength == "full")
    for link in links(document, place, text.split("\n")):
        facts.signal("document.link", symbol, link.line, path=link.path, form=link.form, kinds=kinds or None)
    for command, directory, line in commands(document, place):
        facts.reference(symbol, {"command": command, "directory": directory}, "run", line)
    if any(one.kind == "api-reference" and one.strength == "full" for one in found):
        _routes(document, facts, symbol)


def read_sample(text: str, facts: Facts, place: Place) -> None:
    """A sample of the environment lists variables, too."""
    variables = sample(text)
    symbol = facts.symbol(place.path, "document", 1, text.count("\n") + 1, title=place.parts[-1])
    facts.symbols[symbol - 1]["attributes"]["kind"] = "environment-reference"
    if not variables:
        return
    told = sum(1 for line in text.split("\n") if line.startswith("#") and len(line) > 12)
    strength = "section" if told * 4 >= len(variables) else "stub"
    facts.signal(
        "document.environment-reference",
        symbol,
        1,
        title=place.parts[-1],
        strength=strength,
        variables=len(variables),
    )


def _parse(text: str, place: Place, facts: Facts) -> Document:
    if place.ending in _MARKDOWN or place.parts[-1].endswith(".MD"):
        # The libraries of each format are imported where it is read: most processes meet one of them, or none.
        from . import markdown

        return markdown.read(text)
    if place.ending == "rst":
        from . import restructured

        try:
            return restructured.read(text)
        except Exception as error:
            # docutils raises whatever its directives raise: the document still has headings and text.
            facts.diagnostic("info", f"docutils cannot read it ({type(error).__name__}): read by its lines")
    return plain.read(text)


def _symbols(document: Document, place: Place, facts: Facts) -> int:
    last = document.sections[-1].line
    symbol = facts.symbol(
        place.path,
        "document",
        1,
        last,
        title=document.title or place.stem,
        words=document.words,
        headings=len(document.headings),
    )
    for section in document.headings[:MAXIMUM_SECTIONS]:
        facts.symbol(f"{place.path}#{section.title}", "section", section.line, words=section.total)
    return symbol


def _signal(one: Found, facts: Facts, symbol: int) -> None:
    facts.signal(
        f"document.{one.kind}", symbol, one.line, title=one.title, strength=one.strength, words=one.words
    )


def _variables(document: Document, place: Place, facts: Facts, symbol: int) -> list[Found]:
    variables = listed(document)
    if len(variables) < MINIMUM_VARIABLES:
        return []
    for variable in variables:
        facts.signal("document.variable", symbol, variable.line, name=variable.name)
    title = document.title or place.stem
    return [Found("environment-reference", "full", title, variables[0].line, document.words)]


def _routes(document: Document, facts: Facts, symbol: int) -> None:
    count = 0
    for section in document.sections:
        texts = [
            (section.line, section.title),
            *section.items,
            *((line, " ".join(cells)) for line, cells in section.rows),
        ]
        for line, text in texts:
            for match in ROUTE.finditer(text[:500]):
                count += 1
                if count <= 500:
                    facts.signal("api.operation", symbol, line, method=match.group(1), path=match.group(2))
