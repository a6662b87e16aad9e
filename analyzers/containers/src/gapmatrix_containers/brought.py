"""What of the repository an image may hold: all that any stage which it is made of copies.

Told only where nothing else may bring code: no command that downloads, no image of others, no folder that is
mounted for a command. What is copied beside it (`COPY requirements.txt .` without the program) is then surely
not enough, whatever the paths in the image are.
"""

from __future__ import annotations

import posixpath
import re

from gapmatrix_kit.facts import Json
from gapmatrix_kit.shell import Command

from gapmatrix_containers import outputs
from gapmatrix_containers.binaries import run_commands
from gapmatrix_containers.missing import is_plain
from gapmatrix_containers.stages import Build, Stage

MAXIMUM_SOURCES = 200
MAXIMUM_WORDS = 500
# Images of nothing but a tool, of which programs are copied.
_TOOLS = re.compile(r"ghcr\.io/astral-sh/uv(:|@|$)")
# Addresses, versions of Go's modules, repositories that pip installs of.
_DOWNLOAD = re.compile(r"://|git\+|@(v?\d|latest|main|master)|\bgit@")
# They bring nothing that is not there, or what a package index has.
_KNOWN = (
    outputs.HARMLESS | outputs.INSTALLERS | outputs.NAMED | outputs.FOLDERS.keys() | {"make", "tar", "unzip"}
)
_MODULES = frozenset("pip venv virtualenv ensurepip build compileall pipx uv poetry".split())
# Lists of packages, of which nobody knows here what they name.
_LISTS = frozenset("-r --requirement sync ci".split())
_VERBS = frozenset("install add update upgrade pip".split())
# What these install is named by their words.
_SYSTEM = frozenset("apt-get apt apk yum dnf microdnf".split())
_NAMING = outputs.INSTALLERS | _SYSTEM | frozenset("uv poetry conda mamba npm".split())


def attributes(build: Build, stage: Stage) -> Json:
    """`closed` where `brought` is all that comes of the repository.

    `installed` names packages; `any` tells that some come from an index, whose programs may have other names,
    `*` that a list names them.
    """
    sources: set[str] = set()
    installed: set[str] = set()
    for each in build.needed(stage):
        if not _is_closed(each, installed):
            return {}
        for _, copied in each.copies:
            sources |= {_literal(source) for source in copied if not source.startswith("<<")}
    if len(sources) > MAXIMUM_SOURCES or len(installed) > MAXIMUM_WORDS:
        return {}
    found: Json = {
        "closed": "true",
        "brought": "\n".join(sorted(sources)),
        "installed": " ".join(sorted(installed)),
    }
    return {name: value for name, value in found.items() if value}


def _literal(source: str) -> str:
    """The folder or file that surely holds what is copied: `src/*/x` is of `src`."""
    parts: list[str] = []
    for part in posixpath.normpath(source.lstrip("/")).split("/"):
        if any(mark in part for mark in "*?["):
            break
        parts.append(part)
    return "/".join(parts) or "."


def _is_closed(stage: Stage, installed: set[str]) -> bool:
    if stage.parent is None and not is_plain(stage.base):
        return False
    if any(not _is_tool(each.flags.get("from", "")) for each in stage.copies_from_images):
        return False
    if any("$" in source or "://" in source for _, sources in stage.copies for source in sources):
        return False
    for instruction, _ in stage.runs:
        if instruction.heredocs or "bind" in re.split(r"[=,\n]", instruction.flags.get("mount", "")):
            return False
        if not all(_is_known(command, installed) for command in run_commands(instruction)):
            return False
    return True


def _is_tool(image: str) -> bool:
    return bool(_TOOLS.match(image)) or is_plain(image)


def _is_known(command: Command, installed: set[str]) -> bool:
    """Whether a command surely brings no code of the repository, but for the packages that it names."""
    words = command.words
    program = posixpath.basename(words[0])
    if any(_DOWNLOAD.search(word) for word in words):
        return False
    if program.startswith("python") and len(words) > 1:
        if words[1] != "-m" or len(words) < 3 or words[2] not in _MODULES:
            return words[1].endswith(("setup.py", "manage.py"))
        words = words[2:]
        program = words[0]
    if program.startswith("pip"):
        program = "pip"
    if program in _NAMING:
        _name(words[1:], installed, program not in _SYSTEM)
    return program in _KNOWN or program in _MODULES


def _name(words: list[str], installed: set[str], is_index: bool) -> None:
    """Adds the packages that the words of an installer name."""
    if any(word in _LISTS for word in words) or words == ["install"]:
        installed.add("*")
    for before, word in zip(["", *words], words, strict=False):
        if before not in ("-r", "--requirement") and word not in _VERBS and _package(word):
            installed |= {_package(word)} | ({"any"} if is_index else set())


def _package(word: str) -> str:
    """The name of a package as it is compared: `Shop_API[all]==1.2` is `shop-api`; none of a flag or path."""
    if word.startswith(("-", ".")) or "/" in word:
        return ""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[=<>!~;@ ]", word, maxsplit=1)[0]).lower()
