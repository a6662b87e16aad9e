"""Logical lines of a text that may be broken, by the tokenizer of `parso`, a parser made for broken code."""

from __future__ import annotations

from collections.abc import Iterator

from parso.python.tokenize import tokenize
from parso.utils import parse_version_string

_NEWEST = parse_version_string("3.14")


class LogicalLine:
    """A statement's header or simple statement: its tokens with their positions."""

    __slots__ = ("first", "last", "tokens")

    def __init__(self, tokens: list[tuple[str, int, int]]) -> None:
        self.tokens = tokens
        self.first = tokens[0][1]
        self.last = tokens[-1][1] + tokens[-1][0].count("\n")

    def word(self, position: int) -> str:
        """A token's text; empty past the end."""
        return self.tokens[position][0] if -len(self.tokens) <= position < len(self.tokens) else ""


def closing(line: LogicalLine, opening: int) -> int | None:
    """The position of the bracket that closes one."""
    depth = 0
    for position in range(opening, len(line.tokens)):
        word = line.tokens[position][0]
        if word in ("[", "(", "{"):
            depth += 1
        elif word in ("]", ")", "}"):
            depth -= 1
            if depth == 0:
                return position
    return None


def logical_lines(text: str) -> Iterator[LogicalLine]:
    """The logical lines of a text, without empty ones."""
    tokens: list[tuple[str, int, int]] = []
    for token in tokenize(text, version_info=_NEWEST):
        kind = token.type.name
        if kind in ("NEWLINE", "ENDMARKER"):
            if tokens:
                yield LogicalLine(tokens)
                tokens = []
        elif token.string and kind not in ("INDENT", "DEDENT", "ERROR_DEDENT"):
            tokens.append((token.string, token.start_pos[0], token.start_pos[1]))
