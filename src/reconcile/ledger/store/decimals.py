"""Columns of numbers as they were printed: whole digits and a power of ten, and their text again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from reconcile.exact.columns import Array, Decimals, Ints, aligned
from reconcile.exact.parallel import in_blocks
from reconcile.ledger.store.columns import as_series, is_text, text_column

_CANONICAL = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?"  # has one spelling for each number of digits
_KEPT = 15  # significant digits that every float64 keeps
_ROUNDINGS = 10**11  # parts of a number: a hundred thousand times what one rounding of a float64 is off by
_FAR = 10**7  # parts of a last stated digit
_TENS = 10 ** np.arange(19, dtype=np.int64)
_SAFE = 18  # characters; as many digits always fit an int64
_FEW = 2000  # texts, up to which they are read one by one
_NOWHERE = np.zeros(0, dtype=np.int64)
_PLAIN = re.compile(_CANONICAL)


@dataclass(slots=True)
class FloatColumn:
    """Floating point, which is read when it is known how many digits were printed."""

    values: Array  # float64 or float32, 0 where the cell is odd
    odd: dict[int, str] = field(default_factory=dict)  # rows that hold no number, with their text


@dataclass(slots=True)
class DecimalColumn:
    """Numbers with the spelling that they had."""

    read: Decimals  # int64, 0 where the cell is odd
    zeros: bool  # zeros at the end were printed; else the shortest spelling
    minus: list[int]  # rows with a zero that has a minus sign
    odd: dict[int, str] = field(default_factory=dict)  # rows spelled in a way of their own, or that hold no number


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


def number_column(column: Any) -> FloatColumn | DecimalColumn:
    """A column, or a piece of one, of pandas or of Arrow; raises a ColumnError for what no number can be."""
    if isinstance(column, pd.Series):
        dtype = column.dtype
        if isinstance(dtype, np.dtype) and dtype.kind in "iu":
            return _integers(column.to_numpy())
        return _floats(column.to_numpy()) if dtype in (np.float64, np.float32) else _texts(column)
    import pyarrow as pa

    kind = column.type
    if pa.types.is_float64(kind) or pa.types.is_float32(kind):
        return _floats(column.to_numpy(zero_copy_only=False))
    if pa.types.is_integer(kind) and not column.null_count:
        return _integers(column.to_numpy())
    if pa.types.is_decimal(kind):
        read = _decimals(column)
        return _texts(column, zeros=False) if read is None else DecimalColumn(read, zeros=False, minus=[])
    return _texts(column)


def _floats(values: Array) -> FloatColumn:
    odd = np.flatnonzero(~np.isfinite(values))
    if not len(odd):
        return FloatColumn(values)
    texts = text_column(pd.Series(values[odd])).tolist()
    kept = values.copy()
    kept[odd] = 0
    return FloatColumn(kept, dict(zip(odd.tolist(), texts, strict=True)))


def _integers(column: Array) -> DecimalColumn:
    """Whole numbers of any width; those whose size is no int64 are odd."""
    over = column > np.iinfo(np.int64).max if column.dtype == np.uint64 else column == np.iinfo(np.int64).min
    odd = {int(row): str(column[row]) for row in np.flatnonzero(over)}
    digits = np.where(over, 0, column).astype(np.int64) if odd else column.astype(np.int64)
    return DecimalColumn(Decimals(digits, np.broadcast_to(np.int16(0), len(digits))), zeros=True, minus=[], odd=odd)


def _decimals(chunk: Any) -> Decimals | None:
    """Arrow's decimals: 16 bytes each, little-endian; None where one is absent or needs more than the first eight."""
    import pyarrow as pa

    try:
        chunk = chunk if pa.types.is_decimal128(chunk.type) else chunk.cast(pa.decimal128(38, chunk.type.scale))
    except pa.ArrowInvalid:
        return None
    if chunk.null_count:
        return None
    halves = np.frombuffer(chunk.buffers()[1], dtype="<i8").reshape(-1, 2)[chunk.offset : chunk.offset + len(chunk)]
    digits = halves[:, 0].astype(np.int64)
    if not np.array_equal(halves[:, 1], digits >> 63) or digits.min(initial=0) == np.iinfo(np.int64).min:
        return None
    return Decimals(digits, np.broadcast_to(np.int16(-chunk.type.scale), len(digits)))


def _texts(column: Any, *, zeros: bool = True) -> DecimalColumn:
    """Whatever text can be made of: read at once where there is Arrow, and are many, else one by one."""
    if len(column) > _FEW:
        try:
            import pyarrow as pa
        except ImportError:
            pass
        else:
            if isinstance(column, pd.Series) or not is_text(column.type):
                column = pa.array(text_column(as_series(column)), type=pa.large_string())
            return _arrow_texts(column, zeros=zeros)
    read, minus, odd = [], [], {}
    for row, text in enumerate(text_column(as_series(column))):
        if len(text) <= _SAFE and _PLAIN.fullmatch(text):
            read.append(digits_of(text))
            if text[0] == "-" and not read[-1][0]:
                minus.append(row)
        else:
            read.append((0, 0))
            odd[row] = text
    digits, exponent = np.array(read, dtype=np.int64).reshape(-1, 2).T
    return DecimalColumn(Decimals(digits, exponent.astype(np.int16)), zeros, minus, odd)


def _arrow_texts(chunk: Any, *, zeros: bool) -> DecimalColumn:
    import pyarrow as pa
    import pyarrow.compute as pc

    chunk = chunk.cast(pa.large_string()).fill_null("")
    plain = pc.and_(
        pc.less_equal(pc.binary_length(chunk), _SAFE), pc.match_substring_regex(chunk, f"^{_CANONICAL}$")
    ).to_numpy(zero_copy_only=False)
    odd = np.flatnonzero(~plain)
    spelled = dict(zip(odd.tolist(), chunk.take(pa.array(odd)).to_pylist(), strict=True))
    if len(odd):
        chunk = pc.if_else(pa.array(plain), chunk, pa.scalar("0", pa.large_string()))
    point = pc.find_substring(chunk, ".").to_numpy(zero_copy_only=False)
    length = pc.binary_length(chunk).to_numpy(zero_copy_only=False)
    digits = pc.replace_substring(chunk, ".", "", max_replacements=1).cast(pa.int64()).to_numpy()
    exponent = np.where(point < 0, 0, point + 1 - length).astype(np.int16)
    zero = np.flatnonzero(digits == 0)
    negative = pc.starts_with(chunk.take(pa.array(zero)), "-").to_numpy(zero_copy_only=False)
    return DecimalColumn(Decimals(digits, exponent), zeros, zero[negative].tolist(), spelled)


def digits_of(text: str) -> tuple[int, int]:
    """Digits and power of ten of a plain decimal.

    >>> digits_of("-1234.50")
    (-123450, -2)
    """
    before, _, after = text.partition(".")
    return int(before + after), -len(after)


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
        parts = [_printed(str(one)) for one in block[~fits]]
        units[~fits] = 0
        digits[rows] = units
        odd = np.flatnonzero(~fits) + rows.start
        digits[odd] = [one for one, _ in parts]
        return odd, [power for _, power in parts], minus

    odd, exponents, minus = zip(*in_blocks(len(floats), read), strict=True)
    exponent = np.array(list(chain.from_iterable(exponents)), dtype=np.int64)
    return Shortest(digits, np.concatenate(odd), exponent, np.concatenate(minus))


def without_noise(numbers: Decimals) -> Decimals:
    """Decimals that floats print, to 15 significant digits, which is as many as every float keeps.

    Whole numbers stay as they are.

    >>> from fractions import Fraction
    >>> rounded = without_noise(Decimals.of([Fraction("0.30000000000000004"), Fraction(2**53 - 1), Fraction("0.1")]))
    >>> [str(rounded[row]) for row in range(3)]
    ['3/10', '9007199254740991', '1/10']
    """
    size = np.abs(numbers.digits)
    beyond = np.searchsorted(_TENS, size, side="right") - _KEPT
    beyond = np.where((numbers.exponent < 0) & (beyond > 0), np.minimum(beyond, -numbers.exponent), 0)
    unit = 10**beyond
    whole, rest = np.divmod(size, unit)
    whole += (2 * rest > unit) | ((2 * rest == unit) & (whole % 2 == 1))
    return Decimals(np.sign(numbers.digits) * whole, numbers.exponent + beyond)


def on_grid(numbers: Decimals, steps: Decimals) -> tuple[Decimals, Array]:
    """Numbers rounded to their steps, and whether what is cut off is what adding up floats leaves behind.

    That is no more than a hundred thousand roundings of the number come to, and far from any digit of its step's
    grid: nobody who prints tenths prints a 1 in the ninth place. No step is 0.
    """
    digits, grid, _ = aligned(numbers, steps, spare=_ROUNDINGS)
    whole, rest = digits // grid, digits % grid
    up = np.asarray(2 * rest > grid, dtype=bool)
    off = np.where(up, grid - rest, rest)
    left = np.asarray((off * _FAR <= grid) & (off * _ROUNDINGS <= np.abs(digits)), dtype=bool)
    return Decimals(np.where(left, whole + up, 0).astype(np.int64), steps.exponent), left


def _printed(text: str) -> tuple[int, int]:
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
