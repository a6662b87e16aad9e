"""Files of the repository that a document names: relative links, and paths in code quotes."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from .place import Place
from .text import Document

MAXIMUM_LINKS = 300
# Sites give pages other addresses than their files have: only names with these endings surely mean files.
_ENDINGS = {
    "md", "rst", "adoc", "py", "go", "sh", "erl", "hrl", "ex", "rs", "java", "kt", "rb", "c", "h", "cpp", "sql", "yml", "yaml",
    "toml", "proto", "tf", "cfg", "ini", "conf", "mk", "service", "dockerfile",
}  # fmt: skip
_PATH = re.compile(r"^(?:\./)?[A-Za-z0-9_.-]{1,80}(?:/[A-Za-z0-9_.-]{1,80}){1,12}$")
# What stands beside a path that need not be there.
_NOT_THERE = re.compile(
    r"(?i)\b(?:creat\w+|add(?:s|ed|ing)?|new|remov\w+|delet\w+|renam\w+|mov(?:e|ed|ing)|generat\w+|e\.g|example|for instance|such as|output\w*|writ\w+"
    r"|will|would|should|your|optional\w*|if present|if it exists|ignored|was|were|former\w*|old|previous\w*|future|planned|todo|upstream|copy|copied|build|built)\b"
)


@dataclass(frozen=True)
class Link:
    """`path` is from the repository's root; of `form` code it may be relative to the document's folder, too."""

    path: str
    form: str
    line: int


def links(document: Document, place: Place, lines: list[str]) -> Iterator[Link]:
    """Each file once, at its first place; at most 300."""
    seen: set[str] = set()
    if place.is_template:
        return
    for line, target in document.links:
        if (path := _linked(target, place)) and path not in seen and len(seen) < MAXIMUM_LINKS:
            seen.add(path)
            yield Link(path, "link", line)
    for line, text in document.quoted:
        path = text.strip()
        if not _PATH.match(path) or path.rpartition(".")[2].lower() not in _ENDINGS or ".." in path:
            continue
        path = posixpath.normpath(path)
        around = " ".join(lines[max(0, line - 1) : line + 1])
        if path in seen or len(seen) >= MAXIMUM_LINKS or len(path) > 180 or _NOT_THERE.search(around):
            continue
        seen.add(path)
        yield Link(path, "code", line)


def _linked(target: str, place: Place) -> str | None:
    plain = unquote(target.split("#")[0].split("?")[0]).strip()
    if (
        not plain
        or plain[0] in "/<#{$"
        or "://" in plain
        or ":" in plain
        or "\\" in plain
        or len(plain) > 180
    ):
        return None
    if any(each in plain for each in "{}<>*$%\n ") or plain.rpartition(".")[2].lower() not in _ENDINGS:
        return None
    path = posixpath.normpath(posixpath.join(place.folder, plain))
    return None if path.startswith("..") else path
