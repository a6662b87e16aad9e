"""Whether the texts, comments and brackets of a Groovy file are closed; nothing else is read of it."""

from __future__ import annotations

_CLOSING = {"}": "{", ")": "(", "]": "["}
# Behind one of these, or at a line's start, a slash begins a text; elsewhere it divides.
_BEFORE_SLASHY = frozenset("(,=~[!:{&|?;+")
MAXIMUM_DEPTH = 1_000


def unclosed(text: str) -> tuple[str, int] | None:
    """What is open at the end of the file, and the line where it was opened."""
    # Brackets, and texts that a `${` has interrupted, each with its place.
    stack: list[tuple[str, int]] = []
    place, size, last = 0, len(text), "("
    while place < size:
        if stack and stack[-1][0] in ('"', '"""'):
            quote, start = stack[-1]
            end = _string_end(text, place, quote)
            if end is None:
                return ("a text", _line(text, start))
            if text.startswith("${", end):
                stack.append(("{", end))
                place, last = end + 2, "{"
            else:
                stack.pop()
                place, last = end + len(quote), quote
            continue
        char = text[place]
        if char in " \t\r\n":
            place += 1
            continue
        if text.startswith("//", place) or (place == 0 and text.startswith("#!")):
            end = text.find("\n", place)
            place = size if end < 0 else end
            continue
        if text.startswith("/*", place):
            end = text.find("*/", place + 2)
            if end < 0:
                return ("a comment", _line(text, place))
            place = end + 2
            continue
        quote = next((each for each in ("'''", '"""', "'", '"') if text.startswith(each, place)), "")
        if quote in ("'", "'''"):
            end = _string_end(text, place + len(quote), quote)
            if end is None:
                return ("a text", _line(text, place))
            place, last = end + len(quote), quote
        elif quote:
            if len(stack) >= MAXIMUM_DEPTH:
                return None
            stack.append((quote, place))
            place += len(quote)
        elif text.startswith("$/", place):
            end = text.find("/$", place + 2)
            if end < 0:
                return ("a text", _line(text, place))
            place, last = end + 2, "/"
        elif char == "/" and last in _BEFORE_SLASHY:
            end = _string_end(text, place + 1, "/")
            place, last = (place if end is None else end) + 1, "/"
        else:
            if char in "{([":
                if len(stack) >= MAXIMUM_DEPTH:
                    return None
                stack.append((char, place))
            elif char in _CLOSING:
                if not stack or stack[-1][0] != _CLOSING[char]:
                    # Something that is not understood: silence is better than a false word.
                    return None
                stack.pop()
            place, last = place + 1, char
    if not stack:
        return None
    opened, start = stack[-1]
    what = {"{": "a block", '"': "a text", '"""': "a text"}.get(opened, "a bracket")
    return (what, _line(text, start))


def _string_end(text: str, place: int, quote: str) -> int | None:
    """Where a text ends or a `${` interrupts it; None where it does not end (with its line, or at all)."""
    size = len(text)
    while place < size:
        char = text[place]
        if char == "\\":
            place += 2
        elif text.startswith(quote, place) or (quote[0] == '"' and text.startswith("${", place)):
            return place
        elif char == "\n" and len(quote) == 1:
            return None
        else:
            place += 1
    return None


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
