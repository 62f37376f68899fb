"""The report page as a reader meets it: it loads, filters, selects, scrolls and prints, and asks for nothing."""

from __future__ import annotations

import re
import runpy
import shutil
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

expect = pytest.importorskip("playwright.sync_api").expect
ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "fixtures"
write_large = runpy.run_path(str(ROOT / "benchmarks/page_ledger.py"))["write_ledger"]
LARGE = {"width": 1400, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(params=["hostile", "gallery/slip-digits-swapped", "gallery/ranges-end-to-end", "us-trade"])
def any_ledger(request):
    return request.param


def in_view(page, selector: str) -> bool:
    return page.evaluate(
        """(selector) => {
            const box = document.querySelector(selector).getBoundingClientRect();
            return box.bottom > 0 && box.top < innerHeight && box.height > 0;
        }""",
        selector,
    )


def test_it_opens_in_silence(show, any_ledger):
    shown = show(any_ledger)
    shown.page.locator("#overview > summary").click()
    for row in range(min(12, shown.page.locator("#list > li").count())):
        shown.page.locator("#list > li summary").nth(row).click()
    assert shown.said == []


def test_every_finding_is_listed_worst_first(show, ledger):
    shown = show(ledger)
    rows = shown.rows()
    assert shown.count == f"{len(rows)} findings"
    kinds = [re.match(r"\w+", row)[0] for row in rows]
    order = ["conflict", "accepted", "revision", "hedge", "rounding", "exact", "unchecked"]
    assert kinds == sorted(kinds, key=order.index)
    assert set(kinds) == set(order)


def test_a_finding_that_is_opened_shows_its_evidence_and_marks_its_figures(show):
    shown = show("gallery/slip-digits-swapped")
    page = shown.page
    page.locator("#list > li summary").first.click()
    details = page.locator("#list > li details").first
    assert details.locator("blockquote").count() == 3
    assert details.locator("blockquote mark").all_inner_texts() == [
        "254,3 triệu USD",
        "189,7 triệu USD",
        "453,0 triệu USD",
    ]
    cells = [" ".join(row.split()) for row in details.locator("tfoot tr").all_inner_texts()]
    assert cells == [
        "computed 444 443.9 444.1",
        "reported 453 452.95 453.05",
        "residual −9 computed less reported",
        "allowed 0.15 the most that rounding explains",
        "excess 8.85 what is left over: 88.5 units of the last digit",
    ]
    assert details.locator("svg").get_attribute("aria-label").startswith("computed: 444 [443.9, 444.1] million USD")
    assert "189.7 → 198.7 million USD two digits swapped" in details.locator(".repairs").inner_text()
    assert page.locator("article .m.on").all_inner_texts() == ["453,0 triệu USD", "254,3 triệu USD", "189,7 triệu USD"]
    assert shown.said == []


def test_one_finding_is_open_at_a_time(show, ledger):
    page = show(ledger).page
    page.locator("#list > li summary").nth(0).click()
    page.locator("#list > li summary").nth(1).click()
    # The browser closes the first one after the click has been answered.
    expect(page.locator("#list > li details[open]")).to_have_count(1)
    assert page.locator("#list > li").nth(1).locator("details[open]").count() == 1


def test_a_figure_shows_every_finding_it_takes_part_in(show):
    shown = show("gallery/slip-digits-swapped")
    page = shown.page
    page.locator("article .m", has_text="189,7").click()
    assert shown.count == "2 of 5 findings"
    assert "Findings of 189,7 triệu USD: imports" in page.locator("#figure").inner_text()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.keyboard.press("Escape")
    assert shown.count == "5 findings"
    assert page.evaluate("document.activeElement.textContent") == "189,7 triệu USD"


def test_the_filters_narrow_the_list_and_say_how_far(show, ledger):
    shown = show(ledger)
    page, every = shown.page, len(shown.rows())
    page.get_by_label("conflict").check()
    assert shown.verdicts() == {"conflict"}
    page.get_by_label("rounding").check()
    assert shown.verdicts() == {"conflict", "rounding"}
    page.get_by_role("button", name="Show all", exact=True).click()
    assert len(shown.rows()) == every
    page.get_by_label("Check", exact=True).select_option(
        label=next(one for one in options(page, "Check") if "identity" in one)
    )
    assert {re.search(r"identity", row) is not None for row in shown.rows()} == {True}
    page.get_by_label("Period", exact=True).select_option("2022")
    assert all("2022" in row for row in shown.rows())
    page.get_by_label("Measure", exact=True).select_option("exports")
    assert shown.count == f"1 of {every} findings"
    page.get_by_label("Source", exact=True).select_option("Bulletin")
    assert shown.count == f"0 of {every} findings"
    assert page.locator("#count").get_attribute("role") == "status"


def options(page, name: str) -> list[str]:
    return page.get_by_label(name, exact=True).locator("option").all_inner_texts()


def test_the_search_finds_words_in_any_order_and_case(show, ledger):
    shown = show(ledger)
    shown.page.get_by_label("Search", exact=True).fill("31.3 OFF by")
    assert shown.count.startswith("1 of ")
    assert "reported 31.3 (billion USD): off by 1" in shown.rows()[0]
    shown.page.get_by_label("Search", exact=True).fill("no such words")
    assert shown.rows() == []


def test_what_is_far_away_is_scrolled_to(show):
    shown = show("vietnam-trade")
    page = shown.page
    page.locator("main").scroll_into_view_if_needed()
    links = page.locator("#list > li details[open] figcaption a")
    page.locator("#list > li summary").nth(4).click()
    for link in links.all():
        link.click()
        page.locator(".m:target").wait_for()
        assert in_view(page, ".m:target")


def test_the_keyboard_is_enough(show, ledger):
    page = show(ledger).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the findings"
    page.locator("#list > li summary").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert page.locator("#list > li details[open]").get_attribute("id") == "f1"
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.closest('li') === document.querySelector('#list').lastElementChild")
    page.keyboard.press("Home")
    assert page.evaluate("document.activeElement.parentElement.id") == "f0"


def test_an_address_with_a_finding_opens_it(show, ledger):
    page = show(ledger, address="#f3").page
    assert page.locator("#list > li details[open]").get_attribute("id") == "f3"


def test_the_way_back_leads_back(show):
    page = show("gallery/slip-digits-swapped").page
    page.locator("#list > li summary").first.click()
    page.locator("figcaption a").nth(2).click()
    assert re.search(r"#m\d+$", page.url)
    page.go_back()
    assert "#" not in page.url
    assert page.locator("#list > li details[open]").count() == 1


def test_without_scripts_documents_findings_and_evidence_can_be_read(show):
    page = show("gallery/slip-digits-swapped", java_script_enabled=False).page
    assert page.locator("article .m").count() == 3
    assert page.locator("#list > li").count() == 5
    assert not page.locator("#filters").is_visible()
    page.locator("article .m", has_text="189,7").click()
    assert page.url.endswith("#f0")
    page.locator("#f0 summary").click()
    assert page.locator("#f0 tfoot").is_visible()


def test_on_paper_everything_is_there(show, ledger):
    page = show(ledger).page
    page.emulate_media(media="print")
    assert page.locator("article").first.is_visible()
    assert not page.locator("#filters").is_visible()
    assert page.locator("#findings").evaluate("one => getComputedStyle(one).overflow") == "visible"


def test_before_printing_all_that_matches_is_put_on_the_page(show, tmp_path):
    shown = show(write_large(tmp_path / "large", documents=4, years=8, size=2000))
    every = int(re.match(r"[\d,]+", shown.count)[0].replace(",", ""))
    shown.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert len(shown.rows()) == every > 200


def test_each_paragraph_runs_in_its_own_direction(show, tmp_path):
    folder = tmp_path / "ledger"
    (folder / "sources").mkdir(parents=True)
    (folder / "ledger.yaml").write_text("title: تجارة\n", encoding="utf-8")
    (folder / "sources/a.yaml").write_text(
        "source: {title: تقرير, language: ar, text: a.txt}\n"
        "claims:\n  - {measure: exports, period: 2024, reported: '405', quote: بلغت الصادرات 405 مليار}\n",
        encoding="utf-8",
    )
    (folder / "sources/a.txt").write_text("بلغت الصادرات 405 مليار دولار\nExports came to 405 bn\n", encoding="utf-8")
    page = show(folder).page
    directions = page.locator("article > p[dir]").evaluate_all("all => all.map(one => getComputedStyle(one).direction)")
    assert directions == ["rtl", "ltr"]
    assert page.locator("article .m").inner_text() == "405"
    assert page.locator("h1").evaluate("one => getComputedStyle(one).direction") == "rtl"


@pytest.mark.parametrize("size", [LARGE, PHONE], ids=["large", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["vietnam-trade", "hostile", "gallery/slip-digits-swapped"])
def test_axe_finds_no_violation(show, name, scheme, size):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="the extra `browser` is not installed")
    page = show(name, color_scheme=scheme, viewport=size, bypass_csp=True).page
    page.locator("#overview > summary").click()
    page.locator("#list > li summary").first.click()
    results = axe.Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("size", [LARGE, PHONE], ids=["large", "phone"])
def test_nothing_is_wider_than_the_screen(show, size):
    page = show("hostile", viewport=size).page
    page.locator("#overview > summary").click()
    for row in page.locator("#list > li summary").all():
        row.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_a_large_report_shows_what_is_scrolled_to_and_unpacks_what_is_opened(show, tmp_path):
    shown = show(write_large(tmp_path / "large", documents=8, years=10, size=4000))
    page, every = shown.page, int(re.match(r"(\d+) findings", shown.count.replace(",", ""))[1])
    assert every > 600
    assert len(shown.rows()) < every
    page.get_by_role("button", name="Show more").focus()
    page.locator("#list > li").nth(100).wait_for(state="attached")
    page.get_by_label("Search", exact=True).fill("rounding grown by 2020")
    found = len(shown.rows())
    assert shown.count.startswith(f"{found} of ")
    last = page.locator("#list > li").last
    last.locator("summary").click()
    last.locator("tfoot").wait_for()
    assert last.locator("blockquote").count() == 3
    assert page.locator("article .m.on").count() == 3
    assert shown.said == []


def test_a_large_report_can_be_read_without_scripts(show, tmp_path):
    page = show(write_large(tmp_path / "large", documents=4, years=10, size=2000), java_script_enabled=False).page
    assert page.locator(".list > li").count() > 300
    assert page.locator(".list > li").last.is_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_hostile_ledger_runs_nothing_wherever_its_words_stand(show, tmp_path, scripts):
    folder = shutil.copytree(FIXTURES / "hostile", tmp_path / "hostile")
    source = (folder / "sources/second.yaml").read_text(encoding="utf-8")
    more = "".join(
        f"  - {{claim: \"</noscript></script><script>hostile='{i}'</script><img src=x onerror=1>\\x1e{i}-{value}\","
        f' measure: "<li></summary>m{i}", period: 2020, reported: {value} USD, quote: "</template><li>{value} USD"}}\n'
        for i in range(120)
        for value in (1, 3)
    )
    (folder / "sources/second.yaml").write_text(source + more, encoding="utf-8")
    shown = show(folder, java_script_enabled=scripts)
    page = shown.page
    page.locator("#overview > summary").click()
    if scripts:
        while page.get_by_role("button", name="Show more").is_visible():  # it also gives way by itself
            page.locator(".list + button").dispatch_event("click")
        page.get_by_label("Search", exact=True).fill("</summary>m119")
        assert shown.count.startswith("1 of ")
        page.get_by_role("button", name="Show all").click()
    for row in page.locator(".list > li > details > summary").all()[:200]:
        row.click()
    for mark in page.locator("article .m").all()[:10]:
        mark.click()
    assert page.evaluate("window.hostile") is None
    assert shown.said == []
    assert page.locator("img, iframe, object, embed, base, form[action], [onerror], [onload], [onclick]").count() == 0
    assert page.locator("script").count() == 3
    links = page.locator("a").evaluate_all("all => all.map(one => one.protocol)")
    assert set(links) <= {"file:", ""}
    assert (
        page.title() == "</title><script>window.hostile='title'</script><h1>Hostile & \"quoted\" 'ledger'</h1>: audit"
    )


def test_nothing_is_asked_of_a_server(show, browser, tmp_path):
    """From a server, too, where a browser would look for an icon beside the page."""
    show("gallery/slip-digits-swapped")
    asked: list[str] = []

    class Handler(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            super().do_GET()

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=tmp_path)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/report.html", wait_until="networkidle")
        page.locator("#list > li summary").first.click()
        page.wait_for_timeout(300)
        page.close()
        server.shutdown()
    assert asked == ["/report.html"]
