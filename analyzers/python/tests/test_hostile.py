"""Input that somebody made to hurt, or a program made without a thought. The next file is answered as ever.

What takes more than linear time would run into the time limit of the process.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest
from test_conformance import analyze, converse, name_of

MANY = 10_000


def lines(line: str, times: int = MANY) -> str:
    """A line as often as said, with its number in place of `#`."""
    return "".join(line.replace("#", str(number)) for number in range(times))


def of_bytes(line: str, size: int) -> str:
    return lines(line, size // len(line.replace("#", "00000")))


HANDLER = """def handler_#(request, key=None):
    value = table.get('item_#', #)
    if value is None:
        return client.fetch('/items/#', timeout=#)
    return [value, {'id': #, 'name': 'n#'}]
"""
# Name -> the text, and the number of symbols of its facts; None where they may be partial or missing.
CASES: dict[str, tuple[Callable[[], str], int | None]] = {
    "5 MB of generated code": (lambda: of_bytes(HANDLER, 5_000_000), None),
    "5 MB of data": (lambda: "DATA = {\n" + of_bytes("    'key#': ['v#', #, None],\n", 5_000_000) + "}\n", 1),
    "1 MB in one line": (lambda: of_bytes("a#=f(#,b#);", 1_000_000), None),
    "1 MB in one expression": (lambda: "d={" + of_bytes("'k#':g(#),", 1_000_000) + "}", 1),
    "1 MB in one string": (lambda: "x = '" + "a" * 1_000_000 + "'", 1),
    "1 MB in one name": (lambda: "x" * 1_000_000 + " = 1", 1),
    "methods of one name": (
        lambda: "class A:\n" + lines("    def run(self):\n        self.a(#)\n"),
        MANY + 1,
    ),
    "functions of one name": (lambda: lines("if a#:\n    def run(x):\n        return run(x)\n"), MANY),
    "assignments of one name": (lambda: lines("if a#:\n    x = C#()\n") + "x.run()\n", 1),
    "fields of one name": (lambda: "class A:\n    def f(self):\n" + lines("        self.x = C#()\n"), 3),
    "imports of all names": (lambda: lines("from m# import *\n") + lines("u#()\n"), None),
    "secrets": (lambda: lines("password_# = 'Xk#93jd8aJ!#'\n") + lines("f('text #')\n"), MANY),
    "optional secrets": (
        lambda: "def f(t):\n" + lines("  k# = settings.api_key\n  if not k#: return None\n") + "  raise X\n",
        1,
    ),
    "attempts in a loop": (
        lambda: (
            "def f():\n  while a:\n    time.sleep(b)\n"
            + lines("    time.sleep(c#)\n    try:\n      g#()\n    except E:\n      h()\n")
        ),
        1,
    ),
    "members": (lambda: "x = a" + ".b" * MANY, 1),
    "members beyond all bounds": (lambda: "x = a" + ".b" * 50 * MANY + "\ny = 1", None),
    "calls": (lambda: "x = a" + ".b()" * MANY, 1),
    "calls beyond all bounds": (lambda: "x = a" + "()" * 15 * MANY + "\ny = 1", None),
    "sums": (lambda: "x = " + "a() + " * 10 * MANY + "c", 1),
    "brackets": (lambda: "x = " + "[" * MANY + "]" * MANY + "\ny = 1", None),
    "negations": (lambda: "x = " + "not " * MANY + "y\ny = 1", None),
    "functions in an expression": (lambda: "x = " + "lambda: " * MANY + "y\ny = 1", None),
    "conditions": (lambda: "if a:\n  b()\n" + lines("elif a#:\n  b#()\n"), None),
    "blocks": (
        lambda: "".join(" " * level + "if a:\n" for level in range(999)) + " " * 999 + "b()\n",
        None,
    ),
    "syntax errors": (lambda: lines("x# = = 1\n"), None),
    "null bytes": (lambda: "x = 1\0\n" + "\0" * 1_000_000 + "import os\0\n", 2),
    "control characters": (lambda: "\x01\x02)(*&^%$" * MANY, None),
    "digits": (lambda: "x = " + "9" * 100_000 + "\ny = 1", None),
}


def answers(*requests: dict[str, Any]) -> list[dict[str, Any]]:
    status, found, _ = converse(*requests)
    assert status == 0
    return found


@pytest.mark.parametrize("name", CASES)
def test_answered_within_bounds(name: str) -> None:
    make, symbols = CASES[name]
    hostile, next_one = answers(analyze(1, make()), analyze(2, "import json\n\ndef f(): json.dumps(1)\n"))
    assert hostile["id"] == 1
    if symbols is not None:
        assert len(hostile["symbols"]) == symbols
    elif hostile["type"] == "failure":
        assert hostile["kind"] in ("syntax", "limit")
        assert len(hostile["message"]) < 1100
    else:
        assert hostile.get("symbols") or hostile.get("references") or hostile["diagnostics"]
    assert [name_of(next_one, symbol) for symbol in next_one["symbols"]] == ["json", "f"]
    assert "diagnostics" not in next_one


@pytest.mark.parametrize(
    ("content", "value", "diagnostics"),
    [
        (b"# coding: latin-1\nx = '\xe9\x80'\n", "é\x80", 0),
        (b"# -*- coding: cp1252 -*-\nx = '\x80'\n", "€", 0),
        (b"# coding: utf-8\nx = '\xe9'\n", "é", 1),
        (b"# coding: ascii\nx = '\xe9'\n", "é", 1),
        (b"# coding: cp1252\nx = '\x81'\n", "\x81", 1),
        (b"# coding: no-such-codec\nx = '\xe9'\n", "é", 1),
        (b"# coding: punycode\nx = '\xe9'\n", "é", 1),
        (b"x = '\xe9\0'\n", "é", 2),
    ],
)
def test_encodings_that_files_claim(content: bytes, value: str, diagnostics: int) -> None:
    text = base64.b64encode(content).decode()
    answer, _ = answers(analyze(1, text, encoding="base64"), analyze(2, ""))
    assert answer["symbols"][0][8][0] == value
    assert len(answer.get("diagnostics", ())) == diagnostics


@pytest.mark.parametrize("path", ["app.py", "app/__init__.py"])
def test_an_empty_file_has_empty_facts(path: str) -> None:
    (answer,) = answers(analyze(1, "", path))
    assert answer["type"] == "facts"
    assert answer.keys() == {"type", "id", "namespace"}
