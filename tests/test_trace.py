"""How much of the package an audit passes through: what a newcomer reads who follows one verdict."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import reconcile as rc

PACKAGE = str(Path(rc.__file__).parent)
FIXTURE = Path(__file__).parents[1] / "fixtures" / "vietnam-trade"


def three_claims() -> pd.DataFrame:
    """One source, one rule, one check: the least that has a verdict."""
    frame = pd.DataFrame(
        {"source": "s", "measure": ["t", "a", "b"], "period": "2024", "value": ["10", "6", "4"], "decimals": "0"}
    )
    ledger = rc.Ledger.from_frames(frame, rules=["t = a + b"])
    return rc.audit(ledger, checks=["identity"], progress=False).findings


def all_checks() -> pd.DataFrame:
    """A ledger of a few dozen claims with rules, statistics and several documents, by every check."""
    return rc.audit(rc.Ledger.read(FIXTURE), progress=False).findings


@pytest.mark.parametrize(("audit", "files", "functions"), [(three_claims, 62, 625), (all_checks, 135, 1700)])
def test_a_small_audit_passes_through_few_files_and_functions(
    audit: Callable[[], pd.DataFrame], files: int, functions: int
) -> None:
    """Warm, so that what is read once a process is not counted; comprehensions are counted as functions."""
    assert len(audit())
    entered = set()

    def enter(frame: Any, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(PACKAGE):
            entered.add((frame.f_code.co_filename, frame.f_code.co_qualname))

    before = sys.getprofile()
    sys.setprofile(enter)
    try:
        audit()
    finally:
        sys.setprofile(before)
    passed = {file for file, _ in entered}
    assert (len(passed) <= files, len(entered) <= functions) == (True, True), (len(passed), len(entered))
