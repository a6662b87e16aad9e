"""The analyzer as a program: docs/protocol.md on standard input and output."""

import sys

from gapmatrix_kit.server import main

from .analyze import analyze

if __name__ == "__main__":
    sys.exit(main("helm", "1.0.0", analyze))
