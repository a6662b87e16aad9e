"""Pages for the tests: those of small repositories that the program scanned, and those with other data put in.

A page's policy names its script and its style; the data is a block that nothing runs, so that other data may stand in its place.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("GAPMATRIX_PROGRAM", str(ROOT / ".build" / "debug" / "gapmatrix"))
DATA = re.compile(r'(<script type="application/json" id="data">)(.*?)(</script>)', re.DOTALL)

Data = dict[str, Any]


def git(folder: Path, *arguments: str, author: str = "Ada") -> None:
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": author, "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_AUTHOR_DATE": "2026-01-05T10:00:00Z",
        "GIT_COMMITTER_NAME": author, "GIT_COMMITTER_EMAIL": "a@example.org", "GIT_COMMITTER_DATE": "2026-01-05T10:00:00Z",
    }  # fmt: skip
    subprocess.run(["git", *arguments], cwd=folder, env=environment, check=True, capture_output=True)


def commit(folder: Path, files: dict[str, str], message: str, author: str = "Ada") -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", message, author=author)


def make(command: str, folder: Path, page: Path) -> Path:
    """Has the program write a page of a repository."""
    environment = {**os.environ, "GAPMATRIX_HOME": str(ROOT), "XDG_CACHE_HOME": str(page.parent / "cache")}
    subprocess.run(
        [PROGRAM, command, str(folder), "--format", "html", "--output", str(page), "--quiet"],
        env=environment, check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return page


def data_of(page: Path) -> Data:
    found = DATA.search(page.read_text(encoding="utf-8"))
    assert found
    return json.loads(found.group(2))


def with_data(page: Path, data: Data, target: Path) -> Path:
    text = json.dumps(data, separators=(",", ":")).replace("<", "\\u003c")
    html = page.read_text(encoding="utf-8")
    found = DATA.search(html)
    assert found
    target.write_text(html[: found.start(2)] + text + html[found.end(2) :], encoding="utf-8")
    return target


def large(data: Data, controls: int = 150, components: int = 60, commits: int = 2000) -> Data:
    """As large as a page has to bear: every cell judged, most of them gaps, with evidence, code and a long history."""
    areas = [area["name"] for area in data["areas"]]
    letters = "wpdcmun"
    severities = data["severities"]
    files = [
        {"path": f"services/part{i}/handler.go", "pieces": [{"from": 1, "lines": [f"line {n} of a file" for n in range(40)]}]}
        for i in range(600)
    ]
    texts = [f"symbol.Number{i}" for i in range(500)]
    steps = [[i % 500, i % 600, 1 + i % 40, i % 2] for i in range(3000)]
    made: list[Data] = []
    gaps: list[Data] = []
    for c in range(controls):
        cells = "".join(letters[(c * 7 + i * 3 + i * c) % 7] for i in range(components))
        evidence = [
            {
                "role": "counter" if e % 2 else "definition", "file": (c * 13 + e) % 600, "line": 1 + e % 30, "end": 4 + e % 30,
                "symbol": f"pkg.Symbol{e}", "message": "implements it; no production root reaches it", "component": e % components,
                "witness": [(c + e + s) % 3000 for s in range(5)],
            }
            for e in range(80)
        ]  # fmt: skip
        made.append(
            {
                "id": f"control-{c}", "area": areas[c % len(areas)], "title": f"Control number {c} is met", "severity": severities[c % 4],
                "state": "m", "required": "w", "gain": 0.5, "cells": cells, "testedCells": "." * components,
                "reasons": [-1] * components, "reason": -1, "evidence": evidence, "omitted": 0,
            }
        )  # fmt: skip
        for i, letter in enumerate(cells):
            if letter in "pdcm":
                gaps.append(
                    {
                        "control": c, "component": i, "state": letter, "severity": severities[c % 4], "fingerprint": f"{c:08x}{i:08x}",
                        "guide": 0, "files": [c % 600, i % 600], "known": False,
                    }
                )  # fmt: skip
    past = {
        "commits": [
            {
                "id": f"{n:040x}", "date": f"2026-01-{1 + n % 28:02d}T00:00:00Z", "author": f"Author {n % 9}", "subject": f"commit {n}",
                "score": 30 + (n * 7) % 60, "gaps": [1, 20, 300, 4000],
            }
            for n in range(commits)
        ],
        "areas": {area: [[n, (n * 3) % 100] for n in range(0, commits, 5)] for area in areas},
        "cells": [
            {"control": c, "runs": "".join(f"{n}{letters[(n + c) % 6]}" for n in range(i, commits, 97 + c % 50)), "components": [i]}
            for c in range(controls) for i in range(components)
        ],
        "cellsFrom": 0, "weaknesses": [], "proof": [[n % 5, n % 600, 1 + n % 40, n % 500, (n * 7) % 500, n % 500] for n in range(20_000)],
        "changes": [
            [n, (n + k) % controls, k, "m", "w", k, [(n * k + e) % 20_000 for e in range(4)], [(n * k + e + 9) % 20_000 for e in range(4)]]
            for n in range(1, commits) for k in range(10)
        ],
        "lives": {}, "hasBaseline": False, "isCut": False,
    }  # fmt: skip
    return {
        **data,
        "components": [{"id": f"Deployment/service-{i}", "kind": "kubernetes-workload", "path": "a.yaml", "workloads": []} for i in range(components)],
        "controls": made, "gaps": gaps, "texts": texts, "files": files, "steps": steps, "wires": [], "history": past,
        "guides": [{"why": "Because.", "remedy": "Do it.", "acceptance": ["It is done."]}],
    }  # fmt: skip
