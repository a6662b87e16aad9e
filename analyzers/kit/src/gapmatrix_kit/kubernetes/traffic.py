"""What lets requests into the cluster: ingresses, gateways, routes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..documents import Node

if TYPE_CHECKING:
    from .resources import Resource

MAXIMUM_BACKENDS = 100
_TLS_PROTOCOLS = ("HTTPS", "TLS")
# Annotations under which the load balancer terminates TLS without a section of its own.
_TLS_ANNOTATION = re.compile(
    r"(certificate-arn|ssl-cert|pre-shared-cert|managed-certificates|tls-acme|router\.tls|ssl-certificate|cert-manager\.io/(cluster-)?issuer)$"
)


def describe_ingress(resource: Resource) -> None:
    """An ingress with its backends, and whether it has TLS for them."""
    spec = resource.spec
    annotations = resource.document.get("metadata", "annotations")
    has_tls = bool(spec.get("tls").items or spec.get("tls").pairs)
    has_tls = has_tls or (resource.kind == "IngressRoute" and spec.get("tls").exists)
    has_tls = has_tls or any(
        _TLS_ANNOTATION.search(key.value) and value.text not in (None, "", "false", "[]")
        for key, value in annotations.pairs[:100]
        if "issuer" not in key.value
    )
    resource.signal("kubernetes.ingress", kind_=resource.kind, tls="yes" if has_tls else "no")
    backends: list[Node] = [spec.get("defaultBackend"), spec.get("backend")]
    for rule in spec.get("rules").items[:MAXIMUM_BACKENDS]:
        backends += [path.get("backend") for path in rule.get("http", "paths").items[:MAXIMUM_BACKENDS]]
    for route in spec.get("routes").items[:MAXIMUM_BACKENDS]:
        for service in route.get("services").items[:20]:
            resource.select_named(service.get("kind").text or "Service", service.get("name").text, service)
    for backend in backends[:MAXIMUM_BACKENDS]:
        name = backend.get("service", "name").text or backend.get("serviceName").text
        resource.select_named("Service", name, backend)


def describe_gateway(resource: Resource) -> None:
    """A gateway of the Gateway API (listeners) or of Istio (servers)."""
    spec = resource.spec
    listeners = spec.get("listeners").items or spec.get("servers").items
    protected = [
        each.get("tls").pairs != []
        or (each.get("protocol").text or each.get("port", "protocol").text or "") in _TLS_PROTOCOLS
        for each in listeners[:100]
    ]
    tls = "yes" if protected and all(protected) else "some" if any(protected) else "no"
    resource.signal("kubernetes.ingress", kind_="Gateway", tls=tls)


def describe_route(resource: Resource) -> None:
    """A route leads to its gateway; the services behind it lead to the route."""
    spec = resource.spec
    resource.signal("kubernetes.route", kind_=resource.kind)
    for parent in spec.get("parentRefs").items[:20]:
        _use_gateway(resource, parent.get("name").text, parent)
    for gateway in spec.get("gateways").items[:20]:
        name = gateway.text or ""
        if name != "mesh":
            _use_gateway(resource, name.rpartition("/")[2], gateway)
    for rule in spec.get("rules").items[:MAXIMUM_BACKENDS]:
        for backend in rule.get("backendRefs").items[:20]:
            resource.select_named(backend.get("kind").text or "Service", backend.get("name").text, backend)
    for rule in spec.get("http").items[:MAXIMUM_BACKENDS]:
        for route in rule.get("route").items[:20]:
            host = route.get("destination", "host").text or ""
            resource.select_named("Service", host.partition(".")[0], route)


def _use_gateway(resource: Resource, name: str | None, node: Node) -> None:
    if name:
        to = {"selector": [resource.options.name("Gateway", name)]}
        resource.facts.reference(resource.symbol, to, "use", resource.line(node))
