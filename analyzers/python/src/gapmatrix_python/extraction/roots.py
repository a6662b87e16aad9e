"""Roots: where execution of this module begins."""

from __future__ import annotations

import ast

from gapmatrix_python.extraction.annotations import last_name
from gapmatrix_python.extraction.applications import APPLICATION_NAMES, APPLICATIONS, FACTORY
from gapmatrix_python.extraction.issued_keys import issues_endless_keys
from gapmatrix_python.extraction.scopes import Function, Scope
from gapmatrix_python.extraction.servers import is_for_developers, runs_on
from gapmatrix_python.extraction.starts import is_cloud_function, starts
from gapmatrix_python.extraction.statements import MAIN, Statements
from gapmatrix_python.facts import Json
from gapmatrix_python.paths import SourcePath

_FIXTURE_METHODS = frozenset(
    """
    setUp tearDown setUpClass tearDownClass asyncSetUp asyncTearDown setup_method teardown_method
    setup_class teardown_class setup teardown setUpTestData
    """.split()
)
_FIXTURE_FUNCTIONS = frozenset(
    (
        "setup_module",
        "teardown_module",
        "setup_function",
        "teardown_function",
        "setUpModule",
        "tearDownModule",
    )
)

# Files that a tool runs, to build or to test.
_RUN_BY_TOOLS = frozenset(("setup", "versioneer", "noxfile", "conftest"))


class Roots(Statements):
    """Finds roots while definitions and module variables are visited."""

    def __init__(self, path: SourcePath) -> None:
        super().__init__(path)
        # Factories of this module that its top level calls -> the variable that holds the application.
        self.called_factories: dict[str, str] = {}

    main: int | None = None
    has_application = False
    runs_alone = False
    test_class = False
    command_class = False

    def root(
        self, symbol: int, kind: str, why: str, root_class: str = "production", component: str | None = None
    ) -> None:
        """Adds a root. Only production roots have a component and a role."""
        root: Json = {"symbol": symbol, "class": root_class, "kind": kind, "why": why}
        if root_class == "production":
            root["component"] = component or self.path.module or self.path.stem
            if self.path.role is not None:
                root["role"] = self.path.role
        self.facts.roots.append(root)

    def finish_roots(self) -> None:
        """Roots that the whole module tells. A script that starts a server is no tool, wherever it lies."""
        if not self.path.is_test and self.path.role != "example":
            for symbol, kind, why, component in starts(
                self.path, self.references, self.refs, self.endless_script
            ):
                if kind != "python-script" or not self.facts.roots:
                    self.root(symbol, kind, why, component=component or self.path.dotted)
        runs_alone = self.runs_alone and self.path.stem not in _RUN_BY_TOOLS
        if runs_alone and not self.facts.roots and not self.path.is_package and not self.path.is_test:
            # Only where nothing imports it: a module may call its own functions while it is loaded.
            self.root(0, "python-script", "script without a guard", component=self.path.dotted)
            self.facts.roots[-1]["standalone"] = True
        if self.path.role == "tool" and self.path.tool_folders and self.facts.roots:
            if runs_on(self.path, self.references, self.refs, self.endless):
                for each in self.facts.roots:
                    each.pop("role", None)

    def notice_calls(self, first: int) -> None:
        """Takes note that a statement of the top level calls what the module itself defines."""
        for each in self.references[first:]:
            if each["from"] == 0 and each["kind"] == "call" and self._is_own(each["to"]):
                self.runs_alone = True
                return

    def _is_own(self, ref: int) -> bool:
        entry = self.refs.entries[ref]
        while "import" not in entry and "namespace" not in entry and "name" not in entry:
            of = entry.get("of", entry.get("result", entry.get("element")))
            if of is None:
                return False
            entry = self.refs.entries[of]
        return set(entry) == {"name"} and entry["name"] in self.module.definitions

    # Scripts

    def module_roots(self) -> None:
        """Roots that the path alone says."""
        if self.path.is_test:
            self.root(0, "module", "test module", "test")
        elif self.path.stem == "__main__":
            package = self.path.directory.replace("/", ".") or "__main__"
            self.root(0, "python-script", f"python -m {package}", component=package)

    def main_symbol(self, node: ast.If) -> int:
        if self.main is not None:
            return self.main
        symbol = self.facts.symbol(MAIN, "function", node.lineno, node.end_lineno or node.lineno)
        self.main = symbol["id"]
        path = self.path
        if not path.is_test and path.stem not in ("__main__", "setup"):
            # The name of an application of this module: its server and its script are one component.
            self.root(self.main, "python-script", 'if __name__ == "__main__"', component=path.dotted)
        elif path.stem == "__main__" and not path.is_test:
            self.root(
                self.main,
                "python-script",
                'if __name__ == "__main__"',
                component=path.directory.replace("/", ".") or None,
            )
        return self.main

    # Applications

    def module_assignment(self, target: ast.Name, ref: int | None, value: ast.expr) -> None:
        if ref is None or self.owner != 0 or self.path.is_test or self.path.role == "example":
            return
        for each in self.refs.entries[ref].get("any", (ref,)):
            entry = self.refs.entries[each]
            if "result" in entry:
                self._application(target.id, entry["result"], value)

    def _application(self, name: str, constructor: int, value: ast.expr) -> None:
        full = self.refs.full_name(constructor)
        known = APPLICATIONS.get(full)
        if known is not None:
            self._application_root(0, known[1], f"{known[0]} application {name}")
            return
        if name in APPLICATION_NAMES and isinstance(value, ast.Call):
            factory = last_name(value.func)
            if factory in self.functions:
                # Whether it makes an application is known when its body has been visited.
                self.called_factories.setdefault(factory, name)
            elif FACTORY.match(factory):
                self._application_root(0, "python-app", f"application {name} made by {factory}")

    def _application_root(self, symbol: int, kind: str, why: str) -> None:
        if symbol == 0:
            if self.has_application:
                return
            self.has_application = True
        self.root(symbol, kind, why, component=self.path.dotted)

    def leave_function(self, node: Function, symbol: Json, scope: Scope) -> None:
        if self.path.is_test or self.path.role == "example" or scope.parent is not self.module:
            return
        for ref in scope.results:
            if not isinstance(ref, int):
                continue
            for each in self.refs.entries[ref].get("any", (ref,)):
                entry = self.refs.entries[each]
                known = APPLICATIONS.get(self.refs.full_name(entry["result"])) if "result" in entry else None
                if known is not None and not is_for_developers(node.name):
                    self._factory(node.name, symbol["id"], known)
                    return

    def _factory(self, name: str, symbol: int, known: tuple[str, str]) -> None:
        variable = self.called_factories.get(name)
        if variable is not None:
            self._application_root(0, known[1], f"{known[0]} application {variable} made by {name}")
        else:
            self._application_root(symbol, known[1], f"application factory {name}")

    # Tests, workers and commands

    def class_symbol(self, node: ast.ClassDef, symbol: Json, bases: list[str]) -> None:
        self.test_class = any(base.endswith("TestCase") for base in bases) or (
            self.path.is_test and node.name.startswith("Test")
        )
        self.command_class = False
        if self.path.is_test or "." in symbol["name"]:
            return
        if issues_endless_keys(node):
            self.facts.signal("token-lifetime.endless", symbol["id"], node.lineno)
        if node.name == "WorkerSettings":
            self.root(symbol["id"], "worker", "arq WorkerSettings", component=self.path.dotted)
        elif node.name == "Command" and self.path.directory.endswith("management/commands"):
            self.command_class = True
            self._command_root(symbol["id"])

    def _command_root(self, symbol: int) -> None:
        self.root(symbol, "python-script", f"manage.py {self.path.stem}")
        self.facts.roots[-1]["role"] = "tool"

    def function_symbol(self, node: Function, symbol: Json, decorators: list[str]) -> None:
        name = node.name
        if symbol["kind"] == "method":
            if self.command_class and name in ("handle", "add_arguments"):
                self._command_root(symbol["id"])
            elif self.test_class and symbol["name"].count(".") == 1:
                if name.startswith("test") and "fixture" not in decorators:
                    self._test_root(node, symbol, decorators)
                elif name in _FIXTURE_METHODS or "fixture" in decorators:
                    self.root(symbol["id"], "fixture", f"fixture {name}", "test")
            return
        if self.scope is not self.module:
            return
        if not self.path.is_test:
            if is_cloud_function(node) and self.path.role != "example":
                self.root(
                    symbol["id"],
                    "serverless-function",
                    f"function of a cloud, {name}",
                    component=self.path.dotted,
                )
            return
        is_fixture = "fixture" in decorators
        if name.startswith("test") and not is_fixture and self.path.stem != "conftest":
            self._test_root(node, symbol, decorators)
        elif is_fixture or name in _FIXTURE_FUNCTIONS or name.startswith("pytest_"):
            self.root(symbol["id"], "fixture", f"fixture {name}", "test")

    def _test_root(self, node: Function, symbol: Json, decorators: list[str]) -> None:
        kind = "test"
        if "given" in decorators:
            kind = "property"
        elif any(each.arg == "benchmark" for each in node.args.args):
            kind = "benchmark"
        self.root(symbol["id"], kind, f"{kind} {node.name}", "test")
