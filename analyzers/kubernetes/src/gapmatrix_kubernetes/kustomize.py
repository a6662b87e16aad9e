"""Kustomizations: which files they put together, and what they change.

Paths are resolved from the file's own folder; a folder stands for its kustomization. Names and labels that a
kustomization adds (`namePrefix`, `commonLabels`) are added to selectors and workloads alike, and so change no wire.
Patches by path are files of their own; patches that stand in the kustomization are described with it. Remote
resources, generators, replacements and plugins are not resolved.
"""

from __future__ import annotations

from gapmatrix_kit import documents, kubernetes
from gapmatrix_kit.documents import Node
from gapmatrix_kit.facts import TOP, Facts

MAXIMUM_ENTRIES = 1000
_LISTS = ("resources", "bases", "components", "crds", "patchesStrategicMerge")
# What only kustomize, or a program that it runs, could work out.
_COMPUTED = ("helmCharts", "generators", "transformers", "validators", "replacements")
_PATCHES = frozenset(("patchesStrategicMerge",))


def describe(document: Node, facts: Facts, path: str) -> None:
    """Adds a kustomization's symbol, with what it includes and sets."""
    folder = path.rpartition("/")[0]
    line = document.line
    symbol = facts.symbol(f"Kustomization/{folder or '.'}", "resource", line)
    facts.signal("kubernetes.kustomization", symbol, line)
    facts.reference(TOP, {"name": f"Kustomization/{folder or '.'}"}, "run", line)
    for key in _LISTS:
        for entry in document.get(key).items[:MAXIMUM_ENTRIES]:
            text = entry.text or ""
            if "\n" in text:
                _patch(text, entry.line + 1, facts, path)
            elif target := _path(folder, text):
                _include(symbol, target, entry.line, facts, "patch" if key in _PATCHES else "resource")
            elif text:
                facts.diagnostic("info", f"{text[:100]} lies outside of the repository: not read", entry.line)
    for entry in document.get("patches").items[:MAXIMUM_ENTRIES]:
        if target := _path(folder, entry.get("path").text or ""):
            _include(symbol, target, entry.line, facts, "patch")
        inline = entry.get("patch")
        if inline.text:
            _patch(inline.text, inline.line + 1, facts, path)
    for key in _COMPUTED:
        if (plugin := document.get(key)).exists:
            facts.diagnostic("info", f"what {key} of a kustomization make is not known here", plugin.line)
    _images(document.get("images"), facts, path)
    for entry in document.get("replicas").items[:MAXIMUM_ENTRIES]:
        name, count = entry.get("name").text, entry.get("count").text
        if name and count and kubernetes.role_of(path) == "service":
            changed = facts.symbol(f"Replicas/{name}", "resource", entry.line)
            for kind in ("Deployment", "StatefulSet"):
                facts.reference(changed, {"selector": [f"{kind}/{name}"]}, "select", entry.line)
            facts.signal("workload.replicas", changed, entry.line, count=count)


def _include(symbol: int, target: str, line: int, facts: Facts, what: str) -> None:
    paths = (
        [target]
        if target.endswith((".yaml", ".yml", ".json"))
        else [f"{target}/kustomization.{end}" for end in ("yaml", "yml")]
    )
    for path in paths:
        facts.reference(symbol, {"path": path.lstrip("/")}, "run", line, {"as": what})


def _patch(text: str, line: int, facts: Facts, path: str) -> None:
    """A strategic merge patch that stands in the kustomization; JSON patches are lists and say nothing by themselves."""
    try:
        for document in documents.documents(text):
            options = kubernetes.Options(
                role=kubernetes.role_of(path), is_root=False, line_of=lambda node: node.line + line - 1
            )
            kubernetes.describe(document, facts, path, options)
    except documents.Unreadable as error:
        facts.diagnostic("warning", f"a patch cannot be read: {error.message}", line + (error.line or 1) - 1)


def _images(images: Node, facts: Facts, path: str) -> None:
    """An image whose name, tag or digest is set: the containers that name it lead to what they get."""
    for entry in images.items[:MAXIMUM_ENTRIES]:
        name = entry.get("name").text
        if not name:
            continue
        image = entry.get("newName").text or kubernetes.image_name(name)
        tag, digest = entry.get("newTag").text, entry.get("digest").text
        full = image + (f":{tag}" if tag else "") + (f"@{digest}" if digest else "")
        symbol = facts.symbol(f"Image/{name}", "resource", entry.line)
        if kubernetes.role_of(path) == "service":
            facts.reference(
                symbol, {"selector": [f"@image={kubernetes.image_name(name)}"]}, "select", entry.line
            )
            facts.reference(symbol, {"image": full}, "run", entry.line)
        if tag or digest:
            pin = kubernetes.pin_of(full)
            facts.signal("kubernetes.image-override", symbol, entry.line, image=full, pin=pin)


def _path(folder: str, target: str) -> str | None:
    """A path from the repository's root; None of what is remote or leaves it."""
    if (
        not target
        or "://" in target
        or target.startswith(("/", "git@", "github.com/"))
        or "?" in target
        or "$" in target
    ):
        return None
    parts = folder.split("/") if folder else []
    for part in target.rstrip("/").split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)
