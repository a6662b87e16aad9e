"""Compiled and interpreted modules say the same: facts do not depend on whether there is a C compiler."""

from __future__ import annotations

import subprocess
from pathlib import Path

import orjson
import pytest

from gapmatrix_python.server import Server

HERE = Path(__file__).parent
ENVIRONMENT = HERE.parent / ".venv"
BROKEN = {
    "broken.py": "def f(:\n    pass\nimport os\nprint 'x'\n",
    "deep.py": "x = " + "(" * 300 + "1" + ")" * 300,
    "folded.py": "import time\ntime.sleep(60 * 5)\ntime.sleep(0.5 + 1)\ntime.sleep(2 ** 10)\n",
}


def sources() -> dict[str, str]:
    """Golden sources, this analyzer and its tests, and what does not parse."""
    files = [*HERE.rglob("*.py"), *(HERE.parent / "src").rglob("*.py")]
    return {str(path.relative_to(HERE.parent)): path.read_text("utf-8") for path in sorted(files)} | BROKEN


def is_compiled() -> bool:
    """Whether the analyzer's environment holds compiled modules of these very sources."""
    installed = next(ENVIRONMENT.glob("lib/python*/site-packages/gapmatrix_python"), None)
    if installed is None or not (ENVIRONMENT / "compiled").exists():
        return False
    own = HERE.parent / "src" / "gapmatrix_python"
    names = [path.relative_to(own) for path in own.rglob("*.py")]
    return all(
        (installed / name).exists() and (installed / name).read_bytes() == (own / name).read_bytes()
        for name in names
    )


@pytest.mark.skipif(not is_compiled(), reason="the analyzer's environment is not compiled, or older")
def test_compiled_and_interpreted_modules_answer_alike() -> None:
    requests = [
        {"type": "analyze", "id": number, "files": [{"path": path, "encoding": "utf-8", "content": text}]}
        for number, (path, text) in enumerate(sources().items())
    ]
    compiled = subprocess.run(
        [ENVIRONMENT / "bin" / "python", "-I", "-m", "gapmatrix_python"],
        input=b"".join(orjson.dumps(request) + b"\n" for request in requests),
        stdout=subprocess.PIPE,
        check=True,
    ).stdout.splitlines()
    interpreted = Server(None, None)  # type: ignore[arg-type]
    assert compiled == [interpreted._answer(request) for request in requests]
