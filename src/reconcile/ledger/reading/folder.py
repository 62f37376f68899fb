"""A ledger on disk: ledger.yaml, sources/*.yaml, and tables beside them."""

from __future__ import annotations

import os
import stat
from functools import partial
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reconcile.errors import LedgerError, Problem
from reconcile.exact.columns import Array
from reconcile.ledger.reading.chunks import Chunks, Tabular
from reconcile.ledger.reading.csv_tables import read_csv
from reconcile.ledger.reading.draft import Draft
from reconcile.ledger.reading.nodes import Fields, Keyed, Listing, Node, Place, TextNode
from reconcile.ledger.reading.opening import LARGEST, listed, opened
from reconcile.ledger.reading.problem_words import file_shown, shown
from reconcile.ledger.reading.settings import SOURCE_KEYS, Settings, add_rules, further_columns, read_settings
from reconcile.ledger.reading.sums import PARENT_COLUMNS
from reconcile.ledger.reading.tables import Sheet, as_sheet, origin_frame, read_parquet
from reconcile.ledger.reading.yaml import read_yaml
from reconcile.ledger.store.columns import SOURCE_COLUMNS, TEXT, claim_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MAPPING = ".mapping.yaml"  # ends the name of a file that says how another one is read
SETTINGS = "ledger.yaml"
CLAIM_TABLES = ("claims.csv", "claims.parquet")
SOURCE_TABLE = "sources.csv"
SOURCES = "sources"

_TEACH = (
    "a ledger is a folder with ledger.yaml and sources/*.yaml, or with claims.csv or claims.parquet "
    "(and sources.csv); or one such table"
)
_REQUIRED = ("source", "measure", "period")


def _is_document(suffix: str) -> bool:
    """Whether files with this suffix are read as documents."""
    from reconcile.documents.reading.entry import SUFFIXES  # few who read a ledger name a document

    return suffix.lower() in SUFFIXES


def read_draft(path: Path, rules: Sequence[Node] = (), root: Path | None = None) -> Draft:
    """Everything a ledger's files say; raises a LedgerError where the path leads to none.

    No link may lead out of a ledger's folder. A single table may be a link where the caller named it, and there is no
    root out of which it may not lead.
    """
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise _no_ledger(path, f"{error.strerror or error}; {_TEACH}") from None
    except ValueError:
        raise _no_ledger(path, f"no path: {_TEACH}") from None
    if stat.S_ISDIR(mode):
        return _read_folder(path, rules)
    if path.name == SETTINGS or (path.name in CLAIM_TABLES and os.path.lexists(path.parent / SETTINGS)):
        return _read_folder(path.parent, rules)
    if path.suffix.lower() not in {".csv", ".parquet"} and _is_document(path.suffix):
        name = quote(str(path))
        advice = f"to see what is wrong in it: reconcile check {name}; to make a ledger of it: reconcile draft {name}"
        raise _no_ledger(path, f"a document, not a ledger; {advice}")
    if path.suffix.lower() not in {".csv", ".parquet"}:
        raise _no_ledger(path, f"not a ledger: {_TEACH}")
    return _read_table(path, rules, root)


def is_folder(path: Path) -> bool:
    """Whether the path leads to a folder; what cannot be looked at does not."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _no_ledger(path: Path, message: str) -> LedgerError:
    return LedgerError([Problem(file_shown(str(path)), None, message)])


def _read_folder(folder: Path, rules: Sequence[Node]) -> Draft:
    problems: list[Problem] = []
    try:
        here = listed(folder, None)
    except OSError as error:
        raise _no_ledger(folder, error.strerror or str(error)) from None
    try:
        sources = listed(folder / SOURCES, folder) if SOURCES in here else []
    except OSError as error:
        raise LedgerError([Problem(SOURCES, None, error.strerror or str(error))]) from None
    tables = [name for name in CLAIM_TABLES if name in here]
    if SETTINGS not in here and not tables:
        found = "the folder is empty" if not here else f"no {SETTINGS} and no {CLAIM_TABLES[0]} in the folder"
        raise _no_ledger(folder, f"{found}: {_TEACH}")
    settings = _settings(folder, SETTINGS in here, rules, problems)
    draft = Draft(settings, problems=problems)
    draft.layout = tables[0].rpartition(".")[2] if tables else "yaml"
    yaml_sources = [name for name in sources if name.endswith(".yaml")]
    problems += [
        Problem(file_shown(name), None, f"a ledger's YAML files end in .yaml: name it {file_shown(name[:-4])}.yaml")
        for name in [*here, *(f"{SOURCES}/{name}" for name in sources)]
        if name.endswith(".yml") and (name == "ledger.yml" or "/" in name)
    ]
    if yaml_sources and SETTINGS not in here:
        problems.append(Problem(SETTINGS, None, f"is missing beside {SOURCES}/*.yaml; one line 'title: …' is enough"))
    if len(tables) > 1:
        problems.append(Problem(tables[1], None, f"beside {tables[0]}: a ledger has one table of claims"))
    _read_yaml_sources(folder, yaml_sources, draft)
    for name in tables[:1]:
        _read_claims(folder / name, folder, name, draft, strict=SETTINGS in here)
    _read_sources(folder, draft)
    draft.no_sources_given = not yaml_sources and SOURCE_TABLE not in here
    return draft


def _read_table(path: Path, rules: Sequence[Node], root: Path | None) -> Draft:
    problems: list[Problem] = []
    place = Place(SETTINGS)
    draft = Draft(read_settings(Keyed({}, {}, place), problems, rules), problems=problems)
    draft.layout = path.suffix.lower()[1:]
    _read_claims(path, root, file_shown(path.name), draft, strict=False)
    _read_sources(path.parent, draft)
    draft.no_sources_given = not os.path.lexists(path.parent / SOURCE_TABLE)
    return draft


def _settings(folder: Path, there: bool, rules: Sequence[Node], problems: list[Problem]) -> Settings:
    place = Place(SETTINGS)
    data = _bytes(folder / SETTINGS, folder, SETTINGS, problems) if there else None
    node = read_yaml(data, SETTINGS, problems) if data is not None else None
    return read_settings(node or Keyed({}, {}, place), problems, rules, partial(_parents, folder, problems))


def _parents(folder: Path, problems: list[Problem], name: str, place: Place) -> list[tuple[Place, str, str]] | None:
    """A table of parents in the ledger's folder: a member and its parent a row."""
    file = file_shown(name)
    if Path(name).suffix.lower() != ".csv" or Path(name).is_absolute():
        problems.append(place.problem(f"parents {shown(name)}: name a CSV file in the ledger's folder, or a mapping"))
        return None
    table = _table(folder / name, folder, file, problems)
    sheet = None if table is None else as_sheet(table, problems)
    if sheet is None:
        return None
    if set(sheet.frame) != set(PARENT_COLUMNS):
        found = ", ".join(map(shown, map(str, sheet.frame)))
        wrong = f"the columns of parents are {' and '.join(PARENT_COLUMNS)}, found {found}"
        problems.append(Place(file, 1).problem(wrong))
        return None
    lines = sheet.origin["line"].tolist()
    rows = sheet.frame[list(PARENT_COLUMNS)].itertuples(index=False, name=None)
    return [(Place(file, int(line)), member, parent) for line, (member, parent) in zip(lines, rows, strict=True)]


def _bytes(path: Path, root: Path, file: str, problems: list[Problem]) -> bytes | None:
    """Read a file, of one that is too large no more than shows that it is."""
    try:
        with opened(path, root) as stream:
            return stream.read(LARGEST + 1)
    except OSError as error:
        problems.append(Problem(file, None, error.strerror or str(error)))
        return None


def _read_claims(path: Path, root: Path | None, file: str, draft: Draft, *, strict: bool) -> None:
    table = _table(path, root, file, draft.problems)
    if table is not None and add_columns(table.names, file, draft, strict=strict):
        draft.claims.append(table)


def add_columns(names: list[str], file: str, draft: Draft, *, strict: bool) -> bool:
    """Whether a table of claims has the columns it needs; further ones are dimensions, which strictly are declared."""
    place = Place(file, None if file == "claims" else 1)
    found = further_columns(names, draft.settings, place, strict=strict, problems=draft.problems)
    draft.settings.dimensions = tuple(dict.fromkeys((*draft.settings.dimensions, *found)))
    absent = [name for name in _REQUIRED if name not in names]
    if "measure" in absent and not {"value", "reported"} & {*names} and not strict:
        advice = "Ledger.from_wide" if file == "claims" else "--wide, with --id for the columns that tell rows apart"
        message = "no table of claims, without columns 'measure' and 'value'; where each column is a measure: "
        draft.problems.append(place.problem(message + advice))
        return False
    draft.problems += [place.problem(f"no column {name!r}: every claim needs one") for name in absent]
    return not absent


def _read_sources(folder: Path, draft: Draft) -> None:
    path = folder / SOURCE_TABLE
    if os.path.lexists(path):
        add_sources(_table(path, folder, SOURCE_TABLE, draft.problems), SOURCE_TABLE, draft)


def add_sources(table: Tabular | None, file: str, draft: Draft) -> None:
    """Add a table of sources, if it could be read; it has no columns but the known ones."""
    sheet = None if table is None else as_sheet(table, draft.problems)
    if sheet is None or "source" not in sheet.frame:
        draft.sources_unread = True
    if sheet is None:
        return
    place = Place(file, None if file == "sources" else 1)
    node = Keyed({}, {}, place)
    for name in map(str, sheet.frame):
        node.entries[name], node.places[name] = node, place
    Fields(node, "the sources' columns", SOURCE_COLUMNS, draft.problems)
    if "source" not in sheet.frame:
        draft.problems.append(place.problem("no column 'source': every source needs its id"))
    else:
        draft.sources.append(sheet)


def _table(path: Path, root: Path | None, file: str, problems: list[Problem]) -> Tabular | None:
    read = read_parquet if path.suffix.lower() == ".parquet" else read_csv
    return read(partial(opened, path, root), file, problems)


def _read_yaml_sources(folder: Path, names: Iterable[str], draft: Draft) -> None:
    """Add the sources and claims of all files, as one table each."""
    said: list[tuple[str, Node]] = []  # a rule of any source may name a dimension
    sources: dict[str, list[str]] = {name: [] for name in SOURCE_COLUMNS}
    claim_places: list[Place] = []
    source_places: list[Place] = []
    for name in names:
        file = file_shown(f"{SOURCES}/{name}")
        data = _bytes(folder / SOURCES / name, folder, file, draft.problems)
        node = read_yaml(data, file, draft.problems) if data is not None else None
        if node is None:
            draft.sources_unread = True
            continue
        if not name.isprintable():
            draft.problems.append(Problem(file, None, "the file's name is no text for people; rename it"))
            continue
        fields = Fields.of_file(node, "a source's file", SOURCE_KEYS, draft.problems)
        source = _source(fields, name.removesuffix(".yaml"), sources, source_places, draft.problems)
        if rules := fields.items("rules"):
            add_rules(draft.settings, rules, source, draft.problems)
        said += [(source, item) for item in fields.items("claims")]
    claims: dict[str, list[str]] = {name: [] for name in claim_columns(draft.settings.dimensions)}
    for source, item in said:
        _claim(item, source, claims, claim_places, draft.problems)
    draft.sources.append(Sheet(_as_frame(sources), origin_frame(*_places(source_places), len(source_places))))
    if claim_places:
        draft.claims.append(Chunks(list(claims), [_as_frame(claims)], *_places(claim_places)))


def _source(fields: Fields, stem: str, rows: dict[str, list[str]], places: list[Place], problems: list[Problem]) -> str:
    node = fields.node("source")
    if node is None:
        problems.append(fields.place.problem("no 'source:' that says which document the claims come from"))
        return stem
    given = Fields(node, "source", ("id", *SOURCE_COLUMNS[1:]), problems)
    source = given.text("id") or stem
    for name, column in rows.items():
        column.append(source if name == "source" else given.text(name))
    places.append(given.place)
    return source


def _claim(node: Node, source: str, rows: dict[str, list[str]], places: list[Place], problems: list[Problem]) -> None:
    known = [name for name in rows if name != "source"]
    fields = Fields(node, "a claim", known, problems, more=_FURTHER)
    if not isinstance(node, Keyed):
        if isinstance(node, TextNode) and not node.text:
            problems.append(node.place.problem("a claim that says nothing"))
        return
    for name, column in rows.items():
        column.append(source if name == "source" else _guess(fields) if name == "guess" else fields.text(name))
    places.append(fields.place)


def _guess(fields: Fields) -> str:
    """What a claim marks as guessed: a list in YAML, words in a table's cell."""
    node = fields.node("guess")
    return " ".join(fields.texts("guess")) if isinstance(node, Listing) else fields.text("guess")


_FURTHER = " (a further dimension must be declared in ledger.yaml: dimensions: […])"


def _as_frame(rows: dict[str, list[str]]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(column, dtype=TEXT) for name, column in rows.items()})


def _places(places: list[Place]) -> tuple[list[str], Array]:
    return [place.file for place in places], np.array([place.line for place in places], dtype=np.int64)
