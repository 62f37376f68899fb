"""What every claim and every source must satisfy by itself, as Pandera schemas.

Each check is a function from a frame to the complaints about its rows: a series of messages, indexed as the frame.
Texts that repeat are judged once.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.config import ValidationDepth, config_context
from pandera.engines.pandas_engine import STRING
from pandera.errors import SchemaError, SchemaErrors

from reconcile.ledger.reading.problem_words import shown
from reconcile.ledger.store.columns import KNOWN, SOURCE_COLUMNS, TEXT
from reconcile.ledger.store.text_problems import (
    BASE,
    FIGURE,
    base_problems,
    cell_problems,
    figure_problems,
    series_problems,
    source_problems,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Complaints: TypeAlias = "pd.Series[str]"


class Complaint(NamedTuple):
    """What a schema says of one row, or of the whole frame where the row is None."""

    row: int | None
    message: str


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
                Complaint(None if pd.isna(row) else int(row), str(message))
                for row, message in zip(cases["index"], cases["failure_case"], strict=True)
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


def _judged(judge: Callable[..., list[str]], columns: Sequence[str], frame: pd.DataFrame) -> Complaints:
    """Complain of each row where ``judge`` does of its texts in some columns; each combination is judged once."""
    together = pd.Series(list(frame[list(columns)].itertuples(index=False, name=None)), dtype=object)
    codes, distinct = pd.factorize(together)
    said = [judge(*texts) for texts in distinct]
    return _worded((row, said[code]) for row, code in zip(frame.index, codes, strict=True))


def _worded(each: Iterable[tuple[Any, list[str]]]) -> Complaints:
    found = [(row, message) for row, messages in each for message in messages]
    return pd.Series([message for _, message in found], index=[row for row, _ in found], dtype=object)


def _cells(judge: Callable[[str, str], list[str]], frame: pd.DataFrame) -> Complaints:
    parts = [_judged(partial(judge, str(name)), [name], frame) for name in frame.columns if name != "at"]
    return pd.concat([part for part in parts if len(part)] or parts[:1])


def _unique(name: str, frame: pd.DataFrame) -> Complaints:
    column = frame[name]
    twice = column[column.duplicated(keep=False) & (column != "")]
    return _worded((row, [f"{name} id {shown(word)} is there more than once"]) for row, word in twice.items())


def _at(frame: pd.DataFrame) -> Complaints:
    before = frame["at"][(frame["at"] < 0).fillna(False)]
    return _worded((row, [f"at {at} is before the text"]) for row, at in before.items())


class _Text(STRING):
    """Text columns. Pandera's own answers cell by cell, which takes longer than all else where cells are few."""

    def check(self, pandera_dtype: Any, data_container: Any = None) -> Any:
        found: Any = super().check(pandera_dtype, data_container)
        return True if np.all(found) else found


_TEXT = _Text(TEXT.storage)


def _texts_schema(judge: Callable[..., list[str]], name: str) -> pa.DataFrameSchema:
    """A schema of texts that stand together, a combination in each row, and all in one column: that is judged fast."""

    def complain(frame: pd.DataFrame) -> Complaints:
        return _worded((row, judge(*texts)) for row, texts in frame["together"].items())

    return pa.DataFrameSchema(checks=_check(complain, name))


cells_schema = _texts_schema(cell_problems, "cell")
"""The distinct texts of all columns, each as (column, text)."""

bases_schema = _texts_schema(base_problems, "base")
"""What stands together in the columns of ``BASE``, each combination once."""

figures_schema = _texts_schema(figure_problems, "figure")
"""What stands together in the columns of ``FIGURE``, each combination once."""


def texts_frame(together: Iterable[tuple[str, ...]]) -> pd.DataFrame:
    """Texts that stand together, for a schema to judge."""
    return pd.DataFrame({"together": pd.Series(list(together), dtype=object)})


claims_schema = pa.DataFrameSchema(
    {name: pa.Column("Int64" if name == "at" else _TEXT, nullable=name == "at") for name in KNOWN},
    checks=[
        _check(partial(_cells, cell_problems), "cell"),
        _check(partial(_unique, "claim"), "unique"),
        _check(partial(_judged, base_problems, BASE), "base"),
        _check(partial(_judged, figure_problems, FIGURE), "figure"),
        _check(_at, "at"),
    ],
    name="claims",
)
"""Claims as `Ledger.claims` holds them: text, "" where absent; further columns are dimensions."""

sources_schema = pa.DataFrameSchema(
    {name: pa.Column(_TEXT) for name in SOURCE_COLUMNS},
    checks=[
        _check(partial(_cells, source_problems), "cell"),
        _check(partial(_unique, "source"), "unique"),
        _check(partial(_judged, series_problems, ("series", "published")), "series"),
    ],
    name="sources",
)
"""Sources as `Ledger.sources` holds them: one row a document, all columns text."""
