"""The least that reading the same contents costs on one core: inflating, each kind's own parser, one visit."""

import json
import os
import shutil
import subprocess
import time
import zlib

import contents


# Kinds of files beside code, and under which name the processes that read them are counted.
ARTIFACTS = {"yaml": "kit", "markdown": "kit"}


class FloorError(Exception):
    """A floor cannot be measured."""


class Floors:
    """Programs that measure floors, built once into a directory."""

    def __init__(self, root, directory):
        self.root = root
        self.commands = {
            "go": [build_go(root, directory)],
            "python": [
                str(root / "analyzers/python/.venv/bin/python"),
                "-I",
                "-B",
                str(root / "bench/floor_python.py"),
            ],
            "erlang": build_erlang(root, directory),
            # The libraries of the analyzers are where they are installed.
            **{kind: [*kit_python(root), str(root / "bench/floor_artifacts.py"), kind] for kind in ARTIFACTS},
        }

    def measure(self, repository, runs, revisions=("HEAD",)):
        """The best of some runs, in processor seconds, for each kind of file that the revisions have; each content once."""
        found = {}
        for kind, command in self.commands.items():
            files = contents.listed(repository, self.root, kind, revisions)
            records = contents.batch(repository, files, with_paths=kind in ARTIFACTS)
            if not records:
                continue
            if kind == "yaml":
                command = command + contents.always_parsed([path for _, path in files], self.root)
            inflating = min(inflate(content for _, content in contents.split(records)) for _ in range(runs))
            best = min((self.run(command, records) for _ in range(runs)), key=lambda run: run["processor"])
            found[kind] = {
                **best,
                "analyzer": ARTIFACTS.get(kind, kind),
                "inflating": inflating,
                "sum": inflating + best["processor"],
            }
        return found

    def run(self, command, records):
        done = subprocess.run(command, input=records, stdout=subprocess.PIPE, check=False)
        if done.returncode != 0:
            raise FloorError(f"{command[0]} ended with {done.returncode}")
        return json.loads(done.stdout)


def kit_python(root):
    """The interpreter of the analyzers of artifacts, run as they are."""
    return [str(root / "analyzers/kit/.venv/bin/python"), "-I", "-B"]


def inflate(texts):
    """Processor seconds of inflating, without looking objects up and without resolving deltas."""
    deflated = [zlib.compress(text) for text in texts]
    began = time.process_time()
    for data in deflated:
        zlib.decompress(data)
    return time.process_time() - began


def build_go(root, directory):
    """Builds the Go floor with the toolchain that built the analyzer: another one's parser may be another floor."""
    candidates = [
        path for path in (shutil.which("go"), root / ".tools/go/bin/go") if path and os.path.exists(path)
    ]
    environment = {
        **os.environ,
        "GOTOOLCHAIN": "local",
        "GOPROXY": "off",
        "GOFLAGS": "-mod=mod",
        "CGO_ENABLED": "0",
    }

    def output(*command):
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False, env=environment)
        return done.stdout.strip()

    analyzer = root / "analyzers/go/bin/analyzer-go"
    for go in map(str, candidates):
        version = output(go, "env", "GOVERSION")
        if version and version == output(go, "version", str(analyzer)).split(": ")[-1]:
            program = str(directory / "floor-go")
            build = [go, "build", "-trimpath", "-o", program, "."]
            subprocess.run(build, cwd=root / "bench/floor-go", check=True, env=environment)
            return program
    raise FloorError(f"no Go toolchain here is the one that built {analyzer}; run make setup")


def build_erlang(root, directory):
    """Builds the Erlang floor, and gives the command that runs it as the analyzer is run: on one scheduler."""
    folder = directory / "floor-erlang"
    folder.mkdir(exist_ok=True)
    source = root / "bench/floor-erlang/floor_erlang.erl"
    subprocess.run(["erlc", "-Werror", "-o", str(folder), str(source)], check=True)
    return [
        "erl",
        "+S",
        "1:1",
        "+SDio",
        "1",
        "+A",
        "1",
        "-noinput",
        "-pa",
        str(folder),
        "-s",
        "floor_erlang",
        "main",
    ]
