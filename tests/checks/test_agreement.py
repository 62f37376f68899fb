"""Claims of one quantity and status, from one source or several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import permutations

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import reference
from claims import claims_ledger
from costly import costly
from reconcile.auditing import run
from reconcile.language.codelists import QUALIFIERS
from reconcile.ledger.ledger import Ledger
from reference import Printed
from strategies import Draw, changed_by, figure_cells, printed_figures

SOURCES = ("a", "b", "cut")  # the last cuts digits


@st.composite
def groups(draw: Draw) -> list[Printed]:
    """Two to five figures near each other, of one quantity."""
    words = draw(st.sampled_from([("exact",), ("exact", "about", "range"), QUALIFIERS]))
    near = draw(st.integers(-50, 50) | st.integers(10**18, 10**18 + 50))
    figures = []
    for _ in range(draw(st.integers(2, 5))):
        figure = draw(printed_figures(words, places=(-1, 1), digits=20))
        source = draw(st.sampled_from(SOURCES))
        shift = Fraction(near) if not figure.unit else near // figure.unit * figure.unit
        value, high = figure.value % 7 + shift, figure.value_high
        value = value // figure.unit * figure.unit if figure.unit else value
        high = None if high is None else value + high - figure.value
        figures.append(replace(figure, value=value, value_high=high, truncated=source == "cut", source=source))
    return figures


def audited(made: Sequence[Sequence[Printed]]) -> list[pd.Series]:
    """The one finding of each group, all of them in one ledger, each in an area of its own."""
    rows = [
        {"claim": f"{area} {i}", "source": figure.source, "measure": "m", "area": f"a{area}", "period": "2024"}
        | figure_cells(figure)
        for area, figures in enumerate(made)
        for i, figure in enumerate(figures)
    ]
    sources = pd.DataFrame({"source": SOURCES, "rounding": ["", "", "truncate"]})
    findings = run(Ledger.from_frames(pd.DataFrame(rows), sources=sources), checks=["agreement"]).findings
    assert len(findings) == len(made)
    of_area = {finding["quantity"]["area"]: finding for _, finding in findings.iterrows()}
    return [of_area[f"a{area}"] for area in range(len(made))]


TOUCHING = [Printed(Fraction(10), 0, source="a"), Printed(Fraction(11), 0, source="a")]
SCALED = [Printed(Fraction(10), 0, source="a"), Printed(Fraction(10), 1, source="a")]


@costly(2, least=2)
@given(st.lists(groups(), min_size=1, max_size=8))
@example([TOUCHING, [replace(TOUCHING[0], source="b"), TOUCHING[1]], SCALED])
def test_the_verdict_is_the_references_over_all_claims(made: list[list[Printed]]) -> None:
    for figures, finding in zip(made, audited(made), strict=True):
        assert finding["verdict"] == reference.agreement(figures)
        assert len(finding["claims"]) == len(finding["evidence"]) == len(figures)


@costly(2, least=2)
@given(st.lists(groups(), min_size=1, max_size=8))
def test_the_excess_is_the_widest_gap_between_two_of_them(made: list[list[Printed]]) -> None:
    for figures, finding in zip(made, audited(made), strict=True):
        gaps = [
            low - high
            for above, below in permutations(figures, 2)
            if (low := reference.ends(reference.face(above))[0]) is not None
            and (high := reference.ends(reference.face(below))[1]) is not None
        ]
        widest = max(gaps, default=Fraction(0))
        assert Fraction(finding["excess"]) == max(widest, 0)
        if finding["residual"] is not None:
            residual, allowed = Fraction(finding["residual"]), Fraction(finding["allowed"])
            assert residual >= 0
            assert max(residual - allowed, Fraction(0)) == Fraction(finding["excess"])


@costly(2, least=2)
@given(st.lists(groups(), min_size=1, max_size=8))
@example([[*TOUCHING, replace(TOUCHING[0], source="b")]])  # whatever b says, a contradicts itself
def test_every_change_offered_mends_it(made: list[list[Printed]]) -> None:
    for figures, finding in zip(made, audited(made), strict=True):
        for repair in finding["repairs"]:
            number = int(repair["claim"].split()[1])
            changed = [changed_by(repair, one) if i == number else one for i, one in enumerate(figures)]
            assert reference.agreement(changed) != "conflict"


def test_a_figure_that_others_of_its_source_contradict_is_changed_to_theirs() -> None:
    found = run(claims_ledger({"value": "10"}, {"value": "12"}, {"source": "b", "value": "10"})).conflicts
    assert [(repair["printed"], repair["instead"]) for repair in found["repairs"].item()] == [("12", "10")]


@costly(2, least=2)
@given(groups(), groups())
def test_no_further_claim_masks_a_conflict(figures: list[Printed], more: list[Printed]) -> None:
    few, all_of_them = audited([figures, [*figures, *more]])
    assert few["verdict"] != "conflict" or all_of_them["verdict"] == "conflict"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (["10", "10"], "10 in a, 10 in b: agree"),
        (["10", "11"], "10 in a, 11 in b: agree within rounding, but only touch at 10.5"),
        (["10", "12"], "10 in a, 12 in b: they differ by 1 more than rounding explains"),
    ],
)
def test_the_message_says_how_near_they_come(values: list[str], said: str) -> None:
    finding = run(claims_ledger(*({"source": s, "value": v} for s, v in zip("ab", values, strict=True)))).findings
    assert finding["message"].iloc[0] == said


def test_equally_fine_figures_of_one_source_must_be_equal_although_their_intervals_touch() -> None:
    one, several = (
        run(claims_ledger({"source": "a", "value": "10"}, {"source": source, "value": "11"})) for source in "ab"
    )
    assert several.counts["conflict"] == 0
    assert one.conflicts["message"].item() == (
        "10 in a, 11 in a: equally fine figures of one source must be equal; these only touch, at 10.5"
    )


def test_a_source_that_cuts_digits_must_repeat_itself_too() -> None:
    sources = pd.DataFrame({"source": ["a"], "rounding": ["truncate"]})
    found = run(claims_ledger({"value": "10"}, {"value": "11"}, sources=sources)).conflicts
    assert found["message"].item() == "10 in a, 11 in a: equally fine figures of one source must be equal"


def test_a_document_that_repeats_the_superseded_figure_is_told_so() -> None:
    found = run(
        claims_ledger({"value": "10", "status": "estimate"}, {"value": "13"}, {"value": "10", "source": "b"}),
        checks=["agreement"],
    ).conflicts
    assert (
        found["message"]
        .item()
        .endswith("differ by 2 more than rounding explains; 10 was reported at an earlier status, too")
    )
    assert [repair["slip"] for repair in found["repairs"].item()] == ["the superseded figure", None]


def test_intervals_that_only_touch_at_an_open_end_are_a_conflict() -> None:
    found = run(
        claims_ledger(
            {"source": "a", "value": "10", "decimals": "exact"}, {"source": "a", "value": "10", "qualifier": "over"}
        )
    )
    assert "only touch, at an end that is open" in found.conflicts["message"].item()


def test_claims_in_different_units_are_not_compared() -> None:
    found = run(claims_ledger({"source": "a", "unit": "USD"}, {"source": "b", "unit": "VND"})).findings
    assert found["verdict"].tolist() == ["unchecked"]
    assert found["message"].item().endswith("their units differ")


def test_figures_that_agree_only_by_a_word_are_a_hedge_and_name_it() -> None:
    found = run(claims_ledger({"value": "470", "qualifier": "about"}, {"source": "b", "value": "473"})).findings
    assert found["verdict"].item() == "hedge"
    assert found["message"].item().endswith("agree only by the slack of “about”")


def test_which_claim_a_sum_fits_is_said_of_a_conflict_alone() -> None:
    """13.4 may stand for 13; that a sum fits 13.4 no more is the sum's own conflict."""
    rows = [{"measure": "t", "value": "13"}, {"measure": "t", "value": "13.4", "decimals": "1", "source": "b"}]
    rows += [{"measure": name, "value": value, "decimals": "1"} for name, value in (("x", "6.0"), ("y", "7.0"))]
    findings = run(claims_ledger(*rows, rules=["t = x + y"]), checks=["agreement", "identity"]).findings
    (message,) = findings["message"][findings["check"] == "agreement"]
    assert message == "13 in a, 13.4 in b: agree within rounding"


def test_sentences_copied_from_another_document_are_marked() -> None:
    quote = {"quote": "trade came to\u00a0 783.4  bn", "reported": "783.4 bn", "value": "", "decimals": ""}
    found = run(
        claims_ledger(
            {"source": "a", **quote},
            {"source": "b", **quote, "quote": "trade came to 783.4 bn"},
            {"source": "c", **quote, "quote": "783.4 bn"},
            {"source": "d", **quote, "quote": "trade: 783.4 bn"},
            sources=pd.DataFrame({"source": list("abcd"), "language": "en"}),
        ),
        checks=["agreement"],
    ).findings
    assert found["message"].item().endswith("agree; a and b share their words, one is a copy")


def test_each_verdict_is_that_of_its_own_claims_in_whatever_order_they_are_read():
    result = run(
        claims_ledger(
            {"measure": "a", "period": "2023", "value": "7"},  # so that periods and measures are in different orders
            {"measure": "a", "period": "2024", "value": "10"},
            {"measure": "a", "period": "2024", "value": "10.4", "decimals": "1", "source": "b"},
            {"measure": "z", "period": "2023", "value": "100", "qualifier": "about"},
            {"measure": "z", "period": "2023", "value": "104", "source": "b"},
        ),
        checks=["agreement"],
    )
    found = result.findings.set_index(result.findings["quantity"].map(lambda quantity: quantity["measure"]))["verdict"]
    assert found.to_dict() == {"z": "hedge", "a": "rounding"}


@pytest.mark.parametrize(
    ("base", "days", "verdict"),
    [
        ("provisional", ("2025-01-15", "2025-06-15"), "revision"),
        ("provisional", ("2025-06", "2025-06-15"), "conflict"),  # perhaps of one day
        ("provisional", ("2025-06-15", "2025-06-15"), "conflict"),
        ("provisional", ("2025-01-15", ""), "conflict"),
        ("", ("2025-01-15", "2025-06-15"), "conflict"),  # nobody tells a base that changed
    ],
)
def test_rates_of_different_days_may_each_rest_on_the_base_of_its_day(base, days, verdict):
    rate = {"stat": "growth", "base": "2023", "unit": "percent", "decimals": "1"}
    claims = [rate | {"value": "10.0", "source": "a"}, rate | {"value": "7.8", "source": "b"}]
    if base:
        claims += [{"period": "2023", "value": "100", "status": base, "source": "a"}]
        claims += [{"period": "2023", "value": "102", "source": "b"}]
    sources = pd.DataFrame({"source": ["a", "b"], "published": list(days)})
    found = run(claims_ledger(*claims, sources=sources), checks=["agreement"]).findings.set_index("finding")
    assert found.loc["agreement:m:2024:growth:2023:final:a+b", "verdict"] == verdict
