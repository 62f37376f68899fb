"""What looks meant otherwise: of columns, not of figures. A hint is no finding, and no verdict rests on it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import numpy as np

from reconcile.auditing.sum_hints import annual_rates, partial_breakdowns
from reconcile.checks.engine.claims import Store
from reconcile.checks.joint.products import why_alone
from reconcile.exact.columns import Bools, Ints
from reconcile.exact.interval import text
from reconcile.language.codelists import GROWTH, LEVEL
from reconcile.language.digits import FigureError, quoted_text
from reconcile.language.periods import Period, PeriodError, read_period
from reconcile.language.rules import Rule
from reconcile.language.units import parse_unit
from reconcile.ledger.store.codes import Crossed
from reconcile.ledger.store.text_problems import exact_word, is_decimals

_LOOKED_AT = 200  # claims of a kind
_NAMED = 3  # rules that a hint names
_SCALED = 3  # powers of ten by which a unit's scale and the digits of its figures must differ
_MOST = 4  # of five growth rates that must look like fractions, beside the levels
_ROOM = 2**62  # quantities that one whole number tells apart
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_YEARS = re.compile(r"([0-9]{4})/([0-9]{4})")


def hints_of(store: Store) -> tuple[str, ...]:
    """Each hint once for a ledger or a column, in one sentence."""
    return tuple(
        dict.fromkeys(
            [
                *_finer_than_printed(store),
                *_in_fractions(store),
                *_days(store),
                *_years(store),
                *annual_rates(store),
                *partial_breakdowns(store),
                *_guesses(store),
                *_by_themselves(store),
            ]
        )
    )


def _guesses(store: Store) -> Iterator[str]:
    """That what was found rests on what a draft guessed."""
    codes = store.ledger.content.codes("guess")
    counts = np.bincount(codes.code, minlength=len(codes.values)).tolist()
    found = Counter[str]()
    for guessed, count in zip(codes.values, counts, strict=True):
        found.update(dict.fromkeys(guessed.split(), count))
    if guesses := sum(found.values()):
        claims = sum(count for guessed, count in zip(codes.values, counts, strict=True) if guessed)
        each = ", ".join(f"{name} {count:,}" for name, count in found.items())
        said = f"{guesses:,} guess{'es' * (guesses != 1)} of {claims:,} claim{'s' * (claims != 1)}"
        yield f"this rests on {said} ({each}); `reconcile confirm` takes the marks away from those that are right"


def _by_themselves(store: Store) -> Iterator[str]:
    """The rules that the joint test leaves out, with the reason."""
    reasons: dict[str, list[str]] = {}
    several = _told_by_several(store) if any(rule.sources for rule in store.ledger.rules) else frozenset()
    for rule in store.ledger.rules:
        if why := _left_out(store, rule, several):
            reasons.setdefault(why, []).append(quoted_text(rule.text))
    for why, rules in reasons.items():
        more = [f"{len(rules) - _NAMED} more"] if len(rules) > _NAMED else []
        yield f"the joint test leaves out {' and '.join([*rules[:_NAMED], *more])}, decided by itself: {why}"


def _left_out(store: Store, rule: Rule, several: frozenset[str]) -> str:
    """Why the joint test leaves out a rule, somewhere at least; nothing where it does not."""
    if rule.of_products:
        return "they multiply, and in some sources alone" if rule.sources else why_alone(store, rule)
    if rule.sources and not several.isdisjoint(rule.measures):
        return "where other sources tell the same quantities, what holds in one is not said of all"
    of_part = rule.tolerance is not None and bool(rule.tolerance.share)
    if of_part and not all(store.unsigned(factor.measure) for term in rule.left for factor in term.factors):
        return "nobody can take a part of a left side that may be below zero"
    return ""


def _told_by_several(store: Store) -> frozenset[str]:
    """The measures of which several sources tell one quantity."""
    quantity = store.quantity_numbers(store.measure.code, store.place.code, store.period.code)
    order = np.lexsort((store.source.code, store.status.code, quantity))
    columns = (quantity[order], store.status.code[order])
    same = np.logical_and.reduce([one[1:] == one[:-1] for one in columns])
    again = order[1:][same & (store.source.code[order][1:] != store.source.code[order][:-1])]
    return frozenset(store.measure.values[code] for code in np.unique(store.measure.code[again]))


def _finer_than_printed(store: Store) -> Iterator[str]:
    """Decimals that count the digits of millions where those of the base unit are meant."""
    content, ledger = store.ledger.content, store.ledger
    crossed = Crossed(content.codes("measure"), content.codes("stat"), content.codes("unit"), content.codes("decimals"))
    numbers = crossed.numbers()
    columns: dict[tuple[str, str], list[int]] = {}
    for number, (measure, stat, unit, decimals) in zip(numbers.tolist(), crossed.texts(numbers), strict=True):
        used = unit or (ledger.measure(measure).unit or ledger.defaults.get("unit", "") if stat == "level" else "")
        if is_decimals(decimals) and not exact_word(decimals) and int(decimals) >= 0 and _scale(used)[0] >= _SCALED:
            columns.setdefault((used, decimals), []).append(number)
    key = crossed.key(slice(None)) if columns else np.zeros(0, dtype=np.int64)
    for (unit, decimals), mine in columns.items():
        power, name = _scale(unit)
        values = [value for value in content.texts("value", np.flatnonzero(np.isin(key, mine))[:_LOOKED_AT]) if value]
        printed = max((len(value.partition(".")[2]) for value in values), default=0)
        if values and printed + _SCALED <= int(decimals) + power:
            yield (
                f"unit {quoted_text(unit)} with decimals {decimals}: is {values[0]} printed to "
                f"{_unit_of(int(decimals))} {name}? printed to {_unit_of(printed)} {unit}, "
                f"decimals {printed - power} is meant"
            )


def _scale(unit: str) -> tuple[int, str]:
    """The power of ten that the scale words of a unit say, and the unit without them."""
    try:
        read = parse_unit(unit)
    except FigureError:
        return 0, ""
    scale = 1 if read.scale is None else read.scale
    return (len(str(scale)) - 1 if scale >= 1 else 0), read.name


def _unit_of(places: int) -> str:
    return "1" if places == 0 else f"0.{'0' * (places - 1)}1"


def _in_fractions(store: Store) -> Iterator[str]:
    """Growth of 0.055 beside levels that grew by 5.5 %."""
    content = store.ledger.content
    typed = ~content.codes("reported").which(bool) & ~content.codes("unit").which(bool)
    growth = np.flatnonzero((store.stat.code == GROWTH) & typed)
    small = [int(row) for row in growth[:_LOOKED_AT] if 0 < abs(store.figures.value[int(row)]) < 1]
    if not small or len(store.measure.values) * len(store.place.values) * len(store.period.values) >= _ROOM:
        return
    base = np.array([store.period_code(store.base[row]) for row in small])
    rows, period = np.array(small), store.period.code[small]
    levels = _levels(store, [_keys(store, rows, period), _keys(store, rows, base)])
    fitting, seen, example = 0, 0, ""
    for row, now, then in zip(small, _keys(store, rows, period), _keys(store, rows, base), strict=True):
        if then not in levels or now not in levels or levels[then] == 0:
            continue
        rate = float(store.figures.value[row])
        grown = 100 * (levels[now] / levels[then] - 1)
        seen += 1
        if abs(grown - 100 * rate) < abs(grown - rate) / 4:
            fitting += 1
            example = example or f"{text(store.figures.value[row])} stands beside levels that grew by {grown:.3g} %"
    if seen and fitting * 5 >= seen * _MOST:
        yield f"growth: {example}; is the column in fractions? unit: fraction reads it so"


def _keys(store: Store, rows: Ints, period: Ints) -> list[int]:
    """The quantities of some claims in these periods, as numbers."""
    return [int(key) for key in _key(store, store.measure.code[rows], store.place.code[rows], period)]


def _key(store: Store, measure: Ints, place: Ints, period: Ints) -> Ints:
    periods = len(store.period.values) + 1  # no period is 0
    quantity = measure.astype(np.int64) * len(store.place.values) + place
    return np.asarray(quantity * periods + np.asarray(period, dtype=np.int64) + 1, dtype=np.int64)


def _levels(store: Store, wanted: list[list[int]]) -> dict[int, float]:
    """The levels of these quantities."""
    rows = np.flatnonzero(store.stat.code == LEVEL)
    key = _key(store, store.measure.code[rows], store.place.code[rows], store.period.code[rows])
    there = np.flatnonzero(np.isin(key, np.concatenate([np.array(each, dtype=np.int64) for each in wanted])))
    return {int(key[one]): float(store.figures.value[int(rows[one])]) for one in there}


def _days(store: Store) -> Iterator[str]:
    """Dates that are all ends of quarters or of years, and not of stocks, which are those of a day."""
    stocks = np.array([store.ledger.measure(name).kind == "stock" for name in store.measure.values], dtype=bool)
    periods = [read_period(one) for one in _said(store, ~stocks[store.measure.code])]
    if len(periods) < 2 or not all(one.start == one.end and _ends_quarter(one) for one in periods):
        return
    years = all((one.end.month, one.end.day) == (12, 31) for one in periods)
    one = periods[0]
    meant = one.start.year if years else f"{one.start.year}-Q{(one.start.month + 2) // 3}"
    yield (
        f"period: all are days at the end of {'years' if years else 'quarters'}; {one.text} is that day alone: where "
        f"it stands for the {'year' if years else 'quarter'}, write {meant}"
    )


def _ends_quarter(period: Period) -> bool:
    return (period.end.month, period.end.day) in {(3, 31), (6, 30), (9, 30), (12, 31)}


def _years(store: Store) -> Iterator[str]:
    """2011-12 beside 2011/2012, or where every month would be that of the next year's number."""
    said = _said(store)
    months = [one for one in said if (found := _MONTH.fullmatch(one)) and int(found[2]) == (int(found[1]) + 1) % 100]
    spans = [one for one in said if (found := _YEARS.fullmatch(one)) and int(found[2]) == int(found[1]) + 1]
    if months and spans:
        beside = f" beside {spans[0]}, which is two years"
    elif len(months) > 1 and len(months) == len([one for one in said if _MONTH.fullmatch(one)]):
        beside = ""
    else:
        return
    year = int(months[0][:4])
    yield (
        f"period: {months[0]} is a month{beside}; is a fiscal year meant? then write FY{year}/{(year + 1) % 100:02}, "
        f"and fiscal_year: the month in which it begins"
    )


def _said(store: Store, claims: Bools | slice = slice(None)) -> list[str]:
    """The distinct periods that claims speak of."""
    codes = store.ledger.content.codes("period")
    return [codes.values[code] for code in np.unique(codes.code[claims]).tolist() if _readable(codes.values[code])]


def _readable(period: str) -> bool:
    try:
        read_period(period)
    except PeriodError:
        return False
    return True
