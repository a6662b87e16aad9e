"""Pipfile, of pipenv."""

from __future__ import annotations

from gapmatrix_python.facts import Facts
from gapmatrix_python.packaging.project import Lines, dependency
from gapmatrix_python.packaging.pyproject import load_toml, table


def read_pipfile(text: str, facts: Facts) -> None:
    """Adds what a Pipfile says."""
    document = load_toml(text, facts)
    facts.declares(is_open=not document)
    lines = Lines(text)
    for section, scope in (("packages", "runtime"), ("dev-packages", "development")):
        lines.section(f"[{section}]")
        for name, value in table(document, section).items():
            version = value if isinstance(value, str) else table(value).get("version", "")
            dependency(name, version if isinstance(version, str) else "", lines.find(name), scope, facts)
