"""The HTML report in a real browser: no finding of axe, nothing wider than a phone, every link reached and seen by keyboard."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from nonpay_advisor import advise
from nonpay_advisor.report import render
from test_account import case

sync_playwright = pytest.importorskip("playwright.sync_api").sync_playwright
axe = pytest.importorskip("axe_playwright_python.sync_playwright")

AS_OF = date(2026, 11, 21)
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
BANKRUPT = {"kind": "chapter_7", "stage": "open", "petition_on": date(2026, 10, 1)}
CASES: dict[str, dict[str, Any]] = {
    "little is known": {"customer": {"jurisdiction": "US-NY"}, "claim": {"amount": "900"}},
    "England": case("GB-EAW", history__reminders=[date(2026, 10, 1), date(2027, 1, 1)]),
    "bankrupt": case(customer__bankruptcy=BANKRUPT),
}
WIDTHS = (320, 390, 1200)

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield opened
        opened.close()


def shown(browser: Any, name: str, width: int, folder: Path) -> Any:
    file = folder / "report.html"
    file.write_text(render.render(advise(CASES[name], AS_OF), "html"), "utf-8")
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(file.as_uri())
    return page


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", CASES)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(browser: Any, name: str, width: int, tmp_path: Path) -> None:
    page = shown(browser, name, width, tmp_path)
    found = axe.Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_links_are_reached_and_seen_by_keyboard(browser: Any, tmp_path: Path) -> None:
    page = shown(browser, "England", 390, tmp_path)
    links = page.evaluate("document.querySelectorAll('a[href]').length")
    assert links > 20
    for _ in range(20):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.tagName") == "A"
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.close()
