"""Measures how fast gapmatrix scans: cold, warm, against the floor of the same contents, and how it grows."""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import contents
import floors
import generate
import history
import measure
import peers
import tables

ROOT = Path(__file__).resolve().parent.parent


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument(
        "repositories", nargs="*", metavar="REPO", help="repositories to measure besides; `.` for none"
    )
    parser.add_argument("--go-files", type=int, default=600, metavar="N", help="Go files to generate (600)")
    parser.add_argument(
        "--python-files", type=int, default=600, metavar="N", help="Python files to generate (600)"
    )
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="keep the generated repositories in this new folder"
    )
    parser.add_argument(
        "--runs", type=int, default=3, metavar="N", help="scans of each kind; the best counts (3)"
    )
    parser.add_argument("--program", default=str(ROOT / "bin/gapmatrix"), help="the gapmatrix to measure")
    parser.add_argument(
        "--semgrep",
        metavar="PROGRAM",
        help="measure semgrep with fourteen simple rules on the same trees, too",
    )
    parser.add_argument(
        "--history",
        type=int,
        default=0,
        metavar="N",
        help="measure the history of the last N commits of the named repositories, too",
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    options = parser.parse_args()
    if options.go_files < 0 or options.python_files < 0 or options.go_files + options.python_files < 2:
        parser.error("--go-files and --python-files take numbers from 0, and 2 files at least")
    if options.runs < 1:
        parser.error("--runs takes a number from 1")
    return options


def main():
    options = arguments()
    with contextlib.ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gapmatrix-bench-")))
        kept = options.keep or scratch
        kept.mkdir(parents=True, exist_ok=options.keep is None)
        try:
            result = measured(options, scratch, kept)
        except (measure.ScanFailed, floors.FloorError, peers.PeerFailed, OSError) as error:
            sys.exit(f"bench: {error}")
        except subprocess.CalledProcessError as error:
            sys.exit(f"bench: {error.cmd[0]} ended with {error.returncode}")
    sys.stdout.write(json.dumps(result, indent=2) + "\n" if options.json else tables.render(result))


def measured(options, scratch, kept):
    scans = measure.Scans(options.program, scratch)
    floor = floors.Floors(ROOT, scratch)
    # One at a time and nothing besides: what runs at the same time is measured, too.
    result = {
        "machine": {"cores": os.cpu_count(), "load": os.getloadavg()[0]},
        "runs": options.runs,
        "cases": [],
    }

    def add(name, repository):
        print(f"bench: {name}", file=sys.stderr, flush=True)
        case = {
            "name": name,
            "commit": contents.git(repository, "rev-parse", "HEAD").decode().strip(),
            **scans.case(repository, options.runs),
            "floors": floor.measure(repository, options.runs),
        }
        if options.semgrep:
            with tempfile.TemporaryDirectory(dir=scratch) as folder:
                case["semgrep"] = peers.semgrep(options.semgrep, repository, folder, options.runs)
        case["ratios"] = ratios(case)
        result["cases"].append(case)
        return case

    go, python = options.go_files, options.python_files
    sizes = {"generated": (go, python), "generated, half": (go // 2, python // 2)}
    if go and python:
        sizes |= {"generated, Go only": (go, 0), "generated, Python only": (0, python)}
    cases = {}
    for name, (go_files, python_files) in sizes.items():
        repository = kept / name.replace(", ", "-").replace(" ", "-").lower()
        repository.mkdir()
        generate.repository(repository, go_files, python_files)
        cases[name] = add(name, repository)
    result["growth"] = growth(cases["generated, half"], cases["generated"])
    histories = history.Histories(options.program, scratch)
    for named in options.repositories:
        if named == ".":
            continue
        case = add(named, Path(named).resolve())
        if options.history:
            print(f"bench: history of {named}", file=sys.stderr, flush=True)
            case["history"] = histories.case(Path(named).resolve(), options.history, floor)
    result["machine"]["loadAfter"] = os.getloadavg()[0]
    return result


def ratios(case):
    """Times of a scan as multiples of the floor; None where the repository has nothing that a floor reads."""
    least = sum(floor["sum"] for floor in case["floors"].values())
    # By the analyzer that reads them: those of artifacts share processes.
    floors_of = {}
    for floor in case["floors"].values():
        floors_of[floor["analyzer"]] = floors_of.get(floor["analyzer"], 0) + floor["sum"]
    cold, warm = case["cold"], case["warm"]
    sent = sum(analyzer["bytes"] for analyzer in cold["analyzers"])
    return {
        "orchestratorShare": cold["orchestrator"]["processor"] / cold["processor"],
        "coldWallOfProcessor": cold["wall"] / cold["processor"],
        "warmOfColdWall": warm["wall"] / cold["wall"],
        "answersOfSource": sum(analyzer["answerBytes"] for analyzer in cold["analyzers"]) / sent
        if sent
        else None,
        "coldOfSemgrep": cold["leastProcessor"] / case["semgrep"]["processor"] if "semgrep" in case else None,
        "coldWall": cold["wall"] / least if least else None,
        "coldProcessor": cold["processor"] / least if least else None,
        "warmWall": warm["wall"] / least if least else None,
        "analyzers": {
            analyzer["name"]: analyzer["processor"] / floors_of[analyzer["name"]]
            for analyzer in cold["analyzers"]
            if analyzer["name"] in floors_of
        },
    }


def growth(half, whole):
    pairs = {
        "cold wall": (half["cold"], whole["cold"], "wall"),
        "relinked wall": (half["relinked"], whole["relinked"], "wall"),
        "warm wall": (half["warm"], whole["warm"], "wall"),
    }
    found = {name: after[key] / before[key] for name, (before, after, key) in pairs.items()}
    found["cold cpu"] = whole["cold"]["leastProcessor"] / half["cold"]["leastProcessor"]
    found["relinked cpu"] = whole["relinked"]["leastProcessor"] / half["relinked"]["leastProcessor"]
    found["warm cpu"] = whole["warm"]["leastProcessor"] / half["warm"]["leastProcessor"]
    for step in ("extracting", "linking", "judging"):
        source = "cold" if step == "extracting" else "relinked"
        found[f"{step}, {source}"] = whole[source]["steps"][step] / half[source]["steps"][step]
    memory = [case["cold"]["orchestrator"]["peakMemoryBytes"] for case in (half, whole)]
    found["memory"] = memory[1] / memory[0]
    return found


if __name__ == "__main__":
    main()
