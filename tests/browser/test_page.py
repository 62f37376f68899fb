"""The report page as a reader meets it: it loads, filters, selects, scrolls and prints, and asks for nothing."""

from __future__ import annotations

import re

import pytest

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
    assert details.locator("svg").get_attribute("aria-label").startswith("computed: 444 [443.9, 444.1] m USD")
    assert "189.7 → 198.7 m USD two digits swapped" in details.locator(".repairs").inner_text()
    assert page.locator("article .m.on").all_inner_texts() == ["453,0 triệu USD", "254,3 triệu USD", "189,7 triệu USD"]
    assert shown.said == []


def test_one_finding_is_open_at_a_time(show, ledger):
    page = show(ledger).page
    page.locator("#list > li summary").nth(0).click()
    page.locator("#list > li summary").nth(1).click()
    assert page.locator("#list > li details[open]").count() == 1


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
    assert "reported 31.3 (bn USD): off by 1" in shown.rows()[0]
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
        page.wait_for_function("document.querySelector('.m:target') !== null")
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
