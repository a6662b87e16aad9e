"""pyproject.toml, in the styles of setuptools, poetry, flit, hatch, pdm and uv."""

from __future__ import annotations

import re
import sys
from typing import Any

from gapmatrix_python.facts import Facts
from gapmatrix_python.packaging.project import (
    Lines,
    below,
    binding,
    dependency,
    directory_of,
    entry_point,
    extra_scope,
    requirement,
)

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def load_toml(text: str, facts: Facts) -> dict[str, Any]:
    """The document; empty, with a diagnostic, if it is not TOML."""
    try:
        document: dict[str, Any] = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = re.search(r"at line (\d+)", str(error))
        # Else it ends too early.
        line = int(place[1]) if place else text.count("\n") + 1
        facts.diagnostic(f"not valid TOML: {error}", line, severity="error")
        return {}
    return document


def table(value: Any, *keys: str) -> dict[str, Any]:
    """A table inside a document; empty if it is missing or something else."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def strings(value: Any) -> list[str]:
    """The strings of a list."""
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def read_pyproject(path: str, text: str, facts: Facts) -> None:
    """Adds what a pyproject.toml says."""
    document = load_toml(text, facts)
    lines = Lines(text)
    project = table(document, "project")
    _manifest(path, document, facts)
    _project(project, lines, facts)
    _groups(document, lines, facts)
    _poetry(table(document, "tool", "poetry"), lines, facts)
    _layout(directory_of(path), document, facts)


def _manifest(path: str, document: dict[str, Any], facts: Facts) -> None:
    """A file that only configures tools declares nothing; dynamic dependencies may have a file."""
    project = table(document, "project")
    if "dependencies" in strings(project.get("dynamic")):
        files = table(document, "tool", "setuptools", "dynamic", "dependencies").get("file")
        named = [files] if isinstance(files, str) else strings(files)
        places = [place for each in named if (place := below(directory_of(path), each)) is not None]
        facts.declares(includes=places, is_open=not places)
    elif "dependencies" in project or "dependencies" in table(document, "tool", "poetry"):
        facts.declares()


def _project(project: dict[str, Any], lines: Lines, facts: Facts) -> None:
    lines.section("dependencies")
    for each in strings(project.get("dependencies")):
        requirement(each, lines.find(each), "runtime", facts)
    lines.section("optional-dependencies")
    for name, group in table(project, "optional-dependencies").items():
        for each in strings(group):
            requirement(each, lines.find(each), extra_scope(name), facts)
    for field, group_name in (("scripts", "console_scripts"), ("gui-scripts", "gui_scripts")):
        for name, target in table(project, field).items():
            if isinstance(target, str):
                entry_point(name, target, group_name, facts)
    for group_name, entries in table(project, "entry-points").items():
        for name, target in table(entries).items():
            if isinstance(target, str):
                entry_point(name, target, group_name, facts)


def _groups(document: dict[str, Any], lines: Lines, facts: Facts) -> None:
    """Dependency groups (PEP 735), and what uv, pdm and hatch have beside them."""
    lines.section("dependency-groups")
    for name, group in table(document, "dependency-groups").items():
        for each in strings(group):
            requirement(each, lines.find(each), extra_scope(name), facts)
    lines.section("dev-dependencies")
    for each in strings(table(document, "tool", "uv").get("dev-dependencies")):
        requirement(each, lines.find(each), "development", facts)
    for group in table(document, "tool", "pdm", "dev-dependencies").values():
        for each in strings(group):
            requirement(each, lines.find(each), "development", facts)
    lines.section("[tool.hatch.envs")
    for environment in table(document, "tool", "hatch", "envs").values():
        for field in ("dependencies", "extra-dependencies"):
            for each in strings(table(environment).get(field)):
                requirement(each, lines.find(each), "development", facts)
    flit = table(document, "tool", "flit", "metadata")
    for each in strings(flit.get("requires")):
        requirement(each, lines.find(each), "runtime", facts)
    for name, target in table(document, "tool", "flit", "scripts").items():
        if isinstance(target, str):
            entry_point(name, target, "console_scripts", facts)


def _poetry(poetry: dict[str, Any], lines: Lines, facts: Facts) -> None:
    lines.section("[tool.poetry.dependencies")
    _poetry_dependencies(table(poetry, "dependencies"), "runtime", lines, facts)
    lines.section("[tool.poetry.dev-dependencies")
    _poetry_dependencies(table(poetry, "dev-dependencies"), "development", lines, facts)
    for name, group in table(poetry, "group").items():
        lines.section(f"[tool.poetry.group.{name}.dependencies")
        scope = "runtime" if name == "main" else extra_scope(name)
        _poetry_dependencies(table(group, "dependencies"), scope, lines, facts)
    for name, target in table(poetry, "scripts").items():
        if isinstance(target, dict):
            target = target.get("reference", target.get("callable"))
        if isinstance(target, str):
            entry_point(name, target, "console_scripts", facts)
    for group_name, entries in table(poetry, "plugins").items():
        for name, target in table(entries).items():
            if isinstance(target, str):
                entry_point(name, target, group_name, facts)


def _poetry_dependencies(dependencies: dict[str, Any], scope: str, lines: Lines, facts: Facts) -> None:
    for name, value in dependencies.items():
        if name.lower() == "python":
            continue
        version = value if isinstance(value, str) else table(value).get("version", "")
        own_scope = "optional" if table(value).get("optional") is True and scope == "runtime" else scope
        dependency(name, version if isinstance(version, str) else "", lines.find(name), own_scope, facts)


def _layout(directory: str, document: dict[str, Any], facts: Facts) -> None:
    """Where packages lie. The analyzer sees no directories, so only what is said counts."""
    tool = table(document, "tool")
    setuptools = table(tool, "setuptools")
    for prefix, place in table(setuptools, "package-dir").items():
        if isinstance(place, str):
            binding(prefix, below(directory, place), facts)
    for place in strings(table(setuptools, "packages", "find").get("where")):
        binding("", below(directory, place), facts)
    packages = table(tool, "poetry").get("packages")
    for package in packages if isinstance(packages, list) else ():
        place = table(package).get("from")
        if isinstance(place, str):
            binding("", below(directory, place), facts)
    for target in table(tool, "hatch", "build", "targets").values():
        _hatch(directory, table(target), facts)
    _hatch(directory, table(tool, "hatch", "build"), facts)
    for place in (
        table(tool, "pdm").get("package-dir"),
        table(tool, "pdm", "build").get("package-dir"),
        table(tool, "maturin").get("python-source"),
        _uv_root(document),
    ):
        if isinstance(place, str) and place:
            binding("", below(directory, place), facts)


def _hatch(directory: str, build: dict[str, Any], facts: Facts) -> None:
    for package in strings(build.get("packages")):
        binding(package.rpartition("/")[2], below(directory, package), facts)
    sources = build.get("sources")
    for place in strings(sources):
        binding("", below(directory, place), facts)
    if isinstance(sources, dict):
        for place, prefix in sources.items():
            if isinstance(prefix, str):
                binding(prefix.replace("/", "."), below(directory, place), facts)


def _uv_root(document: dict[str, Any]) -> object:
    if table(document, "build-system").get("build-backend") != "uv_build":
        return None
    return table(document, "tool", "uv", "build-backend").get("module-root", "src")
