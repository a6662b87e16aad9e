import pytest
from charts import CHART, of


def said(answer: dict[str, object], path: str, kind: str) -> list[tuple[str, int]]:
    facts = answer.get(path, {})
    assert isinstance(facts, dict)
    return [
        (each["attributes"]["name"], each["line"])
        for each in facts.get("signals", [])
        if each["kind"] == kind
    ]


VALUES = "used: 1\nknob: 2\nimage:\n  name: a\n  pull: b\n"
MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n"


@pytest.mark.parametrize(
    ("use", "unused"),
    [
        ("{{ .Values.used }}{{ .Values.image.name }}", [("knob", 2), ("image.pull", 5)]),
        ("{{ $.Values.used }}{{ .root.Values.knob }}{{ with .Values.image }}{{ .pull }}{{ end }}", []),
        ("{{ .Values.used }}{{ .Values.knob }}{{ toYaml .Values.image }}", []),
        ("{{ toYaml .Values }}", []),
        ("{{ range $k, $v := .Values }}{{ end }}", []),
        ("{{ $v := .Values }}{{ $v.used }}", []),
        (
            '{{ index .Values "used" }}{{ index .Values "knob" }}{{ index .Values "image" "pull" }}',
            [("image.name", 4)],
        ),
        ("{{ index .Values $key }}", []),
        ('{{ get .Values "used" }}{{ hasKey .Values.image "pull" }}', [("knob", 2), ("image.name", 4)]),
        ('{{ dig "image" "name" "none" .Values }}{{ .Values.used }}', [("knob", 2), ("image.pull", 5)]),
        ("{{/* .Values.knob */}}{{ .Values.used }}{{ .Values.image }}", [("knob", 2)]),
    ],
)
def test_values_that_no_template_uses(use: str, unused: list[tuple[str, int]]) -> None:
    helper = '{{ define "a" }}' + use + "{{ end }}"
    answer = of({"values.yaml": VALUES, "templates/a.yaml": MAP, "templates/_h.tpl": helper})
    assert said(answer, "values.yaml", "chart.value-unused") == unused


def test_one_word_for_all_values_of_a_chart_without_templates() -> None:
    answer = of({"values.yaml": VALUES})
    assert said(answer, "values.yaml", "chart.value-unused") == [
        ("everything: the chart has no templates", 1)
    ]


def test_a_chart_above_may_ask_whether_it_is_enabled() -> None:
    answer = of({"values.yaml": "enabled: true\nknob: 1\n", "templates/a.yaml": MAP})
    assert said(answer, "values.yaml", "chart.value-unused") == [("knob", 2)]


def test_values_are_used_by_helpers_values_that_are_templates_and_conditions() -> None:
    chart = CHART + "dependencies:\n- {name: db, version: 1.0.0, condition: knob.on}\n"
    answer = of(
        {
            "Chart.yaml": chart,
            "values.yaml": "used: 1\nknob: {on: true}\ntext: '{{ .Values.used }}'\n"
            "name: x\ndb: {a: 1}\nglobal: {b: 1}\n",
            "templates/a.yaml": MAP + "  a: {{ tpl .Values.text . }}\n",
            "templates/_h.tpl": '{{ define "n" }}{{ .Values.name }}{{ end }}',
            "charts/db/Chart.yaml": "apiVersion: v2\nname: db\nversion: 1.0.0\n",
        }
    )
    assert said(answer, "values.yaml", "chart.value-unused") == []


def test_subcharts_that_are_not_there_may_use_any_value() -> None:
    chart = CHART + "dependencies:\n- {name: common, version: 1.0.0}\n"
    answer = of({"Chart.yaml": chart, "values.yaml": "knob: 1\n", "templates/a.yaml": MAP + "  a: b\n"})
    assert said(answer, "values.yaml", "chart.value-unused") == []


@pytest.mark.parametrize(
    ("use", "unset"),
    [
        ("{{ .Values.image.tag }}", [("image.tag", 6)]),
        ("{{ .Values.image.name }}", []),
        ('{{ .Values.image.tag | default "1" }}', []),
        ("{{ if .Values.image.tag }}{{ .Values.image.tag }}{{ end }}", []),
        ("{{ with .Values.extra }}{{ . }}{{ end }}", []),
    ],
)
def test_values_that_are_set_nowhere(use: str, unset: list[tuple[str, int]]) -> None:
    answer = of({"values.yaml": "image: {name: a}\n", "templates/a.yaml": MAP + "  a: |\n    " + use + "\n"})
    assert said(answer, "templates/a.yaml", "chart.value-unset") == unset
