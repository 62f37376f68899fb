"""What is written reads back as it was, whatever the words; what is damaged is told, never a crash."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from costly import costly
from reconcile.errors import LedgerError, Problem
from reconcile.ledger.ledger import Ledger
from reconcile.ledger.store.declarations import Acceptance, Measure
from reconcile.ledger.writing.files import LAYOUTS

NASTY = ["no", "NA", "010", "~", "null", "- a", "# x", "a: b", '"', "'", "a\nb", "a\r\nb", "\r", "{", "*a", "&a", "!!x"]
NASTY += [
    "\u2028",
    "\x85",
    "\ufeff",
    "\x00",
    "\x07",
    "🇻🇳",
    "עברית",
    "tỷ\u0301",
    ",",
    "\\",
    "%",
    "@",
    "`",
    "|",
    ">",
    "=",
    "<<",
]
WORDS = st.one_of(
    st.sampled_from(NASTY),
    st.text(
        st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("\n\r\"',:#{}[] \\\x85\u2028")), max_size=12
    ),
)
NAMES = st.one_of(
    st.sampled_from(["a", "A", "no", "NA", "010", "trade", "b/c", "source-1", "..", ".", "con"]),
    WORDS.map(lambda text: f"x{text}y"),
)
DECIMALS = st.integers(-(10**12), 10**12).map(lambda number: f"{number / 100:.2f}")


@st.composite
def ledgers(draw) -> Ledger:
    sources = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
    dimensions = draw(st.lists(st.sampled_from(["partner", "x: y", "no", "sản phẩm"]), max_size=2, unique=True))
    number = draw(st.integers(0, 6))
    rows = []
    for _ in range(number):
        words = draw(st.booleans())
        row = {name: draw(NAMES) if draw(st.booleans()) else "" for name in ("area", *dimensions)}
        row |= {"source": draw(st.sampled_from(sources)), "measure": draw(NAMES)}
        row |= {"period": draw(st.sampled_from(["2024", "2024-M11", "2024-11", "2023-12-24/2024-02-01"]))}
        row |= {"quote": draw(WORDS), "page": draw(WORDS), "at": draw(st.none() | st.integers(0, 10**9))}
        row |= {"status": draw(st.sampled_from(["", "final", "estimate"]))}
        row |= {"reported": "786.9 billion USD"} if words else {"value": draw(DECIMALS), "decimals": "2"}
        if draw(st.booleans()):
            row |= {"stat": "change", "base": "2022"}
            if not words and draw(st.booleans()):
                row |= {"stat": "growth", "period": "2024", "per": draw(st.sampled_from(["", "year", "month"]))}
        rows.append(row)
    documents = [
        {"source": source, "language": draw(st.sampled_from(["en", "vi"])), "title": draw(WORDS), "url": draw(WORDS)}
        | {"published": draw(st.sampled_from(["", "2025-01-31", "2024-12-23/2025-06-18"]))}
        for source in sources
    ]
    for document in documents:
        document["series"] = draw(st.sampled_from(["", "releases"])) if document["published"] else ""
    claims = pd.DataFrame(rows, columns=None if rows else ["source", "measure", "period"])
    spoken = {document["source"]: document["language"] for document in documents}
    if rows:
        english = [spoken[row["source"]] == "en" for row in rows]
        claims = claims[[fits or "value" in row for fits, row in zip(english, rows, strict=True)]]
    return Ledger.from_frames(
        claims,
        sources=pd.DataFrame(documents),
        title=draw(WORDS),
        defaults=draw(st.sampled_from([{}, {"area": "VN", "language": "en"}, {"status": "estimate"}])),
        measures={
            "exports": Measure("exports", title=draw(WORDS), signed=True, terms=("Ausfuhren", "xuất khẩu")),
            "imports": {"kind": "flow", "count": True},
            "volume": {"additive": False},
        },
        rules=[
            "exports >= 0.5 * imports[area=VN]",
            {
                "rule": "exports = imports",
                "name": draw(WORDS),
                "missing": "zero",
                "tolerance": "0.50 %",
                "where": {"area": ["no", "a,b"]},
            },
        ],
        accepted=[Acceptance(draw(NAMES), draw(NAMES), residual="-1.50"), {"finding": "f", "reason": "r"}],
        hedges={"about": "0.05"},
        units=["lĩnh vực", "full-time jobs"],
        dimensions=dimensions,
    )


@costly(2, least=2)
@given(ledgers(), st.sampled_from(LAYOUTS), st.sampled_from(LAYOUTS))
def test_a_ledger_reads_back_as_it_was_written(ledger, layout, other):
    with tempfile.TemporaryDirectory() as folder:
        path = ledger.write(f"{folder}/a", layout=layout)
        again = Ledger.read(path)
        assert again == ledger
        assert again.layout == layout
        assert Ledger.read(again.write(path, layout=other)) == ledger


def _problems(path: Path) -> tuple[Problem, ...]:
    try:
        Ledger.read(path)
    except LedgerError as error:
        return error.problems
    return ()


@costly(2, least=2)
@given(ledgers(), st.data())
def test_a_damaged_ledger_reads_or_says_what_is_wrong(ledger, data):
    with tempfile.TemporaryDirectory() as folder:
        path = ledger.write(f"{folder}/a", layout=data.draw(st.sampled_from(LAYOUTS)))
        file = data.draw(st.sampled_from(sorted(found for found in path.rglob("*") if found.is_file())))
        content = bytearray(file.read_bytes())
        start = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(start, min(len(content), start + 20)) | st.just(len(content)))
        content[start:end] = data.draw(
            st.binary(max_size=4) | st.sampled_from([b"\n", b"[", b"{", b"'", b'"', b"\t", b"*a"])
        )
        file.write_bytes(content)
        for problem in _problems(path):
            assert problem.message
            assert "\n" not in str(problem)


@costly(2, least=2)
@given(ledgers())
def test_the_order_of_the_rows_of_different_sources_means_nothing(ledger):
    claims = ledger.claims.sample(frac=1, random_state=1)
    claims = claims.sort_values("source", kind="stable", ascending=False)
    inner = claims.groupby("source", sort=False, group_keys=False)
    claims = claims.loc[[row for _, frame in inner for row in sorted(frame.index)]]
    kept = {
        name: getattr(ledger, name)
        for name in ("title", "defaults", "measures", "rules", "accepted", "hedges", "units")
    }
    again = Ledger.from_frames(claims, sources=ledger.sources[::-1], dimensions=ledger.dimensions, **kept)
    assert again == ledger


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_example_of_a_ledger_reads_the_same_from_every_layout(layout, tmp_path, write):
    ledger = Ledger.read(write({}))
    again = Ledger.read(ledger.write(tmp_path / "b", layout=layout))
    assert again == ledger
    assert len(again.figures) == 1
    assert again.figures[0] == ledger.figures[0]


def test_yaml_is_one_line_a_claim_and_says_only_what_defaults_do_not(tmp_path, write):
    settings_text = "title: Trade\ndefaults: {area: VN, unit: USD, language: vi}\nrules:\n  - trade >= 0 USD\n"
    source = """\
source:
  title: Report
  published: 2025-08-01
claims:
  - {measure: trade, period: 2024, reported: "786,9 tỷ USD", quote: "đạt 786,9 tỷ USD", at: 674}
  - {measure: trade, period: 2024, stat: growth, base: 2023, status: estimate, reported: "15,5%"}
"""
    folder = write({"ledger.yaml": settings_text, "sources/a.yaml": source})
    written = Ledger.read(folder).write(tmp_path / "b")
    assert (written / "ledger.yaml").read_text("utf-8") == settings_text
    assert (written / "sources/a.yaml").read_text("utf-8") == source


def test_names_of_files_come_from_the_ids_where_a_file_system_takes_them(tmp_path):
    claims = pd.DataFrame({"source": ["b/c", "a", "A", ".."], "measure": "m", "period": "2024"})
    ledger = Ledger.from_frames(claims.assign(value="1", decimals="0"))
    written = ledger.write(tmp_path / "b", layout="yaml")
    names = {path.name for path in Path(written, "sources").iterdir()}
    assert len(names) == 4
    assert all(name.casefold() in {"a.yaml", "source-1.yaml", "source-2.yaml", "source-3.yaml"} for name in names)
    assert Ledger.read(written) == ledger
