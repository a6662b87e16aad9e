from __future__ import annotations

import json
import time
from typing import Any

import pytest
from gapmatrix_kit.server import Failure, File

from gapmatrix_web.analyze import MAXIMUM_CHARACTERS, analyze


def signals(text: str) -> list[tuple[str, int, dict[str, Any]]]:
    found = analyze([File("templates/page.html", text, True)])
    json.dumps(found)
    return [(each["kind"], each["line"], each.get("attributes", {})) for each in found.get("signals", [])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<script src="https://cdn.example/a.js"></script>', [("page.foreign", "cdn.example")]),
        (
            '<script\n  src="//cdn.example/a.js"\n  integrity="sha384-x" crossorigin></script>',
            [("page.foreign-checked", "cdn.example")],
        ),
        ('<link rel="stylesheet" href="https://cdn.example/a.css">', [("page.foreign", "cdn.example")]),
        # What runs nothing, what is of this host, and what nobody knows.
        ('<link rel="icon" href="https://cdn.example/a.png">', []),
        ('<script src="/static/a.js"></script>', []),
        ('<script src="{{ url }}"></script><script src="https://{{ host }}/a.js"></script>', []),
        ("<script>var a = '<script src=\"https://x.example\">'</script>", []),
        ("<!-- <script src='https://x.example/a.js'></script> -->", []),
    ],
)
def test_scripts_of_other_hosts(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(kind, attributes["host"]) for kind, _, attributes in signals(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<html lang="en">', ["page.language"]),
        ("<!doctype html>\n<html>", ["page.language-missing"]),
        ("<html {{ attributes }}>", []),
        ("<div>", []),
        ('<img src="a.png">', ["page.text-missing"]),
        ('<img src="a.png" alt="">', []),
        ("<input>", ["page.text-missing"]),
        ("<label>Name <input></label>", []),
        ('<input id="n"><label for="n">Name</label>', []),
        ('<input id="n"><label for="m">Name</label>', ["page.text-missing"]),
        ('<input type="hidden"><input type="SUBMIT"><input aria-label="Name">', []),
        ('{% trans "Pay" %}', ["page.translated"]),
        ('{{ _("Pay") }}', ["page.translated"]),
        ("{{ total }} {{ t }}", []),
    ],
)
def test_texts(text: str, expected: list[str]) -> None:
    assert [kind for kind, _, _ in signals(text)] == expected


def test_lines() -> None:
    assert signals("<html lang='en'>\n<body>\n\n<img>") == [
        ("page.language", 1, {}),
        ("page.text-missing", 4, {"element": "img"}),
    ]


@pytest.mark.parametrize(
    "piece", ["<!--", "<!", "<a", "<", "</", "<![", "<?", "&", "&#", "<a b='", "<script>", "{{", "<label>"]
)
def test_hostile_pages_take_no_time(piece: str) -> None:
    start = time.process_time()
    signals(piece * ((MAXIMUM_CHARACTERS - 1) // len(piece)))
    assert time.process_time() - start < 10


def test_a_page_that_is_too_long() -> None:
    with pytest.raises(Failure):
        analyze([File("a.html", " " * (MAXIMUM_CHARACTERS + 1), True)])
