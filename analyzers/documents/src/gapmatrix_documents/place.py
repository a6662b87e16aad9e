"""What a document's path tells: its folders, its stem, whether it is the project's own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

_BESIDE = {
    "test", "tests", "__tests__", "testing", "testdata", "fixture", "fixtures", "example", "examples", "samples",
    "licenses", "third-party", "e2e", "mocks", "snapshots", "__snapshots__", "migrations", "locale", "locales", "dist", "generated",
}  # fmt: skip
_DOCUMENTS = {
    "docs", "doc", "documentation", "website", "site", "content", "wiki", "guides", "guide", "handbook", "manual",
    "book", "pages", "github",
}  # fmt: skip
# Instructions to programs that write code, and lists of work to be done: they tell what somebody wants.
_INSTRUCTIONS = re.compile(
    r"(?:^|/)(?:\.github/(?:agents|prompts|chatmodes|instructions|skills)"
    r"|\.(?:claude|cursor|windsurf|codex|gemini|agents|roo|kiro|continue|clinerules)"
    r"|\.?backlog/(?:tasks|completed|drafts|archive|milestones))/"
    r"|(?:^|/)(?:SKILL|copilot-instructions|[^/]+\.(?:agent|prompt|chatmode|instructions))\.md$"
)
# Folders whose folders are each a chart, a service or a package of its own.
_MEMBERS = {"charts", "services", "microservices", "packages"}
_NUMBER = re.compile(r"^\d{1,4}[-_. ]+")
_SEPARATORS = re.compile(r"[-_.\s]+")


@dataclass(frozen=True)
class Place:
    path: str

    @cached_property
    def parts(self) -> list[str]:
        return self.path.split("/")

    @cached_property
    def folder(self) -> str:
        return self.path.rpartition("/")[0]

    @cached_property
    def folders(self) -> list[str]:
        """Folders without numbers in front, in lower case, the innermost last."""
        return [_NUMBER.sub("", part).lower().lstrip("._").replace("_", "-") for part in self.parts[:-1]]

    @cached_property
    def member(self) -> str | None:
        """The folder of the only chart, service or package that the document speaks of: `charts/shop`."""
        for count, folder in enumerate(self.parts[:-2], 1):
            if folder.lower() in _MEMBERS:
                return "/".join(self.parts[: count + 1])
        return None

    @cached_property
    def ending(self) -> str:
        name = self.parts[-1]
        return name.rpartition(".")[2].lower() if "." in name[1:] else ""

    @cached_property
    def stem(self) -> str:
        """The file's name as words: `02_threat-model.md` is `threat model`."""
        name = self.parts[-1]
        plain = name[: -len(self.ending) - 1] if self.ending else name
        return _SEPARATORS.sub(" ", _NUMBER.sub("", plain)).strip()

    @cached_property
    def is_beside(self) -> bool:
        """Tests, examples, templates of other projects: what stands there tells nothing of this one."""
        return (
            any(part in _BESIDE or "{{" in part for part in self.folders)
            or "{{" in self.path
            or _INSTRUCTIONS.search(self.path) is not None
        )

    @cached_property
    def is_of_a_part(self) -> bool:
        """Whether it stands deep among the code, so that it speaks of a package there and not of the whole."""
        first = len(self.member.split("/")) if self.member else 0
        until = next(
            (count for count, part in enumerate(self.folders) if part in _DOCUMENTS), len(self.folders)
        )
        return until - first >= 2

    @cached_property
    def is_template(self) -> bool:
        """Whether it is a form to be filled in: the files that it names are examples."""
        return self.stem.lower().split(" ")[-1] == "template" or "templates" in self.folders[-1:]

    @cached_property
    def is_readme(self) -> bool:
        return self.stem.lower().split(" ")[0] in ("readme", "index", "home", " index")

    @cached_property
    def is_root_readme(self) -> bool:
        return self.is_readme and (len(self.parts) == 1 or self.folders in (["docs"], ["doc"], ["src"]))

    @cached_property
    def is_in_documents(self) -> bool:
        return any(part in _DOCUMENTS for part in self.folders)
