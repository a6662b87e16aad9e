"""Travis CI, Bitbucket Pipelines and Google Cloud Build."""

from __future__ import annotations

from gapmatrix_kit.documents import Node
from gapmatrix_kit.facts import Facts

from gapmatrix_pipelines.backing import service_of_image
from gapmatrix_pipelines.commands import add_script, command, joined

MAXIMUM_STEPS = 500


def lines(node: Node) -> list[tuple[str, int]]:
    """The commands of a text or a list of texts, with their lines."""
    if node.text is not None:
        return [(node.text, node.line + (node.end_line > node.line))]
    return [(each.text, each.line + (each.end_line > each.line)) for each in node.items if each.text]


# MARK: Travis

_BEFORE = ("before_install", "install", "before_script")
# What Travis runs where a file names no script.
_DEFAULT_SCRIPTS = {
    "go": "go test ./...", "node_js": "npm test", "erlang": "rebar3 eunit", "rust": "cargo test",
    "ruby": "rake", "java": "mvn test", "elixir": "mix test",
}  # fmt: skip
# Providers of `deploy`, by what they do.
_PUBLISHERS = {
    "pypi": "twine upload", "npm": "npm publish", "releases": "gh release upload", "rubygems": "gem push",
    "cargo": "cargo publish", "hex": "mix hex.publish", "heroku": "heroku container:release",
    "gae": "gcloud app deploy", "cloudrun": "gcloud run deploy", "lambda": "aws lambda update-function-code",
    "elasticbeanstalk": "eb deploy", "firebase": "firebase deploy", "netlify": "netlify deploy",
}  # fmt: skip


def travis(facts: Facts, path: str, root: Node) -> None:
    """Reads a .travis.yml: one job, or those of its matrix."""
    facts.namespace = {"kind": "travis", "name": path, "separator": "."}
    entries = root.get("jobs", "include").items or root.get("matrix", "include").items
    order: list[tuple[str, int, str]] = []
    if root.get("script").exists or not any(each.get("script").exists for each in entries):
        order.append(("test", _travis_job(facts, "build", root, root), "build"))
    for count, entry in enumerate(entries[:MAXIMUM_STEPS], 1):
        stage = entry.get("stage").text or (order[-1][0] if order else "test")
        if not entry.get("script").exists and not entry.get("deploy").exists:
            continue
        name = f"{count} {entry.get('name').text or stage}"[:150]
        number = _travis_job(facts, name, entry, root)
        for other, _, needed in order:
            if other != stage:
                facts.reference(number, {"name": needed}, "needs", entry.line)
        order.append((stage, number, name))


def _travis_job(facts: Facts, name: str, job: Node, root: Node) -> int:
    number = facts.symbol(name, "job", job.line, job.end_line)
    facts.root(number, "pipeline", f"the job {name} of Travis")
    for part in _BEFORE:
        given = job.get(part) if job.get(part).exists else root.get(part)
        for text, line in lines(given):
            add_script(facts, number, text, line, "")
    script = job.get("script") if job.get("script").exists else root.get("script")
    told = lines(script)
    if not told and (default := _DEFAULT_SCRIPTS.get(root.get("language").text or "")):
        facts.reference(number, command(default.split(), ""), "run", root.get("language").line)
    for text, line in told:
        add_script(facts, number, text, line, "")
    for part in ("after_success", "after_script", "after_failure"):
        for text, line in lines(job.get(part)):
            add_script(facts, number, text, line, "", ignored=True)
    services = job.get("services") if job.get("services").exists else root.get("services")
    for service in [services, *services.items]:
        if service.text and (kind := service_of_image(service.text)):
            facts.signal("test-run.service", number, service.line, name=kind)
    deploy = job.get("deploy")
    places = [each for each in deploy.items or [deploy] if each.exists]
    for place in places[:20]:
        _travis_deploy(facts, number, name, place)
    return number


def _travis_deploy(facts: Facts, job: int, name: str, place: Node) -> None:
    """Deployments run after the script of their job has passed."""
    provider = place.get("provider").text or place.text or ""
    step = facts.symbol(f"{name} deploy {place.line}"[:150], "step", place.line, place.end_line)
    facts.reference(job, {"name": f"{name} deploy {place.line}"[:150]}, "run", place.line)
    facts.reference(step, {"name": name}, "needs", place.line)
    if provider == "script":
        for text, line in lines(place.get("script")):
            add_script(facts, step, text, line, "")
    elif words := _PUBLISHERS.get(provider):
        facts.reference(step, command(words.split(), ""), "run", place.line)


# MARK: Bitbucket

_BITBUCKET_STARTS = ("default", "branches", "tags", "pull-requests", "bookmarks")


def bitbucket(facts: Facts, path: str, root: Node) -> None:
    """Reads a bitbucket-pipelines.yml: pipelines of pushes, tags and pull requests start by themselves."""
    facts.namespace = {"kind": "bitbucket", "name": path, "separator": "."}
    services = {
        key.value: kind
        for key, value in root.get("definitions", "services").pairs
        if (kind := service_of_image(value.get("image").text or key.value))
    }
    for key, held in root.get("pipelines").pairs:
        starts = key.value in _BITBUCKET_STARTS
        pipelines = (
            [(key.value, held)] if held.items else [(f"{key.value} {k.value}", v) for k, v in held.pairs]
        )
        for name, pipeline in pipelines[:100]:
            number = facts.symbol(name[:150], "job", pipeline.line, pipeline.end_line)
            if starts:
                facts.root(number, "pipeline", f"the pipeline {name}")
            before: list[str] = []
            for entry in pipeline.items[:MAXIMUM_STEPS]:
                before = _bitbucket_group(facts, name, number, entry, before, services)


def _bitbucket_group(
    facts: Facts, pipeline: str, number: int, entry: Node, before: list[str], services: dict[str, str]
) -> list[str]:
    """A step, steps at the same time, or a stage; gives the names of what the next ones wait for."""
    stage = entry.get("stage")
    if stage.exists:
        for inner in stage.get("steps").items[:MAXIMUM_STEPS]:
            before = _bitbucket_group(facts, pipeline, number, inner, before, services)
        return before
    parallel = entry.get("parallel")
    steps = parallel.items or parallel.get("steps").items or [entry]
    names: list[str] = []
    for each in steps[:MAXIMUM_STEPS]:
        step = each.get("step")
        if not step.exists:
            continue
        name = f"{pipeline}: {step.get('name').text or 'step'} {each.line}"[:150]
        symbol = facts.symbol(name, "step", each.line, step.end_line)
        facts.reference(number, {"name": name}, "run", each.line)
        for needed in before:
            facts.reference(symbol, {"name": needed}, "needs", each.line)
        _bitbucket_step(facts, symbol, step, services)
        names.append(name)
    return names or before


# Pipes by what they do: `atlassian/aws-ecs-deploy:2.0.0`.
_PIPES = {
    "aws-ecs-deploy": "aws ecs update-service", "aws-lambda-deploy": "aws lambda update-function-code",
    "aws-ecr-push-image": "docker push", "kubectl-run": "kubectl apply",
    "aws-eks-kubectl-run": "kubectl apply",
    "google-cloud-run-deploy": "gcloud run deploy", "google-app-engine-deploy": "gcloud app deploy",
    "heroku-deploy": "heroku container:release", "pypi-publish": "twine upload", "npm-publish": "npm publish",
    "ssh-run": "action:appleboy/ssh-action", "azure-web-apps-deploy": "az webapp deploy",
    "firebase-deploy": "firebase deploy", "aws-cloudformation-deploy": "aws cloudformation deploy",
    "git-secrets-scan": "git-secrets", "snyk-scan": "snyk test", "sonarcloud-scan": "sonar-scanner",
    "sonarqube-scan": "sonar-scanner", "trivy-scan": "trivy image",
}  # fmt: skip


def _bitbucket_step(facts: Facts, number: int, step: Node, services: dict[str, str]) -> None:
    if step.get("trigger").text == "manual":
        name = step.get("deployment").text or step.get("deployment", "name").text or step.get("name").text
        facts.signal("job.environment", number, step.get("trigger").line, name=name or "manual")
    for service in step.get("services").items[:20]:
        if kind := services.get(service.text or ""):
            facts.signal("test-run.service", number, service.line, name=kind)
    for text, line in lines(step.get("script")):
        add_script(facts, number, text, line, "")
    for each in step.get("script").items[:MAXIMUM_STEPS]:
        pipe = (each.get("pipe").text or "").rpartition("/")[2].partition(":")[0]
        if words := _PIPES.get(pipe):
            told = {"external": words} if words.startswith("action:") else command(words.split(), "")
            facts.reference(number, told, "run", each.line)
    for text, line in lines(step.get("after-script")):
        add_script(facts, number, text, line, "", ignored=True)


# MARK: Cloud Build

# Images whose program has another name; most are named for it: `gcr.io/cloud-builders/kubectl`.
_BUILDERS = {
    "executor": "kaniko",
    "compose": "docker-compose",
    "cloud-sdk": "gcloud",
    "gke-deploy": "gke-deploy",
}
_SHELLS = ("bash", "sh")


def cloud_build(facts: Facts, path: str, root: Node) -> None:
    """Reads a cloudbuild.yaml; what starts it is kept in the project, as with Jenkins."""
    steps = root.get("steps").items[:MAXIMUM_STEPS]
    if not any(step.get("name").exists for step in steps):
        return
    facts.namespace = {"kind": "cloud-build", "name": path, "separator": "."}
    build = facts.symbol("build", "job", root.line, root.end_line)
    facts.root(build, "pipeline", "a trigger of Cloud Build")
    names: list[str] = []
    for count, step in enumerate(steps, 1):
        name = (step.get("id").text or f"step {count}")[:150]
        number = facts.symbol(name, "step", step.line, step.end_line)
        facts.reference(build, {"name": name}, "run", step.line)
        waits = step.get("waitFor")
        needed = [each.text for each in waits.items] if waits.items else names[-1:]
        for each in needed:
            if each and each != "-" and each in names:
                facts.reference(number, {"name": each}, "needs", waits.line if waits.items else step.line)
        names.append(name)
        _cloud_step(facts, number, step)
    for image in root.get("images").items[:50]:
        if image.text and names:
            last = facts.symbol(f"push {image.line}", "step", image.line)
            facts.reference(build, {"name": f"push {image.line}"}, "run", image.line)
            for each in names[-MAXIMUM_STEPS:]:
                facts.reference(last, {"name": each}, "needs", image.line)
            facts.reference(last, command(["docker", "push", image.text], ""), "run", image.line)


def _cloud_step(facts: Facts, number: int, step: Node) -> None:
    place = joined("", (step.get("dir").text or "").removeprefix("/workspace/"))
    ignored = step.get("allowFailure").boolean is True
    script = step.get("script")
    if script.text:
        line = script.line + (script.end_line > script.line)
        add_script(facts, number, script.text, line, place, ignored=ignored)
        return
    given = step.get("args")
    words = [each.text or "" for each in given.items] if given.items else (given.text or "").split()
    entry = step.get("entrypoint").text
    if entry in _SHELLS and words[:1] in (["-c"], ["-ec"], ["-exc"], ["-eEuo"]) and len(words) > 1:
        text = given.items[-1]
        add_script(
            facts,
            number,
            words[-1].replace("$$", "$"),
            text.line + (text.end_line > text.line),
            place,
            ignored=ignored,
        )
        return
    image = (step.get("name").text or "").partition("@")[0].rpartition("/")[2].partition(":")[0]
    program = entry or _BUILDERS.get(image, image)
    if program:
        context = ["ignored"] if ignored else None
        facts.reference(number, command([program, *words], place), "run", step.line, None, context)
