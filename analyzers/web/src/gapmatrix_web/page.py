"""What a page or template loads from other hosts, its language, and what of it has no text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from .tags import MAXIMUM_TAGS, Tag, tags

_HOST = re.compile(r"(?i)(?:https?:)?//([^/\s\"'?#]+)")
# Kinds of links that run or style something.
_RUNNING = {"stylesheet", "modulepreload"}
_SILENT = {"hidden", "submit", "button", "reset", "image"}
_NAMES = ("aria-label", "aria-labelledby", "title")


@dataclass(frozen=True)
class Foreign:
    """A script or style of another host."""

    line: int
    host: str
    has_integrity: bool


class Page:
    """A page or template."""

    def __init__(self, text: str) -> None:
        self.foreign: list[Foreign] = []
        # Lines of `<html>` with and without a language.
        self.language: int | None = None
        self.without_language: int | None = None
        self._images: list[tuple[int, str]] = []
        self._controls: list[tuple[int, str, str | None]] = []
        self._labelled: set[str] = set()
        self._labels = 0
        for tag in islice(tags(text), MAXIMUM_TAGS):
            self._read(tag)

    def without_text(self) -> list[tuple[int, str]]:
        """Images without an alternative text, and fields without a label, with their lines."""
        fields = [
            (line, tag)
            for line, tag, name in self._controls
            if name is None or (name not in self._labelled and "{" not in name)
        ]
        return sorted(self._images + fields)

    def _read(self, tag: Tag) -> None:
        values = tag.attributes
        if tag.is_end:
            self._labels -= tag.name == "label" and self._labels > 0
        elif tag.name == "html":
            if values.get("lang") or values.get("xml:lang"):
                self.language = self.language or tag.line
            elif not tag.is_computed:
                self.without_language = self.without_language or tag.line
        elif tag.name in ("script", "link"):
            self._load(tag)
        elif tag.name == "label":
            self._labels += 1
            self._labelled.add(values.get("for", ""))
        elif tag.name == "img":
            if not tag.is_computed and "alt" not in values and values.get("role") != "presentation":
                self._images.append((tag.line, tag.name))
        elif tag.name in ("input", "select", "textarea"):
            self._control(tag)

    def _load(self, tag: Tag) -> None:
        values = tag.attributes
        if tag.name == "link" and not _RUNNING & set(values.get("rel", "").lower().split()):
            return
        match = _HOST.match(values.get("src" if tag.name == "script" else "href", ""))
        if match is not None and not match.group(1).startswith(("{", "$", "<%")):
            self.foreign.append(Foreign(tag.line, match.group(1), bool(values.get("integrity"))))

    def _control(self, tag: Tag) -> None:
        values = tag.attributes
        if tag.is_computed or self._labels or values.get("type", "").lower() in _SILENT:
            return
        if not any(values.get(name) for name in _NAMES):
            self._controls.append((tag.line, tag.name, values.get("id") or None))
