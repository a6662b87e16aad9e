import pytest

from gapmatrix_helm.actions import MARK, actions, lenient, marked, steady
from gapmatrix_helm.render import lines_of, searched_line


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a {{ b }} c", ["{{ b }}"]),
        ('{{ "}}" }}x', ['{{ "}}" }}']),
        ("{{/* {{ a }} */}}b", ["{{/* {{ a }} */}}"]),
        ("{{ `}}` }}{{- c -}}", ["{{ `}}` }}", "{{- c -}}"]),
        ("{{ never ends", []),
        ('{{ "never ends }} {{ a }}', []),
    ],
)
def test_actions(text: str, found: list[str]) -> None:
    assert [each.text for each in actions(text) if not each.is_comment or found] == found


def test_many_openings_that_never_end_take_no_time() -> None:
    assert actions('{{ "' * 200_000) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ randAlphaNum 5 }}", '{{ coalesce "generated" 5 }}'),
        ("{{ .Values.now }} {{ $now }} now", "{{ .Values.now }} {{ $now }} now"),
        ('{{ "now" }}', '{{ "now" }}'),
        ("{{/* now */}}", "{{/* now */}}"),
    ],
)
def test_what_is_not_the_same_every_time_is_replaced(text: str, expected: str) -> None:
    assert steady(text) == expected


def test_what_refuses_is_replaced() -> None:
    assert lenient('{{ required "x: \\"y\\"" .Values.a }}') == '{{ default "placeholder" .Values.a }}'
    assert lenient('{{ fail (printf "%s" .x) }}') == '{{ repeat 0 (printf "%s" .x) }}'
    assert lenient("{{ .Values.required }}") == "{{ .Values.required }}"


def test_marks_leave_trimming_and_named_templates_alone() -> None:
    text = 'a:\n  {{- if x -}}\n  b\n  {{- end }}\n{{ define "n" }}\nc\n{{ end }}\nd\n'
    assert (
        marked(text)
        == 'a:⟦1⟧\n  {{- if x -}}\n  b⟦3⟧\n  {{- end }}⟦4⟧\n{{ define "n" }}\nc\n{{ end }}⟦7⟧\nd⟦8⟧\n'
    )


def test_lines_of_several_that_one_action_gives_are_the_actions() -> None:
    plain = "r:\n  a: 1\n  b: 2\nx: y"
    assert lines_of(plain, "r:⟦4⟧\n  a: 1\n  b: 2⟦5⟧\nx: y⟦9⟧⟦10⟧") == [4, 5, 5, 9]
    assert lines_of(plain, "r:⟦4⟧\n  a: 1") is None
    assert lines_of(plain, None) is None


def test_without_marks_lines_are_searched_by_their_key() -> None:
    template = "{{- if a }}\napiVersion: v1\nkind: {{ .Values.kind }}\n{{- end }}\n"
    assert searched_line(template, "kind: Service") == 3
    assert searched_line(template, "from-a-helper: 1") == 2


def test_marks_are_what_is_searched() -> None:
    assert [int(each[1]) for each in MARK.finditer(marked("a\nb"))] == [1, 2]
