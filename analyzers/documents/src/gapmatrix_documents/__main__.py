"""The analyzer `documents`."""

import sys

from gapmatrix_kit.server import main

from . import VERSION
from .analyze import analyze

if __name__ == "__main__":
    sys.exit(main("documents", VERSION, analyze))
