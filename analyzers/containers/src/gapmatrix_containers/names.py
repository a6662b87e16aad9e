"""Names of images, paths and variables."""

from __future__ import annotations

import posixpath
import re

_DEVELOPMENT = {
    "dev", "devel", "develop", "development", "devcontainer", "test", "tests", "testing", "ci", "builder",
    "e2e", "local", "debug", "example", "examples", "sample", "demo", "bench", "benchmark", "lint", "docs",
    "override", "playwright", "integration", "fixture", "fixtures", "hack", "mock",
}  # fmt: skip
_DATE = re.compile(r"(19|20)\d\d[-.]?[01]\d[-.]?[0-3]\d")
_COMMIT = re.compile(r"(?=.*\d)(?=.*[a-f])[0-9a-f]{7,64}|[0-9a-f]{40}")
_VARIABLE = re.compile(r"\\\$|\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?[-+?])([^{}]*))?\})")
_SECRET = re.compile(r"(?i)pass(word|wd|phrase)?|secret|token|credential|api_?key|private_?key|access_?key")
# Official and well-known images whose user is not root.
_UNPRIVILEGED = re.compile(
    r"(^|/)nginx-unprivileged\b|:[^/]*nonroot|:[^/]*rootless|^cgr\.dev/chainguard/|^chainguard/|(^|/)bitnami/|-chiseled(-|$)"
)
MAXIMUM_VALUE = 2_000


def is_for_development(path: str) -> bool:
    """Whether the file's name or one of its folders says that it is for developers, tests or examples."""
    return any(word in _DEVELOPMENT for word in re.split(r"[^a-z0-9]+", path.lower()))


def expand(text: str, variables: dict[str, str]) -> str:
    """The text with the variables whose values are known in their places; `${X:-value}` too."""

    def value(match: re.Match[str]) -> str:
        name = match.group(1) or match.group(2)
        if name is None:
            return match.group(0)
        known = variables.get(name)
        operator, other = match.group(3), match.group(4)
        if operator in (":-", "-") and (known is None or (operator == ":-" and not known)):
            return other or ""
        if operator in (":+", "+"):
            return (other or "") if known else ""
        return match.group(0) if known is None else known

    return text if "$" not in text else _VARIABLE.sub(value, text)[:MAXIMUM_VALUE]


def pin(image: str) -> str | None:
    """How exactly an image is named: digest, tag, floating or none; None where a variable decides."""
    if "@sha256:" in image:
        return "digest"
    # `${X/a/b}` holds slashes of its own.
    image = re.sub(r"\$\{.*\}", "$", image)
    last = image.rsplit("/", 1)[-1]
    tag = last.partition(":")[2]
    if "$" in (tag or last) or "{{" in image:
        return None
    if not tag:
        return "none"
    return "tag" if _is_fixed(tag) else "floating"


def _is_fixed(tag: str) -> bool:
    """A version of two numbers or more, a date or a commit; `16`, `16-alpine3.19`, `stable` move on."""
    if _DATE.search(tag):
        return True
    parts = re.split(r"[-_+]", tag)
    first = parts[0].removeprefix("v").removeprefix("V")
    if first[:1].isdigit():
        return (
            bool(re.match(r"\d+\.\d+", first))
            or (first.isdigit() and len(first) > 4)
            or bool(_COMMIT.fullmatch(first))
        )
    return any(re.match(r"v?\d+\.\d+", part) or _COMMIT.fullmatch(part) for part in parts)


def is_unprivileged(image: str) -> bool:
    """Whether a base image is known to run as a user other than root."""
    return bool(_UNPRIVILEGED.search(image.partition("@")[0]))


def masked(name: str, value: str) -> str:
    """A variable's value as it may be shown."""
    if not _SECRET.search(name) or "$" in value or len(value) < 3:
        return value
    return f"{value[:2]}… ({len(value)} characters)"


def joined(*parts: str) -> str:
    """A path below the repository's root; what leaves it keeps its `..`."""
    path = posixpath.normpath("/".join(part for part in parts if part) or ".")
    return "" if path == "." else path


def folder(path: str) -> str:
    return posixpath.dirname(path)
