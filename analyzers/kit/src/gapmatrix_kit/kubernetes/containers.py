"""Containers of a pod: image, command, probes, resources, security, environment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .. import shell
from ..documents import Node
from ..facts import Facts
from .options import Options
from .secrets import is_placeholder, is_secret_name, mask, plain_secret

if TYPE_CHECKING:
    from .pods import Workload

MAXIMUM_VARIABLES = 500
MAXIMUM_COMMANDS = 100
_PROBES = (
    ("livenessProbe", "container.liveness-probe"),
    ("readinessProbe", "container.readiness-probe"),
    ("startupProbe", "container.startup-probe"),
)


def describe_container(container: Node, is_init: bool, workload: Workload) -> None:
    """Adds a container's symbol, with what it runs and what is set for it."""
    facts, options = workload.facts, workload.options
    line = options.line_of(container)
    own = container.get("name").text or "container"
    image = container.get("image").text
    name = f"{workload.name}.{own}"
    symbol = facts.symbol(
        name,
        "container",
        line,
        options.line_of(_last(container)),
        init="true" if is_init else None,
        profile=options.profile,
    )
    # What is compared must not be cut as other texts are.
    attributes = facts.symbols[symbol - 1].setdefault("attributes", {})
    if image and not workload.is_patch:
        attributes["labels"] = ",".join(options.labels([f"@image={image_name(image)}"]))
    if declared := _declared_ports(container):
        attributes["ports"] = " ".join(declared)
    if not attributes:
        del facts.symbols[symbol - 1]["attributes"]
    if workload.is_patch:
        # The container of the workload leads to what the patch adds to it.
        if options.role == "service":
            base = workload.name.removeprefix("Patch/")
            facts.reference(symbol, {"selector": [f"{base}.{own}"]}, "select", line)
    else:
        facts.reference(workload.symbol, {"name": name}, "run", line)
    command, arguments = _words(container.get("command")), _words(container.get("args"))
    # Options change nothing of what an entry point starts; other words take the place of the image's command.
    overrides = bool(command) or (bool(arguments) and not arguments[0].startswith("-"))
    if image:
        # A command takes the place of the image's own: what that starts is not started here.
        if not overrides:
            facts.reference(symbol, {"image": image}, "run", options.line_of(container.get("image")))
        facts.signal(
            "container.image", symbol, options.line_of(container.get("image")), image=image, pin=pin_of(image)
        )
    if overrides and not workload.is_patch:
        _command(container, command, arguments, image, symbol, workload)
    is_sidecar = is_init and container.get("restartPolicy").text == "Always"
    if (not is_init or is_sidecar) and not workload.is_patch:
        kind = "container.long-running" if workload.is_long_running else "container.finite"
        facts.signal(kind, symbol, line, name=own)
    ports = _ports(container)
    for key, signal in _PROBES:
        _probe(container, key, signal, symbol, ports, facts, options)
    _resources(container.get("resources"), symbol, facts, options)
    _security(container, workload, symbol)
    hook = container.get("lifecycle", "preStop")
    if hook.pairs:
        facts.signal("container.pre-stop", symbol, options.line_of(hook), seconds=_sleep(hook))
    _environment(container, symbol, facts, options)


def _last(container: Node) -> Node:
    """What stands last in a container."""
    node = container
    while node.pairs or node.items:
        node = node.pairs[-1][1] if node.pairs else node.items[-1]
    return node


def _command(
    container: Node,
    command: list[str],
    arguments: list[str],
    image: str | None,
    symbol: int,
    workload: Workload,
) -> None:
    """A command or arguments of its own; what `sh -c` runs is commands of its own."""
    line = workload.options.line_of(container.get("command") if command else container.get("args"))
    place: dict[str, Any] = {"within": {"image": image}} if image else {"directory": ""}
    if image and (workdir := container.get("workingDir").text):
        place["workdir"] = workdir
    words = command + arguments
    text = shell.inner_script(words)
    if text is not None:
        for inner in shell.parse(text).commands[:MAXIMUM_COMMANDS]:
            workload.facts.reference(symbol, {"command": inner.words[:100]} | place, "run", line)
        return
    if image and not command:
        place["follows"] = True
    workload.facts.reference(symbol, {"command": words} | place, "run", line)


def _words(node: Node) -> list[str]:
    return [each.text or "" for each in node.items[:100]]


def image_name(image: str) -> str:
    """An image's name without tag and digest, as kustomize names it."""
    name = image.partition("@")[0]
    head, slash, last = name.rpartition("/")
    return head + slash + last.partition(":")[0]


def pin_of(image: str) -> str | None:
    """How firmly an image is named: digest, tag, floating, none; None where a variable decides."""
    if "@sha256:" in image or "@sha512:" in image:
        return "digest"
    tag = image.rpartition("/")[2].partition(":")[2]
    if any(mark in image for mark in "${<"):
        return None
    if not tag:
        return "none"
    # A name without any number (latest, stable, main) is given to whatever is newest.
    return "tag" if re.search(r"\d", tag) and not tag.startswith("latest") else "floating"


def _ports(container: Node) -> dict[str, int]:
    found: dict[str, int] = {}
    for port in container.get("ports").items[:100]:
        name, number = port.get("name").text, port.get("containerPort").number
        if name and number is not None:
            found[name] = number
    return found


def _declared_ports(container: Node) -> list[str]:
    """`http:8080`, and `:9090` of one without a name."""
    return [
        f"{port.get('name').text or ''}:{port.get('containerPort').text or ''}"
        for port in container.get("ports").items[:100]
    ]


def _sleep(hook: Node) -> str | None:
    """The seconds that a hook which only waits takes, as far as they are written down."""
    seconds = hook.get("sleep", "seconds").number
    if seconds is not None:
        return str(seconds)
    words = _words(hook.get("exec", "command"))
    text = shell.inner_script(words)
    commands = [words] if text is None else [each.words for each in shell.parse(text).commands[:20]]
    waits = [
        int(each[1].removesuffix("s"))
        for each in commands
        if len(each) == 2 and each[0].rpartition("/")[2] == "sleep" and re.fullmatch(r"[0-9]{1,6}s?", each[1])
    ]
    return str(sum(waits)) if waits else None


def _probe(
    container: Node,
    key: str,
    signal: str,
    symbol: int,
    ports: dict[str, int],
    facts: Facts,
    options: Options,
) -> None:
    probe = container.get(key)
    if not probe.pairs:
        return
    line = options.line_of(probe)
    http, tcp, command, grpc = (probe.get(key) for key in ("httpGet", "tcpSocket", "exec", "grpc"))
    if http.pairs:
        path, port = http.get("path").text or "/", _port(http.get("port"), ports)
        path = path if path.startswith("/") else "/" + path
        scheme = (http.get("scheme").text or "HTTP").lower()
        facts.signal(signal, symbol, line, type="http", path=path, port=port, scheme=scheme, target=path)
        to: dict[str, Any] = {"route": path, "method": "GET"}
        if port and port.isdigit():
            to["port"] = int(port)
        facts.reference(symbol, to, "probe", options.line_of(http))
    elif tcp.pairs:
        port = _port(tcp.get("port"), ports)
        facts.signal(signal, symbol, line, type="tcp", port=port, target=f"port {port}" if port else None)
    elif grpc.pairs:
        port = _port(grpc.get("port"), ports)
        facts.signal(signal, symbol, line, type="grpc", port=port, target=f"port {port}" if port else None)
    elif command.pairs:
        words = _words(command.get("command"))
        facts.signal(signal, symbol, line, type="exec", target=_program(words))
        if words:
            _exec(container, words, signal, symbol, facts, options.line_of(command))


def _program(words: list[str]) -> str | None:
    """The program that a probe runs, without its arguments, which may hold a password."""
    text = shell.inner_script(words)
    if text is not None:
        words = next((each.words for each in shell.parse(text).commands[:20]), [])
    return words[0].rpartition("/")[2][:60] if words else None


def _exec(container: Node, words: list[str], signal: str, symbol: int, facts: Facts, line: int) -> None:
    """A probe that runs a command in the container: what that names lies in its image, or is mounted there."""
    image = container.get("image").text
    place: dict[str, Any] = {"within": {"image": image}} if image else {"directory": ""}
    if image and (workdir := container.get("workingDir").text):
        place["workdir"] = workdir
    mounts = [each.get("mountPath").text or "" for each in container.get("volumeMounts").items[:100]]
    told = {"purpose": signal.removeprefix("container."), "mounts": "\n".join(mounts)}
    text = shell.inner_script(words)
    lists = [words] if text is None else [each.words for each in shell.parse(text).commands[:20]]
    for each in lists:
        facts.reference(symbol, {"command": each[:100]} | place, "probe", line, told)


def _port(node: Node, ports: dict[str, int]) -> str | None:
    text = node.text
    return str(ports[text]) if text in ports else text


def _resources(resources: Node, symbol: int, facts: Facts, options: Options) -> None:
    found = {
        f"{what}_{kind}": resources.get(f"{kind}s", what).text
        for what in ("cpu", "memory")
        for kind in ("request", "limit")
    }
    # A limit alone is the request too.
    for what in ("cpu", "memory"):
        found[f"{what}_request"] = found[f"{what}_request"] or found[f"{what}_limit"]
    if any(found.values()):
        facts.signal("container.resources", symbol, options.line_of(resources), **found)


def _security(container: Node, workload: Workload, symbol: int) -> None:
    """What holds for the container: its own settings, else those of its pod."""
    own, pod = container.get("securityContext"), workload.spec.get("securityContext")

    def effective(key: str) -> str | None:
        node = own.get(key) if own.get(key).exists else pod.get(key)
        return node.text.lower() if node.text else None

    def listed(key: str) -> str | None:
        return " ".join(sorted(_words(own.get("capabilities", key)))) or None

    found: dict[str, Any] = {
        "run_as_non_root": effective("runAsNonRoot"),
        "run_as_user": effective("runAsUser"),
        "read_only_root": own.get("readOnlyRootFilesystem").text,
        "privilege_escalation": own.get("allowPrivilegeEscalation").text,
        "capabilities_dropped": listed("drop"),
        "capabilities_added": listed("add"),
        "privileged": own.get("privileged").text,
    }
    found = {
        key: value.lower() if not key.startswith("cap") else value for key, value in found.items() if value
    }
    if found:
        node = own if own.pairs else pod
        workload.facts.signal("container.security", symbol, workload.options.line_of(node), **found)


def _environment(container: Node, symbol: int, facts: Facts, options: Options) -> None:
    for variable in container.get("env").items[:MAXIMUM_VARIABLES]:
        name = variable.get("name").text
        if not name:
            continue
        line = options.line_of(variable)
        source, value = variable.get("valueFrom"), variable.get("value").text
        to = {"environment": name}
        for key, kind, target in (
            ("secretKeyRef", "secret", "Secret"),
            ("configMapKeyRef", "configmap", "ConfigMap"),
        ):
            if (held := source.get(key)).exists:
                facts.reference(symbol, to, "write", line, {"from": kind})
                wanted = None if held.get("optional").boolean else held.get("key").text
                _use(held.get("name").text, target, symbol, line, facts, options, wanted)
                if kind == "secret":
                    facts.signal("container.secret-reference", symbol, line, name=name)
                break
        else:
            if source.exists:
                facts.reference(symbol, to, "write", line, {"from": "field"})
                continue
            secret = plain_secret(name, value or "")
            if secret is None:
                facts.reference(symbol, to, "write", line, {"value": value or ""})
                continue
            facts.reference(symbol, to, "write", line, {"value": mask(secret)})
            facts.signal(
                "container.secret-plaintext",
                symbol,
                line,
                name=name,
                masked=mask(secret),
                placeholder="yes" if is_placeholder(secret) else "no",
                named="yes" if is_secret_name(name) else "no",
            )
    for group in container.get("envFrom").items[:50]:
        for key, target in (("secretRef", "Secret"), ("configMapRef", "ConfigMap")):
            if name := group.get(key, "name").text:
                line = options.line_of(group)
                _use(name, target, symbol, line, facts, options)
                if target == "Secret":
                    facts.signal("container.secret-reference", symbol, line, name=name)


def _use(
    name: str | None,
    kind: str,
    symbol: int,
    line: int,
    facts: Facts,
    options: Options,
    wanted: str | None = None,
) -> None:
    """`wanted`: the key that the object has to have, else the pod is not started."""
    if name:
        to = {"selector": [options.name(kind, name)]}
        facts.reference(symbol, to, "use", line, {"key": wanted})
