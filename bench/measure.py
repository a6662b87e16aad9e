"""Runs scans and says what they took."""

import contextlib
import json
import os
import sqlite3
import subprocess
import tempfile
import threading
import time
from pathlib import Path

STEPS = ["loading", "listing", "extracting", "linking", "judging"]


class ScanFailed(Exception):
    """A scan ended badly, or two scans of one commit differ."""


class Scans:
    """Scans with one program; `directory` holds caches and reports while they are needed."""

    def __init__(self, program, directory):
        self.program = program
        self.directory = directory

    def case(self, repository, runs):
        """Cold scans, each with a fresh cache; then scans with the facts of the last; then scans with its report, too."""
        with tempfile.TemporaryDirectory(dir=self.directory) as folder:
            cold = [self.scan(repository, Path(folder) / f"cache{number}") for number in range(runs)]
            last = Path(folder) / f"cache{runs - 1}"
            relinked = []
            for _ in range(runs):
                forget_reports(last)
                relinked.append(self.scan(repository, last))
            warm = [self.scan(repository, last) for _ in range(runs)]
        reports = {run.pop("report") for run in cold + relinked + warm}
        if len(reports) != 1:
            raise ScanFailed(f"scans of {repository} differ: {len(reports)} reports of one commit")
        return {"cold": best(cold), "relinked": best(relinked), "warm": best(warm)}

    def scan(self, repository, cache):
        with tempfile.TemporaryDirectory(dir=self.directory) as folder:
            files = {name: Path(folder) / name for name in ("report", "errors", "statistics")}
            command = [self.program, "scan", str(repository), "--format", "json", "--verbose"]
            command += ["--cache-directory", str(cache), "--statistics", str(files["statistics"])]
            with files["report"].open("wb") as report, files["errors"].open("wb") as errors:
                began = time.perf_counter()
                process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=report, stderr=errors)
                watch = PeakMemory(process.pid)
                _, status, usage = os.wait4(process.pid, 0)
                wall = time.perf_counter() - began
            process.returncode = os.waitstatus_to_exitcode(status)
            peak = watch.end()
            if process.returncode != 0:
                tail = files["errors"].read_text(errors="replace")[-2000:]
                raise ScanFailed(f"{' '.join(command)} ended with {process.returncode}:\n{tail}")
            statistics = json.loads(files["statistics"].read_text())
            return summary(statistics, wall, usage, peak) | {"report": files["report"].read_bytes()}


def forget_reports(cache):
    """Leaves the facts in a cache, as the scan of a commit that differs in a few files finds it."""
    with contextlib.closing(sqlite3.connect(cache / "facts-v1.sqlite")) as database, database:
        database.execute(
            "DELETE FROM facts WHERE analyzer IN (SELECT id FROM analyzers WHERE fingerprint LIKE 'report-%')"
        )


class PeakMemory:
    """A process's peak of resident memory, read while it runs: wait4 tells the largest of it and its children."""

    def __init__(self, pid):
        self.bytes = 0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.watch, args=(f"/proc/{pid}/status",))
        self.thread.start()

    def watch(self, path):
        while not self.ended.wait(0.01):
            try:
                lines = Path(path).read_text().splitlines()
            except OSError:
                return
            for line in lines:
                if line.startswith("VmHWM:"):
                    self.bytes = max(self.bytes, int(line.split()[1]) << 10)

    def end(self):
        self.ended.set()
        self.thread.join()
        return self.bytes


def summary(statistics, wall, usage, peak):
    total = usage.ru_utime + usage.ru_stime
    analyzers = [analyzer(value) for value in statistics["analyzers"]]
    in_analyzers = sum(value["processor"] for value in analyzers)
    steps = {step: statistics[step] for step in STEPS}
    # Starting the program, writing the report, and ending.
    steps["other"] = max(0.0, wall - sum(steps.values()))
    return {
        "wall": wall,
        "processor": total,
        "orchestrator": {"processor": total - in_analyzers, "peakMemoryBytes": peak},
        "analyzers": analyzers,
        "steps": steps,
        **{name: statistics[name] for name in ("files", "symbols", "references")},
    }


def analyzer(value):
    """Rates are for each second of processor, start of the analyzer included: all analyzers share the cores."""
    seconds = value["processorSeconds"]
    read = value["files"] - value["cached"]
    return {
        "name": value["name"],
        "files": value["files"],
        "cached": value["cached"],
        "bytes": value["bytes"],
        "answerBytes": value["answerBytes"],
        "processes": value["processes"],
        "processor": seconds,
        "peakMemoryBytes": value["peakMemoryBytes"],
        "filesPerSecond": read / seconds if seconds > 0 else None,
        "megabytesPerSecond": value["bytes"] / 1e6 / seconds if seconds > 0 else None,
    }


def best(runs):
    """The fastest run; with the spread of all, which says how quiet the machine was."""
    fastest = min(runs, key=lambda run: run["wall"])
    return fastest | {
        "walls": [round(run["wall"], 4) for run in runs],
        "leastProcessor": min(r["processor"] for r in runs),
    }
