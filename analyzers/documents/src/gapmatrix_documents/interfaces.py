"""Descriptions of interfaces: OpenAPI and Swagger documents, Protocol Buffers' services."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gapmatrix_kit.documents import Node

from .marks import mark

MARK = mark(
    r"^\s*[\"']?(?:openapi|swagger)[\"']?\s*:\s*[\"']?\d|^[^\n]*?[{,]\s*[\"'](?:openapi|swagger)[\"']\s*:\s*[\"']\d",
    "openapi swagger",
)
_METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")
MAXIMUM_OPERATIONS = 2_000
# Strings, comments and words of a .proto file: no library that reads it whole is fast enough for ten thousand lines.
_PROTO = re.compile(
    r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|//[^\n]*|/\*.*?\*/|[A-Za-z_][\w.]*|[{};()]", re.DOTALL
)


@dataclass
class Interface:
    title: str
    # Method, path, line and whether it is described.
    operations: list[tuple[str, str, int, bool]] = field(default_factory=list)
    has_security: bool = False
    is_cut: bool = False


def openapi(document: Node) -> Interface | None:
    """An OpenAPI or Swagger document's operations; None of anything else, and of parts without paths."""
    version = document.get("openapi").text or document.get("swagger").text
    if not version or not document.get("paths").exists:
        return None
    interface = Interface(document.get("info", "title").text or "")
    interface.has_security = document.get("security").exists
    base = _base(document)
    for path, item in document.get("paths").pairs:
        for method in _METHODS:
            operation = item.get(method)
            if not operation.exists:
                continue
            if len(interface.operations) >= MAXIMUM_OPERATIONS:
                interface.is_cut = True
                return interface
            described = any(operation.get(key).exists for key in ("summary", "description", "responses"))
            interface.operations.append((method.upper(), base + path.value, operation.line, described))
            interface.has_security = interface.has_security or operation.get("security").exists
        if item.get("$ref").exists:
            interface.is_cut = True
    return interface


def _base(document: Node) -> str:
    path = document.get("basePath").text or ""
    return path.rstrip("/") if path.startswith("/") else ""


def proto(text: str) -> list[tuple[str, int, int, int]]:
    """Services: name, line, the number of calls, and how many of them have a comment before them."""
    found: list[tuple[str, int, int, int]] = []
    depth = 0
    previous = ""
    inside: int | None = None
    commented = False
    line, last = 1, 0
    for match in _PROTO.finditer(text):
        token = match.group()
        if token[0] in "\"'":
            continue
        if token.startswith(("//", "/*")):
            commented = True
            continue
        if token == "{":
            depth += 1
        elif token == "}":
            depth = max(0, depth - 1)
            if inside is not None and depth < inside:
                inside = None
            commented = False
        elif token == ";":
            commented = False
        elif previous == "service" and depth == 0 and token not in "()":
            line += text.count("\n", last, match.start())
            last = match.start()
            found.append((token, line, 0, 0))
            inside = 1
            commented = False
        elif token == "rpc" and inside is not None and depth == 1 and found:
            name, at, calls, told = found[-1]
            found[-1] = (name, at, calls + 1, told + commented)
            commented = False
        previous = token
    return found
