"""requirements.txt and its many siblings."""

from __future__ import annotations

import re

from gapmatrix_python.facts import Facts
from gapmatrix_python.packaging.project import below, directory_of, is_development, requirement

_COMMENT = re.compile(r"(^|\s+)#.*$")
_OPTION = re.compile(r"\s--?[A-Za-z].*$")
_EGG = re.compile(r"[#&]egg=([A-Za-z0-9._-]+)")


def read_requirements(path: str, text: str, facts: Facts) -> None:
    """Adds the dependencies of a requirements file. Its name tells whether they are for development."""
    file = path.rpartition("/")[2].removesuffix(".txt")
    parent = path.rpartition("/")[0].rpartition("/")[2]
    name = f"{parent} {file}" if parent not in ("", "requirements") else file
    scope = "development" if is_development(name) else "runtime"
    facts.declares()
    rows = text.splitlines()
    number = 0
    while number < len(rows):
        line = number + 1
        row = rows[number]
        while row.endswith("\\") and number + 1 < len(rows):
            number += 1
            row = row[:-1] + " " + rows[number]
        number += 1
        egg = _EGG.search(row)
        if egg is not None:
            requirement(egg.group(1), line, scope, facts)
            continue
        row = _COMMENT.sub("", row).strip()
        if not row or row.startswith("-"):
            _option(path, row, facts)
            continue
        before = len(facts.dependency_keys)
        requirement(_OPTION.sub("", row), line, scope, facts)
        if len(facts.dependency_keys) == before and ("/" in row or "\\" in row or "://" in row):
            # A path or an address: nobody knows what it brings.
            facts.declares(is_open=True)


def _option(path: str, row: str, facts: Facts) -> None:
    """`-r other.txt` includes a file; `-e .` is the project itself, any other path is unknown."""
    name, _, value = row.replace("=", " ", 1).partition(" ")
    value = value.strip()
    if name in ("-r", "--requirement"):
        place = below(directory_of(path), value)
        facts.declares(includes=[place] if place is not None else [], is_open=place is None)
    elif name in ("-e", "--editable") and value not in (".", "./", "-"):
        facts.declares(is_open=True)
    elif name.startswith("-r") and not name.startswith("--"):
        _option(path, f"-r {row[2:]}", facts)
