"""The places that claims speak of: an area with its further dimensions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from reconcile.exact.columns import Array, Bools, Ints
from reconcile.language import ids
from reconcile.ledger.store.codes import Codes, Crossed, Ranged, combined, looked_up

_MANY = 2**16  # claims from which counting places beats telling them apart one by one


@dataclass(frozen=True)
class Places:
    """Distinct places, column by column: the area, then each further dimension."""

    columns: Mapping[str, Codes]  # parallel to the places

    @classmethod
    def of(cls, columns: Mapping[str, Codes]) -> tuple[Array, Places]:
        """The place of each claim, as a code, and the places.

        Places are numbered as they are first spoken of; of very many claims, by the codes of their names.
        """
        if len(columns) == 1:
            ((name, codes),) = columns.items()
            return codes.code, cls({name: Codes(np.arange(len(codes.values)), codes.values)})
        crossed = Crossed(*columns.values())
        size = len(crossed.columns[0])
        if size > _MANY and crossed.room <= size:
            said = crossed.numbers()
            place = crossed.look_up(np.arange(len(said), dtype=np.int32), said)
            apart = zip(columns.items(), crossed.apart(said), strict=True)
            return place, cls({name: Codes(code, codes.values) for (name, codes), code in apart})
        code, distinct = pd.factorize(_number(crossed.columns))
        first = np.zeros(len(distinct), dtype=np.int64)
        first[code[::-1]] = np.arange(len(code))[::-1]
        return code, cls({name: codes.take(first) for name, codes in columns.items()})

    def __len__(self) -> int:
        return len(self.columns["area"])

    def __getitem__(self, place: int) -> dict[str, str]:
        return {name: codes[place] for name, codes in self.columns.items()}

    def take(self, places: Ints) -> Places:
        return Places({name: codes.take(places) for name, codes in self.columns.items()})

    def plus(self, more: Iterable[Mapping[str, str]]) -> Places:
        """These places, then those of the others that are none of them."""
        wanted = dict.fromkeys(tuple(one[name] for name in self.columns) for one in more)
        if not wanted:
            return self
        mine = set(self.spelled)
        rows = [row for row in wanted if row not in mine]
        if not rows:
            return self
        columns = {}
        for (name, codes), values in zip(self.columns.items(), zip(*rows, strict=True), strict=True):
            known = tuple(dict.fromkeys((*codes.values, *values)))
            number = {value: code for code, value in enumerate(known)}
            columns[name] = Codes(np.append(codes.code, [number[value] for value in values]), known)
        return Places(columns)

    def are(self, name: str, wanted: Collection[str]) -> Bools:
        """Which places are one of these in a column."""
        return self.columns[name].which(wanted.__contains__)

    def said(self, name: str, places: Ints) -> set[str]:
        """All that some places are in a column."""
        codes = self.columns[name]
        return {codes.values[code] for code in np.unique(codes.code[places]).tolist()}

    def without(self, names: Collection[str]) -> Ints:
        """A number for each place that those share which differ in nothing but these columns; in their order."""
        kept = [codes for name, codes in self.columns.items() if name not in names]
        if len(kept) == len(self.columns):
            return np.arange(len(self))
        return pd.factorize(_number(kept))[0] if kept else np.zeros(len(self), dtype=np.int64)

    def moved(self, at: Mapping[str, str]) -> Ints:
        """For each place the one that is the same but for what is given here, column by column; −1 where none is."""
        if not at:
            return np.arange(len(self))
        kept = self.without(at)
        holds = np.ones(len(self), dtype=bool)
        for name, value in at.items():
            holds &= self.are(name, {value})
        found = np.full(int(kept.max(initial=-1)) + 1, -1, dtype=np.int64)
        found[kept[holds]] = np.flatnonzero(holds)
        return found[kept]

    @cached_property
    def spelled(self) -> list[tuple[str, ...]]:
        """Every place by its names, in the order of the columns."""
        columns = [looked_up(np.array(codes.values, dtype=object), codes.code) for codes in self.columns.values()]
        return list(zip(*columns, strict=True))

    def id(self, place: int) -> str:
        """The part of a finding's id that says where: the area, then dimension=value."""
        return self.named(place)[1]

    def named(self, place: int, but: frozenset[str] = frozenset()) -> tuple[Mapping[str, str], str]:
        """A place in words, without what is empty, and as a part of an id; neither says some of the columns."""
        if (place, but) not in self._named:
            row = {name: value for name, value in self[place].items() if value and name not in but}
            further = {name: value for name, value in row.items() if name != "area"}
            self._named[place, but] = row, ids.place(row.get("area", ""), further)
        return self._named[place, but]

    @cached_property
    def _named(self) -> dict[tuple[int, frozenset[str]], tuple[Mapping[str, str], str]]:
        """What many findings of a place say of it."""
        return {}


def _number(columns: Collection[Codes]) -> Ints:
    return combined([Ranged(codes.code, len(codes.values)) for codes in columns])
