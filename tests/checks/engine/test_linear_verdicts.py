"""Rules over drawn figures: verdict, residual, allowed and excess are the plain reference's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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
from reference import Printed
from strategies import Draw, figure_cells, plain, printed_figures

WEIGHTS = st.sampled_from([Fraction(1), Fraction(1), Fraction(-1), Fraction(2), Fraction(-1, 2), Fraction(10**12)])
ONE = Fraction(1)


@dataclass(frozen=True)
class Binding:
    """Figures of the computed side, then those of the reported side, with the weights that the rule gives them."""

    weights: tuple[Fraction, ...]
    figures: tuple[Printed, ...]
    reported: int = 1  # how many stand on the left of the rule, as the last ones
    relation: str = "="
    constant: Fraction = Fraction(0)
    tolerance: str = ""

    @property
    def computed(self) -> int:
        return len(self.figures) - self.reported

    def residual(self, reading: str) -> reference.Span:
        read = reference.READINGS[reading]
        signs = [weight if i < self.computed else -weight for i, weight in enumerate(self.weights)]
        terms = [(sign, read(figure)) for sign, figure in zip(signs, self.figures, strict=True)]
        return reference.weighted([*terms, (ONE, reference.point(self.constant))])

    def rule(self, names: Sequence[str]) -> str:
        terms = [
            f"{'-' if weight < 0 else '+'} {plain(abs(weight))} * {name}"
            for weight, name in zip(self.weights, names, strict=True)
        ]
        if self.constant:
            terms.insert(self.computed, f"{'-' if self.constant < 0 else '+'} {plain(abs(self.constant))}")
        right, left = terms[: -self.reported], terms[-self.reported :]
        return f"{' '.join(left).removeprefix('+ ')} {self.relation} {' '.join(right).removeprefix('+ ')}"


@st.composite
def bindings(draw: Draw, words: tuple[str, ...]) -> Binding:
    """Several computed figures and one or two reported; the last is drawn near what the others leave for it."""
    computed, reported = draw(st.integers(1, 3)), draw(st.sampled_from([1, 1, 2]))
    weights = tuple(draw(WEIGHTS) for _ in range(computed + reported))
    figures = [draw(printed_figures(words, digits=10**4)) for _ in weights]
    relation = draw(st.sampled_from(["=", "=", "<=", ">="]))
    constant = draw(st.sampled_from([Fraction(0), Fraction(0), Fraction(5, 2), Fraction(-30)]))
    made, last = Binding(weights, tuple(figures), reported, relation, constant), figures[-1]
    if last.value_high is None:
        nothing = Printed(Fraction(0), None)
        low, high, *_ = reference.ends(replace(made, figures=(*figures[:-1], nothing)).residual("wide"))
        end = next((one for one in draw(st.permutations([low, high])) if one is not None), Fraction(0))
        unit = last.unit or Fraction(1, 2)
        figures[-1] = replace(last, value=((end / weights[-1] / unit).__floor__() + draw(st.integers(-2, 3))) * unit)
    return replace(made, figures=tuple(figures))


def audited(made: Sequence[Binding]) -> list[pd.Series]:
    """The one finding of each binding, all of them in one ledger."""
    rows, rules = [], []
    for number, binding in enumerate(made):
        names = [f"m{number}_{i}" for i in range(len(binding.figures))]
        rules.append({"rule": binding.rule(names), "tolerance": binding.tolerance or None})
        rows += [
            {"claim": name, "measure": name, "period": "2024", "source": "cut" if figure.truncated else "rounded"}
            | figure_cells(figure)
            for name, figure in zip(names, binding.figures, strict=True)
        ]
    sources = pd.DataFrame({"source": ["cut", "rounded"], "rounding": ["truncate", "nearest"]})
    findings = run(Ledger.from_frames(pd.DataFrame(rows), sources=sources, rules=rules), checks=["identity"]).findings
    of_rule = {claim: finding for _, finding in findings.iterrows() for claim in finding["claims"]}
    assert len(findings) == len(made)
    return [of_rule[f"m{number}_0"] for number in range(len(made))]


def verdicts(made: Iterable[Binding]) -> list[str]:
    return [str(finding["verdict"]) for finding in audited(list(made))]


def expected(made: Binding) -> str:
    nearly = any(figure.qualifier == "nearly" for figure in made.figures)
    found = reference.verdict({name: made.residual(name) for name in reference.READINGS}, made.relation, nearly=nearly)
    return "hedge" if found in {"exact", "rounding"} and ends_miss(made) else found


def ends_miss(made: Binding) -> bool:
    """Of two ranges of one source, one computed with and one reported: whether low does not fit low, or high high."""
    ranged = [
        i
        for i, figure in enumerate(made.figures)
        if figure.value_high is not None and figure.qualifier in {"range", "about"}
    ]
    sides = sorted((1 if i < made.computed else -1) * (made.weights[i] > 0) for i in ranged)
    if sides != [-1, 1] or len({made.figures[i].truncated for i in ranged}) != 1:
        return False
    scenarios = [
        replace(made, figures=tuple(_one_end(one, which) for one in made.figures)) for which in ("value", "high")
    ]
    return not all(reference.satisfied(scenario.residual("face"), made.relation) for scenario in scenarios)


def _one_end(figure: Printed, which: str) -> Printed:
    if figure.value_high is None:
        return figure
    word = "about" if figure.qualifier == "about" else "exact"
    return replace(figure, value=getattr(figure, which), value_high=None, qualifier=word)


def tolerated(made: Binding, share: Fraction, amount: Fraction) -> bool:
    """Whether what is computed can be what is reported, more or less so much of it, or more or less an amount."""
    signs = [weight if i < made.computed else -weight for i, weight in enumerate(made.weights)]
    wide = [(sign, reference.wide(figure)) for sign, figure in zip(signs, made.figures, strict=True)]
    computed = reference.weighted([*wide[: made.computed], (ONE, reference.point(made.constant))])
    reported = reference.weighted(wide[made.computed :]).times(reference.span(1 - share, 1 + share))
    return reference.satisfied(computed + reported + reference.span(-amount, amount), made.relation)


@costly(2, least=2)
@given(st.lists(bindings(QUALIFIERS), min_size=1, max_size=6), st.sampled_from(["1 %", "0.001 %", "99 %", "3", "0.5"]))
def test_what_only_the_tolerance_of_a_rule_allows_is_a_hedge(made: list[Binding], tolerance: str) -> None:
    size, _, percent = tolerance.partition(" ")
    share, amount = (Fraction(size) / 100, Fraction(0)) if percent else (Fraction(0), Fraction(size))
    tolerant = [replace(one, tolerance=tolerance) for one in made]
    for binding, finding in zip(tolerant, audited(tolerant), strict=True):
        without = expected(binding)
        within = without == "conflict" and tolerated(binding, share, amount)
        assert finding["verdict"] == ("hedge" if within else without)
        assert ("the rule tolerates" in finding["message"]) == within or without == "conflict"
        for part in finding["repairs"]:
            assert part["words"]
        _arithmetic_is_the_references(binding, finding)


several = st.lists(st.one_of(bindings(("exact",)), bindings(QUALIFIERS)), min_size=1, max_size=6)
two_scenarios = Binding(
    (ONE, ONE), (Printed(Fraction(15), 0, "range", Fraction(16)), Printed(Fraction(15), 0, "range", Fraction(18)))
)
untied = Binding((ONE, ONE), (Printed(Fraction(15), 0, "over"), Printed(Fraction(15), 0, "under")))


@costly(2, least=2)
@given(several)
@example([two_scenarios, replace(two_scenarios, relation="<="), replace(two_scenarios, relation=">="), untied])
def test_verdict_and_arithmetic_are_the_references(made: list[Binding]) -> None:
    for number, (binding, finding) in enumerate(zip(made, audited(made), strict=True)):
        assert finding["verdict"] == expected(binding)
        _arithmetic_is_the_references(binding, finding)
        _every_claim_is_named_with_its_interval(number, binding, finding)
        _contributions_and_comparison_add_up(binding, finding)


def _contributions_and_comparison_add_up(binding: Binding, finding: pd.Series) -> None:
    """Anyone can repeat the arithmetic: the parts make the residual, and so do what is computed and reported."""
    parts = finding["evidence"]
    assert [part["side"] for part in parts].count("reported") == binding.reported
    if all(part["contribution"] is not None for part in parts):
        total = sum(Fraction(part["contribution"]) for part in parts) + binding.constant
        assert text(total) == finding["residual"]
    for part, figure in zip(sorted(parts, key=lambda part: part["claim"]), binding.figures, strict=True):
        low, high, *_ = reference.ends(reference.printed(figure))
        assert (part["contribution"] is not None) == (low is not None and low == high)
    _the_sides_differ_by(binding.residual, finding)


def _the_sides_differ_by(residual: Callable[[str], reference.Span], finding: pd.Series) -> None:
    computed, reported = (finding["comparisons"][0][side] for side in ("computed", "reported"))
    for reading, name in {"printed": "printed_", "face": "", "wide": "wide_"}.items():
        low, high, *_ = reference.ends(residual(reading))
        for end, one, other in ((low, "low", "high"), (high, "high", "low")):
            sides = (computed[name + one], reported[name + other])
            assert (end is None) == (None in sides)
            assert end is None or text(end) == text(Fraction(sides[0]) - Fraction(sides[1]))


def _arithmetic_is_the_references(binding: Binding, finding: pd.Series) -> None:
    residual, face = reference.nearest_zero(binding.residual("printed")), binding.residual("face")
    low, high, *_ = reference.ends(face)
    if binding.relation == "<=" or (binding.relation == "=" and residual <= 0):
        allowed = None if high is None else high - residual
    else:
        allowed = None if low is None else residual - low
    excess, unit = reference.shortfall(face, binding.relation), binding.figures[-1].unit
    assert finding["residual"] == text(residual)
    assert finding["allowed"] == (None if allowed is None else text(allowed))
    assert finding["excess"] == text(excess)
    assert finding["excess_units"] == (text(excess / unit) if unit else None)
    assert not excess or finding["verdict"] in {"hedge", "conflict"}


def _every_claim_is_named_with_its_interval(number: int, binding: Binding, finding: pd.Series) -> None:
    figures = {f"m{number}_{i}": figure for i, figure in enumerate(binding.figures)}
    assert set(finding["claims"]) == set(figures)
    for part in finding["evidence"]:
        low, high, *_ = reference.ends(reference.face(figures[part["claim"]]))
        assert part["low"] == (None if low is None else text(low))
        assert part["high"] == (None if high is None else text(high))


@costly(2, least=2)
@given(st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=4), st.integers(-6, 6))
def test_a_residual_that_rounding_just_allows_is_rounding_and_the_least_beyond_it_is_not(
    digits: list[int], places: int
) -> None:
    unit = Fraction(10) ** -places
    figures = tuple(Printed(number * unit, places) for number in digits)
    total, most, least = sum((one.value for one in figures), Fraction(0)), len(digits) * unit / 2, unit / 10**20

    def reported(value: Fraction) -> Binding:
        return Binding((ONE,) * (len(digits) + 1), (*figures, Printed(value, None)))

    offsets = (most, -most, most + least, -most - least)
    said = verdicts(reported(total + offset) for offset in offsets)
    assert said == ["rounding", "rounding", "conflict", "conflict"]


@costly(2, least=2)
@given(st.integers(1, 10**6), st.integers(-6, 6))
def test_the_end_that_a_truncating_source_leaves_open_is_not_reached(digits: int, places: int) -> None:
    unit = Fraction(10) ** -places
    value, least = digits * unit, unit / 10**20

    def reported(total: Fraction) -> Binding:
        return Binding((ONE, ONE), (Printed(value, places, truncated=True), Printed(total, None)))

    totals = (value, value + unit - least, value - least, value + unit)
    assert verdicts(map(reported, totals)) == ["exact", "rounding", "conflict", "conflict"]


@costly(2, least=2)
@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=4), st.integers(-3, 3), st.integers(0, 2))
def test_the_nearest_figure_that_cannot_be_is_one_unit_of_its_last_digit_beyond_the_furthest_that_can(
    digits: list[int], places: int, coarser: int
) -> None:
    figures = tuple(Printed(number * Fraction(10) ** -places, places) for number in digits)
    total, unit = sum((one.value for one in figures), Fraction(0)), Fraction(10) ** (coarser - places)
    reach = (len(digits) * Fraction(10) ** -places + unit) / 2
    furthest = ((total + reach) / unit).__floor__() * unit

    def reported(value: Fraction) -> Binding:
        return Binding((ONE,) * (len(digits) + 1), (*figures, Printed(value, places - coarser)))

    before, beyond = verdicts(map(reported, (furthest, furthest + unit)))
    assert before in {"exact", "rounding"}
    assert beyond == "conflict"
