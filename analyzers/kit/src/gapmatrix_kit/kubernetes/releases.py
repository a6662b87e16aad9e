"""Objects by which a controller installs a chart from elsewhere: Flux's HelmRelease, Argo CD's Application."""

from __future__ import annotations

from ..documents import Node

# Sources whose charts are packages; a repository of Git may be this one.
_PACKAGED = frozenset(("HelmRepository", "OCIRepository", "Bucket", "HelmChart"))


def released_chart(document: Node, kind: str, version: str) -> str | None:
    """The chart that an object installs; None where there is none, or where it may lie in this repository."""
    spec = document.get("spec")
    if kind == "HelmRelease" and version.partition("/")[0] in ("helm.toolkit.fluxcd.io", "helm.fluxcd.io"):
        given = spec.get("chart", "spec")
        if given.get("sourceRef", "kind").text in _PACKAGED:
            return given.get("chart").text
        if spec.get("chartRef", "kind").text in _PACKAGED:
            return spec.get("chartRef", "name").text
        # The first version of the operator names the repository in the object.
        return spec.get("chart", "name").text if spec.get("chart", "repository").text else None
    if kind in ("Application", "ApplicationSet") and version.startswith("argoproj.io/"):
        of_set = spec.get("template", "spec")
        found = of_set if of_set.exists else spec
        for source in (found.get("source"), *found.get("sources").items[:20]):
            if chart := source.get("chart").text:
                return chart
    return None
