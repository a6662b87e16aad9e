"""The instructions of a Dockerfile, by BuildKit's own parser; what follows an error is not read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import dockerfile
from gapmatrix_kit.facts import Facts
from gapmatrix_kit.shell import Command, parse

# BuildKit's parser takes quadratic time over the lines of one instruction.
MAXIMUM_LINES = 20_000
MAXIMUM_INSTRUCTIONS = 20_000
_ESCAPE = re.compile(r"#\s*escape\s*=\s*(\S)\s*$", re.IGNORECASE)
_COMMENT = re.compile(r"\s*#")
_START = re.compile(r"\s*(?:ONBUILD\s+)?[A-Za-z]+\s+((?:--[a-z][\w-]*(?:=\S*)?\s+)*)", re.IGNORECASE)


@dataclass(eq=False)
class Instruction:
    """One instruction: `name` in capitals, `values` as BuildKit cuts them, flags without their dashes."""

    name: str
    line: int
    end_line: int
    values: tuple[str, ...]
    flags: dict[str, str]
    is_json: bool
    # The contents of its heredocs.
    heredocs: tuple[str, ...]
    # What follows ONBUILD.
    inner: str | None
    # Its lines with the word of the instruction and its flags blanked out, so that lines are kept.
    text: str

    @property
    def value(self) -> str:
        return " ".join(self.values)

    @cached_property
    def commands(self) -> list[Command]:
        """What RUN, CMD or ENTRYPOINT of the shell form runs."""
        if self.heredocs:
            if self.value.lstrip().startswith("<<"):
                return parse(self.heredocs[0], self.line + 1).commands
            return parse(self.value, self.line).commands
        return parse(self.text, self.line).commands


def read(text: str, facts: Facts) -> list[Instruction]:
    """The instructions, as far as they can be read."""
    # A null byte would end the text for the parser, a lone surrogate its process.
    text = text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n")
    lines = text.split("\n")
    if len(lines) > MAXIMUM_LINES:
        facts.diagnostic("warning", f"only its first {MAXIMUM_LINES} lines are read", MAXIMUM_LINES)
        lines = lines[:MAXIMUM_LINES]
    found, error = _parsed(lines)
    if error is not None:
        kept = _readable(lines)
        found, _ = _parsed(lines[:kept])
        facts.diagnostic("warning", f"not read from here on: {error}", kept + 1)
    _tell_unknown(found, facts)
    escape = _escape(lines)
    if len(found) > MAXIMUM_INSTRUCTIONS:
        facts.diagnostic("warning", f"only its first {MAXIMUM_INSTRUCTIONS} instructions are read")
    return [_instruction(each, lines, escape) for each in found[:MAXIMUM_INSTRUCTIONS]]


_KNOWN = frozenset(
    "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL "
    "USER VOLUME WORKDIR".split()
)


def _tell_unknown(found: list[dockerfile.Command], facts: Facts) -> None:
    """A builder stops at the first one that it does not know; what follows is read here all the same."""
    unknown = next((each for each in found if each.cmd.upper() not in _KNOWN), None)
    if unknown is not None:
        word = unknown.cmd.upper()[:40]
        facts.diagnostic("warning", f"{word} is no instruction: a build stops here", unknown.start_line)


def _parsed(lines: list[str]) -> tuple[list[dockerfile.Command], str | None]:
    try:
        return list(dockerfile.parse_string("\n".join(lines) + "\n")), None
    except dockerfile.GoParseError as error:
        return [], None if "no instructions" in str(error) else str(error)


def _readable(lines: list[str]) -> int:
    """How many lines can be read before the error, found by halving."""
    low, high = 0, len(lines)
    while low + 1 < high:
        middle = (low + high) // 2
        if _parsed(lines[:middle])[1] is None:
            low = middle
        else:
            high = middle
    return low


def _escape(lines: list[str]) -> str:
    for line in lines:
        if not line.startswith("#"):
            break
        if match := _ESCAPE.match(line):
            return match.group(1)
    return "\\"


def _instruction(command: dockerfile.Command, lines: list[str], escape: str) -> Instruction:
    own = lines[command.start_line - 1 : command.end_line]
    flags: dict[str, str] = {}
    for flag in command.flags:
        name, _, value = flag.lstrip("-").partition("=")
        # `--mount` may stand there more than once.
        flags[name] = f"{flags[name]}\n{value}" if name == "mount" and name in flags else value
    return Instruction(
        command.cmd.upper(),
        command.start_line,
        command.end_line,
        tuple(command.value),
        flags,
        command.json,
        tuple(each.content for each in command.heredocs),
        command.sub_cmd,
        _shell_text(own, escape),
    )


def _shell_text(lines: list[str], escape: str) -> str:
    """The lines as a shell would see them: comments between continued lines are none of its business."""
    if not lines:
        return ""
    kept: list[str] = []
    for place, line in enumerate(lines):
        if place and (_COMMENT.match(line) or not line.strip()):
            kept.append("\\")
        elif escape != "\\" and line.rstrip().endswith(escape):
            kept.append(line.rstrip()[:-1] + "\\")
        else:
            kept.append(line.rstrip())
    match = _START.match(kept[0])
    if match:
        kept[0] = " " * match.end() + kept[0][match.end() :]
    # Flags may stand on lines of their own: `RUN --mount=… \`.
    for place, line in enumerate(kept):
        rest = re.sub(r"^(\s*)((?:--[a-z][\w-]*(?:=\S*)?\s*)+)", "", line)
        if rest == line and line.strip() not in ("", "\\"):
            break
        kept[place] = rest if rest.strip() else ""
        if rest.strip() not in ("", "\\"):
            break
        kept[place] = "\\" if place + 1 < len(kept) else ""
    return "\n".join(kept)
