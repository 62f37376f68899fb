"""Relations of running text: honest texts never contradict themselves, and what words tie is told where it breaks."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reconcile as rc
from costly import costly
from reconcile.reports.text_report import to_text

NAMES = ("Exports", "Imports", "Net sales", "Freight revenue", "Output", "Visits", "Orders", "Wages", "Rents", "Stocks")


def printed(value: Fraction, decimals: int) -> str:
    """A number as printed, rounded to the nearest, ties away from zero; written without the code under test."""
    scaled = abs(value) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    digits = f"{whole:,}" if not decimals else f"{whole // 10**decimals:,}.{whole % 10**decimals:0{decimals}d}"
    return f"-{digits}" if value < 0 and whole else digits


class World:
    """Levels of some measures in two years, and sentences that say them honestly."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.decimals = self.rng.choice([0, 1, 2])
        self.names = self.rng.sample(NAMES, self.rng.randint(2, 6))
        self.levels = {
            name: [Fraction(self.rng.randint(2_000, 900_000), 7 * 10**self.decimals) for _ in range(2)]
            for name in self.names
        }

    def money(self, value: Fraction) -> str:
        return f"${printed(value, self.decimals)} million"

    def growth(self, name: str) -> str:
        old, new = self.levels[name]
        rate = 100 * (new / old - 1)
        return f"{'rose' if rate >= 0 else 'fell'} {printed(abs(rate), 1)} %"

    def sentence(self, name: str) -> str:
        old, new = self.levels[name]
        return self.rng.choice(
            [
                f"{name} {self.growth(name)} to {self.money(new)} in 2024 from {self.money(old)} in 2023.",
                f"{name} came to {self.money(new)} in 2024, compared with {self.money(old)} in 2023.",
                f"In 2024 {name.lower()} {self.growth(name)} from 2023.",
                f"{name} were {self.money(new)} in 2024.",
            ]
        )

    def text(self) -> str:
        said = [self.sentence(self.rng.choice(self.names)) for _ in range(self.rng.randint(2, 12))]
        first, second = self.names[:2]
        total = self.levels[first][1] + self.levels[second][1]
        said.append(f"Both together reached {self.money(total)} in 2024.")
        self.rng.shuffle(said)
        return "\n\n".join(" ".join(said[place : place + 3]) for place in range(0, len(said), 3))


@costly(2, 4)
@given(st.integers(0, 10**9))
def test_honest_texts_never_contradict_themselves(seed):
    answer = rc.check(World(seed).text(), format="text", language="en", progress=False)
    assert answer.conflicts.empty
    assert answer.relations["holds"].all()


@costly(4, 2)
@given(st.integers(0, 10**9))
def test_a_wrong_rate_between_two_levels_of_its_sentence_is_told(seed):
    rng = random.Random(seed)
    old, new = rng.randint(1_000, 9_999), rng.randint(1_000, 9_999)
    rate = 100 * (Fraction(new, old) - 1) + rng.choice([-1, 1]) * rng.randint(2, 30)
    said = f"{'rose' if rate >= 0 else 'fell'} {printed(abs(rate), 1)} %"
    text = f"Orders {said} to ${new:,} million in 2024 from ${old:,} million in 2023."
    answer = rc.check(text, format="text", language="en", progress=False)
    assert answer.status == 1
    assert answer.relations["holds"].tolist() == [False]
    assert answer.conflicts["check"].tolist() == ["statistic"]


@costly(4, 2)
@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=8), st.booleans())
def test_figures_that_no_words_name_never_meet(numbers, named):
    said = "Sales" if named else "It"
    text = " ".join(f"{said} came to ${number:,} million in 2024." for number in numbers)
    assert rc.check(text, format="text", language="en", progress=False).conflicts.empty


def relations(text: str, language: str, **said: str) -> list[tuple[str, tuple[str, ...]]]:
    answer = rc.check(text, format="text", language=language, progress=False, **said)
    assert answer.conflicts.empty
    return list(zip(answer.relations["kind"], answer.relations["terms"], strict=True))


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        (
            "de",
            "Das Ergebnis sank 2023 um 13,2 % von 205,4 Mio. € auf 178,3 Mio. €.",
            [("growth", ("-13.2 percent", "178,3 Mio. €", "205,4 Mio. €"))],
        ),
        (
            "vi",
            (
                "Năm 2024, xuất khẩu đạt 40,59 tỷ USD.\n\nNăm 2024, nhập khẩu đạt 38,10 tỷ USD.\n\n"
                "Năm 2024, tổng kim ngạch đạt 78,69 tỷ USD."
            ),
            [("sum", ("78,69 tỷ USD", "40,59 tỷ USD", "38,10 tỷ USD"))],
        ),
        (
            "fr",
            (
                "Les ventes ont atteint 1 284 millions d'euros en 2023, contre 1 197 millions d'euros en 2022, "
                "soit une progression de 7,3 %."
            ),
            [("growth", ("une progression de 7,3 %", "1 284 millions d'euros", "1 197 millions d'euros"))],
        ),
        (
            "en",
            (
                "The three museums had 1.31 million visitors in 2024: 612,000 at the castle, 388,000 at the mill "
                "and 310,000 at sea."
            ),
            [("sum", ("1.31 million visitors", "612,000", "388,000", "310,000"))],
        ),
        (
            "de",
            (
                "Die Einnahmen beliefen sich 2024 auf 86,2 Milliarden Euro. Die Ausgaben lagen bei 81,9 Milliarden "
                "Euro. Der Überschuss betrug damit 4,3 Milliarden Euro."
            ),
            [("sum", ("86,2 Milliarden Euro", "81,9 Milliarden Euro", "4,3 Milliarden Euro"))],
        ),
        (
            "en",
            (
                "In 2025 exports earned 812 million euros, of which barley 212 million euros. "
                "Imports cost 345 million euros, so that the surplus came to 467 million euros."
            ),
            [("sum", ("812 million euros", "345 million euros", "467 million euros"))],
        ),
        (
            "de",
            "Der Absatz wuchs 2024 um 6,3 % auf 2,31 Mrd. Euro nach 2,17 Mrd. Euro im Jahr 2023.",
            [("growth", ("6,3 %", "2,31 Mrd. Euro", "2,17 Mrd. Euro"))],
        ),
        (
            "en",
            (
                "Exports of goods came to 405.53 billion USD in 2024. Domestic firms earned 114.59 billion USD, "
                "accounting for 28.3 % of exports."
            ),
            [("share", ("28.3 %", "114.59 billion USD", "405.53 billion USD"))],
        ),
        (
            "en",
            "Rangers counted 5,412 nests in 2024, 8 per cent fewer than the 5,883 of 2023.",
            [("growth", ("-8 percent", "5,412", "5,883"))],
        ),
    ],
)
def test_relations_are_found_across_a_text(language, text, found):
    assert relations(text, language) == found


@given(st.integers(0, 10**9))
def test_numbers_that_only_stand_together_hardly_ever_make_a_sum(seed):
    """By the odds that are asked, in one of ten texts in which nothing adds up at the most."""
    rng = random.Random(seed)
    found = 0
    for _ in range(20):
        names, digits = rng.sample(NAMES, rng.randint(3, 6)), rng.choice([0, 1, 2])
        said = [
            f"{name.lower()} came to {printed(Fraction(rng.randint(300, 9_000), 11), digits)} million euros"
            for name in names
        ]
        found += any(kind == "sum" for kind, _ in relations(f"In 2024 {', '.join(said)}.", "en"))
    assert found <= 2


def test_the_same_number_of_two_measures_does_not_make_them_one():
    text = (
        "Sales at home rose 7.3 % to $1,284.4 million in 2024 from $1,197.0 million in 2023.\n\n"
        "Sales abroad rose 16.8 % to $1,284.4 million in 2024 from $1,100.1 million in 2023."
    )
    answer = rc.check(text, format="text", language="en", progress=False)
    assert answer.conflicts.empty
    assert answer.relations["kind"].tolist() == ["growth", "growth"]


def test_two_names_of_one_sentence_are_two_measures_though_their_figures_are_alike():
    text = (
        "In 2025 revenue comes to EUR 10.9 billion, expenditure to EUR 10.9 billion, "
        "which leaves a surplus of EUR 0.1 billion."
    )
    answer = rc.check(text, format="text", language="en", progress=False)
    assert answer.conflicts.empty
    assert "repeat" not in set(answer.relations["kind"])


def test_total_and_parts_stay_of_different_measures_whatever_is_said_again():
    text = (
        "Revenue was EUR 10.9 billion in 2025, fees were EUR 0.1 billion and sales EUR 10.8 billion. "
        "Income from sales and fees was EUR 10.9 billion in 2025.\n\nSales of EUR 10.9 billion in 2025 were expected."
    )
    assert rc.check(text, format="text", language="en", progress=False).conflicts.empty


def test_what_is_guessed_is_named_beside_the_figure():
    text = "Orders rose 9.0 % to $1,284 million in 2024 from $1,197 million in 2023."
    answer = rc.check(text, format="text", language="en", progress=False)
    assert set(answer.ledger.claims["guess"]) == {"measure"}
    assert "guessed: measure" in to_text(answer, verbose=True)


def test_a_share_is_tied_to_the_whole_that_it_names():
    text = "In 2024 output came to $2,841 million. Tea came to $1,018 million. Tea made up 35.8 percent of output."
    assert ("share", ("35.8 percent", "$1,018 million", "$2,841 million")) in relations(text, "en")


def test_few_digits_are_tied_by_the_words_of_one_sentence_and_contradict_by_no_more_than_before():
    text = (
        "In 2024 tea was $26.9 million, up 7.{} percent from $25.0 million in 2023, "
        "and rice $21.7 million, up 2.4 percent from $21.2 million in 2023."
    )
    assert ("growth", ("up 7.6 percent", "$26.9 million", "$25.0 million")) in relations(text.format(6), "en")
    assert rc.check(text.format(1), format="text", language="en", progress=False).ok


def test_a_day_of_publication_dates_a_text_that_names_no_year():
    text = "Orders rose 7.3 % to $1,284 million from $1,197 million a year earlier."
    told = [("growth", ("rose 7.3 %", "$1,284 million", "$1,197 million"))]
    assert relations(text, "en", published="2025-01-31") == told
    answer = rc.check(text, format="text", language="en", published="2025-01-31", progress=False)
    assert set(answer.ledger.claims["period"]) == {"2024", "2025"}
    assert not any("names no year" in hint for hint in answer.hints)


def test_a_text_that_names_no_year_is_read_as_of_this_one_and_a_hint_says_so():
    text = "Orders rose 7.3 % to $1,284 million from $1,197 million a year earlier."
    assert relations(text, "en") == [("growth", ("rose 7.3 %", "$1,284 million", "$1,197 million"))]
    assert "names no year" in rc.check(text, format="text", language="en", progress=False).hints[0]
