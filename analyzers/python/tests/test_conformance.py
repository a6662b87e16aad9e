"""The protocol, over pipes, as the host speaks it."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SOURCES = Path(__file__).parent.parent / "src"
HELLO = {
    "type": "hello",
    "protocol": 2,
    "limits": {"line_bytes": 1 << 20, "file_bytes": 1 << 20, "seconds": 30},
}


def converse(*lines: object) -> tuple[int, list[dict[str, Any]], str]:
    """Writes lines, ends the input, and returns the exit status, the answers and the standard error."""
    written = b"".join(
        (line if isinstance(line, bytes) else json.dumps(line).encode()) + b"\n" for line in lines
    )
    process = subprocess.run(
        [sys.executable, "-m", "gapmatrix_python"],
        input=written,
        capture_output=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(SOURCES)},
        check=False,
    )
    return (
        process.returncode,
        [json.loads(line) for line in process.stdout.splitlines()],
        process.stderr.decode(),
    )


def analyze(request: int, content: str, path: str = "app.py", **file: str) -> dict[str, Any]:
    return {"type": "analyze", "id": request, "files": [{"path": path, "content": content, **file}]}


def name_of(answer: dict[str, Any], symbol: list[Any]) -> Any:
    return answer["refs"][symbol[0] - 1] if isinstance(symbol[0], int) else symbol[0]


def test_handshake() -> None:
    status, answers, _ = converse(HELLO, {"type": "shutdown"})
    assert status == 0
    assert answers == [{"type": "hello", "protocol": 2, "name": "python", "version": "1.0.0"}]


def test_end_of_input_ends_the_analyzer() -> None:
    status, answers, errors = converse(HELLO)
    assert (status, len(answers), errors) == (0, 1, "")


def test_two_requests_at_once() -> None:
    _, answers, _ = converse(HELLO, analyze(7, "x = 1\n"), analyze(8, "y = 2\n"))
    assert [(answer["id"], name_of(answer, answer["symbols"][0])) for answer in answers[1:]] == [
        (7, "x"),
        (8, "y"),
    ]


def test_nothing_is_answered_after_shutdown() -> None:
    _, answers, _ = converse(HELLO, {"type": "shutdown"}, analyze(1, ""))
    assert len(answers) == 1


def test_unknown_messages_and_fields_are_ignored() -> None:
    status, answers, _ = converse(HELLO, {"type": "later"}, {**analyze(1, "x = 1\n"), "more": True})
    assert (status, answers[1]["type"]) == (0, "facts")


@pytest.mark.parametrize("line", [b"{", b"[]", b"\xff\xfe", b"null"])
def test_a_malformed_line_ends_the_analyzer(line: bytes) -> None:
    status, answers, errors = converse(HELLO, line, analyze(1, ""))
    assert status == 2
    assert len(answers) == 1
    assert "gapmatrix-python: a line is not" in errors


def test_base64() -> None:
    content = base64.b64encode(b"# -*- coding: latin-1 -*-\nname = '\xe9t\xe9'\n").decode()
    path = base64.b64encode(b"caf\xe9/app.py").decode()
    request = {
        "type": "analyze",
        "id": 1,
        "files": [{"path_base64": path, "content": content, "encoding": "base64"}],
    }
    _, answers, _ = converse(HELLO, request)
    assert answers[1]["symbols"][0][8][0] == "été"
    assert answers[1]["namespace"]["name"] == "caf\ufffd/app"


@pytest.mark.parametrize(
    "files",
    [
        [],
        [{}],
        [{"path": "a.py"}],
        [{"path": "a.py", "content": "!", "encoding": "base64"}],
        [1],
        None,
        [{}, {}],
    ],
)
def test_a_request_without_a_file_fails_alone(files: object) -> None:
    status, answers, _ = converse(HELLO, {"type": "analyze", "id": 1, "files": files}, analyze(2, ""))
    assert [(answer["type"], answer["id"]) for answer in answers[1:]] == [("failure", 1), ("facts", 2)]
    assert (answers[1]["kind"], status) == ("unsupported", 0)


def test_an_answer_longer_than_a_line_may_be_fails() -> None:
    hello = {**HELLO, "limits": {"line_bytes": 1000}}
    _, answers, _ = converse(hello, analyze(1, "".join(f"x{n} = {n}\n" for n in range(100))))
    assert (answers[1]["type"], answers[1]["kind"]) == ("failure", "limit")


def test_line_separators_inside_strings_are_data() -> None:
    _, answers, _ = converse(
        HELLO, json.dumps(analyze(1, "x = 'a\u2028b\u0085c'\n"), ensure_ascii=False).encode()
    )
    assert answers[1]["symbols"][0][8][0] == "a\u2028b\u0085c"


def test_the_manifest_names_this_analyzer() -> None:
    manifest = json.loads((SOURCES.parent / "analyzer.json").read_text("utf-8"))
    _, answers, _ = converse(HELLO)
    assert {key: manifest[key] for key in ("name", "version", "protocol")} == {
        key: answers[0][key] for key in ("name", "version", "protocol")
    }


NESTED = {
    "attributes": "x = a" + ".b" * 10_000,
    "calls": "x = a" + "()" * 10_000,
    "parentheses": "x = " + "(" * 10_000 + ")" * 10_000,
    "sum": "x = " + "+".join(["a"] * 10_000),
    "negations": "x = " + "not " * 10_000 + "a",
    "lambdas": "x = " + "lambda: " * 10_000 + "1",
    "conditionals": "x = " + "a if b else " * 10_000 + "c",
    "branches": "".join(" " * n + "if a:\n" for n in range(2_000)),
    "elifs": "if a: pass\n" + "".join(f"elif b{n}: f()\n" for n in range(5_000)),
}


@pytest.mark.parametrize("name", NESTED)
def test_deep_nesting_is_answered(name: str) -> None:
    status, answers, _ = converse(HELLO, analyze(1, NESTED[name] + "\n"), analyze(2, "x = 1\n"))
    assert status == 0
    assert answers[1]["type"] in ("facts", "failure")
    assert answers[2]["type"] == "facts"
