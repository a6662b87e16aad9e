"""The contents that an analyzer reads of a repository's HEAD, for the floors to read the same."""

import json
import os
import re
import subprocess

# What a floor's parser reads of an analyzer's claims; the rest (go.mod, pyproject.toml, …) weighs nothing.
SUFFIXES = {"go": ".go", "python": ".py", "erlang": ".erl"}


def batch(repository, root, language):
    """All contents of a language as `git cat-file --batch` writes them, in path order."""
    manifest = json.loads((root / "analyzers" / language / "analyzer.json").read_text())
    excluded = [pattern_expression(pattern) for pattern in manifest.get("excludes", [])]
    ids = []
    for entry in git(repository, "ls-tree", "-r", "-z", "HEAD").split(b"\0"):
        if not entry:
            continue
        about, path = entry.split(b"\t", 1)
        mode, kind, object_id = about.split()
        path = path.decode("utf-8", "surrogateescape")
        if kind != b"blob" or mode == b"120000" or not path.endswith(SUFFIXES[language]):
            continue
        if not any(expression.fullmatch(path) for expression in excluded):
            ids.append(object_id)
    records = git(repository, "cat-file", "--batch", input=b"".join(object_id + b"\n" for object_id in ids))
    return b"".join(record for record, _ in split(records))


def split(records):
    """Yields each record of `git cat-file --batch` output with its content; what a partial clone lacks is left out."""
    position = 0
    while position < len(records):
        end = records.index(b"\n", position) + 1
        header = records[position:end].split()
        if header[1] == b"missing":
            position = end
            continue
        after = end + int(header[2])
        yield records[position : after + 1], records[end:after]
        position = after + 1


def pattern_expression(pattern):
    """A path pattern of `analyzer.json` as a regular expression."""
    translated = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", pattern)
    return re.compile("".join(translated.get(part) or re.escape(part) for part in parts), re.DOTALL)


def git(repository, *arguments, input=None):
    # Objects as they are in the repository, as gapmatrix reads them: nothing fetched, nothing replaced.
    environment = {**os.environ, "GIT_NO_LAZY_FETCH": "1", "GIT_NO_REPLACE_OBJECTS": "1"}
    command = ["git", "-C", str(repository), *arguments]
    return subprocess.run(command, input=input, stdout=subprocess.PIPE, check=True, env=environment).stdout
