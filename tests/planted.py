"""A ledger of four documents with five planted errors, which make more conflicts than they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_YEARS = {
    2021: ("318.4", "291.7", "152.3", "140.8"),
    2022: ("335.9", "310.2", "161.7", "149.5"),
    2023: ("352.6", "327.3", "170.4", "146.9"),
    2024: ("371.5", "342.8", "183.6", "156.1"),
}
_GIVEN = ("exports", "imports", "revenue", "spending")
PLANTED = {
    ("imports", 2021): ("219.7", "291.7"),  # two digits swapped
    ("spending", 2022): ("194.5", "149.5"),  # two digits swapped
    ("exports", 2023): ("35.26", "352.6"),  # a wrong power of ten
    ("revenue", 2024): ("138.6", "183.6"),  # two digits swapped
    ("imports", 2024): ("324.8", "342.8"),  # two digits swapped
}
_TITLES = {
    "exports": "Exports of goods",
    "imports": "Imports of goods",
    "trade": "Foreign trade",
    "balance": "Trade balance",
    "revenue": "Public revenue",
    "spending": "Public spending",
    "surplus": "Budget surplus",
    "budget": "Revenue and spending together",
    "open": "Trade and revenue together",
    "outlay": "Imports and spending together",
}
_RULES = (
    "trade = exports + imports",
    "balance = exports - imports",
    "surplus = revenue - spending",
    "budget = revenue + spending",
    "open = trade + revenue",
    "outlay = imports + spending",
)


def planted_ledger(folder: Path) -> Path:
    """Ten figures of each of four years, a document a year, with their sentences."""
    (folder / "sources").mkdir(parents=True)
    measures = "".join(f"  {name}: {{title: {title}, signed: true}}\n" for name, title in _TITLES.items())
    rules = "".join(f"  - {rule}\n" for rule in _RULES)
    (folder / "ledger.yaml").write_text(
        f"title: A country in figures\ndefaults: {{unit: USD}}\nmeasures:\n{measures}rules:\n{rules}"
    )
    for year, given in _YEARS.items():
        tenths = dict(zip(_GIVEN, (int(one.replace(".", "")) for one in given), strict=True))
        tenths["trade"] = tenths["exports"] + tenths["imports"]
        tenths["balance"] = tenths["exports"] - tenths["imports"]
        tenths["surplus"] = tenths["revenue"] - tenths["spending"]
        tenths["budget"] = tenths["revenue"] + tenths["spending"]
        tenths["open"] = tenths["trade"] + tenths["revenue"]
        tenths["outlay"] = tenths["imports"] + tenths["spending"]
        said, claims = [], []
        for name, title in _TITLES.items():
            number = PLANTED.get((name, year), (f"{tenths[name] // 10}.{tenths[name] % 10}",))[0]
            words = f"{number} million USD"
            quote = f"{title} came to {words}"
            said.append(f"{quote}.\n")
            claims.append(f"  - {{measure: {name}, period: {year}, reported: {words}, quote: {quote}}}\n")
        text = "".join(said)
        (folder / f"sources/y{year}.txt").write_text(f"The year {year}.\n\n{text}")
        (folder / f"sources/y{year}.yaml").write_text(
            f"source: {{title: The year {year}, publisher: Statistics, published: {year + 1}-03-01, language: en, "
            f"text: y{year}.txt}}\nclaims:\n" + "".join(claims)
        )
    return folder
