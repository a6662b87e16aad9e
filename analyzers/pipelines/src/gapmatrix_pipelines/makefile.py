"""Makefiles, by tree-sitter's grammar: targets, prerequisites, recipes, literal variables. Nothing is run."""

from __future__ import annotations

import re

import tree_sitter_make
from gapmatrix_kit.facts import TOP, Facts
from gapmatrix_kit.includes import include, outside
from tree_sitter import Language, Node, Parser

from gapmatrix_pipelines.commands import add_script, folder, joined

_LANGUAGE = Language(tree_sitter_make.language())
MAXIMUM_TARGETS = 5_000
_REFERENCE = re.compile(r"\$\(([\w.-]+)\)|\$\{([\w.-]+)\}")
_SHELL = re.compile(r"(?m)^[ \t]*([\w.-]+)[ \t]*([:?+]?=)(?!\s*\$\(if\b)[^\n]*\$\(shell\b[^\n]*[^\\\n]$")
_QUIET = re.compile(
    r"^[$][({](?:[\w.-]*(?:verbose|quiet|silent)[\w.-]*|[QVEHqv]|AT|at|HIDE|ECHO_PREFIX)[)}]\s*"
)
_CALL = re.compile(r"\$\((call|if)[ \t]+")
MAXIMUM_CALLS = 50
_SPECIAL = re.compile(r"^\.[A-Z_]+$")
_DEFINED = {"MAKE": "make", "SHELL": "sh", "CURDIR": ".", "RM": "rm -f"}


def makefile(facts: Facts, path: str, text: str) -> None:
    """Reads a makefile."""
    directory: str | None = folder(path)
    facts.namespace = {"kind": "make", "name": directory, "separator": "."}
    # What is included from elsewhere runs where the including file is.
    included = path.endswith(".mk")
    # The grammar loses its way in the quotes of shell commands; what they give is not known anyway.
    text = _SHELL.sub(r"\1 \2 $(shell \1)", text)
    source = text.encode("utf-8", "replace")
    tree = Parser(_LANGUAGE).parse(source)
    if tree.root_node.has_error:
        facts.diagnostic("info", "parts of the makefile are not understood", _unread(tree.root_node))
    _Makefile(facts, None if included and "/" in path else directory, directory or "", source).read(
        tree.root_node
    )


def _unread(root: Node) -> int:
    """The line of the first part that the grammar does not know."""
    node = root
    while not (node.is_error or node.is_missing):
        inner = next((each for each in node.children if each.has_error or each.is_missing), None)
        if inner is None:
            break
        node = inner
    return int(node.start_point[0]) + 1


def _arguments(text: str, start: int) -> tuple[list[str], int]:
    """What stands between the commas of a function's call, and where it ends."""
    parts, depth, begin = [""], 0, start
    for place in range(start, len(text)):
        char = text[place]
        if char == ")" and depth == 0:
            parts[-1] = text[begin:place]
            return parts, place + 1
        if char == "," and depth == 0:
            parts[-1] = text[begin:place]
            parts.append("")
            begin = place + 1
        depth += (char == "(") - (char == ")")
    parts[-1] = text[begin:]
    return parts, len(text)


class _Makefile:
    def __init__(self, facts: Facts, directory: str | None, own: str, source: bytes) -> None:
        self._facts = facts
        self._directory = directory
        self._own = own
        self._source = source
        self._variables: dict[str, str] = dict(_DEFINED)
        self._ambiguous: set[str] = set()
        self._targets: dict[str, int] = {}
        self._first: str | None = None
        self._open: int | None = None
        self._prefixes: list[tuple[str, int]] = []

    def read(self, root: Node) -> None:
        rules: list[tuple[Node, bool]] = []
        stack: list[tuple[Node, bool]] = [(each, False) for each in reversed(root.named_children)]
        while stack:
            node, conditional = stack.pop()
            if node.type == "rule":
                rules.append((node, conditional))
                # What stands in an `ifdef` behind a rule is read as a part of its recipe.
                recipe = next((each for each in node.named_children if each.type == "recipe"), None)
                if recipe is not None:
                    stack += [
                        (each, True) for each in reversed(recipe.named_children) if each.type == "conditional"
                    ]
            elif node.type in ("variable_assignment", "shell_assignment", "define_directive"):
                self._assign(node, conditional)
            elif node.type == "include_directive":
                self._include(node)
            elif node.type in ("conditional", "elsif_directive", "else_directive", "ERROR"):
                stack += [
                    (each, conditional or node.type != "ERROR") for each in reversed(node.named_children)
                ]
            elif node.type == "function_call":
                self._open = self._line(node)
        for rule, conditional in rules:
            if len(self._targets) >= MAXIMUM_TARGETS:
                self._facts.diagnostic(
                    "warning", f"more than {MAXIMUM_TARGETS} targets; the rest is not read", self._line(rule)
                )
                self._open = self._line(rule)
                break
            self._rule(rule, conditional)
        self._forward()
        if self._first is not None and self._first in self._targets:
            line = self._facts.symbols[self._targets[self._first] - 1]["line"]
            default = self._facts.symbol(".DEFAULT", "target", line)
            self._facts.reference(default, {"target": self._first}, "run", line)
        if self._open is not None:
            self._facts.signal("targets.open", TOP, self._open)

    def _forward(self) -> None:
        """`%: common-%` gives every target `common-x` a second name, `x`, unless there is one."""
        for prefix, line in self._prefixes[:5]:
            for name in list(self._targets):
                short = name.removeprefix(prefix)
                if prefix and short != name and short and short not in self._targets:
                    self._targets[short] = self._facts.symbol(short, "target", line)
                    self._facts.reference(self._targets[short], {"target": name}, "run", line)

    def _assign(self, node: Node, conditional: bool) -> None:
        name = node.child_by_field_name("name")
        value = node.child_by_field_name("value")
        if name is None:
            return
        key = self._text(name).strip()
        text = self._text(value).strip() if value is not None else ""
        operator = node.child_by_field_name("operator")
        kind = self._text(operator) if operator is not None else "="
        if any(each.type == ":" for each in node.children):
            # `test: FLAGS = -race` holds for that target alone.
            return
        if key == ".DEFAULT_GOAL":
            self._first = text
            return
        if node.type != "variable_assignment" or len(text) > 2000:
            self._variables.pop(key, None)
            self._ambiguous.add(key)
            return
        if kind == "+=":
            self._variables[key] = (self._variables.get(key, "") + " " + text).strip()[:4000]
        elif not self._variables.get(key) or not conditional:
            if kind == "?=" and key in self._variables:
                return
            self._variables[key] = text.replace("\\\n", " ")

    def _include(self, node: Node) -> None:
        names = self._expand(self._text(node).split("include", 1)[-1]).split()
        optional = self._text(node).lstrip().startswith(("-", "s"))
        for name in names[:50]:
            target = joined(self._own, name)
            if name.startswith("/") or (target is None and "$" not in name):
                outside(self._facts, name, self._line(node))
            if target is None or "*" in name or "$" in name or "%" in name or optional:
                self._open = self._line(node)
                continue
            place = folder(target)
            self._facts.reference(TOP, {"path": target}, "include", self._line(node))
            # A file of variables is each developer's own.
            if self._directory is not None and ".env" not in target:
                include(self._facts, TOP, target, self._line(node), is_made=True)
            if place != self._own:
                self._facts.reference(TOP, {"namespace": place, "name": "*"}, "include", self._line(node))
                # Whether the file is there is not for this one to know.
                self._open = self._line(node)

    def _rule(self, node: Node, conditional: bool) -> None:
        line = self._line(node)
        targets = next((each for each in node.named_children if each.type == "targets"), None)
        if targets is None:
            return
        names = self._expand(self._text(targets)).split()
        needed = next((each for each in node.named_children if each.type == "prerequisites"), None)
        prerequisites = self._expand(self._text(needed)).split() if needed is not None else []
        recipe = next((each for each in node.named_children if each.type == "recipe"), None)
        numbers: list[int] = []
        for name in names[:100]:
            if "%" in name or "$" in name:
                self._open = line
                if name == "%" and len(prerequisites) == 1 and prerequisites[0].endswith("%"):
                    self._prefixes.append((prerequisites[0][:-1], line))
                if "$" in name:
                    continue
            if _SPECIAL.match(name):
                continue
            known = self._targets.get(name)
            if known is None:
                end = max(line, node.end_point[0] + (1 if node.end_point[1] else 0))
                known = self._facts.symbol(name[:200], "target", line, end)
                self._targets[name] = known
                if self._first is None and "%" not in name and not name.startswith("."):
                    self._first = name
            numbers.append(known)
        for number in numbers:
            for name in prerequisites[:200]:
                if "$" not in name and "%" not in name and name != "|":
                    self._facts.reference(number, {"name": name}, "run", line)
        if recipe is None:
            return
        for number in numbers[:20]:
            self._recipe(number, recipe, conditional)

    def _recipe(self, number: int, recipe: Node, conditional: bool) -> None:
        """Each line is a script of its own; a line that ends in a backslash goes on."""
        stack: list[Node] = list(reversed(recipe.named_children))
        while stack:
            node = stack.pop()
            if node.type in ("conditional", "elsif_directive", "else_directive"):
                stack += reversed(node.named_children)
            if node.type != "recipe_line":
                continue
            text = self._text(node).replace("\\\n", " ").strip()
            ignored = False
            while text[:1] in ("@", "-", "+"):
                ignored = ignored or text[0] == "-"
                text = text[1:].lstrip()
            if not text or text.startswith("#"):
                continue
            # `$(verbose) go test`: such a variable is empty, or an `@`.
            text = _QUIET.sub("", text)
            script = self._expand(text).replace("$$", "$").replace("$@", "$TARGET").replace("$<", "$FIRST")
            add_script(
                self._facts,
                number,
                script,
                self._line(node),
                self._directory,
                ignored=ignored,
                conditional=conditional,
            )

    def _expand(self, text: str, depth: int = 0) -> str:
        """Literal variables put in; calls of functions and what is not known become words that nobody has."""
        text = self._chosen(text.replace("\\\n", " "))
        if "$(" not in text and "${" not in text:
            return text

        def value(match: re.Match[str]) -> str:
            name = match.group(1) or match.group(2)
            found = self._variables.get(name)
            if found is None:
                return "$" + name.replace(".", "_").replace("-", "_")
            if not found.strip() or found.lstrip().startswith(("$(shell", "`")):
                # By convention what is looked up is named for the program: PROMTOOL, GOLANGCI_LINT.
                return name.lower().replace("_", "-") if name.isupper() and found.strip() else ""
            return found if depth >= 5 else self._expand(found, depth + 1)[:4000]

        expanded = _REFERENCE.sub(value, text)[:20_000]
        return re.sub(
            r"\$\((?:shell|wildcard|patsubst|call|if|foreach|filter|subst|addprefix|or|and)\b[^)]*\)",
            "$COMPUTED",
            expanded,
        )

    def _chosen(self, text: str) -> str:
        """`$(call NAME,…)` as what NAME holds, and `$(if …,A,B)` as B: what runs where nothing is set up."""
        for _ in range(MAXIMUM_CALLS):
            match = _CALL.search(text)
            if match is None or len(text) > 20_000:
                break
            parts, end = _arguments(text, match.end())
            if match.group(1) == "call":
                given = self._variables.get(parts[0].strip(), "$COMPUTED")
            else:
                given = next((part for part in reversed(parts[1:3]) if part.strip()), "")
            text = text[: match.start()] + given.strip() + text[end:]
        return text

    def _text(self, node: Node) -> str:
        return self._source[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def _line(self, node: Node) -> int:
        return node.start_point[0] + 1
