"""From a typed table to a ledger's claims, by columns and distinct values.

What is fine is taken as it is. Where anything is not, or is said in a way that only reading it as text can judge, there
is no answer, and the table is read as text, with all that has to be said about it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
import pandera.pandas as pa

from reconcile.exact.columns import Array, Bools, Decimals, Ints, decimal_parts, finer
from reconcile.exact.parallel import BLOCK, in_blocks
from reconcile.language.codelists import QUALIFIERS
from reconcile.language.figures import FigureError, read_unit
from reconcile.language.periods import PeriodError, read_period
from reconcile.ledger.reading.column_schemas import exact_word, names_schema, numbers_schema, stated_schema
from reconcile.ledger.store.claim_table import Coded, Spelling, Units
from reconcile.ledger.store.codes import Codes, Crossed, looked_up, narrow
from reconcile.ledger.store.columns import claim_columns, text_column
from reconcile.ledger.store.decimals import Floats, Printed, shortest
from reconcile.ledger.store.declarations import Measure
from reconcile.ledger.store.figure_columns import Figures
from reconcile.ledger.store.schemas import LONGEST_CELL, complaints
from reconcile.ledger.store.unit_kinds import misfits, rule_misfits

if TYPE_CHECKING:
    from reconcile.ledger.reading.settings import Settings
    from reconcile.ledger.reading.typed_columns import Intake

_NAMES = ("source", "measure", "area", "period", "stat", "base", "status", "unit", "decimals")
_FEW = 2**17  # rows, up to which numbers are held in full width
_PAIRS = 10**6
_OWN_UNITS = {"growth": "percent", "share": "percent", "ratio": ""}  # whatever the measure's unit is


def coded(taken: Intake, settings: Settings, file: str, begins: int) -> Coded | None:
    """The claims of a table whose sources are all that it names; None where it must be read as text."""
    dimensions = settings.dimensions
    made, value = _names(taken, settings), taken.numbers.pop("value", None)
    if made is None or value is None or not taken.size:
        return None
    ids = _ids(taken.ids)
    if ids is not None and not len(ids):
        return None
    asked = ((names_schema, _spelled), (stated_schema, _stated))
    if any(complaints(schema, texts(made)) for schema, texts in asked) or complaints(numbers_schema, _numbers(value)):
        return None
    read = _figures(made, value, settings)
    if read is None:
        return None
    figures, spelling, units = read
    claims = Coded(made, figures, tuple(claim_columns(dimensions)), spelling, ids, taken.sources, file, begins)
    claims.__dict__["units"] = units
    return claims


def _names(taken: Intake, settings: Settings) -> dict[str, Codes] | None:
    """The columns of names, with defaults filled in and periods in one spelling."""
    names = taken.names
    fill = {"stat": "level", "status": settings.defaults.get("status", "final")}
    fill["area"] = settings.defaults.get("area", "")
    made = {}
    for name in (*_NAMES, *settings.dimensions):
        codes = names.get(name, Codes.constant("", taken.size))
        if name in fill:
            codes = codes.renamed(lambda text, default=fill[name]: text or default)  # type: ignore[misc]
        made[name] = codes.renamed(_canonical) if name == "period" else codes
    if any(_canonical(text) != text for text in made["base"].values):
        return None
    return made


def _ids(given: pd.Series[Any] | None) -> pd.Series[str] | None:
    """The ids where each claim has its own, None where none has any; a column without rows where it is neither."""
    if given is None:
        return None
    texts = text_column(given)
    if (texts == "").all():
        return None
    fine = texts.is_unique and (texts != "").all() and (texts == texts.str.strip()).all()
    return texts if fine and texts.str.len().max() <= LONGEST_CELL else texts.iloc[:0]


def _canonical(text: str) -> str:
    """A period in its one spelling."""
    try:
        return read_period(text).text
    except PeriodError:
        return text


def _spelled(made: dict[str, Codes]) -> pd.Series[Any]:
    """Every distinct value of every column, which are all in some row, with its column."""
    return _listed([(name, text) for name, codes in made.items() for text in codes.values], names_schema)


def _stated(made: dict[str, Codes]) -> pd.Series[Any]:
    """The statistics, bases and periods that stand together, but for levels without a base."""
    stat, base, period = (made[name] for name in ("stat", "base", "period"))
    level, none = stat.find("level"), base.find("")
    given = in_blocks(len(stat), lambda rows: rows.start + _others(stat.code[rows], level, base.code[rows], none))
    crossed = Crossed(stat, base, period)
    rows = np.concatenate(given)
    return _listed(crossed.texts(crossed.numbers(rows)) if len(rows) else [], stated_schema)


def _listed(together: list[tuple[str, ...]], schema: pa.SeriesSchema) -> pd.Series[Any]:
    """Texts that stand together, for a schema to judge."""
    return pd.Series(together, name=schema.name, dtype=object)


def _others(stat: Array, level: int, base: Array, none: int) -> Ints:
    return np.flatnonzero((stat != level) | (base != none))


def _numbers(value: Floats | Printed) -> pd.Series[Any]:
    number = value.values if isinstance(value, Floats) else value.read.digits
    return pd.Series(number, name="value", copy=False)


def _figures(
    made: dict[str, Codes], value: Floats | Printed, settings: Settings
) -> tuple[Figures, Spelling, Units] | None:
    """The figures, where every unit is known and fits, how their numbers were spelled, and what is in which unit."""
    units = _units(made, settings)
    if units is None:
        return None
    decimals = made["decimals"]
    exact = np.array([exact_word(text) for text in decimals.values], dtype=bool)
    places = np.array([0 if exact_word(text) else int(text) for text in decimals.values], dtype=np.int64)
    grid = looked_up((-places).astype(np.int16), decimals.code)
    one = np.broadcast_to(np.int8(1), len(grid))
    step = Decimals(looked_up((~exact).astype(np.int8), decimals.code) if exact.any() else one, grid)
    if isinstance(value, Floats):
        read, odd, minus = _floats(value, places, decimals.code, grid, units)
        zeros = False
    else:
        read, zeros, minus = value.read, value.zeros, np.array(value.minus, dtype=np.int64)
        if units.power.any():
            read = Decimals(read.digits, read.exponent + units.by_row(units.power))
        odd = np.flatnonzero(read.exponent < grid)
    size = len(grid)
    excess = np.broadcast_to(np.False_, size)
    if (wrong := odd[_exceeds(read, step, odd)]).size:
        excess = np.zeros(size, dtype=bool)
        excess[wrong] = True
    if size < _FEW:
        shared, read, step = read.exponent is step.exponent, _wide(read), _wide(step)
        step = Decimals(step.digits, read.exponent) if shared else step
    figures = Figures(
        value=read,
        high=read,
        step=step,
        high_step=step,
        two=np.broadcast_to(np.False_, size),
        qualifier=np.broadcast_to(np.int8(QUALIFIERS.index("exact")), size),
        unit=units.by_row(units.name),
        units=units.known,
        excess=excess,
    )
    return figures, Spelling(zeros, minus, units.power if units.power.any() else None), units.reported


def _floats(value: Floats, places: Ints, code: Array, grid: Array, units: _Units) -> tuple[Decimals, Ints, Ints]:
    """Floats as decimals, the rows whose digits may go beyond what is stated, and those of −0."""
    powers, which = np.unique(units.power[units.said], return_inverse=True)
    if len(powers) == 1:
        found = shortest(value.values, places + powers[0], None if len(places) == 1 else code)
    else:
        table = np.zeros(units.crossed.room, dtype=np.int32)
        table[units.said] = which
        both = code * np.int32(len(powers)) + units.by_row(table)
        found = shortest(value.values, np.add.outer(places, powers).reshape(-1), both)
    if not len(found.odd):
        return Decimals(found.digits, grid), found.odd, found.minus
    exponent = grid.copy()
    power = units.power[units.crossed.key(found.odd)]
    exponent[found.odd] = found.exponent + power
    return Decimals(found.digits, exponent), found.odd, found.minus


def _exceeds(read: Decimals, step: Decimals, rows: Ints) -> Bools:
    """Which of some rows hold digits beyond their last printed one."""
    blocks = [rows[start : start + BLOCK] for start in range(0, len(rows), BLOCK)]
    parts = [finer(_wide(read.take(block)), _wide(step.take(block))) for block in blocks]
    return np.concatenate([np.zeros(0, dtype=bool), *parts])


def _wide(numbers: Decimals) -> Decimals:
    """The same in whole numbers of full width, which any arithmetic may use."""

    def wide(column: Array) -> Array:
        if column.strides == (0,) and len(column):  # held once for all
            return np.broadcast_to(column[:1].astype(np.int64), len(column))
        return column.astype(np.int64, copy=False)

    return Decimals(wide(numbers.digits), wide(numbers.exponent))


class _Units(NamedTuple):
    """The unit of each claim, by its measure, statistic and unit as they were given."""

    crossed: Crossed
    said: Ints  # the combinations that there are
    power: Ints  # of each combination, the power of ten of its unit's factor
    name: Array  # of each combination, the number of its unit
    known: tuple[str, ...]
    reported: Units

    def by_row(self, table: Array) -> Array:
        """A table of combinations, looked up for each claim."""
        return self.crossed.look_up(narrow(table), self.said)


def _units(made: dict[str, Codes], settings: Settings) -> _Units | None:
    """The units, judged once for each measure, statistic and unit that stand together; None where one does not fit."""
    crossed = Crossed(*(made[name] for name in ("measure", "stat", "unit")))
    if crossed.room > _PAIRS:
        return None
    said = crossed.numbers()
    together = crossed.texts(said)
    read: list[tuple[str, int]] = []
    for name, statistic, given in together:
        fallback = settings.measures.get(name, Measure(name)).unit or settings.defaults.get("unit", "")
        try:
            one, factor = read_unit(given or _OWN_UNITS.get(statistic, fallback))
        except FigureError:
            return None
        digits, power = decimal_parts(factor)
        if digits != 1:
            return None
        read.append((one, power))
    reported = [(name, stat, unit) for (name, stat, _), (unit, _) in zip(together, read, strict=True)]
    if not _fit(reported, settings):
        return None
    known = tuple(sorted({unit for unit, _ in read}))
    powers, names = np.zeros((2, crossed.room), dtype=np.int64)
    powers[said], names[said] = [power for _, power in read], [known.index(unit) for unit, _ in read]
    return _Units(crossed, said, powers, names, known, frozenset(reported))


def _fit(together: list[tuple[str, str, str]], settings: Settings) -> bool:
    """Whether units fit statistics, measures and rules, asked once of what stands together."""
    named = {name for rule in settings.rules for name in rule.measures}
    if named - {*settings.measures, *(measure for measure, *_ in together)}:
        return False
    if any(misfits(together, settings.measures)):
        return False
    said = {(measure, unit) for measure, stat, unit in together if stat == "level"}
    return not rule_misfits(settings.rules, said, settings.measures)
