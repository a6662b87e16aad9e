"""Facts of pipelines and build files, by what they say of a small file."""

from __future__ import annotations

import pytest
from gapmatrix_kit.server import Failure, File

from gapmatrix_pipelines.analyze import analyze


def facts(path, text):
    return analyze([File(path, text, True)])


def runs(answer, name=None):
    """What the symbol of that name (or any) runs, as words."""
    ids = {symbol["id"] for symbol in answer.get("symbols", []) if name is None or symbol["name"] == name}
    return [
        (
            " ".join(each["to"].get("command", [])) or each["to"].get("external"),
            each["to"].get("directory"),
            each.get("context"),
        )
        for each in answer.get("references", [])
        if each["kind"] == "run"
        and (name is None or each["from"] in ids)
        and ("command" in each["to"] or "external" in each["to"])
    ]


WORKFLOW = """\
on:
  push:
  workflow_dispatch:
jobs:
  test:
    strategy:
      matrix:
        env: [a, b]
    steps:
      - uses: actions/checkout@v4
      - run: |
          cd api
          make test
        continue-on-error: true
      - run: tox -e ${{ matrix.env }}
        working-directory: web
  release:
    needs: [test]
    environment: production
    if: false
    steps:
      - uses: ./.github/actions/publish
"""


def test_a_workflow():
    answer = facts(".github/workflows/ci.yml", WORKFLOW)
    assert ("make test", "api", ["ignored"]) in runs(answer)
    assert ("tox -e a", "web", None) in runs(answer)
    assert ("tox -e b", "web", None) in runs(answer)
    assert ("action:actions/checkout", None, None) in runs(answer)
    names = {symbol["id"]: symbol["name"] for symbol in answer["symbols"]}
    assert [names[root["symbol"]] for root in answer["roots"]] == ["test"]
    kinds = {signal["kind"] for signal in answer["signals"]}
    assert {"github.workflow", "workflow.permissions-absent", "job.environment"} <= kinds
    assert any(each["kind"] == "needs" and each["to"] == {"name": "test"} for each in answer["references"])
    assert any(
        each["to"]
        == {
            "any": [
                {"path": ".github/actions/publish/action.yml"},
                {"path": ".github/actions/publish/action.yaml"},
            ]
        }
        for each in answer["references"]
    )


@pytest.mark.parametrize(
    "on", ["workflow_dispatch", "[workflow_call]", "{repository_dispatch: {types: [a]}}"]
)
def test_what_somebody_starts_by_hand_is_no_root(on):
    assert "roots" not in facts(
        ".github/workflows/a.yml", f"on: {on}\njobs:\n  a:\n    steps:\n      - run: make\n"
    )


@pytest.mark.parametrize(
    ("image", "kind"),
    [
        ("docker://example.org/lint:latest", "action.unpinned"),
        ("docker://example.org/lint:1.2@sha256:" + "0" * 64, "action.pinned"),
        ("docker://example.org/lint:${{ env.TAG }}", None),
    ],
)
def test_an_image_as_a_step_is_pinned_by_its_digest(image, kind):
    answer = facts(".github/workflows/a.yml", f"on: push\njobs:\n  a:\n    steps:\n      - uses: {image}\n")
    kinds = [each["kind"] for each in answer["signals"] if each["kind"].startswith("action.")]
    assert kinds == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("test:\n\t@$(GO) test ./...\n", "$GO test ./..."),
        ("GO ?= go\ntest:\n\t-$(GO) test ./...\n", "go test ./..."),
        ("T = $(shell which pytest)\nPYTEST := $(shell which pytest)\ntest:\n\t$(PYTEST) -q\n", "pytest -q"),
        ("test: FLAGS = -race\ntest:\n\tgo test \\\n\t  ./...\n", "go test ./..."),
        ("ifdef X\ntest:\n\tgo test\nendif\n", "go test"),
    ],
)
def test_recipes(text, expected):
    assert expected in [words for words, _, _ in runs(facts("Makefile", text), "test")]


def test_a_dash_ignores_failures_and_the_first_target_is_the_default():
    answer = facts("api/Makefile", "all: lint\nlint:\n\t-golint ./...\n")
    assert runs(answer, "lint") == [("golint ./...", "api", ["ignored"])]
    assert any(symbol["name"] == ".DEFAULT" for symbol in answer["symbols"])
    assert "signals" not in answer


@pytest.mark.parametrize(
    "text", ["%.o: %.c\n\tcc $<\n", "-include local.mk\n", "$(eval $(call rule,a))\n", "$(T):\n\techo\n"]
)
def test_makefiles_with_more_targets_than_can_be_listed(text):
    assert [signal["kind"] for signal in facts("Makefile", "a:\n\techo\n" + text)["signals"]] == [
        "targets.open"
    ]


def test_a_pattern_that_forwards_gives_second_names():
    answer = facts("Makefile", "common-test:\n\tgo test ./...\n%: common-% ;\n")
    assert {"test", "common-test"} <= {symbol["name"] for symbol in answer["symbols"]}


def test_ten_thousand_targets_are_bounded():
    answer = facts("Makefile", "".join(f"t{number}:\n\techo {number}\n" for number in range(10_000)))
    assert len(answer["symbols"]) <= 5_001
    assert any("more than" in each["message"] for each in answer["diagnostics"])
    assert any(signal["kind"] == "targets.open" for signal in answer["signals"])


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".github/workflows/a.yml", "on: [push\njobs: {"),
        (".gitlab-ci.yml", "a: *nobody\n"),
        ("package.json", "{"),
        ("pyproject.toml", "[tool"),
        ("tox.ini", "commands = x\n"),
        ("noxfile.py", "def ("),
    ],
)
def test_what_is_broken_is_told(path, text):
    with pytest.raises(Failure) as failure:
        facts(path, text)
    assert failure.value.kind == "syntax"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".github/workflows/a.yml", "- a\n- b\n"),
        (
            ".github/workflows/a.yml",
            "on: {push: {unknown: 1}}\nstrange: yes\njobs: {a: {runs: 1, steps: {run: x}}}\n",
        ),
        (".github/workflows/a.yml", ""),
        (".gitlab-ci.yml", "a: {extends: a, script: [[x, [y]]]}\n"),
        ("azure-pipelines.yml", "steps: 3\n"),
        (".circleci/config.yml", "workflows: {a: {jobs: [1, {b: {}}]}}\n"),
        ("Makefile", "include Makefile\nall: all\n\t$(MAKE) all\nA = $(A)\nb:\n\t$(A)\n"),
        ("package.json", '{"scripts": {"a": 3}}'),
        ("Taskfile.yml", "tasks: [a]\n"),
        (
            "tox.ini",
            "[tox]\nenvlist = {a,b}{c,d}{e,f}{g,h}{i,j}{k,l}{m,n}{o,p}{q,r}{s,t}\n[testenv]\ncommands = x\n",
        ),
        ("Jenkinsfile", "sh '''" + "a" * 100_000),
        ("scripts/a.sh", "((((" * 1000),
    ],
)
def test_strange_files_give_an_answer(path, text):
    assert isinstance(facts(path, text), dict)


def test_gitlab():
    text = """\
stages: [test, deploy]
include:
  - template: Jobs/SAST.gitlab-ci.yml
  - local: /ci/lint.yml
.base:
  before_script: [make setup]
unit:
  extends: .base
  stage: test
  allow_failure: true
  script: [make test]
ship:
  stage: deploy
  when: manual
  environment: production
  script: [helm upgrade shop .]
"""
    answer = facts(".gitlab-ci.yml", text)
    assert ("make test", "", ["ignored"]) in runs(answer, "unit")
    assert ("make setup", "", ["ignored"]) in runs(answer, "unit")
    assert ("template:Jobs/SAST", None, None) in runs(answer)
    names = {symbol["id"]: symbol["name"] for symbol in answer["symbols"]}
    assert sorted(names[root["symbol"]] for root in answer["roots"]) == ["include", "unit"]
    assert any(each["kind"] == "needs" and each["to"] == {"name": "unit"} for each in answer["references"])


def test_jenkins_reads_strings_and_no_comments():
    text = (
        "pipeline { stages {\n stage('Test') { steps {\n  // sh 'make lint'\n  sh 'make test'\n"
        '  catchError { sh "make e2e" }\n } } } }\n'
    )
    assert runs(facts("Jenkinsfile", text)) == [("make test", "", None), ("make e2e", "", ["ignored"])]


@pytest.mark.parametrize(
    ("path", "text", "target", "expected"),
    [
        ("package.json", '{"scripts": {"test": "jest --coverage && eslint ."}}', "test", "jest --coverage"),
        (
            "tox.ini",
            "[tox]\nenvlist = py{310,311}\n[testenv]\ncommands =\n    pytest {posargs:tests}\n",
            "py311",
            "pytest tests",
        ),
        ("tox.ini", "[testenv:lint]\ncommands = ruff check {toxinidir}/src\n", "lint", "ruff check src"),
        ("pyproject.toml", '[tool.poe.tasks]\nlint = "ruff check"\n', "lint", "ruff check"),
        ("pyproject.toml", '[tool.poe.tasks.lint]\ncmd = "ruff check"\n', "lint", "ruff check"),
        (
            "pyproject.toml",
            '[tool.hatch.envs.default.scripts]\ncov = ["pytest --cov", "coverage report"]\n',
            "cov",
            "coverage report",
        ),
        (
            "noxfile.py",
            'import nox\n@nox.session(name="unit")\ndef tests(session):\n'
            '    session.run("pytest", *session.posargs)\n',
            "unit",
            "pytest $ARGUMENTS",
        ),
        (
            "tasks.py",
            "from invoke import task\n@task\ndef lint(c):\n    c.run('ruff check .')\n",
            "lint",
            "ruff check .",
        ),
        (
            "justfile",
            "v := '1'\n\n@lint target='x': build\n    -ruff check\n\nbuild:\n    make\n",
            "lint",
            "ruff check",
        ),
        (
            "Taskfile.yml",
            "tasks:\n  lint:\n    dir: api\n    cmds:\n      - cmd: ruff check\n        ignore_error: true\n",
            "lint",
            "ruff check",
        ),
    ],
)
def test_targets(path, text, target, expected):
    assert expected in [words for words, _, _ in runs(facts(path, text), target)]


def test_a_script_that_goes_on_after_a_failure_ignores_it():
    answer = facts("ci.sh", "#!/bin/sh\nflake8\npytest\n")
    assert [
        context for _, _, context in [(None, None, each.get("context")) for each in answer["references"]]
    ] == [["ignored"], None]
    answer = facts("ci.sh", "#!/bin/sh -e\nflake8\npytest\n")
    assert [each.get("context") for each in answer["references"]] == [None, None]


def test_a_script_knows_its_directory():
    answer = facts("api/scripts/ci.sh", '#!/bin/bash\nset -e\ncd "$(dirname "$0")/.."\nmake test\n')
    assert [each["to"] for each in answer["references"]][-1] == {
        "command": ["make", "test"],
        "directory": "api",
    }


def test_containers_run_what_is_written_behind_their_image():
    answer = facts(
        "ci.sh",
        "set -e\ndocker compose run --rm -e A=1 web pytest -q\n"
        "docker run -v .:/src aquasec/trivy:1 image shop\n",
    )
    words = [" ".join(each["to"]["command"]) for each in answer["references"]]
    assert "pytest -q" in words and "trivy image shop" in words


def test_containers_run_what_their_shell_is_told():
    answer = facts("ci.sh", "docker run -e A=b shop bash -c 'cd api && ./test.sh -v;pytest tests'\n")
    assert ("api/test.sh -v", "", None) in runs(answer)
    assert ("pytest tests", None, None) in runs(answer)


def test_a_folder_before_a_program_is_no_part_of_its_name():
    text = '#!/bin/sh -e\nexport PREFIX=""\nif [ -d venv ] ; then\n  export PREFIX="venv/bin/"\nfi\n'
    assert ("coverage run -m pytest", ".", None) in runs(
        facts("scripts/test", text + "${PREFIX}coverage run -m pytest\n")
    )
    other = "#!/bin/sh -e\nPREFIX=my-\nif x; then PREFIX=your-; fi\n${PREFIX}coverage\n"
    assert ("coverage", "", None) not in runs(facts("scripts/test", other))


def test_owners_and_updates():
    assert facts("CODEOWNERS", "# a\n/docs @a\n* @b\n")["signals"][1]["kind"] == "code-owners.all"
    answer = facts(".github/dependabot.yml", "updates:\n  - package-ecosystem: pip\n")
    assert answer["signals"][0]["attributes"] == {"ecosystem": "pip"}


@pytest.mark.parametrize(
    ("path", "text", "tool"),
    [
        (".golangci.yml", "linters:\n  enable:\n    - errcheck\n    - gosec\n", "golangci-lint"),
        (".golangci.yaml", "linters:\n  default: all\n", "golangci-lint"),
        (".golangci.yml", "linters:\n  enable-all: true\n  disable:\n    - gosec\n", None),
        (".golangci.yml", "linters:\n  enable:\n    # - gosec\n    - errcheck\n", None),
        (".golangci.yml", "issues:\n  exclude-rules:\n    - path: x\n      linters: [gosec]\n", None),
        ("pyproject.toml", '[tool.ruff.lint]\nselect = ["E", "S"]\n', "ruff"),
        ("pyproject.toml", '[tool.ruff.lint]\nselect = ["E", "SIM"]\n', None),
    ],
)
def test_linters_that_look_for_security_flaws(path, text, tool):
    found = [
        each for each in facts(path, text).get("signals", []) if each["kind"] == "static-security-scan.linter"
    ]
    assert [each["attributes"]["tool"] for each in found] == ([tool] if tool else [])


@pytest.mark.parametrize(
    ("making", "is_real"),
    [
        ("- uses: helm/kind-action@v1", False),
        ("- run: kind create cluster --name x", False),
        ("- run: minikube start", False),
        ("- run: kind version", True),
        ("- uses: azure/setup-helm@v4", True),
    ],
)
def test_what_is_tried_in_a_cluster_of_the_job_is_not_deployed(making, is_real):
    text = f"on: push\njobs:\n  a:\n    steps:\n      {making}\n      - run: helm install shop ./chart\n"
    text += "      - run: helm test shop\n"
    found = [words for words, _, _ in runs(facts(".github/workflows/ci.yml", text))]
    assert ("helm install shop ./chart" in found) is is_real
    assert "helm test shop" in found


@pytest.mark.parametrize("command", ["k6 run --help", "pytest --version"])
def test_who_only_asks_runs_nothing(command):
    text = f"on: push\njobs:\n  a:\n    steps:\n      - run: {command}\n"
    assert runs(facts(".github/workflows/ci.yml", text)) == []


@pytest.mark.parametrize(
    "step", ["uses: j178/prek-action@v1", "run: pre-commit run --all-files", "uses: pre-commit/action@v3"]
)
def test_hooks_are_run_by_several_programs(step):
    text = f"on: push\njobs:\n  a:\n    steps:\n      - {step}\n"
    assert [
        words
        for words, _, _ in runs(facts(".github/workflows/ci.yml", text))
        if words.startswith("pre-commit run")
    ]


@pytest.mark.parametrize(("outcome", "is_ignored"), [("failure", False), ("success", True)])
def test_a_failure_that_a_later_step_heeds_is_none_that_is_ignored(outcome, is_ignored):
    text = "on: push\njobs:\n  a:\n    steps:\n"
    text += "      - {id: hooks, run: pre-commit run, continue-on-error: true}\n"
    text += f"      - {{if: steps.hooks.outcome == '{outcome}', run: exit 1}}\n"
    found = runs(facts(".github/workflows/ci.yml", text))
    assert ["ignored" in (context or []) for words, _, context in found if words == "pre-commit run"] == [
        is_ignored
    ]


def test_a_script_s_commands_stand_where_it_is_started():
    found = facts("api/scripts/test.sh", "#!/bin/sh\nbash scripts/unit.sh\ncd web\nnpm test\n")
    assert [each["to"].get("directory") for each in found["references"]] == [".", "web"]
    found = facts("api/run", '#!/bin/sh\ncd "$(dirname "$0")"\nmake test\n')
    assert [each["to"].get("directory") for each in found["references"]] == ["api"]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("default: {target: 80%}", "coverage-threshold.hosted"),
        ("default: {target: 0.8}", "coverage-threshold.hosted"),
        ("default: {target: auto, threshold: 5%}", "coverage.status"),
        ("default: {threshold: 5%}", "coverage.status"),
        ("default: {target: 0%}", "coverage.status"),
        ("{api: {target: 90, flags: [api]}}", "coverage-threshold.hosted"),
        ("default: {target: 80%, informational: true}", None),
        ("default: {target: 80%, enabled: false}", None),
    ],
)
def test_what_codecov_is_asked_for(status, kind):
    if status.startswith("{"):
        text = f"coverage:\n  status:\n    project: {status}\n"
    else:
        text = f"coverage:\n  status:\n    project:\n      {status}\n"
    found = [each["kind"] for each in facts("codecov.yml", text).get("signals", [])]
    assert found == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("path", "text", "requires"),
    [
        (
            ".github/settings.yml",
            "branches: [{name: main, protection: {required_status_checks: {strict: true}}}]",
            "checks",
        ),
        (".github/settings.yml", "branches: [{name: main, protection: {enforce_admins: null}}]", None),
        (".github/settings.yml", "rulesets: [{name: main, rules: [{type: pull_request}]}]", "reviews"),
        (".github/rulesets/a.json", '{"rules": [{"type": "deletion"}]}', None),
        (".github/rulesets/a.json", '{"rules": [{"type": "pull_request"}], "enforcement": "disabled"}', None),
        (".github/rulesets/a.json", '{"rules": [{"type": "required_status_checks"}]}', "checks"),
        (
            ".asf.yaml",
            "github: {protected_branches: {main: {required_pull_request_reviews: {a: 1}}}}",
            "reviews",
        ),
    ],
)
def test_protection_asks_for_something(path, text, requires):
    found = [each["attributes"]["requires"] for each in facts(path, text).get("signals", [])]
    assert found == ([requires] if requires else [])


def test_variables_that_make_a_recipe_quiet_are_no_command():
    text = "verbose = $(verbose_$(V))\ntest:\n\t$(verbose) go test ./...\n\t$(Q) go vet ./...\n"
    assert [words for words, _, _ in runs(facts("Makefile", text), "test")] == [
        "go test ./...",
        "go vet ./...",
    ]


def test_options_before_the_verb_of_a_cluster_that_goes_with_the_job():
    text = (
        "on: push\njobs:\n  a:\n    steps:\n      - uses: helm/kind-action@v1\n"
        "      - run: kubectl -n shop apply -f k8s/\n      - run: kubectl -n shop get pods\n"
    )
    found = [words for words, _, _ in runs(facts(".github/workflows/a.yml", text)) if "kubectl" in words]
    assert found == ["throwaway-cluster kubectl -n shop apply -f k8s/", "kubectl -n shop get pods"]


@pytest.mark.parametrize(
    ("called", "expected"),
    [
        ("acme/.github/.github/workflows/ci.yml@main", [("acme/.github/.github/workflows/ci.yml", True)]),
        ("acme/ci/.github/workflows/docker.yml@v1", [("acme/ci/.github/workflows/docker.yml", False)]),
        ("acme/.github/.github/workflows/stale.yml@main", []),
        ("./.github/workflows/ci.yml", []),
    ],
)
def test_workflows_of_another_repository(called, expected):
    text = f"on: push\njobs:\n  a:\n    uses: {called}\n"
    found = facts(".github/workflows/a.yml", text).get("signals", [])
    told = [each["attributes"]["name"] for each in found if each["kind"] == "pipeline.elsewhere"]
    checks = {each["attributes"]["name"] for each in found if each["kind"] == "pipeline.checks-elsewhere"}
    assert [(name, name in checks) for name in told] == expected


@pytest.mark.parametrize(
    ("include", "expected"),
    [
        ("{project: acme/ci, file: flatpak.yml}", ["acme/ci flatpak.yml"]),
        ("{component: gitlab.acme.org/acme/ci/checks@1}", ["gitlab.acme.org/acme/ci/checks@1"]),
        ("{component: $CI_SERVER_FQDN/components/sast/sast@3}", []),
        ("{template: Jobs/SAST.gitlab-ci.yml}", []),
        ("{local: /ci/build.yml}", []),
    ],
)
def test_includes_of_another_project(include, expected):
    found = facts(".gitlab-ci.yml", f"include:\n  - {include}\n").get("signals", [])
    assert [each["attributes"]["name"] for each in found if each["kind"] == "pipeline.elsewhere"] == expected


def test_an_image_that_a_workflow_of_another_repository_builds():
    text = (
        "on: push\njobs:\n  a:\n    uses: acme/ci/.github/workflows/docker.yml@v1\n    with:\n"
        "      context: vote\n      image-names: |\n        ghcr.io/acme/vote\n        acme/vote\n"
    )
    found = facts(".github/workflows/a.yml", text)["references"]
    builds = [each for each in found if each["kind"] == "build"]
    assert [each["to"]["path"] for each in builds] == ["vote/Dockerfile"] * 2


@pytest.mark.parametrize(
    ("job", "names"),
    [
        ("    services:\n      store:\n        image: bitnami/postgresql:16\n    steps: []", ["postgresql"]),
        ("    services:\n      web:\n        image: nginx:1.27\n    steps: []", []),
        ("    steps:\n      - run: docker compose up -d db mail", ["db"]),
        ("    steps:\n      - run: docker compose down db", []),
        ("    steps:\n      - run: sudo systemctl start mysql.service", ["mysql"]),
        ("    steps:\n      - uses: ankane/setup-mariadb@v1", ["mariadb"]),
        ("    steps:\n      - uses: actions/checkout@v4", []),
    ],
)
def test_services_beside_the_tests(job, names):
    answer = facts(".github/workflows/ci.yml", f"on: push\njobs:\n  test:\n{job}\n")
    found = [each for each in answer.get("signals", []) if each["kind"] == "test-run.service"]
    assert [each["attributes"]["name"] for each in found] == names


def test_working_directories_of_a_matrix():
    text = """\
on: [push]
jobs:
  test:
    strategy:
      matrix:
        folder: ["./", "./api"]
    defaults:
      run:
        working-directory: ${{ matrix.folder }}
    steps:
      - run: go test ./...
"""
    found = runs(facts(".github/workflows/ci.yml", text))
    assert [each[1] for each in found if each[0] == "go test ./..."] == ["", "api"]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (
            "pyproject.toml",
            '[tool.pytest.ini_options]\naddopts = ["-q", "-m", "not slow"]\n'
            'testpaths = [\n  "tests",  # all\n  "api/tests",\n]\n',
            {"options": "-q -m not slow", "paths": "tests api/tests"},
        ),
        (
            "api/pytest.ini",
            "[pytest]\naddopts = -ra\n  --ignore=tests/e2e\npython_files = test_*.py check_*.py\n",
            {"options": "-ra --ignore=tests/e2e", "files": "test_*.py check_*.py"},
        ),
        ("setup.cfg", "[metadata]\nname = shop\n", None),
    ],
)
def test_the_configuration_of_pytest(path, text, expected):
    found = [each for each in facts(path, text).get("signals", []) if each["kind"] == "pytest.options"]
    assert [each["attributes"] for each in found] == ([expected] if expected else [])
