"""Observations as a ledger's claims: digits as they are printed, units as they are meant, and what had no number."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal

import pandas as pd

from reconcile.errors import LedgerError, Problem
from reconcile.language.periods import ALL_TIME
from reconcile.language.units import read_unit
from reconcile.ledger.reading.problem_words import shown
from reconcile.ledger.store.columns import KNOWN
from reconcile.ledger.store.text_problems import LONGEST_NUMBER
from reconcile.reading.reported_ledgers import ReportedLedger, StatedCells, is_unit_of_one, number_of, own_unit, some
from reconcile.reading.reported_numbers import FactError, plain_number
from reconcile.reading.sdmx import component_roles as roles
from reconcile.reading.sdmx.observations import Message, Observation
from reconcile.reading.sdmx.observed_periods import ObservedPeriod, observed_period
from reconcile.reading.sdmx.unit_multipliers import MULTIPLIER_MEANINGS, meaning_of, power_of
from reconcile.reading.wide_frames import WideClaims

__all__ = ["claims_of_message"]

_OBS_VALUE = "OBS_VALUE"  # the measure, where no dimension names several
_TIME = "time"  # the dimension of what whole days do not say of a period
_MULTIPLIER = "unit_mult"  # the dimension that keeps multipliers apart of which nobody knows what they mean
_OWN_WORDS = "SDMX"  # begins a unit whose name means something else
_NO_VALUE = frozenset({"", "nan", "na", "n/a", "null", ":", "-", ".", "..", "…"})
_DIGITS = 15  # that every float64 keeps; what a float prints beyond them, arithmetic left there
_TOLD = 20


@dataclass
class _Figure:
    """An observation with a number, while its precision is found out."""

    of: Observation
    period: ObservedPeriod
    status: str
    number: Decimal
    places: int  # digits behind the point, as printed
    power: int  # of ten, by which it is multiplied
    stated: int | None  # DECIMALS
    multiplier: str
    unit: str
    open: bool  # nobody knows what its multiplier means

    @property
    def alike(self) -> tuple[int | None, str, str]:
        """What figures have in common that one program printed alike."""
        return self.stated, self.multiplier, self.unit


@dataclass
class _Reading:
    """What is found out of a message."""

    message: Message
    unit_mult: str
    columns: dict[str, str] = field(default_factory=dict)  # by role: which component has it
    figures: list[_Figure] = field(default_factory=list)
    missing: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    noisy: int = 0
    wrong: int = 0

    def get(self, role: str, one: Observation) -> str:
        """What an observation says in a role, in its key or of it."""
        name = self.columns.get(role, "")
        return (dict(one.key).get(name) or one.attributes.get(name, "")) if name else ""


_ROLES: Mapping[str, Sequence[str]] = {
    "frequency": roles.FREQUENCY,
    "area": roles.AREA,
    "status": roles.STATUS,
    "confidentiality": roles.CONFIDENTIALITY,
    "decimals": roles.DECIMALS,
    "multiplier": roles.MULTIPLIER,
    "unit": roles.UNIT,
}


def claims_of_message(message: Message, unit_mult: str = "") -> ReportedLedger:
    """Make claims of a message's observations; a LedgerError with all problems at once.

    `unit_mult` says what UNIT_MULT means, one of UNIT_MULTS, where nobody knows what the agency means by it.
    """
    reading = _Reading(message, unit_mult)
    of_key = dict.fromkeys(name for one in message.observations for name, _ in one.key)
    named = {*of_key, *(name for one in message.observations for name in one.attributes)}
    for role, names in _ROLES.items():
        reading.columns[role] = next((name for name in names if name in named), "")
    reading.columns["measure"] = next((name for name in roles.MEASURE if name in of_key), "")
    for one in message.observations:
        _take(reading, one)
    if reading.wrong > _TOLD:
        more = f"and {reading.wrong - _TOLD:,} more observations that cannot be read"
        reading.problems.append(Problem(message.file, None, more))
    if reading.problems:
        raise LedgerError(reading.problems)
    if not reading.figures:
        what = "no observation in it has a number" + (f": {_words_of(reading.missing)}" if reading.missing else "")
        raise LedgerError([Problem(message.file, None, what)])
    return _ledger(reading, list(of_key))


def _take(reading: _Reading, one: Observation) -> None:
    text, code = (one.value or "").strip(), reading.get("status", one)
    if text.lower() in _NO_VALUE or code in roles.MISSING_CODES:
        confidential = reading.get("confidentiality", one) in roles.CONFIDENTIAL
        why = f"status {code}" if code else "confidential" if confidential else text or "empty"
        reading.missing[why if text.lower() in _NO_VALUE else f"status {code}, as {text}"] += 1
        return
    try:
        reading.figures.append(_figure(reading, one, text, code))
    except FactError as error:
        reading.wrong += 1
        if reading.wrong <= _TOLD:
            where = f"{reading.message.file}, {one.place}" if one.place else reading.message.file
            reading.problems.append(Problem(where, one.line or None, str(error)))


def _figure(reading: _Reading, one: Observation, text: str, code: str) -> _Figure:
    if plain_number(text) is None:
        raise FactError(f"OBS_VALUE {shown(text)} is no number")
    number, places = _as_printed(text)
    if places > 0 and len(Decimal(text).as_tuple().digits) > _DIGITS:
        reading.noisy += 1
        number, places = _without_noise(number)
    status = roles.maturity(code)
    if status is None:
        reading.unknown[code] += 1
    stated = reading.get("decimals", one)
    if stated and not stated.isdecimal():
        raise FactError(f"DECIMALS {shown(stated)} is no whole number")
    multiplier = reading.get("multiplier", one)
    known = meaning_of(reading.message.agency)
    means = reading.unit_mult or (known.means if known else "")
    is_open = not means and multiplier not in {"", "0"}
    return _Figure(
        of=one,
        period=observed_period(one.time, reading.get("frequency", one)) if one.time else ObservedPeriod(ALL_TIME),
        status=status or "final",
        number=number,
        places=places,
        power=power_of(multiplier, means) if means and multiplier else 0,
        stated=int(stated) if stated else None,
        multiplier=multiplier,
        unit=reading.get("unit", one),
        open=is_open,
    )


def _as_printed(text: str) -> tuple[Decimal, int]:
    """A number, and how many of its digits stand behind the point; below 0 where 1E3 is written."""
    number = Decimal(text)
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)  # no infinity is a number here
    return number, -exponent


def _without_noise(number: Decimal) -> tuple[Decimal, int]:
    """A number to the digits that every float keeps, without the zeros that this leaves at its end."""
    rounded = Context(prec=_DIGITS).create_decimal(number).normalize(Context(prec=_DIGITS))
    return _as_printed(format(rounded, "f"))


def _ledger(reading: _Reading, of_key: Sequence[str]) -> ReportedLedger:
    message, figures = reading.message, reading.figures
    said = [f"{message.file}: {number_of(len(figures), 'observation')} with a number", *message.said, *_told(reading)]
    units = _unit_words(figures)
    decimals = _decimals(figures, said)
    columns = {
        "source": [message.source] * len(figures),
        "measure": [reading.get("measure", one.of) or _OBS_VALUE for one in figures],
        "area": [reading.get("area", one.of) for one in figures],
        "period": [one.period.days for one in figures],
        "status": [one.status for one in figures],
        "value": [format(one.number.scaleb(one.power, context=Context(prec=LONGEST_NUMBER)), "f") for one in figures],
        "decimals": [str(places - one.power) for places, one in zip(decimals, figures, strict=True)],
        "unit": [units[one.unit, one.open] for one in figures],
    }
    dimensions = {name: [dict(one.of.key).get(name, "") for one in figures] for name in _kept(reading, of_key)}
    columns |= {_free(name): codes for name, codes in dimensions.items()}
    if any(one.period.time for one in figures):
        columns[_TIME] = [one.period.time for one in figures]
    unit = reading.columns["unit"]
    if unit and unit not in of_key and len({one.unit for one in figures}) > 1:
        columns[_free(unit)] = [one.unit for one in figures]
        said.append(f"units are kept apart by the dimension {shown(_free(unit))}")
    if len({one.multiplier for one in figures if one.open}) > 1:
        columns[_MULTIPLIER] = [one.multiplier if one.open else "" for one in figures]
    further = tuple(name for name in columns if name not in KNOWN)
    measure = reading.columns["measure"]
    said.append(f"measures are the codes of {measure}" if measure else f"the measure is {_OBS_VALUE}")
    said.append(f"dimensions are {', '.join(further)}" if further else "no dimension tells its figures apart")
    own = tuple(sorted({word for (name, _), word in units.items() if word and not _is_plain(name, word)}))
    sources = {"source": [message.source], "title": [message.title], "publisher": [message.agency]}
    settings = {"units": own, "title": message.title or message.source, "sources": pd.DataFrame(sources, dtype="str")}
    claims = WideClaims(
        pd.DataFrame(columns, dtype="str"),
        StatedCells([message.file] * len(figures), [one.of for one in figures]),
        further,
        (),
    )
    return ReportedLedger(claims, {**settings, "rules": []}, tuple(said))


def _free(name: str) -> str:
    """A dimension's name, which no column of every ledger has."""
    return f"{name}_code" if name in KNOWN or name in {_TIME, _MULTIPLIER} else name


def _kept(reading: _Reading, of_key: Sequence[str]) -> Iterator[str]:
    """The dimensions that a ledger keeps: without area and measure, and without FREQ where periods tell that."""
    frequency = reading.columns["frequency"]
    for name in of_key:
        if name in {reading.columns["area"], reading.columns["measure"]}:
            continue
        if name == frequency:
            found: dict[object, set[str]] = defaultdict(set)
            for one in reading.figures:
                rest = tuple(pair for pair in one.of.key if pair[0] != frequency)
                found[rest, one.period.days, one.period.time].add(dict(one.of.key)[frequency])
            if all(len(codes) == 1 for codes in found.values()):
                continue
        yield name


def _told(reading: _Reading) -> Iterator[str]:
    """What to say of observations without a number, of dates, statuses and multipliers."""
    message, figures = reading.message, reading.figures
    if reading.missing:
        yield f"{number_of(reading.missing.total(), 'observation')} without one: {_words_of(reading.missing)}"
    if message.deleted:
        yield f"{number_of(message.deleted, 'observation')} to be deleted, not read"
    if unlike := [one.of.time for one in figures if one.period.unlike]:
        yield f"dates that end no period of their frequency stay as they are: {some(unlike)}"
    if reading.noisy:
        yield f"{number_of(reading.noisy, 'value')} with more than {_DIGITS} digits, read to those that floats keep"
    if reading.unknown:
        yield f"status {some(list(reading.unknown))} is not known, and read as final"
    statuses = Counter(one.status for one in figures)
    if len(statuses) > 1:
        listed = ", ".join(f"{count:,} {status}" for status, count in statuses.items())
        yield f"statuses: {listed}; a rule binds among figures of one"
    multipliers = sorted({one.multiplier for one in figures} - {"", "0"})
    if multipliers and any(one.open for one in figures):
        agency = shown(message.agency) if message.agency else "the agency, which the message does not name,"
        yield (
            f"UNIT_MULT is {some(multipliers)}, and nobody has looked what {agency} means by it: values are read as "
            "they are printed, and no two multipliers meet; if 5 with 6 is 5 million say --unit-mult scaled, if it is "
            "5 say --unit-mult applied"
        )
    elif multipliers:
        known = meaning_of(message.agency)
        means = reading.unit_mult or (known.means if known else "")
        who = "as the call says" if reading.unit_mult else f"as {known.name if known else ''} means it"
        yield f"UNIT_MULT is {some(multipliers)}, {who}: {MULTIPLIER_MEANINGS[means]}"


def _words_of(missing: Counter[str]) -> str:
    return ", ".join(f"{count:,} {why}" for why, count in missing.most_common())


def _decimals(figures: Sequence[_Figure], said: list[str]) -> list[int]:
    """Digits behind the point that each value has as it is printed.

    DECIMALS says how many where zeros at the end were dropped: where no value of the message has one, and some value of
    its kind shows as many as DECIMALS says. Values with more show that DECIMALS is for display.
    """
    if any(one.places for one in figures) and all(
        _ends_in_zero(one) and one.places <= 1 and not one.stated for one in figures
    ):
        said.append("all values print one decimal, 0, as floats do: read as whole numbers")
        for one in figures:
            one.number, one.places = one.number.to_integral_value(), min(one.places, 0)
    zeros = any(one.places > 1 and _ends_in_zero(one) for one in figures)  # floats print 5.0, and never 5.00
    finest: dict[tuple[int | None, str, str], int] = {}
    for one in figures:
        finest[one.alike] = max(one.places, finest.get(one.alike, one.places))
    whole = {alike for alike in finest if alike[0] is not None} - {
        one.alike for one in figures if one.power or not _is_applied(one)
    }
    beyond = sorted({alike[0] for alike, most in finest.items() if alike[0] is not None and most > alike[0]})
    kinds = [(alike, most) for alike, most in finest.items() if alike not in whole]
    fewer = sorted({alike[0] for alike, most in kinds if alike[0] is not None and most < alike[0]})
    if whole:
        powers = some(sorted({f"{int(alike[1]) - alike[0]}" for alike in whole if alike[0] is not None}))
        said.append(f"values are whole in units of 10 ** {powers}, as DECIMALS says of their multiplier: rounded so")
    if beyond:
        named = some([str(one) for one in beyond])
        said.append(f"DECIMALS {named} is for display: values print more, and count as printed")
    if fewer and not zeros:
        said.append(
            f"DECIMALS {some([str(one) for one in fewer])} is more than any value of its kind prints: as printed"
        )
    if not any(one.stated is not None for one in figures):
        said.append("it does not say how exact numbers are: as they are printed")
    return [
        one.stated - int(one.multiplier)
        if one.stated is not None and one.alike in whole
        else one.stated
        if one.stated is not None and not zeros and finest[one.alike] == one.stated
        else one.places
        for one in figures
    ]


def _ends_in_zero(one: _Figure) -> bool:
    """Whether the last digit behind the point is nought, or there is none."""
    return one.places <= 0 or one.number.as_tuple().digits[-1] == 0


def _is_applied(one: _Figure) -> bool:
    """Whether a value in single units is whole in the units that its multiplier names."""
    if one.stated is None or one.open or not one.multiplier.isdecimal() or int(one.multiplier) <= one.stated:
        return False
    return one.number % (Decimal(10) ** (int(one.multiplier) - one.stated)) == 0


def _unit_words(figures: Sequence[_Figure]) -> dict[tuple[str, bool], str]:
    """What a ledger calls each unit. Codes of currencies and percent mean what they say; any other is its own unit.

    So is every unit whose multiplier nobody knows the meaning of.
    """
    taken: set[str] = set()
    found: dict[tuple[str, bool], str] = {}
    for unit, is_open in dict.fromkeys((one.unit, one.open) for one in figures):
        if is_open:
            word = own_unit(f"{unit} as printed", taken, _OWN_WORDS)
        elif unit in roles.PERCENT:
            word = "percent"
        elif not unit or _means_itself(unit):
            word = unit
        else:
            word = own_unit(unit, taken, _OWN_WORDS)
        found[unit, is_open] = word
    return found


def _means_itself(unit: str) -> bool:
    """Whether a code is what a ledger calls that unit: USD, and no word of a language that a code happens to be."""
    return is_unit_of_one(unit) and read_unit(unit)[0] == unit


def _is_plain(name: str, word: str) -> bool:
    return word == "percent" or (word == name and _means_itself(name))
