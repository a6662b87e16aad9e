"""What a rendering's objects say, as facts of the templates that gave them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gapmatrix_kit.documents import Node, Unreadable, documents
from gapmatrix_kit.facts import Facts, Json
from gapmatrix_kit.kubernetes import Options, describe, parted, role_of

from .profiles import Profile
from .render import Output, Rendering, searched_line
from .tree import MARKER, Chart

MAXIMUM_DOCUMENTS = 10_000
# Definitions of kinds say nothing of what runs, and are long.
_DEFINITION = re.compile(r"^kind:\s*['\"]?CustomResourceDefinition\b", re.MULTILINE)
_TLS = re.compile(r"^[ \t]*tls:", re.MULTILINE)
# `{{- … -}}` may eat the end of the line: Helm takes `---apiVersion: v1` for a separator, too.
_SEPARATOR = re.compile(r"^---(?:(?=[^-\s])|(?:[ \t].*)?$)", re.MULTILINE)
# Of these it matters whether they are there.
_PRESENT = frozenset(
    f"container.{each}"
    for each in (
        "liveness-probe",
        "readiness-probe",
        "startup-probe",
        "long-running",
        "finite",
        "image",
        "pre-stop",
    )
) | {"kubernetes.workload"}
# Of values that nobody has set these say nothing.
_SECRETS = frozenset(("kubernetes.secret", "container.secret-plaintext"))
# Names of folders that tell nothing of what is deployed.
_PLAIN = frozenset(
    "helm chart charts deploy deployment deployments k8s kubernetes infra infrastructure".split()
)


@dataclass(frozen=True)
class Document:
    """A rendered document: `offset` lines of the output come before it."""

    output: Output
    text: str
    offset: int


class Describer:
    """Describes the default rendering, and of every other what it gives otherwise."""

    def __init__(self, chart: Chart, facts_of: Callable[[str], Facts]) -> None:
        self._facts_of = facts_of
        self._default: set[tuple[str, str]] = set()
        # What the default rendering says: signals by symbol and kind, and the same with attributes.
        self._said: set[tuple[str, ...]] = set()
        directory = chart.members[MARKER].path.rpartition("/")[0]
        telling = [part for part in directory.split("/") if part.lower() not in _PLAIN and part != chart.name]
        self._suffix = directory if telling else ""
        self._left = MAXIMUM_DOCUMENTS
        # Paths of the files that got facts, with the chart's names of them.
        self.paths: dict[str, str] = {}

    def describe(self, rendering: Rendering, problems: list[tuple[str, int | None, str]]) -> None:
        """Adds the rendering's facts. What a profile gives like the default one is not told again."""
        is_default = rendering.profile.is_default
        for output in rendering.outputs.values():
            for each in _split(output):
                key = (output.member.name, each.text)
                if is_default:
                    self._default.add(key)
                elif key in self._default:
                    continue
                self._left -= 1
                if self._left < 0:
                    problem = f"more than {MAXIMUM_DOCUMENTS} documents are rendered"
                    line = None if output.member.is_packed else _lines(each)(Node(1))
                    problems.append((output.member.path, line, problem))
                    return
                self._document(each, rendering.profile, problems)

    def _document(
        self, each: Document, profile: Profile, problems: list[tuple[str, int | None, str]]
    ) -> None:
        member = each.output.member
        line_of = _lines(each)
        options = Options(
            component_kind="helm-workload",
            profile=profile.name,
            is_default=profile.is_default,
            is_root=profile.is_default,
            role=role_of(member.path),
            suffix=self._suffix,
            line_of=line_of,
        )
        found = Facts()
        try:
            for node in documents(each.text):
                for part in parted(node, found, line_of):
                    describe(part, found, member.path, options)
        except Unreadable as error:
            line = None if member.is_packed else line_of(Node(error.line or 1))
            problem = f"with {profile.name}, this template gives no YAML: {error.message}"
            problems.append((member.path, line, problem))
        _tell_tls(found, member.text)
        if profile.is_default:
            self._said |= {(name, kind) for name, kind, _ in _said(found)}
            self._said |= set(_said(found))
        elif not self._differs(found, f" [{profile.name}]", profile.member is None):
            return
        if found.symbols:
            self.paths[member.path] = member.name
            _add(found, self._facts_of(member.path))

    def _differs(self, found: Facts, mark: str, is_made_up: bool) -> bool:
        """Keeps of a profile's facts what the default rendering does not say; false where nothing is kept."""
        kept: list[Json] = []
        is_new = False
        for signal, (name, kind, attributes) in zip(found.signals, _said(found), strict=True):
            if is_made_up and kind in _SECRETS:
                continue
            own = name.replace(mark, "")
            is_known = (
                (own, kind) in self._said if kind in _PRESENT else (own, kind, attributes) in self._said
            )
            if not is_known:
                kept.append(signal)
                is_new = True
        found.signals = kept
        return is_new


def _tell_tls(found: Facts, template: str) -> None:
    """Whether the template has TLS for what it lets in, and the values leave it out."""
    for signal in found.signals:
        if (
            signal["kind"] == "kubernetes.ingress"
            and signal["attributes"]["tls"] == "no"
            and _TLS.search(template)
        ):
            signal["attributes"]["tls"] = "off"


def _said(facts: Facts) -> list[tuple[str, str, str]]:
    """Of each signal: its symbol's name, its kind, its attributes."""
    names = ["", *(symbol["name"] for symbol in facts.symbols)]
    return [
        (names[each["symbol"]], each["kind"], repr(sorted(_own(each.get("attributes", {})).items())))
        for each in facts.signals
    ]


def _own(attributes: Json) -> Json:
    """Without the profile, which every signal of one names."""
    return {name: value for name, value in attributes.items() if name != "profile"}


def _add(found: Facts, facts: Facts) -> None:
    """Adds facts of one object to those of its file."""
    offset = len(facts.symbols)
    for symbol in found.symbols:
        facts.symbols.append({**symbol, "id": symbol["id"] + offset})
    for reference in found.references:
        facts.references.append(_moved(reference, "from", offset))
    for signal in found.signals:
        facts.signals.append(_moved(signal, "symbol", offset))
    for root in found.roots:
        facts.roots.append(_moved(root, "symbol", offset))
    facts.diagnostics += found.diagnostics


def _moved(fact: Json, key: str, offset: int) -> Json:
    return {**fact, key: fact[key] + offset if fact[key] else 0}


def _split(output: Output) -> Iterator[Document]:
    text = output.text
    place = offset = 0
    for match in [*_SEPARATOR.finditer(text), None]:
        end = match.start() if match is not None else len(text)
        part = text[place:end]
        if part.strip() and not _DEFINITION.search(part):
            yield Document(output, part, offset)
        offset += part.count("\n")
        if match is not None:
            place = match.end()


def _lines(document: Document) -> Callable[[Node], int]:
    """From a node's line in the document to the template's."""
    output = document.output
    if output.member.is_packed:
        return lambda node: 1
    if output.lines is not None:
        lines = output.lines
        return lambda node: lines[min(node.line - 1 + document.offset, len(lines) - 1)]
    rendered = document.text.split("\n")
    known: dict[int, int] = {}

    def searched(node: Node) -> int:
        line = node.line
        if line not in known:
            known[line] = searched_line(output.member.text, rendered[min(line, len(rendered)) - 1])
        return known[line]

    return searched
