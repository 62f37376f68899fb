"""Small ledgers of shares and means, and what is right of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from reconcile.auditing import run
from reconcile.ledger.ledger import Ledger

CASES = Path(__file__).parents[2].parent / "shared/cases"

pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason=f"no cases in {CASES}")


def said(case: str, prefix: str) -> list[str]:
    """What single bindings come to: the verdicts and words of findings whose id begins so."""
    findings = run(Ledger.read(CASES / case), joint=False).findings
    told = findings[findings["finding"].str.startswith(prefix)]
    return [f"{verdict}: {message}" for verdict, message in zip(told["verdict"], told["message"], strict=True)]


def test_a_share_is_one_of_the_total_and_a_single_member_sums_to_nothing() -> None:
    assert said("share-of-a-member", "statistic") == ["exact: 100 × 33 % = 33, reported 33 (million USD): exact"]
    for words in said("share-of-a-member", "hierarchy"):
        assert words.startswith("unchecked")
        assert "only EU of its members is reported" in words


def test_shares_make_the_whole_within_rounding_without_any_level() -> None:
    (words,) = said("shares-make-101", "hierarchy")
    assert words.startswith("rounding: 91 + 9 + 1 = 101")
    assert words.endswith("rounding explains up to 1.5")
    (words,) = said("shares-make-104", "hierarchy")
    assert words.startswith("conflict: 91 + 9 + 4 = 104")
    assert "off by 4; rounding explains at most 1.5" in words


def test_a_year_at_annual_rates_is_the_mean_of_its_quarters() -> None:
    assert said("average-of-quarters", "") == ["exact: the mean of 4 is 6,558.1, reported 6,558.1 (billion USD): exact"]
