"""The analyzer's process."""

import sys

from gapmatrix_kit import server

from .analyze import analyze

if __name__ == "__main__":
    sys.exit(server.main("web", "1.0.0", analyze))
