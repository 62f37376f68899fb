"""Agreement: claims of one quantity and statistic, of one status and of several."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, reduce
from operator import and_

import numpy as np

from reconcile.checks.copied_sentences import copied
from reconcile.checks.engine.cells import Cells, cell_title
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.single_claims import reading_of
from reconcile.checks.engine.table import ACROSS
from reconcile.checks.finding import Finding, Repair
from reconcile.checks.revision import Vintages, vintages
from reconcile.checks.verdicts import CONFLICT, EXACT, HEDGE, ROUNDING, UNCHECKED
from reconcile.checks.wording.missed_errors import missed
from reconcile.checks.wording.repairs import Need, repaired
from reconcile.checks.wording.scales import Scale, units_of_last_digit
from reconcile.checks.wording.slips import SUPERSEDED
from reconcile.exact.columns import Array, Ints
from reconcile.exact.interval import Interval
from reconcile.language.ids import joined, several


@dataclass
class Meetings:
    """Claims of one quantity, statistic and status: their intervals must meet."""

    store: Store
    cells: Cells  # across sources
    rows: Ints  # the cells with several claims, all of them
    check: str = "agreement"
    rule: None = None

    @cached_property
    def verdict(self) -> Array:
        cells, rows = self.cells, self.rows
        verdict = np.full(len(rows), HEDGE, dtype=np.int8)
        face = np.asarray(cells.shared.low <= cells.shared.high, dtype=bool)
        if len(vague := np.flatnonzero(~cells.shared.plain)):
            face[vague] = ~cells.reading(rows[vague]).face.empty
        counts = cells.counts[rows]
        near = np.zeros(len(rows), dtype=bool)
        if self.store.nearly.any():
            near[np.repeat(np.arange(len(rows)), counts)[self.store.nearly[cells.members(rows)]]] = True
        verdict[face & ~near] = ROUNDING
        verdict[cells.agreed[rows]] = EXACT
        verdict[cells.broken[rows]] = CONFLICT
        verdict[cells.unit[rows] < 0] = UNCHECKED
        return verdict

    @property
    def heads(self) -> Ints:
        return self.rows

    @property
    def views(self) -> Ints:
        return np.full(len(self.rows), ACROSS)

    @property
    def used(self) -> Ints:
        return self.cells.members(self.rows)

    def finding(self, row: int) -> Finding:
        store, cell, verdict = self.store, int(self.rows[row]), int(self.verdict[row])
        claims = tuple(self.cells.claims(cell))
        title, quantity, status = cell_title(store, self.cells, cell)
        name = joined(title, status, several(store.source[claim] for claim in claims))
        lead = store.figures[int(self.cells.lead[cell])]
        common = {"check": "agreement", "claims": claims, "quantity": quantity, "status": status}
        if verdict == UNCHECKED:
            scales = [Scale.of([store.figures[claim]]) for claim in claims]
            each = (
                f"{scale.with_unit(scale.figure(store.figures[claim]))} in {store.source[claim]}"
                for scale, claim in zip(scales, claims, strict=True)
            )
            message = f"{', '.join(each)}: their units differ"
            return Finding(name, verdict=verdict, message=message, **common)  # type: ignore[arg-type]
        scale = Scale.of(store.figures[claim] for claim in claims)
        residual, allowed, gap = _furthest(store, claims)
        said = ", ".join(f"{scale.figure(store.figures[claim])} in {store.source[claim]}" for claim in claims)
        message = f"{said}{scale.bracket}: {self._said(cell, claims, verdict, scale, gap)}"
        mends = _repairs(store, claims) if verdict == CONFLICT else ()
        for claim in (mend.claim for mend in mends if mend.slip == SUPERSEDED):
            message += f"; {scale.figure(store.figures[claim])} was reported at an earlier status, too"
        if copies := copied(store, claims):
            message += f"; {copies}"
        return Finding(
            name,
            verdict=verdict,
            message=message,
            residual=residual,
            allowed=allowed,
            excess=max(gap, Fraction(0)),
            excess_units=units_of_last_digit(max(gap, Fraction(0)), lead.step),
            unit=lead.unit,
            repairs=mends,
            missed=tuple(missed(store, need.claim, need.wide) for need in _needs(store, claims))
            if verdict <= HEDGE
            else (),
            **common,  # type: ignore[arg-type]
        )

    def _said(self, cell: int, claims: tuple[int, ...], verdict: int, scale: Scale, gap: Fraction) -> str:
        common = reduce(and_, (reading_of(self.store, claim).wide for claim in claims))
        words = sorted({self.store.figures[claim].qualifier for claim in claims} & {"about", "nearly"})
        slack = f"the slack of {' and '.join(f'“{word}”' for word in words)}"
        if verdict == CONFLICT and gap > 0:
            apart = f"no number is in all of their intervals, which lie {scale.number(gap)} apart"
            return f"{apart}, more than {slack} can bridge" if words else apart
        if verdict == CONFLICT and common.point and common.low is not None:
            return f"equally fine figures of one source must be equal; these only touch, at {scale.number(common.low)}"
        if verdict == CONFLICT:
            if self.cells.apart[cell]:
                return "equally fine figures of one source must be equal"
            return "their intervals only touch, at an end that is open"
        if verdict == EXACT:
            return "agree"
        if verdict == HEDGE:
            return f"agree only by {slack}"
        touch = common.point and common.low is not None
        return f"agree within rounding{f', but only touch at {scale.number(common.low)}' if touch else ''}"  # type: ignore[arg-type]


def agreements(store: Store, across: Cells) -> list[Meetings | Vintages]:
    """What the claims of each quantity say together; ``across`` are the cells of all sources."""
    return [Meetings(store, across, across.several), *vintages(store, across)]


def _furthest(store: Store, claims: tuple[int, ...]) -> tuple[Fraction | None, Fraction | None, Fraction]:
    """The two claims furthest apart: their printed difference, what rounding allows of it, and the gap left."""
    readings = {claim: reading_of(store, claim) for claim in claims}
    faces = {claim: one.face for claim, one in readings.items()}
    printed = {claim: one.printed for claim, one in readings.items()}
    highest, lowest = _extremes(faces, printed)
    low, high = faces[highest].low, faces[lowest].high
    if low is None or high is None:
        return None, None, Fraction(0)
    if low <= high:  # none are apart: those that differ most in print, then
        highest, lowest = _extremes(printed, faces)
        low, high = faces[highest].low, faces[lowest].high
    above, below = printed[highest].low, printed[lowest].high
    assert low is not None
    assert high is not None
    assert above is not None
    assert below is not None
    residual, gap = max(above - below, Fraction(0)), low - high  # what leaves a choice, a range or "over", may overlap
    return residual, residual - gap, gap


def _extremes(intervals: dict[int, Interval], ties: dict[int, Interval]) -> tuple[int, int]:
    """The claim whose interval begins last, and the one whose interval ends first."""
    highest = max(intervals, key=lambda claim: (_low(intervals[claim]), _low(ties[claim])))
    lowest = min(intervals, key=lambda claim: (_high(intervals[claim]), _high(ties[claim])))
    return highest, lowest


def _low(interval: Interval) -> Fraction | float:
    return float("-inf") if interval.low is None else interval.low


def _high(interval: Interval) -> Fraction | float:
    return float("inf") if interval.high is None else interval.high


def _repairs(store: Store, claims: tuple[int, ...]) -> tuple[Repair, ...]:
    """Each claim changed to what all others have in common."""
    return repaired(store, _needs(store, claims), smallest=False)


def _needs(store: Store, claims: tuple[int, ...]) -> list[Need]:
    """What all others of the claims leave for each, but where these differ among themselves."""
    figures = {claim: store.figures[claim] for claim in claims}
    readings = {claim: reading_of(store, claim) for claim in claims}
    # Plain figures of one source and fineness must be equal.
    kind = {
        claim: (store.source[claim], figure.step) for claim, figure in figures.items() if figure.qualifier == "exact"
    }
    needs = []
    for claim in claims:
        others = [other for other in claims if other != claim]
        said = {(kind[other], figures[other].value) for other in others if other in kind}
        if len(said) > len({one for one, _ in said}):
            continue  # whatever this claim said, the others would still differ
        printed = wide = Interval(None, None)
        for other in others:
            twin = claim in kind and kind[claim] == kind.get(other)
            printed &= readings[other].printed
            wide &= readings[other].printed if twin else readings[other].wide
        needs.append(Need(claim, printed, wide))
    return needs
