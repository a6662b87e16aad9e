"""YAML with line numbers, from libyaml's events: nothing is constructed; anchors, depth and size are bounded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

Loader = getattr(yaml, "CLoader", yaml.Loader)
MAXIMUM_DEPTH = 200
MAXIMUM_NODES = 200_000
# A file whose aliases stand for more nodes than this is made to hurt.
MAXIMUM_EXPANSION = 1_000_000


class Unreadable(Exception):
    """The YAML is broken, or larger than the limits; `line` is where."""

    def __init__(self, message: str, line: int | None, is_limit: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.is_limit = is_limit


@dataclass(eq=False)
class Node:
    """A scalar, a list or a mapping. Lines are 1-based; `size` counts the nodes it stands for, with aliases."""

    line: int
    end_line: int = 0
    size: int = 1

    def get(self, *path: str | int) -> Node:
        """The node at a path of keys and positions, or one that is nothing."""
        node: Node = self
        for step in path:
            node = node._step(step)
        return node

    def _step(self, step: str | int) -> Node:
        return Nothing(self.line)

    @property
    def text(self) -> str | None:
        """A scalar's text; None of what is null or no scalar."""
        return None

    @property
    def items(self) -> list[Node]:
        """A list's items; none of anything else."""
        return []

    @property
    def pairs(self) -> list[tuple[Scalar, Node]]:
        """A mapping's keys and values, merge keys resolved; none of anything else."""
        return []

    @property
    def exists(self) -> bool:
        return True

    @property
    def boolean(self) -> bool | None:
        """True or false as YAML 1.1 and 1.2 agree; None of anything else."""
        return {"true": True, "false": False}.get((self.text or "").lower())

    @property
    def number(self) -> int | None:
        text = self.text or ""
        return int(text) if text.lstrip("-").isdigit() and len(text) < 19 else None

    def keys(self) -> list[str]:
        return [key.value for key, _ in self.pairs]


class Nothing(Node):
    """What is not there; its line is that of what lacks it."""

    @property
    def exists(self) -> bool:
        return False


@dataclass(eq=False)
class Scalar(Node):
    value: str = ""
    is_plain: bool = True

    @property
    def text(self) -> str | None:
        return None if self.is_plain and self.value in ("", "~", "null", "Null", "NULL") else self.value


@dataclass(eq=False)
class List(Node):
    entries: list[Node] = field(default_factory=list)

    def _step(self, step: str | int) -> Node:
        if isinstance(step, int) and -len(self.entries) <= step < len(self.entries):
            return self.entries[step]
        return Nothing(self.line)

    @property
    def items(self) -> list[Node]:
        return self.entries


@dataclass(eq=False)
class Mapping(Node):
    entries: list[tuple[Scalar, Node]] = field(default_factory=list)
    # Keys that stand twice; the last one counts, as YAML readers have it.
    doubled: list[Scalar] = field(default_factory=list)

    def _step(self, step: str | int) -> Node:
        found: Node | None = None
        for key, value in self.entries:
            if key.value == step:
                found = value
        if found is not None:
            return found
        for merged in self._merged():
            inner = merged._step(step)
            if inner.exists:
                return inner
        return Nothing(self.line)

    def _merged(self) -> list[Mapping]:
        sources: list[Node] = []
        for key, value in self.entries:
            if key.value == "<<" and key.is_plain:
                sources += value.items or [value]
        return [source for source in sources if isinstance(source, Mapping)]

    @property
    def pairs(self) -> list[tuple[Scalar, Node]]:
        if not (merged := self._merged()):
            return self.entries
        own = [(key, value) for key, value in self.entries if not (key.value == "<<" and key.is_plain)]
        known = {key.value for key, _ in own}
        for source in merged:
            for key, value in source.pairs:
                if key.value not in known:
                    known.add(key.value)
                    own.append((key, value))
        return own


def documents(text: str) -> Iterator[Node]:
    """The documents of a stream, each as soon as it is read; raises Unreadable where the rest cannot be."""
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=Loader):
            document = builder.take(event)
            if document is not None:
                yield document
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error).split("\n")[0]
        raise Unreadable(str(problem), mark.line + 1 if mark is not None else None) from error


class _Builder:
    """Makes nodes of events without recursion."""

    def __init__(self) -> None:
        self._open: list[tuple[Node, str | None, Scalar | None]] = []
        self._anchors: dict[str, Node] = {}
        self._keys: list[Scalar | None] = []
        self._nodes = 0
        self._root: Node | None = None

    def take(self, event: Any) -> Node | None:
        """Takes one of libyaml's events; gives the root of a document that ends with it."""
        # Most events are scalars, and a file has thousands: what is likeliest is asked first, and nothing twice.
        kind = type(event)
        start = event.start_mark
        line = start.line + 1 if start is not None else 1
        if kind is yaml.ScalarEvent:
            style = event.style
            is_block = style in ("|", ">")
            end = event.end_mark
            # A block scalar ends where the next line begins.
            last = (end.line if end is not None else 0) + (0 if is_block else 1)
            plain = not (is_block or style in ("'", '"'))
            self._add(Scalar(line, last if last > line else line, 1, event.value, plain), event.anchor)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            if len(self._open) >= MAXIMUM_DEPTH:
                raise Unreadable(f"nested more than {MAXIMUM_DEPTH} levels deep", line, is_limit=True)
            made: Node = Mapping(line) if kind is yaml.MappingStartEvent else List(line)
            key = self._keys[-1] if self._keys else None
            if self._keys:
                self._keys[-1] = None
            self._open.append((made, event.anchor, key))
            self._keys.append(None)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            node, anchor, key = self._open.pop()
            self._keys.pop()
            # A block ends where the next thing begins: the last line of what it holds is its own.
            last_child = _last(node)
            node.end_line = node.line if last_child is None else max(node.line, last_child.end_line)
            if self._keys:
                self._keys[-1] = key
            self._add(node, anchor)
        elif kind is yaml.AliasEvent:
            target = self._anchors.get(event.anchor or "")
            if target is None:
                raise Unreadable(f"the alias {event.anchor} stands for nothing before it", line)
            self._add(target, None)
        elif kind is yaml.DocumentStartEvent:
            self._anchors = {}
            self._root = None
        elif kind is yaml.DocumentEndEvent:
            return self._root
        return None

    def _add(self, node: Node, anchor: str | None) -> None:
        self._nodes += 1
        if self._nodes > MAXIMUM_NODES:
            raise Unreadable(f"more than {MAXIMUM_NODES} nodes", node.line, is_limit=True)
        if anchor is not None:
            self._anchors[anchor] = node
        if not self._open:
            self._root = node
            return
        parent = self._open[-1][0]
        parent.size += node.size
        if parent.size > MAXIMUM_EXPANSION:
            raise Unreadable(
                f"its aliases stand for more than {MAXIMUM_EXPANSION} nodes", node.line, is_limit=True
            )
        if isinstance(parent, List):
            parent.entries.append(node)
        elif isinstance(parent, Mapping):
            key = self._keys[-1]
            if key is None:
                self._keys[-1] = (
                    node if isinstance(node, Scalar) else Scalar(node.line, node.line, 1, "?", False)
                )
                return
            if any(known.value == key.value for known, _ in parent.entries[-50:]) and key.value != "<<":
                parent.doubled.append(key)
            parent.entries.append((key, node))
            self._keys[-1] = None


def _last(node: Node) -> Node | None:
    if isinstance(node, List):
        return node.entries[-1] if node.entries else None
    return node.entries[-1][1] if isinstance(node, Mapping) and node.entries else None
