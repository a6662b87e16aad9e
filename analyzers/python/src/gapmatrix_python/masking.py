"""Which literals are secrets, and how they are masked. A secret's text leaves the analyzer nowhere."""

from __future__ import annotations

import re

# A name is secret if it ends with one of these: `token_url` and `password_field` do not.
_SECRET_NAME = re.compile(
    r"(?:^|[_\W]|(?<=[a-z0-9]))(?:password|passwd|passphrase|pwd|secret|token|credentials?|"
    r"(?:api|access|private|secret|auth|encryption|signing|master|account|client)[_-]?(?:key|secret)|"
    r"jwt[_-]?key|fernet[_-]?key|secret[_-]?key[_-]?base)(?:_?\d+|_default)?$",
    re.IGNORECASE,
)
# Tokens of a parser, a tokenizer or a pager are no credentials.
_OTHER_TOKEN = re.compile(
    r"(?:^|_)(?:pad|eos|bos|sep|cls|unk|mask|special|start|end|next|prev|page|continuation|stop|sub|word|first|last|"
    r"current|sync|begin|image|think|id|num|max|min|cancel(?:lation)?|by|new)_?token$",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"change[-_ ]?(?:me|this)|replace[-_ ]?(?:me|this)|your[-_ ]|example|placeholder|dummy|redacted|insecure|"
    r"not[-_]?(?:a|so)?[-_]?(?:real|secret)|x{4,}|\*{3,}|\.{3,}|<.*>|\$\{|%\(|\{\{|\{\w*\}|"
    r"(?:^|[-_])(?:test|testing|fake|sample|mock|foo|bar|default|demo|none|null|todo|local|dev|development|"
    r"invalid|wrong|bad)(?:$|[-_\d])",
    re.IGNORECASE,
)
_WORDS_OF_NAMES = re.compile(
    r"^(?:(?:my|the|some|a|super|very|new|old|user|admin|db|access|refresh|auth|api|secret|password|passwd|token|key|"
    r"pass|private|client)[-_ ]?)+\d{0,3}$",
    re.IGNORECASE,
)
# Keys and tokens are random; words are what a constant of this name is called. Passwords may be words.
_WORDS = re.compile(r"^[a-z]+(?:[-_][a-z]+)*$|^[A-Z]?[a-z]+(?:[-_ ]?[A-Z][a-z]+)*$")
_PASSWORD_NAME = re.compile(r"pass(?:word|wd|phrase)|pwd", re.IGNORECASE)
_ENVIRONMENT_NAME = re.compile(r"^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$")
_OPTION = re.compile(r"--[a-z]")
_DOTTED_PATH = re.compile(r"^[A-Za-z_]\w*(?:[.:][A-Za-z_]\w*)+$")
# How often somebody may ask for it: `5/m/ip`, `10/hour`.
_RATE = re.compile(r"\d+/\d*(?:s|m|h|d|sec|min|hr|second|minute|hour|day|month|year)s?(?:[/;,]|$)")
_URL_CREDENTIALS = re.compile(r"(://[^/\s:@]*:)([^@/\s]+)(@)")
_PRIVATE_KEY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")


# How every secret name ends, but for digits and `_default`. Looked at first: nearly all names end otherwise.
_ENDINGS = tuple("password passwd passphrase pwd secret token credential credentials key base".split())


def is_secret_name(name: str) -> bool:
    """Whether a variable, key or argument of this name holds a credential."""
    if name.isascii():
        end = name.rstrip("0123456789_\n")[-20:].lower()
        if not end.removesuffix("_default").endswith(_ENDINGS):
            return False
    return bool(_SECRET_NAME.search(name)) and not _OTHER_TOKEN.search(name)


def is_secret_value(value: str, read: bool = False) -> bool:
    """Whether a literal has the look of a credential and not of a name, a path or a message.

    With `read`, it is what a credential is where the environment gives none: no name of a variable.
    """
    if len(value) < 6:
        return False
    if any(character.isspace() for character in value):
        return _is_sprinkled(value)
    # The last is an option of a command line.
    if "://" in value or value.startswith(("/", "./", "../", "~")) or _OPTION.match(value):
        return False
    if _RATE.match(value):
        return False
    if not read and _ENVIRONMENT_NAME.match(value) and ("_" in value or value.isalpha()):
        return False
    return not _DOTTED_PATH.match(value) or value.startswith("eyJ")


def _is_sprinkled(value: str) -> bool:
    """Whether four different marks stand in a row, as in `A very long text!!@##$`, which no sentence has."""
    run = ""
    for character in value:
        if character not in "!@#$^&*":
            run = ""
        elif character not in run:
            run += character
            if len(run) == 4:
                return True
    return False


def is_distinctive(value: str) -> bool:
    """Whether a secret is no common word. The text of `postgres` is not hidden wherever it appears."""
    return len(value) >= 16 or not value.isalpha()


def is_placeholder(name: str, value: str) -> bool:
    """Whether a literal only shows where a credential goes."""
    if _WORDS.match(value) and not _PASSWORD_NAME.search(name):
        return True
    if _PLACEHOLDER.search(value) or _WORDS_OF_NAMES.match(value) or len(set(value)) < 3:
        return True
    return value.replace("-", "_").casefold() == name.replace("-", "_").casefold()


def is_private_key(value: str) -> bool:
    """Whether a literal holds the text of a private key."""
    return "PRIVATE KEY" in value and bool(_PRIVATE_KEY.search(value))


def masked(value: str) -> str:
    """What may be shown of a secret: two characters and the length."""
    return f"{value[:2]}…{len(value)}"


def without_credentials(value: str) -> str:
    """The text with the password of a URL left out."""
    return _URL_CREDENTIALS.sub(r"\1…\3", value) if "://" in value and "@" in value else value
