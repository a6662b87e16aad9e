"""Facts as the rows of the protocol: what is hot in an answer has places in place of keys.

Fields of which nothing is told are 0, and left out at a row's end. Symbols count from 1.
"""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

# The forms of REFs in the order of their numbers, each with what stands after its own member, in the order of a row.
_FORMS: dict[str, tuple[str, ...]] = {
    "member": ("of",),
    "import": ("name",),
    "result": ("index",),
    "element": (),
    "container": (),
    "any": (),
    "parameter": ("of", "index", "default"),
    "external": (),
    "setting": ("default",),
    "holds": (),
    "environment": (),
    "namespace": ("name",),
    "base": (),
    "path": (),
    "target": (),
    "command": ("directory",),
    "image": (),
    "selector": (),
    "route": ("method", "port"),
    "contained": (),
}
_FORM_NUMBERS = {form: number for number, form in enumerate(_FORMS)}


def _numbers(words: str) -> dict[str, int]:
    return {word: number for number, word in enumerate(words.split())}


_REFERENCE_KINDS = _numbers(
    "call use instantiate decorate inherit include read write convert register supervise run build probe mount"
    " select needs metaclass guard"
)
_SYMBOL_KINDS = _numbers(
    "function method field variable constant type alias module route task target script job step image workload"
    " container template value environment-variable document section resource"
)
_CONTEXTS = {"loop": 1, "defer": 2, "spawn": 4, "conditional": 8, "handler": 16, "ignored": 32, "guarded": 64}

_SYMBOL_MEMBERS = {"id", "name", "kind", "line", "end_line", "attributes"}


def packed(facts: Json) -> Json:
    """The members of a `facts` message with rows for its symbols and references; of a directory's, of all its files."""
    facts = dict(facts)
    if "symbols" in facts:
        facts["symbols"] = _symbols(facts["symbols"])
    if "references" in facts:
        facts["references"] = _references(facts["references"])
    if "files" in facts:
        facts["files"] = [packed(each) for each in facts["files"]]
    return facts


def _symbols(symbols: list[Json]) -> list[Any]:
    rows = []
    before = 0
    for place, symbol in enumerate(symbols, 1):
        if symbol["id"] != place or not symbol.keys() <= _SYMBOL_MEMBERS:
            raise ValueError(f"no row for {symbol} in place {place}")
        line = symbol["line"]
        kind = _SYMBOL_KINDS.get(symbol["kind"], symbol["kind"])
        lines = max(0, symbol["end_line"] - line)
        row = [symbol["name"], kind, line - before, lines, 0, 0, 0, symbol.get("attributes") or 0]
        rows.append(_trimmed(row))
        before = line
    return rows


def _references(references: list[Json]) -> list[Any]:
    rows = []
    before = origin = 0
    for reference in references:
        line, source = reference["line"], reference["from"]
        row = [
            _ref(reference["to"]),
            line - before,
            _REFERENCE_KINDS.get(reference["kind"], reference["kind"]),
            source - origin,
            _arguments(reference.get("arguments") or []) or 0,
            sum(_CONTEXTS[word] for word in reference.get("context") or ()),
        ]
        rows.append(_trimmed(row))
        before, origin = line, source
    return rows


def _ref(ref: Json) -> Any:
    form = next((key for key in ref if key in _FORMS), None)
    if form is None:
        return ref["name"]
    value = ref[form]
    if "within" in ref:
        # A command in a container of an image has a form of its own.
        place = [ref.get("directory", 0), ref.get("workdir", 0), int(bool(ref.get("follows")))]
        return _trimmed([_FORM_NUMBERS["contained"], value, _ref(ref["within"]), *place])
    if form == "any":
        return [_FORM_NUMBERS[form], *map(_ref, value)]
    row = [_FORM_NUMBERS[form], value]
    keys = _FORMS[form]
    told = max((place for place, key in enumerate(keys, 1) if key in ref), default=0)
    return row + [ref.get(key, 0) for key in keys[:told]]


def _arguments(arguments: list[Json]) -> list[Any]:
    """Arguments are literals by name."""
    return [[each["name"], 0, [each["value"]]] for each in arguments]


def _trimmed(row: list[Any]) -> list[Any]:
    """Without the fields at the end of which nothing is told."""
    while row[-1] in (0, None):
        row.pop()
    return row
