"""Shell scripts: the top level and each function run their commands."""

from __future__ import annotations

import re

from gapmatrix_kit import shell
from gapmatrix_kit.facts import TOP, Facts

from gapmatrix_pipelines.commands import MAXIMUM_SCRIPT, START, add_script, folder, plain

_SHEBANG = re.compile(r"^#!\s*(/usr/bin/env\s+(-S\s+)?)?(\S*/)?(bash|sh|dash|zsh|ksh|ash)\b(.*)")
# Scripts find their own directory or the repository's root by these.
_HERE = re.compile(r"\bcd\b[^\n]*(dirname|BASH_SOURCE|\$0|%/\*)[^\n]*")
_ROOT = re.compile(r"\bcd\b[^\n]*git rev-parse --show-toplevel[^\n]*")


def script(facts: Facts, path: str, text: str) -> None:
    """Reads a shell script; a file without a suffix is one where its first line says so."""
    first = text.split("\n", 1)[0]
    shebang = _SHEBANG.match(first)
    if not shebang and not path.endswith((".sh", ".bash")):
        return
    facts.namespace = {"kind": "shell", "name": path, "separator": "."}
    functions: dict[str, int] = {}
    whole = shell.parse(text)
    for name, (start, end) in whole.functions.items():
        if len(functions) < 2000:
            functions[name] = facts.symbol(name, "function", start, end)
    stops = shebang is not None and bool(re.search(r"\s-\w*e", shebang.group(5)))
    placed = _placed(text, path)
    add_script(
        facts,
        lambda function: functions.get(function or "", TOP),
        placed,
        1,
        "",
        stops=stops,
        start=START if placed == text else "",
        script=whole if plain(placed) == text and len(text) <= MAXIMUM_SCRIPT else None,
    )


def _placed(text: str, path: str) -> str:
    """`cd "$(dirname "$0")/.."` as the directory that it means, from the root, where scripts are started."""

    def place(match: re.Match[str]) -> str:
        written = match.group(0)
        ups = written.count("..")
        parts = folder(path).split("/") if folder(path) else []
        if ups > len(parts):
            return "cd /"
        # It starts at the root in what is told; where it has changed its directory before, nothing is known.
        if text[: match.start()].count("\ncd "):
            return "cd $SOMEWHERE"
        return "cd " + ("/".join(parts[: len(parts) - ups]) or ".")

    return _HERE.sub(place, _ROOT.sub("cd .", text))
