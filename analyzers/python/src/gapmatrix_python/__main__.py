"""Runs the analyzer on standard input and output."""

from __future__ import annotations

import gc
import os
import sys
import threading
import warnings

from gapmatrix_python.server import ProtocolError, Server

# Nested code is visited by recursion. Where C frames follow Python frames, 10,000 levels take some 100 MB of
# stack; pages are only taken when they are touched.
STACK_BYTES = 512 << 20
RECURSION_LIMIT = 60_000


def main() -> int:
    """Serves requests; the exit status tells whether the host kept to the protocol."""
    # A source's invalid escapes are not ours to complain about.
    warnings.simplefilter("ignore")
    gc.collect()
    gc.freeze()
    gc.disable()
    # Facts go to a descriptor of their own, so that nothing printed by accident can break a line.
    sink = os.fdopen(os.dup(1), "wb", buffering=1 << 20)
    os.dup2(2, 1)
    status = 1

    def serve() -> None:
        nonlocal status
        try:
            Server(sys.stdin.buffer, sink).run()
            status = 0
        except ProtocolError as error:
            print(f"gapmatrix-python: {error}", file=sys.stderr)
            status = 2
        except BrokenPipeError:
            print("gapmatrix-python: the host closed the pipe", file=sys.stderr)
            status = 1

    sys.setrecursionlimit(RECURSION_LIMIT)
    threading.stack_size(STACK_BYTES)
    worker = threading.Thread(target=serve)
    worker.start()
    worker.join()
    return status


if __name__ == "__main__":
    sys.exit(main())
