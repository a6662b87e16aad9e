"""What somebody does with the page, in a real browser."""

from __future__ import annotations

import re
import time
from pathlib import Path

import conftest
import pages
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect


def show(page: Page, file: Path, fragment: str = "") -> None:
    page.goto(f"file://{file}{fragment}")
    page.wait_for_selector("html[data-ready]")


def visible_controls(page: Page) -> list[str]:
    return page.eval_on_selector_all("tr[data-control]:not([hidden]) a.control", "links => links.map(link => link.textContent)")


def test_says_at_once_what_is_worst_and_what_to_do_first(page: Page, shop: Path) -> None:
    show(page, shop)
    expect(page).to_have_title("shop: gap matrix")
    expect(page.locator("h1")).to_have_text("shop")
    assert page.locator("#summary .first li").count() == 5
    first = page.locator("#summary .first li").first
    assert first.locator(".severity").text_content() in ("blocker", "high")
    box = page.locator("#summary .first").bounding_box()
    assert box and box["y"] + box["height"] < 900


def test_filters_by_area_severity_state_and_text_and_keeps_them_in_the_address(page: Page, shop: Path) -> None:
    show(page, shop)
    every = visible_controls(page)
    page.select_option("#filter-area", "security")
    some = visible_controls(page)
    assert 0 < len(some) < len(every)
    page.select_option("#filter-severity", "high")
    page.select_option("#filter-state", "m")
    fewer = visible_controls(page)
    assert 0 < len(fewer) < len(some)
    assert page.url.endswith("#area=security&severity=high&state=m")
    assert f"Showing {len(fewer)} of" in (page.locator("#count").text_content() or "")
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert visible_controls(page) == fewer
    page.click("#reset")
    assert visible_controls(page) == every
    page.fill("#filter-q", "circuit-breaker")
    expect(page.locator("#count")).to_contain_text("Showing 1 of")
    page.fill("#filter-q", "no such thing <b>")
    expect(page.locator("#count")).to_contain_text("Showing 0 of")


def test_a_gap_shows_why_what_to_do_and_the_code(page: Page, shop: Path) -> None:
    show(page, shop)
    page.locator("tr[data-control] a.control", has_text="circuit-breaker").click()
    detail = page.locator("#detail")
    expect(detail.locator("h1")).to_be_focused()
    for heading in ("Why it matters", "To do", "Done when", "Proof"):
        expect(detail.locator("h2", has_text=heading)).to_be_visible()
    expect(detail.locator(".ladder .here")).to_contain_text("defined")
    expect(detail.locator(".line.first").first).to_contain_text("type Breaker struct")
    expect(detail.locator(".t-word", has_text="struct").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#overview")).to_be_visible()
    expect(page.locator("td.cell:focus")).to_have_count(1)
    page.go_forward()
    expect(detail.locator("h1")).to_be_visible()


def test_a_witness_is_a_path_from_the_root_with_its_lines(page: Page, shop: Path) -> None:
    show(page, shop, "#cell=retry-backoff")
    path = page.locator("#detail .path").first
    steps = path.locator("li")
    assert steps.count() >= 2
    expect(steps.first).to_contain_text("root")
    expect(steps.first.locator(".place")).to_contain_text("main.go:")
    expect(path.locator(".step").first).to_be_visible()


def test_broken_wires_lead_to_what_they_weaken(page: Page, shop: Path) -> None:
    show(page, shop)
    wire = page.locator("#wires .wire", has_text="gone.md").first
    expect(wire.locator(".place").first).to_contain_text("README.md:3")
    expect(wire.locator(".line.first")).to_contain_text("docs/gone.md")


def strip(page: Page, control: str) -> Locator:
    """The states of a control over time, as a thing to be clicked and to be moved in."""
    return page.locator("#time tbody tr", has_text=control).locator("td.over").first


def test_history_shows_states_over_time_and_what_a_commit_did(page: Page, shop: Path) -> None:
    show(page, shop)
    expect(page.locator("#score-strip svg")).to_have_attribute("aria-label", re.compile(r"^Over 4 commits, from 2026-01-05"))
    row = strip(page, "server-timeouts")
    assert row.locator("path[class^='f-']").count() == 2
    # A control that never changed is left out until it is asked for.
    expect(page.locator("#time tbody tr", has_text="retry-backoff")).to_have_count(0)
    page.check("#time-still")
    expect(page.locator("#time tbody tr", has_text="retry-backoff")).to_have_count(1)
    page.uncheck("#time-still")
    # The place in the row means the commit that stands there, whatever the width.
    box = row.bounding_box()
    assert box
    row.click(position={"x": box["width"] / 8, "y": box["height"] / 2})
    expect(page.locator("#commit-title")).to_have_text("begin")
    expect(row).to_have_attribute("aria-label", "server-timeouts: wired at the chosen commit")
    row.click(position={"x": box["width"] * 7 / 8, "y": box["height"] / 2})
    commit = page.locator("#commit")
    expect(page.locator("#commit-title")).to_have_text("no timeouts any more")
    expect(commit).to_contain_text("Ada")
    expect(commit).to_contain_text("2026-01-05")
    expect(commit.locator(".commit")).to_have_attribute("title", re.compile("^[0-9a-f]{40}$"))
    opened = commit.locator(".k-opened .change", has_text="server-timeouts")
    expect(opened.locator(".turn")).to_have_text(re.compile("wired.*→.*missing"))
    expect(opened.locator(".sides > div").first).to_contain_text("sets timeouts on the server")
    expect(opened.locator(".sides > div").last).to_contain_text("main.go:")
    # From there to the control, what it was over time, and back to the commit.
    opened.locator("a", has_text="Servers").click()
    past = page.locator("#detail .past")
    expect(past).to_contain_text("wired since 2026-01-05, missing since 2026-01-05")
    expect(page.locator("#detail .life")).to_contain_text("no timeouts any more")
    past.locator(".commits a").first.click()
    expect(page.locator("#commit-title")).to_be_focused()
    expect(page.locator("#commit-title")).to_have_text("no timeouts any more")


def test_history_is_chosen_from_the_list_the_slider_and_the_address(page: Page, shop: Path) -> None:
    show(page, shop)
    page.locator("#history .commits a").last.click()
    expect(page.locator("#commit-title")).to_be_focused()
    expect(page.locator("#commit-title")).to_have_text(re.compile("^add a breaker"))
    page.locator("#commit-range").focus()
    page.keyboard.press("End")
    expect(page.locator("#commit-title")).to_have_text("no timeouts any more")
    expect(page.locator("#commit-range")).to_have_attribute("aria-valuetext", "2026-01-05, no timeouts any more")
    page.get_by_role("button", name="Earlier change").click()
    expect(page.locator("#commit-title")).to_have_text("tests")
    expect(page.locator("#said")).to_contain_text("tests")
    chosen = page.locator("#commit .commit").get_attribute("title") or "nothing"
    page.wait_for_url(f"**commit={chosen[:12]}")
    page.reload()
    page.wait_for_selector("html[data-ready]")
    expect(page.locator("#commit-title")).to_have_text("tests")
    # Another address in the same tab, and one that names no commit of this history.
    first = pages.data_of(shop)["history"]["commits"][0]["id"]
    page.evaluate("hash => { location.hash = hash; }", f"#commit={first[:12]}")
    expect(page.locator("#commit-title")).to_have_text("begin")
    show(page, shop, "#commit=ffffffffffff&rows=nothing&commits=constructor")
    page.reload()
    page.wait_for_selector("html[data-ready]")
    expect(page.locator("#commit-title")).to_have_text("no timeouts any more")
    expect(page.locator("#time-commits")).to_have_value("all")


def test_history_is_walked_with_keys_alone(page: Page, shop: Path) -> None:
    show(page, shop)
    expect(page.locator("#time td.over[tabindex='0']")).to_have_count(1)
    page.locator("#time td.over[tabindex='0']").focus()
    for _ in range(20):
        if page.locator("td.over:focus").get_attribute("aria-label") == "server-timeouts: missing at the chosen commit":
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    expect(page.locator("#commit-title")).to_have_text("begin")
    expect(page.locator("td.over:focus")).to_have_attribute("aria-label", "server-timeouts: wired at the chosen commit")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#said")).to_contain_text("no timeouts any more. server-timeouts: missing, wired before.")
    page.keyboard.press("ArrowUp")
    assert not (page.locator("td.over:focus").get_attribute("aria-label") or "").startswith("server-timeouts")
    page.keyboard.press("Enter")
    expect(page.locator("#commit-title")).to_be_focused()


def test_filters_and_kinds_of_rows_hold_for_the_history(page: Page, shop: Path) -> None:
    show(page, shop)
    labels = page.locator("#time tbody a.control")
    every = labels.count()
    page.select_option("#filter-area", "security")
    assert 0 < labels.count() < every
    page.select_option("#time-rows", "areas")
    expect(labels).to_have_text(["security"])
    assert "rows=areas" in page.url and "area=security" in page.url
    page.click("#reset")
    assert labels.count() > 3
    labels.filter(has_text="delivery").click()
    expect(page.locator("#time-rows")).to_have_value("controls")
    expect(page.locator("#time tbody tr.area")).to_have_text(["delivery"])
    page.fill("#filter-q", "no such thing")
    expect(page.locator("#time-none")).to_be_visible()


def test_history_tells_components_that_come_and_go_and_hostile_texts(page: Page, shop: Path, tmp_path: Path) -> None:
    data = pages.data_of(shop)
    texts = data["texts"]
    base = len(texts)
    hostile = [conftest.HOSTILE, "a" * 300, "\\u{202e}gnp.exe", "</script><script>alert(1)</script>"]
    texts += hostile
    past = data["history"]
    for index, entry in enumerate(past["commits"]):
        entry["subject"] = hostile[index % 4]
        entry["author"] = hostile[(index + 1) % 4]
    control = next(index for index, entry in enumerate(data["controls"]) if entry["cells"])
    past["proof"] += [[2, 0, 1, base + 3, base, base + 1]]
    last = len(past["proof"]) - 1
    for component in (base, base + 1):
        past["cells"].append({"control": control, "runs": "1m2w3.", "components": [component]})
        past["changes"] += [
            [1, control, component, "", "m", -1, [], [last]],
            [2, control, component, "m", "w", 0, [last], []],
            [3, control, component, "w", "", -1, [last], []],
        ]
    past["weaknesses"].append({"commit": 2, "kind": "closed", "control": control, "proof": last})
    past["changes"].sort(key=lambda change: change[0])
    file = pages.with_data(shop, data, tmp_path / "hostile.html")
    page.set_viewport_size({"width": 360, "height": 740})
    show(page, file, "#rows=cells")
    gone = page.locator("#time tr.gone")
    expect(gone).to_have_count(2)
    expect(gone.first).to_contain_text(conftest.HOSTILE)
    strip(page, conftest.HOSTILE).focus()
    page.keyboard.press("Home")
    for title in ("New components", "Closed", "Components that are gone"):
        page.keyboard.press("ArrowRight")
        expect(page.locator("#commit h4", has_text=title)).to_be_visible()
        expect(page.locator("#commit")).to_contain_text(conftest.HOSTILE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.locator("#history img, #history script").count() == 0


def test_a_history_with_commits_left_out_blames_no_commit_alone(page: Page, shop: Path, tmp_path: Path) -> None:
    data = pages.data_of(shop)
    show(page, shop)
    expect(page.locator("#commit")).to_contain_text("git show")
    data["history"]["isSampled"] = True
    show(page, pages.with_data(shop, data, tmp_path / "sampled.html"))
    before, last = (commit["id"][:10] for commit in data["history"]["commits"][-2:])
    expect(page.locator("#history")).to_contain_text("Commits between these were left out")
    expect(page.locator("#commit")).to_contain_text(f"All that changed since {before}")
    expect(page.locator("#commit .command")).to_have_text(f"git log {before}..{last}")


def test_a_history_in_which_nothing_happened_says_so(page: Page, shop: Path, tmp_path: Path) -> None:
    data = pages.data_of(shop)
    past = data["history"]
    past.update(
        commits=past["commits"][:1], changes=[], weaknesses=[], lives={}, areas={area: runs[:1] for area, runs in past["areas"].items()}
    )
    past["commits"][0].pop("score", None)
    past["cells"] = [{**entry, "runs": "0m"} for entry in past["cells"]]
    show(page, pages.with_data(shop, data, tmp_path / "still.html"))
    expect(page.locator("#history")).to_contain_text("No commit has a score.")
    expect(page.locator("#history")).to_contain_text("None.")
    assert page.locator("#time tbody td.over").count() > 20


def test_arrow_keys_go_through_the_matrix(page: Page, shop: Path) -> None:
    show(page, shop)
    expect(page.locator("td.cell[tabindex='0']")).to_have_count(1)
    page.locator("td.cell[tabindex='0']").focus()
    first = page.evaluate("document.activeElement.parentElement.dataset.control")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.parentElement.dataset.control") != first
    page.keyboard.press("Control+Home")
    assert page.evaluate("document.activeElement.parentElement.dataset.control") == first
    page.keyboard.press("Enter")
    expect(page.locator("#detail h1")).to_be_focused()


def test_skip_links_come_first(page: Page, shop: Path) -> None:
    show(page, shop)
    page.keyboard.press("Tab")
    expect(page.locator("a.skip").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#matrix")).to_be_focused()


def test_hostile_texts_are_shown_as_texts(page: Page, shop: Path) -> None:
    show(page, shop)
    assert page.locator("img").count() == 0
    expect(page.locator("#history .commits")).to_contain_text(conftest.HOSTILE)
    text = page.locator("body").inner_text()
    assert "\\u{202e}gnp.exe" in text and "\u202e" not in page.content()
    expect(page.locator("#wires")).to_contain_text("</script><script>alert(1)</script>")


def test_no_secret_is_in_the_file(shop: Path) -> None:
    text = shop.read_text(encoding="utf-8")
    assert "hunter2" not in text
    assert "net/http" in text


def test_the_policy_refuses_scripts_that_are_not_the_page_s_own(page: Page, shop: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.html"
    other.write_text(
        shop.read_text(encoding="utf-8").replace("</body>", "<script>document.title = 'taken'</script></body>"), encoding="utf-8"
    )
    refused: list[str] = []
    tab = page.context.browser.new_page() if page.context.browser else page
    tab.on("console", lambda message: refused.append(message.text))
    show(tab, other)
    assert tab.title() == "shop: gap matrix"
    assert any("Content Security Policy" in text for text in refused)
    tab.close()


def test_waived_and_known_gaps_are_marked_and_filtered(page: Page, shop: Path, tmp_path: Path) -> None:
    data = pages.data_of(shop)
    data["gaps"][0]["waived"] = {"reason": "later <b>", "owner": "ops", "until": "2027-01-31", "path": ".gapmatrix.yml", "line": 3}
    data["gaps"][1]["known"] = True
    waived, known = (data["controls"][data["gaps"][index]["control"]]["id"] for index in (0, 1))
    show(page, pages.with_data(shop, data, tmp_path / "marked.html"))
    page.select_option("#filter-gaps", "waived")
    assert visible_controls(page) == [waived]
    expect(page.locator("#gaps .waiver")).to_contain_text("later <b>")
    page.select_option("#filter-gaps", "known")
    assert visible_controls(page) == [known]
    page.locator("tr[data-control]:not([hidden]) a.control").click()
    expect(page.locator("#detail .waiver")).to_contain_text("Known to the baseline")


def test_themes_follow_the_reader_and_the_button(page: Page, shop: Path) -> None:
    page.emulate_media(color_scheme="dark")
    show(page, shop)
    background = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(background)
    page.click("#theme")
    light = page.evaluate(background)
    assert dark != light
    page.click("#theme")
    assert page.evaluate(background) == dark


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("fragment", ["", "#rows=areas", "#rows=cells&still=yes", "#cell=retry-backoff", "#cell=circuit-breaker"])
def test_axe_finds_nothing(page: Page, shop: Path, scheme: str, fragment: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    show(page, shop, fragment)
    found = Axe().run(page).response["violations"]
    assert [(item["id"], [node["html"][:120] for node in item["nodes"]][:3]) for item in found] == []


@pytest.mark.parametrize("fragment", ["", "#cell=retry-backoff"])
def test_fits_a_phone(page: Page, shop: Path, fragment: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    show(page, shop, fragment)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_prints_all_that_matters_without_controls(page: Page, shop: Path) -> None:
    show(page, shop)
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    for hidden in ("#filters", "nav", "#theme", ".controls"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator("#time td.over").nth(3)).to_be_visible()
    expect(page.locator("#gaps .gap .print").first).to_be_visible()
    assert page.locator("#gaps .gap").count() > 50
    assert page.pdf().startswith(b"%PDF")


def test_is_fast_with_very_many_cells_and_commits(page: Page, shop: Path, tmp_path: Path) -> None:
    file = pages.with_data(shop, pages.large(pages.data_of(shop)), tmp_path / "large.html")
    assert file.stat().st_size < 16_000_000
    began = time.monotonic()
    show(page, file)
    loading = time.monotonic() - began
    assert page.locator("td.cell").count() >= 150 * 50
    filtering = page.evaluate(
        """() => {
          const field = document.getElementById("filter-severity");
          const began = performance.now();
          field.value = "high";
          field.dispatchEvent(new Event("change"));
          document.body.offsetHeight;
          return performance.now() - began;
        }"""
    )
    drawing = page.evaluate(
        """() => {
          const field = document.getElementById("time-rows");
          const began = performance.now();
          field.value = "cells";
          field.dispatchEvent(new Event("change"));
          document.body.offsetHeight;
          const drawn = performance.now();
          const range = document.getElementById("commit-range");
          range.value = "7";
          range.dispatchEvent(new Event("input"));
          document.body.offsetHeight;
          return [drawn - began, performance.now() - drawn];
        }"""
    )
    print(f"cells over time drawn in {drawing[0]:.0f} ms, a commit chosen in {drawing[1]:.0f} ms")
    assert max(drawing) < 5_000
    print(f"{file.stat().st_size / 1e6:.1f} MB, loaded in {loading:.2f} s, filtered in {filtering:.0f} ms")
    # Wide enough for a slow machine that does other things as well; what grows with the square does not fit in.
    assert loading < 20
    assert filtering < 3_000
