"""Typed tables as codes and numbers, without a Python object a row: pandas frames, and whatever speaks Arrow."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from reconcile.exact.columns import Array
from reconcile.ledger.codes import Codes, narrowed
from reconcile.ledger.columns import TEXT

_CODED = 2**20  # how far apart whole numbers may lie that are taken for names, such as years


@dataclass(frozen=True)
class Intake:
    """A table by columns: names as codes; numbers as they are, float64 or whole, or as text."""

    size: int
    names: dict[str, Codes]
    numbers: dict[str, Array | pd.Series[str]]
    texts: dict[str, Callable[[], pd.Series[Any]]]  # the columns as they were given, for those who ask


def intake(table: Any, numbers: tuple[str, ...], free: tuple[str, ...]) -> Intake | None:
    """Take a table in; None where a column is neither names nor numbers.

    ``numbers`` names the columns that hold numbers, ``free`` those that hold free text, which are taken only where
    they are empty.
    """
    frame = isinstance(table, pd.DataFrame)
    columns = {str(name): table[name] for name in (table.columns if frame else table.column_names)}
    taken: dict[str, Codes | Array | pd.Series[str] | None] = {}
    of_number, of_name, blank = (
        (_pandas_number, _pandas_names, _pandas_blank) if frame else (_arrow_number, _arrow_names, _arrow_blank)
    )

    def take(name: str) -> None:
        column = columns[name]
        if name == "claim":  # every value is another one, and no code is shorter
            return
        if name in free:
            taken[name] = Codes.constant("", len(column)) if blank(column) else None
        else:
            taken[name] = (of_number if name in numbers else of_name)(column)

    if len(table) < _CODED // 16:
        for name in columns:
            take(name)
    else:  # columns are independent, and what they cost is outside of Python
        with ThreadPoolExecutor() as pool:
            list(pool.map(take, columns))
    if any(column is None for column in taken.values()):
        return None
    return Intake(
        size=len(table),
        names={name: column for name, column in taken.items() if isinstance(column, Codes)},
        numbers={name: column for name, column in taken.items() if isinstance(column, np.ndarray | pd.Series)},
        texts={name: _given(column) for name, column in columns.items()},
    )


def _given(column: Any) -> Callable[[], pd.Series[Any]]:
    if isinstance(column, pd.Series):
        return lambda: column
    return lambda: column.to_pandas(types_mapper=pd.ArrowDtype)


def _coded(codes: Array, values: list[Any], absent: Array | None = None) -> Codes | None:
    """Codes of texts, absent ones as the empty text; None where the values are no texts."""
    if not all(type(value) is str for value in values):
        return None
    try:
        "".join(values).encode()
    except UnicodeEncodeError:
        return None
    names = list(values)
    if absent is not None and absent.any():
        codes = np.where(absent, len(names), codes)
        names.append("")
    made = Codes(narrowed(codes, len(names)), tuple(names)).said()
    return made if len(set(made.values)) == len(made.values) else made.renamed(str)


def _whole(numbers: Array) -> Codes | None:
    """Whole numbers as names: years, say."""
    if not len(numbers):
        return Codes(np.zeros(0, dtype=np.int8), ())
    low, high = int(numbers.min()), int(numbers.max())
    if high - low >= _CODED:
        return None
    return Codes(narrowed(numbers - low, high - low + 1), tuple(map(str, range(low, high + 1)))).said()


def _pandas_names(column: pd.Series[Any]) -> Codes | None:
    dtype = column.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        codes = column.cat.codes.to_numpy()
        return _coded(codes, column.cat.categories.tolist(), codes < 0)
    if isinstance(dtype, np.dtype) and dtype.kind in "iu":
        return _whole(column.to_numpy())
    if isinstance(dtype, pd.StringDtype) or dtype.kind == "O":
        try:
            codes, values = pd.factorize(column)
        except TypeError:  # what cannot be hashed is no name
            return None
        return _coded(codes, list(values), codes < 0)
    return None


def _pandas_number(column: pd.Series[Any]) -> Array | pd.Series[str] | None:
    if isinstance(column.dtype, pd.StringDtype) and not column.hasnans:
        return column.reset_index(drop=True).astype(TEXT)
    if isinstance(column.dtype, np.dtype) and column.dtype.kind in "iu":
        return column.to_numpy() if column.dtype != np.uint64 else None
    if column.dtype == np.float64:
        return column.to_numpy()
    return None


def _pandas_blank(column: pd.Series[Any]) -> bool:
    if isinstance(column.dtype, pd.StringDtype) or column.dtype.kind == "O":
        return bool((column.isna() | (column == "")).all())
    return bool(column.isna().all())


def _arrow_names(column: Any) -> Codes | None:
    import pyarrow as pa

    kind = column.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        column, kind = column.dictionary_encode(), None
    if kind is None or pa.types.is_dictionary(kind):
        whole = column.unify_dictionaries().combine_chunks()
        if isinstance(whole, pa.ChunkedArray):
            whole = pa.concat_arrays(whole.chunks) if whole.num_chunks else pa.array([], column.type)
        absent = whole.indices.is_null().to_numpy(zero_copy_only=False) if whole.null_count else None
        indices = whole.indices.fill_null(0) if whole.null_count else whole.indices
        return _coded(indices.to_numpy(), whole.dictionary.to_pylist(), absent)
    if pa.types.is_integer(kind) and not column.null_count:
        return _whole(column.to_numpy())
    return None


def _arrow_number(column: Any) -> Array | pd.Series[str] | None:
    import pyarrow as pa

    if column.null_count:
        return None
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        texts: pd.Series[str] = column.to_pandas().astype(TEXT)
        return texts
    if pa.types.is_integer(column.type) and not pa.types.is_uint64(column.type):
        return np.asarray(column.to_numpy())
    return np.asarray(column.to_numpy()) if pa.types.is_float64(column.type) else None


def _arrow_blank(column: Any) -> bool:
    return bool(column.null_count == len(column))
