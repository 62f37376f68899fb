"""Numbers of typed tables as they were printed: whole digits and a power of ten, and their text again.

Read by columns or not at all: where a number is none, or is spelled in a way of its own, there is no answer.
"""

from __future__ import annotations

from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from reconcile.exact.columns import Array, Decimals, Ints
from reconcile.exact.parallel import in_blocks
from reconcile.ledger.store import source_order
from reconcile.ledger.store.figure_columns import plain_decimals
from reconcile.ledger.store.source_order import Place

_CANONICAL = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?"  # has one spelling for each number of digits
_SAFE = 18  # characters; as many digits always fit an int64


class Floats(NamedTuple):
    """Floating point, which is read when it is known how many digits were printed."""

    values: Array  # float64 or float32


class Printed(NamedTuple):
    """Numbers with the spelling that they had."""

    read: Decimals  # int64
    zeros: bool  # zeros at the end were printed; else the shortest spelling
    minus: list[int]  # rows with a zero that has a minus sign


_NOWHERE = np.zeros(0, dtype=np.int64)


class Exactness(NamedTuple):
    """Where a float tells decimals apart: up to how many units of the last digit, and with which powers of ten.

    Decimals of fewer units each have a float of their own, and dividing one by its power of ten, in float64, rounds to
    that float: 10**15 < 2**53 and 10**22 = 5**22 * 2**22 with 5**22 < 2**53; for float32, units below 2**23 lie further
    apart than its floats, and with powers up to 10**8 a quotient is too far from the middle between two float32 for
    its own rounding to matter.
    """

    units: float
    power: int


_EXACT = {"float64": Exactness(10.0**15, 22), "float32": Exactness(2.0**23, 8)}


def whole(column: Array) -> Printed | None:
    """Whole numbers of any width; None where one does not fit an int64."""
    if column.dtype == np.uint64 and column.max(initial=0) > np.iinfo(np.int64).max:
        return None
    digits = column.astype(np.int64)
    if digits.min(initial=0) == np.iinfo(np.int64).min:  # whose size is no int64
        return None
    return Printed(Decimals(digits, np.broadcast_to(np.int16(0), len(digits))), zeros=True, minus=[])


def decimal128(chunk: Any) -> Printed | None:
    """An Arrow array of decimals: 16 bytes each, little-endian; None where one needs more than the first eight."""
    halves = np.frombuffer(chunk.buffers()[1], dtype="<i8").reshape(-1, 2)[chunk.offset : chunk.offset + len(chunk)]
    digits = halves[:, 0].astype(np.int64)
    if not np.array_equal(halves[:, 1], digits >> 63) or digits.min(initial=0) == np.iinfo(np.int64).min:
        return None
    exponent = np.broadcast_to(np.int16(-chunk.type.scale), len(digits))
    return Printed(Decimals(digits, exponent), zeros=False, minus=[])


def arrow_texts(chunk: Any) -> Printed | None:
    """An Arrow array of texts, each a plain decimal; None where one is spelled in another way."""
    import pyarrow as pa
    import pyarrow.compute as pc

    chunk = chunk.cast(pa.large_string())
    length = pc.binary_length(chunk).to_numpy(zero_copy_only=False)
    if length.max() > _SAFE or not pc.all(pc.match_substring_regex(chunk, f"^{_CANONICAL}$")).as_py():
        return None
    point = pc.find_substring(chunk, ".").to_numpy(zero_copy_only=False)
    digits = pc.replace_substring(chunk, ".", "", max_replacements=1).cast(pa.int64()).to_numpy()
    exponent = np.where(point < 0, 0, point + 1 - length).astype(np.int16)
    zero = np.flatnonzero(digits == 0)
    negative = pc.starts_with(chunk.take(pa.array(zero)), "-").to_numpy(zero_copy_only=False)
    return Printed(Decimals(digits, exponent), zeros=True, minus=zero[negative].tolist())


def pandas_texts(column: pd.Series[str]) -> Printed | None:
    """The same of a pandas column of texts, none of them absent."""
    if (column.str.len() > _SAFE).any() or not column.str.fullmatch(_CANONICAL).all():
        return None
    read = plain_decimals(column)
    zero = np.flatnonzero(read.digits == 0)
    negative = column.iloc[zero].str.startswith("-").to_numpy(dtype=bool)
    return Printed(Decimals(read.digits, read.exponent.astype(np.int16)), zeros=True, minus=zero[negative].tolist())


def room(part: Floats | Printed, size: int) -> Floats | Printed:
    """Room for a whole column of numbers such as these."""
    if isinstance(part, Floats):
        return Floats(np.empty(size, dtype=part.values.dtype))
    exponent = part.read.exponent
    one = exponent.strides == (0,) and len(exponent) > 0
    exponent = np.broadcast_to(exponent[:1], size) if one else np.empty(size, dtype=np.int16)
    return Printed(Decimals(np.empty(size, dtype=np.int64), exponent), part.zeros, [])


def put(column: Floats | Printed, part: Floats | Printed, place: Place) -> bool:
    """Put a part of a column in its place; what is read in another way than the parts before has none."""
    if isinstance(column, Floats):
        if not isinstance(part, Floats) or part.values.dtype != column.values.dtype:
            return False
        source_order.put(column.values, place, part.values)
        return True
    if isinstance(part, Floats) or part.zeros != column.zeros:
        return False
    source_order.put(column.read.digits, place, part.read.digits)
    if column.read.exponent.strides != (0,):
        source_order.put(column.read.exponent, place, part.read.exponent)
    elif (part.read.exponent != column.read.exponent[0]).any():
        return False
    column.minus.extend(source_order.rows_at(place, part.minus))
    return True


class Shortest(NamedTuple):
    """The shortest decimals that floats print, as digits with the places that were asked for."""

    digits: Ints
    odd: Ints  # rows that need another exponent
    exponent: Ints  # of these rows
    minus: Ints  # rows that hold −0


def shortest(floats: Array, places: Ints, code: Array | None) -> Shortest:
    """Read floats; finite ones, since nothing is printed of others.

    ``places`` are the digits that may stand right of the point, by ``code``, of which there is none where places are
    the same everywhere. A float is digits / 10**places exactly where that quotient, which is rounded correctly, gives
    it back and :class:`Exactness` holds; all others are read from what they print. Floats that nobody else holds
    make room for their digits.
    """
    exact = _EXACT[floats.dtype.name]
    known = np.abs(places) <= exact.power
    over, under = (10.0 ** np.where(known, np.maximum(sign * places, 0), 0) for sign in (1, -1))
    over[~known] = np.nan  # nothing is equal to what comes of it
    divides = bool((under > 1).any())
    ours = floats.dtype == np.float64 and floats.flags.owndata and floats.flags.writeable
    digits = floats.view(np.int64) if ours else np.empty(len(floats), dtype=np.int64)

    def read(rows: slice) -> tuple[Ints, list[int], Ints]:
        """Read a block; the rows with an exponent of their own, these, and the rows that hold −0."""
        block, at = floats[rows], None if code is None else code[rows].astype(np.intp)
        times = over[0] if at is None else over.take(at)
        with np.errstate(over="ignore"):  # what becomes infinite is not the float again
            units = block.astype(np.float64, copy=False) * times
            if divides:
                less = under[0] if at is None else under.take(at)
                units /= less
            np.rint(units, out=units)
            again = units * less / times if divides else units / times
            fits = again.astype(block.dtype, copy=False) == block
        if not (-exact.units < units.min() and units.max() < exact.units):  # or some is no number
            fits &= np.abs(units) < exact.units
        zero = np.flatnonzero(block == 0)
        minus = zero[np.signbit(block[zero])] + rows.start
        if fits.all():
            digits[rows] = units
            return _NOWHERE, [], minus
        parts = [_parts(str(one)) for one in block[~fits]]
        units[~fits] = 0
        digits[rows] = units
        odd = np.flatnonzero(~fits) + rows.start
        digits[odd] = [one for one, _ in parts]
        return odd, [power for _, power in parts], minus

    odd, exponents, minus = zip(*in_blocks(len(floats), read), strict=True)
    exponent = np.array(list(chain.from_iterable(exponents)), dtype=np.int64)
    return Shortest(digits, np.concatenate(odd), exponent, np.concatenate(minus))


def _parts(text: str) -> tuple[int, int]:
    """Digits and power of ten of what a float prints."""
    mantissa, _, power = text.partition("e")
    before, _, after = mantissa.removesuffix(".0").partition(".")
    return int(before + after), int(power or 0) - len(after)


def text_of(digits: int, exponent: int, *, zeros: bool) -> str:
    """A number in plain decimals.

    >>> text_of(1100, -3, zeros=True), text_of(1100, -3, zeros=False), text_of(-5, 2, zeros=False)
    ('1.100', '1.1', '-500')
    """
    if exponent >= 0:
        return str(digits * 10**exponent)
    sign, body = ("-", str(-digits)) if digits < 0 else ("", str(digits))
    body = body.rjust(1 - exponent, "0")
    text = f"{sign}{body[:exponent]}.{body[exponent:]}"
    return text if zeros else text.rstrip("0").removesuffix(".")
