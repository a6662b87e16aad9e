"""Pipelines and build files that are made to hurt, or that no tool would take."""

from __future__ import annotations

import time

import pytest
from gapmatrix_kit.server import Failure, File

from gapmatrix_pipelines.analyze import analyze
from gapmatrix_pipelines.groovy import unclosed

WORKFLOW = ".github/workflows/ci.yml"
BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10)
)


def facts(path, text):
    return analyze([File(path, text, True)])


def commands(answer):
    return [
        " ".join(each["to"]["command"]) for each in answer.get("references", []) if "command" in each["to"]
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (BOMB, "limit"),
        ("a: " + "[" * 10_000, "limit"),
        ("- x\n" * 201_000, "limit"),
        ("on: push\n\tjobs: {}\n", "syntax"),
        ("on: *nobody\n", "syntax"),
    ],
    ids=["aliases", "depth", "items", "tab", "alias"],
)
@pytest.mark.parametrize("path", [WORKFLOW, ".gitlab-ci.yml", "Taskfile.yml", ".pre-commit-config.yaml"])
def test_yaml_that_is_refused(path, text, kind):
    start = time.process_time()
    with pytest.raises(Failure) as failure:
        facts(path, text)
    assert failure.value.kind == kind
    assert failure.value.message.startswith(f"{path}:")
    assert time.process_time() - start < 5


def test_keys_of_a_workflow_that_nobody_knows_change_nothing():
    text = (
        "on: {push: {moon: full}}\nweather: fine\njobs:\n  a:\n    mood: good\n    runs-on: [x]\n    steps:\n"
        "      - {run: go test ./..., colour: red}\n      - {colour: blue}\n      - just a text\n"
    )
    answer = facts(WORKFLOW, text)
    assert [each["line"] for each in answer["diagnostics"]] == [2, 5, 8, 9, 10]
    assert commands(answer) == ["go test ./..."]
    assert [root["class"] for root in answer["roots"]] == ["pipeline"]


def test_of_keys_that_stand_twice_the_last_one_counts():
    text = "on: push\njobs:\n  a:\n    steps: [{run: one}]\n    steps: [{run: two}]\n"
    answer = facts(WORKFLOW, text)
    assert commands(answer) == ["two"]
    assert [each["line"] for each in answer["diagnostics"]] == [5]


def test_the_first_line_of_a_makefile_that_is_not_understood_is_told():
    answer = facts("Makefile", "all:\n\tgo test ./...\n\nifeq (a\nnonsense\n")
    assert commands(answer) == ["go test ./..."]
    assert [each["line"] for each in answer["diagnostics"]] == [4]


def test_jobs_that_need_each_other():
    text = "on: push\njobs:\n  a: {needs: b, steps: [{run: x}]}\n  b: {needs: [a, b], steps: [{run: y}]}\n"
    assert commands(facts(WORKFLOW, text)) == ["x", "y"]


def test_bytes_that_are_no_text_are_told():
    answer = analyze([File(WORKFLOW, "on: push\njobs: {a: {steps: [{run: make \ufffd}]}}\n", False)])
    assert commands(answer) == ["make \ufffd"]
    assert "UTF-8" in answer["diagnostics"][0]["message"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Variables that hold themselves, and each other.
        ("A = $(A)\nall:\n\t$(A) x\n", None),
        ("A = $(B)\nB = $(A)\nall:\n\t$(A) x\n", None),
        ("A = $(B)$(B)\nB = $(C)$(C)\nC = $(D)$(D)\nD = $(E)$(E)\nE = $(A)$(A)\nall:\n\t$(A)\n", None),
        # What a shell would say is not known.
        ("V := $(shell curl https://example.org | sh)\nall:\n\tgo build -v $(V)\n", "go build -v v"),
        ("all:\n\tgo test $(shell go list ./...)\n", "go test $COMPUTED"),
        ("T = $(if $(shell which x),x --,go test)\nall:\n\t$(call T,$@) -v ./...\n", "go test -v ./..."),
        ("F = $(call F,$(if $(call F),$(F)))\nall:\n\t$(F) $(call F) x\n", None),
        ("all:\n\tgo vet ./...\n\techo $(if a" + "$(if b" * 300 + ")" * 301 + "\n", "go vet ./..."),
        # Files that include themselves, that are not there, that lie outside.
        ("include Makefile\nall:\n\tgo vet ./...\n", "go vet ./..."),
        ("include ../../../../etc/passwd\n-include missing.mk\nall:\n\tgo vet ./...\n", "go vet ./..."),
        ("all: all\n\t$(MAKE) all\n", "make all"),
        ("a: b\nb: a\n\tgo vet ./...\n", "go vet ./..."),
    ],
)
def test_makefiles(text, expected):
    start = time.process_time()
    answer = facts("Makefile", text)
    assert time.process_time() - start < 1
    assert {"all", "a"} & {symbol["name"] for symbol in answer["symbols"]}
    if expected is not None:
        assert expected in commands(answer)
    assert not any("etc" in str(each["to"]) for each in answer.get("references", []))


def test_a_variable_that_doubles_with_every_line_is_bounded():
    lines = ["A0 = xxxxxxxxxx"] + [f"A{n} = $(A{n - 1})$(A{n - 1})" for n in range(1, 60)]
    start = time.process_time()
    facts("Makefile", "\n".join([*lines, "all:", "\t$(A59)"]))
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    "script",
    [
        "$(" * 5_000,
        "if true; then " * 3_000,
        "cat <<E\n" * 3_000,
        "a | " * 20_000,
        "a & " * 20_000,
        "((" * 5_000,
    ],
    ids=["substitutions", "conditions", "documents", "pipes", "background", "arithmetic"],
)
def test_scripts_of_a_workflow(script):
    body = "".join(f"          {line}\n" for line in script.split("\n"))
    start = time.process_time()
    facts(WORKFLOW, f"on: push\njobs:\n  a:\n    steps:\n      - run: |\n{body}")
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pipeline { agent any }\n", None),
        ("pipeline {\n  stages {\n  }\n", ("a block", 1)),
        ("node {\n  sh '''make\n}\n", ("a text", 2)),
        ("node {\n  sh 'make\n}\n", ("a text", 2)),
        ("/* node {\n}\n", ("a comment", 1)),
        ("x = [\n  1,\n", ("a bracket", 1)),
        # Brackets in texts, comments and patterns are none; texts within texts are.
        (
            'println "${a.collect { "{" }.join(\'}\')} \\"{" // {\nx = y =~ /{/\nz = 4 / 2\nd = $/ { /$\n',
            None,
        ),
        ('sh """\n  echo ${x ? "{" : \'{\'} \'{\'\n"""\n', None),
        # What is not understood is not said to be broken.
        ("}\n{\n", None),
        ("{" * 100_000, None),
        ("'" * 99_999 + "\n", ("a text", 1)),
        ('"${' * 50_000, None),
        ("/*" * 50_000, ("a comment", 1)),
    ],
    ids=range(13),
)
def test_what_a_jenkinsfile_leaves_open(text, expected):
    start = time.process_time()
    assert unclosed(text) == expected
    assert time.process_time() - start < 2


def told(answer):
    return [(each["line"], each["message"]) for each in answer.get("diagnostics", [])]


def included(answer):
    return [
        (each["line"], each["attributes"]["path"])
        for each in answer.get("signals", [])
        if each["kind"] == "file.include"
    ]


def test_what_lies_outside_of_the_repository_is_told_with_its_line():
    answer = facts(
        ".gitlab-ci.yml",
        "include:\n  - local: ../x.yml\n  - remote: https://example.org/x.yml\n  - project: acme/ci\n"
        "    file: a.yml\n"
        "  - local: ci/a.yml\n  - local: ci/*.yml\n  - template: Jobs/SAST.gitlab-ci.yml\n",
    )
    assert [line for line, _ in told(answer)] == [2, 3, 4]
    assert included(answer) == [(6, "ci/a.yml")]
    answer = facts(WORKFLOW, "on: push\njobs:\n  a:\n    uses: acme/ci/.github/workflows/x.yml@v1\n")
    assert told(answer) == [(4, "acme/ci/.github/workflows/x.yml is not in the repository: not read")]
    answer = facts(
        "ci/azure-pipelines.yml", "extends:\n  template: a.yml@shared\nsteps:\n- template: ../b.yml@self\n"
    )
    assert told(answer) == [(2, "a.yml@shared is not in the repository: not read")]
    assert included(answer) == [(4, "b.yml")]
    assert next(each["kind"] for each in answer["signals"]) == "pipeline.elsewhere"
    answer = facts(
        "a/Makefile", "include ../../../x.mk\ninclude /etc/x.mk\ninclude ../b.mk .env\nall:\n\tgo vet\n"
    )
    assert [line for line, _ in told(answer)] == [1, 2]
    assert included(answer) == [(3, "b.mk")]


def test_jobs_that_a_file_without_includes_does_not_have():
    text = "a:\n  extends: .b\n  script: [x]\n  needs: [c, {job: d}, {job: e, project: acme/x}, '$F']\n"
    assert [line for line, _ in told(facts(".gitlab-ci.yml", text))] == [2, 4, 4]
    assert told(facts(".gitlab-ci.yml", "include: [ci/a.yml]\n" + text)) == []
    assert told(facts("ci/x.gitlab-ci.yml", text)) == []


def test_steps_and_jobs_that_circle_does_not_know():
    text = (
        "orbs: {go: circleci/go@1}\ncommands:\n  own: {steps: [run: make]}\njobs:\n  a:\n    mood: good\n"
        "    steps: [checkout, own, nobody, go/install, {run: make}, {when: {condition: x, steps: []}}]\n"
        "workflows:\n  w:\n    jobs: [a, b, go/test, wait: {type: approval}]\n"
    )
    assert [line for line, _ in told(facts(".circleci/config.yml", text))] == [6, 7, 10]


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("web/package.json", '{\n  "scripts": {,}\n}\n', 2),
        ("tox.ini", "[testenv]\nx = 1\nnonsense\n", 3),
        ("tox.ini", "[testenv\n", 1),
        ("pyproject.toml", "[a]\n\n[tool.poe\n", 3),
    ],
)
def test_build_files_that_nobody_can_read(path, text, line):
    with pytest.raises(Failure) as failure:
        facts(path, text)
    assert failure.value.message.startswith(f"{path}:{line}: ")


def test_options_of_a_container_and_what_gitlab_starts_beside_a_job():
    answer = facts(
        ".gitlab-ci.yml",
        "default: {services: [redis:7]}\na:\n  services: [{name: 'postgres:15', alias: db}]\n  script:\n"
        "    - docker run -d --name q rabbitmq:3\n    - docker run --link db:x shop sh -c 'pytest -q'\n"
        "b: {script: [make]}\n",
    )
    assert "pytest -q" in commands(answer)
    services = [each for each in answer["signals"] if each["kind"] == "test-run.service"]
    assert [(each["line"], each["attributes"]["name"]) for each in services] == [
        (3, "postgres"),
        (5, "rabbitmq"),
        (1, "redis"),
    ]


def test_tasks_of_azure_that_start_a_program():
    answer = facts(
        "azure-pipelines.yml",
        "steps:\n- task: Go@0\n  inputs: {command: test, arguments: -race ./..., workingDirectory: api}\n"
        "- task: Bash@3\n  inputs:\n    targetType: inline\n    script: |\n      make lint\n"
        "- task: Npm@1\n  inputs: {command: custom, customCommand: run test}\n- task: GoTool@0\n"
        "- task: Bash@3\n  inputs: {filePath: ci/test.sh, arguments: -x}\n",
    )
    assert commands(answer) == ["go test -race ./...", "make lint", "npm run test", "bash ci/test.sh -x"]
    found = next(each["to"] for each in answer["references"] if "command" in each["to"])
    assert found["directory"] == "api"


def test_steps_of_jenkins_libraries():
    text = "@Library(['a-lib', 'b-lib@v1']) _\nnode {\n  stage('x') { pool.agentSh './test_unit' }\n}\n"
    answer = facts("Jenkinsfile", text)
    assert commands(answer) == ["./test_unit"]
    assert told(answer) == [(1, "the library a-lib, b-lib@v1 is not in the repository: not read")]
    assert {each["kind"] for each in answer["signals"]} == {"pipeline.elsewhere", "pipeline.checks-elsewhere"}


def test_containers_beside_a_job_of_circle_and_all_environments_of_tox():
    text = "jobs:\n  build:\n    docker:\n    - image: redis:1\n    - image: postgres:9\n"
    text += "    steps: [{run: tox -e ALL}]\n"
    answer = facts(".circleci/config.yml", text)
    assert commands(answer) == ["tox"]
    assert [each["line"] for each in answer["signals"]] == [5]
