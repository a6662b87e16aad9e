"""Which paths the commands of a build may have made: what nothing else puts there either is surely absent.

Harmless commands make nothing of an application's. Known tools make what their words name, or something of a
known name. Tools that run what a project says may have made anything below the folder that they run in, and
whatever else runs anything at all.
"""

from __future__ import annotations

import itertools
import posixpath
import re
from dataclasses import dataclass, field

from gapmatrix_kit.shell import Command, inner_script, parse

from gapmatrix_containers.binaries import run_commands
from gapmatrix_containers.instructions import Instruction
from gapmatrix_containers.names import expand
from gapmatrix_containers.stages import Stage

MAXIMUM_PATHS = 300
# They put files into folders of the system, or none at all.
HARMLESS = frozenset(
    "apt-get apt apk yum dnf microdnf dpkg rpm adduser useradd addgroup groupadd usermod groupmod chmod "
    "chown chgrp mkdir rm rmdir set cd true false test [ echo printf export unset update-ca-certificates "
    "ldconfig update-alternatives locale-gen dpkg-reconfigure setcap which command type id ls cat grep "
    "hash sleep exit ulimit umask find sort strip upx fc-cache gpg apt-key "
    "add-apt-repository corepack".split()
)
# What lies there afterwards is what a package says; its programs are found on the search path.
INSTALLERS = frozenset(
    "pip pip3 pipx gem cpan cpanm pecl docker-php-ext-install docker-php-ext-enable "
    "docker-php-ext-configure".split()
)
_INSTALLED = ("/usr/local", "/root", "/opt/venv")
# They make folders of a known name where they run.
FOLDERS = {
    "npm": ("node_modules",), "yarn": ("node_modules", ".yarn"), "pnpm": ("node_modules",),
    "poetry": (".venv",), "uv": (".venv",), "pipenv": (".venv",), "pdm": (".venv",),
    "bundle": ("vendor",), "composer": ("vendor",), "cargo": ("target",), "mix": ("deps", "_build"),
    "rebar3": ("_build",), "go": (),
}  # fmt: skip
# Of these, commands that run what the repository says.
_RUNNERS = frozenset("run run-script build exec x dlx start test generate make script".split())
# They make what their words name, and nothing else.
NAMED = frozenset("cp mv ln install touch tee sed dd openssl patch envsubst mktemp truncate split".split())
_BARE_NAME = re.compile(r"[\w.+-]+$")
# Commands of Django's `manage.py` that make no programs.
_MANAGEMENT = frozenset("collectstatic compress compilemessages migrate check createcachetable".split())
_SEARCHED = ("/usr/", "/bin/", "/sbin/", "/opt/venv/")
_TARGETS = frozenset(
    "-o -t -d -w -C --target --prefix --root --dest --dir --target-dir --wheel-dir --output --path --src "
    "--venv".split()
)
_REDIRECTION = re.compile(r"(?<![<>&\d])\d?>{1,2}\|?\s*([^\s;&|<>()]+)")


@dataclass
class Outputs:
    """`made`: paths that something may lie at or below; `loose`: folders below which nobody can tell."""

    made: set[str] = field(default_factory=set)
    loose: set[str] = field(default_factory=set)
    # Words of what package managers install; None where they are not all known.
    packages: set[str] | None = field(default_factory=set)


def of(stage: Stage, found: Outputs) -> None:
    """Adds what the commands of a stage may have made."""
    for instruction, workdir in stage.runs:
        if len(found.made) + len(found.loose) > MAXIMUM_PATHS:
            found.loose.add("/")
            return
        _redirections(instruction, workdir, stage, found)
        for command in run_commands(instruction):
            _command(command, workdir, stage, found, 0)


def _redirections(instruction: Instruction, workdir: str, stage: Stage, found: Outputs) -> None:
    text = "\n".join((instruction.text, *instruction.heredocs))
    place = workdir
    if re.search(r"\bcd\s", text):
        # Where a command runs that is redirected is not told with the redirection.
        found.loose |= {_at(each, workdir, stage) or "/" for each in re.findall(r"\bcd\s+([^\s;&|]+)", text)}
    for target in _REDIRECTION.findall(text):
        target = target.strip("\"'")
        if not target.startswith(("/dev/", "&")):
            found.made.add(_at(target, place, stage) or "/")


def _command(command: Command, workdir: str, stage: Stage, found: Outputs, depth: int) -> None:
    words = [expand(word, stage.variables) for word in command.words]
    place = _place(command, workdir, stage)
    inner = inner_script(words)
    if inner is not None and depth < 3:
        for each in parse(inner).commands:
            _command(each, place or workdir, stage, found, depth + 1)
        return
    program = posixpath.basename(words[0])
    if "/" in words[0] and not words[0].startswith(_SEARCHED) and program != "manage.py":
        # `./install` is no tool of that name.
        program = words[0]
    rest = words[1:]
    _packages(program, rest, found)
    if program in HARMLESS:
        return
    if place is None:
        found.loose.add("/")
        return
    if program in ("python", "python3") and rest[:1] == ["-m"] and len(rest) > 1:
        program, rest = posixpath.basename(rest[1]), rest[2:]
        if program in ("compileall", "ensurepip"):
            return
        if program in ("venv", "virtualenv"):
            _named(rest, place, stage, found)
            return
    if program == "manage.py" or (program.startswith("python") and rest and "manage.py" in rest[0]):
        verbs = [word for word in rest if not word.startswith("-") and "manage.py" not in word]
        if verbs and verbs[0] in _MANAGEMENT:
            return
    if program in INSTALLERS:
        found.made.update(_INSTALLED)
        _named(_targets(rest), place, stage, found)
    elif program in FOLDERS:
        _tool(program, rest, place, stage, found)
    elif program in ("curl", "wget"):
        _fetched(rest, place, stage, found)
    elif program in ("tar", "bsdtar", "unzip"):
        _unpacked(rest, place, stage, found)
    elif program == "git":
        _named(rest, place, stage, found)
        found.loose |= {place} if "clone" not in rest else set()
        for word in rest:
            if "://" in word or word.startswith("git@"):
                found.made.add(_at(posixpath.basename(word).removesuffix(".git"), place, stage) or "/")
    elif program in NAMED or program in ("virtualenv",):
        _named(rest, place, stage, found)
    else:
        # A script, a program of the repository, a tool that is not known.
        _named(rest, place, stage, found)
        found.made.update(_INSTALLED)
        found.loose.add("/")
        found.packages = None


def _packages(program: str, rest: list[str], found: Outputs) -> None:
    if program not in ("apt-get", "apt", "apk", "yum", "dnf", "microdnf") or found.packages is None:
        if program == "xargs":
            found.packages = None
        return
    if any("$" in word or "*" in word for word in rest):
        found.packages = None
        return
    found.packages |= {word.partition("=")[0] for word in rest if not word.startswith("-")}


def _tool(program: str, rest: list[str], place: str, stage: Stage, found: Outputs) -> None:
    verb = next((word for word in rest if not word.startswith("-")), "")
    _named(_targets(rest), place, stage, found)
    if program == "go":
        found.made.add("/go")
        if verb in ("generate", "run"):
            found.loose.add(place)
        elif verb == "build" and "-o" not in rest:
            found.made.add(place + "/" + posixpath.basename(place))
        return
    found.made.update(_INSTALLED)
    found.made.update(posixpath.join(place, name) for name in FOLDERS[program])
    if verb in _RUNNERS or (
        program == "yarn" and verb not in ("", "install", "add", "cache", "config", "global")
    ):
        found.loose.add(place)


def _fetched(rest: list[str], place: str, stage: Stage, found: Outputs) -> None:
    _named(rest, place, stage, found)
    for word in rest:
        if "://" in word:
            name = posixpath.basename(word.partition("?")[0])
            if "$" in name or not name:
                found.loose.add(place)
            else:
                found.made.add(posixpath.join(place, name))


def _unpacked(rest: list[str], place: str, stage: Stage, found: Outputs) -> None:
    target: str | None = None
    for word, value in zip(rest, [*rest[1:], ""], strict=True):
        if word in ("-C", "-d", "--directory"):
            target = value
        elif word.startswith("--directory="):
            target = word.partition("=")[2]
        elif len(word) > 2 and word.startswith("-C"):
            target = word[2:]
    found.made.add(_at(target or ".", place, stage) or "/")


def _targets(words: list[str]) -> list[str]:
    """The values of options that say where something is put."""
    found = [value for word, value in itertools.pairwise(words) if word in _TARGETS]
    return found + [
        word.partition("=")[2] for word in words if word.partition("=")[0] in _TARGETS and "=" in word
    ]


def _named(words: list[str], place: str, stage: Stage, found: Outputs) -> None:
    """Every path among the words: whichever of them it is that is written."""
    for word in words:
        text = word.partition("=")[2] if word.startswith("-") and "=" in word else word
        if not text or text.startswith("-") or "://" in text or text in (".", "./"):
            continue
        if "/" in text or "$" in text or _BARE_NAME.match(text):
            found.made.add(_at(text, place, stage) or "/")


def _place(command: Command, workdir: str, stage: Stage) -> str | None:
    directory = command.directory
    if directory is None:
        known = next((value for name, value in command.assignments.items() if name == "(directory)"), None)
        return None if known is None else _at(known, workdir, stage)
    return posixpath.normpath(posixpath.join(workdir, directory))


def _at(path: str, place: str, stage: Stage) -> str | None:
    """An absolute path; of one with a variable what stands before that, None where that is nothing."""
    path = expand(path.strip("\"'"), stage.variables)
    if path.startswith("~"):
        path = "/root" + path[1:]
    cut = min((path.index(mark) for mark in "$*?[{`" if mark in path), default=-1)
    if cut >= 0:
        path = posixpath.dirname(path[:cut])
        if not path:
            return None
    return posixpath.normpath(posixpath.join(place, path))
