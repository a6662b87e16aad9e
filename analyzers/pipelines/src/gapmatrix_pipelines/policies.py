"""Files that bots and hosts read: updates, owners, protection, hooks, coverage and release configurations."""

from __future__ import annotations

import json
import re

from gapmatrix_kit.documents import Node
from gapmatrix_kit.facts import TOP, Facts

from gapmatrix_pipelines.commands import add_script


def pre_commit(facts: Facts, root: Node) -> None:
    """The hooks of pre-commit are one target: `pre-commit run` starts it, or pre-commit.ci."""
    facts.namespace = {"kind": "pre-commit", "name": "", "separator": "."}
    number = facts.symbol("run", "target", root.line, root.end_line)
    if root.get("ci").pairs:
        facts.root(number, "pipeline", "pre-commit.ci runs the hooks")
    skipped = {item.text for item in root.get("ci", "skip").items}
    for repository in root.get("repos").items[:500]:
        for hook in repository.get("hooks").items[:200]:
            name = hook.get("id").text
            if not name or name in skipped:
                continue
            stages = [item.text for item in hook.get("stages").items]
            context = ["conditional"] if stages == ["manual"] else None
            arguments: dict[str, object] = {
                "args": " ".join(item.text or "" for item in hook.get("args").items)[:200] or None,
                "repo": repository.get("repo").text,
            }
            facts.reference(number, {"external": f"hook:{name}"}, "run", hook.line, arguments, context)
            entry = hook.get("entry").text
            if repository.get("repo").text == "local" and entry:
                add_script(facts, number, entry, hook.get("entry").line, "")


def dependabot(facts: Facts, root: Node) -> None:
    for update in root.get("updates").items[:200]:
        ecosystem = update.get("package-ecosystem").text
        if ecosystem:
            facts.signal("dependency-updates.configured", TOP, update.line, ecosystem=ecosystem)


def golangci(facts: Facts, root: Node) -> None:
    """Whether golangci-lint is told to run gosec, by its name or with all linters: by default it does not."""
    linters = root.get("linters")
    if any(item.text == "gosec" for item in linters.get("disable").items):
        return
    enabled = [item for item in linters.get("enable").items if item.text == "gosec"]
    everything = linters.get("enable-all").text == "true" or linters.get("default").text == "all"
    if enabled or everything:
        place = enabled[0] if enabled else linters
        facts.signal("static-security-scan.linter", TOP, place.line, tool="golangci-lint")


def renovate(facts: Facts, text: str) -> None:
    if re.search(r'"enabled"\s*:\s*false', text) and not re.search(r'"(packageRules|extends)"', text):
        return
    facts.signal("dependency-updates.configured", TOP, 1, ecosystem="all")


def owners(facts: Facts, text: str) -> None:
    """Whether the owners of the file cover the tree (`*`), or a part of it."""
    for place, line in enumerate(text.split("\n")[:20_000], start=1):
        words = line.split("#")[0].split()
        if len(words) < 2 or words[0].startswith("["):
            continue
        kind = "code-owners.all" if words[0] in ("*", "/**", "**", "/", "**/*", "/*") else "code-owners.part"
        facts.signal(kind, TOP, place, pattern=words[0])


def settings(facts: Facts, root: Node) -> None:
    """.github/settings.yml of the Settings application: branches with their protection."""
    for branch in root.get("branches").items[:100]:
        _protection(facts, branch, branch.get("name").text, branch.get("protection"), "application")
    for rule in root.get("rulesets").items[:100]:
        kinds = {item.get("type").text or "" for item in rule.get("rules").items[:100]}
        _rule(facts, rule.line, rule.get("name").text, _demands(kinds), "application")


def apache(facts: Facts, root: Node) -> None:
    """.asf.yaml: the foundation's host applies what it says."""
    for key, branch in root.get("github", "protected_branches").pairs[:100]:
        _protection(facts, key, key.value, branch, "host")


def _protection(facts: Facts, place: Node, name: str | None, protection: Node, applied: str) -> None:
    """A protection that asks for nothing protects nothing."""
    _rule(
        facts,
        place.line,
        name,
        _demands({key.value for key, value in protection.pairs if value.pairs}),
        applied,
    )


def _demands(kinds: set[str]) -> str:
    """What has to be there before a change is merged, by the names of rules."""
    found = []
    if kinds & {"required_pull_request_reviews", "pull_request"}:
        found.append("reviews")
    if kinds & {"required_status_checks", "workflows", "merge_queue"}:
        found.append("checks")
    return " and ".join(found)


def _rule(facts: Facts, line: int, name: str | None, requires: str, applied: str) -> None:
    if requires:
        facts.signal("branch-protection.rule", TOP, line, branch=name, requires=requires, applied=applied)


def ruleset(facts: Facts, text: str) -> None:
    try:
        data = json.loads(text)
    except ValueError as error:
        facts.diagnostic("warning", f"it is no JSON: {error}")
        return
    if not isinstance(data, dict) or data.get("enforcement", "active") != "active":
        return
    rules = data.get("rules")
    kinds = (
        {str(each.get("type")) for each in rules if isinstance(each, dict)}
        if isinstance(rules, list)
        else set()
    )
    _rule(facts, 1, str(data.get("name", "")), _demands(kinds), "nothing")


def codecov(facts: Facts, root: Node) -> None:
    """A status of codecov fails a pull request, unless it is informational: below a figure, or the last one.

    The key `threshold` is no figure to reach: it allows coverage to fall by so much.
    """
    for kind in ("project", "patch"):
        status = root.get("coverage", "status", kind)
        if status.boolean is False or not status.exists:
            continue
        parts = [value for _, value in status.pairs if value.pairs] or [status]
        for part in parts[:50]:
            if part.get("informational").boolean or part.get("enabled").boolean is False:
                continue
            target = part.get("target")
            if re.fullmatch(r"0*[1-9]\d*(\.\d+)?%?|0?\.0*[1-9]\d*", target.text or ""):
                facts.signal("coverage-threshold.hosted", TOP, target.line, target=target.text, status=kind)
            else:
                facts.signal("coverage.status", TOP, part.line, status=kind)


def goreleaser(facts: Facts, root: Node) -> None:
    """What a run of goreleaser does beside building: it is a target of that name."""
    facts.namespace = {"kind": "goreleaser", "name": "", "separator": "."}
    number = facts.symbol("release", "target", root.line, root.end_line)
    for key, external in (
        ("sboms", "goreleaser:sboms"),
        ("signs", "goreleaser:signs"),
        ("docker_signs", "goreleaser:signs"),
        ("binary_signs", "goreleaser:signs"),
    ):
        node = root.get(key)
        if node.items:
            facts.reference(number, {"external": external}, "run", node.line)
    changelog = root.get("changelog")
    if (
        changelog.exists
        and changelog.get("disable").boolean is not True
        and changelog.get("skip").boolean is not True
    ):
        facts.reference(number, {"external": "goreleaser:changelog"}, "run", changelog.line)
    for build in root.get("builds").items[:100]:
        flags = " ".join(item.text or "" for item in build.get("flags").items) + (
            build.get("flags").text or ""
        )
        if "-trimpath" in flags:
            facts.reference(number, {"external": "goreleaser:trimpath"}, "run", build.line)
    for hook in root.get("before", "hooks").items[:50]:
        text = hook.text or hook.get("cmd").text
        if text:
            add_script(facts, number, re.sub(r"\{\{.*?\}\}", "$VALUE", text), hook.line, "")
