"""Annotations: the type that a parameter, variable or result is declared to have."""

from __future__ import annotations

import ast

from gapmatrix_python.extraction.configured import Configured

_TRANSPARENT = frozenset(
    """
    Optional Type type ClassVar Final Required NotRequired ReadOnly InitVar Mapped Awaitable
    ContextManager AbstractContextManager AsyncContextManager Annotated Unpack
    AbstractAsyncContextManager ReferenceType TypeGuard SkipValidation Task Future
    """.split()
)
_CONTAINERS = frozenset(
    """
    list List set Set frozenset FrozenSet tuple Tuple deque Deque Sequence MutableSequence Iterable
    Iterator AsyncIterable AsyncIterator Generator AsyncGenerator Collection Container AbstractSet
    MutableSet Queue SimpleQueue LifoQueue PriorityQueue KeysView ValuesView WeakSet
    """.split()
)
_MAPPINGS = frozenset(
    ("dict", "Dict", "Mapping", "MutableMapping", "defaultdict", "DefaultDict", "OrderedDict", "ChainMap")
    + ("WeakValueDictionary", "WeakKeyDictionary", "ItemsView")
)
_GENERATORS = frozenset(("Generator", "AsyncGenerator"))
_SAY_NOTHING = frozenset(("Any", "object", "None", "NoReturn", "Never", "LiteralString", "AnyStr", "TypeVar"))
MAXIMUM_STRING = 1000


class Annotations(Configured):
    """Reads annotations. They are no uses: declaring a type does not run anything."""

    # Names that stand for any type.
    type_variables: frozenset[str] = frozenset()

    def annotation(self, node: ast.expr | None, depth: int = 0) -> int | None:
        """The type that an annotation names."""
        if node is None or depth > 20:
            return None
        if isinstance(node, ast.Name):
            if node.id in _SAY_NOTHING:
                return None
            if node.id in self.type_variables:
                return None
            if node.id == "Self" and self.scope.class_name is not None:
                return self.refs.name(self.scope.class_name)
            return self.lookup(node.id)[0]
        if isinstance(node, ast.Attribute):
            if node.attr in _SAY_NOTHING:
                return None
            of = self.annotation(node.value, depth + 1)
            return None if of is None else self.attribute(of, node.attr)
        if isinstance(node, ast.Constant):
            return self._quoted(node.value, depth) if isinstance(node.value, str) else None
        if isinstance(node, ast.Subscript):
            return self._generic(node, depth)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            return self.refs.any(
                [self.annotation(node.left, depth + 1), self.annotation(node.right, depth + 1)]
            )
        return None

    def _quoted(self, text: str, depth: int) -> int | None:
        if len(text) > MAXIMUM_STRING or not text.strip():
            return None
        try:
            return self.annotation(ast.parse(text.strip(), mode="eval").body, depth + 1)
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            return None

    def _generic(self, node: ast.Subscript, depth: int) -> int | None:
        base = last_name(node.value)
        arguments = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if not arguments:
            return None
        if base in _TRANSPARENT:
            return self.annotation(arguments[0], depth + 1)
        if base in ("Union", "Intersection"):
            return self.refs.any([self.annotation(each, depth + 1) for each in arguments[:8]])
        if base in _GENERATORS:
            return self.refs.container(self.annotation(arguments[0], depth + 1))
        if base in _CONTAINERS:
            return self.refs.container(
                self.refs.any([self.annotation(each, depth + 1) for each in arguments[:8]])
            )
        if base in _MAPPINGS:
            return self.refs.container(self.annotation(arguments[-1], depth + 1))
        if base == "Coroutine":
            return self.annotation(arguments[-1], depth + 1)
        if base in ("Literal", "Callable"):
            return None
        return self.annotation(node.value, depth + 1)


def last_name(node: ast.expr) -> str:
    """The last segment of a dotted name; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    return ""


def shared_dependencies(node: ast.expr) -> list[ast.expr]:
    """What `Depends(…)` names in the argument `dependencies` of a call."""
    if not isinstance(node, ast.Call):
        return []
    return [
        each.args[0]
        for keyword in node.keywords
        if keyword.arg == "dependencies" and isinstance(keyword.value, (ast.List, ast.Tuple))
        for each in keyword.value.elts
        if isinstance(each, ast.Call) and last_name(each.func) in ("Depends", "Security") and each.args
    ]
