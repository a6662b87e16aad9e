"""Loops of work of a program that listens for SIGTERM."""

from __future__ import annotations

import pytest
from rendering import facts

LISTENS = "import signal\nsignal.signal(signal.SIGTERM, stop)\n"
LOOPS = [
    ("def work():\n while True:\n  take()", True),
    ("def work():\n while not stopped.is_set():\n  take()", True),
    ("async def work():\n async for _ in every(5):\n  take()", True),
    ("def work():\n while True:\n  if stopping: break\n  take()", True),
    ("def work():\n while True:\n  for each in take():\n   if each: break", True),
    ("def work():\n while True:\n  try: take()\n  except KeyboardInterrupt: break", True),
    ("def work():\n while True:\n  if take() is None: break", False),
    ("def work():\n while True:\n  data = read()\n  if not data: return", False),
    ("def work():\n while rows:\n  take()", False),
    ("async def work():\n async for row in rows():\n  take(row)", False),
    ("def work():\n for each in rows:\n  take(each)", False),
]


def loops(source: str, path: str = "src/app/main.py") -> int:
    signals = facts(source, path).message.get("signals", [])
    return sum(each["kind"] == "service.loop" for each in signals)


@pytest.mark.parametrize(("source", "expected"), LOOPS)
def test_loop(source: str, expected: bool) -> None:
    assert loops(LISTENS + source) == int(expected)


def test_nobody_listens() -> None:
    assert loops("import os, signal\ndef work():\n while True: os.kill(1, signal.SIGTERM)") == 0


def test_not_in_tests() -> None:
    assert loops(LISTENS + LOOPS[0][0], "tests/test_work.py") == 0


def test_handler_through_the_loop_of_events() -> None:
    source = (
        "import signal\nfor each in (signal.SIGTERM, signal.SIGINT):\n loop.add_signal_handler(each, stop)\n"
    )
    assert loops(source + LOOPS[0][0]) == 1


@pytest.mark.parametrize(
    ("handler", "expected"),
    [("log.error('no store')", True), ("raise", False), ("log.error('no store')\n sys.exit(1)", False)],
)
def test_what_fails_while_loaded(handler: str, expected: bool) -> None:
    source = f"import sys\ntry:\n store = connect()\nexcept Exception:\n {handler}"
    assert any("connect" in each and "ignored" in each for each in facts(source).references()) == expected
