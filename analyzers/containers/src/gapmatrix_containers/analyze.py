"""One file's facts, by the kind of file that its name tells."""

from __future__ import annotations

import re

from gapmatrix_kit.documents import foreign_line
from gapmatrix_kit.facts import Facts, Json
from gapmatrix_kit.server import Failure, File

from gapmatrix_containers import compose, dockerfile, processes

MAXIMUM_BYTES = 1 << 20
_NAMED_ALIKE = re.compile(r"Dockerfile[^.]")
_FROM = re.compile(r"(?im)\A(?:\s*(?:#[^\n]*|ARG\s[^\n]*)?\n)*\s*FROM\s+\S")


def analyze(files: list[File]) -> Json:
    """The members of a facts message about one file."""
    file = files[0]
    if len(file.text) > MAXIMUM_BYTES:
        raise Failure("limit", f"longer than {MAXIMUM_BYTES} characters")
    facts = Facts({"kind": "container", "name": file.path, "separator": "/"})
    if not file.is_text:
        facts.diagnostic(
            "warning", "it is not UTF-8: bytes that are none are replaced", foreign_line(file.text)
        )
    name = file.path.rsplit("/", 1)[-1]
    # `DockerfileAlpine` is one, `DockerfileParser.go` is not.
    if _NAMED_ALIKE.match(name) and not _FROM.search(file.text):
        return {}
    if name.endswith((".yml", ".yaml")) and "compose" in name:
        compose.read(file.path, file.text, facts)
    elif name.startswith("Procfile"):
        processes.read_procfile(file.path, file.text, facts)
    elif name.endswith(".service"):
        processes.read_unit(file.path, file.text, facts)
    elif name.startswith("supervisord"):
        processes.read_supervisor(file.path, file.text, facts)
    elif name.endswith(".ini"):
        processes.read_uwsgi(file.path, file.text, facts)
    else:
        dockerfile.read(file.path, file.text, facts)
    return facts.message()
