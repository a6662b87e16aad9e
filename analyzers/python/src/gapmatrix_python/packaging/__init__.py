"""Packaging files: dependencies, entry points, and where packages lie."""

from __future__ import annotations

from gapmatrix_python.facts import Facts
from gapmatrix_python.packaging.locks import NAMES as LOCKS
from gapmatrix_python.packaging.locks import read_lock
from gapmatrix_python.packaging.pipfile import read_pipfile
from gapmatrix_python.packaging.pyproject import read_pyproject
from gapmatrix_python.packaging.requirements import read_requirements
from gapmatrix_python.packaging.setup_cfg import read_setup_cfg
from gapmatrix_python.packaging.setup_script import read_setup_script

__all__ = ["read_packaging", "read_setup_script"]


def read_packaging(path: str, text: str) -> Facts | None:
    """The facts of a packaging file other than setup.py; None if it is none."""
    facts = Facts()
    text = text.removeprefix("\ufeff")
    file = path.rpartition("/")[2]
    if file == "pyproject.toml":
        read_pyproject(path, text, facts)
    elif file == "setup.cfg":
        read_setup_cfg(path, text, facts)
    elif file == "Pipfile":
        read_pipfile(text, facts)
    elif file in LOCKS:
        read_lock(file, text, facts)
    elif file.endswith(".txt") and (
        "requirements" in file or path.rpartition("/")[0].endswith("requirements")
    ):
        read_requirements(path, text, facts)
    else:
        return None
    return facts
