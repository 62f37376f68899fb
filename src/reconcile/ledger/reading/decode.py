"""From columns of texts and numbers to a ledger's claims: defaults filled in, everything judged, figures read.

Each distinct text, and each combination of texts that must fit each other, is judged once. Texts are made of the rows
that are complained about, and of no others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from reconcile.exact.columns import Bools, Ints
from reconcile.exact.parallel import in_blocks
from reconcile.language.bases import BaseError, fixed_in, read_base, read_grown
from reconcile.language.codelists import CONTRIBUTION, STATS
from reconcile.language.dating import Dating
from reconcile.language.periods import PeriodError, read_period
from reconcile.ledger.reading.claim_figures import figures_of
from reconcile.ledger.reading.problem_words import meant, shown, unknown
from reconcile.ledger.store.claim_ids import ClaimIds
from reconcile.ledger.store.claim_table import ClaimTable, Origin, Units, offset
from reconcile.ledger.store.codes import Codes, Crossed, narrow
from reconcile.ledger.store.columns import KNOWN, NUMBERS, OWN, TEXT, claim_columns
from reconcile.ledger.store.decimals import DecimalColumn, FloatColumn
from reconcile.ledger.store.schemas import bases_schema, cells_schema, complaints, figures_schema, texts_frame
from reconcile.ledger.store.text_problems import (
    BASE,
    FIGURE,
    LONGEST_CELL,
    OVER_WHOLE,
    base_problems,
    cell_problems,
    figure_problems,
    fiscal_year_problem,
    frequency_problem,
    is_plain,
)
from reconcile.ledger.store.unit_kinds import misfits

if TYPE_CHECKING:
    import pandera.pandas as pa

    from reconcile.ledger.reading.settings import Settings
    from reconcile.ledger.reading.table_columns import TableColumns

_TIMED = ("growth", "change")  # whose base is a period

Said = list[tuple[int, str]]  # (row, message)


class Decoded(NamedTuple):
    """Claims, what is wrong with some of them, and what stands together among those that can be read."""

    claims: ClaimTable
    said: Said
    units: Units


def decode_claims(columns: TableColumns, sources: pd.DataFrame, settings: Settings, *, all_known: bool) -> Decoded:
    """Decode what was read; ``all_known`` says that no claim may name another source than ``sources``."""
    names, undated = _with_defaults(columns, sources, settings)
    ids = _given_ids(columns, names, settings.dimensions)
    found = [*undated, *_cell_problems(names, columns.value)]
    stated, unreadable = _stated_badly(names), _figured_badly(names, columns.value)
    found += _id_problems(ids, columns.origin, names, stated=not len(stated))
    found += _fixed_badly(names, settings.dimensions)
    languages = dict(reversed(list(zip(sources["source"], sources["language"], strict=True))))
    mute, lost = _languages(names, languages)
    unknown_stat = np.flatnonzero(names["stat"].which(lambda text: text not in STATS))
    bad = np.unique(np.concatenate([unreadable, unknown_stat, mute, lost]))
    words = names["reported"]
    message = "reported {} is in no known language: 82.097 may be 82 or 82 thousand; give the source a 'language'"
    found += [(int(row), message.format(shown(words[row]))) for row in mute]
    if all_known:
        found += _unknown_sources(names["source"], lost, list(sources["source"]))
    figures, spelling, unread, units = figures_of(names, columns.value, languages, settings, bad)
    claims = ClaimTable(names, figures, tuple(claim_columns(settings.dimensions)), spelling, ids, columns.origin)
    found += [*unread, *_told(claims, stated, BASE, base_problems), *_told(claims, unreadable, FIGURE, figure_problems)]
    bad = np.union1d(bad, [row for row, _ in unread]).astype(np.int64)
    if units is None or any(misfits(units, settings.measures, settings.units)):
        units, wrong = _units(claims, bad, settings)
        found += wrong
    if not len(bad):
        claims.__dict__["units"] = units
    return Decoded(claims, found, units)


def _with_defaults(columns: TableColumns, sources: pd.DataFrame, settings: Settings) -> tuple[dict[str, Codes], Said]:
    """All columns but ids and values, with defaults filled in and periods in one spelling; days that end none."""
    fill = {"stat": "level", "status": settings.defaults.get("status", "final")}
    fill["area"] = settings.defaults.get("area", "")
    names = {}
    for name in claim_columns(settings.dimensions):
        if name not in {OWN, *NUMBERS}:
            codes = columns.names.get(name) or Codes.constant("", columns.size)
            names[name] = codes.renamed(lambda text, of=fill[name]: text or of) if name in fill else codes  # type: ignore[misc]
    undated = _dated(names, sources, settings)
    names["period"] = names["period"].renamed(_canonical)
    names["base"] = _of_whole(names, settings)
    base, stat = names["base"], names["stat"]
    grown = stat.which(STATS[CONTRIBUTION].__eq__)
    if grown.any():
        values = tuple(dict.fromkeys((*base.values, *map(_grown, base.values))))
        base = names["base"] = Codes(
            np.where(grown, base.within(values, _grown).code, base.within(values).code), values
        )
    if any(_canonical(text) != text for text in base.values):
        timed = stat.which(_TIMED.__contains__)
        values = tuple(dict.fromkeys((*base.values, *map(_canonical, base.values))))
        spelled = np.where(timed, base.within(values, _canonical).code, base.within(values).code)
        names["base"] = Codes(spelled, values).said(values)
    return names, undated


def _dated(names: dict[str, Codes], sources: pd.DataFrame, settings: Settings) -> Said:
    """Read periods, and the bases of growths and changes, as their sources date them; days that end no period."""
    usual = {name: settings.defaults.get(name, "") for name in ("fiscal_year", "frequency")}
    told = sources[["source", *usual]].itertuples(index=False, name=None)
    dating = {source: _dating(year or usual["fiscal_year"], of or usual["frequency"]) for source, year, of in told}
    if not any(map(Dating.__ne__, dating.values(), repeat(Dating()))):
        return []
    found: Said = []
    for name in ("period", "base"):
        crossed = Crossed(names["source"], names[name], names["stat"])
        said, read = crossed.numbers(), []
        for source, text, stat in crossed.texts(said):
            timed = name == "period" or stat in _TIMED
            try:
                read.append(dating.get(source, Dating()).read(text).text if text and timed else text)
            except PeriodError as error:
                read.append(text)
                if str(error) != _no_period(text):  # which is told of the text by itself
                    rows = np.flatnonzero(crossed.key(slice(None)) == said[len(read) - 1]).tolist()
                    found += [(row, str(error)) for row in rows]
        values = tuple(dict.fromkeys(read))
        number = {text: code for code, text in enumerate(values)}
        table = narrow(np.array([number[text] for text in read], dtype=np.int64))
        names[name] = Codes(crossed.look_up(table, said), values).said(values) if read else names[name]
    return found


def _dating(fiscal_year: str, frequency: str) -> Dating:
    """What a source says of its periods; what it says wrongly is told where it says it."""
    month = int(fiscal_year) if not fiscal_year_problem(fiscal_year) and fiscal_year else 0
    return Dating(month, "" if frequency_problem(frequency) else frequency)


def _no_period(text: str) -> str:
    try:
        read_period(text)
    except PeriodError as error:
        return str(error)
    return ""


def _of_whole(names: Mapping[str, Codes], settings: Settings) -> Codes:
    """The bases, those of shares in one spelling; without one, a share is taken of its own measure if that has sums."""
    base, stat, measure = names["base"], names["stat"], names["measure"]
    over = stat.which(OVER_WHOLE.__contains__)
    if not over.any():
        return base
    told = over & base.which(lambda text: text != "" and _one_spelling(text) != text)
    summed = {name for name, one in settings.measures.items() if one.sum_over}
    unsaid = over & base.which(lambda text: not text) & measure.which(summed.__contains__)
    if not (told.any() or unsaid.any()):
        return base
    values = tuple(dict.fromkeys((*base.values, *map(_one_spelling, base.values), *summed)))
    code = np.where(told, base.within(values, _one_spelling).code, base.within(values).code).astype(np.int64)
    code[unsaid] = measure.within(tuple(dict.fromkeys((*values, *measure.values)))).code[unsaid]
    return Codes(code, values).said(values)


def _fixed_badly(names: Mapping[str, Codes], dimensions: Sequence[str]) -> Said:
    """The shares and contributions whose base fixes what no claim has."""
    known = ("area", "period", *dimensions)
    base = names["base"]
    wrong = {}
    for text in base.values:
        if odd := [name for name in fixed_in(text) if name not in known]:
            wrong[text] = f"base {shown(text)}: {unknown('dimension', odd[0], known)}"
    if not wrong:
        return []
    rows = np.flatnonzero(
        base.which(wrong.__contains__) & names["stat"].which((*OVER_WHOLE, STATS[CONTRIBUTION]).__contains__)
    ).tolist()
    return [(row, wrong[base[row]]) for row in rows]


def _one_spelling(text: str) -> str:
    """The one spelling of what a share is taken of; what says no whole as it is."""
    try:
        return read_base(text).text
    except BaseError:
        return text


def _given_ids(columns: TableColumns, names: Mapping[str, Codes], dimensions: Sequence[str]) -> pd.Series[str] | None:
    """The ids by rows of the tables, those that are not given made; None where none is given."""
    ids = columns.ids
    if ids is None or not (absent := (ids == "").to_numpy(dtype=bool)).any():
        return ids
    if absent.all():
        return None
    rows = columns.origin.rows
    made = ClaimIds(names, dimensions).texts().to_numpy(dtype=object)
    texts = ids.to_numpy(dtype=object).copy()
    texts[rows[absent[rows]]] = made[absent[rows]]
    return pd.Series(texts, dtype=TEXT)


def _id_problems(ids: pd.Series[str] | None, origin: Origin, names: Mapping[str, Codes], *, stated: bool) -> Said:
    """What is wrong with ids.

    Those that were made can be too long, have the white space of what they say, or repeat where bases are not
    ``stated`` as they must be.
    """
    if ids is None:
        dimensions = [name for name in names if name not in KNOWN]
        parts = {name: names[name].values for name in ("source", "measure", "area", *dimensions, *BASE, "status")}
        longest = sum(len(name) + max(map(len, texts), default=0) for name, texts in parts.items())
        if (
            stated
            and longest <= LONGEST_CELL // 2
            and all(one == one.strip() for each in parts.values() for one in each)
        ):
            return []
        given = ClaimIds(names, dimensions).texts()
    else:
        given = ids.take(origin.rows)
    twice = given.duplicated(keep=False).to_numpy()
    odd = np.asarray(twice | (given != given.str.strip()) | (given.str.len() > LONGEST_CELL), dtype=bool)
    found: Said = []
    for row in np.flatnonzero(odd):
        text = str(given.iloc[row])
        found += [(int(row), message) for message in cell_problems(OWN, text)]
        if twice[row]:
            found.append((int(row), f"claim id {shown(text)} is there more than once"))
    return found


def _cell_problems(names: Mapping[str, Codes], value: FloatColumn | DecimalColumn | None) -> Said:
    """What is wrong with texts, whatever stands beside them."""
    found: Said = []
    texts = [(name, text) for name, codes in names.items() for text in codes.values]
    wrong: dict[str, dict[str, list[str]]] = {}
    for one in complaints(cells_schema, texts_frame(texts)):
        assert one.row is not None
        name, text = texts[one.row]
        wrong.setdefault(name, {}).setdefault(text, []).append(one.message)
    for name, said in wrong.items():
        codes = names[name]
        rows = np.flatnonzero(codes.which(said.__contains__)).tolist()
        found += [(row, message) for row in rows for message in said[codes[row]]]
    offsets = names["at"]
    rows = np.flatnonzero(offsets.which(lambda text: text != "" and offset(text) is pd.NA)).tolist()
    found += [(row, f"at {shown(offsets[row])} is not a whole number") for row in rows]
    odd = {} if value is None else value.odd
    long = ((row, text) for row, text in odd.items() if len(text) > LONGEST_CELL)
    return found + [(row, message) for row, text in long for message in cell_problems("value", text)]


def _stated_badly(names: Mapping[str, Codes]) -> Ints:
    """The claims whose statistic has not the base that it needs."""
    stat, base, per = (names[name] for name in ("stat", "base", "per"))
    level, none, once = stat.find("level"), base.find(""), per.find("")

    def said(rows: slice) -> Ints:
        some = (stat.code[rows] != level) | (base.code[rows] != none)
        if any(per.values):
            some |= per.code[rows] != once
        found: Ints = np.flatnonzero(some) + rows.start
        return found

    rows = np.concatenate([np.zeros(0, dtype=np.int64), *in_blocks(len(stat), said)])
    return rows[_refused(bases_schema, Crossed(*(names[name] for name in BASE)), rows)] if len(rows) else rows


def _figured_badly(names: Mapping[str, Codes], value: FloatColumn | DecimalColumn | None) -> Ints:
    """The claims whose figure is neither words nor a number with what it needs."""
    kinds = [names[name].renamed(_spoken if name == "reported" else str) for name in FIGURE if name != "value"]
    kinds.insert(FIGURE.index("value"), _value_kinds(value, len(kinds[0])))
    high = FIGURE.index("value_high")
    kinds[high] = kinds[high].renamed(_kind)
    return np.flatnonzero(_refused(figures_schema, Crossed(*kinds), None))


def _refused(schema: pa.DataFrameSchema, crossed: Crossed, rows: Ints | None) -> Bools:
    """Which rows, or which of some, hold a combination that a schema refuses."""
    size = len(crossed) if rows is None else len(rows)
    numbers = crossed.numbers(rows)
    said = complaints(schema, texts_frame(crossed.texts(numbers)))
    if not said:
        return np.broadcast_to(np.False_, size)
    bad = numbers[np.array([one.row for one in said], dtype=np.int64)]
    return np.isin(crossed.key(slice(None) if rows is None else rows), bad)


def _spoken(text: str) -> str:
    return text and "words"


def _kind(text: str) -> str:
    """One value for all of which the same is said."""
    return text if is_plain(text) < bool(text) else text and "0"


def _value_kinds(value: FloatColumn | DecimalColumn | None, size: int) -> Codes:
    if value is None or not size:
        return Codes.constant("", size)
    kinds = {row: _kind(text) for row, text in value.odd.items()}
    said = ("0", *dict.fromkeys(kind for kind in kinds.values() if kind != "0"))
    if len(said) == 1:
        return Codes.constant("0", size)
    number = {kind: code for code, kind in enumerate(said)}
    code = np.zeros(size, dtype=np.int64)
    code[list(kinds)] = [number[kind] for kind in kinds.values()]
    return Codes(code, said)


def _told(claims: ClaimTable, rows: Ints, columns: Sequence[str], judge: Callable[..., list[str]]) -> Said:
    """What is wrong with the texts that stand together in some claims."""
    said: dict[tuple[str, ...], list[str]] = {}
    found: Said = []
    for row, *texts in zip(rows.tolist(), *(claims.texts(name, rows) for name in columns), strict=True):
        together = tuple(texts)
        if together not in said:
            said[together] = judge(*together)
        found += [(row, message) for message in said[together]]
    return found


def _languages(names: Mapping[str, Codes], languages: Mapping[str, str]) -> tuple[Ints, Ints]:
    """The claims whose words are in no known language, and those whose source is not known."""
    source = names["source"]
    lost = np.flatnonzero(source.which(lambda name: name not in languages))
    unspoken = source.which(lambda name: languages.get(name) == "")
    return np.flatnonzero(unspoken & names["reported"].which(bool)) if unspoken.any() else lost[:0], lost


def _unknown_sources(source: Codes, lost: Ints, known: Sequence[str]) -> Said:
    hints: dict[str, str] = {}
    found: Said = []
    for row in lost.tolist():
        if (name := source[row]) and name not in hints:
            near = meant(name, known)
            hints[name] = f"; did you mean {shown(near)}?" if near else ""
        if name:
            found.append((row, f"source {shown(name)} is not among the ledger's sources{hints[name]}"))
    return found


def _units(claims: ClaimTable, bad: Ints, settings: Settings) -> tuple[Units, Said]:
    """What is reported in which unit among the claims that could be read, and which of these do not fit."""
    figures = claims.figures
    good = np.ones(len(claims), dtype=bool)
    good[bad] = False
    rows = np.flatnonzero(good)
    crossed = Crossed(claims.codes("measure"), claims.codes("stat"), Codes(figures.unit, figures.units))
    numbers = crossed.numbers(rows)
    together = crossed.texts(numbers)
    wrong = {
        int(number): message
        for number, message in zip(numbers, misfits(together, settings.measures, settings.units), strict=True)
        if message
    }
    if not wrong:
        return frozenset(together), []
    key = crossed.key(rows)
    found = np.flatnonzero(np.isin(key, list(wrong)))
    return frozenset(together), [(int(rows[row]), wrong[int(key[row])]) for row in found]


def _grown(text: str) -> str:
    """The one spelling of the growth that a part contributes to; what says none as it is."""
    try:
        return read_grown(text).text
    except BaseError:
        return text


def _canonical(text: str) -> str:
    """A period in its one spelling, so that 2024-M11 and 2024-11 are the same everywhere; others as they are."""
    try:
        return read_period(text).text
    except PeriodError:
        return text
