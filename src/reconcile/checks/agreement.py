"""Agreement: claims of one quantity and statistic, of one status and of several."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from decimal import localcontext
from fractions import Fraction
from functools import cached_property, reduce
from operator import and_
from typing import Any, NamedTuple

import numpy as np

from reconcile.checks.copied_sentences import copied
from reconcile.checks.engine.block import Asked, Block, ClaimBindings
from reconcile.checks.engine.cells import Cells, cell_keys, cell_title
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.relation import Part, Relation
from reconcile.checks.engine.views import Tables
from reconcile.checks.finding import Comparison, Contribution, ProposedRepair, WordedFinding
from reconcile.checks.revised_bases import on_bases_of_their_day
from reconcile.checks.revision import releases, vintages
from reconcile.checks.verdicts import CONFLICT, EXACT, HEDGE, REVISION, ROUNDING, UNCHECKED
from reconcile.checks.wording.decimal_relations import EXACTLY, ClaimParts, in_decimals
from reconcile.checks.wording.fits import which_fit
from reconcile.checks.wording.missed_errors import Missed, missed, plain_missed
from reconcile.checks.wording.repairs import Need, repaired
from reconcile.checks.wording.round_numbers import only_if_round
from reconcile.checks.wording.scales import Scale, units_of_last_digit
from reconcile.checks.wording.slips import SUPERSEDED
from reconcile.exact.columns import Array, Ints
from reconcile.exact.interval import Interval
from reconcile.language.ids import joined, several

_NOTHING: Any = 0  # which decimals and fractions both may be added to


@dataclass
class Meetings:
    """Claims of one quantity, statistic and status: their intervals must meet."""

    store: Store
    cells: Cells  # across sources, or of single ones
    rows: Ints  # the cells with several claims, all of them
    around: ClaimBindings | None = None  # all that binds the claims, these bindings among it
    _asked: dict[int, dict[int, Need]] = field(default_factory=dict)  # of the last row

    @cached_property
    def verdict(self) -> Array:
        cells, rows = self.cells, self.rows
        verdict = np.full(len(rows), HEDGE, dtype=np.int8)
        shared, at = cells.shared, np.searchsorted(cells.several, rows)  # of each row, where it is among these
        face = np.asarray(shared.low <= shared.high, dtype=bool)[at]
        if len(vague := np.flatnonzero(~shared.plain[at])):
            face[vague] = ~cells.reading(rows[vague]).face.empty
        counts = cells.counts[rows]
        near = np.zeros(len(rows), dtype=bool)
        if self.store.nearly.any():
            near[np.repeat(np.arange(len(rows)), counts)[self.store.nearly[cells.members(rows)]]] = True
        verdict[face & ~near] = ROUNDING
        verdict[cells.agreed[rows]] = EXACT
        verdict[cells.broken[rows]] = CONFLICT
        verdict[cells.unit[rows] < 0] = UNCHECKED
        apart = np.flatnonzero(verdict == CONFLICT)
        if len(apart):
            verdict[apart[on_bases_of_their_day(self.store, cells, rows[apart])]] = REVISION
        return verdict

    @cached_property
    def _parts(self) -> ClaimParts:
        return ClaimParts(self.store)

    def prepare(self, rows: Ints) -> None:
        """These rows are put into words next."""
        self._parts.prepare(self.cells.members(self.rows[rows]))

    def claims(self, row: int) -> tuple[int, ...]:
        """The claims of one quantity."""
        return tuple(self.cells.claims(int(self.rows[row])))

    def relations(self, row: int, claims: Collection[int]) -> list[Relation]:  # noqa: ARG002 - as of all bindings
        """There is none but that they are one number."""
        return []

    def asked(self, row: int, claim: int) -> Asked | None:
        """What a row asks of one of its claims: what the others have in common, if they agree."""
        if row not in self._asked:  # what is asked of one claim is often asked of the others next
            parts = ClaimParts(self.store).of(self.claims(row), plain=False)
            self._asked = {row: {need.claim: need for need in _needs(self.store, parts)}}
        conflict = int(self.verdict[row]) == CONFLICT
        found = self._asked[row].get(claim)
        if found is not None:
            allowed = found.wide
            return Asked(found.printed, allowed, conflict, lambda one: not (one & allowed).empty)
        nothing = Interval(Fraction(0), Fraction(0), low_open=True)
        return Asked(nothing, nothing, conflict, lambda _: False)

    def finding(self, row: int) -> WordedFinding:
        with localcontext(EXACTLY):
            return self._finding(row)

    def _finding(self, row: int) -> WordedFinding:
        store, cell, verdict = self.store, int(self.rows[row]), int(self.verdict[row])
        claims = self.claims(row)
        sources = [store.source[claim] for claim in claims]
        parts = self._parts.of(claims)
        figures = [part.figure for part in parts if part.figure]
        title, quantity, status = cell_title(store, self.cells, cell)
        name = joined(title, status, several(sources))
        common = {"check": "agreement", "claims": claims, "quantity": quantity, "status": status}
        if verdict == UNCHECKED:
            scales = [Scale.of([figure]) for figure in figures]
            each = (
                f"{scale.with_unit(scale.figure(figure))} in {source}"
                for scale, figure, source in zip(scales, figures, sources, strict=True)
            )
            message = f"{', '.join(each)}: their units differ"
            return WordedFinding(name, verdict=verdict, message=message, **common)  # type: ignore[arg-type]
        scale = Scale.of(figures)
        residual, allowed, gap = _furthest(parts)
        said = ", ".join(f"{scale.figure(figure)} in {source}" for figure, source in zip(figures, sources, strict=True))
        message = f"{said}{scale.bracket}: {self._said(cell, parts, verdict, scale, gap)}"
        for claim in _superseded(store, claims) if verdict == CONFLICT else ():
            message += f"; {scale.figure(figures[claims.index(claim)])} was reported at an earlier status, too"
        if verdict == CONFLICT and self.around is not None:
            message += "".join(f"; {fit}" for fit in which_fit(store, self.around, claims))
        if copies := copied(store, claims):
            message += f"; {copies}"
        excess, lead = max(gap, _NOTHING), figures[claims.index(int(self.cells.lead[cell]))]
        return WordedFinding(
            name,
            verdict=verdict,
            message=message,
            residual=residual,
            allowed=allowed,
            excess=excess,
            excess_units=units_of_last_digit(excess, lead.step),
            unit=lead.unit,
            behind=BehindMeeting(store, claims, verdict, self.around),
            **common,  # type: ignore[arg-type]
        )

    def _said(self, cell: int, parts: Sequence[Part], verdict: int, scale: Scale, gap: Fraction) -> str:
        common = reduce(and_, (part.reading.wide for part in parts))
        words = sorted({part.figure.qualifier for part in parts if part.figure} & {"about", "nearly"})
        slack = f"the slack of {' and '.join(f'“{word}”' for word in words)}"
        if verdict == CONFLICT and gap > 0 and common.empty:
            apart = f"they differ by {scale.number(gap)} more than rounding explains"
            return f"{apart}, more than {slack} can bridge" if words else apart
        if verdict == CONFLICT and common.point and common.low is not None:
            return f"equally fine figures of one source must be equal; these only touch, at {scale.number(common.low)}"
        if verdict == CONFLICT:
            if self.cells.apart[cell]:
                return "equally fine figures of one source must be equal"
            return "their intervals only touch, at an end that is open"
        if verdict == EXACT:
            return "agree"
        if verdict == REVISION:
            return "each on the base of its day, which was published anew between them"
        if verdict == HEDGE:
            if round_ := only_if_round(parts, scale, lambda each: not reduce(and_, each).empty):
                return f"agree {round_}"
            return f"agree only by {slack}"
        touch = common.point and common.low is not None
        return f"agree within rounding{f', but only touch at {scale.number(common.low)}' if touch else ''}"  # type: ignore[arg-type]


class BehindMeeting(NamedTuple):
    """What stands behind claims that meet; each by itself is all that there is to add up."""

    store: Store
    claims: tuple[int, ...]
    verdict: int
    around: ClaimBindings | None = None
    terms: tuple[Contribution, ...] = ()
    comparisons: tuple[Comparison, ...] = ()

    @property
    def repairs(self) -> tuple[ProposedRepair, ...]:
        return _repairs(self.store, self.claims, self.around) if self.verdict == CONFLICT else ()

    @property
    def missed(self) -> tuple[Missed, ...]:
        if self.verdict > HEDGE:
            return ()
        parts = ClaimParts(self.store).of(self.claims)
        if in_decimals(parts) and all(part.figure and part.figure.step for part in parts):
            by_claim = {part.claims[0]: part for part in parts}
            with localcontext(EXACTLY):
                return tuple(plain_missed(by_claim[need.claim], need.wide) for need in _needs(self.store, parts))
        parts = ClaimParts(self.store).of(self.claims, plain=False)
        return tuple(missed(self.store, need.claim, need.wide) for need in _needs(self.store, parts))


def agreements(store: Store, views: Tables) -> list[Block]:
    """What the claims of each quantity say together, in the view of all sources and in releases that were replaced."""
    across, own = views.across(), views.both.own
    meetings = [_meetings(store, across, across.several)]
    if store.latest is not None and len(several := own.several):
        earlier = several[~store.latest[own.lead[several]]]
        meetings.append(_meetings(store, own, earlier))
    return [*meetings, *vintages(store, across), *releases(store, own)]


def _meetings(store: Store, cells: Cells, rows: Ints) -> Block:
    """Of cells with several claims, as people read them: by status, place and period; of parts, in their own order."""
    if store.whole is None and len(rows):
        one = cell_keys(cells, rows)
        rows = rows[np.lexsort((one.measure, one.base, one.stat, one.period, one.place, one.status))]
    met, source = Meetings(store, cells, rows), np.asarray(cells.keys.source[rows], dtype=np.int64)
    return Block(
        "agreement",
        met.verdict,
        met.finding,
        cells,
        (rows,),
        heads=rows,
        views=source,
        bindings=met,
        prepare=met.prepare,
    )


def _superseded(store: Store, claims: tuple[int, ...]) -> list[int]:
    """The claims that print what was reported at an earlier status."""
    return [mend.claim for mend in _repairs(store, claims) if mend.slip == SUPERSEDED]


def _furthest(parts: Sequence[Part]) -> tuple[Fraction | None, Fraction | None, Fraction]:
    """The two claims furthest apart: their printed difference, what rounding allows of it, and the gap left."""
    faces = [part.reading.face for part in parts]
    printed = [part.reading.printed for part in parts]
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
    residual, gap = max(above - below, _NOTHING), low - high  # what leaves a choice, a range or "over", may overlap
    return residual, residual - gap, gap


def _extremes(intervals: list[Interval], ties: list[Interval]) -> tuple[int, int]:
    """The place of the interval that begins last, and of that which ends first."""
    each = range(len(intervals))
    highest = max(each, key=lambda one: (_low(intervals[one]), _low(ties[one])))
    lowest = min(each, key=lambda one: (_high(intervals[one]), _high(ties[one])))
    return highest, lowest


def _low(interval: Interval) -> Fraction | float:
    return float("-inf") if interval.low is None else interval.low


def _high(interval: Interval) -> Fraction | float:
    return float("inf") if interval.high is None else interval.high


def _repairs(store: Store, claims: tuple[int, ...], around: ClaimBindings | None = None) -> tuple[ProposedRepair, ...]:
    """Each claim changed to what all others have in common."""
    return repaired(store, _needs(store, ClaimParts(store).of(claims, plain=False)), around)


def _needs(store: Store, parts: Sequence[Part]) -> list[Need]:
    """What all others of the claims leave for each, but where these differ among themselves."""
    # Plain figures of one source and fineness must be equal.
    kinds = [
        (int(store.source.code[part.claims[0]]), part.figure.coarse)
        if part.figure and part.figure.qualifier == "exact"
        else None
        for part in parts
    ]
    needs = []
    for part, kind in zip(parts, kinds, strict=True):
        others = [(other, its) for other, its in zip(parts, kinds, strict=True) if other is not part]
        said = {(its, other.reading.printed.low) for other, its in others if its}
        if len(said) > len({its for its, _ in said}):
            continue  # whatever this claim said, the others would still differ
        printed = wide = Interval(None, None)
        for other, its in others:
            printed &= other.reading.printed
            wide &= other.reading.printed if kind and kind == its else other.reading.wide
        needs.append(Need(part.claims[0], printed, wide))
    return needs
