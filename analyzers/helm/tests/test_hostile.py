"""Charts that are made to hurt: each is answered, in little time."""

from __future__ import annotations

import re
import time

import pytest
from charts import CHART, DEPLOYMENT, VALUES, files, of, signals, told
from gapmatrix_kit.server import Failure

from gapmatrix_helm.analyze import analyze
from gapmatrix_helm.profiles import Profile
from gapmatrix_helm.render import Mode, Renderer
from gapmatrix_helm.tree import read

TEMPLATE = "templates/app.yaml"
OTHER = "templates/other.yaml"
BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10)
)
DEEP = "a: " + "[" * 10_000 + "]" * 10_000 + "\n"
OBJECT = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (BOMB, "aliasing"),
        (DEEP, "depth"),
        (VALUES + "\ta: 1\n", "tab"),
        (VALUES.encode() + b'x: "\xff\xfe"\n', "UTF-8"),
        ("- a\n", "array"),
        (VALUES + "t: '{{ tpl .Values.t . }}'\n", "template of itself"),
        (VALUES + "a: '{{ tpl .Values.b . }}'\nb: '{{ tpl $.Values.a $ }}'\n", "template of itself"),
    ],
    ids=["aliases", "depth", "tab", "bytes", "list", "circle", "long-circle"],
)
def test_values_that_nobody_can_read_fail_the_chart(values: str | bytes, words: str) -> None:
    start = time.process_time()
    with pytest.raises(Failure) as failure:
        analyze(files({"Chart.yaml": CHART, "values.yaml": values, TEMPLATE: DEPLOYMENT}))
    assert failure.value.kind == "syntax" and words in failure.value.message
    assert re.match(r"deploy/\S*/?(values|Chart)\.yaml:\d+: ", failure.value.message)
    assert time.process_time() - start < 2


def test_values_that_are_templates_of_others_are_rendered() -> None:
    values = VALUES + "a: '{{ tpl .Values.b . }}'\nb: '{{ .Release.Name }}'\n"
    answer = of(
        {"values.yaml": values, TEMPLATE: DEPLOYMENT, OTHER: OBJECT + "data: {a: {{ tpl .Values.a . }}}\n"}
    )
    assert told(answer) == []


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (OBJECT + BOMB, 13, "aliases"),
        (DEEP, 1, "200 levels"),
        ("".join(" " * depth + f"a{depth}:\n" for depth in range(1000)), 201, "200 levels"),
        (OBJECT + "data:\n\ta: b\n", 5, "token"),
        ("{{ range until 6000 }}\n---\n" + OBJECT + "{{ end }}\n---\na: [\n", 8, "no YAML"),
    ],
    ids=["aliases", "flow", "block", "tab", "many"],
)
def test_what_a_template_gives_is_told_and_the_rest_is_read(text: str, line: int, words: str) -> None:
    start = time.process_time()
    answer = of({"values.yaml": VALUES, TEMPLATE: DEPLOYMENT, OTHER: text})
    [(path, place, message)] = told(answer)
    assert path == OTHER and words in message
    assert place is not None and place <= text.count("\n") and (place == line or words == "aliases")
    assert answer[TEMPLATE]["roots"]
    assert time.process_time() - start < 5


def test_ten_thousand_nested_actions() -> None:
    text = "{{ if true }}" * 10_000 + OBJECT + "{{ end }}" * 10_000
    start = time.process_time()
    answer = of({"values.yaml": VALUES, TEMPLATE: DEPLOYMENT, OTHER: text})
    assert answer[TEMPLATE]["roots"]
    assert time.process_time() - start < 5


def test_bytes_that_are_no_text_are_read_around() -> None:
    content = b'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: "\xff\xfe"}\n'
    answer = of({"values.yaml": VALUES, TEMPLATE: DEPLOYMENT, OTHER: content})
    assert answer[TEMPLATE]["roots"]


def test_a_missing_separator_in_a_template_is_told_at_its_line() -> None:
    text = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n{{- if true }}\n" + OBJECT + "{{- end }}\n"
    answer = of({"values.yaml": VALUES, TEMPLATE: DEPLOYMENT, OTHER: text})
    assert signals(answer[OTHER], "kubernetes.swallowed-object") == [("ConfigMap/x", 5)]
    assert [(path, line) for path, line, _ in told(answer)] == [(OTHER, 5)]


@pytest.mark.parametrize(
    "chart",
    [
        "apiVersion: v2\nname: [a]\nversion: 1.0.0\n",
        "apiVersion: v2\nname: '../../x'\nversion: 1.0.0\n",
        "apiVersion: v2\nname: shop\nversion: 'no version'\n",
        "kind: Chart\n",
        BOMB,
    ],
)
def test_a_chart_file_that_the_engine_refuses_fails_the_chart(chart: str) -> None:
    with pytest.raises(Failure):
        analyze(files({"Chart.yaml": chart, TEMPLATE: DEPLOYMENT}))


def test_a_chart_that_depends_on_itself() -> None:
    dependency = 'dependencies:\n- {name: shop, version: 1.0.0, repository: "file://."}\n'
    answer = of({"Chart.yaml": CHART + dependency, "values.yaml": VALUES, TEMPLATE: DEPLOYMENT})
    assert answer[TEMPLATE]["roots"]


def test_a_subchart_whose_files_are_links_is_one_that_is_not_there() -> None:
    # Links are not handed to analyzers: of a linked folder a request has nothing.
    dependency = 'dependencies:\n- {name: db, version: 1.0.0, repository: "file://charts/db"}\n'
    answer = of({"Chart.yaml": CHART + dependency, "values.yaml": VALUES, TEMPLATE: DEPLOYMENT})
    assert "db is declared and not in the repository" in told(answer)[0][2]
    assert answer[TEMPLATE]["roots"]


def test_subcharts_below_subcharts_without_end() -> None:
    texts: dict[str, str | bytes] = {"values.yaml": VALUES, TEMPLATE: DEPLOYMENT}
    for depth in range(1, 60):
        texts["charts/a/" * depth + "Chart.yaml"] = "apiVersion: v2\nname: a\nversion: 1.0.0\n"
    assert of(texts)[TEMPLATE]["roots"]


def test_what_is_known_in_time_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, *[1_000.0] * 20])
    monkeypatch.setattr("gapmatrix_helm.analyze.monotonic", lambda: next(clock))
    answer = of({TEMPLATE: DEPLOYMENT, "values.yaml": VALUES, "values-prod.yaml": "replicas: 5\n"})
    assert signals(answer[TEMPLATE], "kubernetes.workload")
    assert [message for _, _, message in told(answer)] == [
        "rendering takes long: not rendered from values-prod.yaml on"
    ]


@pytest.mark.parametrize(
    ("template", "is_there"), [('{{ .Files.Get "crds/a.yaml" }}', True), ("a: b", False)]
)
def test_definitions_are_packed_for_who_reads_them(template: str, is_there: bool) -> None:
    below = {"charts/sub/Chart.yaml": CHART.replace("shop", "sub"), "charts/sub/crds/a.yaml": OBJECT}
    renderer = Renderer(read(files({"Chart.yaml": CHART, OTHER: template, **below}), []))
    assert bool(renderer._files(Mode())["charts/sub/crds/a.yaml"]) == is_there


@pytest.mark.parametrize(
    "text",
    [
        '{{ repeat 2000000000 "x" }}',
        "{{ range until 2000000000 }}x{{ end }}",
        "{{ range until 3000 }}" * 3 + "xxxxxxxx" + "{{ end }}" * 3,
        '{{ repeat 90000000 "x" }}',
    ],
    ids=["text", "list", "loops", "output"],
)
def test_a_chart_without_end_costs_itself_alone(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gapmatrix_helm.engine.PATIENCE", 3.0)
    start = time.monotonic()
    with pytest.raises(Failure) as failure:
        of({"values.yaml": VALUES, TEMPLATE: DEPLOYMENT, OTHER: text})
    assert failure.value.kind == "limit" and failure.value.message.startswith("deploy/")
    assert ":1: Helm cannot render this chart: it " in failure.value.message
    assert time.monotonic() - start < 20
    # The next one is rendered as ever, by an engine that is started again.
    assert of({"values.yaml": VALUES, TEMPLATE: DEPLOYMENT})[TEMPLATE]["roots"]


def test_other_values_without_end_leave_what_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gapmatrix_helm.engine.PATIENCE", 3.0)
    text = OBJECT + 'data: {a: {{ repeat (int .Values.size) "x" }}}\n'
    values = {"values.yaml": VALUES + "size: 1\n", "values-large.yaml": "size: 2000000000\n"}
    answer = of({**values, TEMPLATE: DEPLOYMENT, OTHER: text})
    assert answer[TEMPLATE]["roots"]
    said = [message for _, _, message in told(answer)]
    assert any("not rendered with values-large.yaml: it " in message for message in said), said


def test_files_outside_of_the_chart_are_not_there() -> None:
    text = (
        OBJECT
        + 'data: {a: {{ .Files.Get "../../secret" | quote }}, b: {{ .Files.Get "/etc/passwd" | quote }}}\n'
    )
    renderer = Renderer(read(files({"Chart.yaml": CHART, "values.yaml": VALUES, OTHER: text}), []))
    default = Profile("values.yaml", None, {})
    assert renderer.render(default).outputs[OTHER].text.endswith('{a: "", b: ""}\n')
