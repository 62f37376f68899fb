"""A column of a frame whose cells are counts, all of them made when somebody looks at one."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
import pandas as pd
from pandas.arrays import IntegerArray

from reconcile.exact.columns import Array


class CountsOnDemand(IntegerArray):
    """The count in a cell is an attribute of the object that the cell stands for, absent where that is None.

    What is filtered, sorted or copied of it stays to be made; what is calculated with it is made.
    """

    dtype = pd.Int64Dtype()  # these two, a masked array asks of its columns
    ndim = 1

    def __init__(self, cells: Array, attribute: str) -> None:
        self._cells, self._attribute = cells, attribute

    def __getattr__(self, name: str) -> Any:
        """The columns of every `IntegerArray`, when they are first asked for."""
        if name not in {"_data", "_mask"}:
            raise AttributeError(name)
        counts = [getattr(one, self._attribute) for one in self._cells]
        self._mask = np.array([count is None for count in counts], dtype=bool)
        self._data = np.array([count or 0 for count in counts], dtype=np.int64)
        return self.__dict__[name]

    @property
    def made(self) -> bool:
        """Whether its cells are counted."""
        return "_data" in self.__dict__

    def __len__(self) -> int:
        return len(self._data) if self.made else len(self._cells)

    @property
    def shape(self) -> tuple[int]:
        return (len(self),)

    def __getitem__(self, item: Any) -> Any:
        if not self.made and (isinstance(item, slice) or np.ndim(item)):
            return type(self)(self._cells[pd.api.indexers.check_array_indexer(self, item)], self._attribute)
        return super().__getitem__(item)

    def take(self, indexer: Any, *, allow_fill: bool = False, fill_value: Any = None, **more: Any) -> Any:
        if not self.made and (not allow_fill or min(indexer, default=0) >= 0):  # nothing to fill
            return type(self)(self._cells.take(indexer), self._attribute)
        return super().take(indexer, allow_fill=allow_fill, fill_value=fill_value, **more)

    def copy(self) -> Self:
        return super().copy() if self.made else type(self)(self._cells, self._attribute)

    def __reduce__(self) -> Any:
        return IntegerArray, (self._data, self._mask)
