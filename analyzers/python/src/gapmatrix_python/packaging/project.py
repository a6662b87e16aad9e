"""What all packaging files have in common."""

from __future__ import annotations

import re

from gapmatrix_python.facts import Facts, Json

_REQUIREMENT = re.compile(
    r"^\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*(.*)$", re.DOTALL
)
_PINNED = re.compile(r"^\(?===?\s*([^\s,;)]+)\)?$")
_ENTRY = re.compile(r"^\s*([A-Za-z_][\w.]*)\s*(?::\s*([A-Za-z_][\w.]*))?\s*(?:\[[^\]]*\])?\s*$")
_SEPARATORS = re.compile(r"[-_.]+")

# How far a line is sought: hostile files must not cost the square of their length.
MAXIMUM_ROWS = 2_000

DEVELOPMENT_WORDS = frozenset(
    """
    dev develop development test tests testing lint linting doc docs ci type typing types mypy format
    style quality local bench benchmark build tox debug e2e
    """.split()
)


def normalized(name: str) -> str:
    """A project's name as PEP 503 compares it."""
    return _SEPARATORS.sub("-", name).lower()


def directory_of(path: str) -> str:
    """The directory that holds a file."""
    return path.rpartition("/")[0]


def below(directory: str, relative: str) -> str | None:
    """A directory below another; None if it leads out of the repository."""
    segments = [segment for segment in directory.split("/") if segment]
    for segment in relative.replace("\\", "/").split("/"):
        if segment == "..":
            if not segments:
                return None
            segments.pop()
        elif segment not in ("", "."):
            segments.append(segment)
    return "/".join(segments)


class Lines:
    """Finds the line of a value in a file whose parser does not tell lines."""

    def __init__(self, text: str) -> None:
        self._rows = text.splitlines()
        self._from = 0
        self._last = 0

    def section(self, *headers: str) -> None:
        """Begins at a section's header, if it is there."""
        self._from = self._last = 0
        for number, row in enumerate(self._rows):
            if any(header in row for header in headers):
                self._from = self._last = number
                return

    def find(self, text: str) -> int:
        """The first line at or after the section's beginning that holds a text; 1 if none does."""
        # Values come in the order of the file, so the line after the last one found is nearly always right.
        for start, end in ((self._last, len(self._rows)), (self._from, self._last)):
            for number in range(start, min(end, start + MAXIMUM_ROWS)):
                if text in self._rows[number]:
                    self._last = number
                    return number + 1
        return 1


def requirement(text: str, line: int, scope: str, facts: Facts) -> None:
    """Adds the dependency that a requirement names: `fastapi[all]>=0.100; python_version > "3.8"`."""
    match = _REQUIREMENT.match(text)
    if match is None:
        return
    name, rest = match.groups()
    if "://" in name or rest.startswith((":", "/", "\\")):
        return
    rest = rest.split(";", 1)[0].strip()
    if rest.startswith("@") or not rest:
        rest = ""
    elif rest[0] not in "<>=!~(":
        return
    dependency(name, rest, line, scope, facts)


def dependency(name: str, version: str, line: int, scope: str, facts: Facts) -> None:
    """Adds a dependency once for each scope. A pin is told as a version, anything else as its specifier."""
    pinned = _PINNED.match(version)
    found: Json = {"ecosystem": "pypi", "name": normalized(name)}
    if version and version != "*":
        found["version"] = pinned.group(1) if pinned is not None else version.strip("()")[:100]
    found["line"] = line
    found["scope"] = scope
    key = (found["name"], scope)
    if key not in facts.dependency_keys:
        facts.dependency_keys.add(key)
        facts.dependencies.append(found)


def entry_point(name: str, target: str, group: str, facts: Facts) -> None:
    """Adds the root of an entry point: `soma = soma.cli:main`."""
    match = _ENTRY.match(target)
    if match is None:
        return
    module, attribute = match.groups()
    if attribute is None:
        ref = facts.refs.imported(module)
    else:
        first, _, rest = attribute.partition(".")
        ref = facts.refs.imported(module, first)
        for member in rest.split(".") if rest else ():
            ref = facts.refs.member(member, ref)
    kind = "console-script" if group in ("console_scripts", "gui_scripts") else "entry-point"
    words = {"console_scripts": "console script", "gui_scripts": "gui script"}.get(
        group, f"entry point {group}"
    )
    root: Json = {"to": ref, "class": "production", "component": name, "kind": kind}
    root["why"] = f"{words} {name} = {target.strip()}"
    if kind == "entry-point":
        # Another program loads it: a plugin is nothing that is deployed on its own.
        root["role"] = "tool"
    facts.roots.append(root)


def binding(prefix: str, directory: str | None, facts: Facts) -> None:
    """Adds where packages lie."""
    found = {"import_prefix": prefix, "directory": directory}
    if directory is not None and found not in facts.bindings:
        facts.bindings.append(found)


def extra_scope(name: str) -> str:
    """The scope of an extra: what an installation may ask for, or what only development asks for."""
    return "development" if is_development(name) else "optional"


def is_development(name: str) -> bool:
    """Whether a group or file of this name holds what only development needs."""
    return not DEVELOPMENT_WORDS.isdisjoint(re.split(r"[-_.\s/]+", name.lower()))
