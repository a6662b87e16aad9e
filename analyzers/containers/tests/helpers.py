"""Facts of a text, for tests."""

from __future__ import annotations

import json
from typing import Any

from gapmatrix_kit.server import File

from gapmatrix_containers.analyze import analyze


def facts(path: str, text: str) -> dict[str, Any]:
    found = analyze([File(path, text, True)])
    json.dumps(found)
    return found


def commands(path: str, text: str) -> list[tuple[str, str]]:
    """What a Dockerfile's image runs, with each directory that may be its context."""
    found = facts(path, text)
    image = next(each["id"] for each in found["symbols"] if each["kind"] == "image")
    targets = [each["to"] for each in found["references"] if each["from"] == image and each["kind"] == "run"]
    return [
        (" ".join(each["command"]), each["directory"]) for to in targets for each in (to.get("any") or [to])
    ]


def signals(path: str, text: str, prefix: str = "") -> list[tuple[str, dict[str, Any]]]:
    return [
        (each["kind"], each.get("attributes", {}))
        for each in facts(path, text).get("signals", [])
        if each["kind"].startswith(prefix)
    ]
