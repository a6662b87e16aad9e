"""Calls: the reference, and what the call gives."""

from __future__ import annotations

import ast

from gapmatrix_python.extraction.annotations import last_name
from gapmatrix_python.extraction.brief_pools import is_pool
from gapmatrix_python.extraction.results import ELEMENT, SPECIAL, Results
from gapmatrix_python.extraction.retention import DELETING, deletes_old
from gapmatrix_python.extraction.scopes import FUNCTION
from gapmatrix_python.extraction.state import SPAWN
from gapmatrix_python.facts import Json

# Calls that start their argument concurrently.
_SPAWNING = frozenset(
    """
    create_task ensure_future start_soon gather run_coroutine_threadsafe create_background_task
    start_background_task spawn spawn_later spawn_callback add_background_task
    """.split()
)
# Calls that call the function that they are given with what follows it -> its position.
_CALLING = {"to_thread": 0, "run_in_threadpool": 0, "run_sync": 0, "submit": 0, "run_in_executor": 1}
_LOADERS = frozenset(
    ("import_module", "__import__", "include", "import_string", "find_spec", "import_object")
)
# Calls that may name the function that they want called by a string.
_NAMING = frozenset(
    ("enqueue", "enqueue_in", "enqueue_at", "enqueue_call", "send_task", "signature", "add_job")
)

# Builtins that only compute: their calls say nothing, and there are many of them.
_COMPUTING = frozenset(
    """
    len isinstance issubclass str int float bool complex bytes bytearray list tuple set frozenset dict
    range enumerate zip sorted reversed iter next min max sum any all abs round repr hash id ord chr hex
    bin oct divmod pow callable hasattr format slice type map filter
    """.split()
)
_CLIENTS = frozenset(("Client", "AsyncClient"))
_TRANSPORTS = frozenset(("ASGITransport", "WSGITransport", "MockTransport"))
_TEXTS = frozenset((ast.Constant, ast.JoinedStr))
_SAME = frozenset(("list", "tuple", "set", "frozenset", "sorted", "reversed", "iter", "type"))


class Calls(Results):
    """Visits calls."""

    def call(self, node: ast.Call, used: bool) -> int | None:
        """Adds the reference of a call and returns what it gives."""
        function = node.func
        if not self.path.is_test and last_name(function) in DELETING and deletes_old(node):
            self.facts.signal("data-retention.enforce", self.owner, node.lineno)
        receiver: int | None = None
        callee: int | None
        if type(function) is ast.Attribute:
            if type(function.value) in _TEXTS:
                # `", ".join(names)` and `"{}".format(name)` only compute.
                self.expression(function.value, True)
                return self._computed(node, "str")
            if self.scope.kind == FUNCTION and is_pool(function.value):
                # `ThreadPoolExecutor(1).submit(job)`
                self.brief.add(id(function.value))
            receiver = self.expression(function.value, False)
            name = function.attr
            callee = self.attribute(receiver, name)
        elif type(function) is ast.Name:
            name = function.id
            if (
                name in _COMPUTING
                and name not in self.module.names
                and self.lookup(name)[0] == self.builtin(name)
            ):
                return self._computed(node, name)
            callee = self.lookup(name)[0]
        elif type(function) is ast.Subscript and _is_class_name(last_name(function.value)):
            # `Box[int](5)` makes a `Box`; a table of classes has another name.
            name = last_name(function.value)
            self.expression(function.slice, True)
            callee = self.expression(function.value, False)
        else:
            name = ""
            callee = self.expression(function, True)
        before = self.context
        if name in _SPAWNING:
            self.context |= SPAWN
        arguments = self._unknown_call(node) if callee is None else self.arguments(node)
        self.context = before
        if callee is None:
            return None
        if id(node) in self.brief:
            arguments.append({"name": "lasts", "value": "a call"})
        if name in _CLIENTS and _is_within_process(node):
            callee = self._without_network(callee)
        self._tell_last(node, callee, arguments)
        if name == "sleep":
            if self.loops:
                self.loops[-1].sleeps.append(node)
        elif name == "add_argument":
            self.declare_option(node)
        elif name == "Env" and node.keywords:
            self.declare_scheme(node)
        elif name == "update" and type(function) is ast.Attribute and type(function.value) is ast.Name:
            self._add_keys(function.value.id, node)
        elif name in _LOADERS:
            self._load(node, name, callee, arguments)
        elif name in _NAMING and arguments:
            self._name_function(arguments[0])
        if name != "super":
            self.emit("call", callee, node.lineno, arguments)
        if receiver in self.refs.plain:
            return receiver if name == "copy" else None
        position = _CALLING.get(name)
        if position is not None and len(node.args) > position:
            return self._called(node, callee, position, arguments)
        if name == "import_module" and arguments and "ref" in arguments[0]:
            loaded: int = arguments[0]["ref"]
            return loaded
        special = SPECIAL.get(name)
        if special is not None:
            return special(self, node, callee, receiver, arguments)
        return self.refs.result(callee)

    def _add_keys(self, variable: str, node: ast.Call) -> None:
        """`claims.update({"exp": expires})`, `claims.update(exp=expires)`."""
        for keyword in node.keywords:
            self.add_key(variable, keyword.arg)
        for each in node.args[:1]:
            for key in each.keys if isinstance(each, ast.Dict) else ():
                self.add_key(variable, key)

    def _without_network(self, callee: int) -> int:
        """A client whose transport calls an application of the same process calls no other service."""
        if self.refs.full_name(callee) not in ("httpx.Client", "httpx.AsyncClient"):
            return callee
        return self.refs.imported("httpx", "ASGITransport")

    def _tell_last(self, node: ast.Call, callee: int, arguments: list[Json]) -> None:
        """Adds the last argument of a library's function, though nothing is known of it."""
        last = len(node.args) - 1
        if last < 0 or type(node.args[last]) is ast.Starred or self.path.is_test:
            return
        if not self.refs.is_imported(callee) or any(each.get("position") == last for each in arguments):
            return
        arguments.append({"position": last})

    def _unknown_call(self, node: ast.Call) -> list[Json]:
        """Arguments of a call to something unknown: there is no reference to hold them."""
        self.unknown_calls += 1
        for each in node.args:
            self.expression(each, True)
        for keyword in node.keywords:
            self.expression(keyword.value, True)
        return []

    def builtin(self, name: str) -> int:
        """The REF of a builtin."""
        return self.refs.external(f"builtins.{name}")

    def _computed(self, node: ast.Call, name: str) -> int | None:
        """What a computing builtin gives; what its arguments mention is used."""
        held = [self.expression(each, True) for each in node.args]
        for keyword in node.keywords:
            self.expression(keyword.value, True)
        first = held[0] if held else None
        if name in _SAME or name == "dict":
            if not node.args and not node.keywords and name in ("list", "dict", "set"):
                return self.refs.plain_container(name)
            return first
        if name in ELEMENT:
            return self.refs.element(first)
        if name == "filter":
            return held[1] if len(held) > 1 else None
        return self.refs.result(self.builtin(name))

    def _load(self, node: ast.Call, name: str, callee: int, arguments: list[Json]) -> None:
        """Adds the import that a loader does: `import_module("a.b")`, `include("app.urls")`."""
        if not arguments:
            return
        first = arguments[0]
        if first.get("items"):
            first = first["items"][0]
        value = first.get("value")
        if not isinstance(value, str) or first.get("position") != 0 or not value:
            return
        if name == "include" and "." not in value:
            return
        if value.startswith("."):
            level = len(value) - len(value.lstrip("."))
            namespace = self.path.relative(level, value.lstrip(".") or None)
            target = None if namespace is None else self.refs.namespaced(namespace)
        elif not all(segment.isidentifier() for segment in value.split(".")):
            return
        elif name in ("import_string", "import_object"):
            target = self.dotted_path(value)
        else:
            target = self.refs.imported(value)
        if target is not None:
            first["ref"] = target
            self.emit("include", target, node.lineno)

    def _name_function(self, argument: Json) -> None:
        """`queue.enqueue("jobs.send")` has `jobs.send` called."""
        value = argument.get("value")
        if not isinstance(value, str) or "ref" in argument or argument.get("position") != 0:
            return
        ref = self.dotted_path(value)
        if ref is not None and "." in value:
            argument["ref"] = ref

    # What particular calls give

    def _called(self, node: ast.Call, callee: int, position: int, arguments: list[Json]) -> int | None:
        """`to_thread(store.save, row)` calls `store.save(row)`, and gives what it gives."""
        function = node.args[position]
        if type(function) is not ast.Name and type(function) is not ast.Attribute:
            return self.refs.result(callee)
        found = next((each.get("ref") for each in arguments if each.get("position") == position), None)
        if found is None:
            return self.refs.result(callee)
        passed = [
            {**each, "position": each["position"] - position - 1} if "position" in each else each
            for each in arguments
            if each.get("position", position + 1) > position
        ]
        self.emit("call", found, node.lineno, passed)
        # A future of `submit` has to be asked for its result.
        return self.refs.result(callee if last_name(node.func) == "submit" else found)


def _is_class_name(name: str) -> bool:
    return name[:1].isupper() and not name.isupper()


def _is_within_process(node: ast.Call) -> bool:
    return any(
        keyword.arg == "transport"
        and isinstance(keyword.value, ast.Call)
        and last_name(keyword.value.func) in _TRANSPORTS
        for keyword in node.keywords
    )
