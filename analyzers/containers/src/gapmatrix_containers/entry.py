"""The entry point of an image in words of the repository: what was copied or built is named by its source."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from gapmatrix_kit.shell import inner_script, parse

from gapmatrix_containers.binaries import add_build, is_import_path
from gapmatrix_containers.instructions import Instruction
from gapmatrix_containers.missing import is_absent
from gapmatrix_containers.names import expand
from gapmatrix_containers.plan import builds_go
from gapmatrix_containers.stages import Build, Origin, Stage
from gapmatrix_containers.written import script as written_script

_RUNTIMES = {
    "python", "python3", "node", "java", "dotnet", "ruby", "php", "perl", "sh", "bash", "ash", "dash", "tini",
    "dumb-init", "exec", "gosu", "su-exec", "env", "uv", "poetry",
}  # fmt: skip
_FOLDERS_OF_IMAGES = {
    "docker", ".docker", "build", "deploy", "deployment", "deployments", "container", "containers",
    "dockerfiles", "images", "package", "packaging", "scripts", "infra", "ops", "ci", "release",
}  # fmt: skip
_REBUILDERS = ("CompileDaemon", "compiledaemon")
# Where FastAPI's command looks for the application when it is not told.
_FASTAPI = ("main.py", "app.py", "api.py", "app/main.py", "app/app.py", "app/api.py")


@dataclass(frozen=True)
class Start:
    """A command, and the directory that it runs in, relative to the build context."""

    words: tuple[str, ...]
    directory: str
    line: int


def starts(build: Build, stage: Stage) -> list[Start]:
    """What the image runs when it is started, in order."""
    entry, command = stage.entrypoint, stage.command
    found: list[Start] = []
    if entry is not None and not entry.is_json:
        # The shell form takes no arguments: CMD does not count.
        return _shell(entry, build, stage)
    first = list(entry.values) if entry is not None else []
    rest = list(command.values) if command is not None and command.is_json else []
    if first:
        line = entry.line if entry is not None else 0
        found += _words(first + rest, line, build, stage)
        if command is not None and _hands_over(first, rest, build, stage):
            found += _words(rest, command.line, build, stage)
        if command is not None and not command.is_json:
            found += _shell(command, build, stage)
    elif command is not None:
        found += (
            _words(rest, command.line, build, stage) if command.is_json else _shell(command, build, stage)
        )
    return _distinct(found)


def from_words(words: list[str], line: int, build: Build, stage: Stage) -> list[Start]:
    """Likewise, of a command of the exec form."""
    return _distinct(_words(words, line, build, stage))


def contexts(path: str, sources: list[str]) -> list[str]:
    """The directories that may be the build context of a Dockerfile, the likeliest first."""
    folder = posixpath.dirname(path)
    if not folder:
        return [""]
    plain = [posixpath.normpath(source.lstrip("/") or ".") for source in sources]
    if any(source == folder or source.startswith(folder + "/") for source in plain):
        return [""]
    # `COPY api/main.go` in services/api/Dockerfile: the context is services.
    parts = folder.split("/")
    for count in range(len(parts) - 1, 0, -1):
        tail = "/".join(parts[count:])
        if any(source == tail or source.startswith(tail + "/") for source in plain):
            return ["/".join(parts[:count])]
    found = [folder]
    if parts[-1].lower() in _FOLDERS_OF_IMAGES:
        found = ["/".join(parts[:-1]), folder]
    return found if "" in found else found + [""]


def _shell(instruction: Instruction, build: Build, stage: Stage) -> list[Start]:
    found: list[Start] = []
    for command in instruction.commands:
        found += _words([expand(word, stage.variables) for word in command.words], command.line, build, stage)
    return found


def _words(words: list[str], line: int, build: Build, stage: Stage, within: bool = False) -> list[Start]:
    """`within`: it is a command of a script that the build writes."""
    if not words:
        return []
    # `sh -c "a && b"`: the text is a script.
    text = inner_script(words)
    if text is not None:
        found: list[Start] = []
        for inner in parse(text, line).commands:
            found += _words(
                [expand(word, stage.variables) for word in inner.words], line, build, stage, within
            )
        return found
    program = words[1] if words[0] == "exec" and len(words) > 1 else words[0]
    if is_absent(program, build, stage):
        return []
    written = None if within else written_script(program, build, stage)
    if written is not None:
        return [
            start
            for inner in parse(written, line).commands
            for start in _words(
                [expand(word, stage.variables) for word in inner.words], line, build, stage, within=True
            )
        ]
    rebuilt = _rebuilt(words, build, stage)
    if rebuilt is not None:
        return _words(rebuilt, line, build, stage, within)
    directory = build.directory(stage) or ""
    result: list[Start] = []
    translated: list[str] = []
    for place, word in enumerate(words):
        origin = _origin(word, place == 0, build, stage)
        if origin is not None and origin.kind == "go":
            package = origin.path if is_import_path(origin.path) else "./" + origin.path
            result.append(Start(("go", "run", package, *words[place + 1 :]), "", line))
            break
        if origin is not None and origin.kind == "repository" and origin.path:
            translated.append(_relative(origin.path, directory))
        else:
            translated.append(word)
    # What stands before the binary may be a script that runs it.
    if translated and (not result or ("/" in translated[0] and translated[0] != words[0])):
        result.insert(0, Start(tuple(translated), directory, line))
    if len(result) == 1 and result[0].words[:1] != ("go",) and translated[0] == words[0]:
        result += _guesses(words[0], line, build, stage)
    if result[:1] and result[0].words[0] == "fastapi" and not any(".py" in word for word in result[0].words):
        result += [Start((*words[:2], path), directory, line) for path in _FASTAPI]
    return result


def _rebuilt(words: list[str], build: Build, stage: Stage) -> list[str] | None:
    """What a development server of Go builds and runs anew whenever a file changes."""
    if posixpath.basename(words[0]) not in _REBUILDERS:
        return None
    found: dict[str, str] = {}
    for word, value in zip(words[1:], [*words[2:], ""], strict=True):
        name, equals, given = word.lstrip("-").partition("=")
        if word.startswith("-") and name in ("build", "command"):
            found.setdefault(name, given if equals else value)
    run = found.get("command")
    if run is None:
        return None
    for command in parse(found.get("build", "go build")).commands[:5]:
        add_build(command, stage, build)
    for command in parse(run).commands[:1]:
        return command.words
    return None


def _origin(word: str, is_program: bool, build: Build, stage: Stage) -> Origin | None:
    if word.startswith("-") or "$" in word or "://" in word or len(word) > 300:
        return None
    if "/" in word:
        return build.find(stage.index, stage.absolute(word))
    return build.find_program(stage, word) if is_program else None


def _guesses(program: str, line: int, build: Build, stage: Stage) -> list[Start]:
    """A binary that a Makefile or script builds in a stage for Go has the name of its package, as a rule."""
    name = posixpath.basename(program)
    if (
        name in _RUNTIMES
        or not name
        or "." in name
        or "$" in name
        or not any(builds_go(each) for each in build.stages)
    ):
        return []
    if "/" not in program and build.find_program(stage, program) is None:
        return []
    return [Start(("go", "run", package), "", line) for package in (f"./cmd/{name}", f"./{name}", ".")]


def _hands_over(first: list[str], rest: list[str], build: Build, stage: Stage) -> bool:
    """Whether the entry point is a script that runs the command after it: `exec "$@"`."""
    if not rest or rest[0].startswith("-"):
        return False
    last = next((word for word in reversed(first) if not word.startswith("-")), "")
    name = posixpath.basename(last)
    if (name in _RUNTIMES and len(first) > 1) or name in (
        "python",
        "python3",
        "node",
        "java",
        "dotnet",
        "ruby",
        "php",
    ):
        return False
    return name.endswith(".sh") or any(
        word in name for word in ("entrypoint", "entry", "start", "init", "run")
    )


def _relative(path: str, directory: str) -> str:
    found = posixpath.relpath(path, directory or ".") if directory or path else path
    return found if found.startswith("..") else "./" + found


def _distinct(found: list[Start]) -> list[Start]:
    return list(dict.fromkeys(found))[:50]
