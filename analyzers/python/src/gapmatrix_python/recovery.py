"""Repairs of text that this interpreter cannot read, so that the rest of a file still gives facts.

`parso`, a parser made for broken code, splits the text into logical lines. Syntax of Python 2 and of newer
versions is rewritten where that keeps its meaning; any other statement that does not parse becomes `pass`.
Lines keep their numbers.
"""

from __future__ import annotations

from collections.abc import Iterator

from gapmatrix_python.logical_lines import LogicalLine, closing, logical_lines

_ROUNDS_BYTES = 20_000_000
_COMPOUND = frozenset(
    """
    if elif else for while with try except finally def class async match case
    """.split()
)
_NESTING_WORDS = frozenset(("not", "if", "lambda", "await", "and", "or"))
_NAMES_AFTER_PRINT = frozenset(
    ("(", "=", ".", ",", "[", ":", ")", "", "+=", "-=", "and", "or", "is", "in", "if")
)


class Attempt:
    """A repaired text. The reader sets `error` if it still cannot be parsed."""

    __slots__ = ("error", "lines", "text")

    def __init__(self, text: str, lines: list[int]) -> None:
        self.text = text
        self.lines = lines
        self.error: SyntaxError | None = None


def repaired(text: str, error: SyntaxError, deep: bool = False) -> Iterator[Attempt]:
    """Texts to try, each a little more repaired than the one before."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    repair = _Repair(text)
    if deep:
        repair.flatten()
        yield Attempt(repair.text(), sorted(repair.changed))
        return
    repair.rewrite()
    for _ in range(max(5, min(300, _ROUNDS_BYTES // (len(text) + 1)))):
        attempt = Attempt(repair.text(), sorted(repair.changed))
        yield attempt
        if attempt.error is None or not repair.leave_out(attempt.error):
            return


class _Repair:
    def __init__(self, text: str) -> None:
        self._rows = text.split("\n")
        self._lines = list(logical_lines(text))
        # Physical line -> the logical line it belongs to.
        self._at = {row: line for line in self._lines for row in range(line.first, line.last + 1)}
        self._blank: set[int] = set()
        self._emptied: set[int] = set()
        self.changed: set[int] = set()
        self._tabs_expanded = False

    def text(self) -> str:
        return "\n".join(self._rows)

    # Rewriting that keeps the meaning

    def rewrite(self) -> None:
        """Rewrites Python 2 statements and syntax of newer versions."""
        for line in self._lines:
            first = line.word(0)
            if first in ("def", "class", "async", "type"):
                self._drop_type_parameters(line)
            elif first == "except":
                self._rewrite_except(line)
            elif first == "raise":
                self._rewrite_raise(line)
            elif first == "print" and line.word(1) not in _NAMES_AFTER_PRINT and len(line.tokens) > 1:
                self._insert(line.tokens[-1], len(line.tokens[-1][0].rpartition("\n")[2]), ")", last=True)
                self._replace(line.tokens[0], "print(")

    def _drop_type_parameters(self, line: LogicalLine) -> None:
        name = 1 if line.word(0) != "async" else 2
        if line.word(0) == "type" and line.word(2) not in ("=", "["):
            return
        if line.word(name + 1) == "[":
            end = closing(line, name + 1)
            if end is not None:
                for token in reversed(line.tokens[name + 1 : end + 1]):
                    self._replace(token, " " * len(token[0]))
        if line.word(0) == "type":
            # The name begins the statement, at the same column.
            row, column = line.tokens[0][1], line.tokens[0][2]
            text = self._rows[row - 1]
            self._rows[row - 1] = text[:column] + text[line.tokens[1][2] :]

    def _rewrite_except(self, line: LogicalLine) -> None:
        if line.word(1) == "*":
            self._replace(line.tokens[1], " ")
        depth = 0
        comma = colon = None
        for position, (word, _, _) in enumerate(line.tokens):
            if word in "([{" and word:
                depth += 1
            elif word in ")]}" and word:
                depth -= 1
            elif depth == 0 and word == "," and comma is None:
                comma = position
            elif depth == 0 and word in (":", "as") and colon is None:
                colon = position
        if comma is None or colon is None or comma > colon:
            return
        if colon == comma + 2 and line.word(comma + 1)[:1].islower():
            # Python 2 binds the exception: `except IOError, error:`.
            self._replace(line.tokens[comma], " as")
        else:
            self._insert(line.tokens[colon], 0, ") ")
            self._insert(line.tokens[1], 0, "(")

    def _rewrite_raise(self, line: LogicalLine) -> None:
        depth = 0
        for position, (word, row, column) in enumerate(line.tokens):
            if word in ("(", "[", "{"):
                depth += 1
            elif word in (")", "]", "}"):
                depth -= 1
            elif word == "," and depth == 0 and position > 1:
                self._rows[row - 1] = self._rows[row - 1][:column]
                for rest in range(row + 1, line.last + 1):
                    self._rows[rest - 1] = ""
                return

    def _replace(self, token: tuple[str, int, int], text: str) -> None:
        word, row, column = token
        before = self._rows[row - 1]
        self._rows[row - 1] = before[:column] + text + before[column + len(word) :]

    def _insert(self, token: tuple[str, int, int], offset: int, text: str, last: bool = False) -> None:
        word, row, column = token
        if last and "\n" in word:
            row += word.count("\n")
            column = 0
        before = self._rows[row - 1]
        self._rows[row - 1] = before[: column + offset] + text + before[column + offset :]

    # Leaving out

    def flatten(self) -> None:
        """Leaves out what is nested too deeply for a parser."""
        for line in self._lines:
            depth = deepest = operators = 0
            for word, _, _ in line.tokens:
                if word in ("(", "[", "{"):
                    depth += 1
                    deepest = max(deepest, depth)
                elif word in (")", "]", "}"):
                    depth -= 1
                if not word[:1].isalnum() or word in _NESTING_WORDS:
                    operators += 1
            if deepest > 60 or operators > 800:
                self._leave_out(line)

    def leave_out(self, error: SyntaxError) -> bool:
        """Leaves out the statement of an error; false if that was done already."""
        message, row = error.msg or "", min(max(error.lineno or 1, 1), len(self._rows))
        if isinstance(error, TabError) and not self._tabs_expanded:
            self._tabs_expanded = True
            self._rows = [text.expandtabs(8) for text in self._rows]
            return True
        if message.startswith("unterminated triple-quoted"):
            for rest in range(row, len(self._rows) + 1):
                self._rows[rest - 1] = ""
            self.changed.add(row)
            # What was opened before it still needs a body.
            self._give_body(row)
            return True
        if message.startswith("unexpected indent") and self._dedent(row):
            return True
        if message.startswith("expected an indented block"):
            if self._give_body(row):
                return True
        line = self._at.get(row)
        if line is not None and self._plain_text(line, row):
            return True
        if line is None or line.first in self._blank:
            if not self._rows[row - 1].strip() or row in self._blank:
                return False
            self._blank.add(row)
            self._rows[row - 1] = ""
            self.changed.add(row)
            return True
        self._leave_out(line)
        return True

    def _leave_out(self, line: LogicalLine) -> None:
        first = line.first
        self._blank.add(first)
        self.changed.add(first)
        row = self._rows[first - 1]
        indent = row[: len(row) - len(row.lstrip())]
        following = self._rows[line.last : line.last + 1]
        deeper = (
            bool(following)
            and len(following[0]) - len(following[0].lstrip()) > len(indent)
            and following[0].strip()
        )
        self._rows[first - 1] = indent + _stand_in(line, bool(deeper) or row.rstrip().endswith(":"))
        if row.rstrip().endswith(":") and line.word(0) in _COMPOUND:
            # A bracket that a header leaves open swallows the lines below it.
            return
        for rest in range(first + 1, line.last + 1):
            self._rows[rest - 1] = ""

    def _plain_text(self, line: LogicalLine, row: int) -> bool:
        """Empties an f-string, which before Python 3.12 could not hold its own quotes; once for each row."""
        if row in self._emptied or line.first in self._blank:
            return False
        for word, at, column in line.tokens:
            if at != row or word[-1:] not in ("'", '"') or not 0 < len(word.rstrip("'\"")) <= 2:
                continue
            end = self._rows[row - 1].rfind(word[-1])
            if "f" in word[:2].lower() and len(word) <= 3 and end > column + len(word):
                self._emptied.add(row)
                self.changed.add(row)
                text = self._rows[row - 1]
                self._rows[row - 1] = f"{text[:column]}''{text[end + 1 :]}"
                return True
        return False

    def _dedent(self, row: int) -> bool:
        """Takes lines that nothing indents back to where the statement before begins; once for each row."""
        if -row in self._emptied:
            return False
        self._emptied.add(-row)
        width = self._indent(row)
        before = row - 1
        while before > 0 and self._rows[before - 1].strip()[:1] in ("", "#"):
            before -= 1
        line = self._at.get(before)
        surplus = width - (self._indent(line.first if line is not None else before) if before > 0 else 0)
        if surplus <= 0:
            return False
        self.changed.add(row)
        for rest in range(row, len(self._rows) + 1):
            if self._rows[rest - 1].strip():
                if self._indent(rest) < width:
                    break
                self._rows[rest - 1] = self._rows[rest - 1][surplus:]
        return True

    def _indent(self, row: int) -> int:
        text = self._rows[row - 1]
        return len(text) - len(text.lstrip())

    def _give_body(self, row: int) -> bool:
        """Gives `pass` to the header before a line, if it has no body."""
        for before in range(row - 1, 0, -1):
            text = self._rows[before - 1].rstrip()
            if not text or text.lstrip().startswith("#"):
                continue
            line = self._at.get(before)
            if line is not None and line.word(-1) == ":" and -before not in self._blank:
                self._blank.add(-before)
                self._rows[before - 1] = f"{self._rows[line.last - 1].partition('#')[0].rstrip()} pass"
                self.changed.add(before)
                return True
            return False
        return False


def _stand_in(line: LogicalLine, has_block: bool) -> str:
    """What stands for a statement that is left out; a header keeps its block."""
    first = line.word(0)
    body = "" if has_block or line.word(-1) == ":" else " pass"
    if first == "async":
        first = line.word(1)
    if first not in _COMPOUND:
        return "" if first == "@" else "pass"
    if first in ("def", "class"):
        name = line.word(2 if line.word(0) == "async" else 1)
        if name.isidentifier():
            return (f"def {name}(*_):" if first == "def" else f"class {name}:") + body
    if first in ("else", "finally", "try"):
        return f"{first}:{body}"
    if first == "except":
        return f"except Exception:{body}"
    if first in ("match", "case") and body:
        return "pass"
    return f"{'elif' if first == 'elif' else 'if'} 1:{body}"
