"""Makes the pictures of the report page in _static: page.png and page-dark.png, the README's, and report.png.

Needs the extras `browser` and `docs`, and Chromium as `chromium` or in RECONCILE_BROWSER.
"""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from make_picture import HERE, planted
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

import reconcile as rc

_COLOURS = 128  # of which text on a page needs few, and its edges some


class Picture(NamedTuple):
    """The page of a ledger with its first finding open, so large, to a reader who likes it light or dark."""

    name: str
    ledger: Callable[[Path], Path]  # in a folder of its own, where it is changed
    width: int
    height: int
    scheme: str = "light"


PICTURES = (
    Picture("page.png", planted, 1200, 780),
    Picture("page-dark.png", planted, 1200, 780, "dark"),
    Picture("report.png", lambda _: HERE.parent / "fixtures/gallery/slip-digits-swapped", 1280, 1200),
)


def made(browser: Browser) -> Iterator[tuple[str, bytes]]:
    """Each picture's name and its PNG."""
    for picture in PICTURES:
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "report.html"
            rc.audit(picture.ledger(Path(folder)), progress=False).to_html(report)
            size = {"width": picture.width, "height": picture.height}
            page = browser.new_page(viewport=size, color_scheme=picture.scheme)
            page.goto(report.as_uri())
            page.locator("#f0[open] .copy").wait_for()  # the page opens it itself
            yield picture.name, _small(page.screenshot())
            page.close()


def _small(png: bytes) -> bytes:
    out = io.BytesIO()
    image = Image.open(io.BytesIO(png)).convert("RGB")
    image.quantize(_COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    chromium = os.environ.get("RECONCILE_BROWSER") or shutil.which("chromium")
    with sync_playwright() as driver:
        for name, png in made(driver.chromium.launch(executable_path=chromium)):
            (HERE / "_static" / name).write_bytes(png)
