"""Facts as text that a human compares: REFs written out, one fact a line."""

from __future__ import annotations

import textwrap
from typing import Any

from gapmatrix_python.analysis import analyze

Json = dict[str, Any]


class Rendered:
    """The facts of one file."""

    def __init__(self, message: Json) -> None:
        self.message = message
        self._refs: list[Json] = message.get("refs", [])

    def ref(self, index: int | None) -> str:
        """A REF: `<fastapi:FastAPI>()`, `!os.getenv`, `?.get` for a member of something unknown."""
        if index is None:
            return "?"
        entry = self._refs[index]
        form = next(iter(entry))
        if form == "name":
            return str(entry["name"])
        if form == "import":
            return f"<{entry['import']}{':' + entry['name'] if 'name' in entry else ''}>"
        if form == "namespace":
            return f"<./{entry['namespace']}{':' + entry['name'] if 'name' in entry else ''}>"
        if form == "external":
            return f"!{entry['external']}"
        if form == "environment":
            return f"${entry['environment']}"
        if form == "member":
            return f"{self.ref(entry['of'])}.{entry['member']}"
        if form == "result":
            index_text = f"#{entry['index']}" if "index" in entry else ""
            return f"{self.ref(entry['result'])}(){index_text}"
        if form == "any":
            return "(" + " | ".join(self.ref(each) for each in entry["any"]) + ")"
        return f"{form}({self.ref(entry[form])})"

    def argument(self, argument: Json) -> str:
        """`0='/healthz'`, `verify=False`, `0=[0='a', 1=handler]`."""
        name = argument.get("name", argument.get("position"))
        parts = []
        if "value" in argument:
            parts.append(repr(argument["value"]))
        if "ref" in argument:
            parts.append(self.ref(argument["ref"]))
        if "items" in argument:
            parts.append("[" + ", ".join(self.argument(item) for item in argument["items"]) + "]")
        return f"{name}={' '.join(parts)}"

    def owner(self, symbol: int) -> str:
        """The name of the symbol that a reference comes from; `-` for the top level."""
        return "-" if symbol == 0 else str(self.message["symbols"][symbol - 1]["name"])

    def references(self, *kinds: str) -> list[str]:
        """`main call app.run(0=1) [conditional]`."""
        lines = []
        for reference in self.message.get("references", []):
            if kinds and reference["kind"] not in kinds:
                continue
            text = f"{self.owner(reference['from'])} {reference['kind']} {self.ref(reference['to'])}"
            if "arguments" in reference:
                text += "(" + ", ".join(map(self.argument, reference["arguments"])) + ")"
            if "subject" in reference:
                text += f" on {self.owner(reference['subject'])}"
            if "context" in reference:
                text += f" [{' '.join(reference['context'])}]"
            lines.append(text)
        return lines

    def symbols(self, *kinds: str) -> list[str]:
        """`variable app: <fastapi:FastAPI>()`."""
        lines = []
        for symbol in self.message.get("symbols", []):
            if kinds and symbol["kind"] not in kinds:
                continue
            text = f"{symbol['kind']} {symbol['name']}"
            if "type" in symbol:
                text += f": {self.ref(symbol['type'])}"
            if "value" in symbol:
                text += f" = {symbol['value']!r}"
            if "results" in symbol:
                text += " -> " + ", ".join(map(self.ref, symbol["results"]))
            if "attributes" in symbol:
                text += f" {sorted(symbol['attributes'])}"
            lines.append(text)
        return lines

    def roots(self) -> list[str]:
        """`production python-app - app.main: FastAPI application app`."""
        lines = []
        for root in self.message.get("roots", []):
            target = self.ref(root["to"]) if "to" in root else self.owner(root["symbol"])
            role = f" ({root['role']})" if "role" in root else ""
            component = f" {root['component']}" if "component" in root else ""
            lines.append(f"{root['class']} {root['kind']} {target}{component}{role}: {root['why']}")
        return lines

    def signals(self) -> list[str]:
        """`retry.loop fetch {'backoff': 'growing'}`."""
        return [
            f"{signal['kind']} {self.owner(signal['symbol'])} {signal.get('attributes', {})}"
            for signal in self.message.get("signals", [])
        ]

    def text(self) -> str:
        """All facts, with lines."""
        lines = [f"namespace {self.message.get('namespace')}"]
        lines.extend(self.roots())
        lines.extend(self.signals())
        for symbol, text in zip(self.message.get("symbols", []), self.symbols(), strict=True):
            lines.append(f"{symbol['line']:3} {text}")
        for reference, text in zip(self.message.get("references", []), self.references(), strict=True):
            lines.append(f"{reference['line']:3} {text}")
        lines.extend(str(each) for each in self.message.get("diagnostics", []))
        return "\n".join(lines) + "\n"


def facts(source: str | bytes, path: str = "app/main.py") -> Rendered:
    """The facts of a source, written in a test with its own indentation."""
    if isinstance(source, str):
        source = textwrap.dedent(source)
    return Rendered(analyze(path, source).message(1))
