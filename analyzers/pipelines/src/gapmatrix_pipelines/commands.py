"""Commands of shell text as `run` references; expressions and matrices of pipelines put in their place."""

from __future__ import annotations

import re
from collections.abc import Callable

from gapmatrix_kit import shell
from gapmatrix_kit.facts import Facts, Json

# A file with more commands than this is not told whole, and says so.
MAXIMUM_COMMANDS = 20_000
MAXIMUM_SCRIPT = 200_000
# The directory of a script's commands where nothing tells from where it is started.
START = "."
_EXPRESSION = re.compile(r"\$\{\{.*?\}\}|<<\s*[\w.]+\s*>>|\$\(\([^)]*\)\)", re.DOTALL)
# Words of the shell itself: they run nothing that anybody asks for.
_SILENT = frozenset(
    "set cd pushd popd export echo printf trap local declare readonly unset shift return true false "
    ": [ [[ test read".split()
)
_ASSIGNED = re.compile(r"\$\{?([A-Za-z_]\w*)\}?")


def joined(directory: str | None, inner: str | None) -> str | None:
    """A directory below another, from the root; None where it is not known or leaves the repository."""
    if directory is None or inner is None or "$" in inner or inner.startswith(("/", "~")):
        return None
    parts: list[str] = [part for part in directory.split("/") if part]
    for part in inner.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def folder(path: str) -> str:
    return path.rpartition("/")[0]


def command(words: list[str], directory: str | None) -> Json:
    """What a shell would run, as a REF."""
    ref: Json = {"command": words[:60]}
    if directory is not None:
        ref["directory"] = directory
    return ref


def plain(text: str) -> str:
    """A pipeline's expressions as variables, so that a shell's grammar reads the text."""
    return _EXPRESSION.sub("$EXPRESSION", text)


def add_script(
    facts: Facts,
    origin: int | Callable[[str | None], int],
    text: str,
    line: int,
    directory: str | None,
    *,
    ignored: bool = False,
    conditional: bool = False,
    stops: bool = True,
    known: dict[str, str] | None = None,
    throwaway: bool = False,
    start: str = "",
    script: shell.Script | None = None,
) -> shell.Script:
    """Adds what a script runs. `origin` is a symbol, or gives one for the function that holds a command.

    `stops`: a command that fails ends the script (`bash -e`, as pipelines run theirs). Where it does not,
    only the last command's failure counts. `throwaway`: there is a cluster that goes with the job. `start`
    stands in place of the directory where it is `directory` itself.
    `script` is the text, if it was read already.
    """
    if len(text) > MAXIMUM_SCRIPT:
        facts.diagnostic("warning", "a script is too long, and read in part", line)
        text = text[:MAXIMUM_SCRIPT]
    script = script or shell.parse(plain(text), line)
    if script.has_errors:
        facts.diagnostic("info", "parts of a script are no shell that can be read", line)
    values = dict(known or {})
    lines = text.split("\n")
    handled = stops or script.stops_on_error or "$?" in text or "PIPESTATUS" in text
    plain_commands = [each for each in script.commands if each.function is None and not each.is_conditional]
    last = plain_commands[-1].line if plain_commands else 0
    for each in script.commands:
        if len(facts.references) >= MAXIMUM_COMMANDS:
            facts.diagnostic(
                "warning", f"more than {MAXIMUM_COMMANDS} commands; the rest is not read", each.line
            )
            break
        if each.words[0] in ("export", "local", "readonly"):
            values.update(_assignments(each.words[1:]))
        if each.words[0] in _SILENT or _is_asking(each.words):
            continue
        words = _resolved(each.words, values)
        context = []
        dropped = False
        if not handled and each.function is None and not each.is_conditional and each.line < last:
            written = lines[each.line - line] if 0 <= each.line - line < len(lines) else ""
            dropped = "||" not in written and "&&" not in written
        if ignored or each.is_ignored or dropped:
            context.append("ignored")
        if conditional or each.is_conditional:
            context.append("conditional")
        throwaway = throwaway or makes_cluster(words)
        if throwaway and words[0] in _CLUSTER_TOOLS and _changes_cluster(words):
            # What is tried out there is not deployed, and what is waited for there is tested.
            words = ["throwaway-cluster", *words]
        if words[0] == "tox" and "ALL" in words:
            # All that are listed, which is what runs where none is named.
            words = [word for word in words if word not in ("-e", "ALL")]
        source = origin if isinstance(origin, int) else origin(each.function)
        own = joined(directory, each.directory)
        if own == directory and start:
            own = start
        if len(words) == 1 and words[0] in script.functions and not isinstance(origin, int):
            facts.reference(source, {"name": words[0]}, "run", each.line, context=context)
            continue
        if words[0] in script.functions and not isinstance(origin, int):
            facts.reference(source, {"name": words[0]}, "run", each.line, context=context)
            # `run go test ./...`: a helper that runs what it is given.
            if len(words) > 1 and not words[1].startswith("-"):
                facts.reference(source, command(words[1:], own), "run", each.line, context=context)
            continue
        for part in _tasks(words):
            facts.reference(source, command(part, own), "run", each.line, context=context)
        inner = _contained(words)
        if inner:
            facts.reference(
                source,
                command(inner, own if words[0].endswith("compose") or "compose" in words[:2] else None),
                "run",
                each.line,
                context=context,
            )
            for told in _in_container(inner, each.line):
                facts.reference(source, told, "run", each.line, context=context)
        add_build(facts, source, words, own, each.line)
    return script


def _tasks(words: list[str]) -> list[list[str]]:
    """The tasks that rebar3 runs one by one: `rebar3 as test do eunit, ct -v` runs `eunit` and `ct -v`."""
    if words[0].rsplit("/", 1)[-1] != "rebar3":
        return [words]
    rest = words[1:]
    while len(rest) > 2 and rest[0] == "as":
        rest = rest[2:]
    if rest[:1] != ["do"]:
        return [[words[0], *rest]]
    parts = [part.split() for part in " ".join(rest[1:]).split(",")[:50]]
    return [[words[0], *part] for part in parts if part]


_CLUSTER_TOOLS = frozenset("kubectl helm helmfile kustomize skaffold argocd flux kapp werf".split())
_DEPLOYING = frozenset(
    "apply install upgrade create replace sync set build run deploy converge reconcile rollout".split()
)
_WAITING = frozenset("wait app".split())
_CLUSTERS = (
    ["ktf", "environments"],
    ["ktf", "environment"],
    ["vcluster", "create"],
    ["ctlptl", "create"],
    ["ctlptl", "apply"],
    ["talosctl", "cluster"],
    ["kind", "create"],
    ["minikube", "start"],
    ["k3d", "cluster"],
    ["microk8s", "start"],
    ["kinder", "create"],
)
CLUSTER_ACTIONS = frozenset(
    "helm/kind-action engineerd/setup-kind medyagh/setup-minikube manusa/actions-setup-minikube "
    "nolar/setup-k3d-k3s absaoss/k3d-action jupyterhub/action-k3s-helm container-tools/kind-action "
    "balchua/microk8s-actions".split()
)


def _changes_cluster(words: list[str]) -> bool:
    """Whether a tool puts something into a cluster, or waits for it: `kubectl -n shop apply`."""
    plain: list[str] = []
    skips = False
    for word in words[1:20]:
        if skips:
            skips = False
        elif word.startswith("-"):
            skips = word in _CLUSTER_VALUES
        else:
            plain.append(word)
    return bool((_DEPLOYING | _WAITING).intersection(plain[:2]))


_CLUSTER_VALUES = frozenset(
    "-n --namespace --context --kube-context --kubeconfig --cluster -s --server".split()
)


def makes_cluster(words: list[str]) -> bool:
    """Whether a command starts a cluster for tests."""
    return [words[0].rsplit("/", 1)[-1], *words[1:2]] in _CLUSTERS


def _is_asking(words: list[str]) -> bool:
    """Whether a program only tells its version or how it is used."""
    return 1 < len(words) <= 5 and words[-1] in ("--help", "--version")


_VALUED = frozenset(
    "-f --file -p --project-name --profile --env-file -e --env -v --volume -w --workdir -u --user "
    "--name --entrypoint --network --net -p --publish --platform --mount --label -l -h --hostname "
    "--pull --memory --cpus --add-host --ipc --shm-size --link --gpus --cap-add --cap-drop "
    "--security-opt --restart --ulimit --device --dns --expose --volumes-from --network-alias "
    "--log-driver --log-opt --tmpfs "
    "--userns --pid --stop-signal --cidfile --group-add -m -a --attach --runtime --sysctl --pids-limit "
    "--annotation --health-cmd".split()
)


def _contained(words: list[str]) -> list[str]:
    """What a container is started with: `docker compose run --rm test pytest -q` runs `pytest -q`, and
    `docker run aquasec/trivy image shop` what an image is named for."""
    program = words[0].rsplit("/", 1)[-1]
    if program not in ("docker", "podman", "docker-compose", "nerdctl", "kubectl"):
        return []
    verbs = {"exec"} if program == "kubectl" else {"run", "exec"}
    is_compose = program == "docker-compose" or "compose" in words[1:3]
    place = next((index for index, word in enumerate(words[:14]) if word in verbs and index), None)
    if place is None:
        return []
    rest = words[place + 1 :]
    while rest and rest[0].startswith("-"):
        rest = rest[2:] if rest[0] in _VALUED else rest[1:]
    if not rest:
        return []
    if words[place] == "run" and not is_compose:
        image = rest[0].partition("@")[0].rsplit("/", 1)[-1].partition(":")[0]
        # The entry point is the program in images of tools; other images run what is written behind them.
        return [image, *rest[1:]] if image in _TOOL_IMAGES else rest[1:]
    rest = rest[1:]
    return rest[1:] if rest[:1] == ["--"] else rest


def _in_container(words: list[str], line: int) -> list[Json]:
    """What a shell in a container is told to run: `docker run shop bash -c 'cd api && ./test.sh'`."""
    script = shell.inline(words, line)
    found: list[Json] = []
    for each in script.commands if script is not None else ():
        own = each.words
        if own[0] in _SILENT:
            continue
        if own[0].startswith("./"):
            # Where the image has the repository is not known: its scripts mostly stand as they do here.
            place = (
                joined("", f"{each.directory or ''}/{own[0]}".lstrip("/"))
                if each.directory is not None
                else None
            )
            if place is not None and "/" in place:
                found.append(command([place, *own[1:]], ""))
                continue
        found.append(command(own, None))
    return found


_TOOL_IMAGES = frozenset(
    "trivy grype syft gitleaks trufflehog semgrep hadolint golangci-lint k6 locust vegeta "
    "cosign promtool kubeconform shellcheck yamllint actionlint sonar-scanner-cli bandit osv-scanner newman "
    "jmeter artillery ghz super-linter".split()
)


def add_build(facts: Facts, origin: int, words: list[str], directory: str | None, line: int) -> None:
    """`docker build -t shop -f Dockerfile .` builds an image."""
    names = [word.rsplit("/", 1)[-1] for word in words[:3]]
    if len(words) < 3 or names[0] not in ("docker", "podman", "buildah", "nerdctl"):
        return
    if names[1] not in ("build", "bud") and names[1:3] not in (["buildx", "build"], ["image", "build"]):
        return
    tags: list[str] = []
    file: str | None = None
    context = "."
    takes = {
        "--build-arg",
        "--target",
        "--platform",
        "--label",
        "--cache-from",
        "--cache-to",
        "--secret",
        "--progress",
    }
    index = 3 if names[1] in ("buildx", "image") else 2
    while index < len(words):
        word = words[index]
        following = words[index + 1] if index + 1 < len(words) else ""
        if word in ("-t", "--tag"):
            tags.append(following)
            index += 1
        elif word.startswith("--tag="):
            tags.append(word[6:])
        elif word in ("-f", "--file"):
            file = following
            index += 1
        elif word.startswith("--file="):
            file = word[7:]
        elif word in takes:
            index += 1
        elif not word.startswith("-"):
            context = word
        index += 1
    path = joined(directory, file) if file else joined(joined(directory, context), "Dockerfile")
    if path is None:
        return
    for tag in tags[:5]:
        facts.reference(origin, {"path": path}, "build", line, arguments={"image": tag})


def _assignments(words: list[str]) -> dict[str, str]:
    found = {}
    for word in words:
        name, equals, value = word.partition("=")
        if equals and name.isidentifier() and "$" not in value and len(value) <= 200:
            found[name] = value
    return found


def _resolved(words: list[str], values: dict[str, str]) -> list[str]:
    """Variables of which the file says what they are are put in; the others stay."""
    if not values or not any("$" in word for word in words):
        return words
    result: list[str] = []
    for word in words:
        filled = _ASSIGNED.sub(lambda match: values.get(match.group(1), match.group(0)), word)[:1000]
        # `$PYTEST -q`, with PYTEST="python -m pytest": several words.
        result += filled.split() if filled != word and word.startswith("$") else [filled]
    return result or words


_CHORES = re.compile(
    r"(?i)(stale|label|lock|welcome|greet|triage|assign|add-to-project|notif|slack|discord|release-?(drafter|notes)|[/_-]cla[._-]"
    r"|backport|issue|cherry|dco|lint-?(pr|title|commit)|pr-?(lint|title)|semantic|auto-?(merge|approve)|codeowners|danger|oidc"
    r"|[/_-]auth|changelog|mirror|sync|readme)[^/]*$"
)
_BUILDS = re.compile(r"(?i)(docker|image|container|build|release|publish|deploy|package|chart)[^/]*$")
_CHECKS = re.compile(r"(?i)(^|[^a-z])(ci|tests?|checks?|lint|verify|quality|pipeline|all)([^a-z]|$)[^/]*$")


def add_elsewhere(facts: Facts, symbol: int, name: str, line: int) -> None:
    """What another repository keeps may do anything; by its name it may keep issues in order, or build."""
    if not _CHORES.search(name):
        facts.signal("pipeline.elsewhere", symbol, line, name=name[:150])
        if _CHECKS.search(name) or not _BUILDS.search(name):
            facts.signal("pipeline.checks-elsewhere", symbol, line, name=name[:150])
