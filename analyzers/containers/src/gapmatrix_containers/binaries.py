"""What RUN puts into a stage's file system: binaries that `go build` makes, copies and links."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from gapmatrix_kit.shell import Command

from gapmatrix_containers.instructions import Instruction
from gapmatrix_containers.names import expand, joined

if TYPE_CHECKING:
    from gapmatrix_containers.stages import Build, Stage

MAXIMUM_RUNS = 500
_GO = ("go", "xx-go", "garble")
_VALUES = {
    "-o", "-ldflags", "-tags", "-gcflags", "-asmflags", "-mod", "-p", "-installsuffix", "-buildmode", "-C",
    "-modfile", "-overlay", "-pkgdir", "-toolexec", "-compiler", "-coverpkg", "-covermode", "-buildvcs",
}  # fmt: skip


def add_outputs(instruction: Instruction, stage: Stage, build: Build) -> None:
    """Adds to the stage what the commands of one RUN are known to make."""
    if len(stage.runs) > MAXIMUM_RUNS:
        return
    for command in run_commands(instruction):
        add_build(command, stage, build)


def add_build(command: Command, stage: Stage, build: Build) -> None:
    """Likewise, of one command."""
    words = [expand(word, stage.variables) for word in command.words]
    program = posixpath.basename(words[0])
    directory = command.directory
    place = None if directory is None else posixpath.normpath(posixpath.join(stage.workdir, directory))
    if directory is None:
        place = _absolute_directory(command, stage)
    if place is None:
        return
    if program in _GO and len(words) > 1 and words[1] in ("build", "install"):
        _go(words[1], words[2:], place, stage, build)
    elif program in ("cp", "mv", "ln", "install"):
        _copy(program, words[1:], place, stage)


def run_commands(instruction: Instruction) -> list[Command]:
    """The commands of a RUN, in the exec form too."""
    if instruction.is_json:
        words = list(instruction.values)
        return [Command(words, instruction.line)] if words else []
    commands = instruction.commands
    # `cd /src && make`: the shell's reader knows only what lies below where it began.
    place: str | None = None
    for command in commands:
        if command.words[0] == "cd" and len(command.words) > 1 and command.words[1].startswith("/"):
            place = command.words[1]
        elif place is not None and command.directory is None:
            command.assignments.setdefault(_PLACE, place)
    return commands


# Where a command runs after `cd` to an absolute path; no shell variable has such a name.
_PLACE = "(directory)"


def _absolute_directory(command: Command, stage: Stage) -> str | None:
    place = command.assignments.get(_PLACE)
    return None if place is None else stage.absolute(place)


def _go(verb: str, words: list[str], place: str, stage: Stage, build: Build) -> None:
    from gapmatrix_containers.stages import Entry, Origin

    output: str | None = None
    packages: list[str] = []
    rest = iter(words)
    for word in rest:
        if word.startswith("-"):
            name, equals, value = word.partition("=")
            name = "-" + name.lstrip("-")
            if not equals and name in _VALUES:
                value = next(rest, "")
            if name == "-o":
                output = value
            elif name == "-C":
                place = posixpath.normpath(posixpath.join(place, value))
        else:
            packages.append(word)
    for package in packages[:50] or ["."]:
        if is_import_path(package):
            # Where it lies is for the linker to know, which reads go.mod.
            stage.add(
                Entry(
                    _target(verb, output, posixpath.basename(package), len(packages) > 1, place),
                    Origin("go", package),
                    is_file=True,
                )
            )
            continue
        many = package.endswith("/...")
        folder = posixpath.normpath(posixpath.join(place, package.removesuffix("/...")))
        # `cmd/api/main.go`, `cmd/api/*`: the files of a package.
        if package.endswith(".go") or "*" in posixpath.basename(folder):
            folder = posixpath.dirname(folder)
        found = build.find(stage.index, folder)
        if (
            found is None
            or found.kind != "repository"
            or (
                not package.startswith((".", "/"))
                and not (package.endswith(".go") or "/" in package or "." not in package)
            )
        ):
            continue
        name = posixpath.basename(folder)
        if many and verb == "install":
            target = "/go/bin"
        elif many and output is not None:
            target = posixpath.normpath(posixpath.join(place, output))
        else:
            target = _target(verb, output, name, len(packages) > 1, place)
        # `go build -o bin/ ./cmd/...`: a binary's name is its package's.
        stage.add(Entry(target, Origin("go", joined(found.path)), is_file=not many))


def is_import_path(package: str) -> bool:
    """`example.com/shop/cmd/api`: the first part of what is no standard library's has a dot."""
    first, slash, _ = package.partition("/")
    return (
        bool(slash)
        and "." in first.strip(".")
        and not package.startswith((".", "/"))
        and not package.endswith((".go", "/..."))
        and not any(mark in package for mark in "@*$")
    )


def _target(verb: str, output: str | None, name: str, is_one_of_many: bool, place: str) -> str:
    """Where a binary of that usual name is put."""
    if verb == "install":
        return f"/go/bin/{name}"
    if output is None:
        return posixpath.join(place, name)
    target = posixpath.normpath(posixpath.join(place, output))
    return posixpath.join(target, name) if output.endswith("/") or is_one_of_many else target


def _copy(program: str, words: list[str], place: str, stage: Stage) -> None:
    from gapmatrix_containers.stages import Entry, Origin

    if program == "install" and any(word in ("-d", "-D") for word in words):
        return
    operands = [word for word in words if not word.startswith("-")]
    if len(operands) != 2 or any("$" in word or "*" in word for word in operands):
        return
    source, target = (posixpath.normpath(posixpath.join(place, word)) for word in operands)
    if operands[1].endswith(("/", "/.")) or operands[1] in (".", "..") or target == stage.workdir:
        target = posixpath.join(target, posixpath.basename(source))
    if source != target and not target.startswith(source + "/"):
        stage.add(Entry(target, Origin("stage", source, stage.index)))
