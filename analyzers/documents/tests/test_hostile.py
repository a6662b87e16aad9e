"""What was made to hurt is read in bounded time, or told of."""

from __future__ import annotations

import time

import pytest
from gapmatrix_kit.server import Failure, File

from gapmatrix_documents.analyze import analyze

CASES = {
    "quotes.md": ">" * 50_000 + " deep\n",
    "lists.md": "".join("  " * depth + "- x\n" for depth in range(400)),
    "brackets.md": "[" * 100_000 + "\n",
    "stars.md": "*a **b " * 20_000 + "\n",
    "backticks.md": "".join("`" * (number % 200) + " " for number in range(5_000)) + "\n",
    "table.md": "|a|b|\n|-|-|\n" + "|x|y|\n" * 50_000,
    "line.md": "word " * 200_000,
    "headings.md": "# x\n" * 50_000,
    "nested.rst": "".join("  " * depth + "* x\n\n" for depth in range(300)),
    "roles.rst": "`" * 50_000 + "\n\n" + "|" * 50_000,
    "include.rst": ".. include:: /etc/passwd\n\n.. raw:: html\n   :file: /etc/passwd\n\n.. csv-table::\n   :url: http://127.0.0.1:1/\n",
    "broken.rst": "Title\n==\n\n.. figure::\n\n:bad:`x` |none| [1]_\n" * 200,
    "deep.adoc": "=" * 50_000 + "\n" + "*" * 50_000 + " x\n",
    "rules.yml": "groups:\n" + "- &a [*a, *a]\n" * 1_000,
    "expr.rules": "groups:\n- rules:\n  - alert: A\n    expr: '" + "(" * 20_000 + "'\n",
    "grafana.json": '{"panels":' + "[" * 10_000 + "]" * 10_000 + "}",
    "shop.proto": "service " * 50_000 + "{" * 50_000 + "/*",
}


@pytest.mark.parametrize("name", CASES)
def test_bounded(name: str) -> None:
    start = time.process_time()
    analyze([File(name, CASES[name], True)])
    assert time.process_time() - start < 8


def test_no_file_is_inserted() -> None:
    facts = analyze([File("docs/include.rst", CASES["include.rst"], True)])
    assert "root:" not in str(facts)


def test_what_one_document_defines_does_not_change_the_next() -> None:
    text = "Shop\n====\n\n`x` and :strong:`y`\n"
    before = analyze([File("docs/shop.rst", text, True)])
    analyze([File("docs/other.rst", ".. default-role:: math\n\n.. role:: strong\n\n" + text, True)])
    assert analyze([File("docs/shop.rst", text, True)]) == before


def test_no_text_is_refused() -> None:
    with pytest.raises(Failure):
        analyze([File("logo.md", "\x89PNG\0\0", False)])


def test_bytes_that_are_no_utf8() -> None:
    facts = analyze(
        [
            File(
                "CHANGES.md",
                b"# Changes\n\n## 1.0\n\n- caf\xe9 and more of it\n".decode("utf-8", "replace"),
                False,
            )
        ]
    )
    assert facts["symbols"][0]["attributes"]["title"] == "Changes"
