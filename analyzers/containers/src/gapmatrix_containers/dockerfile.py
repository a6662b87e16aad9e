"""Facts of a Dockerfile: its image, what that runs and is made of, and the commands of its build."""

from __future__ import annotations

from gapmatrix_kit.facts import TOP, Facts, Json

from gapmatrix_containers import contents, entry, plan
from gapmatrix_containers.binaries import run_commands
from gapmatrix_containers.instructions import Instruction
from gapmatrix_containers.instructions import read as read_instructions
from gapmatrix_containers.layers import build as read_stages
from gapmatrix_containers.names import expand, is_for_development, joined, masked
from gapmatrix_containers.stages import Build, Stage

# The symbol of what an image holds, without what it runs: for services that give a command of their own.
LAYERS = "layers"
MAXIMUM_COMMANDS = 3_000
MAXIMUM_TARGETS = 30
_TRIFLES = {
    "cd",
    "echo",
    "mkdir",
    "chmod",
    "chown",
    "rm",
    "exit",
    "true",
    "set",
    "export",
    "printf",
    "test",
    "[",
}


def read(path: str, text: str, facts: Facts) -> None:
    """Adds what a Dockerfile says to the facts."""
    instructions = read_instructions(text, facts)
    build = read_stages(instructions)
    final = build.final
    if final is None:
        facts.diagnostic("warning", "it has no FROM")
        return
    last = max(each.end_line for each in instructions)
    sources = [source for stage in build.stages for _, each in stage.copies for source in each]
    contexts = entry.contexts(path, sources)
    # Who names the file means this image: what the image holds does not lead to what it runs.
    image, layers = _image(path, LAYERS, build, final, contexts, last, facts)
    role = "tool" if is_for_development(path) or is_for_development(final.name) else None
    if not _only_carries_files(final):
        facts.root(image, "production", f"the image of {path}", path, "image", role)
    _held(final, build, contexts, layers, facts)
    _build_steps(build, contexts, facts)
    _targets(build, path, contexts, facts)


def _only_carries_files(stage: Stage) -> bool:
    """An image of nothing but files, a bundle or an export of a build: no container runs it as it is."""
    is_empty = stage.parent is None and stage.base.lower() == "scratch"
    return is_empty and stage.entrypoint is None and stage.command is None


def _image(
    name: str, inner: str, build: Build, stage: Stage, contexts: list[str], last: int, facts: Facts
) -> tuple[int, int]:
    """The symbols of an image and of what it holds."""
    image = facts.symbol(name, "image", stage.base_line, last, base=stage.base)
    layers = facts.symbol(inner, "image", stage.base_line, last)
    facts.symbols[-1]["attributes"] = plan.attributes(build, stage, contexts)
    facts.reference(image, {"name": inner}, "use", stage.base_line)
    for start in entry.starts(build, stage):
        facts.reference(image, command(start, contexts), "run", start.line)
    return image, layers


def _held(stage: Stage, build: Build, contexts: list[str], layers: int, facts: Facts) -> None:
    """What holds for an image that ends with a stage, whatever it is made to run."""
    _healthcheck(stage, build, contexts, layers, facts)
    contents.signals(build, stage, layers, facts)
    for name, (value, line) in stage.environment.items():
        facts.reference(layers, {"environment": name}, "write", line, {"value": masked(name, value)})


def _targets(build: Build, path: str, contexts: list[str], facts: Facts) -> None:
    """The stages that a build may stop at, each an image of its own."""
    for stage in [each for each in build.stages if each.name][:MAXIMUM_TARGETS]:
        name, inner = target(stage.name), held(stage.name)
        if stage is build.final:
            image = facts.symbol(name, "image", stage.base_line)
            layers = facts.symbol(inner, "image", stage.base_line)
            facts.symbols[-1]["attributes"] = plan.attributes(build, stage, contexts)
            facts.reference(image, {"name": path}, "run", stage.base_line)
            facts.reference(layers, {"name": LAYERS}, "use", stage.base_line)
            continue
        end = build.stages[stage.index + 1].base_line - 1
        _, layers = _image(name, inner, build, stage, contexts, end, facts)
        _held(stage, build, contexts, layers, facts)


def target(stage: str) -> str:
    """The name of the symbol of an image whose build stops at a stage."""
    return f"target {stage.lower()}"


def held(stage: str) -> str:
    """The name of the symbol of what that image holds."""
    return f"{LAYERS} {stage.lower()}"


def command(start: entry.Start, contexts: list[str]) -> Json:
    """The REF of a command in each directory that may be the build context."""
    found = [
        {"command": list(start.words), "directory": joined(context, start.directory)} for context in contexts
    ]
    # A build file of another directory may lack the target: only what is likeliest is asked for one.
    if len(found) == 1 or start.words[0] in (
        "make",
        "npm",
        "yarn",
        "pnpm",
        "just",
        "task",
        "tox",
        "invoke",
        "rake",
    ):
        return found[0]
    return {"any": found}


def _healthcheck(stage: Stage, build: Build, contexts: list[str], layers: int, facts: Facts) -> None:
    check = stage.healthcheck
    if check is None:
        return
    if check.values[:1] and check.values[0].upper() == "NONE":
        facts.signal("image.healthcheck-off", layers, check.line)
        return
    words = list(check.values[1:]) if check.is_json else []
    if check.is_json:
        found = entry.from_words(words, check.line, build, stage)
    else:
        inner = check.values[1] if len(check.values) > 1 else ""
        found = entry.from_words(["sh", "-c", inner], check.line, build, stage)
    text = expand(" ".join(check.values[1:]), stage.variables)
    facts.signal("image.healthcheck", layers, check.line, command=text)
    probe(text, layers, check.line, facts)
    for start in found:
        # `curl` and `exit` are nothing of the repository's.
        if "/" not in start.words[0] and start.words[0] not in ("go", "python", "python3"):
            continue
        facts.reference(layers, command(start, contexts), "probe", start.line)


def probe(text: str, symbol: int, line: int, facts: Facts) -> None:
    """The route that a check's command asks for at this container."""
    match = contents.LOCAL_URL.search(text)
    if match is None:
        return
    target: Json = {"route": match.group(2) or "/"}
    if match.group(1):
        target["port"] = int(match.group(1))
    facts.reference(symbol, target, "probe", line)


def _build_steps(build: Build, contexts: list[str], facts: Facts) -> None:
    """Each stage is a step of the build, whose commands run where the image is built."""
    left = MAXIMUM_COMMANDS
    for stage in build.stages:
        if not stage.runs:
            continue
        name = f"stage {stage.name or stage.index}"
        step = facts.symbol(name, "step", stage.runs[0][0].line, stage.runs[-1][0].end_line)
        facts.reference(TOP, {"name": name}, "call", stage.base_line)
        for instruction, workdir in stage.runs:
            for each in _commands(instruction, stage):
                if left <= 0:
                    return
                left -= 1
                words, line, directory, context = each
                target: Json = {"command": words}
                place = build.find(stage.index, _below(workdir, directory)) if directory is not None else None
                if place is not None and place.kind == "repository":
                    target["directory"] = joined(contexts[0], place.path)
                facts.reference(step, target, "run", line, context=context)


def _commands(
    instruction: Instruction, stage: Stage
) -> list[tuple[list[str], int, str | None, list[str] | None]]:
    found: list[tuple[list[str], int, str | None, list[str] | None]] = []
    for each in run_commands(instruction):
        if each.words[0] in _TRIFLES:
            continue
        context = [
            word
            for word, holds in (("ignored", each.is_ignored), ("conditional", each.is_conditional))
            if holds
        ]
        found.append(([word[:500] for word in each.words[:100]], each.line, each.directory, context or None))
    return found


def _below(workdir: str, directory: str) -> str:
    return (workdir.rstrip("/") + "/" + directory).rstrip("/") or "/"
