"""What tables give: planted figures are derived as they were made, and what was not is not called derivable."""

from __future__ import annotations

import random
from fractions import Fraction

import pandas as pd
import pytest

import reconcile as rc
from reconcile.faces.against_tables import derivations_frame
from reconcile.faces.command import main
from reconcile.faces.sources_to_check import document_of

NAMES = ("Exports", "Imports", "Freight", "Passengers", "Flour", "Timber", "Wages", "Fuel", "Rents", "Upkeep")


def printed(value: Fraction, decimals: int) -> str:
    """A number as printed, rounded to the nearest, ties away from zero; written without the code under test."""
    scaled = abs(value) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return f"{whole:,}" if not decimals else f"{whole // 10**decimals:,}.{whole % 10**decimals:0{decimals}d}"


class Planted:
    """A frame, and sentences with figures that follow from it, each with the formula by which it was made."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.years = list(range(2020, 2020 + self.rng.randint(2, 5)))
        self.names = self.rng.sample(NAMES, self.rng.randint(3, 8))
        self.at = {name: [self.rng.randint(1_000, 99_999) for _ in self.years] for name in self.names}
        columns = {str(year): [self.at[name][place] for name in self.names] for place, year in enumerate(self.years)}
        self.frame = pd.DataFrame({"item": self.names, **columns})

    def sentence(self) -> tuple[str, str, str]:
        """A sentence, the figure in it, and the formula."""
        kind = self.rng.choice(["cell", "growth", "change", "share", "sum", "difference", "total"])
        one, other = self.rng.sample(self.names, 2)
        place = self.rng.randrange(1, len(self.years))
        year, before = self.years[place], self.years[place - 1]
        new, old, else_ = self.at[one][place], self.at[one][place - 1], self.at[other][place]
        whole = sum(self.at[name][place] for name in self.names)
        match kind:
            case "cell":
                return f"{one} came to {new:,} in {year}.", f"{new:,}", f"{one} {year}"
            case "growth":
                rate = 100 * (Fraction(new, old) - 1)
                said = f"{printed(rate, 2)} %"
                verb = "rose" if rate >= 0 else "fell"
                return f"{one} {verb} by {said} in {year} from {before}.", said, f"{one} {year} / {one} {before} - 1"
            case "change":
                said = f"{abs(new - old):,}"
                verb = "rose" if new >= old else "fell"
                return f"{one} {verb} by {said} in {year} from {before}.", said, f"{one} {year} - {one} {before}"
            case "share":
                said = f"{printed(Fraction(100 * new, whole), 2)} %"
                return f"{one} made up {said} of the total in {year}.", said, f"{one} {year} / ("
            case "sum":
                said = f"{new + else_:,}"
                text = f"{one} and {other.lower()} together came to {said} in {year}."
                return text, said, f"{{{one} {year} + {other} {year}}}"
            case "difference":
                said = f"{abs(new - else_):,}"
                more, less = (one, other) if new >= else_ else (other, one)
                text = f"{more} exceeded {less.lower()} by {said} in {year}."
                return text, said, f"{more} {year} - {less} {year}"
            case _:
                return f"All items together came to {whole:,} in {year}.", f"{whole:,}", "total"


def as_made(found: str, made: str) -> bool:
    if made.startswith("{"):
        return set(found.split(" + ")) == set(made.strip("{}").split(" + "))
    if made == "total":
        return found.count(" + ") >= 2
    return found.startswith(made) if made.endswith("(") else found == made


def derivations(text: str, frame: pd.DataFrame) -> pd.DataFrame:
    return derivations_frame([document_of(text, "text", "en")], frame, "en", "")


def test_nineteen_of_twenty_planted_figures_are_derived_as_they_were_made(fewer):
    many = 240 // fewer
    right = wrong = 0
    for seed in range(many):
        planted = Planted(seed)
        text, _, made = planted.sentence()
        found = derivations(text, planted.frame)
        one = found[found["derivable"]]
        fits = len(one) == 1 and as_made(one["derivation"].iloc[0], made)
        right, wrong = right + fits, wrong + (not fits)
    assert 100 * right >= 95 * (right + wrong)


def test_no_more_is_called_derivable_by_chance_than_the_evidence_says(fewer):
    """Of figures that the frame had no part in, at most one in ten: the bar is odds of 10 to 1."""
    many = 200 // fewer
    called = 0
    for seed in range(many):
        planted = Planted(seed)
        name, year = planted.rng.choice(planted.names), planted.years[-1]
        number = planted.rng.randint(1_000, 99_999)
        rate = planted.rng.randint(10, 999) / 10
        text = planted.rng.choice([f"{name} came to {number:,} in {year}.", f"{name} rose by {rate} % in {year}."])
        called += int(derivations(text, planted.frame)["derivable"].sum())
    assert called <= many / 10


def test_a_figure_that_nothing_gives_is_listed():
    frame = pd.DataFrame({"item": ["Exports", "Imports"], "2023": [4702, 3088], "2024": [5126, 3247]})
    text = "Exports came to 5,126 in 2024. Imports came to 3,427 in 2024."
    found = rc.check(text, format="text", language="en", against=frame, progress=False).derivations
    assert found[["figure", "derivable", "derivation"]].to_numpy().tolist() == [
        ["5,126", True, "Exports 2024"],
        ["3,427", False, ""],
    ]


def test_all_derivations_of_a_figure_are_there_and_the_named_one_is_first():
    frame = pd.DataFrame({"item": ["Wages", "Fuel", "Rents"], "2023": [700, 655, 900], "2024": [911, 911, 1000]})
    found = derivations("Fuel came to 911 in 2024.", frame)
    assert found["derivation"].tolist() == ["Fuel 2024", "Wages 2024"]
    assert found["derivable"].tolist() == [True, False]


def test_a_table_that_counts_in_millions_gives_what_words_scale():
    frame = pd.DataFrame({"item": ["Exports", "Imports"], "2023": [4702, 3088], "2024": [5126, 3247]})
    found = derivations("Exports came to $5.126 billion in 2024 and imports to $3.247 billion in 2024.", frame)
    assert found["derivation"].tolist() == ["Exports 2024", "Imports 2024"]


def test_a_column_of_years_names_the_rows():
    frame = pd.DataFrame(
        {"region": ["North", "North", "South"], "year": [2023, 2024, 2024], "sales": [4702, 5126, 3247]}
    )
    found = derivations("In 2024 sales in the north rose by 9.02 % from 2023 to 5,126.", frame)
    assert found[found["derivable"]]["derivation"].tolist() == [
        "North 2024 sales / North 2023 sales - 1",
        "North 2024 sales",
    ]


@pytest.mark.parametrize(
    ("text", "status"),
    [("Exports came to 5,126 in 2024.", 0), ("Exports came to 5,216 in 2024.", 1), ("No figures.", 3)],
)
def test_the_command_lists_what_is_not_derivable(tmp_path, capsys, text, status):
    (tmp_path / "report.txt").write_text(text)
    (tmp_path / "sales.csv").write_text("item,2023,2024\nExports,4702,5126\nImports,3088,3247\n")
    arguments = ["check", str(tmp_path / "report.txt"), "--language", "en", "--against", str(tmp_path / "sales.csv")]
    assert main(arguments) == status
    assert f"Exit status {status}." in capsys.readouterr().out


def test_an_answer_is_ok_where_each_figure_follows_and_says_how_many_do():
    frame = pd.DataFrame({"item": ["Tea", "Coffee"], "2023": [1204, 2415], "2024": [1377, 2377]})
    for last, ok in (("2,377", True), ("2,773", False)):
        text = f"Tea came to 1,377 in 2024, and coffee to {last}."
        answer = rc.check(text, format="text", language="en", against=frame, progress=False)
        assert (answer.ok, answer.status) == (ok, 0 if ok else 1)
        assert answer.hints[0].startswith(f"{1 + ok} of 2 figures are derivable")
