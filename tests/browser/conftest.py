"""A real browser, where one is found: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from reconcile.auditing import run
from reconcile.ledger.ledger import Ledger
from reconcile.reports.page import to_html

FIXTURES = Path(__file__).parents[2] / "fixtures"
BROWSER = os.environ.get("RECONCILE_BROWSER") or shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="the extra `browser` is not installed")
    if BROWSER is None:
        pytest.skip("no Chromium is found; install it, or name one in RECONCILE_BROWSER")
    playwright.expect.set_options(timeout=60_000)  # a busy machine is slow; what is expected comes
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=BROWSER)
        yield opened
        opened.close()


class Opened:
    """A page in the browser, and all that it said, asked for or raised."""

    def __init__(self, page) -> None:
        self.page = page
        self.said: list[str] = []
        page.on("console", lambda message: self.said.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.said.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (self.said.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", self._requested)
        page.on("popup", lambda popup: self.said.append(f"popup: {popup.url}"))

    def _requested(self, request) -> None:
        if not request.url.startswith(("file:", "data:")) or request.frame.parent_frame:
            self.said.append(f"request: {request.url}")

    def rows(self) -> list[str]:
        # Not inner texts: those of rows that are not drawn yet are empty.
        return self.page.locator("#list > li summary").all_text_contents()

    @property
    def count(self) -> str:
        return self.page.locator("#count").inner_text()

    def verdicts(self) -> set[str]:
        return set(self.page.locator("#list > li summary b").all_text_contents())


@pytest.fixture
def show(browser, tmp_path):
    """Open the report of a ledger: a folder, or a fixture by name."""
    contexts = []

    def opened(ledger: str | Path, *, address: str = "", **options) -> Opened:
        context = browser.new_context(**{"viewport": {"width": 1400, "height": 900}} | options)
        contexts.append(context)
        report = tmp_path / "report.html"
        audited = run(Ledger.read(ledger if isinstance(ledger, Path) else FIXTURES / ledger))
        report.write_text(to_html(audited), encoding="utf-8")
        shown = Opened(context.new_page())
        shown.page.goto(report.as_uri() + address)
        return shown

    yield opened
    for context in contexts:
        context.close()
