"""The actions of a template (`{{ … }}`), as text/template's lexer sees them; nothing is evaluated."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Strings may hold what ends an action. Alternatives begin with different characters, so that this is linear.
_ACTION = re.compile(
    r"""\{\{-?[ \t\r\n]*/\*.*?\*/[ \t\r\n]*-?\}\}"""
    r"""|\{\{(?:"(?:\\.|[^"\\\n])*"|`[^`]*`|'(?:\\.|[^'\\\n])*'|[^"`'}]|\}(?!\}))*\}\}""",
    re.DOTALL,
)
# Strings, then words with the dots and dollars before and within them.
_TOKEN = re.compile(
    r"""(?<![.$\w])required\s+"(?:\\.|[^"\\\n])*"|"(?:\\.|[^"\\\n])*"|`[^`]*`|[.$\w][.$\w]*"""
)
_KEYWORD = re.compile(r"\{\{-?\s*(else|end|if|range|with|define|block)\b")
_OPENING = frozenset(("if", "range", "with", "define", "block"))

MARK = re.compile("⟦(\\d+)⟧")

# What gives another text with every call, or takes long: the same facts must come of the same chart.
_GENERATED = 'coalesce "generated"'
_CERTIFICATE = 'dict "Cert" "generated" "Key" "generated"'
STEADY = {
    **dict.fromkeys(("randAlphaNum", "randAlpha", "randNumeric", "randAscii", "randBytes"), _GENERATED),
    **dict.fromkeys(("htpasswd", "bcrypt", "encryptAES", "derivePassword", "genPrivateKey"), _GENERATED),
    **dict.fromkeys(("genCA", "genSelfSignedCert", "genSignedCert"), _CERTIFICATE),
    **dict.fromkeys(("genCAWithKey", "genSelfSignedCertWithKey", "genSignedCertWithKey"), _CERTIFICATE),
    "uuidv4": f"({_GENERATED})",
    "now": '(toDate "2006-01-02" "2024-01-01")',
    "ago": "toString",
    "shuffle": "toString",
    "randInt": "max",
}
# What refuses to go on: values that are asked for are made up, checks of values pass.
LENIENT = {"required": "default", "fail": "repeat 0"}
PLACEHOLDER = "placeholder"
# What a cluster has to know before the object is there: it knows everything.
ABLE = {
    ".Capabilities.APIVersions.Has": 'ne ""',
    "$.Capabilities.APIVersions.Has": 'ne ""',
}
_ABILITY = ".Capabilities.APIVersions.Has"
# `required "words" .Values.a.b`
_REQUIRED = re.compile(
    r"""\brequired\s+(?:"(?:\\.|[^"\\\n])*"|\([^()]{0,400}\))\s+\$?\.Values((?:\.[A-Za-z_]\w*)+)"""
)
_PIPED = re.compile(r"""\.Values((?:\.[A-Za-z_]\w*)+)\s*\|\s*required\b""")
_UNSTEADY = re.compile(r"\b(?:" + "|".join(STEADY) + r")\b")
_REFUSING = re.compile(r"\b(?:required|fail)\b")


@dataclass(frozen=True)
class Action:
    """Where an action stands, with its delimiters."""

    start: int
    end: int
    text: str

    @property
    def is_comment(self) -> bool:
        return self.text[2:].lstrip("- \t\r\n").startswith("/*")

    @property
    def trims_after(self) -> bool:
        return self.text.endswith("-}}")

    @property
    def keyword(self) -> str | None:
        match = _KEYWORD.match(self.text)
        return match[1] if match else None


def actions(text: str) -> list[Action]:
    """The actions in order. What follows one that never ends is text: the engine refuses such a template."""
    found: list[Action] = []
    place = text.find("{{")
    while place >= 0:
        match = _ACTION.match(text, place)
        if match is None:
            break
        found.append(Action(place, match.end(), match[0]))
        place = text.find("{{", match.end())
    return found


def steady(text: str) -> str:
    """The template without what gives another text every time."""
    return _replaced(text, STEADY) if _UNSTEADY.search(text) else text


def lenient(text: str) -> str:
    """The template with nothing that refuses to go on."""
    return _replaced(text, LENIENT) if _REFUSING.search(text) else text


def able(text: str) -> str:
    """The template as a cluster that has every kind of object renders it."""
    return _replaced(text, ABLE) if _ABILITY in text else text


def asks_cluster(text: str) -> bool:
    """Whether an action asks the cluster for a kind of object."""
    return _ABILITY in text


def required(text: str) -> list[tuple[str, ...]]:
    """The values that a template asks for by `required`."""
    if "required" not in text:
        return []
    found: list[tuple[str, ...]] = []
    for action in actions(text):
        if not action.is_comment and "required" in action.text:
            for pattern in (_REQUIRED, _PIPED):
                found += [tuple(match[1].split(".")[1:]) for match in pattern.finditer(action.text)]
    return found


def _replaced(text: str, replacements: dict[str, str]) -> str:
    def replacement(match: re.Match[str]) -> str:
        token = match[0]
        if token.startswith("required") and token.endswith('"'):
            # The words said to the user are no value.
            return f'default "{PLACEHOLDER}"' if "required" in replacements else token
        return replacements.get(token, token)

    parts: list[str] = []
    place = 0
    for action in actions(text):
        parts.append(text[place : action.start])
        parts.append(action.text if action.is_comment else _TOKEN.sub(replacement, action.text))
        place = action.end
    parts.append(text[place:])
    return "".join(parts)


def marked(text: str) -> str:
    """The template with `⟦line⟧` at the end of each line that is text there: what is rendered tells its line.

    Marks stand where white space that a neighbouring `{{-` or `-}}` removes is still removed. Named templates
    get none: their texts are used as values, and what they give is of the line that includes them.
    """
    if "⟦" in text:
        return text
    parts: list[str] = []
    opened: list[bool] = []
    line = 1
    place = 0
    after: Action | None = None
    for action in [*actions(text), None]:
        end = action.start if action is not None else len(text)
        inside = any(opened)
        segment = text[place:end]
        parts.append(segment if inside else _marked_segment(segment, line, after, action is None))
        line += segment.count("\n")
        if action is None:
            break
        keyword = action.keyword
        if keyword in _OPENING:
            opened.append(keyword in ("define", "block"))
        elif keyword == "end" and opened:
            opened.pop()
        parts.append(action.text)
        line += action.text.count("\n")
        place = action.end
        after = action
    return "".join(parts)


def _marked_segment(segment: str, line: int, after: Action | None, is_last: bool) -> str:
    lines = segment.split("\n")
    for number, each in enumerate(lines):
        if number == len(lines) - 1 and not is_last:
            break
        kept = each.rstrip(" \t\r")
        begins_after_action = number == 0 and after is not None and not after.trims_after
        if kept or begins_after_action:
            lines[number] = f"{kept}⟦{line + number}⟧{each[len(kept) :]}"
    return "\n".join(lines)
