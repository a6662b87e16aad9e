"""Scripts that start a server or a consumer: they run until they are stopped, whatever folder they lie in."""

from __future__ import annotations

import re

from gapmatrix_python.facts import Json
from gapmatrix_python.paths import SourcePath
from gapmatrix_python.refs import RefTable

STARTS = frozenset(
    """
    uvicorn.run aiohttp.web.run_app waitress.serve granian.Granian hypercorn.asyncio.serve
    grpc.server grpc.aio.server websockets.serve tornado.httpserver.HTTPServer rq.Worker
    arq.run_worker arq.worker.run_worker
    apscheduler.schedulers.blocking.BlockingScheduler temporalio.worker.Worker
    """.split()
)
# What only reads messages is a service if it does so for ever.
CONSUMERS = frozenset(
    """
    kafka.KafkaConsumer confluent_kafka.Consumer confluent_kafka.DeserializingConsumer
    aiokafka.AIOKafkaConsumer
    """.split()
)
STARTING_MEMBERS = frozenset(("start_consuming", "worker_main"))
# Folders of things that are run by hand and of things that are deployed alike.
_MIXED_FOLDERS = frozenset(("scripts", "script", "bin", "tools", "tool"))
_FOR_DEVELOPERS = re.compile(
    r"(?i)(?:^|_)(?:tests?|mock|fake|dummy|dev|develop|debug|demo|example|bench|benchmark|load|smoke|sample|local"
    r"|stub|simulate|simulator|seed|check|probe|replay|watch|docs?|tail|dump|inspect|verify|smoketest)(?:_|$|\d)"
)


def is_for_developers(name: str) -> bool:
    """Whether a name says that only developers use what has it."""
    return _FOR_DEVELOPERS.search(name) is not None


def runs_on(path: SourcePath, references: list[Json], refs: RefTable, endless: bool) -> bool:
    """Whether a file in a folder of tools is a service nevertheless; `endless`: it loops for ever."""
    if not path.tool_folders <= _MIXED_FOLDERS or _FOR_DEVELOPERS.search(path.stem):
        return False
    return any(each["kind"] == "call" and _starts(each, refs, endless) for each in references)


def _starts(reference: Json, refs: RefTable, endless: bool) -> bool:
    name = refs.full_name(reference["to"])
    if name in CONSUMERS:
        return endless
    if name.rpartition(".")[2] in STARTING_MEMBERS:
        return True
    if name not in STARTS:
        return False
    # A server that reloads its code belongs to a developer.
    return not any(
        each.get("name") in ("reload", "debug") and each.get("value")
        for each in reference.get("arguments", ())
    )
