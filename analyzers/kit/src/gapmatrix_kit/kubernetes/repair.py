"""A missing `---` merges two documents: of keys that stand twice the reader keeps the last, and one object is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..documents import Mapping, Node
from ..facts import TOP, Facts
from .options import own_line

_STARTS = ("kind", "apiVersion")


def parted(document: Node, facts: Facts, line_of: Callable[[Node], int] = own_line) -> Iterator[Node]:
    """The object that a cluster would get; what is swallowed is told, and is not described."""
    if isinstance(document, Mapping):
        doubled = [key for key in document.doubled if key.value in _STARTS]
        if doubled:
            kinds = [value.text or "" for key, value in document.entries if key.value == "kind"]
            line = line_of(doubled[0])
            lost = f"the object of kind {kinds[0]}" if len(kinds) > 1 else "the object above"
            facts.diagnostic(
                "error",
                f"`---` is missing above this line: {lost} is swallowed by the one that follows",
                line,
            )
            first = len(facts.symbols)
            yield document
            # What stays stands in its place: whatever reaches that is what lacks the lost one.
            kept = first + 1 if len(facts.symbols) > first else TOP
            lost_kind = kinds[0] if kinds else None
            facts.signal("kubernetes.swallowed-object", kept, line, kind_=lost_kind)
            return
    yield document
