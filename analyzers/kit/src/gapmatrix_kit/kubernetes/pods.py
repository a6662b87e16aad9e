"""Pods: what a pod template says, whatever object holds it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..documents import Node
from ..facts import Facts
from .containers import describe_container
from .options import Options
from .selectors import labels_of

# Where the pod's specification and its metadata stand.
POD_PATHS: dict[str, tuple[str, ...]] = {
    "Pod": (),
    "Deployment": ("spec", "template"),
    "StatefulSet": ("spec", "template"),
    "DaemonSet": ("spec", "template"),
    "ReplicaSet": ("spec", "template"),
    "ReplicationController": ("spec", "template"),
    "Job": ("spec", "template"),
    "CronJob": ("spec", "jobTemplate", "spec", "template"),
    "Rollout": ("spec", "template"),
    "DeploymentConfig": ("spec", "template"),
}
FINITE = frozenset(("Job", "CronJob"))
REPLICATED = frozenset(
    ("Deployment", "StatefulSet", "ReplicaSet", "ReplicationController", "Rollout", "DeploymentConfig")
)
MAXIMUM_CONTAINERS = 50
_HOOK_TEST = re.compile(r"\btest(-success|-failure)?\b")


@dataclass(frozen=True)
class Workload:
    """A workload under description."""

    facts: Facts
    options: Options
    symbol: int
    kind: str
    # The symbol's name.
    name: str
    # The pod template, and its specification.
    template: Node
    spec: Node
    # A part that is merged into a workload of another file.
    is_patch: bool = False

    @property
    def is_long_running(self) -> bool:
        return self.kind not in FINITE and self.spec.get("restartPolicy").text not in ("Never", "OnFailure")


def pod_template(document: Node, kind: str) -> Node:
    """The node that has the pod's `metadata` and `spec`; one that is nothing where there is none."""
    return document.get(*POD_PATHS[kind])


def is_test_hook(document: Node) -> bool:
    """Whether Helm runs it as a test of the release."""
    hook = document.get("metadata", "annotations", "helm.sh/hook").text or ""
    return _HOOK_TEST.search(hook) is not None


def pod_labels(template: Node) -> list[str]:
    return labels_of(template.get("metadata", "labels"))


def describe_pod(workload: Workload) -> None:
    """The pod's containers, and what holds for all of them."""
    facts, options, spec = workload.facts, workload.options, workload.spec
    named: list[tuple[Node, bool]] = [
        (each, False) for each in spec.get("containers").items[:MAXIMUM_CONTAINERS]
    ]
    named += [(each, True) for each in spec.get("initContainers").items[:MAXIMUM_CONTAINERS]]
    for container, is_init in named:
        describe_container(container, is_init, workload)
    for key, what in (("hostNetwork", "network"), ("hostPID", "pid"), ("hostIPC", "ipc")):
        if spec.get(key).boolean:
            facts.signal("workload.host", workload.symbol, options.line_of(spec.get(key)), kind_=what)
    grace = spec.get("terminationGracePeriodSeconds")
    if grace.number is not None:
        facts.signal(
            "workload.termination-grace", workload.symbol, options.line_of(grace), seconds=str(grace.number)
        )
    token = spec.get("automountServiceAccountToken")
    if token.boolean is not None:
        facts.signal(
            "workload.token", workload.symbol, options.line_of(token), automount=str(token.boolean).lower()
        )
    account = spec.get("serviceAccountName")
    if account.text:
        facts.reference(
            workload.symbol,
            {"selector": [options.name("ServiceAccount", account.text)]},
            "use",
            options.line_of(account),
        )
    _spread(workload)
    _volumes(workload)
    annotations = workload.template.get("metadata", "annotations")
    scrape(annotations, workload.symbol, facts, options)


def scrape(annotations: Node, symbol: int, facts: Facts, options: Options) -> None:
    """`prometheus.io/scrape`: the pods, or what stands behind the service, are asked for metrics."""
    asked = annotations.get("prometheus.io/scrape")
    if asked.boolean:
        facts.signal(
            "kubernetes.service-monitor",
            symbol,
            options.line_of(asked),
            kind_="annotation",
            path=annotations.get("prometheus.io/path").text or "/metrics",
            port=annotations.get("prometheus.io/port").text,
        )


def _spread(workload: Workload) -> None:
    spec = workload.spec
    spread = spec.get("topologySpreadConstraints")
    affinity = spec.get("affinity", "podAntiAffinity")
    for node, kind in ((spread, "topology"), (affinity, "anti-affinity")):
        if node.items or node.pairs:
            workload.facts.signal(
                "workload.spread", workload.symbol, workload.options.line_of(node), kind_=kind
            )


_VOLUMES = {
    "persistentVolumeClaim": "claim",
    "ephemeral": "empty",
    "emptyDir": "empty",
    "hostPath": "host",
    "configMap": "config",
    "secret": "secret",
    "nfs": "claim",
    "csi": "csi",
}


def _volumes(workload: Workload) -> None:
    facts, options, spec = workload.facts, workload.options, workload.spec
    mounts: dict[str, str] = {}
    for container in spec.get("containers").items[:MAXIMUM_CONTAINERS]:
        for mount in container.get("volumeMounts").items[:200]:
            name, path = mount.get("name").text, mount.get("mountPath").text
            if name and path:
                mounts.setdefault(name, path)
    for volume in spec.get("volumes").items[:200]:
        name = volume.get("name").text or ""
        for key, kind in _VOLUMES.items():
            source = volume.get(key)
            if not source.exists:
                continue
            line = options.line_of(volume)
            facts.signal("workload.storage", workload.symbol, line, kind_=kind, path=mounts.get(name))
            if kind == "host":
                facts.signal(
                    "workload.host", workload.symbol, line, kind_="path", path=source.get("path").text
                )
            elif kind in ("config", "secret"):
                _object_volume(workload, kind, source, name, line)
            elif key == "persistentVolumeClaim" and (claim := source.get("claimName").text):
                facts.reference(
                    workload.symbol,
                    {"selector": [options.name("PersistentVolumeClaim", claim)]},
                    "use",
                    line,
                )


def _object_volume(workload: Workload, kind: str, source: Node, volume: str, line: int) -> None:
    """A volume that is made of an object, and the keys that the object has to have for it."""
    options = workload.options
    name = source.get("name").text if kind == "config" else source.get("secretName").text
    if not name:
        return
    to = {"selector": [options.name("ConfigMap" if kind == "config" else "Secret", name)]}
    workload.facts.reference(workload.symbol, to, "use", line)
    if source.get("optional").boolean:
        return
    items = source.get("items").items[:100]
    wanted = [(each.get("key").text, each) for each in items]
    if not items:
        wanted = [(mount.get("subPath").text, mount) for mount in _mounts_of(workload, volume)]
    for key, node in wanted:
        if key and "/" not in key:
            workload.facts.reference(workload.symbol, to, "use", options.line_of(node), {"key": key})


def _mounts_of(workload: Workload, volume: str) -> list[Node]:
    spec = workload.spec
    containers = spec.get("containers").items[:MAXIMUM_CONTAINERS]
    containers += spec.get("initContainers").items[:MAXIMUM_CONTAINERS]
    mounts = [mount for each in containers for mount in each.get("volumeMounts").items[:200]]
    return [mount for mount in mounts if mount.get("name").text == volume][:100]
