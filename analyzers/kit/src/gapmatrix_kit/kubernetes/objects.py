"""One object of Kubernetes, whatever its kind."""

from __future__ import annotations

import re

from ..documents import Node
from ..facts import Facts, Json
from .options import Options, component_name
from .pods import (
    POD_PATHS,
    REPLICATED,
    Workload,
    describe_pod,
    is_test_hook,
    pod_labels,
    pod_template,
    scrape,
)
from .releases import released_chart
from .resources import describe_resource
from .selectors import labels_of

MAXIMUM_LIST = 2000
# Objects that are found by their own labels, with the prefix that tells them from pods.
_LABELLED = {"Service": "service:"}


def is_object(document: Node) -> bool:
    """Whether a document is an object of Kubernetes: it tells its kind and version."""
    return bool(document.get("kind").text and document.get("apiVersion").text)


def describe(document: Node, facts: Facts, path: str, options: Options) -> int | None:
    """Adds what an object says to the facts of the file at `path`; returns its symbol, none of what is no object.

    The objects of a `List` are described one by one.
    """
    if not is_object(document):
        return None
    first = len(facts.signals)
    symbol = _describe(document, facts, path, options)
    if condition := _condition(facts, symbol, path, options):
        for signal in facts.signals[first:]:
            signal.setdefault("attributes", {})["profile"] = condition
    return symbol


def _condition(facts: Facts, symbol: int | None, path: str, options: Options) -> str | None:
    """What has to be chosen before the object is there: a values file, or an overlay for development."""
    if not options.is_default:
        return options.profile
    is_patch = symbol is not None and facts.symbols[symbol - 1]["name"].startswith("Patch/")
    return path if is_patch and options.role != "service" else None


def _describe(document: Node, facts: Facts, path: str, options: Options) -> int | None:
    kind, version = document.get("kind").text or "", document.get("apiVersion").text or ""
    if kind.endswith("List") and document.get("items").exists:
        for item in document.get("items").items[:MAXIMUM_LIST]:
            if not (item.get("kind").text or "").endswith("List"):
                describe(item, facts, path, options)
        return None
    if kind == "Service" and version.startswith("serving.knative.dev/"):
        return _workload(document, "KnativeService", document.get("spec", "template"), facts, path, options)
    if chart := released_chart(document, kind, version):
        return _release(document, kind, chart, facts, path, options)
    if kind in POD_PATHS and pod_template(document, kind).exists and not _refers(document):
        return _workload(document, kind, pod_template(document, kind), facts, path, options)
    return _resource(document, kind, version, facts, options)


def _release(document: Node, kind: str, chart: str, facts: Facts, path: str, options: Options) -> int:
    """What a controller installs from a chart that is kept elsewhere: something runs, and nobody sees here what."""
    line = options.line_of(document)
    own = _name(document)
    namespace = document.get("metadata", "namespace").text
    symbol = facts.symbol(
        options.name(kind, own), "workload", line, _end(document, options), namespace=namespace
    )
    _attributes(facts, symbol)["kind"] = kind
    facts.signal("kubernetes.release", symbol, line, name=chart)
    if options.is_root:
        component = component_name(kind, own, path, options.suffix)
        facts.root(symbol, "production", f"{kind} {own}", component, options.component_kind, options.role)
    return symbol


def _attributes(facts: Facts, symbol: int) -> Json:
    attributes: Json = facts.symbols[symbol - 1].setdefault("attributes", {})
    return attributes


def _refers(document: Node) -> bool:
    """A rollout that takes the pods of a deployment."""
    return document.get("spec", "workloadRef").exists


def _name(document: Node) -> str:
    metadata = document.get("metadata")
    return metadata.get("name").text or metadata.get("generateName").text or "unnamed"


def _end(document: Node, options: Options) -> int:
    node = document
    while node.pairs or node.items:
        node = node.pairs[-1][1] if node.pairs else node.items[-1]
    return options.line_of(node)


def _is_patch(document: Node, kind: str, template: Node, options: Options) -> bool | None:
    """A raw document that lacks what the object needs is a part, merged into the object elsewhere.

    None where only a kustomization tells: it may give an object its selector, or take the document for a patch.
    """
    if options.profile is not None:
        return False
    containers = template.get("spec", "containers").items
    if not containers or any(not container.get("image").text for container in containers):
        return True
    needs_selector = kind in ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet")
    lacks = needs_selector and not document.get("spec", "selector").exists and not pod_labels(template)
    return None if lacks else False


def _workload(document: Node, kind: str, template: Node, facts: Facts, path: str, options: Options) -> int:
    is_patch = _is_patch(document, kind, template, options)
    if is_patch is not None:
        return _pods(document, kind, template, facts, path, options, is_patch)
    # Both are told; the linker takes the one that is meant. Where no kustomization tells: what ports a container has is
    # said once, by the object itself.
    containers = template.get("spec", "containers").items
    usual = "resource" if any(container.get("ports").items for container in containers) else "patch"
    symbol = 0
    for alternative in ("patch", "resource"):
        first = len(facts.symbols)
        symbol = _pods(document, kind, template, facts, path, options, alternative == "patch")
        for place in range(first + 1, len(facts.symbols) + 1):
            _attributes(facts, place)["alternative"] = alternative
            if alternative == usual:
                _attributes(facts, place)["usual"] = "true"
    return symbol


def _pods(
    document: Node,
    kind: str,
    template: Node,
    facts: Facts,
    path: str,
    options: Options,
    is_patch: bool,
) -> int:
    line = options.line_of(document)
    own = _name(document)
    name = options.name(kind, own)
    # What selects all of a namespace asks for it; of an object that names none nobody knows where it is put.
    own_namespace = f"@namespace={document.get('metadata', 'namespace').text or ''}"
    labels = options.labels([*pod_labels(template), own_namespace])
    symbol = facts.symbol(
        f"Patch/{name}" if is_patch else name,
        "resource" if is_patch else "workload",
        line,
        _end(document, options),
        namespace=document.get("metadata", "namespace").text,
        profile=options.profile,
    )
    _attributes(facts, symbol)["kind"] = kind
    if not is_patch:
        # Labels are compared, so that they must not be cut as other texts are.
        _attributes(facts, symbol)["labels"] = ",".join(labels)
    described = f"Patch/{name}" if is_patch else name
    workload = Workload(facts, options, symbol, kind, described, template, template.get("spec"), is_patch)
    if is_patch:
        if options.role == "service":
            facts.reference(symbol, {"selector": [name]}, "select", line)
    else:
        facts.signal("kubernetes.workload", symbol, line, **_summary(document, kind, workload))
        if options.is_root and not is_test_hook(document):
            role = options.role
            if role == "service" and not workload.is_long_running:
                role = None
            component = component_name(kind, own, path, options.suffix)
            facts.root(symbol, "production", f"{kind} {own}", component, options.component_kind, role)
    describe_pod(workload)
    _scale(document, kind, workload)
    return symbol


# What only those ask who operate it: no request of a user comes there.
_OPERATORS = re.compile(
    r"(?i)^(https?-)?(metrics?|prom(etheus)?|telemetry|healthz?|probes?|pprof|debug)(-port|-https?)?$"
)


def _is_for_operators(port: Node) -> bool:
    return bool(_OPERATORS.match(port.get("name").text or ""))


def _summary(document: Node, kind: str, workload: Workload) -> dict[str, str | None]:
    containers = workload.spec.get("containers").items[:20]
    images = [each.get("image").text or "" for each in containers]
    replicas = document.get("spec", "replicas")
    serves = kind == "KnativeService" or any(
        not _is_for_operators(port) for each in containers for port in each.get("ports").items[:50]
    )
    return {
        "kind_": kind,
        "long_running": "yes" if workload.is_long_running else "no",
        "serves": "yes" if serves and workload.is_long_running else "no",
        "replicas": (replicas.text or "1") if kind in REPLICATED else None,
        "images": " ".join(images),
    }


def _scale(document: Node, kind: str, workload: Workload) -> None:
    """Replicas, claims of their own, and how a new version takes over."""
    facts, options = workload.facts, workload.options
    spec = document.get("spec")
    replicas = spec.get("replicas")
    if kind in REPLICATED and replicas.number is not None:
        facts.signal(
            "workload.replicas", workload.symbol, options.line_of(replicas), count=str(replicas.number)
        )
    for claim in spec.get("volumeClaimTemplates").items[:50]:
        facts.signal(
            "workload.storage",
            workload.symbol,
            options.line_of(claim),
            kind_="claim",
            path=_claim_path(workload, claim.get("metadata", "name").text),
        )
    if kind == "KnativeService":
        facts.signal("kubernetes.autoscaler", workload.symbol, options.line_of(spec), kind_="Knative")
    if kind == "Rollout":
        strategy = next((each for each in ("canary", "blueGreen") if spec.get("strategy", each).exists), None)
        line = options.line_of(spec.get("strategy"))
        facts.signal("kubernetes.rollout", workload.symbol, line, strategy=strategy)


def _claim_path(workload: Workload, name: str | None) -> str | None:
    for container in workload.spec.get("containers").items[:50]:
        for mount in container.get("volumeMounts").items[:200]:
            if name and mount.get("name").text == name:
                return mount.get("mountPath").text
    return None


def _resource(document: Node, kind: str, version: str, facts: Facts, options: Options) -> int:
    line = options.line_of(document)
    name = options.name(kind, _name(document))
    symbol = facts.symbol(
        name,
        "resource",
        line,
        _end(document, options),
        namespace=document.get("metadata", "namespace").text,
        profile=options.profile,
    )
    attributes = _attributes(facts, symbol)
    attributes["kind"], attributes["version"] = kind[:100], version[:100]
    if prefix := _LABELLED.get(kind):
        own = [prefix + each for each in labels_of(document.get("metadata", "labels"))]
        attributes["labels"] = ",".join(options.labels(own))
        scrape(document.get("metadata", "annotations"), symbol, facts, options)
    describe_resource(document, kind, version, symbol, facts, options)
    return symbol
