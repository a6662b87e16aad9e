"""Encodings, and syntax that the interpreter cannot read."""

from __future__ import annotations

import pytest
from rendering import facts

from gapmatrix_python.analysis import Failure, analyze


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (b"\xef\xbb\xbfx = 'a'\n", "a"),
        (b"# coding: latin-1\nx = '\xe9'\n", "é"),
        (b"#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\nx = '\x80'\n", "€"),
        (b"x = 'a'\r\ny = 1\r\n", "a"),
        (b"x = '\xe9'\n", "é"),
        (b"# coding: no-such-codec\nx = '\xc3\xa9'\n", "é"),
        (b"# coding: rot13\nx = 'a'\n", "a"),
        (b"x = 'a\\ud800b'\n", "a?b"),
    ],
)
def test_encodings(content: bytes, value: str) -> None:
    assert facts(content).message["symbols"][0]["value"] == value


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("import os\nprint 'a'\ndef f():\n    g()\n", ["f call g"]),
        (
            "try:\n    g()\nexcept IOError, e:\n    h(e)\n",
            ["- call g", "- call h(0=!builtins.IOError) [handler]"],
        ),
        ("def f():\n    raise Error, 'x'\n", ["f use Error"]),
        ("def f(:\n    g()\nh()\n", ["- call h", "f call g"]),
        ("x = foo(1,\n  2 3,\n 4)\ng()\n", ["- call g"]),
        ("if x\n    g()\nh()\n", ["- call h"]),
        ("def f():\n\ng()\n", ["- call g"]),
        ("g()\nx = '''never closed\n\n", ["- call g"]),
        ("g()\ndef f():\n    '''never closed\n", ["- call g"]),
        ("class A:\n\tdef f(self):\n\t\tg()\n        h()\n", ["A.f call g"]),
        ("@decorate\ndef f[T](x: T) -> T:\n    g()\n", ["- decorate decorate on f", "f call g"]),
        ("type Pair[T] = tuple[T, T]\ng()\n", ["- call g"]),
        ("try:\n    g()\nexcept* OSError:\n    h()\n", ["- call g", "- call h [handler]"]),
        ("def f():\n    log(f'{a['b']}')\n    g()\n", ["f call g"]),
        ("x = [a b, (f'{c['d']}'), 'e']\ng()\n", ["- call g"]),
        ("g()\0\n", ["- call g"]),
        ("g()\n)\n}\nh()\n", ["- call g", "- call h"]),
        (
            "def f(x):\n    'Says it.'\n\n        # why\n        g()\n"
            "        if x:\n            h()\n    i()\n",
            ["f call g", "f call h [conditional]", "f call i"],
        ),
        ("    g()\nh()\n", ["- call g", "- call h"]),
    ],
)
def test_the_rest_of_a_broken_file_gives_facts(source: str, kept: list[str]) -> None:
    found = facts(source)
    for line in kept:
        assert line in found.references()


def test_a_broken_file_says_so() -> None:
    diagnostic = facts("a = 1\nx y z\nb = 2\n").message["diagnostics"][0]
    assert diagnostic["line"] == 2
    assert "without line 2" in diagnostic["message"]


def test_lines_keep_their_numbers() -> None:
    found = facts("x = foo(1,\n  2 3,\n 4)\ndef f():\n    pass\n")
    assert [(symbol["name"], symbol["line"]) for symbol in found.message["symbols"]] == [("f", 4)]


def test_a_file_that_is_no_source_at_all_fails() -> None:
    with pytest.raises(Failure) as failure:
        analyze("a.txt", "nothing")
    assert failure.value.kind == "unsupported"


@pytest.mark.parametrize("text", ["", "\n", "#\n", "\ufeff", '"""doc"""'])
def test_empty_files(text: str) -> None:
    assert "references" not in facts(text).message
