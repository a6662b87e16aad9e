"""The least that reading files beside code costs: the parser that their analyzer uses, and one visit of what it gives, on one core.

`yaml` counts the events of libyaml, `markdown` those of pulldown-cmark; both are read by the interpreter and the libraries of the
analyzers, and what these tell apart before they parse it is left out here, too.

Reads records of `<id> blob <size> <path>\\n<content>\\n` from standard input, all of them before the clock starts.
Prints one JSON object.
"""

import gc
import json
import resource
import sys
import time

import pyromark
import yaml
from gapmatrix_kit.server import File
from gapmatrix_kubernetes.kinds import Kind, kind_of


def read_contents(stream):
    """Yields each path with its text, without what is no UTF-8."""
    while header := stream.readline():
        fields = header.rstrip(b"\n").split(b" ", 3)
        if len(fields) != 4 or fields[1] != b"blob":
            raise SystemExit(f"floor: no blob: {header!r}")
        content = stream.read(int(fields[2]))
        if stream.read(1) != b"\n":
            raise SystemExit("floor: the input ends within a content")
        yield fields[3].decode("utf-8", "replace"), content.decode("utf-8", "replace")


def is_parsed_yaml(path, text):
    """Whether a file that only the analyzer of manifests reads is one that it parses."""
    return kind_of(File(path, text, True)) not in (Kind.OTHER, Kind.TEMPLATE, Kind.BUNDLE)


def count_yaml(text):
    loader = yaml.CLoader(text)
    events = 0
    try:
        while loader.get_event() is not None:
            events += 1
    finally:
        loader.dispose()
    return events


def count_markdown(text):
    events = 0
    for _ in pyromark.events_with_range(text, options=pyromark.Options.ENABLE_TABLES):
        events += 1
    return events


def main():
    kind = sys.argv[1]
    count = {"yaml": count_yaml, "markdown": count_markdown}[kind]
    # Of YAML, those that other analyzers read whatever they hold.
    always = set(sys.argv[2:])
    texts = [
        text
        for path, text in read_contents(sys.stdin.buffer)
        if kind == "markdown" or path in always or is_parsed_yaml(path, text)
    ]
    gc.collect()
    gc.disable()
    nodes = unparsed = 0
    wall, processor = time.perf_counter(), time.process_time()
    for text in texts:
        try:
            nodes += count(text)
        except yaml.YAMLError:
            # A template, or a test of parsers: the attempt is part of the cost.
            unparsed += 1
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    json.dump(
        {
            "files": len(texts),
            "bytes": sum(len(text.encode()) for text in texts),
            "unparsed": unparsed,
            "nodes": nodes,
            "wall": wall,
            "processor": processor,
            "peakMemoryBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10,
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
