"""The ledger that a command names: a folder, a table of claims, a wide table, or what standard input holds."""

from __future__ import annotations

import codecs
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reconcile.errors import LedgerError, Problem
from reconcile.faces.ledger_object import Ledger
from reconcile.ledger.reading.csv_tables import read_csv
from reconcile.ledger.reading.opening import opened
from reconcile.ledger.reading.problem_words import file_shown
from reconcile.ledger.reading.tables import column_of, lines_of, read_parquet
from reconcile.ledger.store.columns import as_series
from reconcile.reading.wide_frames import wide_claims

if TYPE_CHECKING:
    import argparse

    from reconcile.ledger.reading.chunks import Tabular

STANDARD_INPUT = "-"
_EXPECTED = "a table of claims is expected, CSV or Parquet, or a report of XBRL or SDMX"
_PARQUET = b"PAR1"  # with which such a file begins


def given_ledger(options: argparse.Namespace) -> Ledger:
    """Read what the options of a command name; raises a LedgerError with all problems at once."""
    if str(options.ledger) != STANDARD_INPUT:
        return _read(options.ledger, options)
    data = sys.stdin.buffer.read()
    if not data.strip():
        raise LedgerError([Problem("standard input", None, f"nothing came: {_EXPECTED}")])
    with TemporaryDirectory() as folder:  # the readers of tables go through a file more than once
        path = Path(folder, "standard input" + _suffix(data))
        path.write_bytes(data)
        return replace(_read(path, options), path=None)


def _suffix(data: bytes) -> str:
    """What a file with these bytes would be called."""
    begins = data.removeprefix(codecs.BOM_UTF8).lstrip()[:1]
    return ".parquet" if data.startswith(_PARQUET) else {b"{": ".json", b"<": ".xml"}.get(begins, ".csv")


def _read(path: Path, options: argparse.Namespace) -> Ledger:
    if not options.wide:
        return Ledger.read(path, texts=options.texts, rules=options.rule, unit_mult=options.unit_mult)
    problems: list[Problem] = []
    table = _table(path, problems)
    if table is None:
        raise LedgerError(problems)
    named = [one.partition("=") for one in options.id]
    made = wide_claims(
        _frame(table),
        id={column: name or column for column, _, name in named},
        decimals=options.decimals,
        unit=options.unit,
        language=options.language,
        source=path.stem,
        file=file_shown(path.name),
        lines=lines_of(table),
        missing=options.missing,
        rules=options.rule,
    )
    return replace(Ledger.of_cells(made, rules=options.rule), path=path)


def _table(path: Path, problems: list[Problem]) -> Tabular | None:
    suffix = path.suffix.lower()
    if suffix not in {".csv", ".parquet"}:
        problems.append(Problem(file_shown(str(path)), None, "--wide reads one table, CSV or Parquet"))
        return None
    read = read_parquet if suffix == ".parquet" else read_csv
    return read(partial(opened, path, None), file_shown(path.name), problems)


def _frame(table: Tabular) -> pd.DataFrame:
    """All rows of a table, of CSV every cell as its text."""
    chunks = [chunk for lot in table.lots(table.names) for chunk in lot.chunks]
    made = {
        name: pd.concat([as_series(column_of(chunk, name)) for chunk in chunks], ignore_index=True)
        if chunks
        else pd.Series(dtype=object)
        for name in table.names
    }
    return pd.DataFrame(made, index=np.arange(table.rows()))
