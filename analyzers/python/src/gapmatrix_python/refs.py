"""The table of REFs: each distinct one is written once, and everything else points to it by its index."""

from __future__ import annotations

from typing import Any

MISSING: Any = object()

# A chain longer than this (`a.b().c().d()…`) is unknown from there on: nobody matches it, and a reader
# that follows it recursively is spared.
MAXIMUM_DEPTH = 40
MAXIMUM_ALTERNATIVES = 8


class RefTable:
    """Builds the `refs` of an answer. A method returns an index; `None` stands for what is not known."""

    __slots__ = ("_depths", "_index", "entries", "plain")

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []
        self._index: dict[tuple[object, ...], int] = {}
        self._depths: list[int] = []
        # Lists and mappings of the language, of whose elements nothing is known: see `plain_container`.
        self.plain: set[int] = set()

    def _add(self, key: tuple[object, ...], entry: dict[str, Any], depth: int = 0) -> int:
        index = len(self.entries)
        self.entries.append(entry)
        self._depths.append(depth)
        self._index[key] = index
        return index

    def name(self, name: str) -> int:
        """A plain name of this module."""
        key = ("n", name)
        found = self._index.get(key)
        return self._add(key, {"name": name}) if found is None else found

    def imported(self, module: str, name: str | None = None) -> int:
        """A name of an imported module, or the module itself."""
        key = ("i", module, name)
        found = self._index.get(key)
        if found is not None:
            return found
        return self._add(key, {"import": module} if name is None else {"import": module, "name": name})

    def namespaced(self, namespace: str, name: str | None = None) -> int:
        """A name of a module of this repository, by the module's path."""
        key = ("s", namespace, name)
        found = self._index.get(key)
        if found is not None:
            return found
        entry = {"namespace": namespace} if name is None else {"namespace": namespace, "name": name}
        return self._add(key, entry)

    def external(self, name: str) -> int:
        """A builtin, or something of the standard library."""
        key = ("x", name)
        found = self._index.get(key)
        return self._add(key, {"external": name}) if found is None else found

    def environment(self, name: str) -> int:
        """An environment variable."""
        key = ("e", name)
        found = self._index.get(key)
        return self._add(key, {"environment": name}) if found is None else found

    def setting(self, name: str, default: Any = MISSING) -> int:
        """A value from outside the program, with what it is where nobody sets it."""
        name = name[:100]
        key = ("S", name, type(default), default)
        found = self._index.get(key)
        if found is not None:
            return found
        entry = {"setting": name} if default is MISSING else {"setting": name, "default": default}
        return self._add(key, entry)

    def parameter(self, name: str, index: int, of: int, default: Any = MISSING) -> int:
        """What callers pass to a function."""
        key = ("P", name, of)
        found = self._index.get(key)
        if found is not None:
            return found
        entry: dict[str, Any] = {"parameter": name, "of": of}
        if index:
            entry["index"] = index
        if default is not MISSING:
            entry["default"] = default
        return self._add(key, entry, self._depths[of] + 1)

    def holds(self, conditions: list[int]) -> int:
        """True where all conditions hold."""
        return self._add(("H", *conditions), {"holds": conditions})

    def is_given(self, index: int) -> bool:
        """Whether a REF is a configured value that no name of the program stands for."""
        entry = self.entries[index]
        return "setting" in entry or "parameter" in entry or "holds" in entry

    def member(self, name: str, of: int | None) -> int:
        """A member of something, which may be unknown."""
        if of is not None:
            external = self.entries[of].get("external")
            if external is not None:
                return self.external(f"{external}.{name}")
        key = ("m", name, of)
        found = self._index.get(key)
        if found is not None:
            return found
        depth = 0 if of is None else self._depths[of] + 1
        if depth > MAXIMUM_DEPTH:
            return self.member(name, None)
        return self._add(key, {"member": name, "of": of}, depth)

    def result(self, of: int | None, index: int = 0) -> int | None:
        """What calling something returns."""
        if of is None or self.is_unknown_member(of):
            return None
        key = ("r", of, index)
        found = self._index.get(key)
        if found is not None:
            return found
        depth = self._depths[of] + 1
        if depth > MAXIMUM_DEPTH:
            return None
        entry: dict[str, Any] = {"result": of}
        if index:
            entry["index"] = index
        return self._add(key, entry, depth)

    def plain_container(self, name: str) -> int | None:
        """A list or mapping of a function: its methods are the language's, its elements unknown."""
        found = self.result(self.external(f"builtins.{name}"))
        if found is not None:
            self.plain.add(found)
        return found

    def unless_plain(self, of: int | None) -> int | None:
        """A REF, unless all it says is that something is a list."""
        return None if of in self.plain else of

    def element(self, of: int | None) -> int | None:
        """What indexing or iterating something gives."""
        if of is None or of in self.plain or self.is_unknown_member(of):
            return None
        entry = self.entries[of]
        if "container" in entry:
            held: int = entry["container"]
            return held
        if "any" in entry:
            return self.any([self.element(each) for each in entry["any"]])
        return self._unary("element", of)

    def container(self, of: int | None) -> int | None:
        """A list, a mapping… of something."""
        return None if of is None or of in self.plain else self._unary("container", of)

    def base(self, of: int | None) -> int | None:
        """The bases of a class."""
        return None if of is None else self._unary("base", of)

    def any(self, alternatives: list[int | None]) -> int | None:
        """One of several; unknown ones are left out."""
        flat: list[int] = []
        for each in alternatives:
            if each is None:
                continue
            for one in self.entries[each].get("any", (each,)):
                if one not in flat:
                    flat.append(one)
            if len(flat) > MAXIMUM_ALTERNATIVES:
                break
        if self.plain and len(flat) > 1:
            flat = [one for one in flat if one not in self.plain] or flat[:1]
        if not flat:
            return None
        if len(flat) == 1:
            return flat[0]
        del flat[MAXIMUM_ALTERNATIVES:]
        key = ("a", *flat)
        found = self._index.get(key)
        if found is not None:
            return found
        depth = max(self._depths[one] for one in flat) + 1
        return flat[0] if depth > MAXIMUM_DEPTH else self._add(key, {"any": flat}, depth)

    def _unary(self, form: str, of: int) -> int | None:
        key = (form, of)
        found = self._index.get(key)
        if found is not None:
            return found
        depth = self._depths[of] + 1
        return None if depth > MAXIMUM_DEPTH else self._add(key, {form: of}, depth)

    def is_unknown_member(self, index: int) -> bool:
        """Whether this is a member of an unknown receiver, which says nothing of what it holds."""
        entry = self.entries[index]
        return "member" in entry and entry["of"] is None

    def result_index(self, index: int, position: int) -> int | None:
        """The value at a position of an unpacked call or container."""
        entry = self.entries[index]
        if "result" in entry and "index" not in entry:
            return self.result(entry["result"], position)
        return self.element(index)

    def is_imported(self, index: int) -> bool:
        """Whether a REF is of an imported module, or comes from one."""
        entry = self.entries[index]
        while "import" not in entry and "external" not in entry:
            of = entry.get("of", entry.get("result", entry.get("element")))
            if of is None:
                return False
            entry = self.entries[of]
        return True

    def full_name(self, index: int) -> str:
        """The dotted name that a model would see if nothing of it is of the repository."""
        entry = self.entries[index]
        if "external" in entry:
            return str(entry["external"])
        if "import" in entry:
            return f"{entry['import']}.{entry['name']}" if "name" in entry else str(entry["import"])
        if "name" in entry:
            return str(entry["name"])
        if "member" in entry:
            return (
                f"{self.full_name(entry['of'])}.{entry['member']}"
                if entry["of"] is not None
                else entry["member"]
            )
        if "result" in entry:
            return f"{self.full_name(entry['result'])}()"
        return ""
