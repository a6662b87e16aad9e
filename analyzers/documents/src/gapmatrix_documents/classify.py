"""Says of what kinds a document is: by its title, its folder, its sections, and what it speaks of."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from .kinds import FOLDERS, KINDS, TITLES, Kind
from .place import Place
from .substance import is_full, is_promised, is_section
from .text import Document, Section

_MAXIMUM_SEARCHED = 200_000
ROUTE = re.compile(
    r"\b(GET|POST|PUT|PATCH|DELETE)\b[\s`*|:\\]{1,6}(?:https?://[\w.:{}<>$-]+)?(/[\w/{}<>:.*$~@-]*)"
)
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_ENDPOINTS = re.compile(r"(?i)endpoints?")
_GENERATED = re.compile(
    r"(?m)^\s*(?:\.\. (?:auto(?:module|class|function|method|api\w*|doc\w*|summary)|click|openapi|swaggerv2doc)::|::: [\w.]+\s*$)"
)

# A page of a manual on functions: `shop_order(3)`.
_MANUAL = re.compile(r"^[\w.:+-]+\(\s*[23]\w{0,3}\s*\)$")
# What is done with an interface is no reference of it.
_TESTING = re.compile(r"(?i)\b(tests?|testing|dredd|postman|newman|benchmark\w*|load)\b")
_INTERFACE = re.compile(r"(?i)\b(?:apis?|endpoints?|routes?|interface|reference|protocol|rest|http)\b")
# Headings with these names are often about something else: they must speak of more.
_COMMON = {
    "security-policy",
    "api-reference",
    "contributing",
    "deployment-guide",
    "upgrade-guide",
    "operator-guide",
}


# Documents that only count whole where they speak of the product as a whole.
_OF_THE_WHOLE = {"architecture-document", "upgrade-guide"}
# A playbook of Ansible's is a program.
_PROGRAM = re.compile(r"(?i)\bansible|^\s*- hosts:|\binventory\b")


@dataclass(frozen=True)
class Found:
    """`strength` is full, section (a part of another document) or stub."""

    kind: str
    strength: str
    title: str
    line: int
    words: int


def classify(document: Document, place: Place, text: str) -> list[Found]:
    """The kinds of a document, the whole ones first; one finding a kind."""
    whole = "\n".join([*(section.title for section in document.headings), _body(document.sections)])
    has_substance = cache(lambda words: is_full(document, words))
    names = [] if place.is_root_readme else _titles([document.title, place.stem])
    folders = [folder for folder in place.folders[-2:] if FOLDERS.match(folder.lower())]
    titles = set(_titles([section.title for section in document.headings]))
    titled = [section for section in document.headings if section.title in titles]
    found: list[Found] = []
    for kind in KINDS:
        result = _whole(kind, names, folders, document, place, whole, has_substance)
        result = result or _part(kind, document, titled)
        if kind.name == "api-reference" and (result is None or result.strength != "full"):
            result = _reference(document, place, whole, text) or result
        if result is not None:
            found.append(result)
    return sorted(found, key=lambda each: ("full", "section", "stub").index(each.strength))


def _titles(texts: list[str]) -> list[str]:
    """Those that are the title of some kind."""
    return [text for text in texts if text and TITLES.search(text.lower())]


def _whole(
    kind: Kind,
    names: list[str],
    folders: list[str],
    document: Document,
    place: Place,
    whole: str,
    has_substance: Callable[[int], bool],
) -> Found | None:
    is_titled = any(kind.is_title(name) for name in names)
    is_filed = any(kind.is_folder(folder) for folder in folders) and (
        place.is_in_documents or kind.name in ("runbook", "threat-model", "incident-response")
    )
    if not is_titled and not is_filed:
        return None
    title = document.title or place.stem
    if _is_program(kind, " ".join([*names, *folders]), whole):
        return None
    is_substantial = has_substance(kind.words)
    speaks = sum(1 for subject in kind.subjects if subject.search(whole)) >= kind.needed
    # What a package deep in the code says of itself is a section of the whole.
    is_whole = kind.name not in _OF_THE_WHOLE or not place.is_of_a_part
    if is_substantial and speaks:
        return Found(kind.name, "full" if is_whole else "section", title, 1, document.words)
    if not is_titled:
        return None
    return Found(
        kind.name, "section" if is_substantial and document.words >= 150 else "stub", title, 1, document.words
    )


def _is_program(kind: Kind, title: str, body: str) -> bool:
    named = title.lower()
    return (
        kind.name == "runbook"
        and "playbook" in named
        and "book" not in named.replace("playbook", "")
        and _PROGRAM.search(body) is not None
    )


def _part(kind: Kind, document: Document, titled: list[Section]) -> Found | None:
    best: Found | None = None
    for section in titled:
        if not kind.is_title(section.title) or is_promised(section):
            continue
        parts = document.within(section)
        body = _body(parts)
        if _is_program(kind, section.title, body):
            continue
        # What a program watches or calls is called an endpoint too.
        if (
            _ENDPOINTS.fullmatch(section.title.strip())
            and len({m.groups() for m in ROUTE.finditer(body)}) < 2
        ):
            continue
        subjects = sum(1 for subject in kind.subjects if subject.search(body))
        if subjects >= max(2, kind.needed - 1) and is_section(section, body):
            strength = "section"
        elif subjects >= (2 if kind.name in _COMMON else 1) and len(section.title.split()) <= 6:
            strength = "stub"
        else:
            continue
        one = Found(kind.name, strength, section.title, section.line, section.total)
        if best is None or (one.strength == "section", one.words) > (best.strength == "section", best.words):
            best = one
    return best


def _reference(document: Document, place: Place, whole: str, text: str) -> Found | None:
    """A document that lists an interface, whatever its title."""
    title = document.title or place.stem
    if place.ending in ("rst", "md") and _GENERATED.search(_without_examples(document, place, text)):
        return Found("api-reference", "full", title, 1, document.words)
    if _MANUAL.match(title.strip()) and document.words >= 20:
        return Found("api-reference", "full", title, 1, document.words)
    if _TESTING.search(title) or sum(map(whole.count, _METHODS)) < 5:
        return None
    if len({match.groups() for match in ROUTE.finditer(whole)}) < 5:
        return None
    is_about = not place.is_root_readme and _INTERFACE.search(f"{title} {place.stem}")
    return Found("api-reference", "full" if is_about else "section", title, 1, document.words)


def _without_examples(document: Document, place: Place, text: str) -> str:
    """The text, of Markdown without its blocks of code: an example of a directive makes nothing, one like `{eval-rst}` does."""
    text = text[:_MAXIMUM_SEARCHED]
    if place.ending != "md":
        return text
    lines = text.split("\n")
    for section in document.sections:
        for code in section.codes:
            if not code.language.startswith("{"):
                end = code.line - 1 + code.text.count("\n")
                lines[code.line - 1 : end] = [""] * (min(end, len(lines)) - min(code.line - 1, len(lines)))
    return "\n".join(lines)


def _body(sections: list[Section]) -> str:
    parts: list[str] = []
    size = 0
    for section in sections:
        for text in (*section.prose, *(code.text[:4000] for code in section.codes)):
            parts.append(text)
            size += len(text)
            if size > _MAXIMUM_SEARCHED:
                return "\n".join(parts)
    return "\n".join(parts)
