import gzip
import io
import tarfile
from dataclasses import replace

import pytest
from charts import CHART, DEPLOYMENT, VALUES, chart, files, of, signals, told
from gapmatrix_kit.server import Failure

from gapmatrix_helm.analyze import analyze

TEMPLATE = "templates/app.yaml"
CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n"


def test_default_values_give_a_root_at_the_templates_lines() -> None:
    facts = of({"values.yaml": VALUES, TEMPLATE: DEPLOYMENT})[TEMPLATE]
    [root] = facts["roots"]
    assert (root["class"], root["component"], root["kind"]) == (
        "production",
        "Deployment/shop",
        "helm-workload",
    )
    assert signals(facts, "container.liveness-probe") == [("Deployment/shop.app", 18)]
    assert signals(facts, "container.resources") == [("Deployment/shop.app", 21)]


def test_the_values_line_that_decided_is_told() -> None:
    facts = of({"values.yaml": VALUES, TEMPLATE: DEPLOYMENT})[TEMPLATE]
    [resources] = [each for each in facts["signals"] if each["kind"] == "container.resources"]
    assert resources["attributes"]["value"] == "resources"
    assert resources["attributes"]["set-in"] == "deploy/shop/values.yaml:3"


def test_what_another_profile_adds_is_no_root() -> None:
    policy = (
        "{{- if .Values.policy }}\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n"
        "metadata: {name: shop}\n"
        "spec:\n  podSelector: {matchLabels: {app: shop}}\n  policyTypes: [Ingress]\n{{- end }}\n"
    )
    answer = of(
        {
            "values.yaml": VALUES.replace("true", "false") + "policy: false\n",
            "values-production.yaml": "policy: true\nprobe: true\n",
            TEMPLATE: DEPLOYMENT,
            "templates/policy.yaml": policy,
        }
    )
    [symbol] = answer["templates/policy.yaml"]["symbols"]
    assert symbol["attributes"]["profile"] == "values-production.yaml"
    assert "roots" not in answer["templates/policy.yaml"]
    assert not [
        each for each in answer["templates/policy.yaml"].get("references", []) if each["kind"] == "select"
    ]
    facts = answer[TEMPLATE]
    assert len(facts["roots"]) == 1
    assert signals(facts, "container.liveness-probe") == [
        ("Deployment/shop [values-production.yaml].app", 18)
    ]
    # What the default values give alike is not told twice.
    assert signals(facts, "container.resources") == [("Deployment/shop.app", 21)]


def test_ci_values_are_profiles_and_equal_ones_add_nothing() -> None:
    answer = of({"values.yaml": VALUES, "ci/test-values.yaml": "replicas: 2\n", TEMPLATE: DEPLOYMENT})
    assert len([each for each in answer[TEMPLATE]["symbols"] if each["kind"] == "workload"]) == 1


def test_subcharts_are_rendered_under_their_alias_and_condition() -> None:
    chart_file = (
        CHART + "dependencies:\n- {name: db, alias: store, version: 1.0.0, condition: store.enabled}\n"
    )
    texts: dict[str, str | bytes] = {
        "Chart.yaml": chart_file,
        "values.yaml": "store: {enabled: true}\n",
        "charts/db/Chart.yaml": "apiVersion: v2\nname: db\nversion: 1.0.0\n",
        "charts/db/values.yaml": VALUES,
        "charts/db/templates/app.yaml": "\n" + DEPLOYMENT,
    }
    facts = of(texts)["charts/db/templates/app.yaml"]
    assert signals(facts, "container.liveness-probe") == [("Deployment/shop.app", 19)]
    answer = of({**texts, "values.yaml": "store: {enabled: false}\n"})
    assert "charts/db/templates/app.yaml" not in answer


def packed(names: dict[str, str]) -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as archive:
        for name, text in names.items():
            info = tarfile.TarInfo(name)
            info.size = len(text)
            archive.addfile(info, io.BytesIO(text.encode()))
        link = tarfile.TarInfo("db/templates/link.yaml")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return gzip.compress(content.getvalue())


def test_packed_subcharts_are_unpacked_without_links_and_ways_out() -> None:
    archive = packed(
        {
            "db/Chart.yaml": "apiVersion: v2\nname: db\nversion: 1.0.0\n",
            "db/values.yaml": VALUES,
            "db/templates/app.yaml": DEPLOYMENT,
            "db/../../templates/out.yaml": DEPLOYMENT,
        }
    )
    answer = of({"charts/db-1.0.0.tgz": archive})
    assert signals(answer["charts/db-1.0.0.tgz"], "container.liveness-probe") == [("Deployment/shop.app", 1)]
    assert "templates/out.yaml" not in answer


@pytest.mark.parametrize(
    "archive", [b"\x1f\x8bnothing", gzip.compress(b"\0" * (30 << 20))], ids=["broken", "bomb"]
)
def test_a_packed_subchart_that_cannot_be_read_is_told(archive: bytes) -> None:
    answer = of({"charts/db-1.0.0.tgz": archive + b"\xff", "values.yaml": VALUES, TEMPLATE: DEPLOYMENT})
    assert [path for path, _, _ in told(answer)] == ["charts/db-1.0.0.tgz"]
    assert answer[TEMPLATE]["roots"]


def test_subcharts_that_are_not_there_are_told_and_their_named_templates_give_nothing() -> None:
    answer = of(
        {
            "Chart.yaml": CHART
            + "dependencies:\n- {name: common, version: 2.x.x, repository: 'https://example.org'}\n",
            "values.yaml": VALUES,
            TEMPLATE: DEPLOYMENT.replace("{{ .Release.Name }}", '{{ include "common.names.fullname" . }}'),
        }
    )
    assert told(answer) == [
        ("Chart.yaml", 5, "the subchart common is declared and not in the repository: rendered without it")
    ]
    assert answer[TEMPLATE]["roots"][0]["component"] == "Deployment/shop"


@pytest.mark.parametrize(("label", "is_told"), [("shop", True), ("other", False)])
def test_what_selects_nothing_says_nothing_where_a_subchart_is_not_there(label: str, is_told: bool) -> None:
    service = "apiVersion: v1\nkind: Service\nmetadata: {name: shop}\nspec:\n"
    service += f"  selector: {{app: {label}}}\n  ports: [{{port: 80}}]\n"
    texts = {"values.yaml": VALUES, TEMPLATE: DEPLOYMENT, "templates/service.yaml": service}
    absent = "dependencies:\n- {name: common, version: 2.x.x, repository: 'https://example.org'}\n"
    for declared, told_at_all in ((CHART, True), (CHART + absent, is_told)):
        answer = of({"Chart.yaml": declared, **texts})
        kinds = [each["kind"] for each in answer["templates/service.yaml"].get("references", [])]
        assert ("select" in kinds) == told_at_all


def test_library_charts_give_nothing_and_no_complaint() -> None:
    answer = of({"Chart.yaml": CHART + "type: library\n", "templates/_x.tpl": '{{ define "x" }}a{{ end }}'})
    assert told(answer) == []


def test_tpl_lookup_and_capabilities() -> None:
    text = CONFIG + (
        "  a: {{ tpl .Values.text . }}\n"
        '  b: {{ lookup "v1" "Secret" "a" "b" | toString | quote }}\n'
        "  c: {{ .Capabilities.KubeVersion.Major | quote }}\n"
    )
    answer = of({"values.yaml": "text: '{{ .Release.Name }}'\n", "templates/c.yaml": text})
    assert told(answer) == []
    assert answer["templates/c.yaml"]["symbols"]


def test_files_outside_the_chart_are_nothing() -> None:
    text = DEPLOYMENT.replace(
        "acme/shop:1.2", '{{ .Files.Get "../../../../etc/passwd" | default "none" | trunc 9 }}'
    )
    facts = of({"values.yaml": VALUES, TEMPLATE: text})[TEMPLATE]
    [image] = [each for each in facts["signals"] if each["kind"] == "container.image"]
    assert image["attributes"]["image"] == "none"


def test_what_changes_with_every_call_is_the_same_every_time() -> None:
    text = CONFIG.replace("ConfigMap", "Secret") + (
        "  a: {{ randAlphaNum 20 | b64enc }}\n"
        "  b: {{ uuidv4 | quote }}\n"
        '  c: {{ now | date "2006" | quote }}\n'
        '  {{- $ca := genCA "ca" 365 }}\n'
        '  {{- $cert := genSignedCert "x" nil (list "a") 365 $ca }}\n'
        "  d: {{ $cert.Key | b64enc }}\n"
        '  e: {{ htpasswd "u" "p" | quote }}\n'
    )
    texts: dict[str, str | bytes] = {"templates/s.yaml": text}
    assert told(of(texts)) == []
    assert of(texts) == of(texts)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('a: {{ required "give me z" .Values.z }}\n', 5, "give me z"),
        ('{{ .Values.z | required "give me z" }}\n', 5, "give me z"),
        ('a: 1\n{{ fail "not so" }}\n', 6, "not so"),
    ],
)
def test_what_refuses_is_told_and_gone_round(text: str, line: int, message: str) -> None:
    answer = of({"values.yaml": VALUES, TEMPLATE: DEPLOYMENT, "templates/c.yaml": CONFIG + "  " + text})
    [(path, place, words)] = told(answer)
    assert (path, place) == ("templates/c.yaml", line)
    assert message in words and "placeholders" in words
    assert answer[TEMPLATE]["roots"]
    assert answer["templates/c.yaml"]["symbols"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: {{ .Values.a.b.c }}\n", 5),
        ("\n\n{{ if }}\n", 7),
        ('{{ include "nowhere" . }}\n', 5),
        ('{{ define "a" }}{{ include "a" . }}{{ end }}\n{{ include "a" . }}\n', 6),
    ],
)
def test_a_template_that_cannot_be_rendered_is_told_and_the_others_are(text: str, line: int) -> None:
    answer = of({"values.yaml": VALUES, TEMPLATE: DEPLOYMENT, "templates/c.yaml": CONFIG + "  " + text})
    assert {(path, place) for path, place, _ in told(answer)} == {("templates/c.yaml", line)}
    assert answer[TEMPLATE]["roots"]


def test_a_template_that_gives_no_yaml_is_told() -> None:
    answer = of({"values.yaml": VALUES, TEMPLATE: DEPLOYMENT, "templates/c.yaml": CONFIG + "  a: {\n"})
    [(path, _, words)] = told(answer)
    assert path == "templates/c.yaml" and "no YAML" in words
    assert answer[TEMPLATE]["roots"]


def test_values_that_their_schema_refuses_are_told_and_rendered() -> None:
    answer = of(
        {
            "values.yaml": VALUES,
            "values.schema.json": '{"type": "object", "required": ["z"]}',
            TEMPLATE: DEPLOYMENT,
        }
    )
    [(path, _, words)] = told(answer)
    assert path == "values.yaml" and "'z'" in words
    assert answer[TEMPLATE]["roots"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("name: [", "syntax"),
        ("title: my charts\n", "unsupported"),
        ("", "unsupported"),
        ("- a\n", "unsupported"),
    ],
)
def test_a_chart_file_that_is_none(text: str, kind: str) -> None:
    with pytest.raises(Failure) as failure:
        analyze(files({"Chart.yaml": text, TEMPLATE: DEPLOYMENT}))
    assert failure.value.kind == kind


def test_values_that_are_broken_fail_the_chart_with_the_engines_words() -> None:
    with pytest.raises(Failure) as failure:
        analyze(files({"Chart.yaml": CHART, "values.yaml": "a: [", TEMPLATE: DEPLOYMENT}))
    assert failure.value.kind == "syntax" and "values.yaml" in failure.value.message


def test_a_broken_profile_is_told_and_the_others_rendered() -> None:
    answer = of({"values.yaml": VALUES, "values-dev.yaml": "a: [", TEMPLATE: DEPLOYMENT})
    assert [path for path, _, _ in told(answer)] == ["values-dev.yaml"]
    assert answer[TEMPLATE]["roots"]


def test_more_profiles_than_are_rendered_are_told() -> None:
    more = {f"values-{number}.yaml": f"replicas: {number + 3}\n" for number in range(15)}
    tests = {f"ci/{number}-values.yaml": f"replicas: {number + 30}\n" for number in range(6)}
    [(path, _, words)] = told(of({"values.yaml": VALUES, TEMPLATE: DEPLOYMENT, **more, **tests}))
    assert path == "Chart.yaml" and words.startswith("2 values files are not rendered")


def test_more_documents_than_the_limit_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gapmatrix_helm.describe.MAXIMUM_DOCUMENTS", 5)
    text = "{{ range until 9 }}\n---\n" + CONFIG + "{{ end }}"
    answer = of({"templates/c.yaml": text})
    assert [words for _, _, words in told(answer)] == ["more than 5 documents are rendered"]
    assert len(answer["templates/c.yaml"]["symbols"]) == 5


def test_more_output_than_the_limit_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gapmatrix_helm.render.MAXIMUM_OUTPUT", 1000)
    text = CONFIG + '  a: {{ repeat 2000 "x" }}\n'
    assert "more than 1000 bytes" in told(of({"templates/c.yaml": text}))[0][2]


def test_names_that_lead_out_of_the_chart_are_left_out() -> None:
    answer = of({"values.yaml": VALUES, TEMPLATE: DEPLOYMENT, "templates/../../x.yaml": DEPLOYMENT})
    assert list(answer) == [TEMPLATE]


def test_a_chart_at_the_root_of_the_repository() -> None:
    assert chart("", values_yaml=VALUES, templates__app_yaml=DEPLOYMENT)[TEMPLATE]["roots"]


@pytest.mark.parametrize(
    ("base", "component", "role"),
    [
        ("charts/shop/", "Deployment/shop", "service"),
        ("staging/chart/", "Deployment/shop (staging/chart)", "service"),
        ("examples/shop/", "Deployment/shop (examples/shop)", "example"),
    ],
)
def test_components_are_named_by_the_folder_where_it_tells(base: str, component: str, role: str) -> None:
    [root] = of({"values.yaml": VALUES, TEMPLATE: DEPLOYMENT}, base)[TEMPLATE]["roots"]
    assert (root["component"], root["role"]) == (component, role)


@pytest.mark.parametrize(
    ("condition", "values", "is_told"),
    [
        ("if .Values.policy.enabled", "policy: {enabled: false}\n", True),
        ("if and .Values.policy.enabled .Values.replicas", "policy: {enabled: false}\n", True),
        ("with .Values.policy", "policy: {}\n", True),
        ("if not .Values.policy.enabled", "policy: {enabled: true}\n", False),
        ('if eq .Release.Name "other"', "", False),
    ],
)
def test_a_template_that_no_values_file_renders_is_told_without_a_root(
    condition: str, values: str, is_told: bool
) -> None:
    policy = "{{- %s }}\napiVersion: a/v1\nkind: NetworkPolicy\nmetadata: {name: shop}\n{{- end }}\n"
    answer = of(
        {"values.yaml": VALUES + values, TEMPLATE: DEPLOYMENT, "templates/p.yaml": policy % condition}
    )
    facts = answer.get("templates/p.yaml", {})
    assert [each["name"] for each in facts.get("symbols", [])] == [
        "NetworkPolicy/shop [switched on]"
    ] * is_told
    assert "roots" not in facts
    assert told(answer) == []


def test_values_of_production_are_laid_over_the_charts_own() -> None:
    texts: dict[str, str | bytes] = {
        "Chart.yaml": CHART,
        "values.yaml": VALUES.replace("true", "false"),
        "values-base.yaml": "probe: true\nreplicas: 3\n",
        "values-production.yaml": "replicas: 5\n",
        TEMPLATE: DEPLOYMENT,
    }
    chosen = {"deploy/shop/values-base.yaml": 1, "deploy/shop/values-production.yaml": 2}
    given = [replace(each, production=chosen.get(each.path, 0)) for each in files(texts)]
    answer = {each["path"].removeprefix("deploy/shop/"): each for each in analyze(given)["files"]}
    facts = answer[TEMPLATE]
    # What production has is no profile of its own.
    assert signals(facts, "container.liveness-probe") == [("Deployment/shop.app", 18)]
    assert {
        each["attributes"]["profile"] for each in facts["symbols"] if "profile" in each["attributes"]
    } == {"values.yaml"}
    assert len(facts["roots"]) == 1
    scale = next(each for each in facts["signals"] if each["kind"] == "workload.replicas")
    assert scale["attributes"]["count"] == "5"
    assert scale["attributes"]["set-in"] == "deploy/shop/values-production.yaml:1"


def test_a_separator_whose_line_end_is_eaten() -> None:
    config = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n---\n"
    config += "{{- $name := .Release.Name -}}\nkind: Deployment\n"
    answer = of({"values.yaml": VALUES, TEMPLATE: config + DEPLOYMENT.replace("kind: Deployment\n", "")})
    assert told(answer) == []
    assert [each["component"] for each in answer[TEMPLATE]["roots"]] == ["Deployment/shop"]
    [image] = [each for each in answer[TEMPLATE]["signals"] if each["kind"] == "container.image"]
    assert image["line"] == 20
