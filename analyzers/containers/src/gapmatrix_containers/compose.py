"""Facts of a compose file: each service is a workload with one container."""

from __future__ import annotations

import posixpath
import re
import shlex
from itertools import islice

from gapmatrix_kit import includes
from gapmatrix_kit.documents import Node, Scalar, Unreadable, documents, doubled_keys
from gapmatrix_kit.facts import TOP, Facts, Json

from gapmatrix_containers import missing, workloads
from gapmatrix_containers.contents import send_image, send_user
from gapmatrix_containers.dockerfile import LAYERS, held, probe, target
from gapmatrix_containers.names import expand, folder, is_for_development, joined, masked

MAXIMUM_SERVICES = 500
MAXIMUM_DOCUMENTS = 20
MAXIMUM_INCLUDES = 100
_TLS_LABEL = re.compile(r"traefik\.(?:http|tcp)\.routers\.[^.]+\.tls(?:\.certresolver)?$")
# `while ! nc -z db 5432; do sleep 1; done; serve`, and programs that do nothing else.
_WAITING = re.compile(
    r"\b(?:while|until)\b[^;\n]{0,200}?(?:/dev/(?:tcp|udp)/([\w.-]+)/|\bnc\s+(?:-\w+\s+)*([\w.-]+)\s+\d"
    r"|\bpg_isready\b[^;\n]{0,80}?-h[ =]?([\w.-]+)|\bredis-cli\s+-h\s+([\w.-]+)\s+ping)"
    r"|\bwait-for(?:-it)?(?:\.sh)?\s+(?:-h\s+)?([\w.-]+):\d|\bdockerize\b[^;\n]{0,80}?-wait\s+\w+://([\w.-]+)"
)
_DEFAULT_NAMES = {"docker-compose.yml", "docker-compose.yaml", "compose.yml", "compose.yaml"}


def read(path: str, text: str, facts: Facts) -> None:
    """Adds what a compose file says to the facts."""
    seen: set[str] = set()
    try:
        for root in islice(documents(text), MAXIMUM_DOCUMENTS):
            _document(path, root, seen, facts)
    except Unreadable as error:
        facts.diagnostic("warning", f"it is no YAML: {error.message}", error.line)


def _document(path: str, root: Node, seen: set[str], facts: Facts) -> None:
    for key in doubled_keys(root):
        facts.diagnostic(
            "warning", f"the key {key.value[:80]} stands twice: compose refuses the file", key.line
        )
    _includes(path, root.get("include"), facts)
    services = root.get("services")
    if not services.exists and root.get("version").exists is False:
        # The first version of the format had the services at the top; every one has an image or a build.
        if root.pairs and all(each.get("image").exists or each.get("build").exists for _, each in root.pairs):
            services = root
    pairs = services.pairs
    if len(pairs) > MAXIMUM_SERVICES:
        facts.diagnostic("warning", f"only its first {MAXIMUM_SERVICES} services are read", services.line)
    earlier = frozenset(seen)
    for key, service in pairs[:MAXIMUM_SERVICES]:
        if key.value in earlier:
            facts.diagnostic(
                "info", f"what this document changes of the service {key.value[:80]} is not read", key.line
            )
            continue
        seen.add(key.value)
        _Service(path, key, service, services, facts).read()


def _includes(path: str, include: Node, facts: Facts) -> None:
    """Other compose files, from the file's own folder; those of elsewhere are said to be not read."""
    for entry in include.items[:MAXIMUM_INCLUDES]:
        paths = entry.get("path")
        for each in paths.items or [paths if paths.exists else entry]:
            if each.text is not None:
                _include(path, each.text, each.line, TOP, facts)


def _include(path: str, name: str, line: int, origin: int, facts: Facts) -> None:
    if "$" in name:
        return
    place = joined(folder(path), name)
    if "://" in name or name.startswith(("oci:", "git@", "/", "~")) or place.startswith(".."):
        includes.outside(facts, name, line)
    else:
        includes.include(facts, origin, place, line)


_PRODUCTION = re.compile(
    r"(?i)^(prod|production|default|full|all|app|main|server|web|api|worker|backend|frontend)([-_.]|$)"
)


class _Service:
    def __init__(self, path: str, key: Scalar, node: Node, services: Node, facts: Facts) -> None:
        self._path = path
        self._name = key.value
        self._line = key.line
        self._node = node
        self._services = services
        self._facts = facts
        self._inherited = self._ancestors()

    def _ancestors(self) -> list[Node]:
        """The services of this file that it extends, the nearest first."""
        found: list[Node] = []
        node = self._node
        for _ in range(10):
            extends = node.get("extends")
            name = extends.text or extends.get("service").text
            if name is None or extends.get("file").exists:
                break
            node = self._services.get(name)
            if not node.exists or any(node is each for each in found):
                break
            found.append(node)
        return found

    def _get(self, *path: str) -> Node:
        for node in (self._node, *self._inherited):
            value = node.get(*path)
            if value.exists:
                return value
        return self._node.get(*path)

    def _text(self, *path: str) -> str | None:
        text = self._get(*path).text
        return None if text is None else expand(text, {})

    def read(self) -> None:
        build, image = self._get("build"), self._text("image")
        # A service of an overlay that only changes another file's starts nothing by itself.
        is_whole = build.exists or image is not None or self._get("extends").exists
        profiles = [each.text or "" for each in self._get("profiles").items]
        symbols = workloads.add(
            self._facts,
            self._name,
            self._component(),
            "compose-service",
            (self._line, self._node.end_line),
            self._role(build, profiles),
            is_whole,
            profile=",".join(profiles) or None,
        )
        self._tell_absent(symbols.container)
        within = self._start(symbols, build, image)
        self._signals(symbols, within)
        self._settings(symbols)

    def _tell_absent(self, container: int) -> None:
        """What it extends: a service of this file, or another file."""
        extends = self._node.get("extends")
        file = extends.get("file")
        if file.text is not None:
            _include(self._path, file.text, file.line, container, self._facts)
            return
        name = extends.text or extends.get("service").text
        if name is not None and "$" not in name and not self._services.get(name).exists:
            self._facts.diagnostic(
                "warning", f"extends a service that is not there: {name[:80]}", extends.line
            )

    def _component(self) -> str:
        directory, _, name = self._path.rpartition("/")
        place = directory if name in _DEFAULT_NAMES else self._path
        return f"compose/{self._name}" + (f" ({place})" if place else "")

    def _role(self, build: Node, profiles: list[str]) -> str:
        """What is not built here is a tool beside the product, and so is what a file of developers builds."""
        if is_for_development(self._path) or not build.exists:
            return "tool"
        dockerfile = build.get("dockerfile").text
        if dockerfile is not None and is_for_development(posixpath.basename(dockerfile)):
            return "tool"
        # A service with profiles starts for those only who ask for one of them.
        if profiles and not any(_PRODUCTION.search(each) for each in profiles):
            return "tool"
        return "tool" if is_for_development(self._name) else "service"

    # MARK: what it starts

    def _start(self, symbols: workloads.Symbols, build: Node, image: str | None) -> Json | None:
        """Says what it starts; returns the image that it runs in."""
        facts, container = self._facts, symbols.container
        context, dockerfile = self._build(build)
        entrypoint = _words(self._get("entrypoint"))
        words = entrypoint + _words(self._get("command"))
        within: Json | None = None
        if dockerfile is not None:
            stage = build.get("target").text
            stage = None if stage is None or "$" in stage else stage
            built: Json = {"path": dockerfile}
            if stage is not None:
                built = {"namespace": dockerfile, "name": target(stage)}
            # By a symbol of its own: no service runs what others build.
            # Without a name the image has that of the service.
            named = facts.symbol(f"{self._name}.image", "build", build.line, build.line)
            told = {"service": self._name} if image is None else {"image": image}
            facts.reference(named, built, "build", build.line, told | {"context": context})
            # A command of its own takes the place of the image's: what the image holds is the same.
            within = {"namespace": dockerfile, "name": LAYERS if stage is None else held(stage)}
            facts.reference(container, within if words else built, "build", build.line, {"context": context})
        elif image is not None:
            image_line = self._get("image").line
            if not words:
                facts.reference(container, {"image": image}, "run", image_line)
            send_image(image, container, image_line, facts)
            within = {"image": image}
        base = self._extended()
        if base is not None and not words:
            facts.reference(container, base, "run", self._extends_line)
        if words:
            within = within or base
            line = self._get("entrypoint").line if entrypoint else self._get("command").line
            self._run(container, words, bool(entrypoint), context, within, line)
        return within

    def _run(
        self,
        container: int,
        words: list[str],
        is_whole: bool,
        context: str | None,
        within: Json | None,
        line: int,
    ) -> None:
        """A command of its own; `is_whole` where the image's entry point does not count either."""
        workdir = self._text("working_dir")
        if context is None:
            context = self._mounted(workdir)
        image = {} if within is None else {"within": within, "workdir": workdir, "follows": not is_whole}
        image = {name: value for name, value in image.items() if value}
        workloads.run_words(self._facts, container, words, context, line, image)

    def _mounted(self, workdir: str | None) -> str | None:
        """The directory of the repository that is mounted where the command runs."""
        if workdir is None:
            return None
        for each in self._get("volumes").items[:100]:
            source, target = each.get("source").text, each.get("target").text
            if each.text is not None:
                source, _, rest = each.text.partition(":")
                target = rest.partition(":")[0]
            if not source or not target or not source.startswith(".") or "$" in source:
                continue
            inner = joined(workdir + "/")
            if inner == target.rstrip("/") or inner.startswith(target.rstrip("/") + "/"):
                place = joined(folder(self._path), source, inner[len(target.rstrip("/")) :])
                return None if place.startswith("..") else place
        return None

    def _extended(self) -> Json | None:
        """The container of the service of another file that it goes on from."""
        for node in (self._node, *self._inherited):
            extends = node.get("extends")
            file, name = extends.get("file").text, extends.get("service").text
            if file is None or name is None or "$" in file + name or file.startswith("/"):
                continue
            place = joined(folder(self._path), file)
            if not place.startswith("..") and place != self._path:
                return {"namespace": place, "name": f"{name}.container"}
        return None

    @property
    def _extends_line(self) -> int:
        return self._get("extends", "file").line

    def _build(self, build: Node) -> tuple[str | None, str | None]:
        """The context and the Dockerfile, from the repository's root."""
        if not build.exists:
            return None, None
        context = expand(build.text or build.get("context").text or ".", {})
        if (
            "$" in context
            or "://" in context
            or context.startswith(("/", "~"))
            or build.get("dockerfile_inline").exists
        ):
            return None, None
        place = joined(folder(self._path), context)
        name = expand(build.get("dockerfile").text or "Dockerfile", {})
        found = joined(place, name)
        if found.startswith("..") or "$" in name or name.startswith("/"):
            return None, None
        return place, found

    # MARK: what it says of the container

    def _signals(self, symbols: workloads.Symbols, within: Json | None) -> None:
        facts, container = self._facts, symbols.container
        check = self._get("healthcheck")
        if check.exists and check.get("disable").boolean is not True:
            test = check.get("test")
            words = _words(test)
            if test.items and words[:1] == ["NONE"]:
                facts.signal("image.healthcheck-off", container, check.line)
            elif words:
                text = " ".join(words[1:] if words[0] in ("CMD", "CMD-SHELL") else words)
                facts.signal("container.healthcheck", container, check.line, command=text)
                probe(text, container, check.line, facts)
                if within is not None:
                    is_text = words[0] == "CMD-SHELL" or not test.items
                    self._check(container, ["sh", "-c", text] if is_text else words[1:], within, check.line)
        elif check.exists:
            facts.signal("image.healthcheck-off", container, check.line)
        user = self._get("user")
        if (name := self._text("user")) is not None:
            send_user(name, container, user.line, facts)
        restart = self._text("restart") or self._text("deploy", "restart_policy", "condition")
        if restart in ("always", "unless-stopped", "on-failure", "any") or (restart or "").startswith(
            "on-failure:"
        ):
            line = (self._get("restart") if self._get("restart").exists else self._get("deploy")).line
            facts.signal("container.restart", container, line, policy=restart)
        if self._get("privileged").boolean is True:
            facts.signal("container.privileged", container, self._get("privileged").line)
        self._resources(container)
        self._ports(container)
        self._waits(container)
        self._labels(container)
        grace = self._text("stop_grace_period")
        if grace is not None:
            facts.signal(
                "workload.termination-grace",
                symbols.workload,
                self._get("stop_grace_period").line,
                seconds=grace,
            )

    def _check(self, container: int, words: list[str], within: Json, line: int) -> None:
        """What a health check runs in the container: it lies in the image, or is mounted there."""
        place: Json = {"within": within}
        if workdir := self._text("working_dir"):
            place["workdir"] = workdir
        mounts: list[str] = []
        for each in self._get("volumes").items[:100]:
            text = each.text
            parts = text.split(":") if text is not None else []
            mounts.append((parts[1] if len(parts) > 1 else text) or each.get("target").text or "")
        told = {"purpose": "healthcheck", "mounts": "\n".join(mounts)}
        for command in missing.split(words):
            self._facts.reference(container, {"command": command} | place, "probe", line, told)

    def _resources(self, container: int) -> None:
        limits, requests = (
            self._get("deploy", "resources", "limits"),
            self._get("deploy", "resources", "reservations"),
        )
        memory = limits.get("memory").text or self._text("mem_limit")
        cpu = limits.get("cpus").text or self._text("cpus")
        if memory is None and cpu is None and not requests.exists:
            return
        line = next(
            each.line for each in (limits, requests, self._get("mem_limit"), self._get("cpus")) if each.exists
        )
        self._facts.signal(
            "container.resources",
            container,
            line,
            cpu_request=requests.get("cpus").text,
            memory_request=requests.get("memory").text,
            cpu_limit=cpu,
            memory_limit=memory,
        )

    def _ports(self, container: int) -> None:
        for each in self._get("ports").items[:20] + self._get("expose").items[:20]:
            text = each.text or each.get("target").text
            if text is not None:
                port = expand(text, {}).rsplit(":", 1)[-1].partition("/")[0]
                self._facts.signal("image.port", container, each.line, port=port)

    def _waits(self, container: int) -> None:
        """What has to answer its health check before the service is started."""
        for key, dependency in self._get("depends_on").pairs[:50]:
            if dependency.get("condition").text == "service_healthy":
                self._facts.signal("startup.waits", container, key.line, name=key.value)
        for part in ("entrypoint", "command"):
            words = self._get(part)
            found = _WAITING.search(" ".join(_words(words)))
            if found:
                name = next(each for each in found.groups() if each)
                self._facts.signal("startup.waits", container, words.line, name=name)

    def _labels(self, container: int) -> None:
        """Whether the labels ask a proxy to terminate TLS for the service."""
        labels = self._get("labels")
        found = [((each.text or "").partition("=")[::2], each.line) for each in labels.items[:100]]
        found += [((key.value, value.text or ""), key.line) for key, value in labels.pairs[:100]]
        for (name, value), line in found:
            if _TLS_LABEL.match(name.strip()) and value.strip().lower() not in ("", "false"):
                self._facts.signal(
                    "tls-server.terminated", container, line, name=name.strip(), service=self._name
                )
                return

    def _settings(self, symbols: workloads.Symbols) -> None:
        facts, container = self._facts, symbols.container
        is_own = self._get("build").exists
        for name, value, line in self._environment():
            if is_own:
                facts.signal("environment.set", TOP, line, name=name, on="true" if _turns_on(value) else None)
            facts.reference(
                container,
                {"environment": name},
                "write",
                line,
                {"value": masked(name, _given(value))},
            )
        env_file = self._get("env_file")
        for file in env_file.items or ([env_file] if env_file.exists else []):
            text = file.text or file.get("path").text
            self._mount(container, text, file.line, "read")
            if text and not is_own:
                # Its variables go to a program of others.
                facts.signal("environment.given-away", TOP, file.line, file=joined(folder(self._path), text))
        for each in self._get("volumes").items[:100]:
            text = each.text
            parts = text.split(":") if text is not None and ":" in text else None
            source = parts[0] if parts else each.get("source").text
            target = parts[1] if parts else each.get("target").text
            if source is not None and (text is not None or each.get("type").text == "bind"):
                self._mount(container, source, each.line, "mount", target)

    def _environment(self) -> list[tuple[str, str | None, int]]:
        found: dict[str, tuple[str | None, int]] = {}
        for node in (*reversed(self._inherited), self._node):
            environment = node.get("environment")
            for item in environment.items:
                name, equals, value = (item.text or "").partition("=")
                found[name] = (value if equals else None, item.line)
            for key, given in environment.pairs:
                found[key.value] = (given.text, key.line)
        return [(name, value, line) for name, (value, line) in found.items() if name and "$" not in name][
            :500
        ]

    def _mount(
        self, container: int, source: str | None, line: int, kind: str, target: str | None = None
    ) -> None:
        if (
            not source
            or (not source.startswith(".") and kind == "mount")
            or "$" in source
            or source.startswith(("/", "~"))
        ):
            return
        place = joined(folder(self._path), source)
        if not place and kind == "mount":
            # The repository as a whole.
            place = "."
        if place and not place.startswith(".."):
            self._facts.reference(container, {"path": place}, kind, line, {"target": target})


def _turns_on(value: str | None) -> bool:
    """Whether a value is neither empty nor a no, nor handed on from where it may be either."""
    text = (value or "").strip()
    if text.startswith("$"):
        default = re.fullmatch(r"\$\{\w+:?-(.*)\}", text)
        text = default[1].strip() if default else ""
    return text.lower() not in _OFF and not text.startswith("$")


_OFF = frozenset(("", "0", "false", "no", "off", "none", "null", "disabled"))


def _given(value: str | None) -> str:
    """What a variable is set to for sure: nothing where it is handed on from where it may be empty."""
    text = expand(value or "", {})
    return text if "$" not in text or "?" in text else ""


def _words(node: Node) -> list[str]:
    """A command as words: a list, or a text that is cut as a shell would."""
    if node.items:
        return [expand(each.text or "", {}) for each in node.items]
    text = expand(node.text or "", {})
    if not text.strip():
        return []
    try:
        return shlex.split(text.replace("$$", "$"))
    except ValueError:
        return text.split()
