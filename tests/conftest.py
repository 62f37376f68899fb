from __future__ import annotations

from pathlib import Path

import pytest

from small_ledger import write_ledger

pytest_plugins = ["pytester"]


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger of two sources with findings of every verdict; its only open conflict is in 2022."""
    return write_ledger(tmp_path / "ledger")
