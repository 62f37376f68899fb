"""`assert_consistent` passes what can be true, and says of the rest what an audit says."""

from __future__ import annotations

import pandas as pd
import pytest

import reconcile as rc

RULES = ["total = exports + imports"]
GOOD = pd.DataFrame({"exports": [405.9], "imports": [381.0], "total": [786.9]}, index=["2024"])


def test_figures_that_can_be_true_give_their_audit():
    audit = rc.assert_consistent(GOOD, RULES, decimals=1)
    assert audit.counts["exact"] == 1


def test_a_failure_shows_the_evidence():
    with pytest.raises(AssertionError) as failure:
        rc.assert_consistent(GOOD.assign(total=768.9), RULES, decimals=1)
    lines = str(failure.value).splitlines()
    assert lines[0] == "1 conflict among 3 claims of 1 source"
    assert "  total: 768.9, stands for [768.85, 768.95]" in lines
    assert "    table (row 2024, column total)" in lines
    assert "    768.9 → 786.9: two digits swapped (table:total:row=2024:0001/9999)" in lines


def test_of_very_many_conflicts_some_are_shown():
    frame = pd.concat([GOOD] * 12, ignore_index=True).assign(total=1.0)
    with pytest.raises(AssertionError) as failure:
        rc.assert_consistent(frame, RULES, decimals=1)
    lines = str(failure.value).splitlines()
    assert (lines[0], lines[-1]) == ("12 conflicts among 36 claims of 1 source", "and 2 more")


def test_what_nothing_checked_is_no_pass():
    with pytest.raises(AssertionError, match=r"nothing was checked(.|\n)*imports"):
        rc.assert_consistent(GOOD.assign(imports=float("nan")), RULES, decimals=1)


def test_ledgers_paths_and_frames_of_claims_are_taken_as_they_are(tmp_path):
    ledger = rc.Ledger.from_wide(GOOD, decimals=1, rules=RULES)
    rc.assert_consistent(ledger)
    rc.assert_consistent(ledger.write(tmp_path / "ledger"))
    rc.assert_consistent(ledger.claims.drop(columns="at"), RULES)
    with pytest.raises(rc.ReconcileError, match="a ledger has its own rules"):
        rc.assert_consistent(ledger, RULES)


@pytest.mark.slow
def test_pytest_shows_the_line_of_the_test(pytester):
    pytester.makepyfile(
        test_trade="""
        import pandas as pd
        from reconcile import assert_consistent

        def test_trade():
            frame = pd.DataFrame({"a": [1], "b": [2], "c": [4]})
            assert_consistent(frame, rules=["c = a + b"], decimals="exact")
        """
    )
    run = pytester.runpytest_subprocess("-q", "-p", "no:cacheprovider")
    run.assert_outcomes(failed=1)
    run.stdout.fnmatch_lines([">*assert_consistent(frame, rules=*", "E*AssertionError: 1 conflict among 3 claims*"])
    assert "assertions.py" not in run.stdout.str()
