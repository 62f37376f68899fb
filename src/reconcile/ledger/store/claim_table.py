"""The claims of a ledger by columns, however they were read: codes and figures for the engine, a frame for people."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple, Protocol, TypeAlias

import numpy as np
import pandas as pd

from reconcile.exact.columns import Array, Ints
from reconcile.ledger.store.claim_ids import ClaimIds
from reconcile.ledger.store.codes import Codes, Crossed
from reconcile.ledger.store.columns import KNOWN, TEXT
from reconcile.ledger.store.decimals import text_of
from reconcile.ledger.store.figure_columns import Figures

Units: TypeAlias = "frozenset[tuple[str, ...]]"


class Content(Protocol):
    """Columns parallel to the claims."""

    @property
    def figures(self) -> Figures: ...

    @property
    def frame(self) -> pd.DataFrame: ...

    @property
    def origin(self) -> pd.DataFrame: ...

    def __len__(self) -> int: ...

    @property
    def units(self) -> Units:
        """What is reported in which unit: each measure, statistic and unit that stand together."""

    def codes(self, name: str) -> Codes: ...

    def cell(self, name: str, row: int) -> Any: ...

    def place(self, row: int) -> tuple[str, int | None]:
        """The file and line of a claim."""

    def take(self, rows: Ints) -> Content: ...


@dataclass(frozen=True)
class Framed:
    """Claims that were read as texts: the frame is there."""

    frame: pd.DataFrame
    figures: Figures
    origin: pd.DataFrame
    _arrays: dict[str, Any] = field(default_factory=dict, compare=False)

    def __len__(self) -> int:
        return len(self.frame)

    @cached_property
    def units(self) -> Units:
        return _units(self)

    def codes(self, name: str) -> Codes:
        return Codes.of(self.frame[name])

    def cell(self, name: str, row: int) -> Any:
        # A whole row of the frame would cost a hundred times as much.
        if name not in self._arrays:
            self._arrays[name] = self.frame[name].array
        return self._arrays[name][row]

    def place(self, row: int) -> tuple[str, int | None]:
        line = self.origin["line"].array[row]
        return str(self.origin["file"].array[row]), None if pd.isna(line) else int(line)

    def take(self, rows: Ints) -> Framed:
        frame, origin = (one.iloc[rows].reset_index(drop=True) for one in (self.frame, self.origin))
        return Framed(frame, self.figures.take(rows), origin)


class Spelling(NamedTuple):
    """How the values of a table were written, as far as their figures do not tell."""

    zeros: bool  # zeros at the end stand; else it is the shortest decimal
    minus: Ints  # the claims with a zero that has a minus sign
    power: Ints | None  # of ten in the unit, by measure, statistic and unit; None where it is 0 everywhere


@dataclass(frozen=True)
class Coded:
    """Claims that were read as codes and numbers; texts and ids are made of those that are asked for."""

    names: dict[str, Codes]
    figures: Figures
    columns: tuple[str, ...]  # of the frame, in order
    spelling: Spelling
    ids: pd.Series[str] | None  # as they were given, by rows of the table
    sources: Array | None  # the codes of the sources in the order of the table; None where it is that of the claims
    file: str
    begins: int = 1  # the line of the table's first row

    def __len__(self) -> int:
        return len(self.figures)

    @cached_property
    def lines(self) -> Array:
        """Of each claim, where it stands in the table, counted from 0."""
        return np.arange(len(self)) if self.sources is None else np.argsort(self.sources, kind="stable")

    @cached_property
    def units(self) -> Units:
        return _units(self)

    def codes(self, name: str) -> Codes:
        return self.names[name] if name in self.names else Codes.constant("", len(self))

    def cell(self, name: str, row: int) -> Any:
        if name == "at":
            return pd.NA
        if name == "claim":
            return self._ids[row] if self.ids is None else str(self.ids.iloc[int(self.lines[row])])
        if name == "value":
            return self._values(np.array([row]))[0]
        return self.names[name][row] if name in self.names and len(self) else ""

    def place(self, row: int) -> tuple[str, int | None]:
        return self.file, int(self.lines[row]) + self.begins

    def take(self, rows: Ints) -> Coded:
        names = {name: codes.take(rows) for name, codes in self.names.items()}
        minus = np.flatnonzero(np.isin(rows, self.spelling.minus))
        taken = replace(
            self,
            names=names,
            figures=self.figures.take(rows),
            spelling=self.spelling._replace(minus=minus),
        )
        taken.__dict__["lines"] = self.lines[rows]
        # An id does not change where other claims are left out.
        taken.__dict__["_ids"] = ClaimIds(names, self._dimensions, self._ids.before[rows])
        return taken

    @cached_property
    def frame(self) -> pd.DataFrame:
        """All columns as text."""
        return pd.DataFrame({name: self._column(name) for name in self.columns})

    @cached_property
    def origin(self) -> pd.DataFrame:
        line = pd.array(self.lines + self.begins, dtype="Int64")
        return pd.DataFrame({"file": pd.Series([self.file], dtype="str").repeat(len(self)).to_numpy(), "line": line})

    def _column(self, name: str) -> pd.Series[Any]:
        if name == "at":
            return pd.Series(pd.array([pd.NA], dtype="Int64").take([0] * len(self)))
        if name == "value":
            return pd.Series(self._values(np.arange(len(self))), dtype=TEXT)
        if name == "claim" and self.ids is not None:
            return self.ids.take(self.lines).reset_index(drop=True)
        if name == "claim":
            return self._ids.texts()
        return self.codes(name).texts().astype(TEXT)

    def _values(self, rows: Ints) -> list[str]:
        """The values of some claims as they were written."""
        value, (zeros, minus, power) = self.figures.value, self.spelling
        exponent = value.exponent[rows].astype(np.int64)
        if power is not None:
            exponent -= power[Crossed(*(self.names[name] for name in ("measure", "stat", "unit"))).key(rows)]
        texts = [
            text_of(digits, shift, zeros=zeros)
            for digits, shift in zip(value.digits[rows].tolist(), exponent.tolist(), strict=True)
        ]
        for row in np.flatnonzero(np.isin(rows, minus)) if len(minus) else ():
            texts[row] = f"-{texts[row]}"
        return texts

    @cached_property
    def _ids(self) -> ClaimIds:
        return ClaimIds(self.names, self._dimensions)

    @property
    def _dimensions(self) -> tuple[str, ...]:
        return tuple(name for name in self.columns if name not in KNOWN)


def _units(content: Content) -> Units:
    figures = content.figures
    crossed = Crossed(content.codes("measure"), content.codes("stat"), Codes(figures.unit, figures.units))
    return frozenset(crossed.texts(crossed.numbers()))
