"""The columns of claims and sources, and how a typed column becomes text without losing a digit.

Types of Arrow are asked for only where it is there.
"""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from reconcile.language.periods import period_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pyarrow as pa

TEXT = pd.StringDtype(na_value=np.nan)

_BEFORE = ("claim", "source", "measure", "area", "period")
_FIGURE = ("reported", "value", "value_high", "decimals", "unit", "qualifier")
_AFTER = ("stat", "base", "per", "status", *_FIGURE, "quote", "page", "at", "guess")
GUESSED = ("measure", "area", "period", "stat", "base", "status")  # what a draft may have guessed of a claim
KNOWN = (*_BEFORE, *_AFTER)

# All other columns of a table are names.
FREE = ("reported", "value_high", "qualifier", "quote", "page", "at", "guess")  # in few tables, and of many values
OWN = "claim"  # every value is another one, and no code is shorter
NUMBERS = ("value",)
_DOCUMENT = ("source", "title", "publisher", "published", "language")
SOURCE_COLUMNS = (
    *_DOCUMENT,
    "series",
    "fiscal_year",
    "frequency",
    "text",
    "sha256",
    "rounding",
    "reliability",
    "url",
    "set_aside",
)


def claim_columns(dimensions: Iterable[str] = ()) -> list[str]:
    """List all columns of claims, in order.

    >>> claim_columns(["partner"])[4:7]
    ['period', 'partner', 'stat']
    """
    return [*_BEFORE, *dimensions, *_AFTER]


class ColumnError(ValueError):
    """A column that holds what no figure, name or date can be."""


def text_column(column: pd.Series) -> pd.Series:
    """Give the texts of a column of any type, absent values as "".

    A float stands for the shortest decimal that it prints; a date for its ISO form.

    >>> text_column(pd.Series([783.4, None, 1e22])).tolist()
    ['783.4', '', '10000000000000000000000']
    """
    dtype = column.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        texts = text_column(pd.Series(column.cat.categories)).to_numpy(dtype=object)
        codes = column.cat.codes.to_numpy()
        return _series(np.where(codes < 0, "", texts[codes]) if len(texts) else [""] * len(column))
    if isinstance(dtype, pd.StringDtype) or (isinstance(dtype, pd.ArrowDtype) and dtype.type is str):
        return column.reset_index(drop=True).astype(TEXT).fillna("")
    if isinstance(dtype, pd.ArrowDtype) and dtype.type is Decimal:
        # Arrow pads every value to the column's scale: its last zeros were printed nowhere.
        return _series([_without_zeros(text) for text in _texts(column.astype(object))])
    if pd.api.types.is_bool_dtype(dtype) and len(column):
        raise ColumnError("holds True and False, not text or numbers")
    if pd.api.types.is_integer_dtype(dtype):
        return column.reset_index(drop=True).astype(TEXT).fillna("")
    if pd.api.types.is_float_dtype(dtype) and getattr(dtype, "itemsize", 8) < 8:
        # By its own shortest digits: 0.1, not 0.10000000149011612.
        column = pd.Series(column.to_numpy(np.float32, na_value=np.nan)).astype(str).astype(float)
    return _series(_texts(column.astype(object)))


def _series(texts: Sequence[str] | np.ndarray) -> pd.Series:
    refuse_surrogates(texts)
    return pd.Series(np.asarray(texts, dtype=object), dtype=TEXT)


def refuse_surrogates(texts: Iterable[str]) -> None:
    """Raise a ColumnError where not all can be written down: a lone surrogate cannot."""
    try:
        "".join(texts).encode()
    except UnicodeEncodeError as error:
        raise ColumnError(f"holds a lone surrogate ({error.object[error.start]!r}), which is no text") from None


def _texts(values: pd.Series) -> list[str]:
    return [value if type(value) is str else _text(value) for value in values]


def _text(value: object) -> str:
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    match value:
        case str():
            return str(value)
        case bool() | np.bool_():
            raise ColumnError("holds True or False, not text or a number")
        case int() | np.integer():
            return str(value)
        case float() | np.floating():
            return "" if math.isnan(value) else plain_float(float(value))
        case Decimal():
            return format(value, "f")
        case dt.datetime():
            if value.time() != dt.time():
                raise ColumnError(f"holds a time of day ({value}); a date or a period was expected")
            return value.date().isoformat()
        case dt.date():
            return value.isoformat()
        case pd.Period():
            return _period_text(value)
    raise ColumnError(f"holds a {type(value).__name__}, not text or a number")


def _period_text(value: pd.Period) -> str:
    """The days of a period of pandas in SDMX's form, those of a financial year that ends in any month, too."""
    if value.end_time - value.start_time < dt.timedelta(hours=23):
        raise ColumnError(f"holds a part of a day ({value}); a date or a longer period was expected")
    return period_of(value.start_time.date(), value.end_time.date()).text


def _without_zeros(text: str) -> str:
    return text.rstrip("0").removesuffix(".") if "." in text else text


def plain_float(value: float) -> str:
    """Give the shortest decimal that reads back as the float, without exponent.

    >>> plain_float(2024.0), plain_float(1e-7)
    ('2024', '0.0000001')
    """
    text = repr(value)
    return format(Decimal(text), "f") if "e" in text else text.removesuffix(".0")


def is_text(kind: Any) -> bool:
    """Whether a column of this type holds texts as they are, and not codes of them."""
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def unchunked(column: pa.ChunkedArray) -> pa.Array:
    """A column as one array."""
    import pyarrow as pa

    if column.num_chunks == 1:
        return column.chunk(0)
    joined = column.unify_dictionaries().combine_chunks()
    return joined if isinstance(joined, pa.Array) else pa.concat_arrays(joined.chunks)


def plain_array(chunk: Any) -> Any:
    """An array of Arrow without a dictionary and without views, which pandas does not know."""
    if hasattr(chunk, "dictionary"):
        chunk = plain_array(chunk.dictionary).take(chunk.indices)
    return chunk.cast(plain_kind(chunk.type))


def plain_kind(kind: Any) -> Any:
    """The type of what such an array holds."""
    import pyarrow as pa

    if pa.types.is_dictionary(kind):
        return plain_kind(kind.value_type)
    return pa.large_string() if pa.types.is_string_view(kind) else kind


def as_series(column: Any) -> pd.Series[Any]:
    """A column of pandas as it is, one of Arrow as pandas' own of Arrow's type."""
    if isinstance(column, pd.Series):
        return column
    import pyarrow as pa

    made: pd.Series[Any] = pa.chunked_array([plain_array(column)]).to_pandas(types_mapper=pd.ArrowDtype)
    return made
