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
        facts.diagnostic("warning", "bytes that are no UTF-8 are left out")
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
    """The documents up to the one that cannot be read."""
    text = file.text.expandtabs(2) if file.path.endswith(".json") else file.text
    try:
        for number, document in enumerate(documents.documents(text)):
            if number >= MAXIMUM_DOCUMENTS:
                facts.diagnostic(
                    "warning", f"more than {MAXIMUM_DOCUMENTS} documents: the rest is not read", document.line
                )
                return
            yield document
    except documents.Unreadable as error:
        facts.diagnostic(
            "warning" if error.is_limit else "error", f"not read from here on: {error.message}", error.line
        )
