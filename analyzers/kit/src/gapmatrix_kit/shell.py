"""The commands of a shell script, as tree-sitter's grammar of bash sees them; nothing is run."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from tree_sitter import Language, Node, Parser

MAXIMUM_COMMANDS = 5_000
MAXIMUM_WORD = 500
MAXIMUM_NESTING = 4
# Rounds of all loops over words that are told one by one.
MAXIMUM_ROUNDS = 64
# The grammar's time grows with the square of a pipeline's length.
MAXIMUM_PIPES = 4_000
_CONDITIONS = {"if_statement", "elif_clause", "else_clause", "case_statement", "case_item", "while_statement"}
_BLOCKS = {
    "program",
    "compound_statement",
    "subshell",
    "do_group",
    "if_statement",
    "else_clause",
    "elif_clause",
    "case_item",
    "command_substitution",
    "list",
}
_VARIABLE = re.compile(r"\$(?:(\w+)|\{(\w+)(?::?-([^{}$]*))?\})")
_PREFIX = re.compile(r"\$\{(\w+)\}([A-Za-z][\w.-]*)$")
# `a &`; neither `a && b`, nor `2>&1`, nor `&>log`.
_AMPERSAND = re.compile(rb"(?<![&>])&(?![&>])")
_SHELLS = {"sh", "bash", "zsh", "dash", "ash"}


@dataclass
class Command:
    """A simple command: its words as they are written, without quotes; `$VARIABLES` stay."""

    words: list[str]
    line: int
    # The function that holds it, if any.
    function: str | None = None
    # Its failure is ignored: `|| true`, `set +e`, `; true`.
    is_ignored: bool = False
    is_conditional: bool = False
    is_background: bool = False
    # Where it runs after `cd`, relative to where the script began; None where nobody can tell.
    directory: str | None = ""
    assignments: dict[str, str] = field(default_factory=dict)


@dataclass
class Script:
    """What a script says: its commands in order, and its functions with their first and last lines."""

    commands: list[Command] = field(default_factory=list)
    functions: dict[str, tuple[int, int]] = field(default_factory=dict)
    # `set -e`: a failing command ends the script.
    stops_on_error: bool = False
    # Signals and pseudo-signals that are trapped, with the line.
    traps: dict[str, int] = field(default_factory=dict)
    has_errors: bool = False


@cache
def _parser() -> Parser:
    # Most manifests run no commands: the grammar and what it imports are loaded for those that do.
    import tree_sitter_bash

    return Parser(Language(tree_sitter_bash.language()))


def parse(text: str, first_line: int = 1, nesting: int = 0) -> Script:
    """Reads a script whose first line is `first_line` of its file."""
    is_cut = text.count("|") > MAXIMUM_PIPES
    if is_cut:
        text = "|".join(text.split("|", MAXIMUM_PIPES)[:-1])
    source = text.encode("utf-8", "replace")
    tree = _parser().parse(source)
    reader = _Reader(source, first_line, nesting)
    reader.visit(tree.root_node)
    reader.script.has_errors = tree.root_node.has_error or is_cut
    return reader.script


def inline(words: list[str], line: int, nesting: int = 0) -> Script | None:
    """The script that a shell is given as a text: `bash -c "cd api && make test"`."""
    if nesting >= MAXIMUM_NESTING or not words or words[0].rsplit("/", 1)[-1] not in _SHELLS:
        return None
    flag = next(
        (place for place, word in enumerate(words) if word.startswith("-") and word.endswith("c")), None
    )
    if flag is None or flag + 1 >= len(words):
        return None
    return parse(words[flag + 1], line, nesting + 1)


def inner_script(words: list[str]) -> str | None:
    """The text of `sh -c TEXT`; None of any other command."""
    if not words or words[0].rsplit("/", 1)[-1] not in _SHELLS:
        return None
    for place, word in enumerate(words[:5]):
        if word.startswith("-") and not word.startswith("--") and word.endswith("c"):
            return words[place + 1] if place + 1 < len(words) else None
    return None


class _Reader:
    def __init__(self, source: bytes, first_line: int, nesting: int) -> None:
        self._source = source
        self._first = first_line
        self._nesting = nesting
        self.script = Script()
        self._directory: str | None = ""
        self._ignores = False
        # None: assigned, and not known.
        self._variables: dict[str, str | None] = {}
        # Assigned, and something else than nothing or a folder (`venv/bin/`): no prefix of programs.
        self._no_prefixes: set[str] = set()
        # Where commands begin that `&` follows. Asking a node for its sibling walks the whole tree.
        self._background: set[tuple[int, int]] = set()
        self._has_background = _AMPERSAND.search(source) is not None
        # Where `popd` leads back to.
        self._pushed: list[str | None] = []
        self._rounds = 0
        # Packages that a command reads from a pipe, by where it begins.
        self._piped: dict[int, list[str]] = {}

    def visit(self, root: Node) -> None:
        # A stack in place of recursion; children are pushed backwards so that they come in order.
        stack: list[tuple[Node | tuple[str, str] | None, str | None, bool, bool]] = [
            (root, None, False, False)
        ]
        restored: list[str | None] = []
        while stack:
            node, function, conditional, ignored = stack.pop()
            if isinstance(node, tuple):
                # The next round of a loop.
                self._variables[node[0]] = node[1]
                continue
            if not isinstance(node, Node):
                # The end of a subshell: the directory is again what it was.
                self._directory = restored.pop()
                continue
            if len(self.script.commands) >= MAXIMUM_COMMANDS:
                return
            kind = node.type
            if self._has_background and kind in _BLOCKS:
                self._background |= _before_ampersands(node)
            if kind == "function_definition":
                name = node.child_by_field_name("name")
                function = self._text(name) if name is not None else function
                if function is not None:
                    self.script.functions[function] = (self._line(node), self._first + node.end_point[0])
            elif kind == "command":
                self._command(node, function, conditional, ignored)
                if self._may_substitute(node):
                    stack += [(each, function, conditional, ignored) for each in _substitutions(node)]
                continue
            elif kind == "variable_assignment":
                self._assign(node, conditional)
            elif kind in _CONDITIONS:
                conditional = True
            elif kind == "subshell":
                restored.append(self._directory)
                stack.append((None, None, False, False))
            elif kind == "pipeline":
                self._pipe(node)
            elif kind == "list":
                self._list(node, stack, function, conditional, ignored)
                continue
            elif kind in ("heredoc_body", "comment", "string", "raw_string") or (
                kind == "for_statement" and self._loop(node, stack, function, conditional, ignored)
            ):
                continue
            stack += [(each, function, conditional, ignored) for each in reversed(node.named_children)]

    def _loop(
        self,
        node: Node,
        stack: list[tuple[Node | tuple[str, str] | None, str | None, bool, bool]],
        function: str | None,
        conditional: bool,
        ignored: bool,
    ) -> bool:
        """`for service in cart mail; do …`: a round for each word. False where the words are not known."""
        variable, body = node.child_by_field_name("variable"), node.child_by_field_name("body")
        if variable is None or body is None:
            return False
        name = self._text(variable)
        words = [self._word(each) for each in node.children_by_field_name("value")]
        if (
            not words
            or any(set(word) & set("$*?`{[") for word in words)
            or f"${name}" not in self._text(body).replace("{", "")
        ):
            return False
        self._rounds += len(words)
        if self._rounds > MAXIMUM_ROUNDS:
            return False
        for word in reversed(words):
            stack.append((body, function, conditional, ignored))
            stack.append(((name, word), function, conditional, ignored))
        return True

    def _pipe(self, node: Node) -> None:
        """`go list ./... | xargs go test`: what a command is handed is what the one before it names."""
        for left, right in itertools.pairwise(node.named_children):
            words = self._text(left).split() if left.type == "command" else []
            if words[:2] == ["go", "list"] and len(self._piped) < MAXIMUM_COMMANDS:
                self._piped[right.start_byte] = [word for word in words[2:] if not word.startswith("-")]

    def _list(
        self,
        node: Node,
        stack: list[tuple[Node | tuple[str, str] | None, str | None, bool, bool]],
        function: str | None,
        conditional: bool,
        ignored: bool,
    ) -> None:
        """`a && b`: b runs if a succeeds; `a || true`: a's failure is ignored."""
        operator = next((each.type for each in node.children if each.type in ("&&", "||")), "")
        parts = node.named_children
        if len(parts) < 2:
            stack += [(each, function, conditional, ignored) for each in reversed(parts)]
            return
        left, right = parts[0], parts[-1]
        if operator == "||":
            harmless = self._text(right).split()[:1] in (
                ["true"],
                [":"],
                ["echo"],
                ["printf"],
                ["exit"],
            ) and (
                self._text(right).split() not in (["exit"], ["exit", "1"])
                and not self._text(right).startswith("exit 1")
            )
            stack.append((right, function, True, ignored))
            stack.append((left, function, conditional, ignored or harmless))
        else:
            stack.append((right, function, conditional, ignored))
            stack.append((left, function, conditional, ignored))

    def _command(self, node: Node, function: str | None, conditional: bool, ignored: bool) -> None:
        words: list[str] = []
        assignments: dict[str, str] = {}
        for child in node.named_children:
            kind = child.type
            if kind == "variable_assignment" and not words:
                name, _, value = self._word(child).partition("=")
                assignments[name] = value
            elif kind not in ("file_redirect", "heredoc_redirect", "herestring_redirect"):
                words.append(self._word(child))
        if not words or not words[0]:
            return
        words[0] = self._without_prefix(words[0])
        line = self._line(node)
        if words[0] == "set":
            self._set(words[1:])
        elif words[0] == "trap" and len(words) > 2:
            for signal in words[2:]:
                self.script.traps.setdefault(signal.removeprefix("SIG"), line)
        elif words[0] in ("cd", "pushd"):
            target = next((word for word in words[1:] if not word.startswith("-")), None)
            if words[0] == "pushd":
                self._pushed.append(self._directory)
            self._directory = _joined(self._directory, target)
        elif words[0] == "popd":
            self._directory = self._pushed.pop() if self._pushed else None
        self.script.commands.append(
            Command(
                words,
                line,
                function,
                ignored or self._ignores,
                conditional,
                (node.start_byte, node.end_byte) in self._background,
                self._directory,
                assignments,
            )
        )
        self._nested(words, line, function, conditional, ignored)
        inner = _handed(words, self._piped.get(node.start_byte, []))
        if inner:
            is_ignored, directory = ignored or self._ignores, self._directory
            self.script.commands.append(
                Command(inner, line, function, is_ignored, conditional, False, directory, assignments)
            )
            self._nested(inner, line, function, conditional, ignored)

    def _nested(
        self, words: list[str], line: int, function: str | None, conditional: bool, ignored: bool
    ) -> None:
        """`sh -c "make test"`: the text is a script of its own."""
        script = inline(words, line, self._nesting)
        for inner in script.commands if script is not None else ():
            inner.function = function
            inner.is_conditional = inner.is_conditional or conditional
            inner.is_ignored = inner.is_ignored or ignored
            if self._directory is None:
                inner.directory = None
            elif inner.directory is not None:
                inner.directory = _joined(self._directory, inner.directory)
            self.script.commands.append(inner)

    def _set(self, words: list[str]) -> None:
        for place, word in enumerate(words):
            name = words[place + 1] if place + 1 < len(words) else ""
            if (word.startswith("-") and "e" in word[1:]) or (word == "-o" and name == "errexit"):
                self.script.stops_on_error = True
                self._ignores = False
            elif (word.startswith("+") and "e" in word[1:]) or (word == "+o" and name == "errexit"):
                self._ignores = True

    def _assign(self, node: Node, conditional: bool) -> None:
        """Keeps what a variable is: a text, or the default of another one. What differs by a condition is not known."""
        name, _, value = self._word(node).partition("=")
        known = self._variables.get(name)
        if value and not value.endswith("/"):
            self._no_prefixes.add(name)
        if "$" in value or "`" in value or (conditional and known != value):
            self._variables[name] = None
        else:
            self._variables[name] = value

    def _expanded(self, text: str) -> str:
        """The text with the variables in it that are known."""
        if "$" not in text:
            return text

        def value(match: re.Match[str]) -> str:
            name = match.group(1) or match.group(2)
            known = self._variables.get(name)
            if known is not None:
                return known
            if name not in self._variables and match.group(3) is not None:
                return str(match.group(3))
            return match.group(0)

        return _VARIABLE.sub(value, text)[:MAXIMUM_WORD]

    def _without_prefix(self, word: str) -> str:
        """`${PREFIX}pytest` runs `pytest`, from whatever folder PREFIX names."""
        match = _PREFIX.match(word)
        if match is None or match.group(1) not in self._variables or match.group(1) in self._no_prefixes:
            return word
        return match.group(2)

    def _word(self, node: Node) -> str:
        """A word without its quotes, with the variables in it that are known."""
        kind, text = node.type, self._text(node)
        if kind == "raw_string":
            return text[1:-1]
        if kind == "string":
            text = text.removeprefix('"').removesuffix('"').replace('\\"', '"')
        elif kind in ("concatenation", "command_name", "variable_assignment") and node.named_child_count:
            if "'" in text or '"' in text:
                if kind == "command_name":
                    text = self._word(node.named_children[0])
                else:
                    text = text.replace('"', "").replace("'", "")
        elif "\\" in text:
            text = text.replace("\\\n", "").replace("\\", "")
        return self._expanded(text)

    def _text(self, node: Node) -> str:
        start = node.start_byte
        return self._source[start : min(node.end_byte, start + MAXIMUM_WORD * 4)].decode("utf-8", "replace")

    def _may_substitute(self, node: Node) -> bool:
        """Whether there is a parenthesis or a backtick in it: most commands need not be walked through."""
        start, end = node.start_byte, node.end_byte
        return self._source.find(b"(", start, end) >= 0 or self._source.find(b"`", start, end) >= 0

    def _line(self, node: Node) -> int:
        return self._first + node.start_point[0]


def _before_ampersands(node: Node) -> set[tuple[int, int]]:
    children = node.children
    return {
        (left.start_byte, left.end_byte) for left, right in itertools.pairwise(children) if right.type == "&"
    }


_XARGS_VALUES = frozenset(
    "-n -L -P -I -i -s -d -E -a --max-args --max-procs --max-lines --replace --delimiter".split()
)


def _handed(words: list[str], items: list[str]) -> list[str]:
    """What `xargs -I{} go test {}` runs, with what it is handed in its place as far as that is known."""
    if words[0].rsplit("/", 1)[-1] != "xargs":
        return []
    rest = words[1:]
    mark = ""
    while rest and rest[0].startswith("-"):
        name, rest = rest[0], rest[1:]
        if name in _XARGS_VALUES and rest:
            value, rest = rest[0], rest[1:]
        else:
            value = name[2:]
        if name.startswith("-I") or name == "--replace":
            mark = value
    if not rest:
        return []
    if mark:
        return [word.replace(mark, " ".join(items)) if items else word for word in rest]
    return rest + items


def _substitutions(node: Node) -> Iterator[Node]:
    """The commands that a command's words run: `$(git describe)`."""
    stack = list(reversed(node.named_children))
    found: list[Node] = []
    while stack:
        each = stack.pop()
        if each.type in ("command_substitution", "process_substitution"):
            found.append(each)
        else:
            stack += reversed(each.named_children)
    return iter(found)


def _joined(directory: str | None, target: str | None) -> str | None:
    """A directory below another; None where it leaves it, or where a variable says it."""
    if directory is None or target is None or "$" in target or target.startswith(("/", "~", "-")):
        return None
    parts: list[str] = [part for part in directory.split("/") if part]
    for part in target.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)
