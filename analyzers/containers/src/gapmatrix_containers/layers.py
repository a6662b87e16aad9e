"""Reads instructions into stages: what FROM, COPY, WORKDIR, USER and the others do."""

from __future__ import annotations

import posixpath
from dataclasses import replace

from gapmatrix_containers.binaries import add_outputs
from gapmatrix_containers.instructions import Instruction
from gapmatrix_containers.names import expand, joined
from gapmatrix_containers.stages import Build, Entry, Origin, Stage

MAXIMUM_STAGES = 2_000


def build(instructions: list[Instruction]) -> Build:
    """The stages of a Dockerfile."""
    result = Build()
    variables: dict[str, str] = {}
    for each in instructions:
        if each.name == "FROM":
            if len(result.stages) >= MAXIMUM_STAGES:
                break
            result.add(_from(each, result, variables))
        elif each.name == "ARG" and not result.stages:
            for value in each.values:
                name, equals, default = value.partition("=")
                if equals:
                    variables[name] = expand(_unquoted(default), variables)
        elif result.stages:
            _apply(each, result.stages[-1], result, variables)
    return result


def _unquoted(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return text


def _from(instruction: Instruction, build: Build, variables: dict[str, str]) -> Stage:
    values = instruction.values
    base = expand(values[0], variables) if values else ""
    name = values[2] if len(values) > 2 and values[1].upper() == "AS" else ""
    parent = build.stage_of(base) if not base.isdigit() else None
    stage = Stage(len(build.stages), name, base, instruction.line, parent)
    if parent is not None:
        # All but the files, which are looked up in the parent itself.
        before = build.stages[parent]
        stage = replace(
            stage,
            workdir=before.workdir,
            user=before.user,
            user_line=before.user_line,
            variables=dict(before.variables),
            environment=dict(before.environment),
            ports=list(before.ports),
            volumes=list(before.volumes),
            shell=before.shell,
            entrypoint=before.entrypoint,
            command=before.command,
            healthcheck=before.healthcheck,
        )
    return stage


def _apply(each: Instruction, stage: Stage, build: Build, outer: dict[str, str]) -> None:
    if each.name in ("COPY", "ADD"):
        _copy(each, stage, build)
    elif each.name == "RUN":
        stage.runs.append((each, stage.workdir))
        add_outputs(each, stage, build)
    elif each.name == "WORKDIR":
        stage.workdir = stage.absolute(each.value)
    elif each.name == "USER":
        stage.user, stage.user_line = expand(_unquoted(each.value), stage.variables), each.line
    elif each.name == "ARG":
        for value in each.values:
            name, equals, default = value.partition("=")
            if equals:
                stage.variables[name] = expand(_unquoted(default), stage.variables)
            elif name in outer:
                stage.variables[name] = outer[name]
    elif each.name == "ENV":
        for name, value in zip(each.values[::2], each.values[1::2], strict=False):
            known = expand(_unquoted(value), stage.variables)
            stage.variables[name] = known
            stage.environment[name] = (known, each.line)
    elif each.name == "EXPOSE":
        stage.ports += [(expand(value, stage.variables), each.line) for value in each.values]
    elif each.name == "VOLUME":
        stage.volumes += [(value, each.line) for value in each.values]
    elif each.name == "SHELL":
        stage.shell = each.values
    elif each.name == "ENTRYPOINT":
        # An entry point of its own forgets the command of the image below.
        stage.entrypoint = each
        if (
            stage.command is not None
            and stage.parent is not None
            and stage.command is build.stages[stage.parent].command
        ):
            stage.command = None
    elif each.name == "CMD":
        stage.command = each
    elif each.name == "HEALTHCHECK":
        stage.healthcheck = each


def _copy(each: Instruction, stage: Stage, build: Build) -> None:
    if len(each.values) < 2:
        return
    sources, target = each.values[:-1], each.values[-1]
    if each.heredocs and all(source.startswith("<<") for source in sources):
        stage.add(Entry(stage.absolute(target), Origin("unknown"), is_file=True))
        return
    sources = tuple(expand(_unquoted(source), stage.variables) for source in sources)
    origin_stage: int | None = None
    reference = each.flags.get("from")
    if reference is not None:
        origin_stage = build.stage_of(expand(reference, stage.variables))
        if origin_stage is None:
            stage.copies_from_images.append(each)
    else:
        stage.copies.append((each, sources))
    place = stage.absolute(target)
    is_directory = target.rstrip("\"'").endswith(("/", ".")) or len(sources) > 1 or place == stage.workdir
    for source in sources:
        # Contents of several folders are hardly ever put into one: of several sources a name is a program.
        is_program = len(sources) > 1 and reference is None and "/" not in source
        _put(source, place, is_directory, reference is not None, origin_stage, stage, is_program)


def _put(
    source: str,
    place: str,
    is_directory: bool,
    is_image: bool,
    origin_stage: int | None,
    stage: Stage,
    is_program: bool,
) -> None:
    clean = posixpath.normpath("/" + source.lstrip("/"))
    name = posixpath.basename(clean)

    def origin(path: str) -> Origin:
        if not is_image:
            return (
                Origin("unknown")
                if "://" in source or "$" in source
                else Origin("repository", joined(path.lstrip("/")))
            )
        return Origin("unknown") if origin_stage is None else Origin("stage", path, origin_stage)

    if any(letter in name for letter in "*?["):
        stage.add(Entry(place, origin(posixpath.dirname(clean)), pattern=name))
        return
    # LICENSE and Makefile are files without an ending.
    is_named_so = "." in name.lstrip(".") or name.isupper() or name.endswith("file")
    looks_like_file = (is_named_so or is_program) and not source.endswith("/")
    if not is_directory or not looks_like_file:
        stage.add(Entry(place, origin(clean), is_file=not is_directory and looks_like_file))
    if is_directory and name and not source.endswith(("/", ".")):
        stage.add(Entry(posixpath.join(place, name), origin(clean), is_file=True))
