"""Targets and forecasts against what came: met or missed, never a conflict.

A target is a floor, or a ceiling where its words say so ("at most"): what lies beyond it has met it, too. A forecast is
met only by what it foresaw.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from reconcile.checks.engine.bindings import Title
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.readings import Reading
from reconcile.checks.engine.relation import Product
from reconcile.checks.finding import WordedFinding
from reconcile.checks.verdicts import EXACT, HEDGE, REVISION, ROUNDING, UNCHECKED
from reconcile.checks.wording.decimal_relations import in_fractions
from reconcile.checks.wording.scales import Scale, approximately
from reconcile.checks.wording.sentences import in_steps, scale_of, unresolved
from reconcile.exact.columns import Bools, Intervals, Ints
from reconcile.exact.interval import Interval
from reconcile.language.codelists import QUALIFIERS
from reconcile.language.figures import Figure

_CEILINGS = ("under", "at_most")


def _allowed(interval: Interval, status: str, qualifier: str) -> Interval:
    """The outcomes that meet a plan: a target's interval and all that lies beyond it, a forecast's alone."""
    if status != "target":
        return interval
    if qualifier in _CEILINGS:
        return interval._replace(low=None, low_open=False)
    return interval._replace(high=None, high_open=False)


def allowed_columns(plan: Intervals, target: Bools, qualifier: Ints) -> Intervals:
    """The same as :func:`allowed`, on columns."""
    ceiling = target & np.isin(qualifier, [QUALIFIERS.index(word) for word in _CEILINGS])
    floor = target & ~ceiling
    return replace(
        plan,
        low=np.where(ceiling, 0, plan.low),
        high=np.where(floor, 0, plan.high),
        low_open=plan.low_open & ~ceiling,
        high_open=plan.high_open & ~floor,
        low_free=plan.low_free | ceiling,
        high_free=plan.high_free | floor,
    )


def outcome_words(plan: Interval, came: Interval, figure: Figure, status: str) -> str:
    """Whether an outcome meets a plan, and on which side of it the outcome lies."""
    if not (plan & came).empty:
        return "met"
    above = came.low is not None and plan.high is not None and came.low >= plan.high
    if not (_allowed(plan, status, figure.qualifier) & came).empty:
        return "met and exceeded" if above else "met, and the outcome is below"
    return "missed, the outcome is above" if above else "missed, the outcome is below"


def against_outcome(store: Store, relation: Product, title: Title) -> WordedFinding:
    """A target rate against the rate that the reported levels give."""
    relation = in_fractions(relation)
    base, rate, level = relation.parts
    assert rate.figure is not None
    assert base.figure is not None
    assert level.figure is not None
    claims = (*rate.claims, *base.claims, *level.claims)
    name = title.id(store.sources_of(claims))
    if not (base.reading.wide & Interval(None, Fraction(0))).empty:
        why = unresolved(relation)
        return WordedFinding(name, "statistic", UNCHECKED, why, claims, quantity=title.quantity, status=title.status)
    came = Reading(
        *(relation.need(1, [getattr(part.reading, name) for part in relation.parts]) for name in Reading._fields)
    )
    meets = [
        not (_allowed(plan, title.status, rate.figure.qualifier) & outcome).empty
        for plan, outcome in zip(rate.reading, came, strict=True)
    ]
    verdict = next((code for code, holds in zip((EXACT, ROUNDING, HEDGE), meets, strict=True) if holds), REVISION)
    scale, rates = scale_of(relation), Scale.of([rate.figure])
    single = came.printed.point or (base.reading.printed.point and level.reading.printed.point)  # a root is enclosed
    rough = came.printed.low if single else None
    about = "" if came.wide.point else "about "
    outcome = rates.interval(came.face) if rough is None else f"{about}{approximately(rough / rates.factor)}"
    words = outcome_words(rate.reading.wide, came.wide, rate.figure, title.status)
    verb = "from" if relation.offset else "of"
    return WordedFinding(
        name,
        "statistic",
        verdict,
        f"{title.status} {rates.with_unit(rates.figure(rate.figure))}, outcome {rates.with_unit(outcome)} "
        f"({verb} {scale.figure(base.figure)} to {scale.with_unit(scale.figure(level.figure))}{in_steps(relation)}): "
        f"{words}",
        claims,
        quantity=title.quantity,
        status=title.status,
        unit=rate.figure.unit,
    )
