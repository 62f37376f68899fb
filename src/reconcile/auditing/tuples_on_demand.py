"""A column of a frame whose cells are tuples, each made when somebody looks at it."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Sequence
from typing import Any, Self

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray, ExtensionDtype, take

from reconcile.exact.columns import Array, Bools


class TuplesDtype(ExtensionDtype):
    """Tuples that are made when they are asked for."""

    name = "tuples on demand"
    type = tuple
    kind = "O"
    na_value = None

    @classmethod
    def construct_array_type(cls) -> builtins.type[TuplesOnDemand]:
        return TuplesOnDemand


class TuplesOnDemand(ExtensionArray):  # noqa: PLW1641 - no array has a hash
    """The tuple in a cell is an attribute of the object that the cell stands for, or stands there itself."""

    dtype = TuplesDtype()

    def __init__(self, cells: Array, attribute: str = "") -> None:
        self._cells, self._attribute = cells, attribute

    @classmethod
    def _from_sequence(cls, scalars: Iterable[Any], *, dtype: Any = None, copy: bool = False) -> Self:  # noqa: ARG003
        cells = np.fromiter(scalars, dtype=object)
        if any(not isinstance(one, tuple) and one is not None for one in cells):
            raise TypeError("these cells hold tuples")
        return cls(cells)

    @classmethod
    def _concat_same_type(cls, to_concat: Sequence[Self]) -> Self:
        names = {one._attribute for one in to_concat}  # noqa: SLF001 - they are of this class
        if len(names) > 1:
            return cls._from_sequence(cell for one in to_concat for cell in one)
        return cls(np.concatenate([one._cells for one in to_concat]), *names)  # noqa: SLF001

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Array:
        return np.fromiter(self, dtype=object, count=len(self))

    def __reduce__(self) -> Any:
        return type(self)._from_sequence, (list(self),)  # noqa: SLF001

    def __len__(self) -> int:
        return len(self._cells)

    def __getitem__(self, item: Any) -> Any:
        if isinstance(item, slice) or np.ndim(item):
            return type(self)(self._cells[pd.api.indexers.check_array_indexer(self, item)], self._attribute)
        cell = self._cells[item]
        return cell if cell is None or isinstance(cell, tuple) else getattr(cell, self._attribute)

    def __eq__(self, other: object) -> Any:
        if isinstance(other, pd.Series | pd.Index | pd.DataFrame):
            return NotImplemented
        others = other if isinstance(other, TuplesOnDemand | list | np.ndarray) else [other] * len(self)
        return np.array([one == another for one, another in zip(self, others, strict=True)], dtype=bool)

    def isna(self) -> Bools:
        return np.array([cell is None for cell in self._cells], dtype=bool)

    def take(self, indices: Any, *, allow_fill: bool = False, fill_value: Any = None) -> Self:
        cells: Any = take(self._cells, indices, allow_fill=allow_fill, fill_value=fill_value)
        if allow_fill:
            cells[np.asarray(indices) < 0] = fill_value if isinstance(fill_value, tuple) else None
        return type(self)(cells, self._attribute)

    def copy(self) -> Self:
        return type(self)(self._cells.copy(), self._attribute)

    @property
    def nbytes(self) -> int:
        return self._cells.nbytes

    def _explode(self) -> Any:
        """The members of each tuple below each other, and how many each has, for `explode`."""
        made = pd.Series(list(self), dtype=object)
        return made.explode().to_numpy(), made.map(len).clip(lower=1).to_numpy(dtype=np.uint64)

    def _cast_pointwise_result(self, values: Any) -> Any:
        """What is made of cells one by one need not be tuples."""
        return pd.Series(list(values)).array

    def __arrow_array__(self, type: Any = None) -> Any:  # noqa: A002
        import pyarrow as pa

        return pa.array(list(self), type=type)
