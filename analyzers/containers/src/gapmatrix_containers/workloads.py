"""Workloads with one container: what compose files, Procfiles, systemd and supervisor start."""

from __future__ import annotations

from dataclasses import dataclass

from gapmatrix_kit.facts import TOP, Facts, Json
from gapmatrix_kit.shell import inner_script, parse


@dataclass(frozen=True)
class Symbols:
    """The ids of a workload and its container."""

    workload: int
    container: int


def add(
    facts: Facts,
    name: str,
    component: str,
    kind: str,
    lines: tuple[int, int],
    role: str | None,
    root: bool = True,
    **attributes: str | None,
) -> Symbols:
    """Adds a workload and its container; `root` where it is started on its own."""
    line, end = lines
    workload = facts.symbol(name, "workload", line, end, **attributes)
    facts.symbols[-1].setdefault("attributes", {})["kind"] = kind
    container = facts.symbol(f"{name}.container", "container", line, end)
    facts.reference(workload, {"name": f"{name}.container"}, "run", line)
    # What manifests say of pods is not asked of others.
    facts.signal("container.long-running", container, line, name=name, platform=kind)
    if root:
        facts.root(workload, "production", f"the {kind} {name}", component, kind, role)
    return Symbols(workload, container)


def run_text(
    facts: Facts, origin: int, text: str, directory: str | None, line: int, image: Json | None = None
) -> None:
    """The commands of a text that a shell runs."""
    # Behind an entry point a shell's text is handed over as a whole.
    kept = {name: value for name, value in (image or {}).items() if name != "follows"}
    for command in parse(text, line).commands[:100]:
        run_words(facts, origin, command.words, directory, command.line, kept)


def run_words(
    facts: Facts, origin: int, words: list[str], directory: str | None, line: int, image: Json | None = None
) -> None:
    """A command as words; `sh -c` is a text of its own.

    `image` tells which image it runs in, see `within` of the protocol.
    """
    if not words:
        return
    text = inner_script(words)
    if text is not None:
        run_text(facts, origin, text, directory, line, image)
        return
    target: Json = {"command": [word[:500] for word in words[:100]]} | (image or {})
    if directory is not None:
        target["directory"] = directory
    facts.reference(origin, target, "run", line)


def top(facts: Facts, target: Json, kind: str, line: int, **arguments: str) -> None:
    """A reference of the file as a whole."""
    facts.reference(TOP, target, kind, line, dict(arguments))
