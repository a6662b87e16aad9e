"""Applications that functions are handed, and lifespans that end nothing."""

from __future__ import annotations

import ast

import pytest

from gapmatrix_python.extraction.handed_applications import handed_applications
from gapmatrix_python.extraction.lifespans import starting_lifespans


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def f(app): app.router.add_get('/', index)", {"app": "aiohttp.web.Application"}),
        ("def f(app): app.on_cleanup.append(close)", {"app": "aiohttp.web.Application"}),
        ("def f(app):\n    @app.errorhandler(404)\n    def g(e): ...", {"app": "flask.Flask"}),
        ("def f(*, flask_app): flask_app.register_blueprint(shop)", {"flask_app": "flask.Flask"}),
        ("def f(application): application.add_middleware(Gzip)", {"application": "fastapi.FastAPI"}),
        # What says nothing, what says two things, what is declared, and what is called otherwise.
        ("def f(app): app.run()", {}),
        ("def f(app): app.include_router(x); app.register_blueprint(y)", {}),
        ("def f(app: App): app.register_blueprint(shop)", {}),
        ("def f(window): window.route('/')", {}),
        ("def f(app): other.register_blueprint(app)", {}),
    ],
)
def test_handed_applications(source: str, expected: dict[str, str]) -> None:
    node = ast.parse(source).body[0]
    assert isinstance(node, ast.FunctionDef)
    assert handed_applications(node) == expected


HEAD = "@asynccontextmanager\nasync def lifespan(app):\n    await start()\n"


@pytest.mark.parametrize(
    ("body", "only_starts"),
    [
        ("    yield", True),
        ("    yield\n    logger.info('stopped')", True),
        ("    yield\n    pass", True),
        ("    yield\n    await close()", False),
        ("    try:\n        yield\n    finally:\n        await close()", False),
        ("    async with pool:\n        yield", False),
        ("    logger.info('started')", False),
    ],
)
def test_starting_lifespans(body: str, only_starts: bool) -> None:
    found = starting_lifespans(ast.parse(HEAD + body).body)
    assert found == ({"lifespan"} if only_starts else set())


def test_a_generator_that_is_no_context_manager_is_no_lifespan() -> None:
    assert starting_lifespans(ast.parse("def numbers():\n    yield").body) == frozenset()
