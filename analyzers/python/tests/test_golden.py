"""Realistic files and all their facts. The sources are read, never run."""

from __future__ import annotations

from pathlib import Path

import pytest
from rendering import facts

GOLDEN = Path(__file__).parent / "golden"
PATHS = {
    "django_settings": "shop/settings.py",
    "django_urls": "shop/urls.py",
    "django_views": "shop/views.py",
}


@pytest.mark.parametrize("source", sorted(GOLDEN.glob("*.py")), ids=lambda source: source.stem)
def test_golden(source: Path, request: pytest.FixtureRequest) -> None:
    path = PATHS.get(source.stem, f"src/app/{source.name}")
    found = facts(source.read_text("utf-8"), path).text()
    golden = source.with_suffix(".facts.txt")
    if request.config.getoption("--update-golden"):
        golden.write_text(found, "utf-8")
        pytest.fail("golden file rewritten: look at the difference, then run without --update-golden")
    assert found == golden.read_text("utf-8")
