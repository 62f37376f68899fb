"""Documents in tests: `pytest --reconcile-check` and `assert_document`."""

from __future__ import annotations

import pandas as pd
import pytest

import reconcile as rc

GOOD = "Orders rose 7.3 % to $1,284 million in 2024 from $1,197 million in 2023.\n"
BAD = GOOD.replace("7.3", "9.3")


@pytest.fixture
def pytester(pytester, monkeypatch):
    """To rewrite the assertions of all plugins takes long in each new process, and none is looked into."""
    monkeypatch.setenv("PYTEST_ADDOPTS", "--assert=plain")
    return pytester


@pytest.mark.slow
def test_each_relation_of_a_document_is_a_test(pytester):
    pytester.path.joinpath("good.md").write_text(GOOD)
    pytester.path.joinpath("bad.md").write_text(BAD)
    pytester.makepyfile(test_own="def test_of_its_own(): pass")
    both = ("--reconcile-check", "good.md", "--reconcile-check", "bad.md", "test_own.py")
    result = pytester.runpytest_subprocess(*both)
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(["*growth of orders*reported 1,284*"])


@pytest.mark.slow
def test_a_document_that_shows_nothing_or_is_not_there_is_one_failing_test(pytester):
    pytester.path.joinpath("words.md").write_text("Nothing but words.\n")
    both = ("--reconcile-check", "words.md", "--reconcile-check", "absent.md")
    assert pytester.runpytest_subprocess(*both).parseoutcomes()["failed"] == 2


def test_a_document_that_holds_is_given_back():
    assert rc.assert_document(GOOD, format="text").relations["kind"].tolist() == ["growth"]


@pytest.mark.parametrize(
    ("text", "said"),
    [(BAD, "the document contradicts itself"), ("Words.", "nothing was checked")],
    ids=["bad", "words"],
)
def test_a_document_that_does_not_hold_fails_with_the_evidence(text, said):
    with pytest.raises(AssertionError, match=said):
        rc.assert_document(text, format="text")


def test_a_text_that_does_not_follow_from_its_table_fails():
    sales = pd.DataFrame({"item": ["Tea", "Coffee"], "2023": [1204, 2415], "2024": [1377, 2377]})
    assert rc.assert_document("Tea came to 1,377 in 2024.", format="text", language="en", against=sales) is not None
    with pytest.raises(AssertionError, match="does not follow"):
        rc.assert_document("Tea came to 1,733 in 2024.", format="text", language="en", against=sales)
