"""Growth, change, share, ratio and mean over drawn figures, against the plain reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import pandas as pd
from hypothesis import example, given
from hypothesis import strategies as st

import reference
from costly import costly
from reconcile.auditing import run
from reconcile.exact.interval import text
from reconcile.language.codelists import QUALIFIERS
from reconcile.ledger.ledger import Ledger
from reference import Printed, Span
from strategies import Draw, figure_cells, printed_figures

LEVELS = {  # of each statistic: the measure and period of the level, and of the base
    "growth": (("m", "2024"), ("m", "2023")),
    "change": (("m", "2024"), ("m", "2023")),
    "share": (("m", "2024"), ("whole", "2024")),
    "ratio": (("m", "2024"), ("other", "2024")),
    "mean": (("m", "2024"), None),
}
BASES = {"growth": "2023", "change": "2023", "share": "whole", "ratio": "other", "mean": "quarter"}
UNITS = {"growth": "percent", "share": "percent", "ratio": "times"}


@dataclass(frozen=True)
class Tie:
    """A statistic, the level it speaks of and the base; a mean has none."""

    stat: str
    rate: Printed
    level: Printed
    base: Printed

    def residual(self, reading: str) -> Span:
        """What is computed from base and rate, less the level."""
        read = reference.READINGS[reading]
        base, rate, level = map(read, (self.base, self.rate, self.level))
        return _computed(self.stat, base, rate) + level.times(reference.point(-1))

    @property
    def figures(self) -> list[Printed]:
        return [self.rate, self.level, *([self.base] if LEVELS[self.stat][1] else [])]


def _computed(stat: str, base: Span, rate: Span) -> Span:
    match stat:
        case "growth":
            return base.times(reference.point(1) + rate.times(reference.point(Fraction(1, 100))))
        case "share":
            return base.times(rate.times(reference.point(Fraction(1, 100))))
        case "ratio":
            return base.times(rate)
        case "change":
            return base + rate
    return rate.times(reference.point(4))


@st.composite
def ties(draw: Draw, words: Sequence[str]) -> Tie:
    """Figures of any size, the level near what base and rate make of it."""
    stat = draw(st.sampled_from(sorted(LEVELS)))
    base, rate, level = (draw(printed_figures(words, digits=10**4)) for _ in range(3))
    if draw(st.integers(0, 4)):
        base = replace(base, value=abs(base.value), value_high=None if base.value_high is None else abs(base.value) * 2)
    if level.value_high is None:
        low, high, *_ = reference.ends(_computed(stat, reference.wide(base), reference.wide(rate)))
        end = next((one for one in draw(st.permutations([low, high])) if one is not None), Fraction(0))
        unit = level.unit or Fraction(1, 2)
        level = replace(level, value=((end / unit).__floor__() + draw(st.integers(-2, 3))) * unit)
    return Tie(stat, rate, level, base)


def audited(made: Sequence[Tie]) -> list[pd.Series]:
    """The one finding of each statistic, all of them in one ledger, each in an area of its own."""
    rows = []
    for number, tie in enumerate(made):
        level, base = LEVELS[tie.stat]
        stated = [(level, tie.stat, tie.rate), (level, "level", tie.level)] + (
            [(base, "level", tie.base)] if base else []
        )
        rows += [
            {
                "claim": f"{number} {stat} {period} {measure}",
                "source": "cut" if figure.truncated else "rounded",
                "measure": measure,
                "area": f"a{number}",
                "period": period,
                "stat": stat,
                "base": BASES[stat] if stat != "level" else "",
                "unit": UNITS.get(stat, "USD"),
            }
            | figure_cells(figure)
            for (measure, period), stat, figure in stated
        ]
    sources = pd.DataFrame({"source": ["cut", "rounded"], "rounding": ["truncate", "nearest"]})
    measures = {"m": {"kind": "flow"}}
    ledger = Ledger.from_frames(pd.DataFrame(rows), sources=sources, measures=measures)
    findings = run(ledger, checks=["statistic"]).findings
    assert len(findings) == len(made)
    of_area = {finding["quantity"]["area"]: finding for _, finding in findings.iterrows()}
    return [of_area[f"a{number}"] for number in range(len(made))]


def expected(tie: Tie) -> str:
    if tie.stat in {"growth", "share", "ratio"} and reference.wide(tie.base).low <= reference.number(0):
        return "unchecked"
    nearly = any(figure.qualifier == "nearly" for figure in tie.figures)
    found = reference.verdict({name: tie.residual(name) for name in reference.READINGS}, nearly=nearly)
    return "hedge" if found in {"exact", "rounding"} and ends_miss(tie) else found


def ends_miss(tie: Tie) -> bool:
    """The level and one other are ranges of one source, and low does not fit low, or high does not fit high."""
    ranged = [one for one in tie.figures if one.value_high is not None and one.qualifier in {"range", "about"}]
    if len(ranged) != 2 or tie.level not in ranged or len({one.truncated for one in ranged}) != 1:
        return False
    scenarios = [
        replace(tie, **{name: _one_end(getattr(tie, name), which) for name in ("rate", "level", "base")})
        for which in ("value", "high")
    ]
    return not all(reference.satisfied(scenario.residual("face"), "=") for scenario in scenarios)


def _one_end(figure: Printed, which: str) -> Printed:
    if figure.value_high is None:
        return figure
    word = "about" if figure.qualifier == "about" else "exact"
    return replace(figure, value=getattr(figure, which), value_high=None, qualifier=word)


@costly(2, least=2)
@given(st.lists(st.one_of(ties(("exact",)), ties(QUALIFIERS)), min_size=1, max_size=8))
@example(  # 15–16 % on 470, that is 546–550
    [
        Tie(
            "growth",
            Printed(Fraction(15), 0, "range", Fraction(16)),
            Printed(Fraction(546), 0, "range", Fraction(550)),
            Printed(Fraction(470), 0, "about"),
        ),
        # To the last, which is never quite reached
        Tie("growth", Printed(Fraction(-100), None, "nearly"), Printed(Fraction(0), None), Printed(Fraction(5), None)),
        # 10 % of 100 is 110, but "nearly 100" is less
        Tie(
            "growth",
            Printed(Fraction(10), None, "range", Fraction(20)),
            Printed(Fraction(110), None, "range", Fraction(120)),
            Printed(Fraction(100), None, "nearly"),
        ),
        # What a base adds is open beside a rate without a number of its own
        Tie(
            "growth",
            Printed(Fraction(1, 1000), None, "over"),
            Printed(Fraction(0), None),
            Printed(Fraction(1, 1000), None),
        ),
    ]
)
def test_verdict_and_arithmetic_are_the_references(made: list[Tie]) -> None:
    for tie, finding in zip(made, audited(made), strict=True):
        assert finding["verdict"] == expected(tie)
        if finding["verdict"] != "unchecked":
            residual, face = reference.nearest_zero(tie.residual("printed")), tie.residual("face")
            assert finding["residual"] == text(residual)
            assert finding["excess"] == text(reference.shortfall(face))
            low, high, *_ = reference.ends(face)
            end = high if residual <= 0 else low
            assert finding["allowed"] == (None if end is None else text(abs(end - residual)))
            _contributions_and_comparison_add_up(tie, finding)


def _contributions_and_comparison_add_up(tie: Tie, finding: pd.Series) -> None:
    """A rate stands in the weight of its base; the level is what is reported."""
    parts, plain = finding["evidence"], all(one.value_high is None for one in tie.figures)
    assert [part["side"] for part in parts].count("reported") == 1
    # The rate is a factor of its base, and adds nothing by itself; what a base adds is open beside "over 15 %".
    others = [part for part in parts if tie.stat in {"change", "mean"} or f" {tie.stat} " not in part["claim"]]
    if plain and all(part["contribution"] is not None for part in others):
        assert text(sum(Fraction(part["contribution"] or 0) for part in parts)) == finding["residual"]
    computed, reported = (finding["comparisons"][0][side] for side in ("computed", "reported"))
    for reading, name in {"printed": "printed_", "face": "", "wide": "wide_"}.items():
        low, high, *_ = reference.ends(tie.residual(reading))
        for end, one, other in ((low, "low", "high"), (high, "high", "low")):
            sides = (computed[name + one], reported[name + other])
            assert (end is None) == (None in sides)
            assert end is None or text(end) == text(Fraction(sides[0]) - Fraction(sides[1]))


@costly(2, least=2)
@given(st.integers(1, 10**6), st.integers(-(10**4), 10**4))
def test_a_rate_at_the_very_edge_of_what_its_levels_allow_is_rounding_and_beyond_it_a_conflict(
    digits: int, tenths: int
) -> None:
    base = Printed(Fraction(digits), None)
    rate = Printed(Fraction(tenths, 10), 1)
    high = digits * (1 + (rate.value + Fraction(1, 20)) / 100)
    least = Fraction(1, 10**20)
    inside, beyond = (Tie("growth", rate, Printed(level, None), base) for level in (high, high + least))
    assert [finding["verdict"] for finding in audited([inside, beyond])] == ["rounding", "conflict"]
