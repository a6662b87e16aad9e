"""GitHub Actions (and Gitea's, Forgejo's): workflows and composite actions."""

from __future__ import annotations

import itertools
import re
from functools import cached_property

from gapmatrix_kit.documents import Node
from gapmatrix_kit.facts import TOP, Facts, Json
from gapmatrix_kit.includes import include, outside

from gapmatrix_pipelines.backing import service_of_action, service_of_command, service_of_image
from gapmatrix_pipelines.commands import CLUSTER_ACTIONS, add_elsewhere, add_script, joined, makes_cluster
from gapmatrix_pipelines.keys import tell_unknown

# What a person or another workflow starts is no pipeline of its own.
_BY_HAND = {"workflow_dispatch", "workflow_call", "repository_dispatch"}
_PINNED = re.compile(r"^[0-9a-f]{40}$|^sha256:[0-9a-f]{64}$")
_MATRIX = re.compile(r"\$\{\{\s*matrix\.([\w-]+)\s*\}\}")
_OFFICIAL = {"actions", "github"}
_FAILED = re.compile(r"steps\.([\w-]+)\.(?:outcome|conclusion)\s*(?:==\s*'failure'|!=\s*'success')")
_EXIT = re.compile(r"(^|[\s;&|])exit\s+[1-9]")
MAXIMUM_COMBINATIONS = 20


def workflow(facts: Facts, path: str, root: Node) -> None:
    """Reads a workflow: its jobs are symbols, those that start by themselves roots."""
    facts.namespace = {"kind": "workflow", "name": path, "separator": "."}
    triggers = _triggers(root.get("on"))
    jobs = root.get("jobs")
    if not jobs.pairs:
        facts.diagnostic("warning", "a workflow without jobs", root.line)
        return
    tell_unknown(facts, root)
    facts.signal("github.workflow", TOP, root.line, triggers=", ".join(sorted(triggers)))
    starts = sorted(triggers - _BY_HAND)
    directory = root.get("defaults", "run", "working-directory").text or ""
    _permissions(facts, root)
    names = {key.value for key, _ in jobs.pairs}
    numbers: dict[str, int] = {}
    for key, job in jobs.pairs:
        numbers[key.value] = facts.symbol(key.value, "job", key.line, job.end_line)
    for key, job in jobs.pairs:
        number = numbers[key.value]
        condition = (job.get("if").text or "").replace("${{", "").replace("}}", "").strip()
        if starts and condition not in ("false", "0") and not _by_hand_only(condition):
            facts.root(number, "pipeline", f"runs on {', '.join(starts[:4])}")
        facts.reference(TOP, {"name": key.value}, "run", key.line)
        _Job(facts, path, key.value, number, job, directory, names, triggers, condition).read()


def action(facts: Facts, path: str, root: Node) -> None:
    """Reads a composite action: what it runs, its file runs."""
    facts.namespace = {"kind": "action", "name": path, "separator": "."}
    runs = root.get("runs")
    if (runs.get("using").text or "") != "composite":
        return
    job = _Job(facts, path, "composite", TOP, runs, "", set(), set(), "")
    job.steps(runs.get("steps"), TOP, [])


def _triggers(on: Node) -> set[str]:
    if on.text is not None:
        return {on.text}
    if on.items:
        return {item.text for item in on.items if item.text}
    return {key.value for key, _ in on.pairs}


def _by_hand_only(condition: str) -> bool:
    return bool(
        re.fullmatch(r"github\.event_name\s*==\s*'(workflow_dispatch|repository_dispatch)'", condition)
    )


def _permissions(facts: Facts, root: Node) -> None:
    """Whether the workflow says what its token may do, at the top or in every job."""
    top = root.get("permissions")
    jobs = [job for _, job in root.get("jobs").pairs]
    wide = [node for node in [top, *(job.get("permissions") for job in jobs)] if node.text == "write-all"]
    if wide:
        facts.signal("workflow.permissions-all", TOP, wide[0].line)
    elif top.exists or (jobs and all(job.get("permissions").exists for job in jobs)):
        facts.signal("workflow.permissions-set", TOP, top.line if top.exists else root.line)
    else:
        facts.signal("workflow.permissions-absent", TOP, root.line)


class _Job:
    def __init__(
        self,
        facts: Facts,
        path: str,
        name: str,
        number: int,
        job: Node,
        directory: str,
        names: set[str],
        triggers: set[str],
        condition: str,
    ) -> None:
        self._facts = facts
        self._path = path
        self._name = name
        self._number = number
        self._job = job
        self._directory: str | None = job.get("defaults", "run", "working-directory").text or directory
        self._names = names
        self._triggers = triggers
        self._condition = condition
        self._ignored = job.get("continue-on-error").boolean is True
        # Whether a step has made a cluster that goes with the job.
        self._throwaway = False
        # Steps whose failure a later step turns into that of the job.
        self._heeded: set[str] = set()

    def read(self) -> None:
        needs = self._job.get("needs")
        needed = [needs.text] if needs.text else [item.text for item in needs.items]
        befores = [name for name in needed if name in self._names]
        for name in needed:
            if name not in self._names:
                self._facts.diagnostic("warning", f"needs a job that is not there: {name}", needs.line)
        called = self._job.get("uses")
        if called.text is not None:
            self._uses(self._number, called.text, called.line, self._job, self._context(None))
            for name in befores:
                self._facts.reference(self._number, {"name": name}, "needs", called.line)
            self._gates(self._number, self._job.line)
        else:
            self._services()
            self.steps(self._job.get("steps"), self._number, befores)

    def _services(self) -> None:
        """Databases, brokers and the like that the job starts beside what it runs."""
        for _, service in self._job.get("services").pairs[:20]:
            image = service.text or service.get("image").text or ""
            if name := service_of_image(image):
                self._facts.signal("test-run.service", self._number, service.line, name=name)
        for step in self._job.get("steps").items:
            run, uses = step.get("run"), step.get("uses").text or ""
            name = service_of_action(uses) or service_of_command(run.text or "")
            if name:
                self._facts.signal("test-run.service", self._number, step.line, name=name)

    def _gates(self, symbol: int, line: int) -> None:
        """What has to happen before the job: an approval of its environment, another workflow's success."""
        environment = self._job.get("environment")
        name = environment.text or environment.get("name").text
        if name:
            self._facts.signal("job.environment", symbol, environment.line, name=name)
        if "workflow_run" in self._triggers and "conclusion" in self._condition:
            self._facts.signal("job.after-workflow", symbol, line)

    def steps(self, steps: Node, holder: int, befores: list[str]) -> None:
        """Each step leads to the one before it, the first one to the jobs that are needed: what gates it."""
        before: list[Json] = [{"name": name} for name in befores]
        for step in steps.items:
            if _EXIT.search(step.get("run").text or ""):
                self._heeded.update(_FAILED.findall(step.get("if").text or ""))
        for place, step in enumerate(steps.items):
            label = step.get("name").text or step.get("id").text or step.get("uses").text or "run"
            name = f"{self._name}.{place + 1} {label}"[:150]
            number = self._facts.symbol(name, "step", step.line, step.end_line)
            self._facts.reference(holder, {"name": name}, "run", step.line)
            for ref in before:
                self._facts.reference(number, ref, "needs", step.line)
            if place == 0:
                self._gates(number, step.line)
            before = [{"name": name}]
            if (step.get("if").text or "").strip(" ${}") == "false":
                continue
            context = self._context(step)
            uses = step.get("uses")
            if uses.text is not None:
                action = uses.text.partition("@")[0].lower()
                self._throwaway = self._throwaway or action in CLUSTER_ACTIONS
                self._uses(number, uses.text, uses.line, step, context)
            run = step.get("run")
            if run.text is not None:
                self._run(number, step, run, context)

    def _run(self, number: int, step: Node, run: Node, context: list[str]) -> None:
        shell = step.get("shell").text or self._job.get("defaults", "run", "shell").text or "bash"
        if shell.split(" ")[0] in ("python", "pwsh", "powershell", "cmd") and shell.startswith("python"):
            return
        given = step.get("working-directory").text
        written = self._directory if given is None else given
        directories = (
            [joined("", each) for each in self._expanded(written)] if written is not None else [None]
        )
        block = run.end_line > run.line
        for text, directory in itertools.product(self._expanded(run.text or ""), directories):
            script = add_script(
                self._facts,
                number,
                text,
                run.line + 1 if block else run.line,
                directory,
                throwaway=self._throwaway,
                ignored="ignored" in context,
                conditional="conditional" in context,
                known={
                    key.value: value.text
                    for key, value in [*self._job.get("env").pairs, *step.get("env").pairs]
                    if value.text is not None and "$" not in value.text and len(value.text) < 200
                },
            )
            made = any(makes_cluster(each.words) for each in script.commands)
            self._throwaway = self._throwaway or made

    def _context(self, step: Node | None) -> list[str]:
        context = []
        if self._ignored or (
            step is not None
            and step.get("continue-on-error").boolean is True
            and (step.get("id").text or "") not in self._heeded
        ):
            context.append("ignored")
        if step is not None and step.get("if").exists:
            context.append("conditional")
        return context

    def _uses(self, number: int, name: str, line: int, holder: Node, context: list[str]) -> None:
        if name.startswith("./"):
            path = joined("", name)
            if path is None:
                outside(self._facts, name, line)
                return
            if not self._has_other_sources:
                include(self._facts, number, path, line)
            choices = (
                [path] if path.endswith((".yml", ".yaml")) else [f"{path}/action.yml", f"{path}/action.yaml"]
            )
            ref: Json = (
                {"path": choices[0]} if len(choices) == 1 else {"any": [{"path": each} for each in choices]}
            )
            self._facts.reference(number, ref, "run", line, context=context)
            return
        plain, _, ref_text = name.partition("@")
        arguments: dict[str, object] = {
            key.value: value.text for key, value in holder.get("with").pairs[:40] if value.text is not None
        }
        arguments["ref"] = ref_text or None
        kind = "image:" if name.startswith("docker://") else "action:"
        external = kind + plain.removeprefix("docker://")
        self._facts.reference(number, {"external": external}, "run", line, arguments, context)
        self._build(number, plain, holder, line)
        if re.search(r"/\.(github|gitea|forgejo)/workflows/", plain):
            add_elsewhere(self._facts, number, plain, line)
            outside(self._facts, plain, line)
        started = {
            "pre-commit/action": "pre-commit run",
            "j178/prek-action": "pre-commit run",
            "goreleaser/goreleaser-action": "goreleaser",
        }.get(plain)
        if started:
            # These actions do nothing but start a program.
            given = (
                (holder.get("with", "args").text or "").split()
                if plain == "goreleaser/goreleaser-action"
                else []
            )
            words = [*started.split(), *given]
            self._facts.reference(number, {"command": words, "directory": ""}, "run", line, context=context)
        if kind == "image:" and "$" not in name:
            # An image as a step runs as an action does; its digest is what a commit is to an action.
            image, _, digest = name.removeprefix("docker://").partition("@")
            self._facts.signal(
                "action.pinned" if digest.startswith("sha256:") else "action.unpinned",
                number,
                line,
                name=image.rpartition(":")[0] or image,
                ref=digest or image.rpartition(":")[2],
            )
        if kind == "action:" and plain.split("/")[0] not in _OFFICIAL and "$" not in plain:
            pinned = bool(_PINNED.match(ref_text))
            self._facts.signal(
                "action.pinned" if pinned else "action.unpinned", number, line, name=plain, ref=ref_text
            )

    @cached_property
    def _has_other_sources(self) -> bool:
        """Whether a step puts something beside or in place of the repository: an action may be of that."""
        if not self._names:
            # Where the action itself is called from is not known.
            return True
        for step in self._job.get("steps").items:
            given = step.get("with")
            own = (step.get("uses").text or "").startswith("actions/checkout")
            if own and any(given.get(key).exists for key in ("path", "repository", "ref", "submodules")):
                return True
            if "artifact" in (step.get("uses").text or "") or "git " in (step.get("run").text or ""):
                return True
        return False

    def _build(self, number: int, plain: str, holder: Node, line: int) -> None:
        """docker/build-push-action, and workflows that are handed what it is: what builds an image."""
        given = holder.get("with")
        if "/workflows/" in plain:
            self._build_elsewhere(number, given, line)
            return
        if plain != "docker/build-push-action":
            return
        context = given.get("context").text or "."
        path = joined("", given.get("file").text or f"{context}/Dockerfile")
        for tag in re.split(r"[,\n]", given.get("tags").text or "")[:10]:
            if path is not None and tag.strip():
                self._facts.reference(number, {"path": path}, "build", line, arguments={"image": tag.strip()})

    def _build_elsewhere(self, number: int, given: Node, line: int) -> None:
        """A workflow of another repository that is told a context or a Dockerfile, and the image's name."""
        told = {key.value.lower().replace("_", "-"): value.text or "" for key, value in given.pairs[:40]}
        place = told.get("context") or told.get("docker-context") or told.get("build-context")
        file = told.get("dockerfile") or told.get("docker-file") or told.get("file")
        if place is None and (file is None or "ockerfile" not in file):
            return
        path = (
            joined("", file) if file and ("/" in file or not place) else joined(place, file or "Dockerfile")
        )
        for key in ("image-names", "image-name", "images", "image", "tags", "docker-image", "repository"):
            for name in re.split(r"[,\s]+", told.get(key, ""))[:10]:
                if path is not None and name and "=" not in name and "$" not in name:
                    self._facts.reference(number, {"path": path}, "build", line, arguments={"image": name})

    def _expanded(self, text: str) -> list[str]:
        """The text for each combination of the literal values of the matrix that it mentions."""
        keys = list(dict.fromkeys(_MATRIX.findall(text)))
        if not keys:
            return [text]
        matrix = self._job.get("strategy", "matrix")
        combinations: list[dict[str, str]] = []
        values = [[item.text for item in matrix.get(key).items if item.text] for key in keys]
        if all(values):
            for chosen in itertools.islice(itertools.product(*values), MAXIMUM_COMBINATIONS):
                combinations.append(dict(zip(keys, [each or "" for each in chosen], strict=True)))
        for entry in matrix.get("include").items[:MAXIMUM_COMBINATIONS]:
            found = {key: entry.get(key).text or "" for key in keys if entry.get(key).text}
            if found:
                combinations.append(found)
        if not combinations:
            return [text]
        results = [
            _MATRIX.sub(lambda match, chosen=chosen: chosen.get(match.group(1), match.group(0)), text)  # type: ignore[misc]
            for chosen in combinations[: 2 * MAXIMUM_COMBINATIONS]
        ]
        return list(dict.fromkeys(results))
