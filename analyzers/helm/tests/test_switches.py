"""Objects that only other values give."""

from __future__ import annotations

from typing import Any

import pytest
from charts import CHART, DEPLOYMENT, VALUES, of, told

TEMPLATE = "templates/app.yaml"
WORKER = DEPLOYMENT.replace("{{ .Release.Name }}", "worker").replace("app: shop", "app: worker")
BUDGET = (
    "{{- %s }}\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: shop}\n"
    "spec:\n  minAvailable: 1\n  selector: {matchLabels: {app: %s}}\n{{- end }}\n"
)


SUM = '{{ include (print $.Template.BasePath "/s.yaml") . | sha256sum }}'


def signal(answer: dict[str, Any], path: str, kind: str) -> dict[str, Any] | None:
    found = [each for each in answer.get(path, {}).get("signals", []) if each["kind"] == kind]
    return found[0]["attributes"] if found else None


@pytest.mark.parametrize(
    ("condition", "values"),
    [
        ("if gt (int .Values.replicas) 2", ""),
        ("if and .Values.pdb.enabled (gt (int .Values.replicas) 2)", "pdb: {enabled: false}\n"),
        ("if ge (.Values.replicas | int) 3", ""),
        ('if eq .Values.flavor "cilium"', "flavor: kubernetes\n"),
        ('if eq "cilium" .Values.flavor', "flavor: kubernetes\n"),
        ('if .Capabilities.APIVersions.Has "policy/v9"', ""),
        ('if and .Values.pdb.enabled (.Capabilities.APIVersions.Has "policy/v9")', "pdb: {enabled: false}\n"),
        ("if .Values.pdb", "pdb: {}\n"),
        ("if .Values.pdb", "pdb: []\n"),
        ("if .Values.pdb", 'pdb: ""\n'),
        ("if .Values.pdb", "pdb:\n"),
    ],
)
def test_whatever_the_condition_asks_for_is_switched_on(condition: str, values: str) -> None:
    answer = of(
        {
            "values.yaml": VALUES + values,
            TEMPLATE: DEPLOYMENT,
            "templates/pdb.yaml": BUDGET % (condition, "shop"),
        }
    )
    attributes = signal(answer, "templates/pdb.yaml", "kubernetes.disruption-budget")
    assert attributes is not None and attributes["profile"] == "switched on"
    assert told(answer) == []


def test_templates_that_want_different_values_are_both_told() -> None:
    answer = of(
        {
            "values.yaml": VALUES + "flavor: none\n",
            TEMPLATE: DEPLOYMENT,
            "templates/a.yaml": BUDGET % ('if eq .Values.flavor "a"', "shop"),
            "templates/b.yaml": BUDGET % ('if eq .Values.flavor "b"', "shop"),
        }
    )
    for name in ("a", "b"):
        assert signal(answer, f"templates/{name}.yaml", "kubernetes.disruption-budget") is not None


@pytest.mark.parametrize(("label", "concerned"), [("shop", "Deployment/shop"), ("other", "-")])
def test_what_is_switched_off_is_for_the_workloads_that_it_would_select(label: str, concerned: str) -> None:
    answer = of(
        {
            "values.yaml": VALUES,
            TEMPLATE: DEPLOYMENT,
            "templates/worker.yaml": WORKER,
            "templates/pdb.yaml": BUDGET % ("if .Values.pdb", label),
        }
    )
    attributes = signal(answer, "templates/pdb.yaml", "kubernetes.disruption-budget")
    assert attributes is not None
    assert (attributes["for"], attributes["within"]) == (concerned, "deploy/shop")


def test_what_selects_a_service_is_for_the_workloads_behind_it() -> None:
    service = "apiVersion: v1\nkind: Service\nmetadata: {name: front}\nspec:\n  selector: {app: worker}\n"
    ingress = (
        "{{- if .Values.ingress }}\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: shop}\n"
        "spec:\n  defaultBackend: {service: {name: front, port: {number: 80}}}\n{{- end }}\n"
    )
    answer = of(
        {
            "values.yaml": VALUES,
            TEMPLATE: DEPLOYMENT,
            "templates/worker.yaml": WORKER,
            "templates/service.yaml": service,
            "templates/ingress.yaml": ingress,
        }
    )
    attributes = signal(answer, "templates/ingress.yaml", "kubernetes.ingress")
    assert attributes is not None and attributes["for"] == "Deployment/worker"


@pytest.mark.parametrize(
    ("tls", "values", "said"),
    [
        ("  {{- if .Values.tls }}\n  tls: [{hosts: [a]}]\n  {{- end }}\n", "tls: false\n", "off"),
        ("  {{- if .Values.tls }}\n  tls: [{hosts: [a]}]\n  {{- end }}\n", "tls: true\n", "yes"),
        ("", "tls: true\n", "no"),
    ],
)
def test_a_section_tls_that_values_leave_out_is_told(tls: str, values: str, said: str) -> None:
    ingress = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: shop}\nspec:\n  rules: []\n"
    answer = of({"values.yaml": VALUES + values, "templates/i.yaml": ingress + tls})
    attributes = signal(answer, "templates/i.yaml", "kubernetes.ingress")
    assert attributes is not None and attributes["tls"] == said


def test_a_container_of_other_values_is_for_its_own_workload() -> None:
    answer = of(
        {
            "values.yaml": VALUES.replace("true", "false"),
            "values-production.yaml": "probe: true\n",
            TEMPLATE: DEPLOYMENT,
        }
    )
    attributes = signal(answer, TEMPLATE, "container.liveness-probe")
    assert attributes is not None and attributes["for"] == "Deployment/shop"


def test_secrets_of_values_that_nobody_has_set_are_none() -> None:
    secret = (
        "{{- if .Values.password }}\napiVersion: v1\nkind: Secret\nmetadata: {name: s}\n"
        "stringData:\n  password: {{ .Values.password }}-suffix-8Xk2\n{{- end }}\n"
    )
    answer = of({"values.yaml": VALUES + 'password: ""\n', TEMPLATE: DEPLOYMENT, "templates/s.yaml": secret})
    assert signal(answer, "templates/s.yaml", "kubernetes.secret") is None


def test_a_template_that_fails_does_not_take_those_with_it_that_include_it() -> None:
    answer = of(
        {
            "values.yaml": VALUES,
            TEMPLATE: DEPLOYMENT.replace("metadata:\n", f"metadata:\n  annotations: {{sum: {SUM}}}\n", 1),
            "templates/s.yaml": "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata:\n"
            '  a: {{ required "give me a" .Values.a | mustRegexFind "(" }}\n',
        }
    )
    assert answer[TEMPLATE]["roots"]
    assert {path for path, _, _ in told(answer)} == {"templates/s.yaml"}


def test_what_is_asked_for_is_there_for_every_use() -> None:
    answer = of(
        {
            "values.yaml": VALUES,
            TEMPLATE: DEPLOYMENT,
            "templates/s.yaml": "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata:\n"
            '{{- $x := required "give me a.b" .Values.a.b }}\n  a: {{ tpl .Values.a.b . | b64enc }}\n',
        }
    )
    assert len(told(answer)) == 1
    assert answer["templates/s.yaml"]["symbols"]


def test_charts_with_many_switched_off_templates_are_rendered_few_times(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rendered = 0
    from gapmatrix_helm.engine import Loaded

    plain = Loaded.render

    def counted(self: Loaded, values: dict[str, Any], release: str) -> dict[str, str]:
        nonlocal rendered
        rendered += 1
        return plain(self, values, release)

    monkeypatch.setattr(Loaded, "render", counted)
    texts: dict[str, str | bytes] = {"values.yaml": VALUES, TEMPLATE: DEPLOYMENT, "Chart.yaml": CHART}
    for number in range(40):
        texts[f"templates/{number}.yaml"] = BUDGET % (f"if .Values.pdb{number}", "shop")
    of(texts)
    assert rendered == 4
