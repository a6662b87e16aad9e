"""CircleCI: jobs of workflows, commands, orbs."""

from __future__ import annotations

from gapmatrix_kit.documents import Node
from gapmatrix_kit.facts import Facts

from gapmatrix_pipelines.backing import service_of_image
from gapmatrix_pipelines.commands import add_elsewhere, add_script, command, joined
from gapmatrix_pipelines.keys import tell_unknown_circle

MAXIMUM_DEPTH = 12
# What the commands and jobs of known orbs run; `-` and `_` are the same in their names.
_ORBS = {
    tuple(name.split(" ")): words.split()
    for name, _, words in (
        line.partition(": ")
        for line in """\
circleci/go test: go test ./...
circleci/go mod-download: go mod download
circleci/go build: go build
circleci/node test: npm test
circleci/node install-packages: npm ci
circleci/python test: pytest
circleci/ruby rspec-test: rspec
circleci/ruby rubocop-check: rubocop
circleci/rust test: cargo test
circleci/rust clippy: cargo clippy
circleci/rust build: cargo build
circleci/docker publish: docker push
circleci/docker push: docker push
circleci/docker hadolint: hadolint Dockerfile
circleci/aws-ecr build-and-push-image: docker push
circleci/aws-ecr push-image: docker push
circleci/gcp-gcr build-and-push-image: docker push
circleci/gcp-gcr push-image: docker push
circleci/gcp-artifact-registry push-image: docker push
circleci/azure-acr build-and-push-image: docker push
circleci/aws-ecs deploy-service-update: aws ecs update-service
circleci/aws-ecs update-service: aws ecs update-service
circleci/kubernetes create-or-update-resource: kubectl apply
circleci/kubernetes update-container-image: kubectl set image
circleci/aws-eks update-container-image: kubectl set image
circleci/aws-eks create-or-update-resource: kubectl apply
circleci/helm upgrade-helm-chart: helm upgrade
circleci/helm install-helm-chart: helm install
circleci/heroku deploy-via-git: heroku container:release
circleci/gcp-cloud-run deploy: gcloud run deploy
circleci/shellcheck check: shellcheck
snyk/snyk scan: snyk test
sonarsource/sonarcloud scan: sonar-scanner
cci-x/trivy-orb scan: trivy image
upenn-libraries/gitleaks check: gitleaks detect""".split("\n")
    )
}
# Orbs that do nothing else that is asked for.
_KNOWN = {"codecov/codecov", "circleci/slack", "circleci/jira", *(orb for orb, _ in _ORBS)}


def circle(facts: Facts, path: str, root: Node) -> None:
    """Reads a configuration of CircleCI: jobs of workflows are roots."""
    facts.namespace = {"kind": "circle", "name": path, "separator": "."}
    tell_unknown_circle(facts, root)
    _Reader(facts, root).read()


class _Reader:
    def __init__(self, facts: Facts, root: Node) -> None:
        self._facts = facts
        self._root = root
        self._numbers: dict[str, int] = {}
        self._orbs: dict[str, str] = {}
        # Jobs and commands by the names that steps and workflows call them, with what holds their steps.
        self._held: list[tuple[str, Node]] = []

    def read(self) -> None:
        root = self._root
        for key, job in root.get("jobs").pairs:
            self._hold(key.value, "job", key.line, job)
        for key, each in root.get("commands").pairs:
            self._hold(key.value, "step", key.line, each)
        for orb, held in root.get("orbs").pairs:
            if held.text is not None:
                self._orbs[orb.value] = held.text.partition("@")[0]
            for kind, symbol in (("jobs", "job"), ("commands", "step")):
                for key, each in held.get(kind).pairs:
                    self._hold(f"{orb.value}/{key.value}", symbol, key.line, each)
        for name, held in self._held:
            place = joined("", (held.get("working_directory").text or "").replace("~/", "")) or ""
            directory = "" if held.get("docker").exists else place
            self._steps(self._numbers[name], name.rpartition("/")[0], held.get("steps"), directory, 0)
        if "build" in self._numbers and not root.get("workflows").exists:
            self._facts.root(self._numbers["build"], "pipeline", "the job build")
        for key, workflow in root.get("workflows").pairs:
            self._workflow(key.value, workflow)

    def _hold(self, name: str, kind: str, line: int, held: Node) -> None:
        if name in self._numbers:
            return
        self._numbers[name] = self._facts.symbol(name[:150], kind, line, held.end_line)
        self._held.append((name, held))
        for service in held.get("docker").items[1:20]:
            # The first one is what the job runs in.
            if found := service_of_image(service.get("image").text or ""):
                self._facts.signal("test-run.service", self._numbers[name], service.line, name=found)

    def _workflow(self, name: str, workflow: Node) -> None:
        entries: list[tuple[str, Node, Node]] = []
        for entry in workflow.get("jobs").items:
            called = entry.text or next(iter(entry.keys()), None)
            if called is not None:
                entries.append((called, entry.get(called), entry))
        # Other jobs require one by the name that the workflow gives it.
        named = {given.get("name").text or called: called for called, given, _ in entries}
        approvals = {
            given.get("name").text or called
            for called, given, _ in entries
            if given.get("type").text == "approval"
        }
        starts = not self._is_asked_for(workflow)
        for called, given, entry in entries:
            if given.get("type").text == "approval":
                continue
            if called not in self._numbers:
                if "/" not in called:
                    continue
                # A job of an orb.
                self._numbers[called] = self._facts.symbol(called[:150], "job", entry.line, entry.end_line)
                self._orb(self._numbers[called], called, given, entry.line, is_job=True)
            number = self._numbers[called]
            if starts:
                self._facts.root(number, "pipeline", f"the workflow {name}")
            for part in ("pre-steps", "post-steps"):
                self._steps(number, "", given.get(part), "", 0)
            for need in given.get("requires").items:
                required = need.text or next(iter(need.keys()), "")
                if required in approvals:
                    self._facts.signal("job.environment", number, need.line, name=required)
                    for before in self._required(entries, required):
                        self._need(number, named.get(before, before), need.line)
                else:
                    self._need(number, named.get(required, required), need.line)

    def _need(self, number: int, job: str, line: int) -> None:
        if job in self._numbers and self._numbers[job] != number:
            self._facts.reference(number, {"name": job[:150]}, "needs", line)

    @staticmethod
    def _required(entries: list[tuple[str, Node, Node]], name: str) -> list[str]:
        """What an approval waits for has passed before what waits for the approval."""
        for called, given, _ in entries:
            if (given.get("name").text or called) == name:
                return [each.text for each in given.get("requires").items if each.text]
        return []

    def _is_asked_for(self, workflow: Node) -> bool:
        """Whether only a parameter of the pipeline that is off by default asks for a workflow."""
        condition = (workflow.get("when").text or "").replace(" ", "")
        if not condition.startswith("<<pipeline.parameters."):
            return False
        parameter = condition.removeprefix("<<pipeline.parameters.").rstrip(">")
        return self._root.get("parameters", parameter, "default").boolean is False

    def _steps(self, number: int, orb: str, steps: Node, directory: str, depth: int) -> None:
        if depth > MAXIMUM_DEPTH:
            return
        for step in steps.items:
            name = step.text or next(iter(step.keys()), "")
            own = f"{orb}/{name}" if orb else name
            if name in ("when", "unless"):
                self._steps(number, orb, step.get(name, "steps"), directory, depth + 1)
            elif name in ("run", "deploy"):
                self._run(number, step.get(name), directory)
            elif name in self._numbers or own in self._numbers:
                called = own if own in self._numbers else name
                self._facts.reference(number, {"name": called[:150]}, "run", step.line)
            elif "/" in name:
                self._orb(number, name, step.get(name), step.line, is_job=False)

    def _run(self, number: int, run: Node, directory: str) -> None:
        text = run.get("command") if run.pairs else run
        own = joined(directory, run.get("working_directory").text or "") if run.pairs else directory
        if text.text is not None:
            block = text.end_line > text.line
            always = run.get("when").text in ("always", "on_fail")
            ignored = run.get("when").text == "on_fail"
            add_script(
                self._facts, number, text.text, text.line + block, own, conditional=always, ignored=ignored
            )

    def _orb(self, number: int, name: str, given: Node, line: int, *, is_job: bool) -> None:
        """A command or job of an orb: what it runs, where that is known."""
        orb, _, called = name.partition("/")
        source = self._orbs.get(orb, orb)
        self._facts.reference(number, {"external": f"orb:{name}"}, "run", line)
        place = joined("", given.get("app-dir").text or given.get("dir").text or "")
        if source == "circleci/node" and called == "run" and (script := given.get("npm-run").text):
            words = ["npm", "run", *script.split()]
        else:
            words = _ORBS.get((source, called.replace("_", "-")), [])
        if words:
            self._facts.reference(number, command(words, place), "run", line)
        elif is_job and source not in _KNOWN:
            add_elsewhere(self._facts, number, f"orb {source}/{called}", line)
