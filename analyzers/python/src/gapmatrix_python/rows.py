"""Facts as the rows of the protocol: what is hot in an answer has places in place of keys.

Fields of which nothing is told are 0, and left out at a row's end. REFs and conditions count from 1.
"""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
Row = list[Any]

FORMS = {
    form: number
    for number, form in enumerate(
        (
            *("member", "import", "result", "element", "container", "any", "parameter", "external"),
            *("setting", "holds", "environment", "namespace", "base", "path"),
        )
    )
}
REFERENCE_KINDS: Json = {
    kind: number
    for number, kind in enumerate(
        (
            *("call", "use", "instantiate", "decorate", "inherit", "include", "read", "write", "convert"),
            *("register", "supervise", "run", "build", "probe", "mount", "select", "needs"),
            *("metaclass", "guard"),
        )
    )
}
SYMBOL_KINDS: Json = {
    kind: number
    for number, kind in enumerate(
        (
            *("function", "method", "field", "variable", "constant", "type", "alias", "module", "route"),
            *("task", "target", "script"),
        )
    )
}
CONTEXTS = {
    "loop": 1,
    "defer": 2,
    "spawn": 4,
    "conditional": 8,
    "handler": 16,
    "ignored": 32,
    "guarded": 64,
}
TESTS = {"set": 0, "unset": 1, "equals": 2, "differs": 3, "required": 4}


def packed(message: Json) -> Json:
    """A `facts` message with rows for its REFs, conditions, symbols and references; it is used up."""
    # Any, as compiled code holds to types: what is not found stays a name.
    names: Json = {}
    refs = message.get("refs")
    if refs is not None:
        message["refs"] = _refs(refs, names)
    symbols = message.get("symbols")
    if symbols is not None:
        message["symbols"] = _symbols(symbols, names)
    references = message.get("references")
    if references is not None:
        message["references"] = _references(references)
    for root in message.get("roots", ()):
        if "to" in root:
            root["to"] += 1
    conditions = message.get("conditions")
    if conditions is not None:
        message["conditions"] = [_condition(each) for each in conditions]
    return message


def _refs(entries: list[Json], names: Json) -> list[Any]:
    """The table; `names` gets the numbers of the plain names."""
    rows: list[Any] = []
    # Which entry told a module or namespace first.
    told: dict[tuple[str, str], int] = {}
    for number, entry in enumerate(entries, 1):
        form = next(iter(entry))
        value = entry[form]
        if form == "name":
            names[value] = number
            rows.append(value)
            continue
        row: Row = [FORMS[form]]
        if form == "member":
            of = entry["of"]
            row.append(value)
            if of is not None:
                row.append(of + 1)
        elif form == "import" or form == "namespace":
            first = told.setdefault((form, value), number)
            row.append(value if first == number else first)
            if "name" in entry:
                row.append(entry["name"])
        elif form == "result":
            row.append(value + 1)
            if "index" in entry:
                row.append(entry["index"])
        elif form == "any" or form == "holds":
            row.extend([each + 1 for each in value])
        elif form == "parameter":
            row += (value, entry["of"] + 1)
            if "default" in entry:
                row += (entry.get("index", 0), entry["default"])
            elif "index" in entry:
                row.append(entry["index"])
        elif form == "setting":
            row.append(value)
            if "default" in entry:
                row.append(entry["default"])
        else:
            # What is left holds one REF or one text.
            row.append(value + 1 if isinstance(value, int) else value)
        rows.append(row)
    return rows


def _symbols(symbols: list[Json], names: Json) -> list[Row]:
    rows: list[Row] = []
    before = 0
    for symbol in symbols:
        name, kind, line = symbol["name"], symbol["kind"], symbol["line"]
        row: Row = [
            names.get(name, name),
            SYMBOL_KINDS.get(kind, kind),
            line - before,
            max(0, symbol["end_line"] - line),
        ]
        before = line
        # Most symbols have nothing else.
        if len(symbol) > 5:
            row += (_number(symbol.get("type")), _number(symbol.get("owner")))
            row += (_numbers(symbol.get("results")), symbol.get("attributes") or 0)
            row += ([symbol["value"]] if "value" in symbol else 0, _numbers(symbol.get("parameters")))
            row.append(_number(symbol.get("given")))
        rows.append(_trimmed(row))
    return rows


def _references(references: list[Json]) -> list[Row]:
    rows: list[Row] = []
    before = 0
    origin = 0
    for reference in references:
        line, kind, source = reference["line"], reference["kind"], reference["from"]
        row: Row = [reference["to"] + 1, line - before, REFERENCE_KINDS.get(kind, kind), source - origin]
        before = line
        origin = source
        if len(reference) > 4:
            arguments = reference.get("arguments")
            row.append(_arguments(arguments) if arguments else 0)
            context = 0
            for word in reference.get("context", ()):
                context += CONTEXTS[word]
            when = reference.get("when")
            row += (context, [each + 1 for each in when] if when else 0, reference.get("subject") or 0)
        rows.append(_trimmed(row))
    return rows


def _arguments(arguments: list[Json]) -> list[Any]:
    rows: list[Any] = []
    place = -1
    for argument in arguments:
        place += 1
        key = argument.get("name")
        if key is None:
            key = argument.get("position")
            if key == place and len(argument) <= 2:
                # Alone in its place: nothing, a REF, or a literal that is no number.
                if len(argument) == 1:
                    rows.append(0)
                    continue
                ref = argument.get("ref")
                if ref is not None:
                    rows.append(ref + 1)
                    continue
                value = argument.get("value", 0)
                if value is None or isinstance(value, (str, bool)):
                    rows.append(value)
                    continue
        items = argument.get("items")
        row: Row = [
            key,
            _number(argument.get("ref")),
            [argument["value"]] if "value" in argument else 0,
            0 if items is None else _arguments(items),
            _number(argument.get("given")),
        ]
        rows.append(_trimmed(row))
    return rows


def _condition(condition: Json) -> Row:
    row: Row = [condition["ref"] + 1, TESTS[condition["is"]], condition["line"]]
    if "values" in condition:
        row.append(condition["values"])
    return row


def _number(index: int | None) -> int:
    return 0 if index is None else index + 1


def _numbers(indexes: list[int | None] | None) -> Any:
    return [_number(each) for each in indexes] if indexes else 0


def _trimmed(row: Row) -> Row:
    """Without the fields at its end of which nothing is told; the first always stays. None is a literal."""
    end = len(row)
    while row[end - 1] == 0 and end > 1:
        end -= 1
    del row[end:]
    return row
