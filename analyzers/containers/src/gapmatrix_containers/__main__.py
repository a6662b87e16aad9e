"""Serves the analyzer protocol."""

from __future__ import annotations

import sys

from gapmatrix_kit.server import main

from gapmatrix_containers.analyze import analyze

if __name__ == "__main__":
    sys.exit(main("containers", "1.0.0", analyze))
