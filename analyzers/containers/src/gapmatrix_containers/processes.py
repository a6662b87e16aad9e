"""Facts of Procfiles, systemd units and supervisor configurations."""

from __future__ import annotations

import posixpath
import re

from gapmatrix_kit.facts import Facts

from gapmatrix_containers import workloads
from gapmatrix_containers.contents import send_user
from gapmatrix_containers.names import folder, is_for_development

_PROCESS = re.compile(r"([A-Za-z0-9_-]+):\s*(\S.*)$")
_SECTION = re.compile(r"\[([^\]]+)\]\s*$")
# Prefixes of systemd's ExecStart that change how it is run.
_PREFIXES = "@-:+!"
# uWSGI's limits on a request and on a connection.
_TIMEOUTS = {"harakiri", "http-timeout", "socket-timeout", "http-socket-timeout"}
MAXIMUM_LINES = 10_000
# The symbol of all that a file's process manager starts.
ALL = "all processes"


def read_procfile(path: str, text: str, facts: Facts) -> None:
    """`web: gunicorn shop:app`."""
    every = facts.symbol(ALL, "target", 1)
    for line, each in enumerate(text.split("\n")[:MAXIMUM_LINES], 1):
        match = _PROCESS.match(each.strip())
        if match is None or each.lstrip().startswith("#"):
            continue
        name, command = match.groups()
        role = "tool" if is_for_development(path) or name == "release" else "service"
        symbols = workloads.add(facts, name, f"{path}/{name}", "procfile-process", (line, line), role)
        facts.reference(every, {"name": name}, "run", line)
        workloads.run_text(facts, symbols.container, command, folder(path), line)


def read_unit(path: str, text: str, facts: Facts) -> None:
    """A systemd unit: what ExecStart runs, as whom, and whether it is started again."""
    options = [each for each in _options(text) if each[0] == "Service"]
    starts = [(value, line) for _, key, value, line in options if key == "ExecStart" and value]
    if not starts:
        return
    name = posixpath.basename(path).removesuffix(".service")
    last = text.count("\n") + 1
    role = "tool" if is_for_development(path) else "service"
    symbols = workloads.add(facts, name, f"systemd/{name}", "systemd-unit", (1, last), role)
    for value, line in starts:
        workloads.run_text(facts, symbols.container, value.lstrip(_PREFIXES), "", line)
    for _, key, value, line in options:
        if key == "Restart" and value not in ("no", ""):
            facts.signal("container.restart", symbols.container, line, policy=value)
        elif key == "User":
            send_user(value, symbols.container, line, facts)
        elif key == "TimeoutStopSec":
            facts.signal("workload.termination-grace", symbols.workload, line, seconds=value)
        elif key in ("MemoryMax", "CPUQuota"):
            limit = {"memory_limit": value} if key == "MemoryMax" else {"cpu_limit": value}
            facts.signal("container.resources", symbols.container, line, **limit)


def read_supervisor(path: str, text: str, facts: Facts) -> None:
    """`[program:web]` with its command."""
    every = facts.symbol(ALL, "target", 1)
    programs: dict[str, list[tuple[str, str, int]]] = {}
    for section, key, value, line in _options(text):
        if section.startswith("program:"):
            programs.setdefault(section[8:].strip(), []).append((key, value, line))
    for name, options in programs.items():
        commands = [(value, line) for key, value, line in options if key == "command" and value]
        if not commands:
            continue
        first, last = options[0][2], options[-1][2]
        role = "tool" if is_for_development(path) else "service"
        symbols = workloads.add(facts, name, f"supervisor/{name}", "supervisor-program", (first, last), role)
        facts.reference(every, {"name": name}, "run", first)
        workloads.run_text(facts, symbols.container, commands[-1][0], "", commands[-1][1])
        for key, value, line in options:
            if key == "autorestart" and value.lower() in ("true", "unexpected"):
                facts.signal("container.restart", symbols.container, line, policy=value)
            elif key == "user":
                send_user(value, symbols.container, line, facts)


def read_uwsgi(path: str, text: str, facts: Facts) -> None:
    """uWSGI's ini file: the application, the programs beside it, and what runs before."""
    every = facts.symbol(ALL, "target", 1)
    for section, key, value, line in _options(text):
        name = key.replace("_", "-")
        if section == "uwsgi" and name == "master" and value.lower() not in ("false", "0", "no"):
            # It starts workers and programs again that have ended.
            facts.signal("auto-recovery.restart", every, line)
        if section != "uwsgi" or not value:
            continue
        if name in ("module", "wsgi", "wsgi-file"):
            option = "--wsgi-file" if name == "wsgi-file" else "--module"
            facts.reference(every, {"command": ["uwsgi", option, value[:500]], "directory": ""}, "run", line)
        elif name in ("attach-daemon", "smart-attach-daemon", "attach-daemon2"):
            workloads.run_text(facts, every, value, "", line)
        elif name in _TIMEOUTS and value.isdigit() and int(value[:9]) > 0:
            facts.signal("server-timeouts.set", every, line)
        elif name.startswith("hook-") and value.startswith("exec:"):
            workloads.run_text(facts, every, value.removeprefix("exec:"), "", line)


def _options(text: str) -> list[tuple[str, str, str, int]]:
    """Section, key, value and line; a backslash goes on with the next line, and so do indented lines."""
    found: list[tuple[str, str, str, int]] = []
    section = ""
    lines = text.split("\n")[:MAXIMUM_LINES]
    number = 0
    while number < len(lines):
        line, start = lines[number], number + 1
        number += 1
        if line.lstrip().startswith(("#", ";")) or not line.strip():
            continue
        if match := _SECTION.match(line.strip()):
            section = match.group(1)
            continue
        parts = [line.rstrip()]
        while parts[-1].endswith("\\") and number < len(lines):
            parts[-1] = parts[-1][:-1]
            parts.append(lines[number].strip())
            number += 1
        key, equals, value = " ".join(parts).partition("=")
        # What uWSGI switches on may stand without a value.
        if section and (equals or key.strip().isidentifier()):
            found.append((section, key.strip(), re.sub(r"\s+;.*$", "", value.strip()), start))
    return found
