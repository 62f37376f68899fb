"""Ledgers written into folders by the tests, as their users would write them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reconcile.errors import LedgerError
from reconcile.ledger.ledger import Ledger

SETTINGS = "title: Trade\ndefaults: {area: VN, unit: USD, language: vi}\n"
SOURCE = """\
source: {title: Report}
claims:
  - {measure: trade, period: 2024, reported: "786,9 tỷ USD"}
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes files, given by their names, into a new folder; a good ledger is there unless told otherwise."""

    def write(files: dict[str, str | bytes], *, good: bool = True) -> Path:
        folder = tmp_path / "ledger"
        folder.mkdir()
        start = {"ledger.yaml": SETTINGS, "sources/a.yaml": SOURCE} if good else {}
        for file, content in {**start, **files}.items():
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    return write


@pytest.fixture
def problems() -> Callable[..., list[str]]:
    """The problems of a ledger, one a line; none where it reads."""

    def problems(path: Path, **settings) -> list[str]:
        try:
            Ledger.read(path, **settings)
        except LedgerError as error:
            return [str(problem) for problem in error.problems]
        return []

    return problems
