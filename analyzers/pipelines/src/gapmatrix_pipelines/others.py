"""Azure Pipelines and Jenkinsfiles."""

from __future__ import annotations

import re

from gapmatrix_kit.documents import Node
from gapmatrix_kit.facts import TOP, Facts
from gapmatrix_kit.includes import include, outside

from gapmatrix_pipelines.commands import add_elsewhere, add_script, folder, joined
from gapmatrix_pipelines.groovy import unclosed

MAXIMUM_DEPTH = 12
MAXIMUM_STRINGS = 2_000
_HOLDERS = frozenset(
    "stages jobs steps strategy runOnce deploy canary rolling extends on success failure".split()
)


def azure(facts: Facts, path: str, root: Node) -> None:
    """Reads an Azure pipeline or a template of one."""
    facts.namespace = {"kind": "azure", "name": path, "separator": "."}
    starts = "azure-pipelines" in path.rsplit("/", 1)[-1] and root.get("trigger").text != "none"
    number = facts.symbol("pipeline", "job", root.line, root.end_line)
    if starts or root.get("pr").exists or root.get("schedules").exists:
        facts.root(number, "pipeline", "the pipeline's triggers")
    facts.reference(TOP, {"name": "pipeline"}, "run", root.line)
    _azure(facts, path, number, root, False, 0)


def _azure(facts: Facts, path: str, number: int, node: Node, ignored: bool, depth: int) -> None:
    if depth > MAXIMUM_DEPTH:
        return
    for item in node.items:
        _azure(facts, path, number, item, ignored, depth + 1)
    ignored = ignored or node.get("continueOnError").boolean is True
    for key, value in node.pairs:
        if key.value in ("script", "bash", "powershell", "pwsh") and value.text is not None:
            given = node.get("workingDirectory").text or ""
            given = _HERE.sub("", given)
            block = value.end_line > value.line
            add_script(
                facts, number, _plain(value.text), value.line + block, joined("", given), ignored=ignored
            )
        elif key.value == "task" and value.text is not None:
            name = value.text.partition("@")[0]
            arguments: dict[str, object] = {
                each.value: inner.text
                for each, inner in node.get("inputs").pairs[:40]
                if inner.text is not None
            }
            context = ["ignored"] if ignored else None
            facts.reference(number, {"external": f"task:{name}"}, "run", value.line, arguments, context)
            _task(facts, number, name, node.get("inputs"), value.line, ignored)
        elif key.value == "template" and value.text is not None:
            _template(facts, path, number, value.text, value.line)
        elif key.value == "environment" and (value.text or value.get("name").text):
            facts.signal("job.environment", number, value.line, name=value.text or value.get("name").text)
        elif key.value in _HOLDERS or key.value.startswith("${{"):
            _azure(facts, path, number, value, ignored, depth + 1)


def _task(facts: Facts, number: int, name: str, given: Node, line: int, ignored: bool) -> None:
    """Tasks that do nothing but start a program or a script: `Go@0`, `Npm@1`, `Bash@3`."""
    command = given.get("command").text or ""
    rest = given.get("arguments").text or ""
    script = given.get("script")
    text = ""
    if name in ("Bash", "CmdLine", "ShellScript", "PowerShell"):
        file = given.get("filePath").text or given.get("scriptPath").text
        text = script.text or (f"bash {file} {rest}" if file and name != "PowerShell" else "")
        line = script.line + (script.end_line > script.line) if script.text else line
    elif name == "Go" and command:
        text = f"go {given.get('customCommand').text or '' if command == 'custom' else command} {rest}"
    elif name in ("Npm", "Yarn") and command:
        text = f"{name.lower()} {given.get('customCommand').text or '' if command == 'custom' else command}"
    elif name == "DotNetCoreCLI" and command:
        text = f"dotnet {command} {rest}"
    elif name == "PythonScript" and given.get("scriptPath").text:
        text = f"python {given.get('scriptPath').text} {rest}"
    if text.strip():
        place = given.get("workingDirectory").text or given.get("workingDir").text or ""
        place = _HERE.sub("", place)
        add_script(facts, number, _plain(text), line, joined("", place), ignored=ignored)


_HERE = re.compile(r"^\$\((System\.DefaultWorkingDirectory|Build\.SourcesDirectory)\)/?")


def _plain(text: str) -> str:
    """Macros as variables, so that a shell's grammar reads the text."""
    return re.sub(r"\$\(([\w.]+)\)", "$VALUE", text)


def _template(facts: Facts, path: str, number: int, text: str, line: int) -> None:
    """A template of this repository, from the file's own folder, or of another one."""
    name, _, repository = text.partition("@")
    if repository and repository != "self":
        outside(facts, text, line)
        add_elsewhere(facts, number, text, line)
        return
    target = joined("" if name.startswith("/") else folder(path), name.lstrip("/"))
    if target is not None:
        facts.reference(number, {"path": target}, "run", line)
        include(facts, number, target, line)
    elif "$" not in name:
        outside(facts, name, line)


# A string of Groovy behind `sh`, `bat` or `powershell`: plain, or as the argument `script:`.
# Nothing else is read of the language.
_STEP = re.compile(
    # A library's own step that is named for a shell hands its text to one: `pool.agentSh './test'`.
    r"\b(sh|bat|powershell|pwsh|\w{1,60}Sh)\b[ \t]*\(?[ \t]*"
    r"(?:\[?[ \t]*(?:label:[^,\n]*,[ \t]*)?(?:returnStatus:[ \t]*true,[ \t]*)?script:[ \t]*)?"
    r"('''[\s\S]{0,20000}?'''|"
    r"\"\"\"[\s\S]{0,20000}?\"\"\"|'(?:\\.|[^'\\\n]){0,4000}'|\"(?:\\.|[^\"\\\n]){0,4000}\")"
    r"([^\n]{0,200})"
)
_LIBRARY = re.compile(r"(?m)^[ \t]*@?[Ll]ibrary[ \t]*\(?[ \t]*(\[?[^)\n]*['\"][^)\n]*)")
_STAGE = re.compile(r"\bstage\s*\(\s*['\"]([^'\"\n]{1,100})['\"]")
_COMMENT = re.compile(r"(?m)^[ \t]*(//[^\n]*|/?\*[^\n]*)$")


def jenkins(facts: Facts, path: str, text: str) -> None:
    """Reads the shell strings of a Jenkinsfile.

    Groovy is not parsed: what is computed, or called from a library, is not seen.
    """
    facts.namespace = {"kind": "jenkins", "name": path, "separator": "."}
    if (opened_at := unclosed(text)) is not None:
        what, where = opened_at
        facts.diagnostic(
            "warning", f"{what} is opened here and never closed: Jenkins refuses the file", where
        )
    number = facts.symbol("pipeline", "job", 1, text.count("\n") + 1)
    facts.root(number, "pipeline", "the pipeline of Jenkins")
    text = _COMMENT.sub("", text)
    for library in list(_LIBRARY.finditer(text))[:20]:
        # Its steps may do anything.
        name = ", ".join(re.findall(r"['\"]([^'\"\n]{1,100})['\"]", library.group(1)))
        at = text.count("\n", 0, library.start()) + 1
        outside(facts, f"the library {name}", at)
        facts.signal("pipeline.elsewhere", number, at, name=name[:150])
        facts.signal("pipeline.checks-elsewhere", number, at, name=name[:150])
    stages = [(match.start(), match.group(1)) for match in _STAGE.finditer(text)]
    holder = number
    opened = 0
    for found, match in enumerate(_STEP.finditer(text)):
        if found > MAXIMUM_STRINGS:
            facts.diagnostic("warning", f"more than {MAXIMUM_STRINGS} steps; the rest is not read")
            break
        line = text.count("\n", 0, match.start(2)) + 1
        before = [stage for stage in stages if stage[0] < match.start()]
        if len(before) != opened:
            opened = len(before)
            name = f"{opened} {before[-1][1]}"
            at = text.count("\n", 0, before[-1][0]) + 1
            previous = holder
            holder = facts.symbol(name, "step", at)
            facts.reference(number, {"name": name}, "run", at)
            if previous != number:
                facts.reference(holder, {"name": facts.symbols[previous - 1]["name"]}, "needs", at)
        written = match.group(2)
        quote = 3 if written.startswith(("'''", '"""')) else 1
        script = written[quote:-quote]
        dropped = "returnStatus" in match.group(0) or _is_caught(text, match.start())
        if match.group(1) in ("sh", "bat") or match.group(1).endswith("Sh"):
            lead = len(script) - len(script.lstrip("\n"))
            add_script(facts, holder, script.lstrip("\n"), line + lead, "", ignored=dropped)


def _is_caught(text: str, place: int) -> bool:
    """Whether a `catchError` was opened in the lines before and is not closed."""
    before = text[max(0, place - 2000) : place]
    at = max(before.rfind("catchError"), before.rfind("warnError"))
    return at >= 0 and before.count("{", at) > before.count("}", at)
