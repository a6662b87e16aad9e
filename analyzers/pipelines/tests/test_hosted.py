"""Travis, Bitbucket, Cloud Build and CircleCI, by what they say of a small file."""

from __future__ import annotations

import pytest
from test_pipelines import facts, runs


def rooted(answer):
    names = {symbol["id"]: symbol["name"] for symbol in answer.get("symbols", [])}
    return sorted(names[root["symbol"]] for root in answer.get("roots", []))


def needs(answer):
    names = {symbol["id"]: symbol["name"] for symbol in answer.get("symbols", [])}
    return sorted(
        (names[each["from"]], each["to"]["name"])
        for each in answer.get("references", [])
        if each["kind"] == "needs"
    )


def test_travis():
    text = """\
language: python
services: [postgresql]
install: pip install -r requirements.txt
jobs:
  include:
    - name: unit
      script: [pytest]
    - stage: release
      script: make dist
      deploy: {provider: pypi}
after_success: [codecov]
"""
    answer = facts(".travis.yml", text)
    assert ("pytest", "", None) in runs(answer, "1 unit")
    assert ("pip install -r requirements.txt", "", None) in runs(answer, "2 release")
    assert ("twine upload", "", None) in runs(answer)
    assert rooted(answer) == ["1 unit", "2 release"]
    assert ("2 release", "1 unit") in needs(answer)
    assert {each["attributes"]["name"] for each in answer["signals"]} == {"postgresql"}


def test_travis_of_a_language_has_its_script():
    answer = facts(".travis.yml", "language: go\nservices: redis-server\nafter_success: [./report.sh]\n")
    assert ("go test ./...", "", None) in runs(answer, "build")
    assert ("./report.sh", "", ["ignored"]) in runs(answer, "build")
    assert [each["attributes"]["name"] for each in answer["signals"]] == ["redis"]
    assert runs(facts(".travis.yml", "language: c\n")) == []


def test_bitbucket():
    text = """\
definitions: {services: {db: {image: postgres:15}}}
pipelines:
  default:
    - parallel:
        - step: {name: lint, script: [ruff check .]}
        - step: {name: unit, services: [db], script: [pytest], after-script: [./report.sh]}
    - step:
        name: ship
        trigger: manual
        deployment: production
        script:
          - pipe: atlassian/aws-ecs-deploy:2.0.0
  custom:
    nightly:
      - step: {script: [make load]}
"""
    answer = facts("bitbucket-pipelines.yml", text)
    assert rooted(answer) == ["default"]
    told = [each[0] for each in runs(answer)]
    assert told == ["ruff check .", "pytest", "./report.sh", "aws ecs update-service", "make load"]
    assert {(each["kind"], each["attributes"]["name"]) for each in answer["signals"]} == {
        ("test-run.service", "postgres"),
        ("job.environment", "production"),
    }
    assert [each for each in needs(answer) if "ship" in each[0]] == [
        ("default: ship 7", "default: lint 5"),
        ("default: ship 7", "default: unit 6"),
    ]


def test_cloud_build():
    text = """\
steps:
- id: unit
  name: golang:1.22
  entrypoint: go
  args: [test, ./...]
  dir: api
- name: gcr.io/cloud-builders/docker
  args: [build, -t, gcr.io/$PROJECT_ID/shop, .]
- name: ubuntu
  entrypoint: bash
  args:
  - -c
  - |
    make lint
  waitFor: ['-']
  allowFailure: true
images: [gcr.io/$PROJECT_ID/shop]
"""
    answer = facts("cloudbuild.yaml", text)
    assert rooted(answer) == ["build"]
    assert ("go test ./...", "api", None) in runs(answer, "unit")
    assert ("docker build -t gcr.io/$PROJECT_ID/shop .", "", None) in runs(answer, "step 2")
    assert ("make lint", "", ["ignored"]) in runs(answer, "step 3")
    assert ("docker push gcr.io/$PROJECT_ID/shop", "", None) in runs(answer)
    assert ("step 2", "unit") in needs(answer)
    assert not [each for each in needs(answer) if each[0] == "step 3"]
    assert facts("cloudbuild.yaml", "steps: [a, {b: c}]\n").get("roots") is None


CIRCLE = """\
orbs:
  go: circleci/go@1.7
  own:
    commands:
      check: {steps: [run: make lint]}
    jobs:
      verify: {docker: [{image: x}], steps: [check]}
  other: acme/secret@1
parameters: {nightly: {type: boolean, default: false}}
jobs:
  unit:
    docker: [{image: cimg/go:1.22}]
    steps: [checkout, go/test, {run: {command: ./report.sh, when: on_fail}}]
  ship:
    docker: [{image: cimg/base}]
    steps: [{deploy: {command: make ship}}]
  soak: {docker: [{image: x}], steps: [run: make soak]}
workflows:
  main:
    jobs:
      - unit: {name: test-linux}
      - own/verify
      - hold: {type: approval, requires: [test-linux]}
      - ship: {requires: [hold]}
      - other/scan
  nightly:
    when: << pipeline.parameters.nightly >>
    jobs: [soak]
"""


def test_circle():
    answer = facts(".circleci/config.yml", CIRCLE)
    assert ("go test ./...", "", None) in runs(answer, "unit")
    assert ("make lint", "", None) in runs(answer, "own/check")
    assert ("make ship", "", None) in runs(answer, "ship")
    assert rooted(answer) == ["other/scan", "own/verify", "ship", "unit"]
    # What waits for a person runs after what that waits for.
    assert ("ship", "unit") in needs(answer)
    signals = {(each["kind"], each["attributes"]["name"]) for each in answer["signals"]}
    assert signals == {
        ("job.environment", "hold"),
        ("pipeline.elsewhere", "orb acme/secret/scan"),
        ("pipeline.checks-elsewhere", "orb acme/secret/scan"),
    }


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("rebar3 as test do eunit,ct -v, cover", ["rebar3 eunit", "rebar3 ct -v", "rebar3 cover"]),
        ("./rebar3 do dialyzer, xref", ["./rebar3 dialyzer", "./rebar3 xref"]),
        ("rebar3 as prod release", ["rebar3 release"]),
        ("rebar3 ct --suite=a,b", ["rebar3 ct --suite=a,b"]),
    ],
)
def test_tasks_of_rebar3(line, told):
    answer = facts("ci.sh", f"#!/bin/sh\n{line}\n")
    assert [each[0] for each in runs(answer)] == told


def test_what_npm_does_by_itself_is_no_missing_script():
    for text in ('{"name": "web"}', '{"scripts": {"build": "tsc"}}'):
        names = {symbol["name"] for symbol in facts("package.json", text)["symbols"]}
        assert {"ci", "list", "root", "install"} <= names
