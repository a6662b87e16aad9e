"""One file: which kind it is, and what it says."""

from __future__ import annotations

from collections.abc import Iterator

from gapmatrix_kit import documents, kubernetes
from gapmatrix_kit.facts import Facts, Json
from gapmatrix_kit.server import File

from . import kustomize, skaffold
from .kinds import Kind, kind_of

MAXIMUM_BUNDLE = 1_000_000
MAXIMUM_DOCUMENTS = 5_000
# Documents of a file that cannot be read, after which nothing more is tried.
MAXIMUM_BROKEN = 20


def analyze(files: list[File]) -> Json:
    """The facts of the one file of a request."""
    file = files[0]
    facts = Facts(kubernetes.namespace(file.path))
    kind = kind_of(file)
    if kind is Kind.TEMPLATE:
        facts.diagnostic("info", "a template of manifests, which only its renderer can read")
    elif kind is Kind.BUNDLE:
        facts.diagnostic("info", "a generated bundle of manifests: not read")
    elif kind is not Kind.OTHER:
        _read(file, kind, facts)
    return facts.message() if kind is not Kind.OTHER else {}


def _read(file: File, kind: Kind, facts: Facts) -> None:
    if not file.is_text:
        facts.diagnostic("warning", "bytes that are no UTF-8 are left out", documents.foreign_line(file.text))
    options = kubernetes.Options(role=kubernetes.role_of(file.path))
    for document in _documents(file, facts):
        if kind is Kind.KUSTOMIZATION:
            kustomize.describe(document, facts, file.path)
        elif kind is Kind.SKAFFOLD:
            skaffold.describe(document, facts, file.path)
        else:
            for part in kubernetes.parted(document, facts):
                # The file's top level does not lead to its workloads: each would lead to all others by way of it.
                kubernetes.describe(part, facts, file.path, options)


def _documents(file: File, facts: Facts) -> Iterator[documents.Node]:
    """The documents. One that cannot be read costs itself: what follows the next `---` is read again."""
    text = file.text.expandtabs(2) if file.path.endswith(".json") else file.text
    number = 0
    for _ in range(MAXIMUM_BROKEN):
        try:
            for document in documents.documents(text):
                number += 1
                if number > MAXIMUM_DOCUMENTS:
                    facts.diagnostic(
                        "warning",
                        f"more than {MAXIMUM_DOCUMENTS} documents: the rest is not read",
                        document.line,
                    )
                    return
                _tell_doubled(document, facts)
                yield document
            return
        except documents.Unreadable as error:
            rest = None if error.line is None else _behind(text, error.line)
            place = "this document is not read" if rest is not None else "not read from here on"
            severity = "warning" if error.is_limit else "error"
            facts.diagnostic(severity, f"{place}: {error.message}", error.line)
            if rest is None:
                return
            text = rest


def _tell_doubled(document: documents.Node, facts: Facts) -> None:
    own = document.doubled if isinstance(document, documents.Mapping) else []
    # Twice a kind is an object that is swallowed, which is told as such.
    swallowed = own if {"kind", "apiVersion"} & {key.value for key in own} else []
    for key in documents.doubled_keys(document):
        if not any(key is each for each in swallowed):
            facts.diagnostic(
                "warning", f"the key {key.value[:80]} stands twice: only the last one counts", key.line
            )


def _behind(text: str, line: int) -> str | None:
    """The text from the next `---` on, at the line of an error or below it; empty lines for what is left out."""
    lines = text.split("\n")
    for place in range(max(1, line - 1), len(lines)):
        if lines[place].rstrip() == "---" or lines[place].startswith("--- "):
            return "\n" * place + "\n".join(lines[place:])
    return None
