"""A process serves its own analyzer, and others of the environment that a request names."""

from __future__ import annotations

import io
import sys
import types
from typing import Any

import orjson
import pytest

from gapmatrix_kit.server import Failure, File, _Server


def answers(*messages: dict[str, Any]) -> list[dict[str, Any]]:
    def own(files: list[File]) -> dict[str, Any]:
        return {"diagnostics": [{"severity": "info", "message": "own"}]}

    sink = io.BytesIO()
    _Server("own", "1", own, io.BytesIO(b"\n".join(map(orjson.dumps, messages))), sink).run()
    return [orjson.loads(line) for line in sink.getvalue().splitlines()]


def request(**more: object) -> dict[str, Any]:
    return {"type": "analyze", "id": 1, "files": [{"path": "a", "encoding": "utf-8", "content": ""}], **more}


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> None:
    module = types.ModuleType("gapmatrix_other.analyze")

    def analyze(files: list[File]) -> dict[str, Any]:
        if files[0].path == "broken":
            raise Failure("syntax", "broken")
        return {"diagnostics": [{"severity": "info", "message": "other"}]}

    module.analyze = analyze  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "gapmatrix_other", types.ModuleType("gapmatrix_other"))
    monkeypatch.setitem(sys.modules, "gapmatrix_other.analyze", module)


def test_the_own_analyzer_answers_with_and_without_its_name(other: None) -> None:
    found = answers(request(), request(analyzer="own"))
    assert [each["diagnostics"][0]["message"] for each in found] == ["own", "own"]


def test_another_one_answers_by_its_name(other: None) -> None:
    found = answers(request(analyzer="other"), request(analyzer="other"))
    assert [each["diagnostics"][0]["message"] for each in found] == ["other", "other"]


@pytest.mark.parametrize("name", ["absent", "../x", "", 7, ["other"], {"a": 1}])
def test_an_unknown_name_is_a_failure_of_the_request(other: None, name: object) -> None:
    found = answers(request(analyzer=name), request())
    assert found[0]["kind"] == "unsupported"
    assert found[1]["type"] == "facts"
