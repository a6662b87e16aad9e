"""Lock files: what is installed beside what the project asks for itself."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from gapmatrix_python.facts import Facts
from gapmatrix_python.packaging.project import Lines, dependency, normalized
from gapmatrix_python.packaging.pyproject import load_toml, strings, table

NAMES = frozenset(("poetry.lock", "uv.lock", "pdm.lock", "Pipfile.lock"))


def read_lock(file: str, text: str, facts: Facts) -> None:
    """Adds what an installation without development tools brings, as far as the file tells that apart."""
    if file == "Pipfile.lock":
        names = _pipfile(text, facts)
    else:
        packages = load_toml(text, facts).get("package")
        tables = [table(each) for each in packages] if isinstance(packages, list) else []
        names = _uv(tables) if file == "uv.lock" else list(_grouped(tables))
    lines = Lines(text)
    for name in names:
        dependency(name, "", lines.find(f'"{name}"'), "indirect", facts)


def _pipfile(text: str, facts: Facts) -> list[str]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        facts.diagnostic(f"not valid JSON: {str(error)[:200]}", severity="error")
        return []
    return list(table(document, "default"))


def _grouped(packages: list[dict[str, Any]]) -> Iterable[str]:
    """Poetry names the groups or the category of a package, pdm its groups; older files neither."""
    for each in packages:
        groups = strings(each.get("groups")) or [each.get("category", "main")]
        if isinstance(each.get("name"), str) and not {"main", "default"}.isdisjoint(groups):
            yield each["name"]


def _uv(packages: list[dict[str, Any]]) -> list[str]:
    """What the projects of the workspace need, and what that needs in turn."""
    needs: dict[str, list[str]] = {}
    own: list[str] = []
    for each in packages:
        name = each.get("name")
        if not isinstance(name, str):
            continue
        # Extras are what an installation may ask for: it is not known that it does not.
        lists = [each.get("dependencies"), *table(each, "optional-dependencies").values()]
        wanted = [table(item).get("name") for found in lists if isinstance(found, list) for item in found]
        needs.setdefault(normalized(name), []).extend(
            normalized(item) for item in wanted if isinstance(item, str)
        )
        if not {"editable", "virtual", "directory"}.isdisjoint(table(each, "source")):
            own.append(normalized(name))
    found: dict[str, None] = {}
    pending = list(reversed(own))
    while pending:
        for name in needs.get(pending.pop(), ()):
            if name not in found and name not in own:
                found[name] = None
                pending.append(name)
    return list(found)
