"""The claims of one source as a message in SDMX-CSV 2.0; what SDMX has no words for is refused by name."""

from __future__ import annotations

import csv
import re
from collections.abc import Hashable, Mapping
from datetime import timedelta
from fractions import Fraction
from io import StringIO
from typing import TYPE_CHECKING

from reconcile.errors import LedgerError, Problem
from reconcile.language.periods import ALL_TIME, Period, read_period
from reconcile.ledger.reading.problem_words import cut, shown, unknown
from reconcile.ledger.store.decimals import text_of

if TYPE_CHECKING:
    from reconcile.language.figures import Figure
    from reconcile.ledger.ledger import Ledger

__all__ = ["sdmx_csv"]

_MULTIPLIERS = (0, 3, 6, 9, 12, 15)  # of those that SDMX lists, the ones that people speak in
_STATUS = {"forecast": "F", "estimate": "E", "provisional": "P", "final": "A"}
_FREQUENCIES = {"year": "A", "half": "S", "trimester": "T", "quarter": "Q", "month": "M", "week": "W", "day": "D"}
_NO_FREQUENCY = "_Z"
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_@$-]*")
_STRUCTURE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*:[A-Za-z0-9_@$-]+\([0-9.]+\)")
_HEAD = ("STRUCTURE", "STRUCTURE_ID", "ACTION", "FREQ", "MEASURE", "REF_AREA")
_BEHIND = ("TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "UNIT_MEASURE", "UNIT_MULT", "DECIMALS")
_TOLD = 20


def sdmx_csv(ledger: Ledger, source: str, structure: str) -> str:
    """Write the claims of a source, the only one where none is named; a LedgerError says which cannot be written.

    `structure` is the dataflow that the message says it is of, such as "AGENCY:FLOW(1.0)".
    """
    sources = list(ledger.sources["source"])
    if not source and len(sources) > 1:
        raise _refused(f"the ledger has {len(sources)} sources, and a message is one: say which, source=")
    if source and source not in sources:
        raise _refused(unknown("source", source, sources))
    if not _STRUCTURE.fullmatch(structure):
        raise _refused(f"structure {shown(structure)} is no dataflow; expected one such as AGENCY:FLOW(1.0)")
    dimensions = [name for name in ledger.dimensions if (ledger.claims[name] != "").any()]
    taken = {"MEASURE", "FREQ", "REF_AREA", *_HEAD, *_BEHIND}
    if wrong := [name for name in dimensions if not _ID.fullmatch(name) or name in taken]:
        raise _refused(f"the dimension {shown(wrong[0])} is no id of SDMX, or one that a message has anyway")
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*_HEAD, *dimensions, *_BEHIND])
    problems: list[Problem] = []
    claims = ledger.claims.astype("str").to_dict("records")
    for row, claim in enumerate(claims):
        if claim["source"] == (source or sources[0]):
            try:
                writer.writerow(_row(claim, ledger.figures[row], dimensions, structure))
            except ValueError as error:
                problems.append(Problem("", None, f"{cut(str(claim['claim']))}: {error}"))
    if problems:
        more = [Problem("", None, f"and {len(problems) - _TOLD} more claims")] if len(problems) > _TOLD else []
        raise LedgerError([*problems[:_TOLD], *more])
    return text.getvalue()


def _refused(message: str) -> LedgerError:
    return LedgerError([Problem("", None, message)])


def _row(claim: Mapping[Hashable, str], figure: Figure, dimensions: list[str], structure: str) -> list[str]:
    """A claim as a row; a ValueError says why it cannot be one."""
    for wrong, what in (
        (claim["stat"] not in {"", "level"}, f"SDMX has no statistic, and it is a {claim['stat']}"),
        (figure.qualifier != "exact" or figure.value_high is not None, "SDMX has no hedges and no ranges"),
        (not figure.step, "SDMX cannot say that a number is exact"),
        (claim["status"] not in _STATUS, f"SDMX has no status {claim['status']!r}"),
    ):
        if wrong:
            raise ValueError(what)
    decimals = _decimals(figure.step)
    if figure.value % figure.step:
        raise ValueError("its value has digits beyond its decimals")
    multiplier = next((one for one in _MULTIPLIERS if one >= -decimals), -decimals)
    value = text_of(int(figure.value / figure.step), -(decimals + multiplier), zeros=True)
    period, frequency = _time(read_period(claim["period"]))
    unit = "PC" if figure.unit == "percent" else figure.unit
    status = _STATUS[claim["status"]]
    behind = [period, value, status, unit, str(multiplier), str(decimals + multiplier)]
    own = [frequency, claim["measure"], claim["area"], *(claim[name] for name in dimensions)]
    return ["dataflow", structure, "I", *own, *behind]


def _decimals(step: Fraction) -> int:
    decimals = 0
    while step < 1:
        step, decimals = step * 10, decimals + 1
    while step > 1:
        step, decimals = step / 10, decimals - 1
    if step != 1:
        raise ValueError("SDMX has decimals only, and it is a fraction")
    return decimals


def _time(period: Period) -> tuple[str, str]:
    """TIME_PERIOD and FREQ of a period; of a span its first day and how long it lasts."""
    if period.text == ALL_TIME:
        raise ValueError("it names no period")
    if period.kind != "span":
        return period.text, _FREQUENCIES[period.kind]
    months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
    whole = period.start.day == 1 and (period.end + timedelta(days=1)).day == 1
    length = f"{months}M" if whole else f"{(period.end - period.start).days + 1}D"
    return f"{period.start.isoformat()}/P{length}", _NO_FREQUENCY
