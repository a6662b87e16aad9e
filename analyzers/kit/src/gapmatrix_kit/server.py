"""The analyzer protocol (docs/protocol.md): one JSON object a line, in and out."""

from __future__ import annotations

import base64
import gc
import importlib
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any

import orjson

from gapmatrix_kit.rows import packed

PROTOCOL = 2
STACK_BYTES = 256 << 20
RECURSION_LIMIT = 20_000
Json = dict[str, Any]


class Failure(Exception):
    """There are no facts for this request. `kind` is syntax, unsupported, limit or internal."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message


@dataclass(frozen=True)
class File:
    """A file of a request. Bytes that are no UTF-8 are replaced in `text`; then `is_text` says so, and `raw` has them.

    `production` is its place, from 1, among the values files that production uses, as the user says; 0 for any other.
    """

    path: str
    text: str
    is_text: bool
    raw: bytes | None = None
    production: int = 0


Analyze = Callable[[list[File]], Json]


def main(name: str, version: str, analyze: Analyze) -> int:
    """Serves standard input and output; the exit status tells whether the host kept to the protocol.

    `analyze` gets the files of a request and returns the members of a `facts` message, with objects where the
    protocol has rows.
    """
    # Facts go to a descriptor of their own, so that nothing printed by accident can break a line.
    sink = os.fdopen(os.dup(1), "wb", buffering=1 << 20)
    os.dup2(2, 1)
    status = 1

    def serve() -> None:
        nonlocal status
        try:
            _Server(name, version, analyze, sys.stdin.buffer, sink).run()
            status = 0
        except (orjson.JSONDecodeError, TypeError) as error:
            print(f"gapmatrix-{name}: a line is no message: {error}", file=sys.stderr)
            status = 2
        except BrokenPipeError:
            print(f"gapmatrix-{name}: the host closed the pipe", file=sys.stderr)

    # What was imported stays; a collection looks at what an answer is made of, of which next to nothing hangs in cycles.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    sys.setrecursionlimit(RECURSION_LIMIT)
    threading.stack_size(STACK_BYTES)
    worker = threading.Thread(target=serve)
    worker.start()
    worker.join()
    return status


class _Server:
    def __init__(self, name: str, version: str, analyze: Analyze, source: IO[bytes], sink: IO[bytes]) -> None:
        self._name = name
        self._version = version
        # By the name that a request bears; the others that share this environment are imported when they are asked.
        self._analyzers: dict[str | None, Analyze] = {None: analyze, name: analyze}
        self._source = source
        self._sink = sink
        self._line_bytes = 64 << 20

    def run(self) -> None:
        """Serves until `shutdown` or the end of input."""
        for line in self._source:
            if line.isspace():
                continue
            message = orjson.loads(line)
            if not isinstance(message, dict):
                raise TypeError("not an object")
            kind = message.get("type")
            if kind == "hello":
                self._hello(message)
            elif kind == "analyze":
                self._send(self._answer(message))
            elif kind == "shutdown":
                return

    def _hello(self, message: Json) -> None:
        limits = message.get("limits")
        if isinstance(limits, dict) and isinstance(limits.get("line_bytes"), int):
            self._line_bytes = limits["line_bytes"]
        hello = {"type": "hello", "protocol": PROTOCOL, "name": self._name, "version": self._version}
        self._send(orjson.dumps(hello))

    def _answer(self, message: Json) -> bytes:
        request = message.get("id")
        try:
            facts = self._analyzer(message.get("analyzer"))(_files(message))
            answer = _dumps({"type": "facts", "id": request, **packed(facts)})
        except Failure as failure:
            return _failure(request, failure.kind, failure.message)
        except RecursionError:
            return _failure(request, "limit", "it is nested too deeply")
        except MemoryError:
            return _failure(request, "limit", "it needs more memory than there is")
        except Exception as error:
            # One file must not end the process. The host is told; the traceback is for whoever repairs it.
            sys.excepthook(type(error), error, error.__traceback__)
            return _failure(request, "internal", f"{type(error).__name__}: {error}")
        if len(answer) >= self._line_bytes:
            return _failure(request, "limit", f"the facts take {len(answer)} bytes")
        return answer

    def _analyzer(self, name: object) -> Analyze:
        if name is not None and not (isinstance(name, str) and name.isidentifier()):
            raise Failure("unsupported", f"no analyzer has the name {name!r}")
        known = self._analyzers.get(name)
        if known is None:
            module = f"gapmatrix_{name}.analyze"
            try:
                known = importlib.import_module(module).analyze
            except ModuleNotFoundError as error:
                raise Failure("unsupported", f"the analyzer {name} is not installed: {error}") from error
            self._analyzers[name] = known
        return known

    def _send(self, line: bytes) -> None:
        self._sink.write(line)
        self._sink.write(b"\n")
        self._sink.flush()


def _files(message: Json) -> list[File]:
    files = message.get("files")
    if not isinstance(files, list) or not files:
        raise Failure("unsupported", "a request holds files")
    try:
        return [_file(each) for each in files]
    except (KeyError, TypeError, ValueError) as error:
        raise Failure("unsupported", f"a file cannot be read: {error!r}") from error


def _file(file: Json) -> File:
    path = file.get("path")
    if not isinstance(path, str):
        path = base64.b64decode(file["path_base64"], validate=True).decode("utf-8", "replace")
    content = file["content"]
    production = file.get("production", 0)
    if not isinstance(production, int):
        raise TypeError("production is not a number")
    if file.get("encoding") == "base64":
        raw = base64.b64decode(content, validate=True)
        return File(path, raw.decode("utf-8", "replace"), False, raw, production)
    if not isinstance(content, str):
        raise TypeError("the content is not text")
    return File(path, content, True, None, production)


def _failure(request: object, kind: str, message: str) -> bytes:
    return _dumps({"type": "failure", "id": request, "kind": kind, "message": message[:1000]})


def _dumps(message: Json) -> bytes:
    try:
        return orjson.dumps(message)
    except TypeError:
        # A lone surrogate of a hostile name is no UTF-8.
        return orjson.dumps(_clean(message))


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, list):
        return [_clean(each) for each in value]
    if isinstance(value, dict):
        return {_clean(key): _clean(each) for key, each in value.items()}
    return value
