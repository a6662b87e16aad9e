"""What an analysis leaves behind: nothing. The collector of cycles is off in the server."""

from __future__ import annotations

import gc

from gapmatrix_python.analysis import analyze

SOURCE = """
from .names import *
import time

class Store(Base):
    limit: int = 3

    def save(self, row, retries=3):
        def inner(x):
            return [y for y in x if unknown(y)]
        try:
            self.rows = {**row, "n": lambda z: z + 1}
        except Exception as error:
            raise ValueError(inner(row)) from error

if __name__ == "__main__":
    Store().save({})
"""


def test_an_analysis_leaves_no_cycles() -> None:
    analyze("app/store.py", SOURCE)
    gc.collect()
    gc.disable()
    try:
        analyze("app/store.py", SOURCE)
        assert gc.collect() == 0
    finally:
        gc.enable()
