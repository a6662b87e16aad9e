"""The analyzer protocol: one JSON object a line, in and out."""

from __future__ import annotations

import gc
import sys
from typing import IO, Any

import orjson

from gapmatrix_python import NAME, PROTOCOL, VERSION
from gapmatrix_python.analysis import Failure, analyze
from gapmatrix_python.rows import packed

# The collector is off: trees hold no cycles, and looking for them costs a tenth of the time. What others
# leave behind is collected once in so many answers.
ANSWERS_BETWEEN_COLLECTIONS = 500


class ProtocolError(Exception):
    """The host sent what is no message."""


class Server:
    """Answers requests in the order they come."""

    def __init__(self, source: IO[bytes], sink: IO[bytes]) -> None:
        self._source = source
        self._sink = sink
        self._answers = 0
        self._line_bytes = 64 << 20

    def run(self) -> None:
        """Serves until `shutdown` or the end of input."""
        for line in self._source:
            if line.isspace():
                continue
            if not self._serve(_message(line)):
                return

    def _serve(self, message: dict[str, Any]) -> bool:
        kind = message.get("type")
        if kind == "hello":
            self._hello(message)
        elif kind == "analyze":
            self._send(self._answer(message))
            self._answers += 1
            if self._answers % ANSWERS_BETWEEN_COLLECTIONS == 0:
                gc.collect()
        elif kind == "shutdown":
            return False
        # Messages of other types are of a later version, and not for this one.
        return True

    def _hello(self, message: dict[str, Any]) -> None:
        if message.get("protocol") != PROTOCOL:
            text = f"the host speaks protocol {message.get('protocol')}, this analyzer speaks {PROTOCOL}"
            print(f"gapmatrix-python: {text}", file=sys.stderr)
        limits = message.get("limits")
        if isinstance(limits, dict) and isinstance(limits.get("line_bytes"), int):
            self._line_bytes = limits["line_bytes"]
        self._send(orjson.dumps({"type": "hello", "protocol": PROTOCOL, "name": NAME, "version": VERSION}))

    def _answer(self, message: dict[str, Any]) -> bytes:
        request = message.get("id")
        try:
            answer = _dumps(packed(analyze(*_file(message)).message(request)))
        except Failure as failure:
            return _failure(request, failure.kind, failure.message)
        except RecursionError:
            return _failure(request, "limit", "the code is nested too deeply")
        except MemoryError:
            return _failure(request, "limit", "the file needs more memory than there is")
        except Exception as error:
            # One file must not end the process. The host is told; the traceback is for whoever repairs it.
            sys.excepthook(type(error), error, error.__traceback__)
            return _failure(request, "internal", f"{type(error).__name__}: {error}")
        if len(answer) >= self._line_bytes:
            return _failure(request, "limit", f"the facts take {len(answer)} bytes")
        return answer

    def _send(self, line: bytes) -> None:
        self._sink.write(line)
        self._sink.write(b"\n")
        self._sink.flush()


def _message(line: bytes) -> dict[str, Any]:
    try:
        message = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise ProtocolError(f"a line is not JSON: {error}") from error
    if not isinstance(message, dict):
        raise ProtocolError("a line is not a JSON object")
    return message


def _file(message: dict[str, Any]) -> tuple[str, str | bytes]:
    """The path and content of the one file of a request."""
    files = message.get("files")
    if not isinstance(files, list) or len(files) != 1 or not isinstance(files[0], dict):
        raise Failure("unsupported", "a request holds exactly one file")
    file = files[0]
    path = file.get("path")
    try:
        if not isinstance(path, str):
            path = _base64(file["path_base64"]).decode("utf-8", "replace")
        content = file["content"]
        if file.get("encoding") == "base64":
            return path, _base64(content)
    except (KeyError, TypeError, ValueError) as error:
        raise Failure("unsupported", f"the file cannot be read: {error!r}") from error
    if not isinstance(content, str):
        raise Failure("unsupported", "the content is not text")
    return path, content


def _base64(text: Any) -> bytes:
    import base64

    return base64.b64decode(text, validate=True)


def _failure(request: object, kind: str, message: str) -> bytes:
    failure = {"type": "failure", "id": request, "kind": kind, "message": _clean(message[:1000])}
    return orjson.dumps(failure)


def _dumps(message: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(message)
    except TypeError:
        # A lone surrogate of a hostile identifier or string is no UTF-8.
        return orjson.dumps(_clean(message))


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, list):
        return [_clean(each) for each in value]
    if isinstance(value, dict):
        return {_clean(key): _clean(each) for key, each in value.items()}
    return value
