"""Packaging files."""

from __future__ import annotations

import pytest
from rendering import facts

PYPROJECT = """
[build-system]
build-backend = "uv_build"
[project]
dependencies = [
    "FastAPI[all]>=0.100; python_version > '3.8'",
    "my_lib == 1.2",
    "local @ file:///x",
]
[project.optional-dependencies]
redis = ["redis~=5.0"]
[project.scripts]
soma = "soma.cli:main"
[project.entry-points."soma.plugins"]
x = "soma.plugins:X.load"
[dependency-groups]
dev = ["pytest", {include-group = "x"}]
"""

POETRY = """
[tool.poetry]
packages = [{include = "soma", from = "lib"}]
[tool.poetry.dependencies]
python = "^3.11"
Flask = "^3.0"
boto3 = {version = "1.0", optional = true}
[tool.poetry.group.dev.dependencies]
pytest = "*"
[tool.poetry.scripts]
soma = "soma.cli:main"
"""

SETUP_PY = """
from setuptools import setup, find_packages
REQUIRES = ["flask>=2"]
setup(name="x", install_requires=REQUIRES + ["redis"], extras_require={"dev": ["pytest"]},
      package_dir={"": "src"}, packages=find_packages("src"),
      entry_points={"console_scripts": ["x = x.cli:main"]})
"""

SETUP_CFG = """
[options]
package_dir =
    = src
install_requires =
    flask>=2
    redis
[options.extras_require]
dev = pytest
[options.entry_points]
console_scripts =
    x = x.cli:main
"""


def dependencies(text: str, path: str) -> list[tuple[str, str | None, int, str]]:
    found = facts(text, path).message.get("dependencies", [])
    return [(each["name"], each.get("version"), each["line"], each["scope"]) for each in found]


def test_pyproject() -> None:
    found = facts(PYPROJECT, "svc/pyproject.toml")
    assert dependencies(PYPROJECT, "svc/pyproject.toml") == [
        ("fastapi", ">=0.100", 6, "runtime"),
        ("my-lib", "1.2", 7, "runtime"),
        ("local", None, 8, "runtime"),
        ("redis", "~=5.0", 11, "optional"),
        ("pytest", None, 17, "development"),
    ]
    assert found.roots() == [
        "production console-script <soma.cli:main> soma: console script soma = soma.cli:main",
        "production entry-point <soma.plugins:X>.load x (tool): "
        "entry point soma.plugins x = soma.plugins:X.load",
    ]
    assert found.message["bindings"] == [{"import_prefix": "", "directory": "svc/src"}]


def test_poetry() -> None:
    assert dependencies(POETRY, "pyproject.toml") == [
        ("flask", "^3.0", 6, "runtime"),
        ("boto3", "1.0", 7, "optional"),
        ("pytest", None, 9, "development"),
    ]
    assert facts(POETRY, "pyproject.toml").message["bindings"] == [{"import_prefix": "", "directory": "lib"}]


@pytest.mark.parametrize(("text", "path", "line"), [(SETUP_PY, "setup.py", 3), (SETUP_CFG, "setup.cfg", 6)])
def test_setuptools(text: str, path: str, line: int) -> None:
    found = facts(text, path)
    assert [(name, scope) for name, _, _, scope in dependencies(text, path)] == [
        ("flask", "runtime"),
        ("redis", "runtime"),
        ("pytest", "development"),
    ]
    assert dependencies(text, path)[0][2] == line
    assert found.roots() == ["production console-script <x.cli:main> x: console script x = x.cli:main"]
    assert found.message["bindings"] == [{"import_prefix": "", "directory": "src"}]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[tool.setuptools.package-dir]\n'' = 'lib'", ("", "lib")),
        ("[tool.setuptools.packages.find]\nwhere = ['src']", ("", "src")),
        ("[tool.hatch.build.targets.wheel]\npackages = ['src/soma']", ("soma", "src/soma")),
        ("[tool.pdm.build]\npackage-dir = 'src'", ("", "src")),
        ("[tool.maturin]\npython-source = 'python'", ("", "python")),
    ],
)
def test_layout(text: str, found: tuple[str, str]) -> None:
    bindings = facts(text, "pyproject.toml").message["bindings"]
    assert [(each["import_prefix"], each["directory"]) for each in bindings] == [found]


REQUIREMENTS = """# comment
flask==2.0  # pinned
-r other.txt
--hash=sha256:aa
requests[security]>=2; python_version < "3" \\
    --hash=sha256:bb
git+https://example.com/x.git#egg=My_Lib
./local
"""


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        ("requirements.txt", "runtime"),
        ("requirements-dev.txt", "development"),
        ("requirements/test.txt", "development"),
        ("requirements/base.txt", "runtime"),
        ("docs/requirements.txt", "development"),
    ],
)
def test_requirements(path: str, scope: str) -> None:
    assert dependencies(REQUIREMENTS, path) == [
        ("flask", "2.0", 2, scope),
        ("requests", ">=2", 5, scope),
        ("my-lib", None, 7, scope),
    ]


def test_pipfile() -> None:
    text = "[packages]\nflask = '*'\n[dev-packages]\npytest = {version = '==8.0'}\n"
    assert dependencies(text, "Pipfile") == [
        ("flask", None, 2, "runtime"),
        ("pytest", "8.0", 4, "development"),
    ]


@pytest.mark.parametrize(
    ("path", "text"), [("pyproject.toml", "[a"), ("setup.cfg", "a = 1"), ("Pipfile", "=")]
)
def test_broken_files_say_so(path: str, text: str) -> None:
    assert facts(text, path).message["diagnostics"][0]["severity"] == "error"


@pytest.mark.parametrize(
    "text", ["project = 1", "[project]\ndependencies = 'x'\nscripts = [1]", "[tool]\npoetry = []"]
)
def test_documents_of_an_unexpected_shape_are_read_as_far_as_they_go(text: str) -> None:
    assert "dependencies" not in facts(text, "pyproject.toml").message


@pytest.mark.parametrize(
    ("path", "text", "manifest"),
    [
        ("pyproject.toml", "[tool.ruff]\nline-length = 1", None),
        ("pyproject.toml", "[project]\ndependencies = []", {"ecosystem": "pypi"}),
        ("pyproject.toml", "[project]\ndynamic = ['dependencies']", {"ecosystem": "pypi", "open": True}),
        (
            "a/pyproject.toml",
            "[project]\ndynamic = ['dependencies']\n"
            "[tool.setuptools.dynamic]\ndependencies = {file = 'r.txt'}",
            {"ecosystem": "pypi", "includes": ["a/r.txt"]},
        ),
        (
            "setup.cfg",
            "[options]\ninstall_requires = file: r.txt",
            {"ecosystem": "pypi", "includes": ["r.txt"]},
        ),
        ("setup.py", "setup(install_requires=['x'] + Y)", {"ecosystem": "pypi", "open": True}),
        ("setup.py", "Y = ['y']\nsetup(install_requires=['x'] + Y)", {"ecosystem": "pypi"}),
        ("setup.py", "setup(install_requires=['x'], **more)", {"ecosystem": "pypi", "open": True}),
        ("requirements.txt", "-e .\nflask\n", {"ecosystem": "pypi"}),
        ("requirements.txt", "./lib\nflask\n", {"ecosystem": "pypi", "open": True}),
        ("requirements.txt", "git+https://example.org/x\n", {"ecosystem": "pypi", "open": True}),
        ("requirements/dev.txt", "-rbase.txt", {"ecosystem": "pypi", "includes": ["requirements/base.txt"]}),
        ("requirements/dev.txt", "-r ../r.txt # all", {"ecosystem": "pypi", "includes": ["r.txt"]}),
        ("Pipfile", "[packages]\nflask = '*'", {"ecosystem": "pypi"}),
        ("a.py", "import os", None),
    ],
)
def test_manifests_say_whether_they_can_be_read_whole(path: str, text: str, manifest: object) -> None:
    assert facts(text, path).message.get("manifest") == manifest


UV_LOCK = """
[[package]]
name = "soma"
source = { editable = "." }
dependencies = [{ name = "flask" }]
[package.dev-dependencies]
dev = [{ name = "pytest" }]
[[package]]
name = "flask"
dependencies = [{ name = "Werkzeug" }]
[[package]]
name = "werkzeug"
[[package]]
name = "pytest"
"""
POETRY_LOCK = "[[package]]\nname = 'a'\ngroups = ['main']\n[[package]]\nname = 'b'\ngroups = ['dev']\n"
PDM_LOCK = "[[package]]\nname = 'a'\ngroups = ['default', 'dev']\n[[package]]\nname = 'b'\ngroups = ['dev']\n"


@pytest.mark.parametrize(
    ("path", "text", "names"),
    [
        ("uv.lock", UV_LOCK, ["flask", "werkzeug"]),
        ("poetry.lock", POETRY_LOCK, ["a"]),
        ("poetry.lock", "[[package]]\nname = 'a'\n", ["a"]),
        ("pdm.lock", PDM_LOCK, ["a"]),
        ("Pipfile.lock", '{"default": {"a": {}}, "develop": {"b": {}}}', ["a"]),
        ("Pipfile.lock", "[1]", []),
        ("uv.lock", "package = 3", []),
    ],
)
def test_locks_name_what_an_installation_brings(path: str, text: str, names: list[str]) -> None:
    found = dependencies(text, path)
    assert [name for name, _, _, _ in found] == names
    assert {scope for _, _, _, scope in found} <= {"indirect"}


@pytest.mark.parametrize(
    ("source", "contexts"),
    [
        ("import yaml", [None]),
        ("try:\n    import yaml\nexcept ImportError:\n    yaml = None\n", [["guarded"]]),
        ("try:\n    import yaml\nexcept ValueError:\n    raise\n", [None]),
        ("with suppress(ImportError):\n    import yaml\nimport orjson\n", [["guarded"], None]),
        ("import os\nif x:\n    os.environ['A']\n", [["conditional"]]),
        ("import os\ntry:\n    os.environ['A']\nexcept KeyError:\n    pass\n", [["guarded"]]),
    ],
)
def test_what_may_be_missing_is_guarded(source: str, contexts: list[object]) -> None:
    found = [each for each in facts(source).message["references"] if each["kind"] in ("include", "read")]
    assert [each.get("context") for each in found] == contexts


def test_a_subscript_of_the_environment_requires_the_variable() -> None:
    source = "import os\nos.environ['A']\nos.environ.get('B')\n"
    found = [each for each in facts(source).message["references"] if each["kind"] == "read"]
    assert [each.get("arguments") for each in found] == [[{"name": "required", "value": True}], None]
