"""Build files that are data: package.json, tox, pyproject, just, Taskfile."""

from __future__ import annotations

import configparser
import json
import re
import sys
from typing import Any

from gapmatrix_kit.documents import Node
from gapmatrix_kit.facts import TOP, Facts
from gapmatrix_kit.server import Failure

from gapmatrix_pipelines.commands import add_script, folder, joined

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

MAXIMUM_TARGETS = 5_000


def line_of(text: str, pattern: str, after: int = 0) -> int:
    """The line where a pattern stands, or 1."""
    match = re.compile(pattern, re.MULTILINE).search(text, after)
    return text.count("\n", 0, match.start()) + 1 if match else 1


# What npm, yarn, pnpm and bun do by themselves.
_COMMANDS_OF_MANAGERS = (
    "access add adduser approve-builds audit auth author bin bugs build-binary cache cat-file ci "
    "clean-install completion config constraints create dedupe deploy deprecate diff dist-tag dlx docs "
    "doctor edit env exec explain explore fetch find-dupes fund generate-lock-entry get global help i "
    "ic import info init install install-ci-test install-test it la licenses link list ll login logout ls "
    "node org outdated owner pack patch patch-commit ping pkg plugin prefix profile prune publish query "
    "rebuild remove repl repo restart rm root sbom search self-update server set setup shrinkwrap stage "
    "star store team token un uninstall unlink unplug unpublish up update upgrade v version versions view "
    "whoami why workspaces x"
).split()


def package(facts: Facts, path: str, text: str) -> None:
    """The scripts of a package.json."""
    try:
        data = json.loads(text)
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise Failure("syntax", f"{path}:{line}: it is no JSON: {error}") from error
    scripts = data.get("scripts") if isinstance(data, dict) else None
    facts.namespace = {"kind": "npm", "name": folder(path), "separator": "."}
    if not isinstance(scripts, dict):
        scripts = {}
    start = text.find('"scripts"')
    for name, command in list(scripts.items())[:MAXIMUM_TARGETS]:
        if not isinstance(command, str):
            continue
        line = line_of(text, r'^\s*"' + re.escape(name) + r'"\s*:', max(0, start))
        number = facts.symbol(name[:200], "target", line)
        add_script(facts, number, command, line, folder(path))
        for hook in (f"pre{name}", f"post{name}"):
            if hook in scripts:
                facts.reference(number, {"target": hook}, "run", line)
    # These run without a script of their own.
    for name in _COMMANDS_OF_MANAGERS:
        if name not in scripts:
            facts.symbol(name, "target", max(1, line_of(text, '"scripts"')))


def tox_ini(facts: Facts, path: str, text: str) -> None:
    """tox.ini and setup.cfg: the environments of tox with their commands."""
    reader = configparser.RawConfigParser(strict=False, interpolation=None, default_section="\0")
    try:
        reader.read_string(text)
    except configparser.Error as error:
        line = getattr(error, "lineno", None) or next(iter(getattr(error, "errors", [])), (1,))[0]
        raise Failure("syntax", f"{path}:{line}: {str(error).replace(chr(10), ' ')[:300]}") from error
    facts.namespace = {"kind": "tox", "name": folder(path), "separator": "."}
    _by_default(facts, path, text)
    sections = [
        name
        for name in reader.sections()
        if name.split(":")[-2:-1] in (["testenv"], ["env"]) or name in ("testenv", "tox:testenv")
    ]
    if not sections:
        return
    base = next((name for name in sections if name.endswith("testenv")), None)
    names: dict[str, str | None] = {}
    listed = reader.get("tox", "envlist", fallback="") or reader.get("tox", "env_list", fallback="")
    for each in _expanded(listed)[:500]:
        names.setdefault(each, base)
    for section in sections[:MAXIMUM_TARGETS]:
        if section != base:
            for each in _expanded(section.split(":")[-1])[:100]:
                names[each] = section
    default = facts.symbol(".DEFAULT", "target", line_of(text, r"^\[tox\]|^\[testenv"))
    for name, origin in names.items():
        if origin is None:
            continue
        head = line_of(text, r"^\[" + re.escape(origin) + r"\]")
        number = facts.symbol(name[:200], "target", head)
        commands = reader.get(origin, "commands", fallback=None)
        if commands is None and base is not None:
            commands, origin = reader.get(base, "commands", fallback=""), base
        start = text.find(f"[{origin}]")
        line = line_of(text, r"^commands\s*=", max(0, start))
        ignore = reader.get(origin, "ignore_errors", fallback="").lower() == "true"
        directory = reader.get(origin, "changedir", fallback="") or reader.get(
            origin, "change_dir", fallback=""
        )
        place = joined(folder(path), directory.replace("{toxinidir}", ".").replace("{tox_root}", "."))
        _tox_commands(facts, number, commands or "", line, place, ignore, reader)
        if listed and name in _expanded(listed):
            facts.reference(default, {"target": name}, "run", head)
    # Factors make more environments than the list tells: py311-django42.
    facts.signal("targets.open", TOP, 1)


def _tox_commands(
    facts: Facts,
    number: int,
    commands: str,
    line: int,
    place: str | None,
    ignore: bool,
    reader: configparser.RawConfigParser,
) -> None:
    merged = commands.replace("\\\n", " ")
    for each in merged.split("\n")[:500]:
        text = each.strip()
        # A line that holds for some factors: `cov: pytest --cov`.
        text = re.sub(r"^[\w,!{}.-]+:\s+", "", text)
        reference = re.fullmatch(r"\{\[([^\]]+)\](\w+)\}", text)
        if reference:
            inner = reader.get(reference.group(1), reference.group(2), fallback="")
            text = inner.strip().replace("\n", " && ")
        dropped = ignore or text.startswith("-")
        text = re.sub(r"\{posargs:?([^{}]*)\}", r"\1", text.lstrip("-! "))
        text = re.sub(r"\{(toxinidir|tox_root)\}/?", "", text)
        text = re.sub(r"\{[^{}]*\}", "$TOX", text)
        if text and not text.startswith("#"):
            found = line
            add_script(facts, number, text, found, place, ignored=dropped)


def _expanded(text: str) -> list[str]:
    """`py{310,311}-{unit,lint}, docs`: all names, at most a few hundred."""
    names: list[str] = []
    for part in re.findall(r"(?:[^\s,{}]|\{[^{}]*\})+", text):
        found = [part]
        while len(found) < 300 and any("{" in each for each in found):
            opened: list[str] = []
            for each in found:
                match = re.search(r"\{([^{}]*)\}", each)
                if match is None:
                    opened.append(each)
                    continue
                opened += [
                    each[: match.start()] + choice.strip() + each[match.end() :]
                    for choice in match.group(1).split(",")[:50]
                ]
            found = opened
        names += found
    return names


def _setting(name: str, text: str) -> str:
    """The words of a setting of pytest, in TOML or INI, without their quotes."""
    match = re.search(rf"(?m)^[ \t]*{name}\s*=\s*((?:.|\n[ \t\"'\]])*)", text)
    if match is None:
        return ""
    value = re.sub(r"(?m)(^|\s)#.*$", "", match[1][:2000])
    if value.startswith("["):
        value = value.split("]", 1)[0]
    return " ".join(re.findall(r"[^\s,\"'\[\]]+", value))


def _by_default(facts: Facts, path: str, text: str) -> None:
    """What every run of pytest does in this project by its configuration."""
    settings = {
        "options": _setting("addopts", text),
        "paths": _setting("testpaths", text),
        "files": _setting("python_files", text),
    }
    if any(settings.values()):
        given = {key: value for key, value in settings.items() if value}
        facts.signal("pytest.options", TOP, 1, **given)
    match = re.search(r"(?m)^[ \t]*addopts\s*=\s*((?:.|\n[ \t\"'])*)", text)
    if match is None:
        return
    line = text.count("\n", 0, match.start()) + 1
    options = match.group(1)[:2000]
    if re.search(r"--cov\b", options):
        facts.signal("coverage.by-default", TOP, line)
    if (
        "--benchmark-" in options
        and "--benchmark-disable" not in options
        and "--benchmark-skip" not in options
    ):
        facts.signal("benchmark.by-default", TOP, line)


def _security_rules(facts: Facts, tool: dict[str, Any], text: str) -> None:
    """Whether ruff is told to run the rules of bandit, `S`."""
    chosen: list[object] = []
    for keys in (("ruff", "lint"), ("ruff",)):
        for key in ("select", "extend-select"):
            listed = _at(tool, *keys, key)
            chosen += listed if isinstance(listed, list) else []
    if {"S", "ALL"} & {each for each in chosen if isinstance(each, str)}:
        line = text[: max(text.find("select"), 0)].count("\n") + 1
        facts.signal("static-security-scan.linter", TOP, line, tool="ruff")


def pyproject(facts: Facts, path: str, text: str) -> None:
    """Scripts and environments of poe, pdm, hatch, tox and taskipy in a pyproject.toml."""
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        where = re.search(r"at line (\d+)", str(error))
        line = where[1] if where else text.count("\n") + 1
        raise Failure("syntax", f"{path}:{line}: it is no TOML: {error}") from error
    tool = data.get("tool") if isinstance(data.get("tool"), dict) else {}
    assert isinstance(tool, dict)
    _by_default(facts, path, text)
    _security_rules(facts, tool, text)
    directory = folder(path)
    legacy = _at(tool, "tox", "legacy_tox_ini")
    if isinstance(legacy, str):
        tox_ini(facts, path, legacy)
        return
    tables: list[tuple[str, dict[str, Any], str]] = []
    for kind, keys, heading in (
        ("poe", ("poe", "tasks"), r"^\[tool\.poe\.tasks"),
        ("scripts", ("pdm", "scripts"), r"^\[tool\.pdm\.scripts"),
        ("scripts", ("taskipy", "tasks"), r"^\[tool\.taskipy\.tasks"),
        ("scripts", ("rye", "scripts"), r"^\[tool\.rye\.scripts"),
    ):
        table = _at(tool, *keys)
        if isinstance(table, dict):
            tables.append((kind, table, heading))
    for name, environment in (
        (_at(tool, "hatch", "envs") or {}).items() if isinstance(_at(tool, "hatch", "envs"), dict) else ()
    ):
        inner = environment.get("scripts") if isinstance(environment, dict) else None
        if isinstance(inner, dict):
            tables.append(("scripts", inner, r"^\[tool\.hatch\.envs\." + re.escape(name) + r"[.\]]"))
            # `hatch run lint:check` names the environment before the script.
            tables.append(("scripts", {f"{name}:{key}": value for key, value in inner.items()}, ""))
    if isinstance(_at(tool, "tox"), dict):
        _tox_toml(facts, directory, _at(tool, "tox"), text)
        if facts.namespace is not None:
            return
    if not tables:
        return
    facts.namespace = {"kind": tables[0][0], "name": directory, "separator": "."}
    for kind, table, heading in tables:
        if kind != facts.namespace["kind"]:
            continue
        start = re.search(heading, text, re.MULTILINE) if heading else None
        for name, task in list(table.items())[:MAXIMUM_TARGETS]:
            line = line_of(
                text,
                r'^(\[.*)?"?' + re.escape(name.split(":")[-1]) + r'"?[\s\].=]',
                start.start() if start else 0,
            )
            number = facts.symbol(name[:200], "target", line)
            for command in _poe(task):
                if command.startswith("\0"):
                    facts.reference(number, {"target": command[1:]}, "run", line)
                else:
                    add_script(facts, number, command, line, directory)


def _poe(task: Any, depth: int = 0) -> list[str]:
    """The commands of a task; a NUL marks the name of another task."""
    if isinstance(task, str):
        return [task]
    if depth > 5:
        return []
    if isinstance(task, list):
        found: list[str] = []
        for each in task[:100]:
            found += (
                [f"\0{each}"]
                if isinstance(each, str) and depth == 0 and " " not in each
                else _poe(each, depth + 1)
            )
        return found
    if not isinstance(task, dict):
        return []
    found = [value for key in ("cmd", "shell", "help_cmd") if isinstance(value := task.get(key), str)]
    if isinstance(task.get("cmd"), list):
        found.append(" ".join(map(str, task["cmd"])))
    if isinstance(task.get("ref"), str):
        found.append("\0" + task["ref"])
    for key in ("sequence", "composite", "deps"):
        if isinstance(task.get(key), list):
            found += _poe(task[key])
    return found


def _tox_toml(facts: Facts, directory: str, tox: Any, text: str) -> None:
    environments = tox.get("env")
    if not isinstance(environments, dict):
        return
    facts.namespace = {"kind": "tox", "name": directory, "separator": "."}
    for name, table in list(environments.items())[:MAXIMUM_TARGETS]:
        line = line_of(text, r"^\[tool\.tox\.env\.\"?" + re.escape(name))
        number = facts.symbol(name[:200], "target", line)
        commands = table.get("commands") if isinstance(table, dict) else None
        for command in commands[:200] if isinstance(commands, list) else ():
            words = (
                [str(word) for word in command if isinstance(word, (str, int))]
                if isinstance(command, list)
                else []
            )
            if words:
                add_script(facts, number, " ".join(words), line, directory)
    facts.signal("targets.open", TOP, 1)


def _at(data: Any, *keys: str) -> Any:
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data


_RECIPE = re.compile(
    r"^@?([A-Za-z_][\w-]*)"
    r"((?:[ \t]+[+*$]?[\w-]+(?:=(?:'[^']*'|\"[^\"]*\"|[^\s:]+))?)*)[ \t]*:(?!=)[ \t]*(.*)$"
)


def justfile(facts: Facts, path: str, text: str) -> None:
    """A justfile: recipes by their indentation, the way just reads them."""
    facts.namespace = {"kind": "just", "name": folder(path), "separator": "."}
    values = dict(re.findall(r"(?m)^([A-Za-z_][\w-]*)\s*:=\s*[\"']([^\"'\n]{0,200})[\"']\s*$", text))
    number: int | None = None
    first: str | None = None
    body: list[tuple[int, str]] = []

    def flush() -> None:
        if number is None or not body:
            return
        start = body[0][0]
        lines = [
            re.sub(r"\{\{\s*([\w-]+)\s*\}\}", lambda m: values.get(m.group(1), "$VALUE"), each)
            for _, each in body
        ]
        if lines[0].lstrip().startswith("#!"):
            if re.search(r"\b(ba|z|da|k)?sh\b", lines[0]):
                add_script(facts, number, "\n".join(each.strip() for each in lines), start, folder(path))
            return
        for (line, _), each in zip(body, lines, strict=True):
            stripped = each.strip()
            ignored = stripped[:2].count("-") > 0
            add_script(facts, number, stripped.lstrip("@-"), line, folder(path), ignored=ignored)

    for place, written in enumerate(text.split("\n"), start=1):
        if written[:1] in (" ", "\t"):
            if written.strip():
                body.append((place, written))
            continue
        match = _RECIPE.match(written)
        if match is None:
            if written.strip() and not written.startswith("#"):
                flush()
                number, body = None, []
            if written.startswith(("import", "mod ")):
                facts.signal("targets.open", TOP, place)
            continue
        flush()
        body = []
        if len(facts.symbols) > MAXIMUM_TARGETS:
            facts.diagnostic("warning", f"more than {MAXIMUM_TARGETS} recipes; the rest is not read", place)
            break
        number = facts.symbol(match.group(1), "target", place)
        first = first or match.group(1)
        for needed in re.findall(
            r"\(?([A-Za-z_][\w-]*)[^()&]*\)?" if "(" in match.group(3) else r"([A-Za-z_][\w-]*)",
            match.group(3).split("#")[0],
        ):
            facts.reference(number, {"target": needed}, "run", place)
    flush()
    if first is not None:
        default = facts.symbol(".DEFAULT", "target", 1)
        facts.reference(
            default,
            {"target": "default" if "default" in {each["name"] for each in facts.symbols} else first},
            "run",
            1,
        )


def taskfile(facts: Facts, path: str, root: Node) -> None:
    """A Taskfile: tasks, their commands and what they depend on."""
    facts.namespace = {"kind": "taskfile", "name": folder(path), "separator": "."}
    names = set(root.get("tasks").keys())
    if root.get("includes").exists:
        facts.signal("targets.open", TOP, root.get("includes").line)
    for key, task in root.get("tasks").pairs[:MAXIMUM_TARGETS]:
        number = facts.symbol(key.value[:200], "target", key.line, task.end_line)
        directory = joined(folder(path), re.sub(r"^\{\{\.\w+\}\}/?", "", task.get("dir").text or ""))
        ignored = task.get("ignore_error").boolean is True
        entries = [task] if task.text or task.items else []
        for need in task.get("deps").items:
            name = need.text or need.get("task").text
            if name:
                facts.reference(number, {"target": name}, "run", need.line)
        for entry in [*entries, task.get("cmds"), task.get("cmd")]:
            for command in entry.items or [entry]:
                called = command.get("task").text
                text = command.text or command.get("cmd").text
                if called and "{{" not in called:
                    facts.reference(number, {"target": called}, "run", command.line)
                elif text:
                    dropped = ignored or command.get("ignore_error").boolean is True
                    line = command.line + (1 if command.end_line > command.line and command.text else 0)
                    add_script(
                        facts,
                        number,
                        re.sub(r"\{\{.*?\}\}", "$VALUE", text),
                        line,
                        directory,
                        ignored=dropped,
                    )
    if "default" in names:
        facts.symbol(".DEFAULT", "target", root.get("tasks").line)
        facts.reference(len(facts.symbols), {"target": "default"}, "run", root.get("tasks").line)
