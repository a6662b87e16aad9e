"""Calls: the reference, and what the call gives."""

from __future__ import annotations

import ast
from collections.abc import Callable

from gapmatrix_python.extraction.annotations import last_name, shared_dependencies
from gapmatrix_python.extraction.arguments import Arguments
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
# Calls that give what they are given: by name, if they are of the standard library or builtins.
_PASSING = frozenset(
    [
        "deque",
        "wait_for",
        "shield",
        "closing",
        "aclosing",
        "copy",
        "deepcopy",
        "enter_context",
        "enter_async_context",
        "lru_cache",
        "cache",
        "partial",
        "partialmethod",
        "proxy",
        "ref",
    ]
)
_ELEMENT = frozenset(("next", "anext", "max", "min", "choice"))
_CONTAINER_MEMBERS = frozenset(("get", "pop", "popleft", "setdefault", "popitem"))
_CONTAINER_VIEWS = frozenset(("values", "copy"))
_LOADERS = frozenset(
    ("import_module", "__import__", "include", "import_string", "find_spec", "import_object")
)
_ENVIRONMENT = {
    "os.getenv": "read",
    "os.environ.get": "read",
    "os.environ.pop": "read",
    "os.environ.setdefault": "write",
    "os.putenv": "write",
}


# Builtins that only compute: their calls say nothing, and there are many of them.
_COMPUTING = frozenset(
    """
    len isinstance issubclass str int float bool complex bytes bytearray list tuple set frozenset dict
    range enumerate zip sorted reversed iter next min max sum any all abs round repr hash id ord chr hex
    bin oct divmod pow callable hasattr format slice type map filter
    """.split()
)
_TEXTS = frozenset((ast.Constant, ast.JoinedStr))
_SAME = frozenset(("list", "tuple", "set", "frozenset", "sorted", "reversed", "iter", "type"))


class Calls(Arguments):
    """Visits calls."""

    def call(self, node: ast.Call, used: bool) -> int | None:
        """Adds the reference of a call and returns what it gives."""
        function = node.func
        receiver: int | None = None
        callee: int | None
        if type(function) is ast.Attribute:
            if type(function.value) in _TEXTS:
                # `", ".join(names)` and `"{}".format(name)` only compute.
                self.expression(function.value, True)
                return self._computed(node, "str")
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
        self._tell_last(node, callee, arguments)
        if name == "sleep":
            if self.loops:
                self.loops[-1].sleeps.append(node)
        elif name in _LOADERS:
            self._load(node, name, callee, arguments)
        if name != "super":
            self.emit("call", callee, node.lineno, arguments)
        if receiver in self.refs.plain:
            return receiver if name == "copy" else None
        position = _CALLING.get(name)
        if position is not None and len(node.args) > position:
            return self._called(node, callee, position, arguments)
        special = _SPECIAL.get(name)
        if special is not None:
            return special(self, node, callee, receiver, arguments)
        return self.refs.result(callee)

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
        if name in _ELEMENT:
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

    def _super(self, node: ast.Call, callee: int, receiver: int | None, arguments: list[Json]) -> int | None:
        if node.args:
            return self.refs.base(self.annotation(node.args[0]))
        name = self.scope.class_name
        return None if name is None else self.refs.base(self.refs.name(name))

    def _first(self, node: ast.Call, callee: int, receiver: int | None, arguments: list[Json]) -> int | None:
        """The first argument, passed through."""
        if "external" not in self.refs.entries[callee] and receiver is not None:
            return self.refs.result(callee)
        return self._first_argument(arguments)

    def _first_argument(self, arguments: list[Json]) -> int | None:
        return self.argument_type(arguments[0]) if arguments and arguments[0].get("position") == 0 else None

    def _element(
        self, node: ast.Call, callee: int, receiver: int | None, arguments: list[Json]
    ) -> int | None:
        return self.refs.element(self._first_argument(arguments))

    def _member_of_container(
        self, node: ast.Call, callee: int, receiver: int | None, arguments: list[Json]
    ) -> int | None:
        """`table.get(key)` of something known to be a mapping; reading the environment."""
        environment = self._environment(node, callee, arguments)
        if environment or receiver is None:
            return self.refs.result(callee)
        if receiver in self.containers or "container" in self.refs.entries[receiver]:
            return self.refs.element(receiver)
        return self.refs.result(callee)

    def _view_of_container(
        self, node: ast.Call, callee: int, receiver: int | None, arguments: list[Json]
    ) -> int | None:
        if receiver is not None and (
            receiver in self.containers or "container" in self.refs.entries[receiver]
        ):
            return receiver
        if receiver is None or not self.refs.full_name(callee).endswith("copy.copy"):
            return self.refs.result(callee)
        return self._first_argument(arguments)

    def _environment(self, node: ast.Call, callee: int, arguments: list[Json]) -> bool:
        external = self.refs.entries[callee].get("external")
        kind = _ENVIRONMENT.get(external) if external is not None else None
        if kind is None:
            return False
        if arguments and isinstance(arguments[0].get("value"), str) and arguments[0].get("position") == 0:
            self.environment(kind, arguments[0]["value"], node.lineno, arguments[1:2])
        return True

    def environment(
        self, kind: str, name: str, line: int, others: list[Json], required: bool = False
    ) -> None:
        """Adds the reading or writing of an environment variable, with its default or value."""
        values = [{**other, "position": 0} for other in others]
        for value in values:
            value.pop("name", None)
        if required:
            values.append({"name": "required", "value": True})
        self.emit_asking(kind, self.refs.environment(name), line, values)
        if (
            kind == "write"
            and name == "DJANGO_SETTINGS_MODULE"
            and values
            and isinstance(values[0].get("value"), str)
        ):
            # Django imports the settings by this name when it starts.
            self.emit("include", self.refs.imported(values[0]["value"]), line)

    def _getenv(self, node: ast.Call, callee: int, receiver: int | None, arguments: list[Json]) -> int | None:
        self._environment(node, callee, arguments)
        return self.refs.result(callee)

    def _getattr(
        self, node: ast.Call, callee: int, receiver: int | None, arguments: list[Json]
    ) -> int | None:
        if len(arguments) > 1 and isinstance(arguments[1].get("value"), str) and "ref" in arguments[0]:
            of: int = arguments[0]["ref"]
            found = self.attribute(of, arguments[1]["value"])
            self.use(found, node.lineno)
            return found
        return None

    def _cast(self, node: ast.Call, callee: int, receiver: int | None, arguments: list[Json]) -> int | None:
        if "external" in self.refs.entries[callee] and node.args:
            return self.annotation(node.args[0])
        return self.refs.result(callee)

    def _task(self, node: ast.Call, callee: int, receiver: int | None, arguments: list[Json]) -> int | None:
        """A task: waiting for it gives what its coroutine gives."""
        if "external" in self.refs.entries[callee]:
            return self._first_argument(arguments)
        return self.refs.result(callee)

    def _signal(self, node: ast.Call, callee: int, receiver: int | None, arguments: list[Json]) -> int | None:
        if len(node.args) > 1 and last_name(node.args[0]) in ("SIGTERM", "SIGINT", "SIGQUIT", "SIGHUP"):
            self.signal_handler(node.args[1], node.lineno)
        return self.refs.result(callee)

    def _autodiscover(
        self, node: ast.Call, callee: int, receiver: int | None, arguments: list[Json]
    ) -> int | None:
        """Celery imports the module `tasks` of each package named."""
        for argument in arguments[:1]:
            for item in argument.get("items", ()):
                if isinstance(item.get("value"), str):
                    self.emit("include", self.refs.imported(item["value"], "tasks"), node.lineno)
        return self.refs.result(callee)

    def _celery(self, node: ast.Call, callee: int, receiver: int | None, arguments: list[Json]) -> int | None:
        """Celery imports the modules that its application is given."""
        for argument in arguments:
            if argument.get("name") in ("include", "imports"):
                for item in argument.get("items", ()):
                    if isinstance(item.get("value"), str):
                        self.emit("include", self.refs.imported(item["value"]), node.lineno)
        return self.refs.result(callee)

    def _fast_api(
        self, node: ast.Call, callee: int, receiver: int | None, arguments: list[Json]
    ) -> int | None:
        """`FastAPI(dependencies=[Depends(check)])`: every route runs `check`, as a middleware would."""
        made = self.refs.result(callee)
        for each in shared_dependencies(node):
            ref = self.expression(each, False)
            if ref is not None:
                self.emit(
                    "call", self.refs.member("dependencies", made), node.lineno, [{"position": 0, "ref": ref}]
                )
        return made

    def signal_handler(self, node: ast.expr, line: int) -> None:
        """Remembers a handler of a signal."""
        raise AssertionError("the last of the line defines it")


_Special = Callable[[Calls, ast.Call, int, int | None, list[Json]], int | None]
_SPECIAL: dict[str, _Special] = {
    **dict.fromkeys(_PASSING, Calls._first),
    **dict.fromkeys(_ELEMENT, Calls._element),
    **dict.fromkeys(_CONTAINER_MEMBERS, Calls._member_of_container),
    **dict.fromkeys(_CONTAINER_VIEWS, Calls._view_of_container),
    "super": Calls._super,
    "getenv": Calls._getenv,
    "putenv": Calls._getenv,
    "getattr": Calls._getattr,
    "cast": Calls._cast,
    "create_task": Calls._task,
    "ensure_future": Calls._task,
    "signal": Calls._signal,
    "add_signal_handler": Calls._signal,
    "autodiscover_tasks": Calls._autodiscover,
    "Celery": Calls._celery,
    "FastAPI": Calls._fast_api,
}
