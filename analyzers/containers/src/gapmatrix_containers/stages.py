"""The stages of a build: what their file systems hold of the repository, and what they are at the end."""

from __future__ import annotations

import fnmatch
import posixpath
from dataclasses import dataclass, field

from gapmatrix_containers.instructions import Instruction
from gapmatrix_containers.names import expand

MAXIMUM_HOPS = 200
MAXIMUM_ENTRIES = 2_000
_PATH = ("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin", "/go/bin")


@dataclass(frozen=True)
class Origin:
    """Where a path of an image comes from.

    `kind` is repository (`path` from the build context), go (the package that is built, likewise), stage (a
    path of another stage) or unknown (an image made elsewhere, a command that writes it).
    """

    kind: str
    path: str = ""
    stage: int = -1


@dataclass(frozen=True)
class Entry:
    """What was put at a path. `is_file`: nothing lies below; `pattern`: only names in this directory."""

    path: str
    origin: Origin
    is_file: bool = False
    pattern: str = ""


@dataclass
class Stage:
    """One FROM with what follows it. `parent` is the stage it goes on from."""

    index: int
    name: str
    base: str
    base_line: int
    parent: int | None
    workdir: str = "/"
    user: str | None = None
    user_line: int = 0
    variables: dict[str, str] = field(default_factory=dict)
    environment: dict[str, tuple[str, int]] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    ports: list[tuple[str, int]] = field(default_factory=list)
    volumes: list[tuple[str, int]] = field(default_factory=list)
    shell: tuple[str, ...] | None = None
    entrypoint: Instruction | None = None
    command: Instruction | None = None
    healthcheck: Instruction | None = None
    runs: list[tuple[Instruction, str]] = field(default_factory=list)
    # What is copied from the build context, and from images made elsewhere.
    copies: list[tuple[Instruction, tuple[str, ...]]] = field(default_factory=list)
    copies_from_images: list[Instruction] = field(default_factory=list)

    def absolute(self, path: str) -> str:
        path = expand(path.strip("\"'"), self.variables)
        return posixpath.normpath(posixpath.join(self.workdir, path))

    def add(self, entry: Entry) -> None:
        if len(self.entries) < MAXIMUM_ENTRIES:
            self.entries.append(entry)


class Build:
    """The stages of a Dockerfile."""

    def __init__(self) -> None:
        self.stages: list[Stage] = []
        self._by_name: dict[str, int] = {}

    @property
    def final(self) -> Stage | None:
        return self.stages[-1] if self.stages else None

    def add(self, stage: Stage) -> None:
        self.stages.append(stage)
        if stage.name:
            self._by_name[stage.name.lower()] = stage.index

    def chain(self, stage: Stage) -> list[Stage]:
        """A stage and those that it goes on from, the last one with the base image."""
        found = [stage]
        while found[-1].parent is not None and len(found) < 200:
            found.append(self.stages[found[-1].parent])
        return found

    def needed(self, stage: Stage) -> list[Stage]:
        """A stage, and those that it goes on from or takes something of, in their order."""
        found = {stage.index}
        pending = [stage]
        while pending:
            each = pending.pop()
            others = {entry.origin.stage for entry in each.entries if entry.origin.kind == "stage"}
            if each.parent is not None:
                others.add(each.parent)
            for index in others - found:
                found.add(index)
                pending.append(self.stages[index])
        return [self.stages[index] for index in sorted(found)]

    def stage_of(self, reference: str) -> int | None:
        """An earlier stage by its name or number."""
        found = self._by_name.get(reference.lower())
        if found is None and reference.isdigit() and len(reference) < 6 and int(reference) < len(self.stages):
            found = int(reference)
        return found

    def find(self, stage: int, path: str) -> Origin | None:
        """Where an absolute path of a stage's file system comes from; None where nobody put it there."""
        known: Origin | None = None
        for _ in range(MAXIMUM_HOPS):
            each = self.stages[stage]
            entry = _entry(each.entries, path)
            if entry is None:
                if each.parent is None:
                    # Copied from a stage where some command made it.
                    return known
                stage = each.parent
                continue
            origin, rest = entry.origin, _below(entry, path)
            if origin.kind != "stage":
                below = posixpath.normpath(posixpath.join(origin.path, rest)) if rest else origin.path
                return Origin(origin.kind, "" if below == "." else below)
            known = Origin("unknown")
            stage, path = origin.stage, posixpath.normpath(posixpath.join(origin.path, rest))
        return known

    def find_program(self, stage: Stage, name: str) -> Origin | None:
        """Where a program comes from: a path, or a name on the usual search path."""
        if "/" in name:
            return self.find(stage.index, stage.absolute(name))
        for directory in _PATH:
            found = self.find_exact(stage.index, f"{directory}/{name}")
            if found is not None:
                return found
        return None

    def find_exact(self, stage: int, path: str) -> Origin | None:
        """Likewise, of a path that was put there by its own name, not with a whole directory."""
        for _ in range(MAXIMUM_HOPS):
            each = self.stages[stage]
            if any(entry.path == path for entry in each.entries):
                return self.find(stage, path)
            if each.parent is None:
                return None
            stage = each.parent
        return None

    def directory(self, stage: Stage) -> str | None:
        """The directory of the build context that lies in the stage's working directory."""
        found = self.find(stage.index, stage.workdir)
        if found is not None:
            return found.path if found.kind == "repository" else None
        # `COPY app /srv/app` with the working directory /srv: what lies below tells.
        prefix = stage.workdir.rstrip("/") + "/"
        index: int | None = stage.index
        for _ in range(MAXIMUM_HOPS):
            if index is None:
                return None
            each = self.stages[index]
            for entry in each.entries:
                if not entry.path.startswith(prefix):
                    continue
                origin = self.find(index, entry.path)
                rest = entry.path[len(prefix) :]
                if origin is not None and origin.kind == "repository":
                    if origin.path == rest:
                        return ""
                    if origin.path.endswith("/" + rest):
                        return origin.path[: -len(rest) - 1]
            index = each.parent
        return None


def _entry(entries: list[Entry], path: str) -> Entry | None:
    """The entry that a path is, or the last one that it lies below."""
    below: Entry | None = None
    for entry in reversed(entries):
        if entry.pattern:
            if posixpath.dirname(path) == entry.path and fnmatch.fnmatchcase(
                posixpath.basename(path), entry.pattern
            ):
                return entry
        elif entry.path == path:
            return entry
        elif below is None and not entry.is_file and (entry.path == "/" or path.startswith(entry.path + "/")):
            below = entry
    return below


def _below(entry: Entry, path: str) -> str:
    if entry.pattern:
        return posixpath.basename(path)
    return path[len(entry.path) :].lstrip("/") if path != entry.path else ""
