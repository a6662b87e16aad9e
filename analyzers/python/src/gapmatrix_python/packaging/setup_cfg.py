"""setup.cfg, of setuptools."""

from __future__ import annotations

import configparser

from gapmatrix_python.facts import Facts
from gapmatrix_python.packaging.project import (
    Lines,
    below,
    binding,
    directory_of,
    entry_point,
    extra_scope,
    requirement,
)


def read_setup_cfg(path: str, text: str, facts: Facts) -> None:
    """Adds what a setup.cfg says."""
    parser = configparser.RawConfigParser(strict=False, allow_no_value=True)
    try:
        parser.read_string(text)
    except configparser.Error as error:
        facts.diagnostic(
            f"not a valid configuration: {error.message.splitlines()[0][:200]}", severity="error"
        )
        return
    lines = Lines(text)
    lines.section("install_requires")
    for each in _list(parser, "options", "install_requires"):
        if each.startswith("file:"):
            place = below(directory_of(path), each.removeprefix("file:").strip())
            facts.declares(includes=[place] if place is not None else [], is_open=place is None)
            continue
        facts.declares()
        requirement(each, lines.find(each), "runtime", facts)
    for field in ("tests_require", "setup_requires"):
        lines.section(field)
        for each in _list(parser, "options", field):
            requirement(each, lines.find(each), "development", facts)
    lines.section("options.extras_require")
    for name in _fields(parser, "options.extras_require"):
        for each in _list(parser, "options.extras_require", name):
            requirement(each, lines.find(each), extra_scope(name), facts)
    for group in _fields(parser, "options.entry_points"):
        for each in _list(parser, "options.entry_points", group):
            name, _, target = each.partition("=")
            entry_point(name.strip(), target, group, facts)
    _layout(directory_of(path), parser, facts)


def _layout(directory: str, parser: configparser.RawConfigParser, facts: Facts) -> None:
    for each in _list(parser, "options", "package_dir"):
        prefix, equals, place = each.partition("=")
        if equals:
            binding(prefix.strip(), below(directory, place.strip()), facts)
    for place in _list(parser, "options.packages.find", "where"):
        binding("", below(directory, place), facts)


def _fields(parser: configparser.RawConfigParser, section: str) -> list[str]:
    return list(parser[section]) if parser.has_section(section) else []


def _list(parser: configparser.RawConfigParser, section: str, field: str) -> list[str]:
    """The values of a field, one a line or separated by commas."""
    value = parser.get(section, field, fallback=None) if parser.has_section(section) else None
    rows = (value or "").splitlines()
    if len(rows) == 1:
        rows = rows[0].split(";" if ";" in rows[0] else ",")
    return [row.strip() for row in rows if row.strip() and not row.strip().startswith("#")]
