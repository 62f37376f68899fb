"""Columns of Arrow, whose types are asked for only where it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    import pyarrow as pa


def is_text(kind: Any) -> bool:
    """Whether a column of this type holds texts as they are, and not codes of them."""
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def whole(column: pa.ChunkedArray) -> pa.Array:
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
