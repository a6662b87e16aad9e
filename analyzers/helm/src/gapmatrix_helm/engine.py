"""Helm's own engine: a chart in memory in, rendered templates out; no network, bounded time and memory."""

from __future__ import annotations

import gzip
import io
import itertools
import marshal
import os
import re
import select
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from time import monotonic
from typing import Any

from .engine_process import LENGTH

# Seconds for all that is asked of the engine about one chart; the host gives thirty for an answer.
PATIENCE = 20.0
_RELEASE = re.compile(r"[^a-z0-9-]+")


@dataclass
class Refusal(Exception):
    """The engine's own error, with template and line if it names them; `stage`: chart, values or template."""

    stage: str
    message: str
    template: str | None = None
    line: int | None = None


class Exhausted(Exception):
    """What a chart asks for takes more memory or time than it may; the engine was ended."""


class _Engine:
    """The engine's process, started when it is first asked and again when it was ended."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._end = 0.0
        # Charts of a process that was ended are gone.
        self.generation = 0

    def begin(self) -> None:
        """A new chart: its time runs from now on."""
        self._end = monotonic() + PATIENCE

    def ask(self, *question: Any) -> Any:
        """The engine's answer; raises Refusal or Exhausted."""
        process = self._process or self._start()
        try:
            answer = self._answer(process, marshal.dumps(question))
        except Exhausted:
            self._stop()
            raise
        if answer[0] == "refused":
            raise Refusal(*answer[1:])
        if answer[0] == "large":
            raise Exhausted("it renders more text than is read")
        return answer[1]

    def _start(self) -> subprocess.Popen[bytes]:
        isolated = ["-I"] if sys.flags.isolated else []
        environment = dict(os.environ) if isolated else os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        self._process = subprocess.Popen(
            [sys.executable, *isolated, "-m", "gapmatrix_helm.engine_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            bufsize=0,
        )
        return self._process

    def _stop(self) -> None:
        if (process := self._process) is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()
        self._process = None
        self.generation += 1

    def _answer(self, process: subprocess.Popen[bytes], question: bytes) -> Any:
        source, sink = process.stdout, process.stdin
        if source is None or sink is None:
            raise Exhausted("the engine cannot be asked")
        try:
            for part in (LENGTH.pack(len(question)), question):
                rest = memoryview(part)
                while rest:
                    rest = rest[sink.write(rest) or 0 :]
        except BrokenPipeError as error:
            raise Exhausted("the engine has ended") from error
        (size,) = LENGTH.unpack(self._read(source.fileno(), LENGTH.size))
        return marshal.loads(self._read(source.fileno(), size))

    def _read(self, descriptor: int, size: int) -> bytes:
        parts: list[bytes] = []
        while size:
            left = max(0.1, self._end - monotonic())
            if not select.select([descriptor], [], [], left)[0]:
                raise Exhausted("it takes more time than it may")
            part = os.read(descriptor, min(size, 1 << 20))
            if not part:
                raise Exhausted("it takes more memory than it may")
            parts.append(part)
            size -= len(part)
        return b"".join(parts)


_engine = _Engine()
_numbers = itertools.count(1)


def begin() -> None:
    """What is asked from now on is about a new chart."""
    _engine.begin()


def values_of(text: str) -> dict[str, Any]:
    """A values file, as Helm reads it."""
    values: dict[str, Any] = _engine.ask("values", text)
    return values


class Loaded:
    """A chart in the engine, to be closed. It may be rendered with several values."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self._number = next(_numbers)
        _engine.ask("chart", self._number, _archive(files))
        self._generation = _engine.generation

    def close(self) -> None:
        if self._generation == _engine.generation:
            _engine.ask("close", self._number)

    def render(self, values: dict[str, Any], release: str) -> dict[str, str]:
        """The rendered templates by name, `chart/templates/x.yaml`."""
        found: dict[str, str] = _engine.ask("render", self._number, values, release)
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
