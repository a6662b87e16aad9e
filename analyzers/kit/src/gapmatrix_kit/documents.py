"""YAML with line numbers, from libyaml's events: nothing is constructed; anchors, depth and size are bounded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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


class Node:
    """A scalar, a list or a mapping. Lines are 1-based; `size` counts the nodes it stands for, with aliases."""

    __slots__ = ("end_line", "line", "size")

    def __init__(self, line: int, end_line: int = 0) -> None:
        self.line = line
        self.end_line = end_line
        self.size = 1

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

    __slots__ = ()

    @property
    def exists(self) -> bool:
        return False


class Scalar(Node):
    """A text; `is_plain` where it has no quotes and is no block."""

    __slots__ = ("is_plain", "value")

    def __init__(self, line: int, end_line: int, value: str, is_plain: bool) -> None:
        # Without the base's own: a file has thousands of these.
        self.line = line
        self.end_line = end_line
        self.size = 1
        self.value = value
        self.is_plain = is_plain

    @property
    def text(self) -> str | None:
        return None if self.is_plain and self.value in ("", "~", "null", "Null", "NULL") else self.value


class List(Node):
    """Nodes in a row."""

    __slots__ = ("entries",)

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.entries: list[Node] = []

    def _step(self, step: str | int) -> Node:
        if isinstance(step, int) and -len(self.entries) <= step < len(self.entries):
            return self.entries[step]
        return Nothing(self.line)

    @property
    def items(self) -> list[Node]:
        return self.entries


class Mapping(Node):
    """Keys with their values, in their order; `doubled` are keys that stand twice: the last one counts."""

    __slots__ = ("_values", "doubled", "entries", "has_merges")

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.entries: list[tuple[Scalar, Node]] = []
        self.doubled: list[Scalar] = []
        self.has_merges = False
        # By their keys; made when a value is first asked for, which is when all entries are there.
        self._values: dict[str | int, Node] | None = None

    def _step(self, step: str | int) -> Node:
        values = self._values
        if values is None:
            values = self._values = {key.value: value for key, value in self.entries}
        if (found := values.get(step)) is not None:
            return found
        if self.has_merges:
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
        if not (self.has_merges and (merged := self._merged())):
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
    try:
        loader = Loader(text)
        try:
            yield from _built(loader.get_event)
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error).split("\n")[0]
        raise Unreadable(str(problem), mark.line + 1 if mark is not None else None) from error


def doubled_keys(root: Node, most: int = 20) -> list[Scalar]:
    """Keys that stand twice in one mapping, each where it stands again; what an alias repeats is looked at once."""
    found: list[Scalar] = []
    seen: set[int] = set()
    stack = [root]
    while stack and len(found) < most:
        node = stack.pop()
        if isinstance(node, List):
            stack += reversed(node.entries)
        elif isinstance(node, Mapping) and id(node) not in seen:
            seen.add(id(node))
            found += node.doubled
            stack += [value for _, value in reversed(node.entries)]
    return found[:most]


def foreign_line(text: str) -> int | None:
    """The first line with a byte that was no UTF-8 and has been replaced."""
    place = text.find("\ufffd")
    return None if place < 0 else text.count("\n", 0, place) + 1


def _built(next_event: Callable[[], Any]) -> Iterator[Node]:
    """Makes nodes of events without recursion: a file has thousands, so that all is done in one loop."""
    anchors: dict[str, Node] = {}
    nodes = 0
    root: Node | None = None
    # What is open around `parent`, each with its own anchor, and the key that waits for `parent` to be its value.
    opened: list[tuple[List | Mapping | None, str | None, Scalar | None]] = []
    parent: List | Mapping | None = None
    key: Scalar | None = None
    while (event := next_event()) is not None:
        kind = type(event)
        node: Node
        anchor: str | None
        if kind is yaml.ScalarEvent:
            line = event.start_mark.line + 1
            style = event.style
            is_block = style in ("|", ">")
            # A block scalar ends where the next line begins.
            last = event.end_mark.line + (0 if is_block else 1)
            plain = not (is_block or style in ("'", '"'))
            node = Scalar(line, last if last > line else line, event.value, plain)
            anchor = event.anchor
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            line = event.start_mark.line + 1
            if len(opened) >= MAXIMUM_DEPTH:
                raise Unreadable(f"nested more than {MAXIMUM_DEPTH} levels deep", line, is_limit=True)
            opened.append((parent, event.anchor, key))
            parent = Mapping(line) if kind is yaml.MappingStartEvent else List(line)
            key = None
            continue
        elif parent is not None and (kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent):
            # A block ends where the next thing begins: the last line of what it holds is its own.
            last_child = _last(parent)
            parent.end_line = parent.line if last_child is None else max(parent.line, last_child.end_line)
            node = parent
            parent, anchor, key = opened.pop()
        elif kind is yaml.AliasEvent:
            target = anchors.get(event.anchor or "")
            if target is None:
                line = event.start_mark.line + 1
                raise Unreadable(f"the alias {event.anchor} stands for nothing before it", line)
            node, anchor = target, None
        else:
            if kind is yaml.DocumentStartEvent:
                anchors, root = {}, None
            elif kind is yaml.DocumentEndEvent and root is not None:
                yield root
            continue
        nodes += 1
        if nodes > MAXIMUM_NODES:
            raise Unreadable(f"more than {MAXIMUM_NODES} nodes", node.line, is_limit=True)
        if anchor is not None:
            anchors[anchor] = node
        if parent is None:
            root = node
            continue
        parent.size += node.size
        if parent.size > MAXIMUM_EXPANSION:
            raise Unreadable(
                f"its aliases stand for more than {MAXIMUM_EXPANSION} nodes", node.line, is_limit=True
            )
        if isinstance(parent, List):
            parent.entries.append(node)
        elif key is None:
            key = node if isinstance(node, Scalar) else Scalar(node.line, node.line, "?", False)
        else:
            _enter(parent, key, node)
            key = None


def _enter(mapping: Mapping, key: Scalar, value: Node) -> None:
    entries, name = mapping.entries, key.value
    if name == "<<":
        mapping.has_merges = mapping.has_merges or key.is_plain
    else:
        for known, _ in entries if len(entries) <= 50 else entries[-50:]:
            if known.value == name:
                mapping.doubled.append(key)
                break
    entries.append((key, value))


def _last(node: List | Mapping) -> Node | None:
    if not node.entries:
        return None
    entry = node.entries[-1]
    return entry[1] if isinstance(entry, tuple) else entry
