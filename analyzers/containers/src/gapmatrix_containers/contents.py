"""Signals of what an image is: its bases, its user, its ports."""

from __future__ import annotations

import posixpath
import re

from gapmatrix_kit.facts import Facts

from gapmatrix_containers import missing
from gapmatrix_containers.binaries import run_commands
from gapmatrix_containers.names import expand, is_unprivileged, pin
from gapmatrix_containers.stages import Build, Stage

LOCAL_URL = re.compile(
    r"https?://(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::(\d{1,5}))?(?:[^/\s\"']*)?(/[^\s\"'?#|;&)]*)?"
)

_INSTALLED = {"gosu", "su-exec"}
_DROPPERS = _INSTALLED | {"setpriv", "chpst", "s6-setuidgid", "setuidgid"}


def signals(build: Build, final: Stage, layers: int, facts: Facts) -> None:
    """Sends what is known of an image: of the stage that it ends with, and of what it is made with."""
    for stage in build.stages if final is build.final else build.needed(final):
        if stage.parent is None:
            send_image(stage.base, layers, stage.base_line, facts)
        for instruction in stage.copies_from_images:
            reference = expand(instruction.flags["from"], stage.variables)
            # A bare name may be a folder that the build is given (`--build-context binaries=out`).
            if any(mark in reference for mark in "/:@."):
                send_image(reference, layers, instruction.line, facts)
    for port, line in final.ports[:20]:
        facts.signal("image.port", layers, line, port=port)
    send_final_user(build, final, layers, facts)
    # Of a stage that others go on from it says nothing: what they add is the program.
    if final is build.final and _is_only_configured(build, final):
        facts.signal("image.configured", layers, final.base_line, base=build.chain(final)[-1].base)
    elif _serves_files(build, final):
        facts.signal("image.static-site", layers, final.base_line, base=build.chain(final)[-1].base)
    chain = build.chain(final)
    for purpose, commands in (("start", missing.started(final)), ("healthcheck", missing.checked(final))):
        for words, line in commands[:20]:
            facts.signal("image.command", layers, line, words=words, purpose=purpose)
    _dropped(chain, layers, facts)
    for stage in chain:
        for instruction, _ in stage.runs:
            for command in run_commands(instruction):
                if posixpath.basename(command.words[0]) in ("adduser", "useradd"):
                    facts.signal("image.user-created", layers, command.line, command=" ".join(command.words))


def send_image(image: str, symbol: int, line: int, facts: Facts) -> None:
    """How exactly an image is named; nothing of `scratch`."""
    if not image or image.lower() == "scratch":
        return
    found = pin(image)
    if found is not None:
        facts.signal("container.image", symbol, line, image=image, pin=found)
    else:
        facts.signal("container.image-variable", symbol, line, image=image)


def send_user(user: str, symbol: int, line: int, facts: Facts) -> None:
    """Whether a user is root."""
    name = user.partition(":")[0]
    if "$" in name or not name:
        facts.signal("image.user-variable", symbol, line, user=user)
    elif name.lower() in ("root", "containeradministrator") or (name.isdigit() and int(name[:20]) == 0):
        facts.signal("image.root", symbol, line, user=name)
    else:
        facts.signal("image.non-root", symbol, line, user=name)


def send_final_user(build: Build, final: Stage, layers: int, facts: Facts) -> None:
    """The user that an image whose last stage is this one runs as."""
    base = build.chain(final)[-1].base
    if final.user is not None and _is_made(final.user.partition(":")[0], build.chain(final)):
        facts.signal("image.non-root", layers, final.user_line, user=final.user.partition(":")[0])
    elif final.user is not None:
        send_user(final.user, layers, final.user_line, facts)
    elif is_unprivileged(base):
        facts.signal("image.non-root", layers, final.base_line, user=f"of {base}")
    elif "$" in base:
        facts.signal("image.user-variable", layers, final.base_line, user=f"of {base}")
    else:
        facts.signal("image.root", layers, final.base_line, user="root")


def _is_made(user: str, chain: list[Stage]) -> bool:
    """Whether a command makes the user that only a variable names: root is there already."""
    if "$" not in user:
        return False
    return any(
        posixpath.basename(command.words[0]) in ("adduser", "useradd")
        and any(expand(word, stage.variables) == user for word in command.words[1:])
        and not any(zero in command.words for zero in ("0", "--uid=0", "-u0"))
        for stage in chain
        for instruction, _ in stage.runs
        for command in run_commands(instruction)
    )


# Endings of what an image made elsewhere is configured with.
_CONFIGURATION = (
    ".conf", ".cnf", ".cfg", ".ini", ".toml", ".yml", ".yaml", ".json", ".xml", ".properties", ".sql",
    ".html", ".css", ".png", ".svg", ".ico", ".txt", ".template", ".tmpl", ".pem", ".crt", ".key", ".env",
    ".acl", ".hcl",
)  # fmt: skip
# Images that run nothing by themselves but what they are given.
_RUNTIMES = re.compile(
    r"(^|/)(scratch|python|pypy|node|golang|go|ruby|php|perl|rust|erlang|elixir|openjdk|eclipse-temurin|maven|gradle"
    r"|alpine|debian|ubuntu|busybox|fedora|centos|rockylinux|almalinux|amazonlinux|bun|deno|dotnet[^:]*)(:|@|$)|\$"
)


# Servers of files that need nothing but files and a configuration.
_FILE_SERVERS = re.compile(r"(^|/)(nginx|nginx-unprivileged|httpd|caddy|lighttpd|static-web-server)(:|@|$)")
_FILE_SERVER_PROGRAMS = {"nginx", "httpd", "httpd-foreground", "apache2-foreground", "caddy", "lighttpd"}


def _serves_files(build: Build, final: Stage) -> bool:
    """Whether the image runs a server of files, with files of the repository: built pages, say."""
    chain = build.chain(final)
    if not _FILE_SERVERS.search(chain[-1].base.lower()):
        return False
    for stage in chain:
        for instruction in (stage.entrypoint, stage.command):
            if instruction is None:
                continue
            words = list(instruction.values) if instruction.is_json else instruction.value.split()
            if not words or posixpath.basename(words[0]) not in _FILE_SERVER_PROGRAMS:
                return False
    return True


def _is_only_configured(build: Build, final: Stage) -> bool:
    """Whether the image runs what its base does, with nothing of the repository but configuration."""
    chain = build.chain(final)
    if any(each.entrypoint is not None or each.command is not None for each in chain):
        return False
    if _RUNTIMES.search(chain[-1].base.lower()):
        return False
    sources = [source for each in chain for _, copied in each.copies for source in copied]
    staged = any(entry.origin.kind == "stage" for each in chain for entry in each.entries)
    return not staged and all(source.lower().endswith(_CONFIGURATION) for source in sources)


def _dropped(chain: list[Stage], layers: int, facts: Facts) -> None:
    """An entry point that gives up rights: it says so itself, or its script has the program installed."""
    for instruction in (chain[0].entrypoint, chain[0].command):
        words = instruction.value.split() if instruction is not None else []
        name = next((word for word in words if posixpath.basename(word) in _DROPPERS), None)
        if instruction is not None and name is not None:
            facts.signal("image.drop-root", layers, instruction.line, name=posixpath.basename(name))
            return
    if chain[0].entrypoint is None:
        return
    for stage in chain:
        for instruction, _ in stage.runs:
            for command in run_commands(instruction):
                name = next((word for word in command.words if posixpath.basename(word) in _INSTALLED), None)
                if name is not None:
                    facts.signal("image.drop-root", layers, command.line, name=posixpath.basename(name))
                    return
