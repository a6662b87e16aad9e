"""The contents that an analyzer reads of a repository's HEAD, for the floors to read the same."""

import json
import os
import re
import subprocess

# What a floor's parser reads of the analyzers' claims: their names, and the endings of files. What else they read (go.mod,
# pyproject.toml, Dockerfiles, makefiles, pages, charts' templates) has no floor.
KINDS = {
    "go": (["go"], (".go",)),
    "python": (["python"], (".py",)),
    "erlang": (["erlang"], (".erl",)),
    "yaml": (["kubernetes", "pipelines", "containers"], (".yml", ".yaml")),
    "markdown": (["documents"], (".md", ".mdx", ".markdown", ".MD")),
}
# YAML that these analyzers claim is parsed whatever it holds.
ALWAYS_PARSED = ["pipelines", "containers"]


class Claims:
    """Which files an analyzer reads, by its `analyzer.json`."""

    def __init__(self, root, analyzer):
        manifest = json.loads((root / "analyzers" / analyzer / "analyzer.json").read_text())
        patterns = [
            pattern
            for claim in manifest["claims"]
            if claim["scope"] == "file"
            for pattern in claim["patterns"]
        ]
        self.included = [pattern_expression(pattern) for pattern in patterns]
        self.excluded = [pattern_expression(pattern) for pattern in manifest.get("excludes", [])]

    def holds(self, path):
        return any(expression.fullmatch(path) for expression in self.included) and not any(
            expression.fullmatch(path) for expression in self.excluded
        )


def listed(repository, root, kind, revisions=("HEAD",)):
    """Ids and paths of the files of a kind, in path order; every version of a file that the revisions have."""
    analyzers, endings = KINDS[kind]
    claims = [Claims(root, analyzer) for analyzer in analyzers]
    entries = set()
    for revision in revisions:
        entries.update(git(repository, "ls-tree", "-r", "-z", revision).split(b"\0"))
    files = []
    for entry in sorted(entries, key=lambda entry: entry.partition(b"\t")[::-1]):
        if not entry:
            continue
        about, path = entry.split(b"\t", 1)
        mode, object_kind, object_id = about.split()
        path = path.decode("utf-8", "surrogateescape")
        # A line break would end a request of `git cat-file`.
        if object_kind != b"blob" or mode == b"120000" or not path.endswith(endings) or "\n" in path:
            continue
        if any(claim.holds(path) for claim in claims):
            files.append((object_id, path))
    return files


def always_parsed(paths, root):
    """Those of the paths of YAML files that are parsed whatever they hold."""
    claims = [Claims(root, analyzer) for analyzer in ALWAYS_PARSED]
    return [path for path in paths if any(claim.holds(path) for claim in claims)]


def batch(repository, files, with_paths=False):
    """The contents of files as `git cat-file --batch` writes them, with the path in each header where it is asked for."""
    form = "--batch=%(objectname) %(objecttype) %(objectsize)" + (" %(rest)" if with_paths else "")
    lines = (
        object_id + (b" " + path.encode("utf-8", "surrogateescape") if with_paths else b"") + b"\n"
        for object_id, path in files
    )
    records = git(repository, "cat-file", form, input=b"".join(lines))
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
    translated = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]", "{": "(?:", ",": "|", "}": ")"}
    parts = re.split(r"(\*\*/|\*\*|[*?{},])", pattern)
    return re.compile("".join(translated.get(part) or re.escape(part) for part in parts), re.DOTALL)


def git(repository, *arguments, input=None):
    # Objects as they are in the repository, as gapmatrix reads them: nothing fetched, nothing replaced.
    environment = {**os.environ, "GIT_NO_LAZY_FETCH": "1", "GIT_NO_REPLACE_OBJECTS": "1"}
    command = ["git", "-C", str(repository), *arguments]
    return subprocess.run(command, input=input, stdout=subprocess.PIPE, check=True, env=environment).stdout
