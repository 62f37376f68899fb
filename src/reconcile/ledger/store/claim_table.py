"""The claims of a ledger by columns: codes and figures for the engine, texts of those that are looked at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from reconcile.exact.columns import Array, Ints
from reconcile.ledger.store.claim_ids import ClaimIds
from reconcile.ledger.store.codes import Codes, Crossed
from reconcile.ledger.store.columns import KNOWN, TEXT
from reconcile.ledger.store.decimals import text_of
from reconcile.ledger.store.figure_columns import Figures
from reconcile.ledger.store.row_sets import held

Units: TypeAlias = "frozenset[tuple[str, ...]]"

_OFFSET = re.compile("[0-9]{1,15}")


class Spelling(NamedTuple):
    """How the values of claims were written, as far as their figures do not tell."""

    zeros: bool  # zeros at the end stand; else it is the shortest decimal
    minus: Ints  # the claims with a zero that has a minus sign
    power: Array  # of ten in each claim's unit
    odd: dict[int, str]  # the claims that are spelled in a way of their own, or have no value


@dataclass(frozen=True)
class Origin:
    """Where claims were read: the file and the line of each row of the tables, and which row is which claim."""

    files: str | Sequence[str]  # one of all rows, or one a row
    lines: int | Array  # one a row, or that of the first where all follow each other
    sources: Array | None  # the codes of the rows' sources; None where the rows are the claims
    size: int

    @cached_property
    def rows(self) -> Array:
        """The row of each claim."""
        return np.arange(self.size) if self.sources is None else np.argsort(self.sources, kind="stable")

    def place(self, claim: int) -> tuple[str, int | None]:
        row = int(self.rows[claim])
        file = self.files if isinstance(self.files, str) else self.files[row]
        return file, self.lines + row if isinstance(self.lines, int) else int(self.lines[row])

    def take(self, claims: Ints) -> Origin:
        taken = Origin(self.files, self.lines, self.sources, len(claims))
        taken.__dict__["rows"] = self.rows[claims]
        return taken

    @cached_property
    def frame(self) -> pd.DataFrame:
        lines = self.rows + self.lines if isinstance(self.lines, int) else self.lines[self.rows]
        files = [self.files] * self.size if isinstance(self.files, str) else [self.files[row] for row in self.rows]
        return pd.DataFrame({"file": pd.Series(files, dtype="str"), "line": pd.array(lines, dtype="Int64")})


_MANY = 100  # ids from which a part of the table is made sooner than each by itself


@dataclass(frozen=True)
class ClaimTable:
    """Columns parallel to the claims; texts and ids are made of those that are asked for."""

    names: dict[str, Codes]
    figures: Figures
    columns: tuple[str, ...]  # of the frame, in order
    spelling: Spelling
    ids: pd.Series[str] | None  # as they were given, by rows of the tables; None where none was
    origins: Origin

    def __len__(self) -> int:
        return len(self.figures)

    @cached_property
    def units(self) -> Units:
        """What is reported in which unit: each measure, statistic and unit that stand together."""
        figures = self.figures
        crossed = Crossed(self.codes("measure"), self.codes("stat"), Codes(figures.unit, figures.units))
        return frozenset(crossed.texts(crossed.numbers()))

    def codes(self, name: str) -> Codes:
        return self.names[name] if name in self.names else Codes.constant("", len(self))

    def cell(self, name: str, row: int) -> Any:
        if name == "claim":
            return self._ids[row] if self.ids is None else str(self.ids.iloc[int(self.origins.rows[row])])
        if name == "value":
            return self._values(np.array([row]))[0]
        text = self.codes(name)[row]
        return offset(text) if name == "at" else text

    def texts(self, name: str, rows: Ints) -> list[str]:
        """A column of some claims, but for ids and offsets."""
        if name == "value":
            return self._values(rows)
        codes = self.codes(name)
        return [codes.values[code] for code in codes.at(rows)]

    def every_id(self) -> list[str]:
        """The ids of all claims, which together take a tenth of the time that they take one by one."""
        return self._column("claim").tolist()

    def ids_of(self, rows: Sequence[int] | Ints) -> list[str]:
        """The ids of some claims; of many they are made together."""
        if len(rows) < _MANY:
            return [self.cell("claim", int(row)) for row in rows]
        return self.take(np.asarray(rows, dtype=np.int64)).every_id()

    def place(self, row: int) -> tuple[str, int | None]:
        """The file and line of a claim."""
        return self.origins.place(row)

    def take(self, rows: Ints) -> ClaimTable:
        names = {name: codes.take(rows).said(codes.values) for name, codes in self.names.items()}
        spelling = self.spelling
        minus = np.flatnonzero(np.isin(rows, spelling.minus))
        odd = {row: spelling.odd[old] for row, old in enumerate(rows.tolist()) if old in spelling.odd}
        taken = replace(
            self,
            names=names,
            figures=self.figures.take(rows),
            spelling=spelling._replace(minus=minus, power=held(spelling.power, rows), odd=odd),
            origins=self.origins.take(rows),
        )
        # An id does not change where other claims are left out.
        taken.__dict__["_ids"] = ClaimIds(names, self._dimensions, self._ids.before[rows])
        return taken

    @cached_property
    def frame(self) -> pd.DataFrame:
        """All columns as text."""
        return pd.DataFrame({name: self._column(name) for name in self.columns})

    @property
    def origin(self) -> pd.DataFrame:
        return self.origins.frame

    def _column(self, name: str) -> pd.Series[Any]:
        if name == "at":
            codes = self.codes(name)
            offsets = pd.array(list(map(offset, codes.values)), dtype="Int64")
            return pd.Series(offsets.take(codes.code))
        if name == "value":
            return pd.Series(self._values(np.arange(len(self))), dtype=TEXT)
        if name == "claim" and self.ids is not None:
            return self.ids.take(self.origins.rows).reset_index(drop=True)
        if name == "claim":
            return self._ids.texts()
        return self.codes(name).texts().astype(TEXT)

    def _values(self, rows: Ints) -> list[str]:
        """The values of some claims as they were written."""
        value, (zeros, minus, power, odd) = self.figures.value, self.spelling
        exponent = value.exponent[rows].astype(np.int64) - power[rows]
        each = zip(rows.tolist(), value.digits[rows].tolist(), exponent.tolist(), strict=True)
        texts = [odd[row] if row in odd else text_of(digits, shift, zeros=zeros) for row, digits, shift in each]
        for row in np.flatnonzero(np.isin(rows, minus)) if len(minus) else ():
            texts[row] = f"-{texts[row]}"
        return texts

    @cached_property
    def _ids(self) -> ClaimIds:
        return ClaimIds(self.names, self._dimensions)

    @property
    def _dimensions(self) -> tuple[str, ...]:
        return tuple(name for name in self.columns if name not in KNOWN)


def offset(text: str) -> Any:
    """An offset into a text; absent where there is none, or what is written is no whole number."""
    return int(text) if _OFFSET.fullmatch(text) else pd.NA
