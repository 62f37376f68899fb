"""From a typed table to a ledger's claims, by columns and distinct values.

What is fine is taken as it is. Where anything is not, or is said in a way that only reading it as text can judge, there
is no answer, and the table is read as text, with all that has to be said about it.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from fractions import Fraction
from itertools import product as pairs
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from reconcile.exact.columns import ROOM, Array, Decimals, Ints, decimal_parts, finer, magnitude
from reconcile.language.figures import FigureError, read_unit
from reconcile.language.periods import PeriodError, read_period
from reconcile.ledger.coded_schema import coded_schema, exact_word
from reconcile.ledger.codes import Codes
from reconcile.ledger.columns import QUALIFIERS, claim_columns, text_column
from reconcile.ledger.content import Coded
from reconcile.ledger.entries import Measure
from reconcile.ledger.figures import Figures, plain_decimals
from reconcile.ledger.schema import LONGEST_CELL, complaints
from reconcile.ledger.units import claim_problems, rule_problems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reconcile.ledger.intake import Intake
    from reconcile.ledger.settings import Settings

NUMBERS = ("value",)
FREE = ("reported", "value_high", "qualifier", "quote", "page", "at")  # taken only where nobody says anything

_NAMES = ("source", "measure", "area", "period", "stat", "base", "status", "unit", "decimals")
_MANY = 2**17  # rows from which columns are worth threads, and narrow numbers worth their care
_BLOCK = 2**15  # rows at a time, so that what comes between stays in a core's cache
_EXACT = 10.0**15  # decimals of up to 15 digits and floats tell each other apart
_PAIRS = 10**6
_OWN_UNITS = {"growth": "percent", "share": "percent", "ratio": ""}  # whatever the measure's unit is


def coded(taken: Intake, settings: Settings, file: str, begins: int) -> Coded | None:
    """The claims of a table whose sources are all that it names; None where it must be read as text."""
    dimensions = settings.dimensions
    made, value = _names(taken, settings), taken.numbers.get("value")
    if made is None or value is None or not taken.size or not _ids_differ(made):
        return None
    ids = _ids(taken)
    if ids is None or complaints(coded_schema, _frame(made, value, dimensions)):
        return None
    sources = made["source"].within(tuple(sorted(made["source"].values)))
    lines = np.arange(taken.size)
    made["source"] = sources
    if (sources.code[1:] < sources.code[:-1]).any():
        lines = np.argsort(sources.code, kind="stable")
        value, made = _ordered(value, made, lines)
    figures = _figures(made, value, settings)
    if figures is None:
        return None
    given = {str(name): taken.texts[name] for name in ("value", "decimals", *ids) if name in taken.texts}
    names = {name: codes for name, codes in made.items() if name != "decimals"}
    return Coded(names, figures, tuple(claim_columns(dimensions)), given, file, lines, begins)


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


def _ids(taken: Intake) -> tuple[str, ...] | None:
    """The column of ids where it gives every claim its own, none where there is none; None where it is neither."""
    if "claim" not in taken.texts:
        return ()
    texts = text_column(taken.texts["claim"]())
    if (texts == "").all():
        return ()
    fine = texts.is_unique and (texts != "").all() and (texts == texts.str.strip()).all()
    return ("claim",) if fine and texts.str.len().max() <= LONGEST_CELL else None


def _canonical(text: str) -> str:
    try:
        return read_period(text).text
    except PeriodError:
        return text


def _ids_differ(made: dict[str, Codes]) -> bool:
    """Whether no two sources and measures spell the same beginning of an id: a:b of c, and a of b:c."""
    sources, measures = (made[name].values for name in ("source", "measure"))
    if not any(":" in name for name in (*sources, *measures)):
        return True
    count = len(sources) * len(measures)
    return count <= _PAIRS and len({f"{source}:{measure}" for source, measure in pairs(sources, measures)}) == count


def _frame(made: dict[str, Codes], value: Array | pd.Series[str], dimensions: Sequence[str]) -> pd.DataFrame:
    """The columns as a frame of categories, for the schema to judge."""
    columns: dict[str, Any] = {
        name: pd.Categorical.from_codes(made[name].code, categories=pd.Index(made[name].values, dtype=object))
        for name in (*_NAMES, *dimensions)
    }
    return pd.DataFrame(columns | {"value": value}, copy=False)


def _ordered(
    value: Array | pd.Series[str], made: dict[str, Codes], order: Ints
) -> tuple[Array | pd.Series[str], dict[str, Codes]]:
    if isinstance(value, pd.Series):
        return value.iloc[order].reset_index(drop=True), {name: codes.take(order) for name, codes in made.items()}
    if len(order) < _MANY:
        return value[order], {name: codes.take(order) for name, codes in made.items()}
    with ThreadPoolExecutor() as pool:
        moved = pool.submit(value.__getitem__, order)
        taken = {
            name: codes if len(codes.values) == 1 else pool.submit(codes.take, order) for name, codes in made.items()
        }
        return moved.result(), {
            name: codes if isinstance(codes, Codes) else codes.result() for name, codes in taken.items()
        }


def _figures(made: dict[str, Codes], value: Array | pd.Series[str], settings: Settings) -> Figures | None:
    """The figures, where every unit is known and fits."""
    units = _units(made, settings)
    if units is None:
        return None
    decimals = made["decimals"]
    exact = np.array([exact_word(text) for text in decimals.values], dtype=bool)
    places = np.array([0 if exact_word(text) else int(text) for text in decimals.values], dtype=np.int64)
    power = np.array([power for _, _, power in units.read], dtype=np.int64)
    step = Decimals((~exact).astype(np.int8)[decimals.code], (-places).astype(np.int16)[decimals.code])
    size, excess = len(decimals), np.zeros(len(decimals), dtype=bool)
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        printed = np.add.outer(np.where(exact, 0, places), power)  # digits right of the point, as they stand
        both = decimals.code if len(power) == 1 else decimals.code * np.int32(len(power)) + units.code
        read, odd = _floats(value, printed.reshape(-1), both)
    else:
        read = (
            plain_decimals(value) if isinstance(value, pd.Series) else Decimals(value, np.zeros(size, dtype=np.int16))
        )
        odd = np.arange(size) if _may_exceed(read, places[~exact], power) else np.zeros(0, dtype=np.int64)
    if power.any():
        read = Decimals(read.digits, read.exponent + power.astype(np.int16)[units.code])
    if any(digits != 1 for _, digits, _ in units.read):
        factor = np.array([digits for _, digits, _ in units.read], dtype=np.int64)[units.code]
        if magnitude(read.digits).max(initial=0) * float(factor.max(initial=1)) >= ROOM:
            return None
        read, odd = Decimals(read.digits * factor, read.exponent), np.arange(size)
    excess[odd] = finer(_wide(read.take(odd)), _wide(step.take(odd)))
    if size < _MANY:
        read, step = _wide(read), _wide(step)
    return Figures(
        value=read,
        high=read,
        step=step,
        high_step=step,
        two=np.broadcast_to(np.False_, size),
        qualifier=np.broadcast_to(np.int8(QUALIFIERS.index("exact")), size),
        unit=units.names[units.code] if len(units.known) > 1 else np.broadcast_to(np.int8(0), size),
        units=units.known,
        excess=excess if len(odd) else np.broadcast_to(np.False_, size),
    )


def _wide(numbers: Decimals) -> Decimals:
    """The same in whole numbers of full width, which any arithmetic may use."""
    digits = numbers.digits if numbers.digits.dtype == object else numbers.digits.astype(np.int64, copy=False)
    return Decimals(digits, numbers.exponent.astype(np.int64, copy=False))


def _floats(value: Array, places: Ints, code: Array) -> tuple[Decimals, Ints]:
    """The shortest decimals that floats print, and the rows in which these have more digits than are stated.

    ``places`` are the digits that may stand right of the point, by code. A float is digits / 10**places exactly where
    that quotient, which is rounded correctly, gives it back: decimals of up to 15 digits each have a float of their
    own, so that no shorter or other decimal of 15 digits prints the same. All others are read from what they print.
    """
    known = np.abs(places) <= 22  # the powers of ten that a float is without loss
    over, under = (10.0 ** np.where(known, np.maximum(sign * places, 0), 0) for sign in (1, -1))
    over[~known] = np.nan  # nothing is equal to what comes of it
    digits, fits = np.empty(len(value), dtype=np.int64), np.empty(len(value), dtype=bool)

    def some(start: int) -> None:
        rows = slice(start, start + _BLOCK)
        times, less = (power[code[rows]] if len(places) > 1 else power[0] for power in (over, under))
        whole = np.rint(value[rows] * times / less if (under > 1).any() else value[rows] * times)
        fits[rows] = (np.abs(whole) < _EXACT) & (whole * less / times == value[rows])
        with np.errstate(invalid="ignore"):
            digits[rows] = whole

    starts = range(0, len(value), _BLOCK)
    if len(value) < _MANY:
        list(map(some, starts))
    else:
        with ThreadPoolExecutor() as pool:
            list(pool.map(some, starts))
    exponent = (-places).astype(np.int16)[code]
    odd = np.flatnonzero(~fits)
    for row in map(int, odd):
        one, power = decimal_parts(Fraction(Decimal(repr(float(value[row])))))
        digits[row], exponent[row] = one, power
    return Decimals(digits, exponent), odd


def _may_exceed(read: Decimals, places: Ints, power: Ints) -> bool:
    """Whether some value may have digits beyond its decimals, since it has digits beyond the fewest that any states."""
    finest = int(read.exponent.min(initial=0)) + int(power.min(initial=0))
    return bool(len(places)) and finest < -int(places.min())


class _Units(NamedTuple):
    """The unit of each claim: a code into what was read, and for each of these the unit's name and factor."""

    code: Array
    read: list[tuple[str, int, int]]  # name, and the factor as digits and power of ten
    names: Array  # the number of each name
    known: tuple[str, ...]


def _units(made: dict[str, Codes], settings: Settings) -> _Units | None:
    """The units, judged once for each measure, statistic and unit that stand together; None where one does not fit."""
    measure, stat, unit = (made[name] for name in ("measure", "stat", "unit"))
    room = len(measure.values) * len(stat.values) * len(unit.values)
    if room > _PAIRS:
        return None
    key = measure.code.astype(np.int32)
    for codes in (stat, unit):
        if len(codes.values) > 1:
            key = key * np.int32(len(codes.values)) + codes.code
    there = np.zeros(room, dtype=bool)
    there[key] = True
    said = np.flatnonzero(there)
    rows = np.unravel_index(said, (len(measure.values), len(stat.values), len(unit.values)))
    together = [(measure.values[m], stat.values[s], unit.values[u]) for m, s, u in zip(*rows, strict=True)]
    read: list[tuple[str, int, int]] = []
    for name, statistic, given in together:
        fallback = settings.measures.get(name, Measure(name)).unit or settings.defaults.get("unit", "")
        try:
            one, factor = read_unit(given or _OWN_UNITS.get(statistic, fallback))
        except FigureError:
            return None
        digits, power = decimal_parts(factor)
        if isinstance(digits, Fraction):
            return None
        read.append((one, digits, power))
    distinct = list(dict.fromkeys(read))
    known = tuple(sorted({name for name, *_ in read}))
    names = np.array([known.index(name) for name, *_ in distinct], dtype=np.int16)
    if not _fit(together, np.array([known.index(name) for name, *_ in read], dtype=np.int64), known, settings):
        return None
    table = np.zeros(room, dtype=np.int16)
    table[said] = [distinct.index(one) for one in read]
    return _Units(table[key], distinct, names, known)


def _fit(together: list[tuple[str, str, str]], unit: Ints, known: tuple[str, ...], settings: Settings) -> bool:
    """Whether units fit statistics, measures and rules: asked of one claim for each that stand together."""
    few = pd.DataFrame(together, columns=["measure", "stat", "unit"])
    nothing = Decimals(np.zeros(len(few), dtype=np.int64), np.zeros(len(few), dtype=np.int64))
    no = np.zeros(len(few), dtype=bool)
    figures = Figures(nothing, nothing, nothing, nothing, no, nothing.digits, unit, known, no)
    named = {name for rule in settings.rules for name in rule.measures}
    if named - {*settings.measures, *few["measure"]}:
        return False
    return not claim_problems(few, figures, settings.measures) and not rule_problems(
        settings.rules, few, figures, settings.measures
    )
