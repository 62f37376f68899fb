"""The figures of all claims: words are read once for each distinct spelling, values on whole columns."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from reconcile.exact.columns import Array, Bools, Decimals, Ints, decimal_parts, finer, packed, product
from reconcile.exact.parallel import BLOCK
from reconcile.language.codelists import QUALIFIERS
from reconcile.language.digits import quoted_text
from reconcile.language.figures import Figure, FigureError, is_fraction, read_figure, read_unit
from reconcile.language.units import FRACTION, decimals_ahead
from reconcile.ledger.reading.value_advice import advice_on_value
from reconcile.ledger.store.claim_table import Spelling, Units
from reconcile.ledger.store.codes import Codes, Crossed, Ranged, combined, looked_up, narrow, widened
from reconcile.ledger.store.decimals import (
    DecimalColumn,
    FloatColumn,
    digits_of,
    on_grid,
    shortest,
    text_of,
    without_noise,
)
from reconcile.ledger.store.declarations import Measure
from reconcile.ledger.store.figure_columns import NO_FIGURE, Figures
from reconcile.ledger.store.text_problems import exact_word, is_decimals, is_plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reconcile.ledger.reading.settings import Settings

_FEW = 2**17  # rows, up to which numbers are held in full width
_OWN_UNITS = {
    "growth": "percent",
    "contribution": "pp",
    "share": "percent",
    "ratio": "",
}  # whatever the measure's unit is


class Read(NamedTuple):
    """The figures of all claims, how their values were spelled, and what is wrong with some."""

    figures: Figures
    spelling: Spelling
    problems: list[tuple[int, str]]  # (row, message); such a row holds the pure number 0
    units: Units | None  # what stands together, where it is known already


def figures_of(
    names: Mapping[str, Codes],
    value: FloatColumn | DecimalColumn | None,
    languages: Mapping[str, str],
    settings: Settings,
    bad: Ints,
) -> Read:
    """Read every claim's figure, in words or as a value with its decimals.

    ``languages`` are those of the sources. Of ``bad`` claims nothing is read, and nothing told.
    """
    size = len(names["source"])
    spoken = np.flatnonzero(names["reported"].which(bool))
    value = value or FloatColumn(np.zeros(size), dict.fromkeys(range(size), ""))
    units = _Units(names, settings, _without(size, bad, spoken) if len(bad) or len(spoken) else None)
    read, spelling = _values(names, value, units)
    problems = units.problems()
    if not len(spoken):
        return Read(read, spelling, problems, None if problems else units.reported())
    told = _without(size, bad, _without(size, spoken))
    words, wrong = _words(names, told, languages, settings)
    typed = _without(size, told)
    order = np.argsort(np.concatenate([typed, told]), kind="stable")
    both = Figures.joined([read.take(typed), words]).take(order)
    return Read(both, spelling, sorted([*problems, *wrong]), None)


def _without(size: int, *others: Ints) -> Ints:
    """So many rows without these."""
    kept = np.ones(size, dtype=bool)
    for rows in others:
        kept[rows] = False
    return np.flatnonzero(kept)


def _words(
    names: Mapping[str, Codes], rows: Ints, languages: Mapping[str, str], settings: Settings
) -> tuple[Figures, list[tuple[int, str]]]:
    """Figures in words: each distinct spelling is read once."""
    columns = [names[name].take(rows) for name in ("reported", "source", "measure", "stat", "unit", "decimals")]
    key = combined([Ranged(codes.code, len(codes.values)) for codes in columns])
    _, first, number = np.unique(key, return_index=True, return_inverse=True)
    known: dict[tuple[str, str, str, str, str], Figure | str] = {}
    read: list[Figure | str] = []
    for row in first:
        words, source, measure, stat, unit, decimals = (codes[row] for codes in columns)
        language = languages.get(source, "")
        fallback = unit or _usual_unit(measure, stat, settings)
        if not unit and stat in _OWN_UNITS and is_fraction(words, language):
            fallback = FRACTION if stat == "growth" else ""
        one = words, language, fallback, decimals, stat
        if one not in known:
            try:
                known[one] = _settled(
                    read_figure(words, language, unit=fallback, units=settings.units),
                    decimals,
                    decimals_ahead(fallback),
                )
            except FigureError as error:
                advice = advice_on_value(words, language, stat, unit=fallback, units=settings.units)
                known[one] = f"{quoted_text(error.words)}: {advice}" if advice else str(error)
        read.append(known[one])
    bad = np.array([isinstance(one, str) for one in read], dtype=bool)
    problems = [(int(rows[row]), str(read[number[row]])) for row in np.flatnonzero(bad[number])] if bad.any() else []
    return Figures.of([NO_FIGURE if isinstance(one, str) else one for one in read]).take(number), problems


def _settled(figure: Figure, decimals: str, ahead: int) -> Figure:
    """The figure of words beside which decimals stand: these say what was printed, to the zeros at its end."""
    if not decimals:
        return figure
    step = Fraction(0) if exact_word(decimals) else Fraction(10) ** (ahead - int(decimals))
    return replace(figure, step=step, step_high=None if figure.step_high is None else step, round=False)


def _usual_unit(measure: str, stat: str, settings: Settings) -> str:
    """The unit that holds where a claim names none: its measure's, else the ledger's; that of a rate is its own."""
    of_measure = settings.measures.get(measure, Measure(measure)).unit
    return _OWN_UNITS.get(stat, of_measure or settings.defaults.get("unit", ""))


class _Units:
    """The unit of each claim with a value, by its measure, statistic and unit as they were given."""

    def __init__(self, names: Mapping[str, Codes], settings: Settings, among: Ints | None) -> None:
        """``among`` are the claims that are asked about; None for all."""
        self.crossed = Crossed(*(names[name] for name in ("measure", "stat", "unit")))
        self.said = self.crossed.numbers(among)
        self.together = self.crossed.texts(self.said)
        self._among = among
        self._wrong: dict[int, str] = {}  # by combination
        read: list[tuple[str, Fraction]] = []
        for number, (measure, stat, unit) in zip(self.said.tolist(), self.together, strict=True):
            try:
                read.append(read_unit(unit or _usual_unit(measure, stat, settings), settings.units))
            except FigureError as error:
                self._wrong[number] = str(error)
                read.append(("", Fraction(1)))
        self.ahead = np.array(
            [decimals_ahead(unit or _usual_unit(measure, stat, settings)) for measure, stat, unit in self.together],
            dtype=np.int64,
        )
        self.name = [unit for unit, _ in read]
        self.known = tuple(sorted(set(self.name))) or ("",)
        split = [decimal_parts(factor) for _, factor in read]
        self.power = np.array([power for _, power in split], dtype=np.int64)
        self.factor = packed([digits for digits, _ in split])  # what is left of a factor that is no power of ten

    def by_row(self, table: Array) -> Array:
        """What a table holds for each combination that there is, looked up for each claim; 0 for all others."""
        return self.crossed.look_up(table if table.dtype == object else narrow(table), self.said)

    def problems(self) -> list[tuple[int, str]]:
        if not self._wrong:
            return []
        rows = np.arange(len(self.crossed)) if self._among is None else self._among
        key = self.crossed.key(rows)
        found = np.flatnonzero(np.isin(key, list(self._wrong)))
        return [(int(rows[row]), self._wrong[int(key[row])]) for row in found]

    def reported(self) -> Units:
        each = zip(self.together, self.name, strict=True)
        return frozenset((measure, stat, unit) for (measure, stat, _), unit in each)


def _values(names: Mapping[str, Codes], value: FloatColumn | DecimalColumn, units: _Units) -> tuple[Figures, Spelling]:
    """Figures as values with their decimals."""
    decimals, size = names["decimals"], len(names["decimals"])
    fine = [is_decimals(text) for text in decimals.values]
    exact = np.array([not one or exact_word(text) for text, one in zip(decimals.values, fine, strict=True)], dtype=bool)
    places = np.array(
        [0 if word else int(text) for text, word in zip(decimals.values, exact, strict=True)], dtype=np.int64
    )
    grid = looked_up((-places).astype(np.int16), decimals.code)
    if units.ahead.any():
        grid = grid + units.by_row(units.ahead)
    one = np.broadcast_to(np.int8(1), size)
    step = Decimals(looked_up((~exact).astype(np.int8), decimals.code) if exact.any() else one, grid)
    if isinstance(value, FloatColumn):
        read, odd, minus = _floats(value, places, decimals.code, step, units)
        zeros = False
    else:
        read, zeros, minus = value.read, value.zeros, np.array(value.minus, dtype=np.int64)
        if units.power.any():
            read = Decimals(read.digits, read.exponent + units.by_row(units.power))
        odd = np.flatnonzero(read.exponent < grid)
    spelling = Spelling(zeros, minus, units.by_row(units.power), dict(value.odd))
    if spelled := {row: digits_of(text) for row, text in value.odd.items() if is_plain(text)}:
        read = _with_odd(read, spelled, units)
        odd = np.union1d(odd, list(spelled))
    if (units.factor != 1).any():
        factor = units.by_row(units.factor)
        rows = np.flatnonzero(factor != 1)
        spelling = _told(spelling, read, rows, units)
        read = product(_wide(read), Decimals(factor, np.zeros(size, dtype=np.int64)))
        odd = np.union1d(odd, rows)
    high, two = _highs(names["value_high"], read, units)
    excess = np.broadcast_to(np.False_, size)
    wrong = [rows[_exceeds(numbers, step, rows)] for numbers, rows in ((read, odd), (high, np.flatnonzero(two)))]
    if any(map(len, wrong)):
        excess = np.zeros(size, dtype=bool)
        excess[np.concatenate(wrong)] = True
    if size < _FEW:
        shared, alone, read, step = read.exponent is step.exponent, high is read, _wide(read), _wide(step)
        step = Decimals(step.digits, read.exponent) if shared else step
        high = read if alone else high
    figures = Figures(
        value=read,
        high=high,
        step=step,
        high_step=step,
        two=two,
        qualifier=_qualifiers(names["qualifier"], two),
        unit=units.by_row(np.array([units.known.index(name) for name in units.name], dtype=np.int64)),
        units=units.known,
        excess=excess,
        round=np.broadcast_to(np.False_, size),  # zeros of a table are digits
    )
    return figures, spelling


def _with_odd(read: Decimals, spelled: Mapping[int, tuple[int, int]], units: _Units) -> Decimals:
    """The numbers with those that are spelled in a way of their own."""
    rows = np.array(list(spelled), dtype=np.int64)
    digits = packed([number for number, _ in spelled.values()])
    column = read.digits.astype(np.result_type(read.digits, digits))
    exponent = read.exponent.astype(np.int64)
    power = units.by_row(units.power)
    column[rows], exponent[rows] = digits, [shift for _, shift in spelled.values()]
    exponent[rows] += power[rows]
    return Decimals(column, exponent)


def _told(spelling: Spelling, read: Decimals, rows: Ints, units: _Units) -> Spelling:
    """How claims were spelled whose figures, times a factor, no longer tell it."""
    exponent = read.exponent[rows] - units.by_row(units.power)[rows]
    each = zip(rows.tolist(), read.digits[rows].tolist(), exponent.tolist(), strict=True)
    odd = {row: text_of(digits, shift, zeros=spelling.zeros) for row, digits, shift in each}
    return spelling._replace(odd=odd | spelling.odd)


def _highs(column: Codes, read: Decimals, units: _Units) -> tuple[Decimals, Bools]:
    """The other ends of ranges, the same numbers where there is none, and where there is one."""
    two = column.which(is_plain)
    if not two.any():
        return read, np.broadcast_to(np.False_, len(two))
    split = [digits_of(text) if is_plain(text) else (0, 0) for text in column.values]
    digits, exponent = packed([number for number, _ in split]), np.array([shift for _, shift in split], dtype=np.int64)
    high = Decimals(digits[column.code], exponent[column.code] + units.by_row(units.power))
    high = product(high, Decimals(units.by_row(units.factor), np.zeros(len(two), dtype=np.int64)))
    wide = _wide(read)
    return Decimals(np.where(two, high.digits, wide.digits), np.where(two, high.exponent, wide.exponent)), two


def _qualifiers(column: Codes, two: Bools) -> Array:
    number = [QUALIFIERS.index(text) if text in QUALIFIERS else QUALIFIERS.index("exact") for text in column.values]
    if len(column.values) == 1 and not two.any():
        return np.broadcast_to(np.int8(number[0]), len(column))
    ranges = two & ~column.which(bool)
    return np.where(ranges, QUALIFIERS.index("range"), np.array(number, dtype=np.int64)[column.code])


def _floats(
    value: FloatColumn, places: Ints, code: Array, step: Decimals, units: _Units
) -> tuple[Decimals, Ints, Ints]:
    """Floats as decimals, the rows whose digits may go beyond what is stated, and those of −0."""
    grid = step.exponent
    if not len(value.values):
        return Decimals(np.zeros(0, dtype=np.int64), grid), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    power, asked = units.by_row(units.power), units.by_row(units.power - units.ahead)
    if asked.strides == (0,):
        found = shortest(value.values, places + asked[0], None if len(places) == 1 else code)
    else:
        powers = np.unique(np.append(units.power - units.ahead, 0))
        both = code * np.int32(len(powers)) + np.searchsorted(powers, asked).astype(np.int32)
        found = shortest(value.values, np.add.outer(places, powers).reshape(-1), both)
    if not len(found.odd):
        return Decimals(found.digits, grid), found.odd, found.minus
    exponent, digits, odd = grid.copy(), found.digits, found.odd
    read = _clean(Decimals(digits[odd], found.exponent), Decimals(step.digits[odd], grid[odd] - power[odd]))
    digits[odd], exponent[odd] = read.digits, read.exponent + power[odd]
    return Decimals(digits, exponent), odd, found.minus


def _clean(printed: Decimals, step: Decimals) -> Decimals:
    """What floats print, without what arithmetic left behind their 15 digits; digits that were stated are kept."""
    clean, step = without_noise(printed), _wide(step)
    noisy = (step.digits == 0) | (finer(printed, step) & ~finer(clean, step))
    digits = np.where(noisy, clean.digits, printed.digits)
    exponent = np.where(noisy, clean.exponent, printed.exponent)
    rows = np.flatnonzero(finer(Decimals(digits, exponent), step))
    near, left = on_grid(printed.take(rows), step.take(rows))
    digits[rows[left]], exponent[rows[left]] = near.digits[left], near.exponent[left]
    return Decimals(digits, exponent)


def _exceeds(read: Decimals, step: Decimals, rows: Ints) -> Bools:
    """Which of some rows hold digits beyond their last printed one."""
    blocks = [rows[start : start + BLOCK] for start in range(0, len(rows), BLOCK)]
    each = [finer(_wide(read.take(block)), _wide(step.take(block))) for block in blocks]
    return np.concatenate([np.zeros(0, dtype=bool), *each])


def _wide(numbers: Decimals) -> Decimals:
    """The same in whole numbers of full width, which any arithmetic may use."""
    digits = numbers.digits if numbers.digits.dtype == object else widened(numbers.digits)
    return Decimals(digits, widened(numbers.exponent))
