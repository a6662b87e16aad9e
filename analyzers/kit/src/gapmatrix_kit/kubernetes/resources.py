"""Objects that are no workloads: what they select, and what they say."""

from __future__ import annotations

from collections.abc import Callable

from ..documents import Node
from ..facts import Facts
from .options import Options
from .policies import describe_network_policy
from .secrets import is_placeholder, mask, plain_secret
from .selectors import labels_of, selectors_of
from .traffic import describe_gateway, describe_ingress, describe_route

MAXIMUM_KEYS = 200


class Resource:
    """An object under description."""

    def __init__(
        self, document: Node, kind: str, version: str, symbol: int, facts: Facts, options: Options
    ) -> None:
        self.document = document
        self.kind = kind
        self.version = version
        self.symbol = symbol
        self.facts = facts
        self.options = options
        self.spec = document.get("spec")

    def line(self, node: Node) -> int:
        return self.options.line_of(node)

    def signal(self, kind: str, node: Node | None = None, **attributes: str | None) -> None:
        self.facts.signal(kind, self.symbol, self.line(node or self.document), **attributes)

    def select(self, selector: Node, prefix: str = "") -> None:
        """What a label selector selects leads to this object."""
        for labels in selectors_of(selector, prefix):
            self.select_labels(labels, selector)

    def select_labels(self, labels: list[str], node: Node) -> None:
        to = {"selector": self.options.labels(labels)}
        self.facts.reference(self.symbol, to, "select", self.line(node))

    def select_named(self, kind: str, name: str | None, node: Node) -> None:
        """The object of that name leads to this one."""
        if name:
            to = {"selector": [self.options.name(kind, name)]}
            self.facts.reference(self.symbol, to, "select", self.line(node))


def describe_resource(
    document: Node, kind: str, version: str, symbol: int, facts: Facts, options: Options
) -> None:
    """Adds the references and signals of an object; one of unknown kind has none."""
    if handler := _HANDLERS.get(kind):
        handler(Resource(document, kind, version, symbol, facts, options))


def _service(resource: Resource) -> None:
    ports = [port.get("port").text or "" for port in resource.spec.get("ports").items[:50]]
    resource.signal("kubernetes.service", ports=" ".join(ports), type_=resource.spec.get("type").text)
    selector = resource.spec.get("selector")
    if not (labels := labels_of(selector)):
        return
    resource.select_labels(labels, selector)
    # Whoever asks a service without an address is led to the pods themselves, whatever its ports say.
    is_headless = (resource.spec.get("clusterIP").text or "").lower() == "none"
    for port in resource.spec.get("ports").items[:50]:
        target = port.get("targetPort").text or port.get("port").text
        resource.signal(
            "kubernetes.service-port",
            port,
            name=port.get("name").text or "",
            target=None if is_headless else target,
        )


def _disruption_budget(resource: Resource) -> None:
    spec = resource.spec
    resource.signal(
        "kubernetes.disruption-budget",
        min_available=spec.get("minAvailable").text,
        max_unavailable=spec.get("maxUnavailable").text,
    )
    resource.select(spec.get("selector"))


def _autoscaler(resource: Resource) -> None:
    target = resource.spec.get("scaleTargetRef")
    if not target.exists:
        target = resource.spec.get("targetRef")
    if resource.kind == "VerticalPodAutoscaler":
        resource.signal("kubernetes.vertical-autoscaler")
    else:
        minimum = resource.spec.get("minReplicas").text or resource.spec.get("minReplicaCount").text
        maximum = resource.spec.get("maxReplicas").text or resource.spec.get("maxReplicaCount").text
        resource.signal("kubernetes.autoscaler", kind_=resource.kind, minimum=minimum, maximum=maximum)
    resource.select_named(target.get("kind").text or "Deployment", target.get("name").text, target)


def _service_monitor(resource: Resource) -> None:
    key = "endpoints" if resource.kind == "ServiceMonitor" else "podMetricsEndpoints"
    endpoints = resource.spec.get(key).items[:20]
    for endpoint in endpoints:
        resource.signal(
            "kubernetes.service-monitor",
            endpoint,
            kind_=resource.kind,
            path=endpoint.get("path").text or "/metrics",
            port=endpoint.get("port").text or endpoint.get("targetPort").text,
            port_of="service" if endpoint.get("port").text and key == "endpoints" else "container",
        )
    prefix = "service:" if resource.kind == "ServiceMonitor" else ""
    resource.select(resource.spec.get("selector"), prefix)


def _prometheus_rule(resource: Resource) -> None:
    alerts = [
        rule.get("alert").text or ""
        for group in resource.spec.get("groups").items[:100]
        for rule in group.get("rules").items[:500]
        if rule.get("alert").text
    ]
    resource.signal("kubernetes.prometheus-rule", alerts=str(len(alerts)))


def _keys(resource: Resource) -> None:
    """The keys of the object, where all of them are told: what mounts it or reads it may ask for one."""
    keys = [
        key.value
        for part in ("data", "binaryData", "stringData")
        for key, _ in resource.document.get(part).pairs
    ]
    if len(keys) <= MAXIMUM_KEYS:
        attributes = resource.facts.symbols[resource.symbol - 1].setdefault("attributes", {})
        attributes["keys"] = "\n".join(keys)


def _secret(resource: Resource) -> None:
    if resource.kind != "Secret":
        kind = "sealed" if resource.kind == "SealedSecret" else "external"
        resource.signal("kubernetes.secret", kind_=kind)
        return
    _keys(resource)
    for key in ("stringData", "data"):
        values = resource.document.get(key)
        for name, value in values.pairs[:MAXIMUM_KEYS]:
            text = value.text or ""
            secret = plain_secret(name.value, text) if key == "stringData" else text
            if secret:
                placeholder = "yes" if is_placeholder(secret) else "no"
                resource.signal(
                    "kubernetes.secret",
                    name,
                    kind_="plain",
                    name=name.value,
                    masked=mask(secret),
                    placeholder=placeholder,
                )


def _config_map(resource: Resource) -> None:
    _keys(resource)
    for name, value in resource.document.get("data").pairs[:MAXIMUM_KEYS]:
        text = value.text or ""
        if "\n" in text:
            continue
        if secret := plain_secret(name.value, text):
            placeholder = "yes" if is_placeholder(secret) else "no"
            resource.signal(
                "container.secret-plaintext",
                name,
                name=name.value,
                masked=mask(secret),
                placeholder=placeholder,
            )


def _service_account(resource: Resource) -> None:
    token = resource.document.get("automountServiceAccountToken")
    if token.boolean is not None:
        resource.signal("workload.token", token, automount=str(token.boolean).lower())


def _bound_account(resource: Resource) -> None:
    """A binding gives the account rights in the API: its workloads use the API."""
    for subject in resource.document.get("subjects").items[:50]:
        if subject.get("kind").text == "ServiceAccount":
            resource.signal("kubernetes.role-binding", subject, account=subject.get("name").text)
            resource.select_named("ServiceAccount", subject.get("name").text, subject)


def _rollout(resource: Resource) -> None:
    strategy = next(
        (each for each in ("canary", "blueGreen") if resource.spec.get("strategy", each).exists), None
    )
    target = resource.spec.get("workloadRef")
    if not target.exists:
        target = resource.spec.get("targetRef")
    if resource.kind == "Canary":
        strategy = "canary"
    resource.signal("kubernetes.rollout", strategy=strategy)
    resource.select_named(target.get("kind").text or "Deployment", target.get("name").text, target)


def _limits(resource: Resource) -> None:
    resource.signal("kubernetes.default-limits", kind_=resource.kind)


_HANDLERS: dict[str, Callable[[Resource], None]] = {
    "Service": _service,
    "PodDisruptionBudget": _disruption_budget,
    "HorizontalPodAutoscaler": _autoscaler,
    "VerticalPodAutoscaler": _autoscaler,
    "ScaledObject": _autoscaler,
    "ServiceMonitor": _service_monitor,
    "PodMonitor": _service_monitor,
    "PodMonitoring": _service_monitor,
    "PrometheusRule": _prometheus_rule,
    "Secret": _secret,
    "SealedSecret": _secret,
    "ExternalSecret": _secret,
    "SecretProviderClass": _secret,
    "VaultStaticSecret": _secret,
    "ConfigMap": _config_map,
    "ServiceAccount": _service_account,
    "RoleBinding": _bound_account,
    "ClusterRoleBinding": _bound_account,
    "Ingress": describe_ingress,
    "IngressRoute": describe_ingress,
    "Gateway": describe_gateway,
    "HTTPRoute": describe_route,
    "GRPCRoute": describe_route,
    "VirtualService": describe_route,
    "NetworkPolicy": describe_network_policy,
    "CiliumNetworkPolicy": describe_network_policy,
    "Rollout": _rollout,
    "Canary": _rollout,
    "LimitRange": _limits,
    "ResourceQuota": _limits,
}
