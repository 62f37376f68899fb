"""What every claim and every source must satisfy by itself, as Pandera schemas.

Each check is a plain function from a frame to the complaints about its rows: a series of messages, indexed
as the frame. Values that repeat are judged once.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
import pandas as pd
import pandera.pandas as pa
from babel import Locale, UnknownLocaleError
from pandera.config import ValidationDepth, config_context
from pandera.engines.pandas_engine import STRING
from pandera.errors import SchemaError, SchemaErrors

from reconcile.language.codelists import QUALIFIERS, STATS, STATUSES
from reconcile.language.periods import PeriodError, read_period
from reconcile.ledger.reading.problem_words import shown, unknown
from reconcile.ledger.store.columns import KNOWN, SOURCE_COLUMNS, TEXT
from reconcile.ledger.store.stored_texts import bad_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Complaints: TypeAlias = "pd.Series[str]"

LONGEST_NUMBER = 1000  # characters
LONGEST_CELL = 100_000  # characters; Python's csv module gives up at 131,072
PARTS = ("month", "quarter", "half", "year", "week", "day")  # what a mean may be over

NUMBER = r"[+-]?[0-9]+(?:\.[0-9]+)?"
_DECIMALS = r"[+-]?[0-9]{1,3}|(?i:exact|inf)"


class Complaint(NamedTuple):
    """What a schema says of one row, or of the whole frame where the row is None."""

    row: int | None
    message: str
    check: str


def complaints(schema: pa.DataFrameSchema | pa.SeriesSchema, frame: Any) -> list[Complaint]:
    """Ask the schema about a frame's rows, if there are any, even where the environment turned validation off."""
    if frame.empty:  # and its columns are the ledger's own
        return []
    with config_context(validation_enabled=True, validation_depth=ValidationDepth.SCHEMA_AND_DATA):
        try:
            schema.validate(frame, lazy=True, inplace=True)
        except SchemaErrors as errors:
            cases = errors.failure_cases
            return [
                Complaint(None if pd.isna(row) else int(row), str(message), str(check))
                for row, message, check in zip(cases["index"], cases["failure_case"], cases["check"], strict=True)
            ]
    return []


def _check(complain: Callable[[pd.DataFrame], Complaints], name: str) -> pa.Check:
    return pa.Check(partial(_raise_complaints, complain), name=name, error=name)


def _raise_complaints(complain: Callable[[pd.DataFrame], Complaints], frame: pd.DataFrame) -> bool:
    """Raise and not return, so that each failing row is one case, in the check's own words."""
    found = complain(frame)
    if len(found):
        cases = pd.DataFrame({"index": found.index, "failure_case": found.to_numpy(dtype=object)})
        raise SchemaError(  # type: ignore[no-untyped-call]  # the untyped side of pandera
            schema=None, data=frame, message="; ".join(found.iloc[:3]), failure_cases=cases
        )
    return True


def _all(parts: Iterable[Complaints]) -> Complaints:
    full = [part for part in parts if len(part)]
    return pd.concat(full) if full else pd.Series(dtype=object)


def _where(column: pd.Series, mask: pd.Series | np.ndarray, word: Callable[[str], str]) -> Complaints:
    """Complain of each masked row, worded from the value of one column."""
    if not mask.any():
        return pd.Series(dtype=object)
    found = column[mask]
    return pd.Series([word(value) for value in found], index=found.index, dtype=object)


def _judged(frame: pd.DataFrame, judge: Callable[..., str]) -> Complaints:
    """Complain of each row where `judge` does of its values; each combination is judged once."""
    if frame.empty:
        return pd.Series(dtype=object)
    groups = frame.groupby(list(frame.columns), sort=False).ngroup().to_numpy()
    _, first = np.unique(groups, return_index=True)
    verdicts = np.array([judge(*row) for row in frame.iloc[first].itertuples(index=False)], dtype=object)
    found = pd.Series(verdicts[groups], index=frame.index)
    return found[found != ""]


def _required(columns: Sequence[str], what: str, frame: pd.DataFrame) -> Complaints:
    def absent(name: str) -> Complaints:
        return _where(frame[name], frame[name] == "", lambda _: f"{what} needs a {name}")

    return _all(map(absent, columns))


def _one_of(name: str, known: Sequence[str], frame: pd.DataFrame) -> Complaints:
    column = frame[name]
    return _where(column, ~column.isin([*known, ""]), lambda word: unknown(name, word, known))


def _names(columns: Sequence[str], frame: pd.DataFrame) -> Complaints:
    """Refuse white space around a name: it makes another name of it, which nobody sees."""

    def padded(name: str) -> Complaints:
        column = frame[name]
        return _where(column, column != column.str.strip(), lambda text: f"white space around {name} {shown(text)}")

    return _all(map(padded, columns))


def _claim_names(frame: pd.DataFrame) -> Complaints:
    further = [name for name in frame.columns if name not in KNOWN]
    return _names(["claim", "source", "measure", "area", *further], frame)


def _unique(name: str, frame: pd.DataFrame) -> Complaints:
    column = frame[name]
    mask = column.duplicated(keep=False) & (column != "")
    return _where(column, mask, lambda word: f"{name} id {shown(word)} is there more than once")


def _cells(frame: pd.DataFrame) -> Complaints:
    def too_long(name: str) -> Complaints:
        mask = frame[name].str.len() > LONGEST_CELL
        return _where(frame[name], mask, lambda _: f"{name} is longer than {LONGEST_CELL} characters")

    return _all(too_long(name) for name in frame.columns if isinstance(frame[name].dtype, pd.StringDtype))


def _period(text: str) -> str:
    try:
        read_period(text)
    except PeriodError as error:
        return str(error)
    return ""


def _bases(frame: pd.DataFrame) -> Complaints:
    return _judged(
        frame.loc[(frame["stat"] != "level") | (frame["base"] != ""), ["stat", "base", "period"]], base_problem
    )


def base_problem(stat: str, base: str, period: str) -> str:
    if stat not in STATS:
        return ""  # which is said of the stat
    if stat == "level":
        return f"base {shown(base)} without a stat: say whether it is growth, change, share, ratio or mean"
    if not base:
        wanted = {
            "mean": "its part, such as month",
            "share": "the whole's measure",
            "ratio": "the other measure",
        }
        return f"{stat} needs a base: {wanted.get(stat, 'the period compared with')}"
    if stat in {"growth", "change"}:
        return _period(base) or (f"{stat} of {period} compared with itself" if base == period else "")
    if stat != "mean" or not period or _period(period):
        return ""
    if base not in PARTS:
        return unknown("base of a mean:", base, PARTS)
    return "" if read_period(period).split(base) else f"{period} cannot be divided into parts of one {base}"


def _figures(frame: pd.DataFrame) -> Complaints:
    """Words or a number, never both; a number is a plain decimal with its precision."""
    words, number = frame["reported"] != "", frame["value"] != ""
    high, decimals, qualifier = (frame[name] != "" for name in ("value_high", "decimals", "qualifier"))

    def says(mask: pd.Series, message: str, name: str = "value") -> Complaints:
        return _where(frame[name], mask, lambda value: message.format(shown(value)))

    is_plain = "{} is no plain decimal such as -1234.50; the verbatim words belong in 'reported'"
    needs = "value {} needs decimals: the digits right of the point in base units (-6: millions), or exact"
    ranged = frame["qualifier"].isin(["range"])
    return _all(
        [
            says(
                ~words & ~number,
                "a claim needs its figure: the words in 'reported', or 'value' and 'decimals'",
            ),
            says(words & number, "reported {} and a value: give the words or the number, not both", "reported"),
            *(
                says(words & ~number & given, f"{name} {{}} beside reported: the words say it themselves", name)
                for name, given in (("value_high", high), ("decimals", decimals), ("qualifier", qualifier))
            ),
            says(number & ~frame["value"].str.fullmatch(NUMBER), "value " + is_plain),
            says(high & ~frame["value_high"].str.fullmatch(NUMBER), "value_high " + is_plain, "value_high"),
            says(frame["value"].str.len() > LONGEST_NUMBER, f"value {{}} is longer than {LONGEST_NUMBER} digits"),
            says(
                frame["value_high"].str.len() > LONGEST_NUMBER,
                f"value_high {{}} is longer than {LONGEST_NUMBER} digits",
                "value_high",
            ),
            says(number & ~decimals, needs),
            says(
                decimals & ~frame["decimals"].str.fullmatch(_DECIMALS),
                "decimals {} is neither a whole number up to 999 nor 'exact'",
                "decimals",
            ),
            says(number & ranged & ~high, "value {} with qualifier 'range' needs a value_high"),
            says(
                high & (frame["qualifier"] == "exact"),
                "value_high {} with qualifier 'exact': two numbers are a range",
                "value_high",
            ),
        ]
    )


def _at(frame: pd.DataFrame) -> Complaints:
    return _where(frame["at"].astype(TEXT), (frame["at"] < 0).fillna(False), lambda at: f"at {at} is before the text")


def _published(text: str) -> str:
    return _period(text) and f"published: {_period(text)}"


def _language(code: str) -> str:
    try:
        Locale.parse(code.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return f"unknown language {shown(code)}: give a code such as vi, en or pt-BR"
    return ""


def _reliability(text: str) -> str:
    positive = text.strip("0.") and all(part.isascii() and part.isdigit() for part in text.split(".", 1))
    return "" if positive else f"reliability {shown(text)} is not a positive plain decimal"


def _given(name: str, judge: Callable[[str], str], frame: pd.DataFrame) -> Complaints:
    return _judged(frame.loc[frame[name] != "", [name]], judge)


def _hashes(frame: pd.DataFrame) -> Complaints:
    column = frame["sha256"]
    mask = (column != "") & ~column.str.fullmatch("[0-9a-fA-F]{64}")
    return _where(column, mask, lambda text: f"sha256 {shown(text)} is not 64 hexadecimal digits")


class _Text(STRING):
    """Text columns. Pandera's own answers cell by cell, which takes longer than all else where cells are few."""

    def check(self, pandera_dtype: Any, data_container: Any = None) -> Any:
        found: Any = super().check(pandera_dtype, data_container)
        return True if np.all(found) else found


_TEXT = _Text(TEXT.storage)

claims_schema = pa.DataFrameSchema(
    {name: pa.Column("Int64" if name == "at" else _TEXT, nullable=name == "at") for name in KNOWN},
    checks=[
        _check(partial(_required, ("source", "measure", "period"), "a claim"), "required"),
        _check(_claim_names, "names"),
        _check(partial(_unique, "claim"), "unique"),
        _check(partial(_one_of, "stat", STATS), "stat"),
        _check(partial(_one_of, "status", STATUSES), "status"),
        _check(partial(_one_of, "qualifier", QUALIFIERS), "qualifier"),
        _check(partial(_given, "period", _period), "period"),
        _check(_bases, "base"),
        _check(_figures, "figure"),
        _check(_at, "at"),
        _check(_cells, "cells"),
    ],
    name="claims",
)
"""Claims as `Ledger.claims` holds them: text, "" where absent; further columns are dimensions."""

sources_schema = pa.DataFrameSchema(
    {name: pa.Column(_TEXT) for name in SOURCE_COLUMNS},
    checks=[
        _check(partial(_required, ("source",), "a source"), "required"),
        _check(partial(_names, ("source",)), "names"),
        _check(partial(_unique, "source"), "unique"),
        _check(partial(_given, "published", _published), "published"),
        _check(partial(_given, "language", _language), "language"),
        _check(partial(_one_of, "rounding", ("nearest", "truncate")), "rounding"),
        _check(partial(_given, "reliability", _reliability), "reliability"),
        _check(partial(_given, "text", bad_name), "text"),
        _check(_hashes, "sha256"),
        _check(_cells, "cells"),
    ],
    name="sources",
)
"""Sources as `Ledger.sources` holds them: one row a document, all columns text."""
