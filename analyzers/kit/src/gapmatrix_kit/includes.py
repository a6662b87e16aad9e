"""What a file includes: of the repository, for the linker to look for, or of elsewhere, which is said."""

from __future__ import annotations

from gapmatrix_kit.facts import Facts

# A file that includes more is not told whole.
MAXIMUM_INCLUDES = 500
SIGNAL = "file.include"


def include(facts: Facts, origin: int, path: str, line: int, *, is_made: bool = False) -> None:
    """Says that a file of the repository is included; `is_made`: what reads the file may make it first."""
    if path and len(facts.signals) < 20 * MAXIMUM_INCLUDES:
        facts.signal(SIGNAL, origin, line, path=path, made="true" if is_made else None)


def outside(facts: Facts, name: str, line: int) -> None:
    """Says that what is included is not in the repository, so that nobody knows here what it holds."""
    if len(facts.diagnostics) < MAXIMUM_INCLUDES:
        facts.diagnostic("info", f"{name[:150]} is not in the repository: not read", line)
