"""Rules, dashboards, objectives, interfaces and shipping."""

from __future__ import annotations

import pytest
from gapmatrix_kit.server import File

from gapmatrix_documents.analyze import analyze
from gapmatrix_documents.promql import metrics


def signals(path: str, text: str) -> list[tuple[str, dict[str, object]]]:
    facts = analyze([File(path, text, True)])
    return [(each["kind"], each.get("attributes", {})) for each in facts.get("signals", [])]


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        (
            'sum by (job) (rate(a_total{code=~"5..", x="y"}[5m])) / on(job) group_left(team) b_total > 0.5',
            ["a_total", "b_total"],
        ),
        (
            "histogram_quantile(0.9, sum(rate(shop_seconds_bucket[$__rate_interval])) by (le))",
            ["shop_seconds_bucket"],
        ),
        ('{__name__="shop_up", job="x"}', ["shop_up"]),
        ("${metric}_total + shop_up offset 5m", ["shop_up"]),
        ('label_replace(shop_up, "a", "$1", "b", \'(.*)\')', ["shop_up"]),
        ("absent(up) or vector(1)", ["up"]),
        ("job:shop:rate5m unless shop_off # shop_comment", ["job:shop:rate5m", "shop_off"]),
        ("sum(shop_a) without (instance) and 1e3 < Inf", ["shop_a"]),
        ("{{ .Values.metric }} > 1", []),
    ],
)
def test_metrics_of_expressions(expression: str, names: list[str]) -> None:
    assert sorted(metrics(expression)) == sorted(names)


def test_rules_of_a_file_and_of_a_template_agree() -> None:
    plain = "groups:\n- name: shop\n  rules:\n  - alert: Errors\n    expr: |\n      rate(shop_errors_total[5m])\n        > 1\n  - record: shop:rate\n    expr: shop_orders_total\n"
    template = (
        "{{- if .Values.rules }}\n"
        + plain.replace("name: shop", "name: {{ .Release.Name }}")
        + "{{- end }}\n"
    )
    found = [
        [each for each in signals("deploy/rules.yaml", text) if each[0] == "alert-rules.metric"]
        for text in (plain, template)
    ]
    assert [each[1]["name"] for each in found[0]] == ["shop_errors_total", "shop_orders_total"]
    assert found[0] == found[1]


def test_dashboard_in_a_config_map() -> None:
    board = '{"title": "Shop", "schemaVersion": 1, "panels": [{"type": "graph", "gridPos": {}, "targets": [{"expr": "shop_up"}]}]}'
    text = f"apiVersion: v1\nkind: ConfigMap\ndata:\n  shop.json: |\n    {board}\n"
    kinds = [kind for kind, _ in signals("deploy/board.yaml", text)]
    assert kinds == ["dashboards.file", "dashboards.metric"]


def test_a_json_file_with_panels_is_no_dashboard_by_that_alone() -> None:
    assert signals("ui/dashboard.json", '{"panels": [{"type": "list", "options": []}]}') == []


@pytest.mark.parametrize(
    ("text", "target"),
    [
        (
            "apiVersion: openslo/v1\nkind: SLO\nmetadata: {name: a}\nspec:\n  indicator: {}\n  objectives:\n  - target: 0.99\n",
            "0.99",
        ),
        (
            "apiVersion: pyrra.dev/v1alpha1\nkind: ServiceLevelObjective\nmetadata: {name: a}\nspec:\n  target: '99.5'\n  indicator: {ratio: {}}\n",
            "99.5",
        ),
        ("version: prometheus/v1\nslos:\n- name: a\n  objective: 99.9\n  sli: {raw: {}}\n", "99.9"),
    ],
)
def test_objectives(text: str, target: str) -> None:
    found = [each for each in signals("slo.yaml", text) if each[0] == "slo.objective"]
    assert [(each[1]["target"], each[1]["indicator"]) for each in found] == [(target, True)]


def test_openapi_operations() -> None:
    text = '{"openapi": "3.1.0", "info": {"title": "Shop"}, "paths": {"/orders": {"get": {"summary": "x"}, "post": {}}}}'
    found = signals("openapi.json", text)
    assert found[0][1]["strength"] == "full"
    assert [(each["method"], each["path"]) for kind, each in found if kind == "api.operation"] == [
        ("GET", "/orders"),
        ("POST", "/orders"),
    ]


def test_proto_services_not_in_comments() -> None:
    text = '// service Old { rpc A(B) returns (C); }\nservice Shop {\n  // Reads.\n  rpc Get(A) returns (B) { option (x) = "}"; }\n}\n'
    assert [
        (attributes["title"], attributes["operations"], attributes["strength"])
        for _, attributes in signals("api/shop.proto", text)
    ] == [("Shop", 1, "full")]


def test_shipping() -> None:
    fluent = "[INPUT]\n    Name tail\n\n[OUTPUT]\n    Name loki\n"
    assert signals("deploy/fluent-bit.conf", fluent) == [("log-aggregation.config", {"tool": "fluent-bit"})]
    collector = "receivers: {}\nservice:\n  pipelines:\n    logs:\n      exporters: [debug]\n"
    assert signals("otel.yaml", collector) == []
