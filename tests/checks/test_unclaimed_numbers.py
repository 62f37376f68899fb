"""Numbers of a stored text that nobody claims: each is listed, and none that is claimed or set aside."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reconcile.auditing import run
from reconcile.checks.unclaimed_numbers import _Spans
from reconcile.ledger.ledger import Ledger
from reconcile.ledger.store.text_spans import Span
from small_ledger import write_ledger

SEEDS = Path(__file__).parents[3] / "shared/seeds"
VIETNAM = Path(__file__).parents[2] / "fixtures/vietnam-trade"
TEXT = """\
In 2024 trade came to 786.9 bn USD, after 681.1 bn, with 63 provinces and 63 ports.
Trade came to 786.9\u00a0bn USD."""
SOURCE = """\
source: {{title: A, published: 2025-08-01, language: en, text: a.txt{more}}}
claims:
  - {{measure: trade, period: 2024, reported: 786.9 bn USD, quote: trade came to 786.9 bn USD}}
"""

UNSTORED = """\
source: {title: B, published: 2025-08-02, language: en}
claims:
  - {measure: trade, period: 2024, reported: 786.9 bn USD, quote: trade came to 786.9 bn USD}
"""


def unclaimed(folder: Path, text: str = TEXT, more: str = "") -> dict[str, tuple[str, list[tuple[str, int]]]]:
    ledger = write_ledger(folder / "ledger", "title: t\n", a=SOURCE.format(more=more), b=UNSTORED)
    (ledger / "sources/a.txt").write_text(text, encoding="utf-8")
    found = run(Ledger.read(ledger)).findings
    rows = found[found["finding"].str.startswith("coverage:unclaimed:")]
    return {
        row["finding"]: (f"{row['verdict']}: {row['message']}", [(one["words"], one["at"]) for one in row["unclaimed"]])
        for _, row in rows.iterrows()
    }


def test_what_is_not_claimed_is_listed_with_its_place(tmp_path):
    message = "unchecked: 4 numbers of the text are neither claimed nor set aside: 681.1, 63, 63, …"
    places = [("681.1", 42), ("63", 57), ("63", 74), ("786.9", TEXT.rindex("786.9"))]
    assert unclaimed(tmp_path) == {"coverage:unclaimed:a": (message, places)}


def test_a_phrase_that_is_set_aside_covers_its_numbers_wherever_it_stands(tmp_path):
    more = ', set_aside: "63 provinces\\n 681.1   bn\\n\\ntrade came to 786.9 bn USD"'
    message = "unchecked: 2 numbers of the text are neither claimed nor set aside: 63, 786.9"
    assert unclaimed(tmp_path, more=more)["coverage:unclaimed:a"][0] == message


def test_a_phrase_that_is_not_in_the_text_is_reported(tmp_path):
    said = unclaimed(
        tmp_path, text="Trade came to 786.9 bn USD. trade came to 786.9 bn USD", more=", set_aside: 63 cities"
    )
    assert said["coverage:unclaimed:a"][0].endswith("786.9; “63 cities” is set aside, but is not in the text")


def test_a_single_number_is_told_of_as_one(tmp_path):
    said = unclaimed(tmp_path, text="Of 63 provinces, trade came to 786.9 bn USD.")
    assert said["coverage:unclaimed:a"][0] == ("unchecked: 1 number of the text is neither claimed nor set aside: 63")


def test_a_text_of_which_all_is_claimed_is_not_mentioned(tmp_path):
    assert unclaimed(tmp_path, text="On 23 December 2024: trade came to 786.9\nbn USD.") == {}


def test_set_aside_is_kept_when_a_ledger_is_written(tmp_path):
    ledger = write_ledger(tmp_path / "ledger", "title: t\n", a=SOURCE.format(more=', set_aside: "63 ports\\n5 seas"'))
    read = Ledger.read(ledger)
    for layout in ("yaml", "csv"):
        assert Ledger.read(read.write(tmp_path / layout, layout=layout)) == read
    assert read.sources["set_aside"].tolist() == ["63 ports\n5 seas"]


spans = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)).map(lambda one: Span(one[0], sum(one))), max_size=6)


@given(spans, st.integers(0, 30), st.integers(1, 5))
@example([Span(5, 8)], 8, 2)
@example([Span(5, 8)], 3, 2)
@example([Span(1, 2), Span(5, 8)], 2, 3)
def test_a_number_is_claimed_where_it_shares_a_character_with_a_claim(taken, start, length):
    shared = {place for span in taken for place in range(*span)} & set(range(start, start + length))
    assert _Spans.of(taken).meets(start, start + length) == bool(shared)


@pytest.mark.skipif(not SEEDS.is_dir(), reason=f"the documents' texts are not at {SEEDS}")
def test_of_the_real_documents_what_is_left_is_known():
    found = run(Ledger.read(VIETNAM, texts=SEEDS)).findings
    rows = found[found["finding"].str.startswith("coverage:unclaimed:")]
    left = {row["sources"][0]: [one["words"] for one in row["unclaimed"]] for _, row in rows.iterrows()}
    assert left == {
        "moit-2024-12-23": ["63", "500", "15", "2", "5", "100", "2", "5", "10"],
        "moit-2024-summary": ["1", "10", "1", "10"],
        "moit-2025-08-01": ["2"],
    }
