"""Facts as rows: each field in its place."""

from __future__ import annotations

from typing import Any

import pytest

from gapmatrix_kit.facts import Facts
from gapmatrix_kit.rows import packed


@pytest.mark.parametrize(
    ("ref", "row"),
    [
        ({"name": "lint"}, "lint"),
        ({"path": "scripts/ci.sh"}, [13, "scripts/ci.sh"]),
        ({"target": "lint"}, [14, "lint"]),
        ({"command": ["make"]}, [15, ["make"]]),
        ({"command": ["make"], "directory": ""}, [15, ["make"], ""]),
        ({"image": "a:1"}, [16, "a:1"]),
        ({"selector": ["*"]}, [17, ["*"]]),
        ({"route": "/"}, [18, "/"]),
        ({"route": "/", "port": 80}, [18, "/", 0, 80]),
        ({"route": "/", "method": "GET", "port": 80}, [18, "/", "GET", 80]),
        ({"environment": "E"}, [10, "E"]),
        ({"external": "orb:x"}, [7, "orb:x"]),
        ({"any": [{"name": "a"}, {"path": "b"}]}, [5, "a", [13, "b"]]),
    ],
)
def test_refs(ref: dict[str, Any], row: Any) -> None:
    facts = Facts()
    facts.reference(0, ref, "call", 1)
    assert packed(facts.message())["references"] == [[row, 1]]


def test_lines_and_origins_count_on() -> None:
    facts = Facts()
    first = facts.symbol("a", "job", 3, 9)
    second = facts.symbol("b", "teleporter", 2, scheduled=True)
    facts.reference(first, {"name": "x"}, "run", 4, {"image": "i", "skipped": None}, ["conditional"])
    facts.reference(second, {"name": "y"}, "beam", 2)
    found = packed(facts.message())
    assert found["symbols"] == [["a", 12, 3, 6], ["b", "teleporter", -1, 0, 0, 0, 0, {"scheduled": True}]]
    assert found["references"] == [["x", 4, 11, 1, [["image", 0, ["i"]]], 8], ["y", -2, "beam", 1]]


def test_a_directory_tells_of_its_files() -> None:
    facts = Facts()
    facts.symbol("a", "workload", 3)
    message = {"files": [{"path": "chart/a.yaml", **facts.message()}]}
    assert packed(message) == {"files": [{"path": "chart/a.yaml", "symbols": [["a", 15, 3]]}]}
    assert message["files"][0]["symbols"][0]["name"] == "a"


def test_what_no_row_holds_is_refused() -> None:
    with pytest.raises(ValueError, match="in place 1"):
        packed({"symbols": [{"id": 2, "name": "a", "kind": "job", "line": 1, "end_line": 1}]})


@pytest.mark.parametrize(
    ("ref", "row"),
    [
        ({"command": ["a"], "within": {"image": "x"}}, ["a"]),
        (
            {"command": ["a"], "within": {"image": "x"}, "directory": "", "workdir": "/srv", "follows": True},
            ["a"],
        ),
    ],
)
def test_a_command_in_an_image(ref: dict[str, object], row: list[object]) -> None:
    facts = Facts()
    facts.reference(0, ref, "run", 1)
    rest = ["", "/srv", 1] if "workdir" in ref else []
    assert packed(facts.message())["references"] == [[[19, row, [16, "x"], *rest], 1, 11]]
