"""The ways in which claims reach an audit, written against the documented forms alone.

`Told` is what a ledger is told, all of it as text. Each way hands the same to the library in another form: frames of
several kinds, Parquet, CSV, YAML. There are no columns of words: with `reported`, `quote` or `page` every table is read
row by row, and the ways would not differ.
"""

from __future__ import annotations

import csv
import importlib.util
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest

import reconcile as rc

QUANTITY = ("source", "measure", "area", "period", "stat", "base", "per", "status")
COLUMNS = ("claim", *QUANTITY, "value", "decimals", "unit")
PADDING = "padding"  # a source of its own, which makes a CSV file large
LARGE = 1_100_000  # characters: a CSV file of more than a megabyte is read in another way
CELL = 90_000  # of them in one cell; 100,000 is the most


@dataclass(frozen=True)
class Told:
    """What a ledger is told. Every cell is text; one that is left out, or empty, says nothing."""

    claims: tuple[Mapping[str, str], ...]
    rules: tuple[str, ...] = ()
    measures: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    sources: tuple[Mapping[str, str], ...] = ()
    dimensions: tuple[str, ...] = ()
    accepted: tuple[Mapping[str, str], ...] = ()

    def __hash__(self) -> int:
        return hash(repr(self))

    def __repr__(self) -> str:
        rows = [{key: value for key, value in row.items() if value} for row in self.claims]
        said = [f"{key}={value!r}" for key, value in vars(self).items() if key != "claims" and value]
        return "\n  ".join(["Told(", *map(repr, rows), *said]) + ")"

    def columns(self) -> list[str]:
        """The columns that any row fills, and those which every table needs."""
        known = [*COLUMNS, *self.dimensions]
        return [c for c in known if c in {"source", "measure", "period"} or any(row.get(c) for row in self.claims)]

    def described(self) -> tuple[Mapping[str, str], ...]:
        """The sources, those of which nothing is said among them."""
        named = {row["source"] for row in self.claims} - {source["source"] for source in self.sources}
        return (*self.sources, *({"source": name} for name in sorted(named)))

    def settings(self) -> dict[str, object]:
        return {
            "measures": {name: dict(said) for name, said in self.measures.items()},
            "dimensions": list(self.dimensions),
            "accepted": [dict(one) for one in self.accepted],
        }


def _cells(told: Told, column: str) -> list[str]:
    return [row.get(column, "") for row in told.claims]


def _sources(told: Told) -> pd.DataFrame | None:
    return pd.DataFrame(told.described()).fillna("") if told.sources else None


def _from_frame(told: Told, claims: object) -> rc.Ledger:
    return rc.Ledger.from_frames(claims, sources=_sources(told), rules=list(told.rules), **told.settings())


def _decimals(told: Told) -> list[int] | list[str]:
    """As whole numbers where no count is exact."""
    cells = _cells(told, "decimals")
    return cells if "exact" in cells else [int(cell) for cell in cells]


def _as_floats(values: Sequence[str]) -> list[float] | None:
    """Floats, where each prints as the number that it stands for."""
    floats = [float(value) for value in values]
    same = all(Decimal(repr(found)) == Decimal(value) for found, value in zip(floats, values, strict=True))
    return floats if same else None


def text_frame(told: Told, _folder: Path) -> rc.Ledger:
    return _from_frame(told, pd.DataFrame({column: _cells(told, column) for column in told.columns()}))


def decimal_frame(told: Told, _folder: Path) -> rc.Ledger:
    frame = pd.DataFrame({column: _cells(told, column) for column in told.columns()})
    frame["value"] = [Decimal(value) for value in _cells(told, "value")]
    frame["decimals"] = _decimals(told)
    return _from_frame(told, frame)


def categorical_frame(told: Told, _folder: Path) -> rc.Ledger:
    frame = pd.DataFrame({column: pd.Categorical(_cells(told, column)) for column in told.columns()})
    values = _cells(told, "value")
    frame["value"] = _as_floats(values) or [Decimal(value) for value in values]
    frame["decimals"] = _decimals(told)
    return _from_frame(told, frame)


def polars_frame(told: Told, _folder: Path) -> rc.Ledger:
    import polars as pl

    values = _cells(told, "value")
    columns = {
        column: pl.Series(_cells(told, column), dtype=pl.Categorical)
        for column in told.columns()
        if column not in {"value", "decimals"}
    }
    typed = {"value": pl.Series(_as_floats(values) or values), "decimals": pl.Series(_decimals(told))}
    return _from_frame(told, pl.DataFrame({**columns, **typed}))


def _arrow(told: Told) -> object:
    import pyarrow as pa

    values = [Decimal(value) for value in _cells(told, "value")]
    scale = max((-int(value.as_tuple().exponent) for value in values), default=0)
    columns = {
        column: pa.array(_cells(told, column)).dictionary_encode()
        for column in told.columns()
        if column not in {"value", "decimals"}
    }
    typed = {"value": pa.array(values, pa.decimal128(38, max(scale, 0))), "decimals": pa.array(_decimals(told))}
    return pa.table({**columns, **typed})


def arrow_table(told: Told, _folder: Path) -> rc.Ledger:
    return _from_frame(told, _arrow(told))


def _write_settings(told: Told, folder: Path, *, rules: bool) -> None:
    # JSON is YAML in its flow style.
    said = {**told.settings(), "rules": list(told.rules)} if rules else told.settings()
    (folder / "ledger.yaml").write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")


def _write_csv(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, columns, restval="", extrasaction="ignore", lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


def _write_sources(told: Told, folder: Path) -> None:
    described = told.described()
    _write_csv(folder / "sources.csv", list(dict.fromkeys(key for source in described for key in source)), described)


def parquet_file(told: Told, folder: Path) -> rc.Ledger:
    import pyarrow.parquet as pq

    _write_settings(told, folder, rules=False)
    _write_sources(told, folder)
    pq.write_table(_arrow(told), folder / "claims.parquet")
    return rc.Ledger.read(folder, rules=list(told.rules))


def small_csv(told: Told, folder: Path) -> rc.Ledger:
    _write_settings(told, folder, rules=True)
    _write_sources(told, folder)
    _write_csv(folder / "claims.csv", told.columns(), told.claims)
    return rc.Ledger.read(folder)


def large_csv(told: Told, folder: Path) -> rc.Ledger:
    """The same table, with rows of another source whose areas have long names."""
    figure = {"source": PADDING, "measure": PADDING, "period": "1000", "value": "1", "decimals": "0", "unit": "USD"}
    pads = [
        {**figure, "claim": f"{PADDING}{number}", "area": f"{number:.>{CELL}}"} for number in range(LARGE // CELL + 1)
    ]
    padded = Told(
        (*told.claims, *pads),
        measures={**told.measures, PADDING: {"kind": "flow"}},
        sources=told.described(),
        dimensions=told.dimensions,
        accepted=told.accepted,
    )
    named = any(row.get("claim") for row in told.claims)
    columns = [c for c in padded.columns() if named or c != "claim"]
    _write_settings(padded, folder, rules=False)
    _write_sources(padded, folder)
    _write_csv(folder / "claims.csv", columns, padded.claims)
    return rc.Ledger.read(folder, rules=list(told.rules))


def yaml_folder(told: Told, folder: Path) -> rc.Ledger:
    """A file a source; the claims of each in the order of the rows."""
    _write_settings(told, folder, rules=True)
    (folder / "sources").mkdir()
    for number, source in enumerate(told.described()):
        about = {("id" if key == "source" else key): value for key, value in source.items() if value}
        lines = ["source: " + json.dumps(about, ensure_ascii=False), "claims:"]
        for row in told.claims:
            if row["source"] == source["source"]:
                said = {key: value for key, value in row.items() if value and key != "source"}
                lines.append("  - " + json.dumps(said, ensure_ascii=False))
        (folder / "sources" / f"{number:03}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return rc.Ledger.read(folder)


def written_as_yaml(told: Told, folder: Path) -> rc.Ledger:
    return rc.Ledger.read(text_frame(told, folder).write(folder / "written", layout="yaml"))


def written_as_parquet(told: Told, folder: Path) -> rc.Ledger:
    return rc.Ledger.read(decimal_frame(told, folder).write(folder / "written", layout="parquet"))


Way = Callable[[Told, Path], rc.Ledger]
WAYS: dict[str, Way] = {
    way.__name__: way
    for way in (
        decimal_frame,
        categorical_frame,
        polars_frame,
        arrow_table,
        parquet_file,
        small_csv,
        large_csv,
        yaml_folder,
        written_as_yaml,
        written_as_parquet,
    )
}
_NEEDS = dict.fromkeys(["arrow_table", "parquet_file", "large_csv", "written_as_parquet"], "pyarrow")
_NEEDS["polars_frame"] = "polars"


def each_way() -> pytest.MarkDecorator:
    """Parametrizes a test with `way`; a way whose library is not installed is skipped, with its name."""
    absent = {way: name for way, name in _NEEDS.items() if importlib.util.find_spec(name) is None}
    return pytest.mark.parametrize(
        "way",
        [
            pytest.param(way, id=name, marks=pytest.mark.skipif(name in absent, reason=f"needs {absent.get(name)}"))
            for name, way in WAYS.items()
        ],
    )


Content = tuple[object, ...]
_UNSAID = {"stat": "level", "status": "final"}


def content(row: Mapping[str, str]) -> Content:
    """What a row says, however it is spelt: two rows of one content are interchangeable."""
    known = (*QUANTITY, *sorted(row.keys() & {"partner", "product"}))
    said = {column: row.get(column) or _UNSAID.get(column, "") for column in known}
    said["period"] = rc.read_period(said["period"]).text
    further = tuple((column, said[column]) for column in known[len(QUANTITY) :] if said[column])
    return (*(said[column] for column in QUANTITY), further, Decimal(row["value"]), row["decimals"])


def claim_ids(ledger: rc.Ledger) -> dict[Content, tuple[str, ...]]:
    """The ids of the claims of each content."""
    ids: dict[Content, list[str]] = defaultdict(list)
    for row in ledger.claims.to_dict("records"):
        ids[content(row)].append(row["claim"])
    return {said: tuple(sorted(names)) for said, names in ids.items()}


@dataclass(frozen=True)
class Answer:
    """What an audit answers, without what depends on the form of the ledger: files, lines and order."""

    findings: Counter[tuple[object, ...]]
    ids: frozenset[str]
    claims: Mapping[Content, tuple[str, ...]]  # the ids of the claims of each content
    counted: bool  # whether `counts` counts the findings


def _plain(value: object) -> object:
    return None if pd.isna(value) else str(value)


def answer(ledger: rc.Ledger, **settings: object) -> Answer:
    audit = rc.audit(ledger, progress=False, **settings)
    findings = audit.findings
    counts = Counter(findings["verdict"])
    own = findings[[PADDING not in sources for sources in findings["sources"]]]
    return Answer(
        Counter(
            (
                row.check,
                row.verdict,
                row.rule,
                tuple(sorted(row.quantity.items())),
                row.status,
                tuple(sorted(row.sources)),
                tuple(sorted(row.claims)),
                _plain(row.residual),
                row.message,
            )
            for row in own.itertuples()
        ),
        frozenset(own["finding"]),
        {content: ids for content, ids in claim_ids(ledger).items() if content[0] != PADDING},
        {verdict: count for verdict, count in audit.counts.items() if count} == dict(counts),
    )


def taken(way: Way, told: Told, **settings: object) -> Answer:
    """The answer to what came in one way."""
    with TemporaryDirectory() as folder:
        return answer(way(told, Path(folder)), **settings)


@lru_cache(maxsize=64)
def taken_as_text(told: Told) -> Answer:
    """The answer to a frame of text, which every other way must give; found once for what is told again."""
    return taken(text_frame, told)
