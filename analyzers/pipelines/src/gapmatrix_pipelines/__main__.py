"""Starts the analyzer."""

import sys

from gapmatrix_kit.server import main

from gapmatrix_pipelines.analyze import analyze

sys.exit(main("pipelines", "1.0.0", analyze))
