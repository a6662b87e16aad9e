"""Scripts that the commands of a build write themselves: `RUN echo "exec /app" >> /entrypoint.sh`."""

from __future__ import annotations

import re

from gapmatrix_containers.stages import Build, Stage

MAXIMUM_LINES = 200
_LINE = re.compile(
    r"\b(?:echo|printf)\s+(?:-[neE]+\s+)*(?:\"((?:[^\"\\]|\\.)*)\"|'([^']*)')\s*>{1,2}\s*([^\s;&|]+)",
    re.DOTALL,
)


def script(path: str, build: Build, stage: Stage) -> str | None:
    """The text that was written to a path line by line; none where nothing was."""
    if "/" not in path or "$" in path:
        return None
    path = stage.absolute(path)
    lines: list[str] = []
    for each in reversed(build.chain(stage)):
        for instruction, _ in each.runs:
            for match in _LINE.finditer(instruction.text):
                if len(lines) < MAXIMUM_LINES and each.absolute(match.group(3)) == path:
                    text = match.group(1) if match.group(1) is not None else match.group(2)
                    lines.append(re.sub(r'\\(["$`\\])', r"\1", text).replace("\\n", "\n"))
    return "\n".join(lines) or None
