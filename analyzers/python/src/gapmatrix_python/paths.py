"""What a path says by itself: the module's name, where its imports are looked up, whether it is a test."""

from __future__ import annotations

TEST_DIRECTORIES = frozenset(
    ("test", "tests", "testing", "unittests", "integration_tests", "functional_tests")
)
EXAMPLE_DIRECTORIES = frozenset(
    """
    example examples sample samples demo demos docs doc notebooks tutorial tutorials
    """.split()
)
TOOL_DIRECTORIES = frozenset(
    ("scripts", "script", "tools", "tool", "hack", "dev", "ci", ".github", "bin", "benchmark", "benchmarks")
    + ("contrib", "utils-scripts", "devtools", "misc", "e2e", "loadtest", "loadtests", "load_tests")
)
TOOL_FILES = frozenset(("manage.py", "noxfile.py", "fabfile.py", "conf.py"))


class SourcePath:
    """A Python file's place in its repository."""

    __slots__ = ("directory", "is_package", "is_test", "module", "path", "role", "stem", "tool_folders")

    def __init__(self, path: str) -> None:
        self.path = path
        self.directory, _, file = path.rpartition("/")
        self.stem = file.removesuffix(".py")
        self.is_package = self.stem == "__init__"
        self.module = self.directory if self.is_package else path.removesuffix(".py")
        segments = self.directory.split("/")
        self.is_test = (
            not TEST_DIRECTORIES.isdisjoint(segments)
            or self.stem.startswith("test_")
            or self.stem.endswith("_test")
            or self.stem in ("conftest", "tests")
        )
        self.role: str | None = None
        self.tool_folders = TOOL_DIRECTORIES.intersection(segments)
        if not EXAMPLE_DIRECTORIES.isdisjoint(segments) or self.stem in EXAMPLE_DIRECTORIES:
            self.role = "example"
        elif self.tool_folders or file in TOOL_FILES or self.stem.startswith("tests_"):
            self.role = "tool"

    @property
    def dotted(self) -> str:
        """The module's path with dots, as a stable name."""
        return self.module.replace("/", ".") or self.stem

    @property
    def search(self) -> list[str]:
        """Directories in which imports are looked up, innermost first, each with its `src`."""
        directories: list[str] = []
        directory = self.directory
        while True:
            source = f"{directory}/src" if directory else "src"
            for each in (directory, source):
                if each not in directories:
                    directories.append(each)
            if not directory:
                return directories
            directory = directory.rpartition("/")[0]

    @property
    def namespace(self) -> dict[str, object]:
        """The `namespace` of the facts."""
        return {"kind": "python-module", "name": self.module, "separator": ".", "search": self.search}

    def relative(self, level: int, module: str | None) -> str | None:
        """The namespace that a relative import names; None when it leaves the repository."""
        segments = self.directory.split("/") if self.directory else []
        if level - 1 > len(segments):
            return None
        segments = segments[: len(segments) - (level - 1)]
        if module:
            segments.extend(module.split("."))
        return "/".join(segments)
