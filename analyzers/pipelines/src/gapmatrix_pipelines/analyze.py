"""Which reader is for which file."""

from __future__ import annotations

from collections.abc import Callable

from gapmatrix_kit.documents import Node, Unreadable, documents, doubled_keys, foreign_line
from gapmatrix_kit.facts import Facts, Json
from gapmatrix_kit.server import Failure, File

from gapmatrix_pipelines import (
    circle,
    github,
    gitlab,
    hosted,
    makefile,
    others,
    policies,
    pytasks,
    scripts,
    targets,
)


def analyze(files: list[File]) -> Json:
    """The facts of a file."""
    file = files[0]
    facts = Facts()
    if not file.is_text:
        facts.diagnostic("warning", "it is no UTF-8; what can be read of it is", foreign_line(file.text))
    _read(facts, file.path, file.text)
    return facts.message()


def _read(facts: Facts, path: str, text: str) -> None:
    name = path.rsplit("/", 1)[-1]
    lower = name.lower()
    if name.startswith("Jenkinsfile") or name.endswith(".Jenkinsfile"):
        others.jenkins(facts, path, text)
    elif (
        name in ("Makefile", "makefile", "GNUmakefile")
        or name.endswith(".mk")
        or name.startswith("Makefile.")
    ):
        makefile.makefile(facts, path, text)
    elif name == "package.json":
        targets.package(facts, path, text)
    elif name in ("tox.ini", "setup.cfg", ".coveragerc", "pytest.ini"):
        targets.tox_ini(facts, path, text)
    elif name == "pyproject.toml":
        targets.pyproject(facts, path, text)
    elif name == "noxfile.py":
        pytasks.noxfile(facts, path, text)
    elif name == "tasks.py":
        pytasks.tasks(facts, path, text)
    elif lower in ("justfile", ".justfile") or name.endswith(".just"):
        targets.justfile(facts, path, text)
    elif name == "CODEOWNERS":
        policies.owners(facts, text)
    elif name.startswith(("renovate.", ".renovaterc")):
        policies.renovate(facts, text)
    elif "/rulesets/" in path and name.endswith(".json"):
        policies.ruleset(facts, text)
    elif name.endswith((".yml", ".yaml")):
        _yaml(facts, path, name, text)
    elif not name.startswith((".release", "release-please", "config.json")):
        scripts.script(facts, path, text)


def _yaml(facts: Facts, path: str, name: str, text: str) -> None:
    root = _document(path, text)
    if root is None:
        return
    for key in doubled_keys(root):
        facts.diagnostic(
            "warning", f"the key {key.value[:80]} stands twice: only the last one counts", key.line
        )
    reader: Callable[[], None] | None = None
    stem = name.rsplit(".", 1)[0]
    if "/workflows/" in path:
        reader = lambda: github.workflow(facts, path, root)  # noqa: E731
    elif stem == "action":
        reader = lambda: github.action(facts, path, root)  # noqa: E731
    elif "gitlab-ci" in name or path.startswith(".gitlab/"):
        reader = lambda: gitlab.gitlab(facts, path, root)  # noqa: E731
    elif "azure-pipelines" in path:
        reader = lambda: others.azure(facts, path, root)  # noqa: E731
    elif path.startswith(".circleci/"):
        reader = lambda: circle.circle(facts, path, root)  # noqa: E731
    elif name == ".travis.yml":
        reader = lambda: hosted.travis(facts, path, root)  # noqa: E731
    elif stem == "bitbucket-pipelines":
        reader = lambda: hosted.bitbucket(facts, path, root)  # noqa: E731
    elif stem.startswith("cloudbuild"):
        reader = lambda: hosted.cloud_build(facts, path, root)  # noqa: E731
    elif stem.lower() in ("taskfile", "taskfile.dist"):
        reader = lambda: targets.taskfile(facts, path, root)  # noqa: E731
    elif stem == ".pre-commit-config":
        reader = lambda: policies.pre_commit(facts, root)  # noqa: E731
    elif stem == "dependabot":
        reader = lambda: policies.dependabot(facts, root)  # noqa: E731
    elif stem == ".golangci":
        reader = lambda: policies.golangci(facts, root)  # noqa: E731
    elif "goreleaser" in stem:
        reader = lambda: policies.goreleaser(facts, root)  # noqa: E731
    elif stem in ("codecov", ".codecov"):
        reader = lambda: policies.codecov(facts, root)  # noqa: E731
    elif name == ".asf.yaml":
        reader = lambda: policies.apache(facts, root)  # noqa: E731
    elif stem == "settings":
        reader = lambda: policies.settings(facts, root)  # noqa: E731
    if reader is not None:
        reader()


def _document(path: str, text: str) -> Node | None:
    """The first document; what is broken is told with its line."""
    try:
        return next(documents(text), None)
    except Unreadable as error:
        where = f"{path}:{error.line}: " if error.line is not None else ""
        if error.is_limit:
            raise Failure("limit", where + error.message) from error
        raise Failure("syntax", f"{where}the YAML is broken: {error.message}") from error
