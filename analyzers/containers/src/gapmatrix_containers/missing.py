"""Scripts that an image runs and surely does not contain; silent where anything might have put them there."""

from __future__ import annotations

import posixpath

from gapmatrix_kit.shell import parse

from gapmatrix_containers.binaries import run_commands
from gapmatrix_containers.instructions import Instruction
from gapmatrix_containers.stages import Build, Stage

# Images that hold nothing of anybody's application.
_PLAIN = {
    "scratch", "alpine", "debian", "ubuntu", "busybox", "python", "golang", "node", "ruby", "php", "pypy",
    "perl", "eclipse-temurin", "openjdk", "amazoncorretto", "rockylinux", "almalinux", "fedora",
}  # fmt: skip
# Commands that put no script of an application anywhere.
_HARMLESS = {
    "apt-get", "apt", "apk", "yum", "dnf", "microdnf", "pip", "pip3", "adduser", "useradd", "addgroup",
    "groupadd", "chmod", "chown", "mkdir", "rm", "set", "cd", "true", "update-ca-certificates", "ldconfig",
}  # fmt: skip
_SYSTEM = ("/usr/", "/bin/", "/sbin/", "/opt/", "/etc/", "/lib/", "/var/", "/home/", "/root/")
_INTERPRETERS = {"python", "python3", "sh", "bash", "ash", "dash"}


def find(build: Build, stage: Stage, chain: list[Stage]) -> list[tuple[str, int]]:
    """Paths of scripts, with the line that runs them."""
    base = chain[-1].base.removeprefix("docker.io/").removeprefix("library/")
    if base.partition("@")[0].partition(":")[0] not in _PLAIN or not all(_is_known(each) for each in chain):
        return []
    found: list[tuple[str, int]] = []
    for instruction in (stage.entrypoint, stage.command):
        if instruction is None or (instruction is stage.command and stage.entrypoint is not None):
            continue
        script = _script(instruction)
        if script is None:
            continue
        path = stage.absolute(script)
        if not path.startswith(_SYSTEM) and _is_absent(path, build, stage, chain):
            found.append((path, instruction.line))
    return found


def _script(instruction: Instruction) -> str | None:
    """The script that a command runs by its path."""
    words = list(instruction.values)
    if not instruction.is_json:
        commands = parse(instruction.value, instruction.line).commands
        # `cd x && ./run.sh`, `test -f x && ./x`: more than one command may be anything.
        if len(commands) != 1:
            return None
        words = commands[0].words
    if words[:1] == ["exec"]:
        words = words[1:]
    if not words or any("$" in word for word in words[:2]):
        return None
    word = words[0]
    if posixpath.basename(word) in _INTERPRETERS:
        word = words[1] if len(words) > 1 else ""
    return word if word.endswith((".py", ".sh")) and not word.startswith("-") else None


def _is_known(stage: Stage) -> bool:
    """Whether all that puts files into the stage is understood."""
    if any("$" in source or "://" in source for _, sources in stage.copies for source in sources):
        return False
    if any("$" in entry.path for entry in stage.entries):
        return False
    for instruction, _ in stage.runs:
        text = instruction.text.replace("2>&1", "").replace(">/dev/null", "").replace("> /dev/null", "")
        if ">" in text or instruction.heredocs:
            return False
        if any(posixpath.basename(each.words[0]) not in _HARMLESS for each in run_commands(instruction)):
            return False
    return True


def _is_absent(path: str, build: Build, stage: Stage, chain: list[Stage]) -> bool:
    if build.find(stage.index, path) is not None:
        return False
    if any(path.startswith(volume.rstrip("/") + "/") for volume, _ in stage.volumes):
        return False
    # A file's target may be a directory that was there, a pattern may stand for directories.
    entries = [entry for each in chain for entry in each.entries]
    return not any(
        (entry.is_file or entry.pattern) and path.startswith(entry.path.rstrip("/") + "/")
        for entry in entries
    )
