"""The picture of the report page, docs/_static/report.png. Needs the extra `browser` and a Chromium."""

import os
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import reconcile as rc

ROOT = Path(__file__).parents[1]


def main() -> None:
    path = os.environ.get("RECONCILE_BROWSER") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        report = Path(folder) / "report.html"
        rc.audit(ROOT / "fixtures/gallery/slip-digits-swapped").to_html(report)
        browser = driver.chromium.launch(executable_path=path)
        page = browser.new_page(viewport={"width": 1280, "height": 1200})
        page.goto(report.as_uri())
        page.locator("#list summary").first.click()
        page.evaluate("document.activeElement.blur()")
        page.screenshot(path=ROOT / "docs/_static/report.png")
        browser.close()


if __name__ == "__main__":
    main()
