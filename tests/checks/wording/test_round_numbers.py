"""Round numbers in words: nothing tells to which place they were rounded."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims import Claim, claims_ledger, said
from costly import costly
from reconcile.auditing import run
from reconcile.checks.engine.readings import read
from reconcile.language.figures import read_figure
from reconcile.ledger.ledger import Ledger
from strategies import TIES, Draw, rounded

ENGLISH = pd.DataFrame({"source": ["a"], "language": ["en"]})
WORDS = {"value": "", "decimals": ""}


def told(*claims: Claim, rules: tuple[str, ...] = (), check: str = "identity") -> list[str]:
    ledger = claims_ledger(*(WORDS | dict(claim) for claim in claims), sources=ENGLISH, rules=rules)
    return list(said(ledger, check).values())


def sums(*words: str) -> list[str]:
    """What is said of c = a + b where the last figure is c."""
    *parts, total = words
    names = [chr(ord("a") + number) for number in range(len(parts))]
    claims = [{"measure": name, "reported": one} for name, one in zip([*names, "total"], words, strict=True)]
    assert claims[-1]["reported"] == total
    return told(*claims, rules=(f"total = {' + '.join(names)}",))


@st.composite
def round_numbers(draw: Draw) -> tuple[int, int, int]:
    """A round number, the place of its last digit that is not 0, and its sign."""
    zeros = draw(st.integers(2, 9))
    digits = draw(st.integers(1, 10**6).filter(lambda one: one % 10))
    return digits * 10**zeros, 10**zeros, draw(st.sampled_from((1, -1)))


@given(
    round_numbers(), st.fractions(-1, 1, max_denominator=999), st.sampled_from(["", " tonnes", " workers", " bn USD"])
)
def test_all_that_rounds_to_it_is_in_its_wide_reading_and_nothing_beyond(
    number: tuple[int, int, int], off: Fraction, unit: str
) -> None:
    value, place, sign = number
    figure = read_figure(f"{sign * value:,}{unit}", "en")
    scale = 10**9 if unit == " bn USD" else 1
    wide = read(figure).wide
    assert (wide.low, wide.high) == ((sign * value - place / 2) * scale, (sign * value + place / 2) * scale)
    assert ((sign * value + off * place) * scale in wide) == (abs(off) <= Fraction(1, 2))
    cut = read(figure, truncated=True).wide
    assert ((sign * (value + abs(off) * place)) * scale in cut) == (abs(off) < 1)


@given(
    round_numbers(),
    st.sampled_from(["exactly {}", "{} %", "{} percentage points", "{}.0 tonnes", "over {}", "nearly {}"]),
)
def test_what_settles_it_leaves_the_face_reading(number: tuple[int, int, int], words: str) -> None:
    figure = read_figure(words.format(f"{number[0]:,}"), "en")
    assert not figure.round
    assert read(figure).wide == read(figure).face


def test_the_zeros_are_those_before_the_scale_word() -> None:
    reading = read(read_figure("800 million USD", "en"))
    assert [str(one) for one in (reading.face, reading.wide)] == ["[799500000, 800500000]", "[750000000, 850000000]"]
    assert not read_figure("80 million USD", "en").round
    assert str(read(read_figure("about 10,000 tonnes", "en")).wide) == "[9500, 10500]"
    assert str(read(read_figure("about 470 tonnes", "en")).wide) == "[465, 475]"
    assert str(read(read_figure("1,150–1,200 tonnes", "en")).wide) == "[1149.5, 1250]"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            ("12,000 tonnes", "3,000 tonnes", "16,000 tonnes"),
            (
                "hedge: 12,000 + 3,000 = 15,000, reported 16,000 (tonnes): off by 1,000; holds only if 12,000, "
                "3,000 and 16,000 are round numbers: they then stand for [11,500, 12,500], [2,500, 3,500] and "
                "[15,500, 16,500]"
            ),
        ),
        (
            ("1,200,000 workers", "300,000 workers", "1,510,000 workers"),
            (
                "hedge: 1,200,000 + 300,000 = 1,500,000, reported 1,510,000: off by 10,000; holds only if 1,200,000 or "
                "300,000 is a round number: they then stand for [1,150,000, 1,250,000] and [250,000, 350,000]"
            ),
        ),
        (
            ("12,000 tonnes", "3,123 tonnes", "15,400 tonnes"),
            (
                "hedge: 12,000 + 3,123 = 15,123, reported 15,400 (tonnes): off by 277; holds only if 12,000 is a round "
                "number: it then stands for [11,500, 12,500]"
            ),
        ),
        (
            ("12,000 tonnes", "3,000 tonnes", "15,000 tonnes"),
            "exact: 12,000 + 3,000 = 15,000, reported 15,000 (tonnes): exact",
        ),
        (("12,000 tonnes", "3,001 tonnes", "15,000 tonnes"), "rounding: "),
        (("12,000 tonnes", "3,000 tonnes", "17,000 tonnes"), "conflict: "),
        (("1,200 tonnes", "about 310 tonnes", "1,512 tonnes"), "hedge: "),
    ],
)
def test_a_verdict_that_only_roundness_explains_says_so(words: tuple[str, ...], expected: str) -> None:
    (found,) = sums(*words)
    assert found.startswith(expected)


def test_two_figures_of_one_source() -> None:
    def both(one: str, other: str) -> str:
        return told({"reported": one}, {"reported": other}, check="agreement")[0]

    assert both("12,000 tonnes", "12,345 tonnes") == (
        "hedge: 12,000 in a, 12,345 in a (tonnes): agree only if 12,000 is a round number: it then stands for "
        "[11,500, 12,500]"
    )
    # Rounded to one place by one source they must be equal, as 12 and 13 must.
    assert both("12,000 tonnes", "13,000 tonnes").startswith(
        "conflict: 12,000 in a, 13,000 in a (tonnes): equally fine"
    )
    assert both("12,000 tonnes", "14,000 tonnes").startswith("conflict: ")
    assert both("12,000 tonnes", "12,000 tonnes").startswith("exact: ")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            ("12,000 tonnes", "12,345 tonnes"),
            (
                "hedge: 12,000 (estimate, a) → 12,345 (final, b) (tonnes): agree only if 12,000 is a round number: "
                "it then stands for [11,500, 12,500]"
            ),
        ),
        (("12,000 tonnes", "14,000 tonnes"), "unchecked: "),
        (("12,000 tonnes", "12,000 tonnes"), "exact: "),
    ],
)
def test_an_estimate_that_may_be_round_beside_the_final_figure(words: tuple[str, str], expected: str) -> None:
    sources = pd.DataFrame({"source": ["a", "b"], "language": "en"})
    claims = [
        WORDS | {"source": source, "status": status, "reported": one}
        for source, status, one in zip("ab", ("estimate", "final"), words, strict=True)
    ]
    (found,) = said(claims_ledger(*claims, sources=sources), "agreement").values()
    assert found.startswith(expected)


@pytest.mark.parametrize(
    ("decimals", "verdict"), [("0", "conflict"), ("exact", "conflict"), ("-3", "rounding"), ("", "hedge")]
)
def test_decimals_beside_the_words_settle_it(decimals: str, verdict: str) -> None:
    rows = [
        {"measure": "a", "reported": "12,000 tonnes", "decimals": decimals},
        {"measure": "b", "reported": "3,123 tonnes"},
        {"measure": "c", "reported": "15,400 tonnes", "decimals": "0"},
    ]
    ledger = claims_ledger(*({"value": "", "decimals": ""} | row for row in rows), sources=ENGLISH, rules=["c = a + b"])
    assert [one.partition(":")[0] for one in said(ledger, "identity").values()] == [verdict]


def test_words_with_digits_beyond_their_decimals_are_set_aside() -> None:
    rows = {"reported": "12,345 tonnes", "value": "", "decimals": "-3"}
    assert list(said(claims_ledger(rows, sources=ENGLISH), "schema").values()) == [
        (
            "conflict: “12,345 tonnes” has digits beyond its stated decimals -3; it is left out of all arithmetic "
            "until one of the two is corrected"
        )
    ]


def test_zeros_of_a_table_are_digits() -> None:
    ledger = claims_ledger(
        *({"measure": name, "value": value} for name, value in zip("abc", ("12000", "3000", "16000"), strict=True)),
        rules=["c = a + b"],
    )
    assert not ledger.figures.round.any()
    assert [one.partition(":")[0] for one in said(ledger, "identity").values()] == ["conflict"]


@pytest.mark.parametrize("turned", [False, True])
def test_what_is_surely_printed_so_far_speaks_for_both(*, turned: bool) -> None:
    twice = [{"measure": "a", "reported": words} for words in ("12,000 workers", "12.4 thousand workers")]
    rest = [{"measure": name, "reported": words} for name, words in (("b", "3,123 workers"), ("c", "15,523 workers"))]
    (found,) = told(*(twice[::-1] if turned else twice), *rest, rules=("c = a + b",))
    assert found == "exact: 12,400 + 3,123 = 15,523, reported 15,523: exact"


@st.composite
def told_in_thousands(draw: Draw) -> list[Claim]:
    """A world of three whole numbers that add up, told by one source that rounds to places of its choice."""
    tie = draw(st.sampled_from([tie for tie in TIES if tie != "truncate"]))
    a, b = draw(st.tuples(st.integers(1, 10**7), st.integers(1, 10**7)))
    truth = {"a": a, "b": b, "c": a + b}

    def printed(number: int) -> str:
        places = draw(st.sampled_from([places for places in (0, -2, -3, -4) if number * 2 > 10**-places]))
        return f"{int(rounded(Fraction(number), places, tie)):,} tonnes"

    claims = [{"measure": name, "reported": printed(number)} for name, number in truth.items()]
    repeated = draw(st.sampled_from(sorted(truth)))
    return [*claims, {"measure": repeated, "reported": f"{truth[repeated]:,} tonnes"}]


@costly(1)
@given(told_in_thousands())
def test_honest_worlds_told_in_thousands_raise_no_conflict(claims: list[Claim]) -> None:
    ledger = claims_ledger(*(WORDS | dict(claim) for claim in claims), sources=ENGLISH, rules=["c = a + b"])
    result = run(ledger)
    assert result.counts["conflict"] == 0, result.conflicts["message"].tolist()


@pytest.mark.slow
@given(
    st.lists(
        st.tuples(
            st.integers(1, 10**7), st.integers(0, 5), st.sampled_from(["", " tonnes", " people", " %", " bn USD"]),
            st.sampled_from(["", "0", "-2", "exact"]),
        ),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from(["yaml", "csv", "parquet"]),
)  # fmt: skip
def test_what_is_written_is_read_again(tmp_path_factory, rows, layout) -> None:  # type: ignore[no-untyped-def]
    claims = [
        {"measure": f"m{number}", "reported": f"{digits * 10**zeros:,}{unit}", "value": "", "decimals": decimals}
        for number, (digits, zeros, unit, decimals) in enumerate(rows)
    ]
    ledger = claims_ledger(*claims, sources=ENGLISH)
    folder: Path = ledger.write(tmp_path_factory.mktemp("written") / "ledger", layout=layout)
    again = Ledger.read(folder)
    assert again == ledger
    assert [again.figures[row] for row in range(len(rows))] == [ledger.figures[row] for row in range(len(rows))]
    assert again.figures.excess.tolist() == ledger.figures.excess.tolist()
