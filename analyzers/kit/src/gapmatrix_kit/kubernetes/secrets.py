"""Which values of the environment and of Secrets are secrets, masked before they leave the analyzer."""

from __future__ import annotations

import re

_NAME = re.compile(
    r"(?i)(passw(or)?d|passwd|passphrase|pwd|secret|token|api_?key|private_?key|access_?key|credentials?|auth_?key"
    r"|encryption_?key|signing_?key|dsn)($|[_\-.\d])|(password|secret|token|apikey)$"
)
# What is about a secret and is none: where it lies, how long it lives.
_ABOUT = re.compile(
    r"(?i)(file|path|dir|name|url|uri|host|port|ttl|expir\w*|lifetime|timeout|seconds|minutes|days|size|length|limit|count"
    r"|enabled?|disabled?|required?|policy|type|algorithm|issuer|audience|header|prefix|ref|mount|provider|id|arn|cookie"
    r"|max\w*|min\w*|endpoint|scope|version|namespace|user|username|rotation|interval|budget|tokens)$"
)
_IN_URL = re.compile(r"^[a-z][a-z0-9+.\-]*://[^/\s:@]*:([^/\s@]+)@", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"(?i)^(<.*>|\$.*|%.*%|\{\{.*|change[-_ ]?me\w*|replace[-_ ]?me\w*|todo|xxx+|\*+|your[-_ ].*|placeholder|example|dummy"
    r"|redacted|none|null|n/a)$"
)
_OBJECT = re.compile(
    r"^[a-z][a-z0-9]*(-[a-z]+)*-(secrets?|ca|certs?|certificates?|tls|keys?|credentials?|tokens?|auth)$"
)
_HARMLESS = re.compile(r"(?i)^(true|false|yes|no|on|off|\d{1,6}|[/.~][\w./\-]*)$")


def mask(value: str) -> str:
    """The first two characters, and the length."""
    return f"{value[:2]}… ({len(value)} characters)" if len(value) > 6 else f"({len(value)} characters)"


def is_secret_name(name: str) -> bool:
    """Whether a variable or key of that name holds a secret."""
    return _NAME.search(name) is not None and _ABOUT.search(name) is None


def plain_secret(name: str, value: str) -> str | None:
    """The secret in a plain value: all of it, or the password of an address; None if there is none."""
    if match := _IN_URL.match(value):
        return None if match[1].startswith(("$", "{", "<")) else match[1]
    if not value or _HARMLESS.match(value) or value.startswith("$("):
        return None
    # `CA_SECRET=shop-ca`: the name of a Secret, as objects are called.
    if name.upper().endswith("_SECRET") and _OBJECT.match(value):
        return None
    return value if is_secret_name(name) else None


def is_placeholder(value: str) -> bool:
    """Whether a value only says that something belongs here."""
    return _PLACEHOLDER.match(value) is not None
