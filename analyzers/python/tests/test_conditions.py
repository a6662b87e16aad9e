"""Conditions of the configuration, and what is configured."""

from __future__ import annotations

import pytest
from rendering import Json, facts

HEAD = """
import os, sys, argparse
from conf import settings
from lib import install
"""


def _ref(message: Json, index: int) -> str:
    entry = message["refs"][index]
    if "holds" in entry:
        return "{" + ", ".join(_condition(message, each) for each in entry["holds"]) + "}"
    if "setting" in entry:
        return f"${entry['setting']}" + (f"={entry['default']!r}" if "default" in entry else "")
    if "parameter" in entry:
        default = f"={entry['default']!r}" if "default" in entry else ""
        return f"{_ref(message, entry['of'])}({entry['parameter']}{default})"
    if "member" in entry:
        return f"{_ref(message, entry['of'])}.{entry['member']}"
    if "result" in entry:
        return f"{_ref(message, entry['result'])}()"
    return str(entry.get("name", entry.get("import", entry)))


def _gates(source: str) -> list[str]:
    message = facts(HEAD + source).message
    found = []
    for reference in message["references"]:
        if reference["kind"] != "call" or _ref(message, reference["to"]) != "install":
            continue
        found.append(" & ".join(_condition(message, index) for index in reference.get("when", ())))
    return found


def _condition(message: Json, index: int) -> str:
    condition = message["conditions"][index]
    values = "".join(f" {each}" for each in condition.get("values", ()))
    return f"{_ref(message, condition['ref'])} {condition['is']}{values}"


GATES = [
    ("def f():\n if settings.tracing:\n  install()", "settings.tracing set"),
    ("def f():\n if not settings.tracing:\n  return\n install()", "settings.tracing set"),
    ("def f():\n if settings.url is None:\n  pass\n else:\n  install()", "settings.url set"),
    ("def f():\n if settings.a and settings.b:\n  install()", "settings.a set & settings.b set"),
    ("def f():\n if os.getenv('X', 'no').lower() in ('1', 'yes'):\n  install()", "$X='no' equals 1 yes"),
    ("def f():\n x = os.environ.get('X')\n if x:\n  install()", "$X=None set"),
    (
        "def f():\n try:\n  if os.environ['X'] == '1':\n   install()\n except KeyError:\n  pass",
        "$X=None equals 1",
    ),
    (
        "def f():\n try:\n  if os.environ['X'] == '1':\n   print()\n  install()\n except KeyError:\n  pass",
        "$X=None set",
    ),
    ("def f():\n if os.environ['X'] == '1':\n  install()", "$X equals 1"),
    ("def f():\n x = os.environ['X']\n install()", ""),
    ("X = os.getenv('X') == '1'\ndef f():\n if X:\n  install()", "X set"),
    ("def f(url: str = ''):\n if not url:\n  return\n install()", "f(url='') set"),
    ("def f():\n install() if settings.a else None", "settings.a set"),
    ("def f():\n settings.a and install()", "settings.a set"),
    ("def f():\n match settings.mode:\n  case 'otlp':\n   install()", "settings.mode equals otlp"),
    (
        "def f():\n p = argparse.ArgumentParser()\n p.add_argument('--x')\n a = p.parse_args()\n"
        " if a.x:\n  install()",
        "$x set",
    ),
    ("class C:\n def __init__(self, url: str):\n  if url:\n   install()", "C(url) set"),
    # Either of two: not where neither.
    ("def f():\n if settings.a or settings.b:\n  install()", "{settings.a unset, settings.b unset} unset"),
    (
        "def f():\n if not (settings.a and settings.b):\n  install()",
        "{settings.a set, settings.b set} unset",
    ),
    ("def f():\n if not (settings.a or settings.b):\n  install()", "settings.a unset & settings.b unset"),
    # A text that is read as a truth.
    (
        "def f():\n if strtobool(os.getenv('X', 'false')):\n  install()",
        "$X='false' differs  0 false no off n f",
    ),
    # A reader of variables by their name.
    ("def f():\n if read_config_bool('X_Y'):\n  install()", "$X_Y=False set"),
    ("def f():\n if read_config_bool('X_Y', True):\n  install()", "$X_Y=True set"),
    ("def f():\n if read_setting('X_Y'):\n  install()", "$X_Y set"),
    ("X = lib.strtobool(os.getenv('X', 'false'))\ndef f():\n if X:\n  install()", "X set"),
    # What is not the configuration's, and what stops the start.
    ("def f():\n for x in settings.names:\n  if x:\n   install()", ""),
    ("def f():\n if not settings.a:\n  raise ValueError('a')\n install()", ""),
    ("def f():\n if not settings.a:\n  sys.exit(1)\n install()", ""),
    ("def f():\n if not settings.a:\n  return False\n install()", ""),
    ("def f(request):\n if settings.a or request.b:\n  install()", ""),
    ("def f():\n x = os.getenv('X')\n x = g(1)\n if x:\n  install()", ""),
]


@pytest.mark.parametrize(("source", "expected"), GATES)
def test_conditions(source: str, expected: str) -> None:
    assert _gates(source) == [expected]


DEFAULTS = [
    (
        "from pydantic import Field\nclass Settings:\n a: bool = Field(default=False)",
        "Settings.a",
        "value",
        False,
    ),
    ("from pydantic import Field\nclass Settings:\n a: str = Field('')", "Settings.a", "value", ""),
    ("from traitlets import Bool\nclass A:\n a = Bool(True).tag(config=True)", "A.a", "value", True),
    ("from traitlets import Unicode\nclass A:\n a = Unicode().tag(config=True)", "A.a", "value", ""),
    ("from pydantic import Field\nclass Settings:\n a: str = Field(...)", "Settings.a", "value", None),
    ("X = os.getenv('X', 'a')", "X", "given", "$X='a'"),
    ("class C:\n def __init__(self, a: str = 'b'):\n  self.a = a", "C.a", "given", "C(a='b')"),
    ("def on():\n return settings.a", "on", "given", "settings.a"),
    ("X = os.getenv('X', 'a')\nX = g(1)", "X", "given", None),
]


@pytest.mark.parametrize(("source", "name", "key", "expected"), DEFAULTS)
def test_defaults(source: str, name: str, key: str, expected: object) -> None:
    message = facts(HEAD + source).message
    symbol = next(each for each in message["symbols"] if each["name"] == name)
    found = symbol.get(key)
    assert (_ref(message, found) if key == "given" and found is not None else found) == expected


def test_tests_tell_no_conditions() -> None:
    message = facts(
        "from app import settings, f\ndef test_a():\n if settings.x:\n  f()", "tests/test_a.py"
    ).message
    assert "conditions" not in message


def test_what_stops_only_some_requires_nothing() -> None:
    body = (
        " if settings.a is None:\n  if settings.b is None: return None\n  raise X\n return make(settings.a)"
    )
    message = facts(HEAD + "def f():\n" + body).message
    assert "required" not in [each["is"] for each in message["conditions"]]
    assert "given" in next(each for each in message["symbols"] if each["name"] == "f")


def test_a_declared_field_keeps_its_default_where_a_condition_changes_it() -> None:
    source = "class C:\n a = False\n b = False\n def f(self):\n  if self.b and not self.a:\n   self.a = True"
    found = facts(source)
    assert next(each for each in found.message["symbols"] if each["name"] == "C.a")["value"] is False
    assert (
        sum(each["kind"] == "write" and bool(each.get("when")) for each in found.message["references"]) == 1
    )


def test_a_field_that_is_assigned_anywhere_has_no_default() -> None:
    source = "class C:\n a: bool = False\n def f(self, a):\n  self.a = a"
    assert "value" not in next(each for each in facts(source).message["symbols"] if each["name"] == "C.a")
