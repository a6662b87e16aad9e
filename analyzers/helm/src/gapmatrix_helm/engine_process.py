"""The process that holds Helm's engine: it reads questions, answers them, and ends when there are no more.

It is apart from the analyzer: what a template asks for may take all memory or never end. Then this process
is ended, and the chart alone is lost.
"""

from __future__ import annotations

import ctypes
import marshal
import os
import re
import resource
import signal
import struct
import sys
from typing import Any, BinaryIO

import helm_python

MAXIMUM_MEMORY = 1536 << 20
MAXIMUM_OUTPUT = 64 << 20
MAXIMUM_MESSAGE = 400
LENGTH = struct.Struct("<Q")
# `(shop/templates/x.yaml:2:6)`, or `shop/templates/x.yaml:2:13` at the start of a line.
_PLACE = re.compile(r"(?:^|[\s(])([\w.+-][^\s:()\"]*?/[^\s:()\"]+):(\d+)(?::\d+)?[):\s]")
_DEATH_OF_PARENT = 1


def main() -> int:
    """Serves standard input and output."""
    if sys.platform == "linux":
        # What is never done must not go on when nobody waits for it.
        ctypes.CDLL(None).prctl(_DEATH_OF_PARENT, signal.SIGKILL)
    resource.setrlimit(resource.RLIMIT_DATA, (MAXIMUM_MEMORY, MAXIMUM_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sink = os.fdopen(os.dup(1), "wb")
    # What is printed by accident breaks no answer.
    os.dup2(2, 1)
    charts: dict[int, Any] = {}
    while (question := read(sys.stdin.buffer)) is not None:
        answer = marshal.dumps(_answer(charts, *question))
        sink.write(LENGTH.pack(len(answer)))
        sink.write(answer)
        sink.flush()
    return 0


def read(source: BinaryIO) -> Any:
    """A message; None at the end."""
    head = source.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    return marshal.loads(source.read(LENGTH.unpack(head)[0]))


def _answer(charts: dict[int, Any], kind: str, *rest: Any) -> tuple[Any, ...]:
    """`done` with what was asked for, `refused` with the engine's own error, or `large`."""
    stage = kind
    try:
        if kind == "values":
            return ("done", helm_python.values_from_yaml(*rest))
        number = rest[0]
        if kind == "chart":
            charts[number] = helm_python.Chart.load_archive(rest[1])
            return ("done", None)
        if kind == "close":
            charts.pop(number).close()
            return ("done", None)
        stage = "template"
        texts: dict[str, str] = charts[number].render(rest[1], name=rest[2], namespace="default")
        return ("large",) if sum(map(len, texts.values())) > MAXIMUM_OUTPUT else ("done", dict(texts))
    except helm_python.HelmValuesError as error:
        return ("refused", "values", _short(error), None, None)
    except helm_python.HelmError as error:
        place = _PLACE.search(str(error)[:10_000] + "\n") if stage == "template" else None
        named = (place[1], int(place[2])) if place else (None, None)
        return ("refused", stage, _short(error), *named)


def _short(error: Exception) -> str:
    """An error in one line."""
    text = " ".join(str(error)[: 100 * MAXIMUM_MESSAGE].split())
    return text if len(text) <= MAXIMUM_MESSAGE else text[:MAXIMUM_MESSAGE] + "…"


if __name__ == "__main__":
    sys.exit(main())
