"""How the caller wants an object described: where it comes from, and whether it starts by default."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..documents import Node
from ..facts import Json


def own_line(node: Node) -> int:
    return node.line


@dataclass(frozen=True)
class Options:
    """Options of one rendering, or of one raw file."""

    # Of the workloads' roots: `kubernetes-workload` or `helm-workload`.
    component_kind: str = "kubernetes-workload"
    # The values file; objects of a profile are selected by objects of the same one only. None for raw manifests.
    profile: str | None = None
    # Whether this profile is what default values give: its symbols have plain names.
    is_default: bool = True
    # Whether the workloads are roots of production.
    is_root: bool = True
    # Of the components: service, tool, example; None where the path does not tell.
    role: str | None = "service"
    # Added to components' names in parentheses, where two files would clash.
    suffix: str | None = None
    # The line in the file that the facts belong to; rendered documents map theirs to the template's.
    line_of: Callable[[Node], int] = own_line

    def name(self, kind: str, name: str) -> str:
        """The symbol's name of an object."""
        return f"{kind}/{name}" + ("" if self.is_default or not self.profile else f" [{self.profile}]")

    def labels(self, labels: list[str]) -> list[str]:
        """Labels as workloads have them, and selectors ask for them."""
        return labels if self.profile is None else [*labels, f"@profile={self.profile}"]


# Names of folders that tell nothing of what lies in them.
_PLAIN = frozenset(
    "k8s kubernetes kube deploy deployment deployments manifests manifest kubernetes-manifests k8s-manifests "
    "base bases kustomize overlays resources infra infrastructure ops config configs yaml install charts chart "
    "templates release".split()
)
_TOOLS = frozenset(
    "dev develop development devel test tests testing testdata ci local localdev e2e kind minikube debug bench".split()
)
_EXAMPLES = frozenset("example examples sample samples demo demos tutorial tutorials fixtures".split())


def namespace(path: str) -> Json:
    """The namespace of objects in a file: its directory."""
    return {"kind": "kubernetes", "name": path.rpartition("/")[0], "separator": "/"}


def role_of(path: str) -> str:
    """What workloads of a file are for, by the names of its folders and its own."""
    words = {word for part in path.lower().split("/") for word in (part, *_words(part))}
    if words & _EXAMPLES:
        return "example"
    return "tool" if words & _TOOLS else "service"


def _words(segment: str) -> list[str]:
    stem = segment.rsplit(".", 1)[0] if segment.endswith((".yaml", ".yml", ".json")) else segment
    return stem.replace("_", "-").replace(".", "-").split("-")


def component_name(kind: str, name: str, path: str, suffix: str | None = None) -> str:
    """A component's name: with the directory, where that says more than that Kubernetes is meant."""
    if suffix is None:
        directory = path.rpartition("/")[0]
        telling = [part for part in directory.lower().split("/") if part and part not in _PLAIN]
        suffix = directory if telling else None
    return f"{kind}/{name} ({suffix})" if suffix else f"{kind}/{name}"
