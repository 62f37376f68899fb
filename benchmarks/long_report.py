"""How long `reconcile check` takes for a report of 300 pages, and how much memory, as Markdown, HTML and PDF.

    python benchmarks/long_report.py [--pages 300] [--kept FOLDER]

The report is made up: each page has a table with sums, growth and shares, and a page of prose that repeats some of its
numbers; every tenth page has one more, of the totals of the nine before it and theirs. Exits with 1 where a check takes
more than 60 seconds or 1 GB, where a conflict is told that no planted slip is in, or where the causes are others than
the slips.
"""

from __future__ import annotations

import argparse
import html
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

MOST_SECONDS, MOST_BYTES = 60, 10**9
_PLACES = ("Alder", "Birch", "Cedar", "Elm", "Fir", "Hazel", "Larch", "Maple", "Oak", "Pine", "Rowan", "Willow", "Yew")
_THINGS = ("harbour", "mill", "quarry", "ferry", "bakery", "dairy", "forge", "brewery", "nursery", "depot")
_LINES = ("Tickets", "Freight", "Storage", "Repairs", "Rents", "Lessons", "Flour", "Timber", "Stone", "Fish", "Salt")
_FILLER = (
    "The board met {a} times during the year and looked at the risks of the trade, the weather and the price of fuel.",
    "Of the {a} people who work there, most live in the valley; some have been with the company for {b} years.",
    "A new roof was put on the long shed, which had been planned for a while and was done without stopping the work.",
    "The lease of the land by the river runs until {y}, and both sides have said that they would like to go on.",
    "No claim was made against the company that would have to be told here, and none is expected.",
    "The accounts follow the same rules as in the year before, apart from what the notes say of leases and of grants.",
)
_SLIPS = 5  # pages on which two digits of a total are swapped
_SUMMED = 9  # pages that the table on the next one adds up


def pages(count: int) -> list[tuple[str, list[str], list[list[str]]]]:
    """The pages: a heading, paragraphs, and a table."""
    rng = random.Random(count)
    wrong = set(rng.sample([page for page in range(count) if page % (_SUMMED + 1) != _SUMMED], min(_SLIPS, count)))
    made: list[tuple[str, list[str], list[list[str]]]] = []
    totals: list[tuple[str, list[int]]] = []
    for page in range(count):
        if page % (_SUMMED + 1) == _SUMMED:
            made.append(_summary(page + 1, totals))
            totals = []
            continue
        name = f"{rng.choice(_PLACES)} {rng.choice(_THINGS)} {page + 1}"
        lines = rng.sample(_LINES, rng.randint(5, 9))
        body = [[rng.randint(200, 90_000) for _ in range(3)] for _ in lines]
        whole = [sum(column) for column in zip(*body, strict=True)]
        totals.append((name, whole))
        rows = [[f"EUR thousand, {name}", "2024", "2023", "2022", "Growth, %", "Share of total, %"]]
        for label, (new, old, older) in [*zip(lines, body, strict=True), ("Total revenue", whole)]:
            rates = f"{_tenths(1000 * (new - old), old)}", f"{_tenths(1000 * new, whole[0])}"
            rows.append([label, f"{new:,}", f"{old:,}", f"{older:,}", *rates])
        if page in wrong:
            column = 1 + sorted(wrong).index(page) % 3
            rows[-1][column] = _swapped(rows[-1][column])
        said = []
        for label, (new, old, _) in zip(lines[:3], body[:3], strict=True):
            said.append(
                f"{label} of the {name} came to EUR {new:,} thousand in 2024, after EUR {old:,} thousand in 2023, "
                f"which is growth of {_tenths(1000 * (new - old), old)} %."
            )
        said.append(f"In all, the {name} took in EUR {whole[0]:,} thousand in 2024.")
        filler = [rng.choice(_FILLER).format(a=rng.randint(3, 900), b=rng.randint(3, 40), y=rng.randint(2026, 2060))
                  for _ in range(9)]  # fmt: skip
        made.append((f"The {name}", [" ".join(said), " ".join(filler[:5]), " ".join(filler[5:])], rows))
    return made


def _summary(page: int, totals: list[tuple[str, list[int]]]) -> tuple[str, list[str], list[list[str]]]:
    """A page that adds up the totals of the pages before it."""
    rows = [[f"EUR thousand, summary {page}", "2024", "2023", "2022"]]
    rows += [[f"The {name}", *(f"{one:,}" for one in whole)] for name, whole in totals]
    whole = [sum(column) for column in zip(*(one for _, one in totals), strict=True)]
    rows.append(["Total of these", *(f"{one:,}" for one in whole)])
    said = f"Together these places took in EUR {whole[0]:,} thousand in 2024."
    return f"Summary {page}", [said, _FILLER[3], _FILLER[4]], rows


def planted(count: int) -> set[str]:
    """The totals that are printed wrong, as their tables print them."""
    found = set()
    for _, _, rows in pages(count):
        for column in range(1, 4):
            shown = [int(row[column].replace(",", "")) for row in rows[1:]]
            if shown[-1] != sum(shown[:-1]):
                found.add(rows[-1][column])
    return found


def _tenths(number: int, of: int) -> str:
    """A rate, computed in tenths and rounded to the nearest."""
    tenths = (2 * abs(number) + of) // (2 * of)
    return f"{'-' if number < 0 and tenths else ''}{tenths // 10}.{tenths % 10}"


def _swapped(number: str) -> str:
    places = [place for place in range(len(number) - 1) if number[place : place + 2].isdigit()]
    place = next(one for one in places if number[one] != number[one + 1] and number[one + 1] != "0")
    return number[:place] + number[place + 1] + number[place] + number[place + 2 :]


def markdown(count: int) -> bytes:
    parts = ["# The valley company: annual report 2024"]
    for heading, paragraphs, rows in pages(count):
        table = ["| " + " | ".join(row) + " |" for row in rows]
        parts += [f"## {heading}", *paragraphs, "\n".join([table[0], "|---" * len(rows[0]) + "|", *table[1:]])]
    return "\n\n".join(parts).encode()


def web_page(count: int) -> bytes:
    parts = ["<!doctype html><html lang=en><title>The valley company: annual report 2024</title><body>"]
    for heading, paragraphs, rows in pages(count):
        parts.append(f"<h2>{html.escape(heading)}</h2>" + "".join(f"<p>{html.escape(one)}</p>" for one in paragraphs))
        cells = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
        parts.append(f"<table>{cells}</table>")
    return "\n".join([*parts, "</body></html>"]).encode()


def pdf(count: int) -> bytes:
    """A PDF with the texts at their places and no more, in a font that every reader has."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for heading, paragraphs, rows in pages(count):
        drawn = [_drawn(heading, 60, 780, 13)]
        high = 755
        for paragraph in paragraphs:
            line = ""
            for word in [*paragraph.split(), ""]:
                if word and len(line) + len(word) < 95:
                    line += f" {word}" if line else word
                    continue
                drawn.append(_drawn(line, 60, high, 10))
                high -= 13
                line = word
            high -= 10
        for row in rows:
            drawn.append(_drawn(row[0], 60, high, 9))
            drawn += [_drawn(cell, 330 + 52 * place - 4 * len(cell), high, 9) for place, cell in enumerate(row[1:])]
            high -= 14
        stream = "\n".join(drawn).encode("latin-1")
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        content = len(objects)
        page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>"
        objects.append(page % content)
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    written = [b"%PDF-1.4\n"]
    starts, size = [], len(written[0])
    for number, one in enumerate(objects, 1):
        starts.append(size)
        written.append(b"%d 0 obj%s\nendobj\n" % (number, one))
        size += len(written[-1])
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    many = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return b"".join(written) + end % (many, table, many, size)


def _drawn(text: str, left: int, high: int, size: int) -> str:
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F {size} Tf {left} {high} Td ({escaped}) Tj ET"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--kept", type=Path, help="write the reports there and keep them")
    options = parser.parse_args()
    good = True
    with tempfile.TemporaryDirectory() as folder:
        kept = options.kept or Path(folder)
        kept.mkdir(parents=True, exist_ok=True)
        for name, made in (("report.md", markdown), ("report.html", web_page), ("report.pdf", pdf)):
            (kept / name).write_bytes(made(options.pages))
            begun = time.perf_counter()
            command = [sys.executable, "-m", "reconcile", "check", str(kept / name), "--quiet", "--format", "json"]
            ran = subprocess.run(command, capture_output=True, text=True, check=False)
            took = time.perf_counter() - begun
            # The most of any so far: it says too much of a later one, never too little.
            most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
            told = json.loads(ran.stdout)
            conflicts = [one for one in told["findings"] if one["verdict"] == "conflict"]
            slips = {str(1000 * int(one.replace(",", ""))) for one in planted(options.pages)}
            wrong = {one["claim"] for one in told["claims"] if one["value"] in slips}
            causes = {one["claim"] for one in told["causes"] if one["optimum"] == 1}
            others = sum(not wrong & set(one["claims"]) for one in conflicts)
            good &= took <= MOST_SECONDS and most <= MOST_BYTES and not others and causes == wrong
            checks = ", ".join(f"{many} {check}" for check, many in Counter(one["check"] for one in conflicts).items())
            print(f"{name}: {took:.1f} s, at most {most / 1e6:.0f} MB; {len(slips)} slips, conflicts: {checks}")
            named, more = len(causes & wrong), len(causes - wrong)
            print(f"  {others} conflicts without a slip; causes: {named} of the slips, {more} others")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
