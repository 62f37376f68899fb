"""The pages build without a warning, and the notebooks run."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def html(tmp_path_factory):
    """The folder of the built pages; a warning fails."""
    for name in ("sphinx", "furo", "myst_parser"):
        pytest.importorskip(name, reason="needs the extra `docs`")
    folder = tmp_path_factory.mktemp("docs")
    options = ["-W", "--keep-going", "-q", "-d", folder / "trees"]
    command = [sys.executable, "-m", "sphinx", *options, "docs", folder / "html"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "html"


def test_every_page_is_built(html):
    pages = {page.relative_to(ROOT / "docs").with_suffix(".html") for page in (ROOT / "docs").rglob("*.md")}
    assert {page for page in pages if not (html / page).is_file()} == set()


def test_the_built_pages_fetch_nothing_from_elsewhere(html):
    for page in html.rglob("*.html"):
        found = re.findall(r"""(?:src|<link[^>]*href)=["']https?://[^"']*""", page.read_text(encoding="utf-8"))
        assert found == [], page


def test_the_notebooks_give_what_they_store():
    pytest.importorskip("nbclient", reason="needs the extra `docs`")
    script = Path(__file__).with_name("notebooks.py")
    done = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}\npython tests/docs/notebooks.py stores it anew"
