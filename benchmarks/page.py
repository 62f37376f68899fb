"""The report page of a large ledger in a real browser: how large it is, how soon it opens, how fast it filters.

The ledger has 50 documents of 20 kB and about 5,000 claims. The page may be at most 3 times the ledger and its texts.
Opening is held against opening the bare texts, one paragraph a line, in the same browser; a filter against a frame of
1/60 s. The first search and the card beside a figure are timed, too. Needs Playwright and a Chromium (extra `browser`).

    python benchmarks/page.py [--runs 9]
"""

import argparse
import html
import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import reconcile as rc
from page_ledger import write_ledger

LARGEST, FRAME = 3.0, 1000 / 60
FILTERS = {
    "a verdict": "() => document.querySelector('#filters [name=kind]').click()",
    "a measure": "() => choose('measure', 1)",
    "a period": "() => choose('period', 3)",
    "a word": "() => type('area 7')",
    "a figure": "() => document.querySelectorAll('article .m')[2500].click()",
    "all again": "() => document.querySelector('#all').click()",
}
FIRST_SEARCH = "() => type('rounding area 7')"  # of what is packed, too, before it has been looked at
HOVER = """() => {
  const one = document.querySelectorAll("article .m")[2500];
  one.dispatchEvent(new PointerEvent("pointerover", { bubbles: true, pointerType: "mouse" }));
}"""
HANDS = """
function choose(name, option) {
  const one = document.querySelector(`#filters [name=${name}]`);
  one.value = option;
  one.dispatchEvent(new Event("input", { bubbles: true }));
}
function type(words) {
  const one = document.querySelector("#filters [name=words]");
  one.value = words;
  one.dispatchEvent(new Event("input", { bubbles: true }));
}
"""
# The handler, and what follows from it: style, layout and paint end before the frame after the next begins.
TIMED = """async (act) => {
  const frame = () => new Promise(requestAnimationFrame);
  await frame();
  const start = performance.now();
  eval(act)();
  const handled = performance.now() - start;
  document.body.offsetHeight;
  const laid = performance.now() - start;
  await frame(); await frame();
  return [handled, laid];
}"""
OPENED = "() => performance.getEntriesByType('navigation')[0].loadEventEnd"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        ledger = write_ledger(Path(folder) / "ledger")
        given = sum(path.stat().st_size for path in ledger.rglob("*") if path.is_file())
        audit = rc.audit(ledger)
        report, bare = Path(folder) / "report.html", Path(folder) / "bare.html"
        audit.to_html(report)
        texts = [path.read_text(encoding="utf-8") for path in sorted(ledger.rglob("*.txt"))]
        lines = "".join(f"<p>{html.escape(line)}</p>" for text in texts for line in text.splitlines())
        bare.write_text(f"<!doctype html><meta charset=utf-8><title>texts</title>{lines}", encoding="utf-8")
        ratio = report.stat().st_size / given
        print(f"{len(audit.ledger.claims):,} claims, {len(audit.findings):,} findings, {len(texts)} texts")
        print(f"page against ledger and texts {ratio:8.2f}   (at most {LARGEST:g})")
        _in_browser(report, bare, runs)
    return int(ratio > LARGEST)


def _in_browser(report: Path, bare: Path, runs: int) -> None:
    path = os.environ.get("RECONCILE_BROWSER") or shutil.which("chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path)
        pairs = [(_opened(browser, report), _opened(browser, bare)) for _ in range(runs)]
        whole, plain = (statistics.median(times) for times in zip(*pairs, strict=True))
        print(f"opening                       {whole:8.0f} ms")
        print(f"opening the bare texts        {plain:8.0f} ms, ratio {statistics.median(a / b for a, b in pairs):.2f}")
        page = browser.new_page(viewport={"width": 1400, "height": 900}, bypass_csp=True)
        page.goto(report.as_uri())
        page.add_script_tag(content=HANDS)
        for name, act in FILTERS.items():
            times = []
            for _ in range(runs):
                page.evaluate("() => document.querySelector('#all').click()")
                times.append(page.evaluate(TIMED, act))
            handled, laid = (statistics.median(column) for column in zip(*times, strict=True))
            print(f"{name:22} handled {handled:6.1f} ms, laid out {laid:6.1f} ms: {laid / FRAME:5.2f} frames")
        first = [_first_search(browser, report) for _ in range(runs)]
        print(f"first search           laid out {statistics.median(first):6.1f} ms")
        page.evaluate("() => document.querySelectorAll('article .m')[2500].scrollIntoView()")
        hovers = [page.evaluate(TIMED, HOVER)[1] for _ in range(runs)]
        print(f"card beside a figure   laid out {statistics.median(hovers):6.1f} ms")
        browser.close()


def _first_search(browser, report: Path) -> float:  # noqa: ANN001 - Playwright's own
    """As a reader does it: the field takes the focus, the packed evidence is unpacked, and a word is typed."""
    page = browser.new_page(viewport={"width": 1400, "height": 900}, bypass_csp=True)
    page.goto(report.as_uri())
    page.add_script_tag(content=HANDS)
    page.locator("#filters [name=words]").focus()
    taken = page.evaluate(TIMED, FIRST_SEARCH)
    page.close()
    return float(taken[1])


def _opened(browser, report: Path) -> float:  # noqa: ANN001 - Playwright's own
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.goto(report.as_uri())
    page.wait_for_function("performance.getEntriesByType('navigation')[0].loadEventEnd > 0")
    taken = page.evaluate(OPENED)
    page.close()
    return float(taken)


if __name__ == "__main__":
    sys.exit(main())
