"""Keys that no workflow of GitHub Actions, Gitea or Forgejo has: some refuse such a file, others go on."""

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


def _unknown(kind: str, node: Node, known: frozenset[str]) -> list[tuple[str, int]]:
    return [
        (f"a {kind} has no key {key.value[:80]}: not read", key.line)
        for key, _ in node.pairs
        if key.value not in known and not key.value.startswith("x-")
    ]
