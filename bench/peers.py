"""What a scanner by patterns costs on the same tree, beside the same number of cores."""

import json
import os
import resource
import subprocess
import tarfile
from pathlib import Path

RULES = Path(__file__).resolve().parent / "semgrep.yml"


class PeerFailed(Exception):
    """A peer ended badly."""


def semgrep(program, repository, scratch, runs):
    """The best of some runs, in processor seconds of all its processes, with what it found."""
    tree = Path(scratch) / "tree"
    unpack(repository, tree)
    command = [program, "scan", "--metrics", "off", "--disable-version-check", "--no-git-ignore", "--quiet"]
    command += ["--config", str(RULES), "--json", "--jobs", str(os.cpu_count()), str(tree)]
    best = None
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode != 0:
            raise PeerFailed(f"{program} ended with {done.returncode}:\n{done.stderr[-2000:]}")
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        found = len(json.loads(done.stdout)["results"])
        if best is None or used < best["processor"]:
            best = {"processor": used, "findings": found}
    return best


def unpack(repository, tree):
    """The files of HEAD; links and whatever is no file stay out."""
    tree.mkdir()
    archive = subprocess.Popen(
        ["git", "-C", str(repository), "archive", "--format=tar", "HEAD"], stdout=subprocess.PIPE
    )
    with tarfile.open(fileobj=archive.stdout, mode="r|") as files:
        for entry in files:
            path = tree / entry.name
            # What git keeps has no such names; whoever wrote the objects by hand may have.
            if entry.isfile() and ".." not in path.parts and path.is_relative_to(tree):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(files.extractfile(entry).read())
    if archive.wait() != 0:
        raise PeerFailed(f"git archive of {repository} ended with {archive.returncode}")
