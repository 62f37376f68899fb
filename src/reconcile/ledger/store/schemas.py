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

from reconcile.ledger.reading.problem_words import shown, unknown
from reconcile.ledger.store.claim_problems import (
    BASE,
    FIGURE,
    LONGEST_CELL,
    base_problems,
    cell_problems,
    figure_problems,
    period_problem,
)
from reconcile.ledger.store.columns import KNOWN, SOURCE_COLUMNS, TEXT
from reconcile.ledger.store.stored_texts import bad_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Complaints: TypeAlias = "pd.Series[str]"


class Complaint(NamedTuple):
    """What a schema says of one row, or of the whole frame where the row is None."""

    row: int | None
    message: str
    check: str


def complaints(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> list[Complaint]:
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


def _unique(name: str, frame: pd.DataFrame) -> Complaints:
    column = frame[name]
    mask = column.duplicated(keep=False) & (column != "")
    return _where(column, mask, lambda word: f"{name} id {shown(word)} is there more than once")


def _cells(frame: pd.DataFrame) -> Complaints:
    def too_long(name: str) -> Complaints:
        mask = frame[name].str.len() > LONGEST_CELL
        return _where(frame[name], mask, lambda _: f"{name} is longer than {LONGEST_CELL} characters")

    return _all(map(too_long, frame.columns))


def _at(frame: pd.DataFrame) -> Complaints:
    return _where(frame["at"].astype(TEXT), (frame["at"] < 0).fillna(False), lambda at: f"at {at} is before the text")


def _published(text: str) -> str:
    return period_problem(text) and f"published: {period_problem(text)}"


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


def _said_of(judge: Callable[..., list[str]], frame: pd.DataFrame) -> Complaints:
    found = [(row, message) for row, texts in frame["together"].items() for message in judge(*texts)]
    return pd.Series([message for _, message in found], index=[row for row, _ in found], dtype=object)


def _together(judge: Callable[..., list[str]], name: str) -> pa.DataFrameSchema:
    """A schema of texts that stand together, a combination in each row, and all in one column: that is judged fast."""
    return pa.DataFrameSchema(checks=_check(partial(_said_of, judge), name))


cells_schema = _together(cell_problems, "cell")
"""The distinct texts of all columns, each as (column, text)."""

bases_schema = _together(base_problems, "base")
"""What stands together in the columns of ``BASE``, each combination once."""

figures_schema = _together(figure_problems, "figure")
"""What stands together in the columns of ``FIGURE``, each combination once."""


def texts_frame(together: Iterable[tuple[str, ...]]) -> pd.DataFrame:
    """Texts that stand together, for a schema to judge."""
    return pd.DataFrame({"together": pd.Series(list(together), dtype=object)})


def _claims(schema: pa.DataFrameSchema, columns: Sequence[str], frame: pd.DataFrame) -> Complaints:
    """Complain of each row of a frame whose texts in some columns a schema refuses."""
    together = texts_frame(frame[list(columns)].itertuples(index=False, name=None))
    codes, distinct = pd.factorize(together["together"])
    said: dict[int | None, list[str]] = {}
    for one in complaints(schema, texts_frame(distinct)):
        said.setdefault(one.row, []).append(one.message)
    each = zip(frame.index, codes.tolist(), strict=True)
    rows = [(row, message) for row, code in each for message in said.get(code, [])]
    return pd.Series([message for _, message in rows], index=[row for row, _ in rows], dtype=object)


def _claim_cells(frame: pd.DataFrame) -> Complaints:
    names = [name for name in frame.columns if name != "at"]
    return _all(_claims(cells_schema, ("name", name), frame[[name]].assign(name=name)) for name in names)


claims_schema = pa.DataFrameSchema(
    {name: pa.Column("Int64" if name == "at" else _TEXT, nullable=name == "at") for name in KNOWN},
    checks=[
        _check(_claim_cells, "cell"),
        _check(partial(_unique, "claim"), "unique"),
        _check(partial(_claims, bases_schema, BASE), "base"),
        _check(partial(_claims, figures_schema, FIGURE), "figure"),
        _check(_at, "at"),
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
