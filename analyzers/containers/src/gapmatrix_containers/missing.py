"""The scripts and programs that an image runs by their paths, and where else its files may come from.

Whether they are there is for the linker to say, which knows the files of the repository.
"""

from __future__ import annotations

import posixpath

from gapmatrix_kit.facts import Json
from gapmatrix_kit.shell import inner_script, parse

from gapmatrix_containers import outputs
from gapmatrix_containers.instructions import Instruction
from gapmatrix_containers.stages import Build, Entry, Stage

# Images that hold nothing of anybody's application.
_PLAIN = {
    "scratch", "alpine", "debian", "ubuntu", "busybox", "python", "golang", "node", "ruby", "php", "pypy",
    "perl", "eclipse-temurin", "openjdk", "amazoncorretto", "rockylinux", "almalinux", "fedora", "erlang",
    "elixir", "rust",
}  # fmt: skip
# Likewise, by how their names begin.
_PLAIN_FAMILIES = (
    "gcr.io/distroless/", "registry.access.redhat.com/ubi", "registry.redhat.io/ubi", "cgr.dev/chainguard/",
    "public.ecr.aws/docker/library/alpine", "public.ecr.aws/docker/library/debian",
    "ghcr.io/astral-sh/uv:python", "hexpm/erlang", "hexpm/elixir",
)  # fmt: skip
_SYSTEM = ("/usr", "/bin", "/sbin", "/etc", "/lib", "/lib64", "/var", "/proc", "/sys", "/dev", "/run", "/tmp")
# Of these nothing lies in /usr/local.
_EMPTY_LOCAL = {"scratch", "alpine", "debian", "ubuntu", "busybox"}
MAXIMUM_TEXT = 20_000
# As many as `places` tells.
MAXIMUM_ENTRIES = 100
_PROGRAMS = ("/", "/usr", "/usr/bin", "/usr/local", "/usr/local/bin", "/bin")


def started(stage: Stage) -> list[tuple[str, int]]:
    """What the image begins with, a word a line, and its line; more than one command may be anything."""
    found: list[tuple[str, int]] = []
    for instruction in (stage.entrypoint, stage.command):
        if instruction is None or (instruction is stage.command and stage.entrypoint is not None):
            continue
        lists = _lists(instruction)
        if len(lists) == 1:
            found.append(("\n".join(lists[0]), instruction.line))
    return found


def checked(stage: Stage) -> list[tuple[str, int]]:
    """Likewise, of HEALTHCHECK: each command that it runs."""
    check = stage.healthcheck
    if check is None or len(check.values) < 2 or check.values[0].upper() == "NONE":
        return []
    words = list(check.values[1:]) if check.is_json else ["sh", "-c", check.values[1]]
    return [("\n".join(each), check.line) for each in split(words)]


def split(words: list[str]) -> list[list[str]]:
    """The commands of an argv; those of its text, if it is a shell's."""
    text = inner_script(words)
    if text is None:
        return [words[:20]] if words else []
    return [each.words[:20] for each in parse(text).commands[:20]]


def _lists(instruction: Instruction) -> list[list[str]]:
    if instruction.is_json:
        return split(list(instruction.values))
    return [each.words[:20] for each in parse(instruction.value, instruction.line).commands[:20]]


def attributes(build: Build, stage: Stage) -> Json:
    """Where files of the image may come from that `places` does not tell of.

    `made` are paths that other files may lie at or below, `loose` folders below which a command ran that may
    have made anything, `known` that there is nothing beside them, `lacks` programs that surely are not there,
    `copied` what is copied by its name.
    """
    chain = build.chain(stage)
    base, name = _base(chain)
    found = _outputs(build, chain, name)
    if found is None:
        return {}
    result: Json = {
        "known": "true",
        "made": "\n".join(sorted(found.made)),
        "loose": "\n".join(sorted(found.loose)),
        "lacks": " ".join(_lacking(base, name, chain, found)),
        "copied": "\n".join(_literal_sources(build)),
    }
    if any(len(value) > MAXIMUM_TEXT for value in result.values()):
        return {}
    return {key: value for key, value in result.items() if value}


def is_absent(path: str, build: Build, stage: Stage) -> bool:
    """Whether nothing can have put a program into an image at a path with a folder: it is run anyway."""
    if "/" not in path or "$" in path or "://" in path or any(mark in path for mark in "*?{}[]()~<>="):
        return False
    chain = build.chain(stage)
    found = _outputs(build, chain, _base(chain)[1])
    if found is None:
        return False
    path = stage.absolute(path)
    put = [entry.path for each in chain for entry in each.entries]
    return not any(_is_below(path, folder) for folder in [*put, *found.made, *found.loose])


def _is_below(path: str, folder: str) -> bool:
    folder = folder.rstrip("/")
    return path == folder or path.startswith(folder + "/")


def _base(chain: list[Stage]) -> tuple[str, str]:
    """The image that all goes on from, and its name without a tag."""
    return _named(chain[-1].base)


def _named(image: str) -> tuple[str, str]:
    base = image.removeprefix("docker.io/").removeprefix("library/")
    return base, base.partition("@")[0].partition(":")[0]


def is_plain(image: str) -> bool:
    """Whether an image surely holds nothing of anybody's application, nor copies it by ONBUILD."""
    base, name = _named(image)
    return "onbuild" not in base and (name in _PLAIN or base.startswith(_PLAIN_FAMILIES))


def _outputs(build: Build, chain: list[Stage], name: str) -> outputs.Outputs | None:
    """What may have been made in an image; none where nobody can tell."""
    if not is_plain(chain[-1].base) or not all(_is_literal(each) for each in chain):
        return None
    if sum(len(each.entries) for each in chain) > MAXIMUM_ENTRIES:
        return None
    found = outputs.Outputs()
    for each in chain:
        outputs.of(each, found)
        found.made |= {volume.rstrip("/") for volume, _ in each.volumes}
        for entry in each.entries:
            origin = build.find(each.index, entry.path)
            _copied(build, entry, found)
            if entry.pattern or entry.is_file or origin is None or origin.kind != "repository":
                found.made.add(entry.path)
    if name not in _PLAIN:
        # The shell of distroless' images for debugging, and what UBI's bring along.
        found.made.update(("/busybox", "/opt"))
    if name != "scratch":
        found.made.update(
            _SYSTEM if name not in _EMPTY_LOCAL else [each for each in _SYSTEM if each != "/usr"]
        )
        if name in _EMPTY_LOCAL:
            found.made.update(("/usr/bin", "/usr/sbin", "/usr/lib", "/usr/libexec", "/usr/share"))
    return found


def _copied(build: Build, entry: Entry, found: outputs.Outputs) -> None:
    """Adds what commands of another stage may have made of what is copied from there."""
    if entry.origin.kind != "stage":
        return
    made = outputs.Outputs()
    for each in build.chain(build.stages[entry.origin.stage]):
        outputs.of(each, made)
    source = entry.origin.path.rstrip("/")
    for paths, target in ((made.made, found.made), (made.loose, found.loose)):
        for path in paths:
            if path == "/" or path == source or source.startswith(path.rstrip("/") + "/"):
                target.add(entry.path)
            elif path.startswith(source + "/"):
                target.add(entry.path.rstrip("/") + path[len(source) :])


def _lacking(base: str, name: str, chain: list[Stage], found: outputs.Outputs) -> list[str]:
    """Programs that health checks like to call, and that the base image has not."""
    tag = base.partition("@")[0].partition(":")[2]
    if name == "scratch":
        lacking = ["curl", "wget"]
    elif name == "alpine" or "alpine" in tag:
        lacking = ["curl"]
    elif "slim" in tag:
        lacking = ["curl", "wget"]
    else:
        return []
    entries = [entry for each in chain for entry in each.entries]
    # Whole folders of programs are copied.
    if found.packages is None or any(each.path in _PROGRAMS and not each.is_file for each in entries):
        return []
    put = {posixpath.basename(each.path) for each in entries}
    put |= {posixpath.basename(path) for path in found.made}
    return [each for each in lacking if each not in found.packages and each not in put]


def _literal_sources(build: Build) -> list[str]:
    """What the build copies of its context by name: it lies in the folder that is the context."""
    sources = [source for stage in build.stages for _, copied in stage.copies for source in copied]
    found = {posixpath.normpath(source.lstrip("/")) for source in sources}
    return sorted(each for each in found if not any(mark in each for mark in ("*", "?", "[", "$", "://")))[
        :50
    ]


def _is_literal(stage: Stage) -> bool:
    """Whether all that is copied is called by its name."""
    if any("$" in source or "://" in source for _, sources in stage.copies for source in sources):
        return False
    return not any("$" in entry.path for entry in stage.entries)
