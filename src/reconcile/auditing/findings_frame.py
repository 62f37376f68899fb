"""The findings as a frame, with its Pandera schema; evidence and proof are made of the cells that are asked for."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa

from reconcile.auditing.counts_on_demand import CountsOnDemand
from reconcile.auditing.entry import FIELDS, LATER, Entry, Kind
from reconcile.auditing.tuples_on_demand import TuplesOnDemand
from reconcile.checks.verdicts import CHECKS, VERDICTS

_NUMBER = r"-?\d+(\.\d+)?(/\d+)?"


def _column(kind: Kind) -> pa.Column:
    match kind:
        case Kind.ID:
            return pa.Column(str, unique=True)
        case Kind.TEXT:
            return pa.Column(str)
        case Kind.CHECK:
            return pa.Column(str, pa.Check.isin(list(CHECKS)))
        case Kind.VERDICT:
            return pa.Column(str, pa.Check.isin(list(VERDICTS)))
        case Kind.NUMBER:
            return pa.Column(object, pa.Check.str_matches(f"^{_NUMBER}$"), nullable=True)
        case Kind.COUNT:
            return pa.Column("Int64", nullable=True)
        case Kind.REASON | Kind.PROOF:
            return pa.Column(object, nullable=True)
        case Kind.THINGS:
            return pa.Column()  # objects, or cells on demand
        case _:
            return pa.Column(object)


findings_schema = pa.DataFrameSchema(
    {one.name: _column(one.kind) for one in FIELDS}, strict=True, ordered=True, name="findings"
)
"""One row a finding, in the order of the checks. ``quantity`` is a dict, ``sources`` and ``claims`` are tuples of ids,
``repairs``, ``evidence``, ``comparisons`` and ``unclaimed`` tuples of dicts, ``certificate`` the proof of a joint
conflict or None. ``errors`` counts those in the last two digits of the claims, ``caught`` those of them that a binding
that holds would catch. Numbers are decimal text in base units, or a fraction such as 5/6."""


def findings_frame(numbered: Iterable[tuple[int, Entry]]) -> pd.DataFrame:
    """The findings, one a row, under their numbers among all; satisfies ``findings_schema``."""
    numbers: list[int] = []
    made: list[Entry] = []
    for number, entry in numbered:
        numbers.append(number)
        made.append(entry)
    rows, index = np.fromiter(made, dtype=object, count=len(made)), pd.Index(numbers, dtype=np.int64)
    columns: dict[str, Any] = {}
    for name, kind, _ in FIELDS:
        if name in LATER:
            columns[name] = _ON_DEMAND[kind](rows, name)
            continue
        cells = list(map(attrgetter(name), made))
        if kind is Kind.COUNT:
            columns[name] = pd.array(cells, dtype="Int64")
        elif kind in _STRINGS:
            columns[name] = pd.Series(cells, dtype=str).array
        else:
            columns[name] = pd.Series(np.fromiter(cells, dtype=object, count=len(cells)), index, dtype=object)
    return validated(findings_schema, pd.DataFrame(columns, index=index))


_ON_DEMAND = {Kind.THINGS: TuplesOnDemand, Kind.COUNT: CountsOnDemand}
_STRINGS = {Kind.ID, Kind.CHECK, Kind.VERDICT, Kind.TEXT}


def validated(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> pd.DataFrame:
    from pandera.config import ValidationDepth, config_context

    # An environment variable must not be able to switch this off.
    with config_context(validation_enabled=True, validation_depth=ValidationDepth.SCHEMA_AND_DATA):
        return schema.validate(frame, inplace=True)
