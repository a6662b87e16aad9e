"""Keys and names that no workflow has: some services refuse such a file, others go on."""

from __future__ import annotations

from gapmatrix_kit.documents import Node
from gapmatrix_kit.facts import Facts

MAXIMUM_TOLD = 20
_WORKFLOW = frozenset("name run-name on true permissions env defaults concurrency jobs".split())
_JOB = frozenset(
    "name permissions needs if runs-on snapshot environment concurrency outputs env defaults steps "
    "timeout-minutes strategy continue-on-error container services uses with secrets".split()
)
_STEP = frozenset(
    "id if name uses run working-directory shell with env continue-on-error timeout-minutes".split()
)

_CIRCLE_JOB = frozenset(
    "docker machine macos windows executor resource_class steps working_directory parallelism environment "
    "branches shell parameters type description retention circleci_ip_ranges plan name pre-steps "
    "post-steps".split()
)
_CIRCLE_STEPS = frozenset(
    "checkout run when unless save_cache restore_cache store_artifacts store_test_results "
    "persist_to_workspace attach_workspace add_ssh_keys setup_remote_docker deploy <<".split()
)


def tell_unknown(facts: Facts, root: Node) -> None:
    """Says which keys of the workflow, its jobs and their steps are unknown, and what is no job or step."""
    told: list[tuple[str, int]] = _unknown("workflow", root, _WORKFLOW)
    for key, job in root.get("jobs").pairs:
        if not job.pairs:
            told.append((f"the job {key.value[:80]} is no mapping", key.line))
        told += _unknown("job", job, _JOB)
        for step in job.get("steps").items:
            if not step.pairs:
                told.append(("a step is no mapping", step.line))
            told += _unknown("step", step, _STEP)
    for message, line in told[:MAXIMUM_TOLD]:
        facts.diagnostic("info", message, line)


def tell_unknown_circle(facts: Facts, root: Node) -> None:
    """Says which keys, steps and jobs of a configuration of CircleCI are unknown."""
    told: list[tuple[str, int]] = []
    commands = set(root.get("commands").keys())
    jobs = set(root.get("jobs").keys())
    for holder in ("jobs", "commands"):
        for _, job in root.get(holder).pairs:
            if holder == "jobs":
                told += _unknown("job", job, _CIRCLE_JOB)
            for step in job.get("steps").items:
                name = step.text or next(iter(step.keys()), "")
                if name and name not in _CIRCLE_STEPS | commands and not set(name) & set("/<$"):
                    told.append((f"no step or command has the name {name[:80]}: not read", step.line))
    for _, workflow in root.get("workflows").pairs:
        for entry in workflow.get("jobs").items:
            name = entry.text or next(iter(entry.keys()), "")
            # An approval waits for a person, and a job of an orb is named with the orb.
            if (
                name
                and name not in jobs
                and entry.get(name, "type").text is None
                and not set(name) & set("/<$")
            ):
                told.append((f"no job has the name {name[:80]}", entry.line))
    for message, line in told[:MAXIMUM_TOLD]:
        facts.diagnostic("warning", message, line)


def _unknown(kind: str, node: Node, known: frozenset[str]) -> list[tuple[str, int]]:
    return [
        (f"a {kind} has no key {key.value[:80]}: not read", key.line)
        for key, _ in node.pairs
        if key.value not in known and not key.value.startswith("x-")
    ]
