"""From a path and a content to facts."""

from __future__ import annotations

from gapmatrix_python.extraction.module import extract
from gapmatrix_python.facts import Facts
from gapmatrix_python.generated import is_generated
from gapmatrix_python.paths import SourcePath
from gapmatrix_python.sources import decode, parse


class Failure(Exception):
    """There are no facts for a file."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message


def analyze(path: str, content: str | bytes) -> Facts:
    """The facts of one file. Raises `Failure` where there are none."""
    assumed = None
    if isinstance(content, bytes):
        content, assumed = decode(content)
    if not path.endswith(".py"):
        # Imported where it is needed: most processes of a scan read sources alone.
        from gapmatrix_python.packaging import read_packaging

        packaging = read_packaging(path, content)
        if packaging is None:
            raise Failure("unsupported", f"{path} is neither a Python source nor a packaging file")
        return packaging
    diagnostics = Facts()
    tree = parse(content, diagnostics)
    if tree is None:
        # The last diagnostic says why it was given up.
        reason = diagnostics.diagnostics[-1]
        raise Failure("syntax", f"{path}:{reason.get('line', 1)}: {reason['message']}")
    facts = extract(SourcePath(path), tree)
    if is_generated(path, content):
        for symbol in facts.symbols:
            symbol.setdefault("attributes", {})["generated"] = True
    facts.diagnostics[:0] = diagnostics.diagnostics
    if assumed is not None:
        facts.diagnostic(assumed)
    if path.rpartition("/")[2] == "setup.py":
        from gapmatrix_python.packaging import read_setup_script

        read_setup_script(path, tree, facts)
    return facts
