"""Facts as rows: each field in its place, nothing told twice, nothing lost."""

from __future__ import annotations

from typing import Any

import pytest

from gapmatrix_python.analysis import analyze
from gapmatrix_python.rows import packed


@pytest.mark.parametrize(
    ("entries", "rows"),
    [
        (
            [{"name": "a"}, {"member": "b", "of": 0}, {"member": "c", "of": None}],
            ["a", [0, "b", 1], [0, "c"]],
        ),
        ([{"import": "m"}, {"import": "m", "name": "x"}], [[1, "m"], [1, 1, "x"]]),
        ([{"namespace": "a/b", "name": "x"}, {"namespace": "a/b"}], [[11, "a/b", "x"], [11, 1]]),
        ([{"name": "a"}, {"result": 0}, {"result": 0, "index": 2}], ["a", [2, 1], [2, 1, 2]]),
        ([{"name": "a"}, {"element": 0}, {"container": 0}, {"base": 0}], ["a", [3, 1], [4, 1], [12, 1]]),
        ([{"name": "a"}, {"name": "b"}, {"any": [0, 1]}], ["a", "b", [5, 1, 2]]),
        ([{"external": "x.y"}, {"environment": "E"}, {"path": "a/b"}], [[7, "x.y"], [10, "E"], [13, "a/b"]]),
        ([{"setting": "S"}, {"setting": "S", "default": None}], [[8, "S"], [8, "S", None]]),
        ([{"name": "f"}, {"parameter": "p", "of": 0}], ["f", [6, "p", 1]]),
        ([{"name": "f"}, {"parameter": "p", "of": 0, "index": 1}], ["f", [6, "p", 1, 1]]),
        ([{"name": "f"}, {"parameter": "p", "of": 0, "default": 0}], ["f", [6, "p", 1, 0, 0]]),
        ([{"holds": [0, 2]}], [[9, 1, 3]]),
    ],
)
def test_refs(entries: list[Any], rows: list[Any]) -> None:
    assert packed({"refs": entries})["refs"] == rows


@pytest.mark.parametrize(
    ("argument", "row"),
    [
        ({"position": 0}, 0),
        ({"position": 0, "ref": 4}, 5),
        ({"position": 0, "value": "x"}, "x"),
        ({"position": 0, "value": None}, None),
        ({"position": 0, "value": False}, False),
        ({"position": 0, "value": 0}, [0, 0, [0]]),
        ({"position": 1, "value": "x"}, [1, 0, ["x"]]),
        ({"name": "n"}, ["n"]),
        ({"name": "n", "ref": 0, "value": 1}, ["n", 1, [1]]),
        ({"name": "n", "items": []}, ["n", 0, 0, []]),
        ({"position": 0, "items": [{"name": "k", "value": None}]}, [0, 0, 0, [["k", 0, [None]]]]),
        ({"name": "n", "given": 0}, ["n", 0, 0, 0, 1]),
    ],
)
def test_arguments(argument: dict[str, Any], row: Any) -> None:
    reference = {"from": 0, "to": 0, "kind": "call", "line": 1, "arguments": [argument]}
    found = packed({"references": [reference]})["references"]
    assert found == [[1, 1, 0, 0, [row]]]
    assert type(found[0][4][0]) is type(row)


def test_lines_and_origins_count_on() -> None:
    references = [
        {"from": 2, "to": 3, "kind": "use", "line": 7},
        {"from": 2, "to": 3, "kind": "call", "line": 7},
        {"from": 0, "to": 3, "kind": "teleport", "line": 5, "context": ["loop", "handler"], "when": [1]},
        {"from": 0, "to": 3, "kind": "decorate", "line": 5, "subject": 1},
    ]
    assert packed({"references": references})["references"] == [
        [4, 7, 1, 2],
        [4],
        [4, -2, "teleport", -2, 0, 17, [2]],
        [4, 0, 3, 0, 0, 0, 0, 1],
    ]


def test_symbols() -> None:
    symbols = [
        {"id": 1, "name": "a", "kind": "function", "line": 3, "end_line": 5},
        {"id": 2, "name": "b", "kind": "constant", "line": 9, "end_line": 9, "value": None},
        {
            "id": 3,
            "name": "c",
            "kind": "field",
            "line": 8,
            "end_line": 8,
            "type": 0,
            "owner": 1,
            "results": [None, 1],
            "attributes": {"static": True},
            "given": 2,
        },
    ]
    assert packed({"refs": [{"name": "a"}], "symbols": symbols})["symbols"] == [
        [1, 0, 3, 2],
        ["b", 4, 6, 0, 0, 0, 0, 0, [None]],
        ["c", 2, -1, 0, 1, 2, [0, 2], {"static": True}, 0, 0, 3],
    ]


def test_a_whole_file() -> None:
    source = "import os\n\ndef port(default=80):\n    return os.environ.get('PORT') or default\n\nport()\n"
    message = packed(analyze("app/main.py", source).message(7))
    assert message["id"] == 7
    assert all(isinstance(row, list) for row in message["references"] + message["symbols"])
    # `port` is told once, in the table.
    number = message["refs"].index("port") + 1
    assert [row for row in message["symbols"] if row[0] == number] != []
