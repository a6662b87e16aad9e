"""Changelogs and decision records: documents that are known by what they list."""

from __future__ import annotations

import re

from .classify import Found
from .place import Place
from .substance import MINIMUM_WORDS, is_template
from .text import Document, Section

_CHANGELOG = re.compile(r"(?i)^(?:change ?logs?|changes|history|news|release ?notes|releases|what'?s new)\b")
_CHANGELOG_FOLDER = re.compile(r"(?i)^(?:change-?logs?|release-?notes|releases|changes|whats-?new)$")
_VERSION = re.compile(
    r"(?i)(?:^|[\s\[(v/`])\d{1,4}\.\d{1,4}(?:\.\d{1,6}|\.x)?(?:[-.+]?[a-z]+\.?\d*)*|\b20\d\d-\d\d-\d\d\b"
)
_UNRELEASED = re.compile(r"(?i)\bunreleased\b|^next\b")
_FOLDER = re.compile(
    r"(?i)^(?:adrs?|decisions?|decision-records?|architecture-decisions?|architectural-decisions?|rfcs?|design-decisions?)$"
)
_NUMBERED = re.compile(r"(?i)^(?:adr|rfc)?[-_ ]?(?:\d{2,5}|20\d{6}|20\d\d-\d\d-\d\d)(?:[-_. ]|$)")
_PARTS = [re.compile(rf"(?i)^[\W\d_]*(?:{each})") for each in (
    r"status|state|accepted|date", r"context|problem|background|motivation|summary|why", r"decision|proposal|solution|design|outcome",
    r"consequence|drawback|alternative|options|considered|trade-?offs?|rationale|pros and cons",
)]  # fmt: skip
_DECISION = re.compile(r"(?i)^(?:[\W\d_]*)(?:adr|decision|rfc)[-_ #:]*\d{1,4}\b|^(?:ad|d)-?\d{1,3}\b")
_DECISIONS = re.compile(
    r"(?i)\b(?:(?:architectur\w*|design|technical|key) decisions?(?: records?| log)?|decision (?:records?|log)|adrs?)\b"
)


def is_changelog(document: Document, place: Place) -> bool:
    return bool(
        _CHANGELOG.match(place.stem)
        or _CHANGELOG.match(document.title)
        or (place.folders and _CHANGELOG_FOLDER.match(place.folders[-1]))
    )


def changelog(document: Document, place: Place) -> Found:
    """Full with a version that has entries; a part where only what is not released has; else a stub."""
    title = document.title or place.stem
    words = document.words
    in_folder = bool(place.folders and _CHANGELOG_FOLDER.match(place.folders[-1]))
    versions = [section for section in document.headings if _VERSION.search(section.title)]
    entries = [section for section in versions if section.total >= 3]
    if in_folder and words >= 15 and (_VERSION.search(place.stem) or _VERSION.search(document.title)):
        return Found("changelog", "full", title, 1, words)
    if entries and (len(entries) >= 2 or words >= 20):
        return Found("changelog", "full", title, 1, words)
    # Without headings: `1.2.0 (2024-05-01)` as lines of text.
    lines = [line for section in document.sections for text in section.prose for line in text.split("\n")]
    dated = [line for line in lines if len(line) < 80 and _VERSION.search(line[:30])]
    if len(dated) >= 2 and words >= 40:
        return Found("changelog", "full", title, 1, words)
    is_begun = any(_UNRELEASED.search(section.title) and section.total >= 15 for section in document.headings)
    return Found("changelog", "section" if is_begun else "stub", title, 1, words)


def decisions(document: Document, place: Place) -> Found | None:
    """One record of a decision (kind `decision-record`), or a document that holds several (`decision-records`)."""
    title = document.title or place.stem
    several = [section for section in document.headings if _DECISION.search(section.title)]
    if len(several) >= 2:
        told = [section for section in several if section.total >= 15]
        return Found("decision-records", "full" if len(told) >= 2 else "stub", title, 1, document.words)
    is_filed = any(_FOLDER.match(folder) for folder in place.folders[-2:])
    name = place.parts[-1]
    is_numbered = bool(_NUMBERED.match(name))
    parts = _told(document)
    is_record = parts >= 3 or (parts >= 2 and (is_filed or is_numbered)) or (is_filed and is_numbered)
    if (
        is_record
        and (is_filed or is_numbered or re.match(r"(?i)adr\b", place.stem))
        and "template" not in name.lower()
    ):
        text = document.prose
        is_told = document.words >= 40 and not is_template(text, document.words)
        return Found("decision-record", "full" if is_told else "stub", title, 1, document.words)
    if is_filed or not _DECISIONS.search(document.title + " " + place.stem):
        return _section(document)
    told = [section for section in document.headings[1:] if section.total >= 15]
    if len(told) >= 2 and document.words >= MINIMUM_WORDS:
        return Found("decision-records", "full", title, 1, document.words)
    return Found("decision-records", "stub", title, 1, document.words)


def _section(document: Document) -> Found | None:
    for section in document.headings:
        if _DECISIONS.search(section.title):
            strength = "section" if section.total >= 40 else "stub"
            return Found("decision-records", strength, section.title, section.line, section.total)
    return None


def _told(document: Document) -> int:
    """How many of status, context, decision and consequences have a heading or a labelled line."""
    titles = [section.title for section in document.headings]
    titles += [text[:40] for text in _labels(document.sections[:6])]
    return sum(1 for part in _PARTS if any(part.search(title) for title in titles))


def _labels(sections: list[Section]) -> list[str]:
    return [text for section in sections for text in section.prose[:6] if ":" in text[:40]]
