"""From the one file of a request to its facts."""

from __future__ import annotations

from typing import Any

from gapmatrix_kit.facts import Facts
from gapmatrix_kit.server import Failure, File

from . import artifacts
from .place import Place
from .text import beginning

Json = dict[str, Any]
_CONFIGURATION = {"yml", "yaml", "json", "rules", "conf", "toml"}


def analyze(files: list[File]) -> Json:
    """Reads a document, an interface description, or the configuration of what watches the service."""
    file = files[0]
    if "\0" in file.text[:8_000]:
        raise Failure("unsupported", "it is no text")
    facts = Facts()
    place = Place(file.path)
    # What others wrote, and what only tests read, tells nothing of this project.
    if place.is_beside:
        return facts.message()
    text = file.text.replace("\r\n", "\n").replace("\r", "\n")
    if place.ending in _CONFIGURATION:
        artifacts.read(text, place, facts)
    elif place.ending == "proto":
        artifacts.read_proto(text, place, facts)
    elif place.parts[-1].startswith(".env."):
        from . import prose

        prose.read_sample(text, facts, place)
    else:
        # Its patterns take as long to compile as a hundred manifests to read: a process may never meet a document.
        from . import prose

        kept = beginning(text)
        if len(kept) < len(text):
            facts.diagnostic("info", f"only its first {len(kept)} of {len(text)} characters were read")
        prose.read(kept, place, facts)
    return facts.message()
