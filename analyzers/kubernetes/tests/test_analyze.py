"""Files of manifests, told apart and read."""

from __future__ import annotations

import time
from typing import Any

import pytest
from gapmatrix_kit.server import File

from gapmatrix_kubernetes.analyze import analyze

POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: %s}\nspec: {containers: [{name: a, image: b:1}]}\n"


def facts(text: str, path: str = "k8s/shop.yaml", is_text: bool = True) -> dict[str, Any]:
    return analyze([File(path, text, is_text)])


def names(answer: dict[str, Any], kind: str = "workload") -> list[str]:
    return [symbol["name"] for symbol in answer.get("symbols", []) if symbol["kind"] == kind]


def said(answer: dict[str, Any]) -> str:
    return " ".join(each["message"] for each in answer.get("diagnostics", []))


def test_documents_of_a_stream() -> None:
    answer = facts("---\n".join([POD % "a", "# nothing\n", POD % "b"]))
    assert names(answer) == ["Pod/a", "Pod/b"]
    assert answer["namespace"] == {"kind": "kubernetes", "name": "k8s", "separator": "/"}


def test_a_manifest_of_json() -> None:
    text = '{"apiVersion": "v1",\n\t"kind": "Pod", "metadata": {"name": "a"}, "spec": {"containers": [{"name": "a", "image": "b"}]}}'
    assert names(facts(text, "k8s/a.json")) == ["Pod/a"]


@pytest.mark.parametrize(
    ("path", "text", "word"),
    [
        ("deploy/a.yaml", "{{ if .Values.on }}\n" + POD % "a" + "{{ end }}\n", "template"),
        ("deploy/a.yaml", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Name }}\n", "template"),
        ("deploy/a.yaml", "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n", "bundle"),
        ("install.yaml", (POD % "a" + "---\n") * 12_000, "bundle"),
    ],
)
def test_what_is_told_and_not_read(path: str, text: str, word: str) -> None:
    answer = facts(text, path)
    assert "symbols" not in answer
    assert word in said(answer)


@pytest.mark.parametrize(
    "text",
    [
        "on: push\njobs: {}\n",
        "services: {web: {image: a}}\n",
        "openapi: 3.0.0\n",
        "",
        "kind: text\n",
        "{{ x }}\n",
    ],
)
def test_what_is_no_manifest_says_nothing(text: str) -> None:
    assert facts(text) == {}


def test_alerts_with_templates_in_their_texts_are_read() -> None:
    text = (
        "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: {name: a}\nspec:\n  groups:\n"
        "  - name: x\n    rules:\n    - alert: Down\n      annotations:\n        summary: 'on {{ $labels.instance }}'\n"
    )
    assert names(facts(text), "resource") == ["PrometheusRule/a"]


def test_a_missing_separator_swallows_an_object() -> None:
    answer = facts(
        POD % "a"
        + "apiVersion: v1\nkind: Pod\nmetadata: {name: b}\nspec: {containers: [{name: a, image: b}]}\n"
    )
    assert names(answer) == ["Pod/b"]
    assert answer["diagnostics"][0]["line"] == 5
    assert "Pod is swallowed" in said(answer)


@pytest.mark.parametrize(
    "text",
    [
        POD % "a" + "---\na: [\n",
        POD % "a" + "---\napiVersion: v1\nkind: Pod\n\tx: 1\n",
        POD % "a" + "---\n" + "[" * 1000 + "]" * 1000,
        POD % "a" + "---\nx: *unknown\n",
    ],
)
def test_what_stands_before_an_error_is_kept(text: str) -> None:
    answer = facts(text)
    assert names(answer) == ["Pod/a"]
    assert "not read from here on" in said(answer)


def test_a_bomb_of_aliases_is_refused_quickly() -> None:
    lines = [POD % "a" + "---", "apiVersion: v1", "kind: Pod", "a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    start = time.monotonic()
    assert "aliases" in said(facts("\n".join(lines)))
    assert time.monotonic() - start < 2


def test_bytes_that_are_no_text() -> None:
    answer = facts(POD % "a\ufffd", is_text=False)
    assert names(answer) == ["Pod/a\ufffd"]
    assert "UTF-8" in said(answer)


def references(answer: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [each["to"] for each in answer.get("references", []) if each["kind"] == kind]


def test_a_kustomization() -> None:
    text = """
resources: [../../base, extra.yaml, "https://example.com/x.yaml", "../../../../outside.yaml"]
patches:
  - path: probe.yaml
  - patch: |-
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: shop}
      spec: {template: {spec: {terminationGracePeriodSeconds: 60}}}
images: [{name: acme/shop, newTag: "1.5"}]
replicas: [{name: shop, count: 3}]
"""
    answer = facts(text, "k8s/overlays/production/kustomization.yaml")
    paths = [to["path"] for to in references(answer, "run") if "path" in to]
    assert paths == [
        "k8s/base/kustomization.yaml",
        "k8s/base/kustomization.yml",
        "k8s/overlays/production/extra.yaml",
        "k8s/overlays/production/probe.yaml",
    ]
    assert references(answer, "select") == [
        {"selector": ["Deployment/shop"]},
        {"selector": ["@image=acme/shop"]},
        {"selector": ["Deployment/shop"]},
        {"selector": ["StatefulSet/shop"]},
    ]
    kinds = {each["kind"]: each for each in answer["signals"]}
    assert kinds["workload.termination-grace"]["line"] == 9
    assert kinds["kubernetes.image-override"]["attributes"] == {"image": "acme/shop:1.5", "pin": "tag"}


def test_an_overlay_for_development_changes_nothing_in_production() -> None:
    text = "replicas: [{name: shop, count: 3}]\nimages: [{name: shop, newTag: dev}]\n"
    assert references(facts(text, "k8s/overlays/dev/kustomization.yaml"), "select") == []


def test_a_document_that_cannot_be_read_costs_itself() -> None:
    broken = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n\tname: x\n"
    answer = facts("---\n".join([POD % "a", broken, POD % "b", "a: [\n", POD % "c"]))
    assert names(answer) == ["Pod/a", "Pod/b", "Pod/c"]
    assert [each["line"] for each in answer["diagnostics"]] == [9, 17]
    last = facts("---\n".join([POD % "a", broken]))
    assert said(last).startswith("not read from here on")


def test_many_broken_documents_are_given_up() -> None:
    start = time.process_time()
    answer = facts((POD % "a") + "---\na: [\n" * 20_000)
    assert len(answer["diagnostics"]) == 20
    assert time.process_time() - start < 5


def test_keys_that_stand_twice_are_told() -> None:
    answer = facts((POD % "a") + "x:\n- {b: 1, c: 2, b: 3}\nmetadata: {name: z}\n")
    assert sorted(each["line"] for each in answer["diagnostics"]) == [6, 7]


def test_what_a_kustomization_takes_from_elsewhere_is_told() -> None:
    text = "resources:\n- ../../../etc\n- https://example.com/x\n- app.yaml\ngenerators: [make.yaml]\n"
    answer = facts(text, "k8s/kustomization.yaml")
    assert [each["line"] for each in answer["diagnostics"]] == [2, 3, 5]
    assert references(answer, "run")[1:] == [{"path": "k8s/app.yaml"}]


def test_artifacts_of_skaffold() -> None:
    text = (
        "apiVersion: skaffold/v4beta6\nkind: Config\nbuild:\n  artifacts:\n  - {image: shop, context: src/shop}\n"
        "  - {image: mail, docker: {dockerfile: build/Dockerfile.mail}}\n  - {image: jar, jib: {}}\n"
    )
    answer = facts(text, "skaffold.yaml")
    assert references(answer, "build") == [{"path": "src/shop/Dockerfile"}, {"path": "build/Dockerfile.mail"}]
    assert answer["references"][0]["arguments"] == [{"name": "image", "value": "shop"}]


def test_a_thousand_manifests_take_a_second_or_two() -> None:
    start = time.process_time()
    for number in range(1000):
        facts(POD % f"a{number}")
    assert time.process_time() - start < 4
