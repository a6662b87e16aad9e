"""Python services for the generated repository: packages with routers, models, clients, jobs and tests."""

from words import Words

PACKAGES = ["models", "repositories", "clients", "policies", "jobs", "services", "routers", "tests"]
FILE_BYTES = 6000
FILES_PER_SERVICE = 60


def service(name, files, seed):
    """Yields (path, text) of one distribution with that many Python files; the last is its application."""
    words = Words(f"{seed} python {name}")
    package = name.replace("-", "_")
    root = f"python/{name}"
    yield f"{root}/pyproject.toml", PYPROJECT.replace("@name@", name).replace("@package@", package)
    known, modules = {}, []
    numbered = [(PACKAGES[number % len(PACKAGES)], number) for number in range(files - 1)]
    for part, number in sorted(numbered, key=lambda item: (PACKAGES.index(item[0]), item[1])):
        below = [
            entry
            for other, entries in known.items()
            if PACKAGES.index(other) < PACKAGES.index(part)
            for entry in entries
        ]
        module = f"{'test_' if part == 'tests' else ''}{words.noun()}_{number}"
        text, made = source(words, package, part, below)
        known.setdefault(part, []).extend((f"{package}.{part}.{module}", made_name) for made_name in made)
        if part == "routers":
            modules.append(module)
        yield f"{root}/{package}/{part}/{module}.py", text
    yield f"{root}/{package}/main.py", main(package, modules)


def source(words, package, part, below):
    """One module, and the names of the classes it defines."""
    header, blocks = BLOCKS[part]
    imports, texts, made, size = set(), [], [], 0
    while size < FILE_BYTES:
        name = words.type_name()
        text = words.random.choice(blocks)
        if below and "@Other@" in text:
            module, other = words.random.choice(below)
            imports.add(f"from {module} import {other}\n")
        else:
            other = "object"
        text = fill(text.replace("@Other@", other), words, name)
        texts.append(text)
        made.append(name)
        size += len(text)
    first = f'"""{words.reason().capitalize()}."""\n\n'
    return first + header + "".join(sorted(imports)) + "".join(texts), made


def fill(text, words, name):
    for key in ("do", "get", "run", "put"):
        text = text.replace(f"@{key}@", words.snake_name())
    for key in ("field", "second", "third"):
        text = text.replace(f"@{key}@", f"{words.noun()}_{key}")
    for key in ("word", "path"):
        text = text.replace(f"@{key}@", f"{words.noun()}-{words.noun()}")
    while "@why@" in text:
        text = text.replace("@why@", words.reason(), 1)
    return text.replace("@n@", str(words.number(2, 900))).replace("@Name@", name)


def main(package, modules):
    imports = "".join(f"from {package}.routers import {module}\n" for module in modules)
    included = "".join(f"app.include_router({module}.router)\n" for module in modules)
    return MAIN.replace("@imports@", imports).replace("@included@", included).replace("@package@", package)


PYPROJECT = """[project]
name = "@name@"
version = "1.0.0"
dependencies = ["fastapi>=0.110", "httpx>=0.27", "tenacity>=8", "sqlalchemy>=2", "prometheus-client>=0.20"]

[project.scripts]
@name@ = "@package@.main:run"
"""

MAIN = '''"""The application: its routers, its middleware, and an orderly end."""

import os
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from prometheus_client import make_asgi_app

@imports@

@asynccontextmanager
async def lifespan(app: FastAPI):
    app.state.ready = True
    yield
    app.state.ready = False


app = FastAPI(title="@package@", lifespan=lifespan)
app.add_middleware(CORSMiddleware, allow_origins=os.environ.get("ORIGINS", "").split(","))
app.mount("/metrics", make_asgi_app())
@included@

@app.get("/healthz")
async def healthz() -> dict[str, bool]:
    return {"ready": app.state.ready}


def run() -> None:
    uvicorn.run(app, host="0.0.0.0", port=int(os.environ.get("PORT", "8080")))


if __name__ == "__main__":
    run()
'''

MODEL = '''

@dataclass(slots=True)
class @Name@:
    """One entry of the books; @why@."""

    id: str
    @field@: int = 0
    @second@: list[str] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)

    LIMIT: ClassVar[int] = @n@

    def validate(self) -> list[str]:
        """What is wrong with the entry: @why@."""
        problems: list[str] = []
        if not self.id:
            problems.append("@word@: no id")
        if not 0 <= self.@field@ <= self.LIMIT:
            problems.append(f"@word@ of {self.id}: {self.@field@} is out of range")
        problems.extend(
            f"@word@ of {self.id}: value {index} is empty"
            for index, value in enumerate(self.@second@)
            if not value.strip()
        )
        return problems

    @property
    def @get@(self) -> float:
        total = sum(len(value) for value in self.@second@)
        return total / max(1, len(self.@second@)) if self.@field@ else 0.0

    def @do@(self, **changes: object) -> "@Name@":
        """A changed copy; @why@."""
        unknown = sorted(set(changes) - {"@field@", "@second@", "labels"})
        if unknown:
            raise ValueError("@word@: unknown " + ", ".join(unknown))
        return replace(self, **changes)
'''

REPOSITORY = '''

class @Name@:
    """Keeps entries in a table: @why@."""

    def __init__(self, session: AsyncSession, entry: type[@Other@]) -> None:
        self._session = session
        self._entry = entry
        self._known: dict[str, @Other@] = {}

    async def get(self, key: str) -> @Other@ | None:
        if key in self._known:
            return self._known[key]
        result = await self._session.execute(text("SELECT body FROM @field@ WHERE id = :id"), {"id": key})
        row = result.first()
        if row is None:
            return None
        found = self._entry(**json.loads(row.body))
        self._known[key] = found
        return found

    async def list(self, limit: int = @n@) -> list[@Other@]:
        result = await self._session.execute(text("SELECT id FROM @field@ ORDER BY id LIMIT :n"), {"n": limit})
        found = [await self.get(row.id) for row in result]
        return [entry for entry in found if entry is not None]

    async def @put@(self, key: str, amount: int) -> None:
        """Moves an amount in one transaction; @why@."""
        async with self._session.begin():
            try:
                await self._session.execute(
                    text("UPDATE @field@ SET amount = amount + :amount WHERE id = :id"),
                    {"amount": amount, "id": key},
                )
            except SQLAlchemyError as error:
                logger.exception("@word@ %s", key)
                raise RuntimeError(f"@word@ {key}") from error
        self._known.pop(key, None)
'''

CLIENT = '''

class @Name@:
    """Speaks with the service behind @path@; @why@."""

    def __init__(self, base: str, entry: type[@Other@]) -> None:
        self._base = base.rstrip("/")
        self._entry = entry
        self._http = httpx.AsyncClient(base_url=base, timeout=httpx.Timeout(@n@ / 100, connect=2.0))

    @retry(stop=stop_after_attempt(4), wait=wait_exponential(multiplier=0.1, max=5), reraise=True)
    async def @get@(self, key: str) -> @Other@:
        """Asks for one entry: @why@."""
        response = await self._http.get(f"/@path@/{key}", headers={"Accept": "application/json"})
        response.raise_for_status()
        body = response.json()
        match body:
            case {"id": str(), **rest}:
                logger.debug("@word@ %s: %d fields", key, len(rest))
                return self._entry(**body)
            case _:
                raise ValueError(f"@word@ {key}: not what was agreed")

    async def @run@(self, keys: Iterable[str], width: int = 8) -> dict[str, @Other@]:
        """Many at once, with a bound on how many: @why@."""
        gate = asyncio.Semaphore(width)

        async def one(key: str) -> tuple[str, @Other@]:
            async with gate:
                return key, await self.@get@(key)

        answers = await asyncio.gather(*(one(key) for key in keys), return_exceptions=True)
        return dict(answer for answer in answers if not isinstance(answer, BaseException))

    async def close(self) -> None:
        await self._http.aclose()
'''

POLICY = '''

class @Name@:
    """Decides by rules in order; the first that matches wins, because @why@."""

    RULES: tuple[tuple[str, float, Callable[[object], bool]], ...] = (
        ("@word@", 0.25, lambda entry: entry is not None),
        ("@path@", 0.5, lambda entry: entry is None),
        ("otherwise", 1.0, lambda entry: True),
    )

    def __init__(self, weight: float = 1.0) -> None:
        self.weight = weight
        self.count: Counter[str] = Counter()

    def @do@(self, entry: @Other@ | None) -> tuple[str, float]:
        for name, weight, matches in self.RULES:
            if matches(entry):
                self.count[name] += 1
                return name, weight * self.weight
        raise LookupError("@word@: no rule matches")

    def @get@(self, most: int = @n@) -> list[str]:
        """The names of the rules by how often they matched; @why@."""
        ranked = sorted(self.count.items(), key=lambda item: (-item[1], item[0]))
        return [name for name, _ in ranked[:most]]


def @run@(policies: Iterable[@Name@], entries: Iterable[@Other@]) -> dict[str, float]:
    totals: dict[str, float] = defaultdict(float)
    for policy in policies:
        for entry in entries:
            name, weight = policy.@do@(entry)
            totals[name] += weight
    return {name: round(total, 3) for name, total in sorted(totals.items()) if total > 0}
'''

JOB = '''

class @Name@:
    """Works off a queue until it is told to end; @why@."""

    def __init__(self, handle: Callable[[@Other@], Awaitable[None]], size: int = @n@) -> None:
        self._handle = handle
        self._queue: asyncio.Queue[@Other@] = asyncio.Queue(maxsize=size)
        self._tasks: list[asyncio.Task[None]] = []
        self.failures = 0

    def @put@(self, entry: @Other@) -> bool:
        try:
            self._queue.put_nowait(entry)
        except asyncio.QueueFull:
            logger.warning("@word@: no room")
            return False
        return True

    async def _work(self, number: int) -> None:
        while True:
            entry = await self._queue.get()
            try:
                await asyncio.wait_for(self._handle(entry), timeout=30)
            except asyncio.TimeoutError:
                self.failures += 1
                logger.warning("@word@ %d: late", number)
            except Exception:
                self.failures += 1
                logger.exception("@word@ %d", number)
            finally:
                self._queue.task_done()

    async def @run@(self, workers: int) -> None:
        """Starts as many workers as asked for: @why@."""
        self._tasks = [asyncio.create_task(self._work(number)) for number in range(workers)]

    async def close(self) -> None:
        await self._queue.join()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
'''

ROUTER = '''

class @Name@(BaseModel):
    """What callers send to @path@; @why@."""

    @field@: int = Field(ge=0, le=@n@)
    @second@: list[str] = []


@router.get("/@path@/{key}")
async def @get@(key: str, request: Request, full: bool = False) -> dict[str, object]:
    """One entry: @why@."""
    store: @Other@ = request.app.state.store
    found = await store.get(key)
    if found is None:
        raise HTTPException(status_code=404, detail="no such entry")
    logger.info("@word@ %s", key)
    return {"id": key, "entry": found if full else str(found)}


@router.post("/@path@", status_code=202)
async def @put@(entry: @Name@, background: BackgroundTasks) -> dict[str, int]:
    if len(entry.@second@) > 100:
        raise HTTPException(status_code=422, detail="too many values")

    def finish() -> None:
        total = sum(len(value) for value in entry.@second@)
        logger.info("@word@: %d", total + entry.@field@)

    background.add_task(finish)
    return {"accepted": len(entry.@second@)}
'''

TEST = '''

class Test@Name@:
    """@why@."""

    @pytest.fixture
    def values(self) -> list[int]:
        return [number * 3 for number in range(@n@)]

    @pytest.mark.parametrize(("given", "wanted"), [(0, 0), (1, 3), (2, 6)])
    def test_@get@(self, values: list[int], given: int, wanted: int) -> None:
        assert values[given : given + 1] in ([wanted], [])

    def test_@put@(self, values: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ORIGINS", "https://@path@.example")
        subject = @Other@
        assert subject.__name__ == "@Other@"
        with pytest.raises(IndexError):
            values[len(values)]
'''

LOGGER = "\nlogger = logging.getLogger(__name__)\n"
BLOCKS = {
    "models": ("from dataclasses import dataclass, field, replace\nfrom typing import ClassVar\n\n", [MODEL]),
    "repositories": (
        "import json\nimport logging\n\nfrom sqlalchemy import text\nfrom sqlalchemy.exc import SQLAlchemyError\n"
        "from sqlalchemy.ext.asyncio import AsyncSession\n" + LOGGER,
        [REPOSITORY],
    ),
    "clients": (
        "import asyncio\nimport logging\nfrom collections.abc import Iterable\n\nimport httpx\n"
        "from tenacity import retry, stop_after_attempt, wait_exponential\n" + LOGGER,
        [CLIENT],
    ),
    "policies": (
        "from collections import Counter, defaultdict\nfrom collections.abc import Callable, Iterable\n\n",
        [POLICY],
    ),
    "jobs": (
        "import asyncio\nimport logging\nfrom collections.abc import Awaitable, Callable\n" + LOGGER,
        [JOB],
    ),
    "services": (
        "import asyncio\nimport logging\nfrom collections import Counter, defaultdict\n"
        "from collections.abc import Awaitable, Callable, Iterable\n" + LOGGER,
        [POLICY, JOB],
    ),
    "routers": (
        "import logging\n\nfrom fastapi import APIRouter, BackgroundTasks, HTTPException, Request\n"
        "from pydantic import BaseModel, Field\n" + LOGGER + "router = APIRouter()\n",
        [ROUTER],
    ),
    "tests": ("import pytest\n\n", [TEST]),
}
