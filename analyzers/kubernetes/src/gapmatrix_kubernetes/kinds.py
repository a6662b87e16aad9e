"""Telling files apart by their names and bytes, before anything is parsed."""

from __future__ import annotations

import enum
import re

from gapmatrix_kit.server import File

BUNDLE_BYTES = 1_000_000


class Kind(enum.Enum):
    """What a file of YAML or JSON is."""

    MANIFEST = "manifest"
    KUSTOMIZATION = "kustomization"
    SKAFFOLD = "skaffold"
    # Holds `{{`: a chart's template, or one of another engine.
    TEMPLATE = "template"
    # Thousands of lines of definitions that a program wrote.
    BUNDLE = "bundle"
    OTHER = "other"


_KIND = re.compile(r"""^[\s\-{,"']*kind["']?\s*:\s*["']?[A-Z]""", re.MULTILINE)
_VERSION = re.compile(r"""^[\s\-{,"']*apiVersion["']?\s*:""", re.MULTILINE)
_INLINE = re.compile(r"""["'{,\s]kind["']?\s*:\s*["']?[A-Z]""")
# An action of Go's templates that stands for structure or for a value. Inside of quoted texts (alerts) it is a text.
_ACTION = re.compile(r"""^\s*(\{\{-?\s|[\w.\-/]+:\s*\{\{-?\s|-\s*\{\{-?\s)""", re.MULTILINE)
_DEFINITION = re.compile(r"^kind: CustomResourceDefinition\b", re.MULTILINE)
_WORKLOAD = re.compile(r"^kind: (Deployment|StatefulSet|DaemonSet|CronJob|Job|Pod)\b", re.MULTILINE)


def kind_of(file: File) -> Kind:
    """What a file is, in time linear in its length."""
    text, name = file.text, file.path.rpartition("/")[2].lower()
    stem = name.rpartition(".")[0]
    if stem == "kustomization":
        return Kind.KUSTOMIZATION
    if stem.startswith("skaffold") and "apiVersion" in text[:5000]:
        return Kind.SKAFFOLD
    if "apiVersion" not in text or "kind" not in text:
        return Kind.OTHER
    is_manifest = _VERSION.search(text) and (_KIND.search(text) or _INLINE.search(text))
    if "{{" in text and _ACTION.search(text):
        # What lies in a chart's templates is read by who renders charts.
        is_chart = "/templates/" in "/" + file.path
        return Kind.TEMPLATE if is_manifest and not is_chart else Kind.OTHER
    if not is_manifest:
        return Kind.OTHER
    if len(text) > BUNDLE_BYTES or (_DEFINITION.search(text) and not _WORKLOAD.search(text)):
        return Kind.BUNDLE
    return Kind.MANIFEST
