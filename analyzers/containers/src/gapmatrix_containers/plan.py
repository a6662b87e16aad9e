"""What a command of its own needs of an image: where the image's files come from, and its entry point.

Told as attributes of the symbol of what the image holds; the linker translates the command by them.
"""

from __future__ import annotations

from gapmatrix_kit.facts import Json

from gapmatrix_containers import brought, missing
from gapmatrix_containers.binaries import run_commands
from gapmatrix_containers.names import expand
from gapmatrix_containers.stages import Build, Stage

MAXIMUM_PLACES = 100
MAXIMUM_TEXT = 20_000


def attributes(build: Build, stage: Stage, contexts: list[str]) -> Json:
    """`places`: a line for each path that something was put at, `path|kind|source`, the first first."""
    found: Json = {"workdir": stage.workdir, "contexts": "\n".join(contexts), "places": _places(build, stage)}
    directory = build.directory(stage)
    if directory is not None:
        found["directory"] = directory
    entry = stage.entrypoint
    if entry is not None and entry.is_json:
        found["entry"] = "\n".join(expand(value, stage.variables) for value in entry.values)
    elif entry is not None:
        # The shell form takes no arguments.
        found["entry"], found["shell"] = "", "true"
    if any(builds_go(each) for each in build.stages):
        found["go"] = "true"
    found |= missing.attributes(build, stage) | brought.attributes(build, stage)
    return {name: value[:MAXIMUM_TEXT] for name, value in found.items()}


def builds_go(stage: Stage) -> bool:
    """Whether a stage has the tools and sources of Go."""
    if stage.base.split("/")[-1].startswith("golang"):
        return True
    if any(source.split("/")[-1] in ("go.mod", "go.*") for _, sources in stage.copies for source in sources):
        return True
    return any(command.words[0] in ("go", "xx-go") for run, _ in stage.runs for command in run_commands(run))


def _places(build: Build, stage: Stage) -> str:
    lines: list[str] = []
    index: int | None = stage.index
    while index is not None and len(lines) < MAXIMUM_PLACES:
        each = build.stages[index]
        for entry in reversed(each.entries):
            path = f"{entry.path.rstrip('/')}/{entry.pattern}" if entry.pattern else entry.path
            origin = build.find(stage.index, path)
            if origin is None or origin.kind not in ("repository", "go") or "|" in path or "\n" in path:
                continue
            if len(lines) < MAXIMUM_PLACES:
                lines.append(f"{path}|{origin.kind}|{origin.path}")
        index = each.parent
    return "\n".join(reversed(lines))
