"""Runs histories and says what they took."""

import contextlib
import json
import os
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path

import contents
import measure


class Histories:
    """Histories with one program; `directory` holds caches while they are needed."""

    def __init__(self, program, directory):
        self.program = program
        self.directory = directory

    def case(self, repository, commits, floors):
        """Cold; with all facts known; with nothing new; one commit more. All of the same commits give the same bytes."""
        revisions = contents.git(
            repository, "rev-list", "--first-parent", f"--max-count={commits + 1}", "HEAD"
        )
        revisions = revisions.decode().split()
        with tempfile.TemporaryDirectory(dir=self.directory) as folder:
            cache, other = Path(folder) / "cache", Path(folder) / "other"
            runs = {"cold": self.run(repository, cache, commits)}
            runs["again"] = self.run(repository, cache, commits)
            store = (cache / "facts-v1.sqlite").stat().st_size
            forget(cache)
            runs["facts known"] = self.run(repository, cache, commits)
            self.run(repository, other, max(1, commits - 1), revisions[min(1, len(revisions) - 1)])
            runs["one commit more"] = self.run(repository, other, commits)
        if len({run.pop("output") for run in runs.values()}) != 1:
            raise measure.ScanFailed(f"histories of {repository} differ")
        floor = floors.measure(repository, 1, revisions)
        least = sum(value["sum"] for value in floor.values())
        return {
            "commits": len(revisions) - 1,
            "runs": runs,
            "floor": least,
            "storeOfContents": store / max(1, sum(value["bytes"] for value in floor.values())),
            "coldOfFloor": runs["cold"]["processor"] / least if least else None,
            "processorPerKnownCommit": runs["facts known"]["processor"] / max(1, len(revisions)),
        }

    def run(self, repository, cache, commits, last="HEAD"):
        command = [self.program, "history", str(repository), "--max", str(commits), "--to", last]
        command += ["--format", "json", "--all-states", "--quiet", "--cache-directory", str(cache)]
        began = time.perf_counter()
        with tempfile.TemporaryFile(dir=self.directory) as output:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.DEVNULL
            )
            watch = measure.PeakMemory(process.pid)
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - began
            process.returncode = os.waitstatus_to_exitcode(status)
            peak = watch.end()
            if process.returncode != 0:
                raise measure.ScanFailed(f"{' '.join(command)} ended with {process.returncode}")
            output.seek(0)
            # Other branches and paths of the same commits are not told apart.
            text = json.loads(output.read())
            text.pop("repository")
        return {
            "wall": wall,
            "processor": usage.ru_utime + usage.ru_stime,
            "peakMemoryBytes": peak,
            "output": json.dumps(text),
        }


def forget(cache):
    """Leaves the facts in a cache, and nothing of what they were judged to be."""
    with contextlib.closing(sqlite3.connect(cache / "facts-v1.sqlite")) as database, database:
        database.execute(
            "DELETE FROM facts WHERE analyzer IN "
            "(SELECT id FROM analyzers WHERE fingerprint LIKE 'history-%' OR fingerprint LIKE 'report-%')"
        )
