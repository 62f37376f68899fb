"""A wide frame, a column a measure, as claims: figures as they are printed, each with its row and column."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from reconcile.errors import LedgerError, Problem
from reconcile.exact.columns import Array, Bools, decimal_parts
from reconcile.language.figures import FigureError, read_unit
from reconcile.language.periods import ALL_TIME, PeriodError, read_period
from reconcile.language.units import decimals_ahead
from reconcile.ledger.reading.problem_words import shown, unknown
from reconcile.ledger.reading.tables import from_frame
from reconcile.ledger.store.columns import KNOWN, ColumnError, as_series, text_column
from reconcile.ledger.store.decimals import text_of
from reconcile.reading.flagged_cells import MISSING, FlaggedNumber, read_flagged
from reconcile.reading.vtl_modes import MODES, CellsOfColumn, measures_of_rules, noughts

__all__ = ["OF_COLUMNS", "FrameRows", "WideCells", "WideClaims", "as_pandas", "wide_claims"]

ROW = "row"  # the dimension that keeps rows apart which nothing else does
_OF_CELLS = ("claim", "reported", "value", "value_high", "decimals", "unit")
OF_COLUMNS = tuple(name for name in KNOWN if name not in _OF_CELLS)
_RATES = ("growth", "share", "ratio")
_EARLIER = "period="  # begins a base that is counted from the claim's own period: period=-1
_SAFE = 10**15  # whole numbers below it each have a float64 of their own
# The frequencies of pandas' periods whose parts are those of the calendar; QE and ME since pandas 3.
_FORMS = {
    "YE-DEC": "%Y",
    "Y-DEC": "%Y",
    "QE-DEC": "%Y-Q%q",
    "Q-DEC": "%Y-Q%q",
    "ME": "%Y-%m",
    "M": "%Y-%m",
    "D": "%Y-%m-%d",
}
_TOLD = 20  # cells of one column of which it is told that they are no numbers

_NO_FIGURES = "a column that holds no figures is named in id=, or left out of values="

Given = object  # what a call says of all columns, or of each


@dataclass(frozen=True)
class FrameRows:
    """The rows of a frame as people find them: by their labels, or by their lines in a file."""

    labels: Any
    file: str = ""
    lines: Array | None = None

    def problem(self, row: int, column: str, message: str) -> Problem:
        """A problem of one cell."""
        if self.lines is None:
            return Problem(self.cell(row, column), None, message)
        return Problem(self.file, int(self.lines[row]), f"column {column}: {message}")

    def cell(self, row: int, column: str) -> str:
        return self.file or f"row {_label(self.labels[row])}, column {column}"


class WideCells(Sequence[str]):
    """Where each claim stands: its row and its column, in words for those that are asked for."""

    def __init__(self, rows: FrameRows, row: Array, columns: Sequence[str], column: Array) -> None:
        self.rows = rows
        self.row = row
        self.columns = columns
        self.column = column

    @property
    def lines(self) -> Array:
        """The line of each claim, 0 where rows have none."""
        lines = self.rows.lines
        return np.zeros(len(self), dtype=np.int64) if lines is None else lines[self.row]

    def problem(self, claim: int, message: str) -> Problem:
        return self.rows.problem(int(self.row[claim]), self.columns[self.column[claim]], message)

    def __len__(self) -> int:
        return len(self.row)

    def __getitem__(self, claim: Any) -> Any:
        if isinstance(claim, slice):
            return [self[one] for one in range(*claim.indices(len(self)))]
        return self.rows.cell(int(self.row[claim]), self.columns[self.column[claim]])


class WideClaims(NamedTuple):
    """Claims as a frame that a ledger is made of, and the cell of each."""

    frame: pd.DataFrame
    cells: WideCells
    dimensions: tuple[str, ...]
    unreported: tuple[str, ...]  # measures of columns that hold no figure


class _Column(NamedTuple):
    """The figures of one column: floats or whole numbers as they are, or their texts."""

    name: str
    value: Array  # float64 or int64; of texts objects
    there: Bools
    decimals: Any  # one text for all, or an array of them
    unit: Any


@dataclass
class _Asked:
    """What a call says of a frame, and what is wrong with it."""

    frame: pd.DataFrame
    rows: FrameRows
    decimals: Given
    unit: Given
    language: str
    problems: list[Problem] = field(default_factory=list)

    def of(self, given: Given, column: str) -> Any:
        """What is said of a column: one text, or one a row where another column of the frame says it."""
        said = given.get(column) if isinstance(given, Mapping) else given
        if said is None:
            return ""
        if isinstance(said, str) and said in self.frame.columns:
            return text_column(self.frame[said]).to_numpy(dtype=object)
        return str(said)

    def columns_of(self, given: Given) -> set[str]:
        """The columns of the frame that say something of others."""
        said = given.values() if isinstance(given, Mapping) else [given]
        return {one for one in said if isinstance(one, str) and one in self.frame.columns}


def wide_claims(
    given: Any,
    *,
    id: str | Iterable[str] | Mapping[str, str] = (),  # noqa: A002 - as pandas calls what tells rows apart
    values: Iterable[str] | None = None,
    decimals: Given = None,
    unit: Given = None,
    columns: Mapping[str, Mapping[str, object]] | None = None,
    source: str = "table",
    language: str = "en",
    file: str = "",
    lines: Array | None = None,
    rows: FrameRows | None = None,
    missing: str = MODES[0],
    rules: object = (),
) -> WideClaims:
    """Make a claim of each figure of a wide frame; raises a LedgerError with every cell that is none.

    The arguments are those of `Ledger.from_wide`; of a frame that was read, `file` is where, with the line of each row,
    or `rows` know their cells. `rules` are those that `missing` speaks of.
    """
    frame = as_pandas(given)
    asked = _Asked(frame, rows or FrameRows(frame.index, file, lines), decimals, unit, language)
    if missing not in MODES:
        raise LedgerError([Problem("missing", None, unknown("mode", missing, MODES))])
    names = _ids(id)
    said = {name: dict(of) for name, of in (columns or {}).items()}
    own = {name: _id_column(frame, name, asked.problems) for name in names}
    picked = _values(asked, own, values, said)
    for name, of in said.items():
        for key in of:
            if key not in OF_COLUMNS and key in KNOWN:
                asked.problems.append(Problem(f"column {name}", None, unknown("key", key, OF_COLUMNS)))
    if asked.problems:
        raise LedgerError(asked.problems)
    made = [_figures(asked, name, said.get(name, {}).get("stat")) for name in picked]
    if asked.problems:
        raise LedgerError(asked.problems)
    made = _with_zeros(made, said, missing, rules)
    return _long(asked.rows, made, {names[name]: column for name, column in own.items()}, said, source)


def _with_zeros(
    made: Sequence[_Column], said: Mapping[str, Mapping[str, object]], mode: str, rules: object
) -> list[_Column]:
    """The columns with nought, exactly, where a mode takes a level that is missing for it."""
    cells = {
        one.name: CellsOfColumn(one.there, one.there & _not_zero(one.value))
        for one in made
        if not said.get(one.name, {}).get("stat")
    }
    measure = {name: str(said.get(name, {}).get("measure", name)) for name in cells}
    tied = [[name for name in cells if measure[name] in names] for names in measures_of_rules(rules)]
    rows = noughts(cells, mode, tied or [list(cells)])
    return [_filled(one, rows[one.name]) if one.name in rows else one for one in made]


def _not_zero(values: Array) -> Bools:
    """Whether each is another number than nought; texts are plain decimals, and "" is none."""
    if values.dtype == object:
        return np.array([any(digit in "123456789" for digit in text) for text in values], dtype=bool)
    return np.asarray(values != 0, dtype=bool)


def _filled(one: _Column, rows: Bools) -> _Column:
    if not rows.any():
        return one
    value = one.value.copy()
    value[rows] = "0" if value.dtype == object else 0
    decimals = np.full(len(value), one.decimals, dtype=object) if isinstance(one.decimals, str) else one.decimals.copy()
    decimals[rows] = "exact"
    return one._replace(value=value, there=one.there | rows, decimals=decimals)


def as_pandas(given: Any) -> pd.DataFrame:
    """A frame of pandas as it is, others through Arrow."""
    if hasattr(given, "collect") and not hasattr(given, "__arrow_c_stream__"):
        raise LedgerError([Problem("frame", None, "a lazy frame has no rows yet; collect() it first")])
    problems: list[Problem] = []
    table = from_frame(given, "frame", problems)
    if table is None:
        raise LedgerError(problems)
    if isinstance(given, pd.DataFrame):
        return given
    read = [pd.DataFrame({name: as_series(lot[name]) for name in table.names}) for one in table.lots(table.names)
            for lot in one.chunks]  # fmt: skip
    return pd.concat(read, ignore_index=True) if read else pd.DataFrame(columns=table.names)


def _ids(given: str | Iterable[str] | Mapping[str, str]) -> dict[str, str]:
    """The columns that say what a row is about, and what a ledger calls each."""
    if isinstance(given, Mapping):
        return dict(given)
    return dict.fromkeys([given] if isinstance(given, str) else given, "") | {
        name: name for name in ([given] if isinstance(given, str) else given)
    }


def _id_column(frame: pd.DataFrame, name: str, problems: list[Problem]) -> pd.Series:
    if name in frame.columns:
        column = frame[name]
    elif name in frame.index.names:
        column = frame.index.get_level_values(name).to_series()
    else:
        known = [*map(str, frame.columns), *(str(one) for one in frame.index.names if one is not None)]
        problems.append(Problem("id", None, unknown("column", str(name), known)))
        return pd.Series([""] * len(frame))
    try:
        return text_column(_in_sdmx_form(column))
    except ColumnError as error:
        problems.append(Problem(f"column {name}", None, str(error)))
        return pd.Series([""] * len(frame))


def _in_sdmx_form(column: pd.Series) -> pd.Series:
    """A column of pandas' periods as their names; any other as it is."""
    if not isinstance(column.dtype, pd.PeriodDtype):
        return column
    frequency = column.dtype.freq.freqstr
    if frequency not in _FORMS:
        raise ColumnError(f"holds periods of frequency {frequency}; write them in SDMX form, such as 2024-Q4")
    return pd.Series(column.dt.strftime(_FORMS[frequency]))


def _values(
    asked: _Asked, own: Mapping[str, object], values: Iterable[str] | None, said: Mapping[str, object]
) -> list[str]:
    """The columns with figures: those that are named, else all that nothing else is known of."""
    frame = asked.frame
    helping = {*own, *asked.columns_of(asked.decimals), *asked.columns_of(asked.unit)}
    picked = [name for name in frame.columns if name not in helping] if values is None else list(values)
    known = [str(name) for name in frame.columns]
    given = {"values": picked, "columns": said, "decimals": _keys(asked.decimals), "unit": _keys(asked.unit)}
    for argument, names in given.items():
        for name in names:
            if name not in frame.columns:
                asked.problems.append(Problem(argument, None, unknown("column", str(name), known)))
    if not picked:
        asked.problems.append(Problem("frame", None, "no column is left that could hold figures"))
    return picked


def _keys(given: Given) -> Iterable[str]:
    return given if isinstance(given, Mapping) else ()


def _figures(asked: _Asked, name: str, stat: object) -> _Column:
    """The figures of a column, with the decimals and the unit of each; a unit for all columns is not that of a rate."""
    column = asked.frame[name]
    unit_said = None if stat in _RATES and not isinstance(asked.unit, Mapping) else asked.unit
    try:
        decimals, unit = asked.of(asked.decimals, name), asked.of(unit_said, name)
    except ColumnError as error:
        asked.problems.append(Problem(f"column {name}", None, str(error)))
        decimals = unit = ""
    kind = column.dtype
    whole, floating = pd.api.types.is_integer_dtype(kind), pd.api.types.is_float_dtype(kind)
    if (whole and not column.isna().any() and kind != np.uint64) or floating:
        if isinstance(decimals, str) and not decimals:
            asked.problems.append(Problem(f"column {name}", None, _COUNTED if whole else _how_finely(_floats(column))))
        values = column.to_numpy(dtype=np.int64) if whole else _floats(column)
        return _Column(name, values, np.ones(len(values), dtype=bool) if whole else ~np.isnan(values), decimals, unit)
    return _texts(asked, name, decimals, unit)


_COUNTED = (
    "whole numbers do not say whether they were counted or rounded: give decimals='exact' for counts, "
    "0 where the last digit is rounded; or a column of text, as printed"
)


def _floats(column: pd.Series) -> Array:
    """Floats in full width; narrow ones as the decimals that they print, so that 0.1 stays 0.1."""
    if getattr(column.dtype, "itemsize", 8) == 8:
        return column.to_numpy(dtype=np.float64, na_value=np.nan)
    texts = text_column(column).to_numpy(dtype=object)
    return np.array([float(text) if text else np.nan for text in texts], dtype=np.float64)


def _how_finely(values: Array) -> str:
    """What to do about floats without decimals, with what they show themselves."""
    finite = values[np.isfinite(values)][:1000]
    places = max((len(text.partition(".")[2]) for text in text_column(pd.Series(finite)) if "." in text), default=0)
    return (
        "floats do not say how finely they were printed: give decimals=, the digits right of the point in base units "
        f"(these show up to {places}), or 'exact'; or a column of text, as printed"
    )


def _printed_decimals(asked: _Asked, name: str, places: int, unit: Any) -> Any:
    """XBRL's decimals of what is printed with so many digits right of the point, in its unit."""
    if not isinstance(unit, str):
        made = {one: _printed_decimals(asked, name, places, one) for one in dict.fromkeys(unit)}
        return np.array([made[one] for one in unit], dtype=object)
    try:
        digits, power = decimal_parts(read_unit(unit)[1])
    except FigureError as error:
        asked.problems.append(Problem(f"column {name}", None, str(error)))
        return ""
    if digits != 1:
        message = f"{unit} is no power of ten of its base unit, so that printed digits are no decimals; give decimals="
        asked.problems.append(Problem(f"column {name}", None, message))
        return ""
    return str(places - power + decimals_ahead(unit))


def _texts(asked: _Asked, name: str, decimals: Any, unit: Any) -> _Column:
    """Figures as they are printed in a table's cells; what is said of decimals and units goes before what they show."""
    column = asked.frame[name]
    n = len(column)
    value, there = np.full(n, "", dtype=object), np.zeros(n, dtype=bool)
    of_decimals = np.full(n, decimals, dtype=object) if isinstance(decimals, str) else decimals.copy()
    of_unit = np.full(n, unit, dtype=object) if isinstance(unit, str) else unit.copy()
    try:
        texts = text_column(column).to_numpy(dtype=object)
    except ColumnError as error:
        asked.problems.append(Problem(f"column {name}", None, f"{error}; {_NO_FIGURES}"))
        return _Column(name, value, there, "", "")
    typed = np.array([not isinstance(one, str) for one in column], dtype=bool)
    padded = isinstance(column.dtype, pd.ArrowDtype)  # its decimals all have the digits of the finest
    vague = typed & np.array([padded or not isinstance(one, Decimal) for one in column], dtype=bool)
    wrong = 0
    places: dict[tuple[int, str], Any] = {}
    for row, text in enumerate(texts):
        one = _typed_number(text) if typed[row] and text else read_flagged(text, asked.language)
        if one is MISSING:
            continue
        if not isinstance(one, FlaggedNumber):
            wrong += 1
            if wrong <= _TOLD:
                asked.problems.append(asked.rows.problem(row, name, f"{one}; {_NO_FIGURES}"))
            continue
        if one.unit:
            if not _one_unit(of_unit[row], one.unit):
                message = f"the cell prints {one.unit}, and its unit is given as {of_unit[row]}"
                asked.problems.append(asked.rows.problem(row, name, message))
            of_unit[row] = of_unit[row] or one.unit
        value[row], there[row] = text_of(one.number, -one.decimals, zeros=True), True
        if not of_decimals[row]:
            if vague[row]:
                message = _COUNTED if "." not in text else _how_finely(np.array([float(text)]))
                asked.problems.append(asked.rows.problem(row, name, message))
            key = one.decimals, of_unit[row]
            if key not in places:
                places[key] = _printed_decimals(asked, name, *key)
            of_decimals[row] = places[key]
    if wrong > _TOLD:
        asked.problems.append(Problem(f"column {name}", None, f"and {wrong - _TOLD} more cells that are no numbers"))
    return _Column(name, value, there, of_decimals, of_unit)


def _typed_number(text: str) -> FlaggedNumber:
    """A number among texts, of a float the 15 digits that every float keeps."""
    before, _, after = text.partition(".")
    beyond = len((before + after).lstrip("-0")) - 15
    if after and beyond > 0:
        before, _, after = f"{float(text):.{max(len(after) - beyond, 0)}f}".partition(".")
        after = after.rstrip("0")
    return FlaggedNumber(int(before + after), len(after))


def _one_unit(given: str, printed: str) -> bool:
    """Whether a cell prints the unit that is given for it; an unknown one is told of by itself."""
    try:
        return not given or read_unit(given)[0] == printed
    except FigureError:
        return True


def _long(
    rows: FrameRows,
    made: Sequence[_Column],
    own: Mapping[str, pd.Series],
    said: Mapping[str, Mapping[str, object]],
    source: str,
) -> WideClaims:
    """All figures below each other, with what is said of their row and of their column."""
    labels = rows.labels
    n, keep = len(labels), [np.flatnonzero(one.there) for one in made]
    row = np.concatenate([np.zeros(0, dtype=np.int64), *keep])
    column = np.repeat(np.arange(len(made)), [len(there) for there in keep])
    columns: dict[str, Any] = {}
    named = {"source": source, "period": ALL_TIME}
    rows_apart = not any(name not in {"source", "status"} for name in own)
    if rows_apart:
        texts = list(map(_label, labels)) if labels.is_unique else [str(number) for number in range(n)]
        own = {**own, ROW: pd.Series(texts, dtype=object)}
    of_rows = {name: pd.factorize(texts) for name, texts in own.items()}
    of_columns: dict[str, Mapping[str, object]] = {
        one.name: ({} if "measure" in own else {"measure": one.name}) | dict(said.get(one.name, {})) for one in made
    }
    keys = dict.fromkeys(["source", "measure", "period", *of_rows, *(key for of in of_columns.values() for key in of)])
    for key in keys:
        columns[key] = _key_column(key, of_rows.get(key), list(of_columns.values()), row, column, named.get(key, ""))
    columns["value"] = _joined([one.value[there] for one, there in zip(made, keep, strict=True)])
    for key in ("decimals", "unit"):
        each = [getattr(one, key) for one in made]
        columns[key] = _text_of_columns(each, keep)
    if "base" in columns:
        columns["base"] = _bases(columns["base"], columns["period"])
    dimensions = tuple(name for name in columns if name not in KNOWN)
    cells = WideCells(rows, row, [one.name for one in made], column)
    measures = [of.get("measure", "") for of in of_columns.values()]
    unreported = tuple(str(one) for one, there in zip(measures, keep, strict=True) if not len(there) and one)
    return WideClaims(pd.DataFrame(columns), cells, dimensions, unreported)


def _key_column(
    key: str,
    of_rows: tuple[Array, Any] | None,
    of_columns: Sequence[Mapping[str, object]],
    row: Array,
    column: Array,
    otherwise: str,
) -> pd.Categorical:
    """What a key says of each claim: what is said of its column, else of its row."""
    said = [str(of[key]) if key in of else None for of in of_columns]
    names = [str(name) for name in of_rows[1]] if of_rows else [otherwise]
    values = list(dict.fromkeys([*names, *(one for one in said if one is not None)]))
    number = {name: code for code, name in enumerate(values)}
    codes = of_rows[0][row] if of_rows else np.zeros(len(row), dtype=np.int64)
    if any(one is not None for one in said):
        table = np.array([-1 if one is None else number[one] for one in said], dtype=np.int64)[column]
        codes = np.where(table < 0, codes, table)
    return pd.Categorical.from_codes(codes, categories=pd.Index(values, dtype=object))


def _joined(values: list[Array]) -> Any:
    """The figures of all columns as one column: numbers as they are where all of them have room for each other."""
    kinds = {one.dtype.kind for one in values}
    if kinds == {"i", "f"}:
        whole = [one for one in values if one.dtype.kind == "i"]
        if all(np.abs(one).max(initial=0) < _SAFE for one in whole):
            return np.concatenate([one.astype(np.float64) for one in values])
    if len(kinds) == 1 and "O" not in kinds:
        return np.concatenate(values)
    texts = [one if one.dtype == object else _as_texts(one) for one in values]
    return pd.array(np.concatenate([np.zeros(0, dtype=object), *texts]), dtype="str")


def _as_texts(values: Array) -> Array:
    """Numbers as texts, of floats without what arithmetic left behind their digits."""
    read = map(_typed_number, text_column(pd.Series(values)))
    return np.array([text_of(one.number, -one.decimals, zeros=True) for one in read], dtype=object)


def _text_of_columns(each: Sequence[Any], keep: Sequence[Array]) -> pd.Categorical:
    """Texts of which there is one a column, or one a row."""
    if all(isinstance(one, str) for one in each):
        values = list(dict.fromkeys(each))
        codes = np.repeat([values.index(one) for one in each], [len(rows) for rows in keep])
        return pd.Categorical.from_codes(codes, categories=pd.Index(values, dtype=object))
    texts = [np.full(len(rows), one, dtype=object) if isinstance(one, str) else one[rows]
             for one, rows in zip(each, keep, strict=True)]  # fmt: skip
    return pd.Categorical(np.concatenate(texts))


def _bases(base: pd.Categorical, period: pd.Categorical) -> pd.Categorical:
    """Bases of which some are counted from the claim's own period, as that period's name."""
    told = [str(one) for one in base.categories]
    steps = {code: one.removeprefix(_EARLIER) for code, one in enumerate(told) if one.startswith(_EARLIER)}
    if not steps:
        return base
    texts = np.asarray(base, dtype=object)
    for code, step in steps.items():
        rows = np.flatnonzero(base.codes == code)
        try:
            known = {
                one: read_period(one).before(-int(step)).text for one in set(np.asarray(period[rows], dtype=object))
            }
        except (PeriodError, ValueError) as error:
            raise LedgerError([Problem("columns", None, f"base {shown(told[code])}: {error}")]) from None
        texts[rows] = [known[one] for one in period[rows]]
    return pd.Categorical(texts)


def _label(label: Hashable) -> str:
    """A row's label in words."""
    if isinstance(label, tuple):
        return "(" + ", ".join(map(_label, label)) + ")"
    if isinstance(label, pd.Timestamp) and label == label.normalize():
        return label.date().isoformat()
    return str(label)
