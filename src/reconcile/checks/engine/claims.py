"""The claims as columns of codes: what every check reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from reconcile.checks.engine.grid import Scaled
from reconcile.checks.engine.period_divisions import divisions, equal_divisions, last_parts
from reconcile.checks.engine.places import Places
from reconcile.checks.engine.readings import Hedges, Reading, Readings, read, read_columns
from reconcile.checks.engine.releases import Revised, outdated, revised, series_numbers
from reconcile.checks.engine.table import CellTable
from reconcile.exact.columns import Bools, Ints
from reconcile.language.bases import Base, BaseError, compounded_base, read_base, steps_from
from reconcile.language.codelists import CONTRIBUTION, GROWTH, LEVEL, QUALIFIERS, RATIO, SHARE, STATS, STATUSES
from reconcile.language.periods import Period, PeriodError, read_period
from reconcile.ledger.store.codes import Codes, Crossed, Ranged, combined, narrow
from reconcile.ledger.store.figure_columns import Figures
from reconcile.ledger.store.row_sets import Rows, rows_at
from reconcile.ledger.store.text_problems import PARTS
from reconcile.ledger.store.unit_kinds import alike

if TYPE_CHECKING:
    from reconcile.ledger.ledger import Ledger
    from reconcile.ledger.store.claim_table import ClaimTable


DAY_BITS = 22  # hold every day's ordinal
NEVER = 2**DAY_BITS - 1  # later than any day


class Elsewhere(NamedTuple):
    """What is known of the ledger as a whole where only some of its claims are here."""

    periods: tuple[str, ...] = ()  # all that any claim speaks of
    members: Mapping[str, frozenset[str]] = MappingProxyType({})  # of each measure with a total, all it is reported for


@dataclass(frozen=True)
class Store:
    """Columns parallel to the ledger's claims, or to a part of them.

    A ``place`` is an area with the further dimensions; a ``base`` is kept as its text, since it is a period for a
    growth claim, a whole for a share and a length of time for a mean. Of a measure that is summed over a dimension, a
    share in the measure itself is one in its total, and the base says so.
    """

    ledger: Ledger
    hedges: Hedges
    truncated: Bools
    figures: Figures
    source: Codes
    measure: Codes
    period: Codes
    place: Codes
    stat: Codes
    base: Codes
    status: Codes
    given: Places | None  # the places, where they are no part's
    known: Elsewhere = field(default_factory=Elsewhere)
    whole: Store | None = None  # of which this is a part
    rows: Rows | None = None  # the part's claims in the whole
    home: Ints | None = None  # the part's places in the whole

    @classmethod
    def of(cls, ledger: Ledger, *, rounding: str, hedges: Hedges, known: Elsewhere | None = None) -> Store:
        known, content, sources = known or Elsewhere(), ledger.content, ledger.sources
        source = content.codes("source").within(tuple(sources["source"]))
        truncates = np.array([(said or rounding) == "truncate" for said in sources["rounding"]], dtype=bool)
        truncated = truncates[source.code] if truncates.any() else np.broadcast_to(np.False_, len(content))
        period = content.codes("period").renamed(_calendar)
        code, places = Places.of({name: content.codes(name) for name in ("area", *ledger.dimensions)})
        return cls(
            ledger=ledger,
            hedges=hedges,
            truncated=truncated,
            figures=ledger.figures,
            source=source,
            measure=content.codes("measure"),
            period=Codes(period.code, tuple(dict.fromkeys((*period.values, *known.periods)))),
            known=known,
            place=Codes(code, tuple(map(str, range(len(places))))),
            stat=content.codes("stat").within(STATS),
            base=_with_steps(content, _in_full(ledger, content.codes("base").renamed(_calendar)), period),
            status=content.codes("status").within(STATUSES),
            given=places,
        )

    def __len__(self) -> int:
        return len(self.place.code)

    @cached_property
    def table(self) -> CellTable:
        """Where each source's claims stand."""
        return CellTable.of(self)

    @cached_property
    def places(self) -> Places:
        """What the codes of places stand for."""
        if self.given is not None:
            return self.given
        assert self.whole is not None
        assert self.home is not None
        return self.whole.places.take(self.home)

    @cached_property
    def readings(self) -> Readings:
        """What every claim's figure stands for."""
        return read_columns(self.figures, self.truncated, self.hedges)

    def readings_of(self, rows: Ints) -> Readings:
        """What the figures of some claims stand for."""
        if "readings" in self.__dict__ or len(rows) == len(self):
            return self.readings.take(rows)
        return read_columns(self.figures.take(rows), self.truncated[rows], self.hedges)

    def reading_of(self, claim: int) -> Reading:
        """What one claim's figure stands for, without a look at all others."""
        return read(self.figures[claim], truncated=bool(self.truncated[claim]), hedges=self.hedges)

    @cached_property
    def by_place(self) -> tuple[Ints, Ints]:
        """The claims sorted by place and period, and the number of these for each."""
        key = self.place.code.astype(np.int64) * len(self.period.values) + self.period.code
        return (order := np.argsort(key, kind="stable")), key[order]

    def claims_about(self, place: int, period: int) -> Ints:
        """The claims about a place and a period; a code below zero is no period."""
        claims, number = self.by_place
        wanted = place * len(self.period.values) + period
        return claims[slice(*np.searchsorted(number, [wanted, wanted + 1]))] if period >= 0 else claims[:0]

    @cached_property
    def scaled(self) -> Scaled:
        """The plain figures on one grid."""
        return Scaled.of(self.figures, self.truncated)

    @property
    def plain(self) -> bool:
        """Whether all figures are plain and none is set aside."""
        excess = self.figures.excess
        return (self.scaled.all_plain or bool(self.scaled.plain.all())) and not (
            excess[:1] if excess.strides == (0,) else excess
        ).any()

    @property
    def usable(self) -> Bools:
        """Claims that take part in arithmetic: of their quantity none has digits beyond its stated decimals."""
        excess = self.figures.excess
        if not excess.any():
            return ~excess
        table = self.table.merged(self.latest)
        sound = ~np.logical_or.reduceat(excess[table.order], table.starts)
        usable = ~excess
        usable[table.order] = np.repeat(sound, table.counts)
        return usable

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """The calendar of each distinct period."""
        if self.whole is not None:
            return self.whole.periods
        return tuple(map(read_period, self.period.values))

    @cached_property
    def period_rank(self) -> Ints:
        """The place of each distinct period in the calendar's order."""
        if self.whole is not None:
            return self.whole.period_rank
        order = sorted(range(len(self.periods)), key=lambda code: (self.periods[code].start, self.periods[code].end))
        rank = np.empty(len(order), dtype=np.int32)
        rank[order] = np.arange(len(order))
        return rank  # type: ignore[return-value]  # a narrower whole number

    @cached_property
    def base_shift(self) -> tuple[Ints, Bools]:
        """For each base, a number that tells it from all others, and whether it is a period: its rank, then."""
        if self.whole is not None:
            return self.whole.base_shift
        known = {text: int(rank) for text, rank in zip(self.period.values, self.period_rank, strict=True)}
        others = len(known) + 1
        number, moves = [], []
        for code, text in enumerate(self.base.values):
            period, per = steps_from(text)
            moves.append(period in known and per in _STEPS)
            number.append(known[period] + 2 * others * _STEPS.index(per) if moves[-1] else -others - code)
        return np.array(number, dtype=np.int64), np.array(moves, dtype=bool)

    @cached_property
    def compounds(self) -> bool:
        """Whether any growth is compounded."""
        return any(steps_from(text)[1] in PARTS for text in self.base.values)

    @cached_property
    def bases(self) -> tuple[Base, ...]:
        """What each distinct base says of a share's whole; of other statistics it means nothing."""
        if self.whole is not None:
            return self.whole.bases
        return tuple(map(_base, self.base.values))

    @cached_property
    def divisions(self) -> tuple[tuple[int, list[int]], ...]:
        """Each period that others tile, or partly tile, with the codes of these others; −1 for what nobody reports."""
        if self.whole is not None:
            return self.whole.divisions
        return tuple(divisions(self.periods))

    @cached_property
    def equal_divisions(self) -> tuple[tuple[int, list[int]], ...]:
        """Each period that the calendar divides equally, with the codes of its parts; −1 for what nobody reports."""
        return tuple(equal_divisions(self.periods)) if self.whole is None else self.whole.equal_divisions

    @cached_property
    def last_parts(self) -> tuple[tuple[int, list[int]], ...]:
        """Each period that ends with another, with the code of this."""
        return tuple(last_parts(self.periods)) if self.whole is None else self.whole.last_parts

    def periods_before(self, count: int) -> Ints:
        """For each period, the code of the one so many before it, each as long; −1 where no claim speaks of that."""
        found = np.full(len(self.period.values), -1)
        for code, period in enumerate(self.periods):
            with suppress(PeriodError):
                found[code] = self.period.find(period.before(count).text)
        return found

    def period_code(self, text: str) -> int:
        """The code of a period in any spelling, −1 where no claim speaks of it."""
        try:
            return self.period.find(self.ledger.dating.read(text).text)
        except PeriodError:
            return -1

    @cached_property
    def unit_kind(self) -> Ints:
        """For each of the figures' units, the first of those that it adds up with."""
        kinds = [alike(unit) for unit in self.figures.units]
        return np.array([kinds.index(kind) for kind in kinds], dtype=np.int64)

    @cached_property
    def kinds(self) -> dict[str, frozenset[int]]:
        """The kinds of unit in which the levels, changes and means of each measure, and shares of it, are reported."""
        if self.whole is not None:
            return self.whole.kinds
        kind = dict(zip(self.figures.units, self.unit_kind.tolist(), strict=True))
        made: dict[str, set[int]] = {}
        for measure, stat, unit in self.ledger.content.units:
            if stat not in (STATS[GROWTH], STATS[CONTRIBUTION]):  # of which no rule between levels speaks
                made.setdefault(measure, set()).add(kind[unit])
        return {measure: frozenset(kinds) for measure, kinds in made.items()}

    def one_unit(self, measures: Iterable[str]) -> bool:
        """Whether all that a rule ties of these measures is in one kind of unit."""
        return len(frozenset[int]().union(*(self.kinds.get(name, frozenset()) for name in measures))) <= 1

    @cached_property
    def nearly(self) -> Bools:
        return np.asarray(self.figures.qualifier == QUALIFIERS.index("nearly"), dtype=bool)

    @cached_property
    def published(self) -> list[Period | None]:
        """When each source appeared; None where the ledger does not say."""
        if self.whole is not None:
            return self.whole.published
        return [read_period(text) if text else None for text in self.ledger.sources["published"]]

    @cached_property
    def series(self) -> Ints:
        """The series of each source, as a number; 0 for one that is in none."""
        if self.whole is not None:
            return self.whole.series
        return series_numbers(self.ledger.sources["series"].to_numpy(dtype=object))

    @cached_property
    def latest(self) -> Bools | None:
        """(n,) the claims that no later release of their series replaces; None where no source is of a series."""
        if not self.series.any():
            return None
        said = [Ranged(codes.code, len(codes.values)) for codes in (self.stat, self.base)]
        return ~self._outdated(combined([Ranged(self._quantities, int(self._quantities.max(initial=0)) + 1), *said]))

    @cached_property
    def told_anew(self) -> Bools | None:
        """(n,) the claims of whose quantity a later release of their series says anything, of itself or as a rate."""
        return self._outdated(self._quantities) if self.series.any() else None

    @cached_property
    def revised(self) -> Revised:
        """By source, whether and when its series told another level than stood when it appeared."""
        if self.whole is not None:
            return self.whole.revised
        if not self.series.any():
            return Revised(np.zeros(len(self.series), dtype=np.int64), np.full(len(self.series), -1))
        rows = np.flatnonzero(self.usable & (self.stat.code == LEVEL))
        days, printed = (self.first_days, self.last_days), self.readings.printed.take(rows)
        return revised(self._quantities[rows], self.source.at(rows), self.series, *days, printed)

    def revised_among(self, claims: Iterable[int]) -> Ints:
        """Of the sources of some claims, those that were revised before another of them appeared."""
        sources = np.unique(self.source.at(np.array([*claims], dtype=np.int64)))
        since, by = (column[sources] for column in self.revised)
        return np.asarray(sources[(by >= 0) & (since <= self.last_days[sources].max(initial=0))], dtype=np.int64)

    def replaced(self, claims: Ints) -> Bools:
        """(n,) whether a later release of its series says anything of the quantity of each of some claims."""
        found = np.zeros(len(claims), dtype=bool)
        series = np.flatnonzero(self.series[self.source.at(claims)])
        if len(series):
            quantities = self._quantities
            about = np.flatnonzero(np.isin(quantities, quantities[claims[series]]))
            source = self.source.at(about)
            anew = outdated(quantities[about], self.series[source], self.first_days[source], self.last_days[source])
            found[series] = anew[np.searchsorted(about, claims[series])]
        return found

    @property
    def _quantities(self) -> Ints:
        """A number for each claim's quantity and status."""
        columns = (self.measure, self.place, self.period, self.status)
        return combined([Ranged(codes.code, len(codes.values)) for codes in columns])

    def _outdated(self, key: Ints) -> Bools:
        source = self.source.at(np.arange(len(self)))
        return outdated(key, self.series[source], self.first_days[source], self.last_days[source])

    def quantity_numbers(self, measure: Ints, place: Ints, period: Ints) -> Ints:
        """One number for each quantity, of codes that are this store's."""
        counts = len(self.measure.values), len(self.place.values), len(self.period.values)
        return combined([*map(Ranged, (measure, place, period), counts)])

    @cached_property
    def first_days(self) -> Ints:
        """The first day on which each source may have been published, as an ordinal; 0 where nobody says."""
        days = [0 if one is None else one.start.toordinal() for one in self.published]
        return np.array(days, dtype=np.int64)

    @cached_property
    def last_days(self) -> Ints:
        """The last day on which each source may have been published, as an ordinal; NEVER where nobody says."""
        days = [NEVER if one is None else one.end.toordinal() for one in self.published]
        return np.array(days, dtype=np.int64)

    def members(self, measure: str, dimension: str) -> set[str]:
        """Everything in one dimension that a measure is ever reported for, in whatever statistic."""
        if self.whole is not None:
            return self.whole.members(measure, dimension)
        if measure in self.known.members:
            return set(self.known.members[measure])
        rows = self.measure.code == self.measure.find(measure)
        return self.places.said(dimension, np.unique(self.place.code[rows]))

    def unsigned(self, measure: str) -> bool:
        """Whether the ledger declares that a measure cannot be below zero."""
        return self.ledger.measure(measure).signed is False

    @cached_property
    def claim(self) -> Callable[[str, int], Any]:
        """Single cells of the ledger's claims: ``store.claim("quote", row)``."""
        if self.whole is None or (rows := self.rows) is None:
            return self.ledger.content.cell
        whole = self.whole.claim
        return lambda column, row: whole(column, int(rows_at(rows, np.array([row]))[0]))

    def ids_of(self, claims: Sequence[int] | Ints) -> list[str]:
        """The ids of some claims; many together cost a tenth of what they do one by one."""
        if self.whole is None or self.rows is None:
            return self.ledger.content.ids_of(claims)
        return self.whole.ids_of(rows_at(self.rows, np.asarray(claims, dtype=np.int64)))

    def sources_of(self, claims: Iterable[int]) -> tuple[str, ...]:
        """The sources of some claims, each once, in their order."""
        return tuple(dict.fromkeys(self.source[claim] for claim in claims))

    def quantity(self, place: int, period: str, measure: str = "") -> dict[str, str]:
        """The quantity in words, without what is empty."""
        named = {"measure": measure, **self.places.named(place)[0], "period": period}
        return {name: value for name, value in named.items() if value}

    def statistic(self, stat: int, base: int) -> dict[str, str]:
        """How a claim speaks of its quantity, in words; nothing for a level."""
        return {} if stat == LEVEL else {"stat": STATS[stat], "base": self.base.values[base]}


def _in_full(ledger: Ledger, base: Codes) -> Codes:
    """The bases, with the total of a measure where a share is taken of a summed measure in itself."""
    summed = {name: Base(name, ((one.sum_over, one.sum_total),)) for name, one in ledger.measures.items()}
    summed = {name: total for name, total in summed.items() if ledger.measures[name].sum_over and name in base.values}
    if not summed:
        return base
    content = ledger.content
    crossed = Crossed(content.codes("stat"), content.codes("measure"), base)
    said = crossed.numbers()
    values = tuple(dict.fromkeys((*base.values, *(total.text for total in summed.values()))))
    told = [
        values.index(summed[text].text if stat in _OVER_WHOLE and text == measure and text in summed else text)
        for stat, measure, text in crossed.texts(said)
    ]
    return Codes(crossed.look_up(narrow(np.array(told, dtype=np.int64)), said), values)


def _with_steps(content: ClaimTable, base: Codes, period: Codes) -> Codes:
    """The bases, with the length of their steps of growths that are compounded more or less than once."""
    per = content.codes("per")
    if not any(per.values):
        return base
    crossed = Crossed(base, per, period)
    said = crossed.numbers()
    told = [
        compounded_base(one, "" if not steps or read_period(to).since(read_period(one), steps) == 1 else steps)
        for one, steps, to in crossed.texts(said)
    ]
    values = tuple(dict.fromkeys((*base.values, *told)))
    return Codes(crossed.look_up(narrow(np.array([values.index(one) for one in told], dtype=np.int64)), said), values)


_STEPS = ("", *PARTS)
_OVER_WHOLE = (STATS[SHARE], STATS[RATIO])


def _base(text: str) -> Base:
    try:
        return read_base(text)
    except BaseError:  # a period or a word, of which no share is taken
        return Base(text)


def _calendar(text: str) -> str:
    """One spelling of a period (2024-M11 is 2024-11); what is no period stays as it is."""
    try:
        return read_period(text).text if text else ""
    except PeriodError:
        return text
