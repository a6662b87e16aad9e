"""What particular calls give: the first argument, an element, what a coroutine gives."""

from __future__ import annotations

import ast
from collections.abc import Callable

from gapmatrix_python.extraction.annotations import last_name, shared_dependencies
from gapmatrix_python.extraction.arguments import Arguments
from gapmatrix_python.extraction.scopes import MODULE
from gapmatrix_python.facts import Json

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
_PROVIDERS = frozenset(
    "Singleton ThreadSafeSingleton ThreadLocalSingleton ContextLocalSingleton Factory Callable "
    "Resource".split()
)
ELEMENT = frozenset(("next", "anext", "max", "min", "choice"))
_CONTAINER_MEMBERS = frozenset(("get", "pop", "popleft", "setdefault", "popitem"))
_CONTAINER_VIEWS = frozenset(("values", "copy"))
_ENVIRONMENT = {
    "os.getenv": "read",
    "os.environ.get": "read",
    "os.environ.pop": "read",
    "os.environ.setdefault": "write",
    "os.putenv": "write",
}


class Results(Arguments):
    """Knows calls by the last segment of their names."""

    def _super(self, node: ast.Call, callee: int, receiver: int | None, arguments: list[Json]) -> int | None:
        if node.args:
            return self.refs.base(self.annotation(node.args[0]))
        name = self.scope.class_name
        return None if name is None else self.refs.base(self.refs.name(name))

    def _first(self, node: ast.Call, callee: int, receiver: int | None, arguments: list[Json]) -> int | None:
        """The first argument, passed through."""
        if "external" not in self.refs.entries[callee] and receiver is not None:
            if last_name(node.func) not in ("enter_context", "enter_async_context"):
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
            if self.scope.kind == MODULE and not self.guards and not self.path.is_test:
                # Loading the module fails, and says which one it is.
                self.facts.signal("config-validation.required", self.owner, line)
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
        prefix = _beginning(node.args[1]) if len(node.args) > 1 else ""
        if prefix and arguments and "ref" in arguments[0]:
            # `getattr(self, "do_" + name)`: any member whose name begins so.
            found = self.attribute(arguments[0]["ref"], prefix + "*")
            self.use(found, node.lineno)
            return None
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

    def _provided(
        self, node: ast.Call, callee: int, receiver: int | None, arguments: list[Json]
    ) -> int | None:
        """`providers.Singleton(Store)`: whoever calls it gets a store."""
        if self.refs.full_name(callee).startswith("dependency_injector.providers."):
            found = self._first_argument(arguments)
            if found is not None:
                return found
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

    def _include_router(
        self, node: ast.Call, callee: int, receiver: int | None, arguments: list[Json]
    ) -> int | None:
        """`app.include_router(orders, dependencies=[Depends(check)])`: what `orders` serves runs `check`.

        So it runs what `app` makes all of its routes run.
        """
        router = next((each.get("ref") for each in arguments if each.get("position") == 0), None)
        router = router or next((each.get("ref") for each in arguments if each.get("name") == "router"), None)
        guards = [self.expression(each, False) for each in shared_dependencies(node)]
        self.guard(router, [receiver, *guards], node.lineno)
        return self.refs.result(callee)

    def guard(self, router: int | None, guards: list[int | None], line: int) -> None:
        """Tells what surrounds everything that is registered on a router."""
        known = [each for each in guards if each is not None]
        if router is not None and known:
            told: list[Json] = [{"position": place, "ref": each} for place, each in enumerate(known)]
            self.emit("guard", router, line, told)

    def signal_handler(self, node: ast.expr, line: int) -> None:
        """Remembers a handler of a signal."""
        raise AssertionError("the last of the line defines it")


def _beginning(node: ast.expr) -> str:
    """What a computed name surely begins with: `"do_" + name`, `f"do_{name}"`."""
    first: ast.expr | None = None
    if isinstance(node, ast.JoinedStr) and node.values:
        first = node.values[0]
    elif isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Mod)):
        first = node.left
    if not isinstance(first, ast.Constant) or not isinstance(first.value, str):
        return ""
    text = first.value.partition("%")[0]
    return text if len(text) > 1 and text.isidentifier() else ""


_Special = Callable[[Results, ast.Call, int, int | None, list[Json]], int | None]
SPECIAL: dict[str, _Special] = {
    **dict.fromkeys(_PASSING, Results._first),
    **dict.fromkeys(ELEMENT, Results._element),
    **dict.fromkeys(_CONTAINER_MEMBERS, Results._member_of_container),
    **dict.fromkeys(_CONTAINER_VIEWS, Results._view_of_container),
    **dict.fromkeys(_PROVIDERS, Results._provided),
    "super": Results._super,
    "getenv": Results._getenv,
    "putenv": Results._getenv,
    "getattr": Results._getattr,
    "cast": Results._cast,
    "create_task": Results._task,
    "ensure_future": Results._task,
    "signal": Results._signal,
    "add_signal_handler": Results._signal,
    "autodiscover_tasks": Results._autodiscover,
    "Celery": Results._celery,
    "FastAPI": Results._fast_api,
    "include_router": Results._include_router,
}
