"""One chromium for all tests, and the pages that they look at."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pages
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

HOSTILE = "<img src=x onerror=alert(1)>"
TURNED = "\u202egnp.exe"

BREAKER = """package breaker

type Breaker struct{ failures int }

func (b *Breaker) Allow() bool { return b.failures < 3 }
"""
MAIN = """package main

import (
\t"net/http"
\t"time"
)

var password = "hunter2-of-the-shop"

func main() {
\tclient := &http.Client{Timeout: 3 * time.Second}
\thttp.HandleFunc("/pay", func(w http.ResponseWriter, r *http.Request) { pay(client) })
\tserver := &http.Server{Addr: ":8080", ReadHeaderTimeout: time.Second}
\tserver.ListenAndServe()
}

func pay(client *http.Client) { client.Get("http://pay.example.org/") }
"""


@dataclass
class Watch:
    """What a page did that it should not have done."""

    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium")
    assert program, "chromium is not installed; run scripts/setup --dev"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page, with its history, of a small shop with hostile names in it."""
    folder = tmp_path_factory.mktemp("shop")
    repository = folder / "shop"
    repository.mkdir()
    pages.git(repository, "init", "--quiet", "--initial-branch=main")
    pages.commit(repository, {"go.mod": "module example.org/shop\n\ngo 1.22\n", "main.go": MAIN}, "begin")
    pages.commit(
        repository, {"breaker/breaker.go": BREAKER, f"docs/{TURNED}.md": f"# {HOSTILE}\n\nSee [there](gone-{HOSTILE}.md)\n"},
        f"add a breaker {HOSTILE} {TURNED}", author=HOSTILE,
    )  # fmt: skip
    pages.commit(
        repository,
        {"README.md": "# Shop\n\nSee [gone](docs/gone.md) </script><script>alert(1)</script>\n", "Makefile": "test:\n\tgo test ./...\n"},
        "tests",
    )
    pages.commit(repository, {"main.go": MAIN.replace("ReadHeaderTimeout: time.Second", "")}, "no timeouts any more")
    return pages.make("history", repository, folder / "page.html")


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1300, "height": 900})
    tab = context.new_page()
    watch = Watch()
    tab.on("console", lambda message: watch.errors.append(message.text) if message.type in ("error", "warning") else None)
    tab.on("pageerror", lambda error: watch.errors.append(str(error)))
    tab.on("dialog", lambda dialog: (watch.errors.append("a dialog"), dialog.dismiss()))
    tab.on("request", lambda sent: watch.requests.append(sent.url))
    yield tab
    context.close()
    # Whatever a test did: nothing went wrong unseen, and nothing was asked of a network.
    assert watch.errors == []
    assert [url for url in watch.requests if not url.startswith(("file:", "data:"))] == []
