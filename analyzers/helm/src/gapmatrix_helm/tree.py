"""A chart's files by their names in it, from a request; packed subcharts are unpacked within bounds."""

from __future__ import annotations

import io
import tarfile
import zlib
from dataclasses import dataclass, field

from gapmatrix_kit.documents import Node, Nothing, Unreadable, documents
from gapmatrix_kit.server import Failure, File

MARKER = "Chart.yaml"
MAXIMUM_FILES = 5_000
MAXIMUM_BYTES = 50 << 20
MAXIMUM_PACKED = 20 << 20
MAXIMUM_DEPTH = 8


@dataclass
class Member:
    """A file of the chart. `path` is the repository's file; `is_packed` says that this is an archive."""

    name: str
    path: str
    data: bytes
    is_packed: bool = False
    # Its place among the values files of production, from 1; 0 where it is none.
    production: int = 0
    _text: str | None = None

    @property
    def text(self) -> str:
        if self._text is None:
            self._text = self.data.decode("utf-8", "replace")
        return self._text

    @property
    def is_template(self) -> bool:
        """Whether the engine reads it as a template, of this chart or of one below."""
        return "templates" in self.name.split("/")[:-1]


@dataclass
class Chart:
    """A chart with its subcharts. `prefix` is its place in the upper chart: empty, or `charts/name/`."""

    prefix: str
    name: str
    metadata: Node
    members: dict[str, Member]
    # Subcharts by the name under which they are rendered: the alias, if there is one.
    subcharts: dict[str, Chart] = field(default_factory=dict)
    # Declared, and not there.
    absent: list[tuple[str, int]] = field(default_factory=list)

    @property
    def is_library(self) -> bool:
        return self.metadata.get("type").text == "library"

    def own(self) -> list[Member]:
        """The members of this chart alone."""
        below = f"{self.prefix}charts/"
        return [
            each
            for name, each in self.members.items()
            if name.startswith(self.prefix) and not name.startswith(below)
        ]

    def named(self, rendered: str) -> Member | None:
        """The member that a rendered name (`shop/charts/db/templates/x.yaml`) means."""
        chart, rest = self, rendered.partition("/")[2]
        while rest.startswith("charts/"):
            name, _, below = rest[len("charts/") :].partition("/")
            if name not in chart.subcharts:
                break
            chart, rest = chart.subcharts[name], below
        return self.members.get(chart.prefix + rest)

    def production(self) -> list[Member]:
        """The values files that production uses, in their order."""
        chosen = [each for each in self.members.values() if each.production and not each.is_packed]
        return sorted(chosen, key=lambda each: each.production)

    def all(self) -> list[Chart]:
        """This chart and all below."""
        return [self, *(each for below in self.subcharts.values() for each in below.all())]


def directory_of(files: list[File]) -> str:
    """The directory of the uppermost marker, with a slash at its end."""
    markers = [file.path for file in files if file.path.rpartition("/")[2] == MARKER]
    if not markers:
        raise Failure("unsupported", f"there is no {MARKER}")
    return min(markers, key=lambda path: (path.count("/"), path))[: -len(MARKER)]


def read(files: list[File], problems: list[tuple[str, int | None, str]]) -> Chart:
    """The chart; what cannot be read is told in `problems`: path, line, message."""
    base = directory_of(files)
    members: dict[str, Member] = {}
    total = 0
    packed = [file for file in files if file.path.endswith(".tgz")]
    for file in files:
        name = file.path[len(base) :]
        if not file.path.startswith(base) or not _is_safe(name):
            continue
        if file.path.endswith(".tgz"):
            continue
        members[name] = Member(
            name,
            file.path,
            file.raw if file.raw is not None else file.text.encode(),
            production=file.production,
        )
        total += len(members[name].data)
    for file in packed:
        name = file.path[len(base) :]
        place, _, _ = name.rpartition("/")
        if _is_safe(name) and place.endswith("charts"):
            try:
                for member in _unpack(file, place):
                    members.setdefault(member.name, member)
                    total += len(member.data)
            except (tarfile.TarError, OSError, EOFError, ValueError, zlib.error) as error:
                problems.append((file.path, None, f"the packed chart cannot be read: {error}"))
    if len(members) > MAXIMUM_FILES or total > MAXIMUM_BYTES:
        raise Failure("limit", f"a chart of {len(members)} files and {total} bytes")
    return _chart("", members, problems, 0)


def _is_safe(name: str) -> bool:
    return (
        all(part not in ("", ".", "..") for part in name.split("/")) and "\\" not in name and "\0" not in name
    )


def _unpack(file: File, place: str) -> list[Member]:
    """The files of a packed chart, `name/…` each. Links, and names that lead out of it, are left out."""
    found: list[Member] = []
    unpacker = zlib.decompressobj(wbits=31)
    content = unpacker.decompress(file.raw or file.text.encode(), MAXIMUM_PACKED)
    if unpacker.unconsumed_tail:
        raise ValueError(f"more than {MAXIMUM_PACKED} bytes")
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as archive:
        for number, info in enumerate(archive):
            if number >= MAXIMUM_FILES:
                raise ValueError(f"more than {MAXIMUM_FILES} files")
            name = info.name.removeprefix("./")
            if not info.isreg() or not _is_safe(name) or "/" not in name:
                continue
            if (data := archive.extractfile(info)) is not None:
                found.append(Member(f"{place}/{name}", file.path, data.read(), is_packed=True))
    return found


def _chart(
    prefix: str, members: dict[str, Member], problems: list[tuple[str, int | None, str]], depth: int
) -> Chart:
    marker = members[prefix + MARKER]
    metadata: Node = Nothing(1)
    try:
        metadata = next(iter(documents(marker.text)), metadata)
    except Unreadable as error:
        problems.append((marker.path, error.line, f"{MARKER} cannot be read: {error.message}"))
    chart = Chart(prefix, metadata.get("name").text or "", metadata, members)
    below: dict[str, str] = {}
    if depth < MAXIMUM_DEPTH:
        opening = f"{prefix}charts/"
        for name in members:
            if name.startswith(opening) and name.endswith("/" + MARKER):
                directory = name[len(opening) : -len(MARKER) - 1]
                if "/" not in directory and not directory.startswith(("_", ".")):
                    below[directory] = f"{opening}{directory}/"
    subcharts = [_chart(place, members, problems, depth + 1) for _, place in sorted(below.items())]
    declared = _dependencies(chart, members)
    for subchart in subcharts:
        names = [alias or name for name, alias, _ in declared if name == subchart.name] or [subchart.name]
        for name in names:
            chart.subcharts[name] = subchart
    known = {subchart.name for subchart in subcharts}
    chart.absent = [(name, line) for name, _, line in declared if name not in known]
    return chart


def _dependencies(chart: Chart, members: dict[str, Member]) -> list[tuple[str, str | None, int]]:
    """Name, alias and line of what is declared, in Chart.yaml or in the requirements.yaml of older charts."""
    nodes = chart.metadata.get("dependencies").items
    older = members.get(chart.prefix + "requirements.yaml")
    if not nodes and older is not None:
        try:
            nodes = next(iter(documents(older.text)), Nothing(1)).get("dependencies").items
        except Unreadable:
            return []
    return [
        (name, each.get("alias").text, each.line) for each in nodes[:200] if (name := each.get("name").text)
    ]
