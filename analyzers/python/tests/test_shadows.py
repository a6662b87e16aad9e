"""What a later statement replaces, and what it does not."""

from __future__ import annotations

import pytest
from rendering import facts

REPLACED = [
    ("def f(): a()\ndef f(): b()", ["f@1", "f"]),
    ("class C:\n def f(self): a()\n def f(self): b()", ["C.f@2", "C.f"]),
    ("async def f(): a()\nX = 1\ndef f(): b()", ["f@1", "f"]),
    # Somebody has taken or called the first, or may choose it.
    ("def f(): a()\nold = f\ndef f(): old()", ["f", "f"]),
    ("def f(): a()\nf()\ndef f(): b()", ["f", "f"]),
    ("def f(): a()\n@f.register\ndef f(x): b()", ["f", "f"]),
    ("@keep\ndef f(): a()\ndef f(): b()", ["f", "f"]),
    ("try:\n def f(): a()\nexcept E:\n def f(): b()", ["f", "f"]),
    ("def f(): a()\nif X:\n def f(): b()", ["f", "f"]),
    ("def f(): a()\ng.update(globals())\ndef f(): b()", ["f", "f"]),
]


@pytest.mark.parametrize(("source", "names"), REPLACED)
def test_definitions(source: str, names: list[str]) -> None:
    symbols = facts(source).message["symbols"]
    kinds = ("function", "method")
    assert [each["name"] for each in symbols if each["kind"] in kinds] == names


def test_settings_assigned_again() -> None:
    assert facts("A = ['x.Y']\nA = ['x.Z']").references("write") == [
        "- write A(0=[0='x.Z' <x:Z>])",
    ]
    first = "- write A(0=[0='x.Y' <x:Y>])"
    assert first in facts("A = ['x.Y']\nA = A + ['x.Z']").references("write")
    assert first in facts("A = ['x.Y']\nif B:\n A = ['x.Z']").references("write")


HEAD = "from flask import Flask\napp = Flask(__name__)\n"
ROUTES = [
    ("@app.get('/a')\ndef f(): ...\n@app.get('/a', name='g')\ndef g(): ...", ["f"]),
    (
        "@app.route('/a', methods=['GET'])\ndef f(): ...\n@app.route('/a', methods=['POST'])\ndef g(): ...",
        ["f", "g"],
    ),
    ("@app.get('/a')\ndef f(): ...\n@app.post('/a')\ndef g(): ...", ["f", "g"]),
    ("@app.get('/a', host='x')\ndef f(): ...\n@app.get('/a')\ndef g(): ...", ["f", "g"]),
    ("@app.get('/a')\n@app.get('/b')\ndef f(): ...", ["f", "f"]),
]


@pytest.mark.parametrize(("source", "handlers"), ROUTES)
def test_the_first_route_of_a_path_answers(source: str, handlers: list[str]) -> None:
    rendered = facts(HEAD + source)
    found = [each for each in rendered.message["references"] if each["kind"] == "decorate"]
    assert [rendered.owner(each["subject"]) for each in found] == handlers


def test_elsewhere_the_last_route_may_answer() -> None:
    head = "from bottle import Bottle\napp = Bottle()\n"
    source = head + "@app.get('/a')\ndef f(): ...\n@app.get('/a')\ndef g(): ..."
    assert len(facts(source).references("decorate")) == 2


QUESTIONS = [
    ("limiter.hit(key)", "<lib:limiter>.hit(0=) [ignored]"),
    ("await limiter.try_acquire(key)", "<lib:limiter>.try_acquire(0=) [ignored]"),
    ("ok = limiter.hit(key)", "<lib:limiter>.hit(0=)"),
    ("assert limiter.hit(key)", "<lib:limiter>.hit(0=)"),
    ("limiter.check(key)", "<lib:limiter>.check(0=)"),
]


@pytest.mark.parametrize(("source", "call"), QUESTIONS)
def test_answers_that_nobody_hears(source: str, call: str) -> None:
    found = facts(f"from lib import limiter\nasync def f(key):\n {source}").references("call")
    assert found == [f"f call {call}"]
