"""Guesses are decided by keyboard, in a file and where the page is served."""

from __future__ import annotations

import re
import threading
from argparse import Namespace
from pathlib import Path

import pytest

from reconcile.auditing import run
from reconcile.faces.command import main
from reconcile.faces.local_server import LocalServer
from reconcile.faces.watching import WatchedAudit
from reconcile.ledger.ledger import Ledger
from reconcile.reports.review_page import review_page

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = pytest.mark.slow
TEXT = "In 2024 exports came to 412 million euros and imports to 395 million euros. The port handled 12,480 boxes."


@pytest.fixture
def drafted(tmp_path: Path) -> Path:
    (tmp_path / "r.txt").write_text(TEXT)
    folder = tmp_path / "l"
    asked = ["draft", str(tmp_path / "r.txt"), "--language", "en", "--published", "2025-02-06", "--ledger", str(folder)]
    assert main(asked) == 0
    return folder


@pytest.fixture
def opened(browser):
    contexts = []

    def at(address: str, **options):
        context = browser.new_context(**options)
        contexts.append(context)
        page, said = context.new_page(), []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(address)
        return page, said

    yield at
    for context in contexts:
        context.close()


def decide_by_keyboard(page) -> None:
    """The first claim is confirmed, the second changed, the third set aside; then the last is undone and done again."""
    page.keyboard.press("j")
    expect(page.locator("li.at")).to_have_attribute("id", "c0")
    page.keyboard.press("y")
    expect(page.locator("li.at")).to_have_attribute("id", "c1")
    page.keyboard.press("e")
    expect(page.locator("form [name=measure]")).to_be_focused()
    page.locator("form [name=measure]").fill("goods")
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_have_text("2 of 3 decided")
    for left in ("3 of 3 decided", "2 of 3 decided", "3 of 3 decided"):
        if left.startswith("3"):
            page.keyboard.press("x")
            page.keyboard.press("Enter")
        else:
            page.keyboard.press("u")
        expect(page.locator("#count")).to_have_text(left)
    expect(page.locator("#said")).to_contain_text(re.compile("all (is written|are decided)"))


def test_in_a_file_the_decisions_are_given_as_yaml_that_confirm_reads(opened, drafted, tmp_path, capsys):
    review = tmp_path / "review.html"
    assert main(["confirm", str(drafted), "--review", str(review)]) == 0
    page, said = opened(review.as_uri())
    page.on("request", lambda request: said.append(request.url))
    decide_by_keyboard(page)
    assert said == []
    (tmp_path / "decided.yaml").write_text(page.locator("#yaml").input_value(), encoding="utf-8")
    capsys.readouterr()
    assert main(["confirm", str(drafted), "--decisions", str(tmp_path / "decided.yaml")]) == 0
    assert capsys.readouterr().out == "1 claim confirmed, 1 changed, 1 set aside\n"
    claims = Ledger.read(drafted).claims
    assert claims["measure"].tolist() == ["exports", "goods"]
    assert (claims["guess"] == "").all()


@pytest.fixture
def served(drafted):
    """The drafted ledger, watched, and the address of its page."""
    watched = WatchedAudit(
        Namespace(targets=[drafted], rule=[], texts=None, language=None, published=None, budget=10, lang="en")
    )
    with LocalServer(watched, 0) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        watched.look()
        yield watched, server.address
        server.shutdown()


def test_where_it_is_served_each_decision_is_written(opened, drafted, served):
    watched, address = served
    page, said = opened(address)
    expect(page.frame_locator("#report").locator("#list > li").first).to_be_visible()
    page.get_by_role("link", name="Review 3 claims with guesses").click()
    decide_by_keyboard(page)
    claims = Ledger.read(drafted).claims
    assert claims["measure"].tolist() == ["exports", "goods"]
    assert (claims["guess"] == "").all()
    watched.look()
    page.get_by_role("link", name="The report").click()
    expect(page.locator("#said")).to_contain_text("2 claimed figures in 1 document")
    expect(page.locator("#guessed")).to_be_hidden()
    assert said == []


class Held:
    """Requests that the page has sent, and that wait until they are let through."""

    def __init__(self, page, name: str) -> None:
        self.page, self.routes = page, []
        page.route(f"**/{name}", self.hold)

    def hold(self, route) -> None:
        self.routes.append(route)

    def next(self):
        while not self.routes:
            self.page.evaluate("() => new Promise(requestAnimationFrame)")
        return self.routes.pop(0)


def test_keys_that_are_pressed_while_a_decision_is_sent_are_all_taken(opened, drafted, served):
    page, said = opened(served[1] + "review")
    held = Held(page, "decide")
    for key in "jyy":
        page.keyboard.press(key)
    expect(page.locator("#count")).to_have_text("2 of 3 decided")
    page.keyboard.press("x")
    expect(page.locator("form [name=phrase]")).to_be_focused()
    page.keyboard.type(" ")
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_have_text("3 of 3 decided")
    page.keyboard.press("u")
    expect(page.locator("#count")).to_have_text("2 of 3 decided")
    page.keyboard.press("y")
    assert "all is written" not in page.locator("#said").inner_text()
    assert (Ledger.read(drafted).claims["guess"] != "").sum() == 3
    for guesses in (3, 2, 1, 1):
        one = held.next()  # it was sent once the one before had been written
        assert (Ledger.read(drafted).claims["guess"] != "").sum() == guesses
        assert held.routes == []
        one.continue_()
    expect(page.locator("#said")).to_contain_text("all is written")
    claims = Ledger.read(drafted).claims
    assert len(claims) == 3
    assert (claims["guess"] == "").all()
    assert said == []


def test_what_is_refused_is_no_longer_decided_and_says_why(opened, drafted, served):
    page, _ = opened(served[1] + "review")
    held = Held(page, "decide")
    for key in "jyy":
        page.keyboard.press(key)
    expect(page.locator("#count")).to_have_text("2 of 3 decided")
    held.next().fulfill(status=409, json={"problems": ["it has changed"]})
    expect(page.locator("#count")).to_have_text("0 of 3 decided")
    expect(page.locator("#said.wrong")).to_have_text("it has changed")
    expect(page.locator("li.at")).to_have_attribute("id", "c0")
    expect(page.locator("#c0 > .outcome.wrong")).to_have_text("it has changed")
    page.keyboard.press("y")
    held.next().continue_()
    expect(page.locator("#count")).to_have_text("1 of 3 decided")
    expect(page.locator("#c0 > .outcome")).to_have_text("confirmed")
    page.wait_for_function(
        "() => dispatchEvent(new Event('beforeunload', { cancelable: true }))"
    )  # nothing is on its way
    assert (Ledger.read(drafted).claims["guess"] != "").sum() == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_axe_has_nothing_to_say(opened, drafted, tmp_path, scheme, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    review = tmp_path / "review.html"
    review.write_text(review_page(run(Ledger.read(drafted), checks=("schema",), joint=False), drafted))
    page, _ = opened(review.as_uri(), color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True)
    page.keyboard.press("y")
    page.keyboard.press("e")
    found = axe.run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
