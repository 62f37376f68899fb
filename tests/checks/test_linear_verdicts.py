"""Rules over drawn figures: verdict, residual, allowed and excess are the plain reference's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import pandas as pd
from hypothesis import example, given
from hypothesis import strategies as st

import reference
from reconcile.auditing import run
from reconcile.exact.interval import text
from reconcile.ledger.figures import QUALIFIERS
from reconcile.ledger.store import Ledger
from reference import Printed
from strategies import Draw, plain, printed_figures

WEIGHTS = st.sampled_from([Fraction(1), Fraction(1), Fraction(-1), Fraction(2), Fraction(-1, 2), Fraction(10**12)])


@dataclass(frozen=True)
class Binding:
    """Figures of the computed side, then those of the reported side, with the weights that the rule gives them."""

    weights: tuple[Fraction, ...]
    figures: tuple[Printed, ...]
    reported: int  # how many stand on the left of the rule, as the last ones
    relation: str
    constant: Fraction = Fraction(0)

    @property
    def signs(self) -> list[Fraction]:
        computed = len(self.figures) - self.reported
        return [weight if i < computed else -weight for i, weight in enumerate(self.weights)]

    def residual(self, reading: str) -> reference.Span:
        read = reference.READINGS[reading]
        terms = [(sign, read(figure)) for sign, figure in zip(self.signs, self.figures, strict=True)]
        return reference.weighted([*terms, (Fraction(1), reference.point(self.constant))])

    @property
    def rule(self) -> str:
        names = [f"m{i}" for i in range(len(self.figures))]
        sides = [
            " ".join(
                f"{'-' if weight < 0 else '+'} {plain(abs(weight))} * {name}"
                for weight, name in list(zip(self.weights, names, strict=True))[part]
            ).removeprefix("+ ")
            for part in (slice(len(names) - self.reported, None), slice(0, len(names) - self.reported))
        ]
        constant = f" {'-' if self.constant < 0 else '+'} {plain(abs(self.constant))}" if self.constant else ""
        return f"{sides[0]} {self.relation} {sides[1]}{constant}"


@st.composite
def bindings(draw: Draw, words: tuple[str, ...] = ("exact",)) -> Binding:
    """Several computed figures and one or two reported; the last is drawn near what the others leave for it."""
    computed, reported = draw(st.integers(1, 3)), draw(st.sampled_from([1, 1, 2]))
    weights = tuple(draw(WEIGHTS) for _ in range(computed + reported))
    figures = [draw(printed_figures(words, digits=10**4)) for _ in weights]
    relation = draw(st.sampled_from(["=", "=", "<=", ">="]))
    constant = draw(st.sampled_from([Fraction(0), Fraction(0), Fraction(5, 2), Fraction(-30)]))
    made = Binding(weights, tuple(figures), reported, relation, constant)
    last = figures[-1]
    if last.qualifier in {"exact", "about", "nearly"} and last.value_high is None:
        rest = replace(
            made, figures=(*figures[:-1], replace(last, value=Fraction(0), decimals=None, qualifier="exact"))
        )
        low, high, *_ = reference.ends(rest.residual("wide"))
        aim = next((end for end in draw(st.permutations([low, high])) if end is not None), Fraction(0)) / weights[-1]
        unit = last.unit or Fraction(1, 2)
        steps = (aim / unit).__floor__() + draw(st.integers(-2, 3))
        figures[-1] = replace(last, value=steps * unit)
    return replace(made, figures=tuple(figures))


def audited(made: Binding, source: str = "s", **settings: str) -> pd.Series:
    """The one finding of a rule over the binding's figures, all in one source."""
    sources = [source if not figure.truncated else f"{source} cut" for figure in made.figures]
    rows = [
        {
            "claim": f"c{i}",
            "source": sources[i],
            "measure": f"m{i}",
            "period": "2024",
            "value": plain(figure.value),
            "value_high": "" if figure.value_high is None else plain(figure.value_high),
            "decimals": "exact" if figure.decimals is None else str(figure.decimals),
            "qualifier": figure.qualifier,
        }
        for i, figure in enumerate(made.figures)
    ]
    known = sorted(set(sources))
    ledger = Ledger.from_frames(
        pd.DataFrame(rows),
        sources=pd.DataFrame(
            {"source": known, "rounding": ["truncate" if name.endswith("cut") else "nearest" for name in known]}
        ),
        rules=[made.rule],
        **settings,
    )
    findings = run(ledger, checks=["identity"]).findings
    assert len(findings) == 1
    return findings.iloc[0]


def expected(made: Binding) -> str:
    nearly = any(figure.qualifier == "nearly" for figure in made.figures)
    found = reference.verdict({name: made.residual(name) for name in reference.READINGS}, made.relation, nearly=nearly)
    return "hedge" if found in {"exact", "rounding"} and ends_miss(made) else found


def ends_miss(made: Binding) -> bool:
    """Two ranges of one source, one computed with and the other reported: whether low does not fit low, or high high."""
    ranged = [i for i, figure in enumerate(made.figures) if figure.value_high is not None and _two(figure)]
    computed = len(made.figures) - made.reported
    sides = sorted((1 if i < computed else -1) * (made.weights[i] > 0) for i in ranged)
    if sides != [-1, 1] or len({made.figures[i].truncated for i in ranged}) != 1:
        return False
    return any(
        not reference.satisfied(
            replace(made, figures=tuple(_one_end(figure, which) for figure in made.figures)).residual("face"),
            made.relation,
        )
        for which in ("value", "high")
    )


def _two(figure: Printed) -> bool:
    return figure.qualifier in {"range", "about"}


def _one_end(figure: Printed, which: str) -> Printed:
    if figure.value_high is None:
        return figure
    word = "about" if figure.qualifier == "about" else "exact"
    return replace(figure, value=getattr(figure, which), value_high=None, qualifier=word)


@given(bindings())
@example(Binding((Fraction(1), Fraction(1)), (Printed(Fraction(1), 0), Printed(Fraction(2), 0)), 1, "="))
@example(
    Binding((Fraction(1), Fraction(1)), (Printed(Fraction(1), 0, truncated=True), Printed(Fraction(2), None)), 1, "=")
)
def test_the_verdict_on_plain_figures_is_the_references(made: Binding) -> None:
    assert audited(made)["verdict"] == expected(made)


@given(bindings(QUALIFIERS))
@example(
    Binding(
        (Fraction(1), Fraction(1)),
        (Printed(Fraction(15), 0, "range", Fraction(16)), Printed(Fraction(15), 0, "range", Fraction(18))),
        1,
        "=",
    )
)
def test_the_verdict_on_figures_with_words_is_the_references(made: Binding) -> None:
    assert audited(made)["verdict"] == expected(made)


@given(bindings(QUALIFIERS))
def test_residual_allowed_and_excess_are_the_references(made: Binding) -> None:
    finding = audited(made)
    residual, face = reference.nearest_zero(made.residual("printed")), made.residual("face")
    low, high, *_ = reference.ends(face)
    if made.relation == "<=" or (made.relation == "=" and residual <= 0):
        allowed = None if high is None else high - residual
    else:
        allowed = None if low is None else residual - low
    excess = reference.shortfall(face, made.relation)
    assert finding["residual"] == text(residual)
    assert finding["allowed"] == (None if allowed is None else text(allowed))
    assert finding["excess"] == text(excess)
    if excess:
        assert finding["verdict"] in {"hedge", "conflict"}
    last = made.figures[-1]
    assert finding["excess_units"] == (text(excess / last.unit) if last.unit else None)


@given(bindings())
def test_a_conflict_names_every_claim_that_it_ties_with_its_interval(made: Binding) -> None:
    finding = audited(made)
    assert set(finding["claims"]) == {f"c{i}" for i in range(len(made.figures))}
    for part in finding["evidence"]:
        low, high, *_ = reference.ends(reference.face(made.figures[int(part["claim"][1:])]))
        assert (part["low"], part["high"]) == (text(low), text(high))


@given(st.integers(1, 4), st.lists(st.integers(-(10**6), 10**6), min_size=4, max_size=4), st.integers(-6, 6))
def test_a_residual_equal_to_what_rounding_allows_is_rounding_and_the_least_beyond_it_is_not(
    parts: int, digits: list[int], places: int
) -> None:
    unit = Fraction(10) ** -places
    figures = tuple(Printed(number * unit, places) for number in digits[:parts])
    exact = sum((figure.value for figure in figures), Fraction(0))
    most = parts * unit / 2

    def verdict(total: Fraction) -> str:
        made = Binding((Fraction(1),) * (parts + 1), (*figures, Printed(total, None)), 1, "=")
        return str(audited(made)["verdict"])

    least = unit / 10**20
    assert [verdict(exact + end) for end in (most, -most)] == ["rounding", "rounding"]
    assert [verdict(exact + end) for end in (most + least, -most - least)] == ["conflict", "conflict"]


@given(st.integers(1, 10**6), st.integers(-6, 6))
def test_the_end_that_a_truncating_source_leaves_open_is_not_reached(digits: int, places: int) -> None:
    unit = Fraction(10) ** -places
    cut = Printed(digits * unit, places, truncated=True)

    def verdict(total: Fraction) -> str:
        return str(audited(Binding((Fraction(1), Fraction(1)), (cut, Printed(total, None)), 1, "="))["verdict"])

    least = unit / 10**20
    assert verdict(cut.value) == "exact"
    assert verdict(cut.value - least) == "conflict"
    assert verdict(cut.value + unit - least) == "rounding"
    assert verdict(cut.value + unit) == "conflict"
