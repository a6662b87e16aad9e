"""One page's facts: what it loads from other hosts, its language, and what has no text."""

from __future__ import annotations

import re

from gapmatrix_kit.facts import TOP, Facts, Json
from gapmatrix_kit.server import Failure, File

from .page import Page

MAXIMUM_CHARACTERS = 256 << 10
MAXIMUM_SIGNALS = 200
# `{% trans "Pay" %}`, `{{ _("Pay") }}`, `{{ T "pay" }}`: a text that is looked up in a catalogue.
_TRANSLATED = re.compile(
    r"\{%-?\s*(?:trans|translate|blocktrans|blocktranslate)\b"
    r"|\{\{-?\s*(?:_|gettext|ngettext|pgettext|t|tr|i18n|T|\.T|\$t|\.i18n\.Tr)(?:\s*\(|\s+[\"'`.$])"
)


def analyze(files: list[File]) -> Json:
    """The members of a facts message about one file."""
    file = files[0]
    if len(file.text) > MAXIMUM_CHARACTERS:
        raise Failure("limit", f"longer than {MAXIMUM_CHARACTERS} characters")
    facts = Facts({"kind": "page", "name": file.path, "separator": "/"})
    page = Page(file.text)
    for each in page.foreign[:MAXIMUM_SIGNALS]:
        kind = "page.foreign-checked" if each.has_integrity else "page.foreign"
        facts.signal(kind, TOP, each.line, host=each.host)
    if page.language is not None:
        facts.signal("page.language", TOP, page.language)
    if page.without_language is not None:
        facts.signal("page.language-missing", TOP, page.without_language)
    for line, tag in page.without_text()[:MAXIMUM_SIGNALS]:
        facts.signal("page.text-missing", TOP, line, element=tag)
    match = _TRANSLATED.search(file.text)
    if match is not None:
        facts.signal("page.translated", TOP, file.text.count("\n", 0, match.start()) + 1)
    return facts.message()
