"""Compiles the typed modules with mypyc where GAPMATRIX_COMPILE is 1; otherwise they are interpreted."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from setuptools import setup


def extensions() -> list[Any]:
    """All modules but the one that `python -m` runs, as one shared library and a small one for each."""
    if os.environ.get("GAPMATRIX_COMPILE") != "1":
        return []
    from mypyc.build import mypycify

    modules = sorted(str(path) for path in Path("src").rglob("*.py") if path.name != "__main__.py")
    # Types are checked elsewhere, with the libraries at hand; here what is imported from them is anything.
    options = ["--config-file=", "--ignore-missing-imports"]
    return mypycify([*options, *modules], opt_level="2", debug_level="0", group_name="gapmatrix_python")


setup(ext_modules=extensions())
