"""The pictures of the report page that the documents show can be made again, as large as they are."""

from __future__ import annotations

import runpy
import struct
from pathlib import Path

import pytest

pytest.importorskip("PIL", reason="the extra `docs` is not installed")
DOCS = Path(__file__).parents[2] / "docs"


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n")
    return struct.unpack(">II", png[16:24])


def test_the_script_makes_every_picture_in_its_size(browser, monkeypatch):
    monkeypatch.syspath_prepend(DOCS)
    script = runpy.run_path(str(DOCS / "make_page_pictures.py"))
    found = {name: size(png) for name, png in script["made"](browser)}
    assert found == {name: size((DOCS / "_static" / name).read_bytes()) for name in found}
    assert found == {picture.name: (picture.width, picture.height) for picture in script["PICTURES"]}
