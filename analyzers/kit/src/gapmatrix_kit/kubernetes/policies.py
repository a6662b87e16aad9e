"""Network policies: which pods, which directions, and whether anything is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..documents import Node
from .selectors import selectors_of

if TYPE_CHECKING:
    from .resources import Resource


def describe_network_policy(resource: Resource) -> None:
    """A direction that a policy names is refused but for its rules; a rule that names nobody allows everybody."""
    spec = resource.spec
    if resource.kind == "CiliumNetworkPolicy":
        named = [each for each in ("ingress", "egress") if spec.get(each).exists]
        selector = spec.get("endpointSelector")
    else:
        types = [(each.text or "").lower() for each in spec.get("policyTypes").items]
        named = types or ["ingress", *(["egress"] if spec.get("egress").exists else [])]
        selector = spec.get("podSelector")
    denied = [each for each in named if not _allows_everybody(spec.get(each))]
    resource.signal(
        "kubernetes.network-policy",
        directions=" ".join(sorted(named)),
        default_deny=" ".join(sorted(denied)),
    )
    namespace = resource.document.get("metadata", "namespace").text
    if namespace and selectors_of(selector) == [["*"]]:
        # All pods of its own namespace, and of those that name none.
        for each in (namespace, ""):
            resource.select_labels([f"@namespace={each}"], selector)
    else:
        resource.select(selector)


def _allows_everybody(rules: Node) -> bool:
    """A rule without peers and ports, `- {}`, lets everything through."""
    return any(not rule.pairs and not rule.text for rule in rules.items[:100])
