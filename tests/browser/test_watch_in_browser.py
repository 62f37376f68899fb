"""What is watched is removed, half written or broken while its page is open: the page says so, and comes back."""

from __future__ import annotations

import shutil
import threading
from argparse import Namespace
from contextlib import contextmanager
from pathlib import Path

import pytest
from test_page_in_browser import FIXTURES

from reconcile.faces.local_server import LocalServer
from reconcile.faces.watching import WatchedAudit

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = pytest.mark.slow
TABLE = "| item | 2023 | 2024 |\n| - | - | - |\n| a | 10 | 20 |\n| b | 30 | 45 |\n| Total | 40 | {} |\n"


@contextmanager
def watched(target: Path, language: str = "en"):
    given = {"rule": [], "texts": None, "language": None, "published": None, "budget": 10, "lang": language}
    audit = WatchedAudit(Namespace(targets=[target], **given))
    with LocalServer(audit, 0) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        audit.look()
        try:
            yield audit, server
        finally:
            server.shutdown()


@pytest.fixture
def page(browser):
    context = browser.new_context()
    made = context.new_page()
    made.said = []
    made.on("console", lambda message: made.said.append(message.text))
    made.on("pageerror", lambda error: made.said.append(str(error)))
    yield made
    context.close()


def heads(page):
    return page.frame_locator("#report").locator("#list > li summary > span")


def test_a_ledger_that_is_broken_or_removed_keeps_its_report_and_comes_back(page, tmp_path):
    folder = shutil.copytree(FIXTURES / "gallery/slip-digits-swapped", tmp_path / "l")
    source = next((folder / "sources").glob("*.yaml"))
    whole = source.read_text(encoding="utf-8")
    with watched(folder) as (audit, server):
        page.goto(server.address)
        expect(heads(page).first).to_contain_text("says 453.0 million USD")
        expect(page.locator("#wrong")).to_be_hidden()
        steps = [
            (lambda: source.write_text(whole[: len(whole) // 2], encoding="utf-8"), "not YAML that can be read"),
            (lambda: source.write_bytes(b""), "the file is empty"),
            (lambda: source.write_bytes(b"\xff\x00"), "not UTF-8 text"),
            (lambda: folder.rename(tmp_path / "away"), "No such file or directory"),
        ]
        for act, problem in steps:
            act()
            assert audit.look()
            expect(page.locator("#problems li")).to_have_count(1)
            expect(page.locator("#problems")).to_contain_text(problem)
            expect(page.locator("#since")).to_have_text("Not read since the last change; the report is the one before:")
            expect(heads(page).first).to_contain_text("says 453.0 million USD")
        (tmp_path / "away").rename(folder)
        source.write_text(whole.replace("453,0", "444,0"), encoding="utf-8")
        assert audit.look()
        expect(page.locator("#wrong")).to_be_hidden()
        expect(page.locator("#said")).to_contain_text("3 claimed figures in 1 document")
        expect(heads(page).first).not_to_contain_text("453.0")
        assert page.said == []


def test_a_document_that_is_broken_at_first_or_later_is_shown_once_it_is_mended(page, tmp_path):
    document = tmp_path / "r.md"
    document.write_bytes(b"\x80\xff")
    with watched(document) as (audit, server):
        page.goto(server.address)
        expect(page.locator("#said")).to_have_text("There is no report until this is mended.")
        expect(page.locator("#problems")).to_contain_text("r.md: is not UTF-8 text")
        expect(page.locator("#since")).to_be_hidden()
        expect(page.locator("#report")).to_be_hidden()
        document.write_text(TABLE.format(65))
        assert audit.look()
        expect(page.locator("#wrong")).to_be_hidden()
        expect(heads(page).first).to_be_visible()
        document.unlink()
        assert audit.look()
        expect(page.locator("#problems")).to_contain_text("No such file or directory")
        document.write_text(TABLE.format("n/a"))
        assert audit.look()
        expect(page.locator("#wrong")).to_be_hidden()
        expect(page.locator("#said")).to_contain_text("claimed figures in 1 document")
        expect(page.frame_locator("#report").locator("article td", has_text="n/a")).to_be_visible()
        assert page.said == []


def test_in_vietnamese_the_page_around_the_report_is_too_and_says_that_nobody_answers(page, tmp_path):
    folder = shutil.copytree(FIXTURES / "gallery/slip-digits-swapped", tmp_path / "l")
    with watched(folder, "vi") as (_, server):
        page.goto(server.address)
        expect(page.locator("#said")).to_contain_text("3 con số được ghi nhận trong 1 văn bản: 1 mâu thuẫn")
        expect(page.locator("#said")).to_contain_text("làm lúc ")
        expect(heads(page).first).to_be_visible()
    expect(page.locator("#said")).to_contain_text("reconcile watch đã dừng")
    expect(heads(page).first).to_be_visible()  # the report stays
