"""Text and tree of a source file: encodings, and syntax that this interpreter cannot read."""

from __future__ import annotations

import ast
import codecs
import re
from typing import TYPE_CHECKING

from gapmatrix_python.facts import Facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gapmatrix_python.recovery import Attempt

_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")


def decode(content: bytes) -> tuple[str, str | None]:
    """The text of a file in the encoding it declares, and what had to be assumed."""
    if content.startswith(codecs.BOM_UTF8):
        return content[3:].decode("utf-8", "replace"), None
    for line in content.split(b"\n", 2)[:2]:
        cookie = _COOKIE.match(line)
        if cookie is not None:
            name = cookie.group(1).decode("ascii")
            try:
                # Only text encodings: `rot13` and `hex` are codecs too, and so is whatever is installed.
                if codecs.lookup(name)._is_text_encoding:
                    return content.decode(name), None
            except (LookupError, ValueError, AttributeError):
                pass
            break
    try:
        return content.decode("utf-8"), None
    except UnicodeDecodeError:
        return content.decode("latin-1"), "not valid UTF-8; read as Latin-1"


def parse(text: str, facts: Facts) -> ast.Module | None:
    """The tree of a module. Statements that cannot be read are left out, and a diagnostic names them."""
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        facts.diagnostic("null bytes were removed", 1 + text[: text.index("\0")].count("\n"))
        text = text.replace("\0", "")
    try:
        return ast.parse(text)
    except SyntaxError as error:
        return _recovered(text, error, facts)
    except (RecursionError, MemoryError):
        return _in_pieces(text, facts)
    except ValueError as error:
        facts.diagnostic(f"cannot be parsed: {error}")
        return None


def _attempts(text: str, error: SyntaxError, deep: bool = False) -> Iterator[Attempt]:
    # Most scans meet no such file, and importing parso takes a third of starting.
    from gapmatrix_python.recovery import repaired

    return repaired(text, error, deep)


def _recovered(text: str, error: SyntaxError, facts: Facts) -> ast.Module | None:
    for attempt in _attempts(text, error):
        try:
            tree = ast.parse(attempt.text)
        except SyntaxError as another:
            attempt.error = another
            continue
        except (RecursionError, MemoryError, ValueError):
            break
        lines = ", ".join(str(line) for line in attempt.lines[:10])
        more = f" and {len(attempt.lines) - 10} more" if len(attempt.lines) > 10 else ""
        message = f"syntax error: {error.msg}; partial facts, without line {lines}{more}"
        facts.diagnostic(message, error.lineno or 1)
        return tree
    facts.diagnostic(f"syntax error: {error.msg}", error.lineno or 1)
    return None


def _in_pieces(text: str, facts: Facts) -> ast.Module | None:
    """Parses statement by statement where the whole is nested too deeply for the parser."""
    for attempt in _attempts(text, SyntaxError("nested too deeply", ("", 1, 1, "")), deep=True):
        try:
            tree = ast.parse(attempt.text)
        except (SyntaxError, RecursionError, MemoryError, ValueError):
            break
        facts.diagnostic(
            "code nested too deeply for the parser was left out", attempt.lines[0] if attempt.lines else None
        )
        return tree
    facts.diagnostic("nested too deeply for the parser", 1)
    return None
