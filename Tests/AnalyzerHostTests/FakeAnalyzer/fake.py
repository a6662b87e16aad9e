"""An analyzer that misbehaves on request.

Its arguments say how the process behaves, a request's content how it is answered.
"""

import json
import os
import signal
import subprocess
import sys
import time


def write(message):
    sys.stdout.buffer.write(json.dumps(message).encode() + b"\n")
    sys.stdout.buffer.flush()


def raw(data):
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def answer(request):
    file = request["files"][0]
    attributes = {"path": file.get("path", ""), "bytes": len(file["content"]), "pid": os.getpid(), "files": len(request["files"])}
    return {"type": "facts", "id": request["id"], "signals": [{"kind": "seen", "line": 1, "attributes": attributes}]}


def flood():
    try:
        while True:
            raw(b"x" * 65536)
    except BrokenPipeError:
        os._exit(1)


def chatter(message):
    try:
        while True:
            write(message)
    except BrokenPipeError:
        os._exit(1)


def stall():
    while True:
        time.sleep(60)


def serve(request, behaviour):
    content = request["files"][0]["content"].split("\n", 1)[0]
    if content == "crash":
        os._exit(3)
    elif content == "signal":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif content == "stall":
        stall()
    elif content == "hold":
        return
    elif content == "garbage":
        raw(b"Traceback (most recent call last):\n")
    elif content == "empty-line":
        raw(b"\n")
    elif content == "flood":
        flood()
    elif content == "twice":
        write(answer(request))
        write(answer(request))
    elif content == "chatter":
        chatter({"type": "log", "level": "info", "message": "m" * 3000})
    elif content == "unknown-messages":
        chatter({"type": "weather", "sun": True})
    elif content == "unknown-id":
        write({"type": "facts", "id": 4711})
    elif content == "close-output":
        os.close(1)
        stall()
    elif content == "close-input":
        os.close(0)
        stall()
    elif content == "bad-facts":
        write({"type": "facts", "id": request["id"], "symbols": [["a"]]})
    elif content == "failure":
        write({"type": "failure", "id": request["id"], "kind": "syntax", "message": "line 3"})
    elif content == "memory":
        block = bytearray(1 << 30)
        write({"type": "failure", "id": request["id"], "kind": "internal", "message": str(len(block))})
    elif content == "helper":
        helper = subprocess.Popen(["sleep", "60"], stdin=subprocess.DEVNULL)
        write({"type": "log", "level": "info", "message": f"pid {helper.pid}"})
        write(answer(request))
    elif content == "environment":
        write({"type": "log", "level": "info", "message": " ".join(sorted(os.environ))})
        write({"type": "log", "level": "info", "message": f"leader {os.getpgrp() == os.getpid()}"})
        write(answer(request))
    elif content == "stderr":
        os.write(2, b"first\n" + b"e" * (1 << 20) + b"\nlast\n")
        write(answer(request))
    elif content == "large":
        reply = answer(request)
        reply["refs"] = ["n" * 100 for _ in range(10000)]
        write(reply)
    elif content == "one-shot":
        write(answer(request))
        os._exit(0)
    else:
        write(answer(request))


def main():
    behaviour = sys.argv[1] if len(sys.argv) > 1 else ""
    if behaviour == "exit-at-start":
        sys.stderr.write("no such module\n")
        sys.exit(7)
    if behaviour == "babble-at-start":
        raw(b"Welcome!\n")
    if behaviour == "mute":
        stall()
    if behaviour == "slow-start":
        time.sleep(0.3)
    if behaviour == "ignore-shutdown":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    write({"type": "log", "level": "info", "message": f"pid {os.getpid()}"})
    held = []
    for line in sys.stdin.buffer:
        message = json.loads(line)
        if message["type"] == "hello":
            write({"type": "hello", "protocol": 1 if behaviour == "wrong-protocol" else 2, "name": "fake", "version": "1"})
        elif message["type"] == "analyze":
            if behaviour == "crash-always":
                os._exit(9)
            if behaviour == "reverse":
                held.append(message)
                if len(held) == 4:
                    for request in reversed(held):
                        serve(request, behaviour)
                    held = []
                continue
            serve(message, behaviour)
        elif message["type"] == "shutdown":
            if behaviour == "ignore-shutdown":
                stall()
            break
    if behaviour == "ignore-shutdown":
        stall()


main()
