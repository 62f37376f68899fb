"""The report page as a reader meets it: it loads, filters, selects, scrolls and prints, and asks for nothing."""

from __future__ import annotations

import csv
import json
import re
import runpy
import shutil
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle, product
from pathlib import Path
from threading import Thread
from urllib.parse import quote

import pytest
import yaml

from planted import planted_ledger

expect = pytest.importorskip("playwright.sync_api").expect
ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "fixtures"
write_large = runpy.run_path(str(ROOT / "benchmarks/page_ledger.py"))["write_ledger"]
LARGE = {"width": 1400, "height": 900}
PHONE = {"width": 390, "height": 844}
SIZES = [LARGE, {"width": 1024, "height": 700}, PHONE]


@pytest.fixture(params=["hostile", "gallery/slip-digits-swapped", "gallery/ranges-end-to-end", "us-trade"])
def any_ledger(request):
    return request.param


def opened(page, row: int):
    """The finding in this place of the list, opened; the first conflict is from the start."""
    details = page.locator("#list > li details").nth(row)
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    return details


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
        opened(shown.page, row)
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
    details = opened(page, 0)
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
    assert details.locator(".line").get_attribute("aria-label").startswith("computed: 444 [443.9, 444.1] million USD")
    assert "189.7 → 198.7 million USD two digits swapped" in details.locator(".repairs").inner_text()
    assert page.locator("article .m.on").all_inner_texts() == ["453,0 triệu USD", "254,3 triệu USD", "189,7 triệu USD"]
    assert shown.said == []


def test_one_finding_is_open_at_a_time(show, ledger):
    page = show(ledger).page
    opened(page, 0)
    opened(page, 1)
    # The browser closes the first one after the click has been answered.
    expect(page.locator("#list > li details[open]")).to_have_count(1)
    assert page.locator("#list > li").nth(1).locator("details[open]").count() == 1


def test_a_figure_shows_every_finding_it_takes_part_in(show):
    shown = show("gallery/slip-digits-swapped")
    page = shown.page
    page.locator("article .m", has_text="189,7").click()
    assert shown.count == "2 of 5 findings"
    assert "Findings of 189,7 triệu USD: Imports of goods 2022" in page.locator("#figure").inner_text()
    assert page.evaluate("document.activeElement.textContent").startswith("453,0 triệu USD")  # that it is part of
    page.keyboard.press("Escape")
    assert shown.count == "5 findings"
    assert page.evaluate("document.activeElement.textContent") == "189,7 triệu USD"


def test_a_row_of_figures_without_text_opens_its_findings_by_click_key_and_link(show):
    shown = show("us-trade")
    page = shown.page
    table = page.get_by_role("region", name="The figures of U.S. International Trade").first
    assert table.locator("thead th").all_inner_texts() == [
        "figure of",
        "place",
        "period",
        "figure",
        "status",
        "verdict",
    ]
    row = table.locator("tbody tr").nth(9)
    figure = row.locator(".m")
    told = f"Findings of {figure.inner_text()}: Exports minus imports of goods January 2006, net adjustments"
    address = "#figure=" + figure.get_attribute("id")[1:]
    row.locator("td").nth(3).click()  # not on the link
    assert page.locator("#figure").inner_text().startswith(told)
    assert page.url.endswith(address)
    assert row.locator(".m.on").count() == 1
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className").startswith("m ")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.locator("#figure").inner_text().startswith(told)
    again = show("us-trade", address=address).page
    assert again.locator("#figure").inner_text().startswith(told)
    assert in_view(again, f"#m{address.partition('=')[2]}")
    assert shown.said == []


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
    assert all("exports + imports" in row for row in shown.rows())
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
    assert "says 31.3 billion USD" in shown.rows()[0]
    shown.page.get_by_label("Search", exact=True).fill("would mend it 31.3 → 30.3")
    assert shown.count.startswith("1 of ")
    shown.page.get_by_label("Search", exact=True).fill("no such words")
    assert shown.rows() == []
    assert (
        shown.page.locator("#none")
        .inner_text()
        .startswith("No finding says “no such words”. Sentences, quotes, titles")
    )
    assert shown.page.locator("#none button").count() == 0


@pytest.mark.parametrize(
    "words", ["kim ngạch xuất khẩu ước đạt", "Lễ công bố Báo cáo", "identity:trade", "2.0725 apart"]
)
def test_quotes_titles_ids_and_pictures_are_searched(show, words):
    shown = show("vietnam-trade")
    shown.page.get_by_label("Search", exact=True).fill(words)
    assert 0 < len(shown.rows()) < 79


def test_filters_that_fit_nothing_together_are_taken_away_one_by_one(show):
    shown = show("vietnam-trade")
    page = shown.page
    page.get_by_label("hedge").check()
    page.get_by_label("Period", exact=True).select_option("2024")
    page.get_by_label("Search", exact=True).fill("kwh")
    none = page.locator("#none")
    assert none.locator("p").inner_text() == "No finding fits all of these filters. Show all takes them away."
    assert none.locator("button").all_inner_texts() == ["Without Verdict: 1 finding", "Without Search: 2 findings"]
    none.get_by_role("button", name="Without Search").click()
    assert shown.count == "2 of 79 findings"
    assert page.get_by_label("Search", exact=True).input_value() == ""
    assert page.evaluate("document.activeElement.name") == "words"
    expect(none).to_be_hidden()
    page.get_by_label("Search", exact=True).fill("kwh")
    none.get_by_role("button", name="Without Verdict").press("Enter")
    assert shown.count == "1 of 79 findings"
    assert shown.verdicts() == {"unchecked"}
    assert shown.said == []


def test_a_figure_that_has_findings_is_not_said_to_have_none_behind_a_filter(show):
    page = show("gallery/slip-digits-swapped").page
    page.locator("article .m", has_text="189,7").click()
    page.get_by_label("Search", exact=True).fill("no such words")
    assert page.locator("#none").inner_text() == "No finding fits all of these filters. Show all takes them away."


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
    opened(page, 0)
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


def test_on_paper_what_does_not_hold_is_there(show, ledger):
    page = show(ledger).page
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#list details[open] blockquote").first.is_visible()
    assert not page.locator("article").first.is_visible()
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
    opened(page, 0)
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
        more_of_them = page.get_by_role("button", name="Show more")
        for _ in range(20):  # it also gives way by itself
            more_of_them.evaluate_all("buttons => buttons.forEach(button => button.click())")
        page.get_by_label("Search", exact=True).fill("</summary>m119")
        assert " of " in shown.count
        assert any("</summary>m119" in row for row in shown.rows())
        page.get_by_role("button", name="Show all").click()
    for row in page.locator(".list > li > details > summary").all()[:200]:
        row.click()
    for mark in page.locator("article .m").all()[:10]:
        mark.click()
    assert page.evaluate("window.hostile") is None
    assert shown.said == []
    assert page.locator("img, iframe, object, embed, base, form[action], [onerror], [onload], [onclick]").count() == 0
    assert page.locator("script").count() == 4
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
        opened(page, 0)
        page.wait_for_timeout(300)
        page.close()
        server.shutdown()
    assert asked == ["/report.html"]


def settled(page) -> None:
    page.wait_for_function("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def under_the_tools(page, row: int) -> bool:
    """Whether the line of a finding can be read: on the screen, and not behind its pane's filters."""
    return page.evaluate(
        """(row) => {
            const box = document.querySelector(`#f${row} summary`).getBoundingClientRect();
            const tools = document.querySelector("#findings .tools");
            const above = getComputedStyle(tools).position === "sticky" ? tools.getBoundingClientRect().bottom : 0;
            return box.top >= Math.max(above, 0) - 1 && box.top < innerHeight - 20;
        }""",
        row,
    )


def open_by(page, row: int, way: str) -> None:
    if way == "link":
        page.evaluate("row => { location.hash = `#f${row}`; dispatchEvent(new PopStateEvent('popstate')); }", row)
    elif way == "key":
        page.locator(f"#f{row} > summary").focus()
        page.keyboard.press("Enter")
    else:
        page.locator(f"#f{row} > summary").click()
    page.locator(f"#f{row}[open]").wait_for()
    settled(page)


@pytest.mark.parametrize("size", SIZES, ids=["large", "middle", "phone"])
@pytest.mark.parametrize("way", ["click", "key", "link"])
def test_a_finding_that_is_opened_is_in_view(show, size, way):
    page = show("vietnam-trade", viewport=size).page
    for row in range(0, page.locator("#list > li").count(), 9):
        open_by(page, row, way)
        assert under_the_tools(page, row), row


@pytest.mark.slow
@pytest.mark.parametrize("name", ["us-trade", "vietnam-trade", "hostile", "gallery"])
def test_every_fixture_is_silent_open_to_all_and_shows_what_is_opened(show, fewer, name):
    """At each width, in light and in the dark, each finding; of many findings some of each part of the list."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="the extra `browser` is not installed")
    folders = sorted(path for path in (FIXTURES / name).iterdir() if path.is_dir()) if name == "gallery" else [name]
    looks = list(product(SIZES, ("light", "dark")))
    for number, folder in enumerate(folders[:: 3 * fewer if name == "gallery" else 1]):
        shown = show(folder, bypass_csp=True)
        page = shown.page
        page.locator("#overview > summary").click()
        rows = page.locator("#list > li").count()
        # One fixture in each look; of many alike each in another.
        for size, scheme in looks if name == "vietnam-trade" else looks[number % 5 :: 5]:
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            found = axe.Axe().run(page)
            assert found.violations_count == 0, f"{folder}, {size}, {scheme}: {found.generate_report()}"
            for row, way in zip(range(0, rows, max(1, rows // 6)), cycle(("click", "key", "link")), strict=False):
                page.evaluate("document.querySelectorAll('#list details').forEach(one => { one.open = false; })")
                open_by(page, row, way)
                assert under_the_tools(page, row), (folder, size, row, way)
        assert shown.said == [], folder
        page.context.close()


def test_an_address_with_an_id_opens_its_finding(show, ledger):
    finding = "identity:trade=exports+imports:XK:2022:final:yearbook"
    page = show(ledger, address="#id=" + quote(finding)).page
    assert page.locator("#list > li details[open] .id code").inner_text() == finding


def test_the_worst_finding_is_open_at_first_with_its_document(show):
    page = show("gallery/slip-digits-swapped").page
    expect(page.locator("#f0[open]")).to_have_count(1)
    assert in_view(page, "article .m.on")


def test_a_finding_can_be_taken_along_as_a_link_as_text_and_as_an_acceptance(show):
    page = show("gallery/slip-digits-swapped", permissions=["clipboard-read", "clipboard-write"]).page
    expect(page.locator("#f0 .copy button")).to_have_count(3)
    finding = "identity:trade=exports+imports:ben-lua:2022:final:ben-lua-2022"
    copied = {}
    for name in ("Copy link", "Copy as text", "Copy as acceptance"):
        page.get_by_role("button", name=name).click()
        expect(page.locator("#f0 .copy [role=status]")).to_have_text("Copied")
        copied[name] = page.evaluate("navigator.clipboard.readText()")
    assert copied["Copy link"].endswith("#id=" + quote(finding, safe="()!~*'"))
    assert "189.7 → 198.7 million USD two digits swapped" in copied["Copy as text"]
    assert yaml.safe_load(copied["Copy as acceptance"])["accepted"][0]["finding"] == finding


def test_a_card_tells_what_a_figure_is_while_it_is_pointed_at_or_focused(show):
    page = show("gallery/slip-digits-swapped").page
    figure = page.locator("article .m", has_text="189,7")
    for shown, gone in ((figure.hover, page.locator("h1").hover), (figure.focus, page.locator("#all").blur)):
        shown()
        card = page.locator("#card")
        expect(card).to_be_visible()
        assert "Imports of goods 2022, final" in card.inner_text()
        assert "its own exports of goods + imports of goods gives 444.0 million USD" in card.inner_text()
        assert figure.get_attribute("aria-describedby") == "card"
        gone() if shown == figure.hover else page.keyboard.press("Escape")
        expect(card).to_be_hidden()


def test_the_findings_and_the_audit_can_be_downloaded(show):
    page = show("gallery/slip-digits-swapped").page
    with page.expect_download() as waited:
        page.get_by_role("button", name="Findings as CSV").click()
    rows = list(csv.DictReader(Path(waited.value.path()).read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 5
    assert rows[0]["finding"] == "identity:trade=exports+imports:ben-lua:2022:final:ben-lua-2022"
    assert "189.7 → 198.7 million USD" in rows[0]["repairs"]
    with page.expect_download() as waited:
        page.get_by_role("button", name="Audit as JSON").click()
    assert json.loads(Path(waited.value.path()).read_text(encoding="utf-8"))["schema"] == "reconcile.audit/1"


def test_paper_holds_every_conflict_with_its_sentences_on_six_sheets(show, tmp_path):
    page = show(planted_ledger(tmp_path / "planted")).page
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    conflicts = page.locator("#list > li:has(.v.conflict)")
    assert conflicts.count() == 18
    for one in conflicts.all():
        assert one.locator("blockquote").first.is_visible()
        assert one.locator("details[open]").count() == 1
    pages = page.pdf()
    assert len(re.findall(rb"/Type\s*/Page\b", pages)) <= 6


def at_their_sentences(page) -> list[bool]:
    """Of each document that stands beside another, whether a figure of the finding is to be seen in it."""
    return page.locator("#beside article").evaluate_all(
        """(all) => all.map((article) => {
            const box = article.getBoundingClientRect();
            const head = article.querySelector("header").getBoundingClientRect().bottom;
            return [...article.querySelectorAll(".m.on")].some((mark) => {
                const own = mark.getBoundingClientRect();
                return own.top >= head - 1 && own.bottom <= box.bottom + 1;
            });
        })"""
    )


@pytest.fixture
def two_documents(tmp_path):
    """Two documents of a hundred paragraphs that tell one figure differently, each at another place."""
    folder = tmp_path / "two"
    (folder / "sources").mkdir(parents=True)
    (folder / "ledger.yaml").write_text("title: Two documents\ndefaults: {unit: USD, language: en}\n", encoding="utf-8")
    for name, figure, at in (("bulletin", "31.3", 80), ("yearbook", "33.1", 30)):
        lines = [f"Paragraph {i} of the {name} has no figure to claim." for i in range(100)]
        lines[at] = f"In 2022 exports came to {figure} billion USD."
        (folder / f"sources/{name}.txt").write_text("\n".join(lines), encoding="utf-8")
        (folder / f"sources/{name}.yaml").write_text(
            f"source: {{title: The {name}, published: 2023-03-01, text: {name}.txt}}\nclaims:\n"
            f"  - {{measure: exports, period: 2022, reported: {figure} billion USD, "
            f"quote: exports came to {figure} billion USD}}\n",
            encoding="utf-8",
        )
    return folder


@pytest.mark.parametrize("size", SIZES, ids=["large", "middle", "phone"])
@pytest.mark.parametrize("way", ["click", "key", "link"])
def test_two_documents_stand_side_by_side_at_their_sentences(show, two_documents, size, way):
    finding = "agreement:exports:2022:level:final:bulletin+yearbook"
    shown = show(two_documents, viewport=size, address=f"#id={quote(finding)}" if way == "link" else "")
    page = shown.page
    if way != "link":
        page.locator("#f0 summary").click()  # it is open at first
        expect(page.locator("#beside")).to_have_count(0)
        if way == "key":
            page.locator("#f0 summary").focus()
            page.keyboard.press("Enter")
        else:
            page.locator("#f0 summary").click()
    expect(page.locator("#beside article .m.on")).to_have_count(2)
    settled(page)
    assert at_their_sentences(page) == [True, True]
    assert under_the_tools(page, 0)
    tops = {round(box["y"]) for box in (one.bounding_box() for one in page.locator("#beside article").all())}
    assert len(tops) == (2 if size == PHONE else 1)
    page.get_by_role("button", name="Documents side by side").press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('#beside article')")
    page.get_by_role("button", name="All documents").press("Enter")
    expect(page.locator("#beside")).to_have_count(0)
    assert page.locator("article h3").all_text_contents() == ["The bulletin", "The yearbook"]
    assert page.evaluate("document.activeElement.matches('#f0 > summary')")
    assert shown.said == []


def test_from_a_figure_the_sums_lead_up_and_down_and_the_way_back_leads_back(show, tmp_path):
    shown = show(planted_ledger(tmp_path / "planted"))
    page = shown.page
    page.locator("article .m", has_text="219.7").click()
    sums = page.locator("#sums")
    assert sums.locator("h3").all_inner_texts() == ["Part of"]
    links = ["610.1 million USD, Foreign trade", "26.7 million USD, Trade balance", "432.5 million USD, Imports and"]
    assert all(one.startswith(two) for one, two in zip(sums.locator("a").all_inner_texts(), links, strict=True))
    assert "says 610.1 million USD; its own exports of goods + imports of goods gives 538.1" in sums.inner_text()
    page.keyboard.press("Enter")  # the first link has the focus
    assert "Findings of 610.1 million USD" in page.locator("#figure").inner_text()
    assert sums.locator("h3").all_inner_texts() == ["Part of", "Made of"]
    assert page.locator("article .m.on").all_inner_texts() == ["610.1 million USD"]
    sums.get_by_role("link", name="318.4 million USD, Exports of goods").click()
    assert "Findings of 318.4 million USD" in page.locator("#figure").inner_text()
    for figure in ("610.1", "219.7"):
        page.go_back()
        assert f"Findings of {figure} million USD" in page.locator("#figure").inner_text()
    page.go_back()
    assert not page.locator("#figure").is_visible()
    assert shown.count == "68 findings"
    assert sums.inner_text() == ""
    assert shown.said == []


def test_a_cell_of_the_overview_leads_to_its_figures(show, tmp_path):
    shown = show(planted_ledger(tmp_path / "planted"))
    page = shown.page
    page.locator("#overview > summary").click()
    cell = page.get_by_role("row", name="Imports of goods", exact=False).first.get_by_role("link").first
    assert cell.inner_text().strip().endswith("1 of 1 in conflict")
    cell.press("Enter")
    assert "Findings of 219.7 million USD: Imports of goods 2021" in page.locator("#figure").inner_text()
    assert in_view(page, "article .m.on")
    assert shown.said == []


def test_an_address_is_in_view_under_the_filters_when_the_page_has_loaded(show):
    page = show("vietnam-trade", address="#f0").page
    settled(page)
    assert under_the_tools(page, 0)
