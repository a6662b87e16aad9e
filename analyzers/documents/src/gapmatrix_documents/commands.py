"""Targets of build files that a document's code blocks tell to run."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .place import Place
from .text import Document

_SHELLS = {"", "sh", "bash", "shell", "console", "zsh", "shell-session", "shellsession", "text", "terminal"}
_TARGET = re.compile(r"^\s*[$#>%]?\s*(make)((?:\s+[a-zA-Z][\w.-]*)+)\s*(?:#.*|&&.*|\\)?$")
_ELSEWHERE = re.compile(r"(?:^|[\s;&])(?:cd|pushd|git\s+clone|docker|tar|wget|curl|ssh|\./configure|cmake)\b")
MAXIMUM_COMMANDS = 100


def commands(document: Document, place: Place) -> Iterator[tuple[list[str], str, int]]:
    """Words, directory and line; nothing of a block that goes elsewhere first."""
    directory = "" if place.is_in_documents else place.folder
    count = 0
    for section in document.sections:
        for code in section.codes:
            if code.language not in _SHELLS or len(code.text) > 20_000 or _ELSEWHERE.search(code.text):
                continue
            for number, line in enumerate(code.text.split("\n")):
                match = _TARGET.match(line[:300])
                if match and count < MAXIMUM_COMMANDS:
                    count += 1
                    yield [match.group(1), *match.group(2).split()], directory, code.line + number
