"""Helm's own engine, in this process: a chart in memory in, rendered templates out; no network, no disk."""

from __future__ import annotations

import gzip
import io
import re
import tarfile
from dataclasses import dataclass
from typing import Any

import helm_python

MAXIMUM_MESSAGE = 400
# `(shop/templates/x.yaml:2:6)`, or `shop/templates/x.yaml:2:13` at the start of a line.
_PLACE = re.compile(r"(?:^|[\s(])([\w.+-][^\s:()\"]*?/[^\s:()\"]+):(\d+)(?::\d+)?[):\s]")
_RELEASE = re.compile(r"[^a-z0-9-]+")


@dataclass
class Refusal(Exception):
    """The engine's own error, with template and line if it names them; `stage`: chart, values or template."""

    stage: str
    message: str
    template: str | None = None
    line: int | None = None


def values_of(text: str) -> dict[str, Any]:
    """A values file, as Helm reads it."""
    try:
        values: dict[str, Any] = helm_python.values_from_yaml(text)
    except helm_python.HelmError as error:
        raise Refusal("values", _short(error)) from error
    return values


class Loaded:
    """A chart in the engine, to be closed. It may be rendered with several values."""

    def __init__(self, files: dict[str, bytes]) -> None:
        try:
            self._chart = helm_python.Chart.load_archive(_archive(files))
        except helm_python.HelmError as error:
            raise Refusal("chart", _short(error)) from error

    def close(self) -> None:
        self._chart.close()

    def render(self, values: dict[str, Any], release: str) -> dict[str, str]:
        """The rendered templates by name, `chart/templates/x.yaml`."""
        try:
            found: dict[str, str] = self._chart.render(values, name=release, namespace="default")
        except helm_python.HelmValuesError as error:
            raise Refusal("values", _short(error)) from error
        except helm_python.HelmError as error:
            message = str(error)
            place = _PLACE.search(message[:10_000] + "\n")
            raise Refusal(
                "template", _short(error), place[1] if place else None, int(place[2]) if place else None
            ) from error
        return found


def release_name(chart: str) -> str:
    """The release is called like the chart: what most charts then call their objects has no prefix."""
    return _RELEASE.sub("-", chart.lower()).strip("-")[:53].strip("-") or "release"


def _archive(files: dict[str, bytes]) -> bytes:
    """The chart packed, as the engine reads it from memory."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(f"chart/{name}")
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    # Stored, not packed: it is unpacked at once.
    return gzip.compress(packed.getvalue(), 0, mtime=0)


def _short(error: Exception) -> str:
    """An error in one line."""
    text = " ".join(str(error).split())
    return text if len(text) <= MAXIMUM_MESSAGE else text[:MAXIMUM_MESSAGE] + "…"
