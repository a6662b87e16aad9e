"""The least that reading Python sources costs: Python's own parser and one visit of each tree, on one core.

Reads `git cat-file --batch` output from standard input, all of it before the clock starts.
Prints one JSON object.
"""

import ast
import gc
import json
import resource
import sys
import time
import warnings


def read_contents(stream):
    """Reads records of `<id> blob <size>\\n<content>\\n`."""
    contents = []
    while header := stream.readline():
        fields = header.split()
        if len(fields) != 3 or fields[1] != b"blob":
            raise SystemExit(f"floor: no blob: {header!r}")
        contents.append(stream.read(int(fields[2])))
        if stream.read(1) != b"\n":
            raise SystemExit("floor: the input ends within a content")
    return contents


def count(node):
    """Visits a node and all below it, as a recursive visitor does, and nothing besides."""
    nodes = 1
    for name in node._fields:
        value = getattr(node, name, None)
        if isinstance(value, ast.AST):
            nodes += count(value)
        elif isinstance(value, list):
            for item in value:
                if isinstance(item, ast.AST):
                    nodes += count(item)
    return nodes


def main():
    contents = read_contents(sys.stdin.buffer)
    sys.setrecursionlimit(20_000)
    warnings.simplefilter("ignore")
    gc.collect()
    gc.disable()
    nodes = unparsed = 0
    wall, processor = time.perf_counter(), time.process_time()
    for content in contents:
        try:
            nodes += count(ast.parse(content))
        except (SyntaxError, ValueError, RecursionError):
            # Python 2, a template or a test of parsers: the attempt is part of the cost.
            unparsed += 1
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10
    json.dump(
        {
            "files": len(contents),
            "bytes": sum(map(len, contents)),
            "unparsed": unparsed,
            "nodes": nodes,
            "wall": wall,
            "processor": processor,
            "peakMemoryBytes": peak,
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
