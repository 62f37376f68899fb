"""The fixture `reconcile_ledger` reads the ledger that a marker or the settings name, and says what it lacks."""

from __future__ import annotations

import pytest

LEDGER = "title: Trade\nrules: [c = a + b]\n"
CLAIMS = "source,measure,period,value,decimals\ns,a,2024,1,0\ns,b,2024,2,0\ns,c,2024,3,0\n"
TEST = """
import pytest

def test_named(reconcile_ledger):
    assert reconcile_ledger.title == "Trade"
"""
MARKED = TEST.replace("def test_named", '@pytest.mark.reconcile_ledger("trade", rules=["a <= b"])\ndef test_named') + (
    "    assert len(reconcile_ledger.rules) == 2\n"
)


@pytest.fixture
def project(pytester):
    folder = pytester.mkdir("trade")
    (folder / "ledger.yaml").write_text(LEDGER)
    (folder / "claims.csv").write_text(CLAIMS)
    return pytester


@pytest.mark.slow
@pytest.mark.parametrize(
    ("test", "settings", "outcome"),
    [
        (MARKED, "[pytest]\naddopts = --strict-markers\n", {"passed": 1}),
        (TEST, "[pytest]\nreconcile = trade\n", {"passed": 1}),
        (TEST, "[pytest]\n", {"errors": 1}),
        (TEST, "[pytest]\nreconcile =\n    trade\n    other\n", {"errors": 1}),
    ],
)
def test_the_ledger_is_the_one_that_is_named(project, test, settings, outcome):
    (project.path / "pytest.ini").write_text(settings)
    project.makepyfile(test_trade=test)
    run = project.runpytest_subprocess("test_trade.py", "-q", "-p", "no:cacheprovider")
    run.assert_outcomes(**outcome)
    if "errors" in outcome:
        run.stdout.fnmatch_lines(["*the fixture reconcile_ledger reads one ledger, and there is *"])
