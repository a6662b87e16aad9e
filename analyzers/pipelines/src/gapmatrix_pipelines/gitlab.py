"""GitLab CI: jobs, templates, rules and includes of one file."""

from __future__ import annotations

import re

from gapmatrix_kit.documents import Node
from gapmatrix_kit.facts import TOP, Facts
from gapmatrix_kit.includes import include as told_include
from gapmatrix_kit.includes import outside

from gapmatrix_pipelines.backing import service_of_command, service_of_image
from gapmatrix_pipelines.commands import add_elsewhere, add_script, joined

_RESERVED = frozenset(
    "image services stages types before_script after_script variables cache include default workflow "
    "spec".split()
)
MAXIMUM_EXTENDS = 10
MAXIMUM_TOLD = 20
_OWN = re.compile(r"(\$\{?CI_SERVER_(FQDN|HOST)\}?|gitlab\.com)/(gitlab-org/)?components/")


def gitlab(facts: Facts, path: str, root: Node) -> None:
    """Reads a file of GitLab CI. Only the file at the root starts by itself."""
    facts.namespace = {"kind": "gitlab", "name": path, "separator": "."}
    starts = path in (".gitlab-ci.yml", ".gitlab-ci.yaml")
    _includes(facts, root.get("include"), starts)
    if starts and not root.get("include").exists:
        _tell_absent(facts, root)
    for key, job in root.pairs:
        name = key.value
        if name in _RESERVED or name.startswith(".") or not job.pairs:
            continue
        chain = _chain(root, job)
        if not any(each.get("script").exists or each.get("trigger").exists for each in chain):
            continue
        number = facts.symbol(name[:150], "job", key.line, job.end_line)
        facts.reference(TOP, {"name": name[:150]}, "run", key.line)
        if starts and _runs_by_itself(chain):
            facts.root(
                number, "pipeline", f"the stage {_first(chain, 'stage').text or 'test'} of the pipeline"
            )
        _job(facts, number, root, chain)
        for need in _first(chain, "needs").items:
            needed = need.text or need.get("job").text
            if needed and root.get(needed).exists:
                facts.reference(number, {"name": needed[:150]}, "needs", need.line)
        if not _first(chain, "needs").exists:
            _stages(facts, number, root, chain)


def _tell_absent(facts: Facts, root: Node) -> None:
    """A file that includes no other has all that its jobs name."""
    told: list[tuple[str, int]] = []
    for key, job in root.pairs:
        if key.value in _RESERVED or not job.pairs:
            continue
        for part, what in (("extends", "extends"), ("needs", "needs")):
            node = job.get(part)
            for each in node.items or [node]:
                name = each.text or each.get("job").text
                elsewhere = each.get("project").exists or each.get("pipeline").exists or "$" in (name or "")
                if name and not elsewhere and not root.get(name).exists:
                    told.append((f"{what} a job that is not there: {name[:80]}", each.line))
    for message, line in told[:MAXIMUM_TOLD]:
        facts.diagnostic("warning", message, line)


def _stages(facts: Facts, number: int, root: Node, chain: list[Node]) -> None:
    """A job without `needs` waits for those of the stages before its own."""
    order = [item.text for item in root.get("stages").items] or ["build", "test", "deploy"]
    own = _first(chain, "stage").text or "test"
    if own not in order:
        return
    before = set(order[: order.index(own)])
    for key, job in root.pairs[:500]:
        if key.value in _RESERVED or key.value.startswith(".") or not job.pairs:
            continue
        if (_first(_chain(root, job), "stage").text or "test") in before:
            facts.reference(number, {"name": key.value[:150]}, "needs", key.line)


def _job(facts: Facts, number: int, root: Node, chain: list[Node]) -> None:
    allowed = _first(chain, "allow_failure")
    ignored = allowed.boolean is True
    environment = _first(chain, "environment")
    name = environment.text or environment.get("name").text
    manual = _first(chain, "when").text == "manual"
    if manual and name:
        facts.signal("job.environment", number, environment.line, name=name)
    before = _first(chain, "before_script")
    if not before.exists:
        before = root.get("default", "before_script")
    if not before.exists:
        before = root.get("before_script")
    after = _first(chain, "after_script")
    _services(facts, number, root, chain, before)
    for part, dropped in ((before, False), (_first(chain, "script"), ignored), (after, True)):
        for text, line in _lines(part):
            add_script(facts, number, text, line, "", ignored=ignored or dropped)
    local = _first(chain, "trigger").get("include")
    _includes(facts, local, False, number)


def _services(facts: Facts, number: int, root: Node, chain: list[Node], before: Node) -> None:
    """Databases, brokers and the like that the job starts beside what it runs."""
    services = _first(chain, "services")
    for holder in (root.get("default", "services"), root.get("services")):
        services = services if services.exists else holder
    for service in services.items[:20]:
        if name := service_of_image(service.text or service.get("name").text or ""):
            facts.signal("test-run.service", number, service.line, name=name)
    for part in (before, _first(chain, "script")):
        for text, line in _lines(part):
            if name := service_of_command(text):
                facts.signal("test-run.service", number, line, name=name)


def _lines(node: Node, depth: int = 0) -> list[tuple[str, int]]:
    """The commands of a script; lists in lists are one list, as GitLab has it."""
    if node.text is not None:
        return [(node.text, node.line + 1 if node.end_line > node.line else node.line)]
    if depth > 10:
        return []
    return [found for item in node.items for found in _lines(item, depth + 1)]


def _chain(root: Node, job: Node) -> list[Node]:
    """A job and what it extends, nearest first."""
    chain = [job]
    open_ = [job]
    while open_ and len(chain) < MAXIMUM_EXTENDS:
        current = open_.pop(0)
        extends = current.get("extends")
        names = [extends.text] if extends.text else [item.text for item in reversed(extends.items)]
        for name in names:
            found = root.get(name) if name else None
            if found is not None and found.exists and found not in chain:
                chain.append(found)
                open_.append(found)
    return chain


def _first(chain: list[Node], key: str) -> Node:
    for each in chain:
        found = each.get(key)
        if found.exists:
            return found
    return chain[0].get(key)


def _runs_by_itself(chain: list[Node]) -> bool:
    rules = _first(chain, "rules").items
    if rules:
        return any(rule.get("when").text not in ("never", "manual") for rule in rules)
    return _first(chain, "when").text not in ("manual", "never")


def _includes(facts: Facts, include: Node, starts: bool, origin: int = TOP) -> None:
    entries = include.items or ([include] if include.exists else [])
    if not entries:
        return
    if starts:
        origin = facts.symbol("include", "job", include.line, include.end_line)
        facts.root(origin, "pipeline", "the pipeline includes it")
    for entry in entries[:200]:
        local = entry.get("local").text or (entry.text if entry.text and "://" not in entry.text else None)
        template = entry.get("template").text
        component = entry.get("component").text
        project = entry.get("project").text
        remote = entry.get("remote").text or (entry.text if entry.text and "://" in entry.text else None)
        if elsewhere := project or component or remote:
            outside(facts, elsewhere, entry.line)
            # What GitLab itself keeps is known by its name; what another project keeps may do anything.
            if not _OWN.match(elsewhere):
                file = entry.get("file").text or (entry.get("file").items or [entry.get("file")])[0].text
                add_elsewhere(facts, origin, elsewhere + (f" {file}" if project and file else ""), entry.line)
        if local and "*" not in local and "$" not in local:
            facts.reference(origin, {"path": local.lstrip("/")}, "run", entry.line)
            place = joined("", local.lstrip("/"))
            if place is None:
                outside(facts, local, entry.line)
            elif not any(rule.get("exists").exists for rule in entry.get("rules").items):
                told_include(facts, origin, place, entry.line)
        elif template:
            name = template.removesuffix(".yml").removesuffix(".gitlab-ci")
            facts.reference(origin, {"external": f"template:{name}"}, "run", entry.line)
        elif component:
            parts = component.partition("@")[0].split("/")
            facts.reference(origin, {"external": "component:" + "/".join(parts[-2:])}, "run", entry.line)
