"""What a language's file holds: the words of its figures and of its other numbers, as data.

Phrases are parted by `|` and read in any case; the longest that fits wins, so "trên dưới" (about) comes before
"trên" (over). The files are in `languages/`, one a language; what is in `any.py` serves every language.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction


def phrases(listed: str) -> tuple[str, ...]:
    """Give the phrases of a list.

    >>> phrases("over | more than"), phrases("")
    (('over', 'more than'), ())
    """
    return tuple(phrase for part in listed.split("|") if (phrase := part.strip()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The words of one language. Each list is parted by `|`."""

    name: str  # of the language, in English

    # What a figure is made of.
    before: Mapping[str, str] = field(default_factory=dict)  # hedges before the number, by qualifier
    after: Mapping[str, str] = field(default_factory=dict)  # hedges behind the number, its scale or its unit
    comparing: str = ""  # hedges that may also compare: "cao hơn 5 %" is more than 5 %, or higher by 5 %
    perhaps_comparing: str = ""  # … and those that do where two levels or what was compared follow: vượt 5% so với
    reaching: str = ""  # hedges that behind a rise or fall tell where it went: cayó hasta 12, and else are a bound
    compared: str = ""  # behind a figure, before what it was compared with: than
    exceeded: str = ""  # the same behind a percentage alone: vượt 5% kế hoạch
    closing: str = ""  # how hedges behind a number begin that are its own whatever follows: or more
    articles: str = ""  # between a hedge and digits: más de los 5, dépasse les 60 000
    marks: str = ""  # "vượt mốc 800", past the mark of 800: these may follow a hedge …
    marked: tuple[str, ...] = ()  # … of these qualifiers
    endings: Mapping[str, str] = field(default_factory=dict)  # of hedges and directions: "plus de" is also "plus d'"
    directions: Mapping[int, str] = field(default_factory=dict)  # −1, +1: which way the figure points
    no_directions: str = ""  # words before one that make none of it: made up 25 %
    no_hedges: str = ""  # words that end as a hedge does and are none: tốc độ
    openings: Mapping[str, str] = field(default_factory=dict)
    """Words that open a range. `from` and `size` may also open one number with a hedge behind it; after a direction
    word `from` tells two levels (rose from 10 to 12) and `size` still the change (tăng từ 10 đến 12%)."""
    joins: Mapping[str, str] = field(default_factory=dict)  # join the numbers of a range; `and` only after `between`
    scales: Mapping[int, str] = field(default_factory=dict)  # beyond CLDR's, by power of ten; chains multiply
    distrusted_scales: str = ""  # CLDR's that nobody prints and that mean something else
    mixed_numbers: bool = False  # a number may go on behind a scale word: 33 mil 314 millones
    of: str = ""  # between a scale and its unit: millions of dollars
    units: tuple[tuple[str, int | Fraction, str], ...] = ()  # canonical unit, how many of it one is, words
    counted: str = ""  # nouns that are counted: unit `count`
    symbols: Mapping[str, str] = field(default_factory=dict)  # of money beyond CLDR's, as printed
    printed_units: tuple[tuple[str, int | Fraction, str], ...] = ()  # units that are such only as printed: 27,6 Mt
    money: Mapping[str, str] = field(default_factory=dict)
    """Words of money beyond CLDR's names. ISO 4217 codes read in capitals; in small letters only these."""
    shared_money: Mapping[str, str] = field(default_factory=dict)
    """Money of several countries, of which the words do not tell which: a unit by its own name. Pesos, crowns."""
    weighed: str = ""  # words of money that behind `per` may as well be a weight: dólares por libra
    signed_money: str = ""  # words of money behind a number that say more than the $ before it: $5 millones de pesos
    money_behind: str = ""  # words of money that stand behind a number alone: they won 5 seats, hợp đồng 12
    no_units: str = ""  # words that begin as a scale or unit does and are none: đồng thời, tỷ lệ
    per: str = ""  # between a unit and what it is per: 3 dollars a share
    rated: str = ""  # of these, what leads to nothing else than what a unit is per: $14 per widget is not $14
    unrated: str = ""  # words behind such a one that make it another: par rapport, par la ville
    per_heads: str = ""  # of these, what leads to so many heads behind a noun that no table knows: boys per 100 girls
    per_units: Mapping[str, str] = field(default_factory=dict)  # whole words for a compound unit: bpd
    spaced_groups: bool = False  # a space may part thousands, whatever CLDR's mark is
    number_words: Mapping[str, str] = field(default_factory=dict)  # "2/3": two thirds; "2": double
    no_number_words: str = (
        ""  # words before one, with a scale in it, that make it the end of another: treinta y dos mil
    )
    before_scales: str = ""  # number words that need a scale: half a (million)

    # What stands near a figure, and tells which way it points.
    rises: str = ""
    falls: str = ""
    levels: str = ""  # between such a word and the number: what follows is where it went, not by how much
    rises_behind: str = ""
    falls_behind: str = ""
    by: str = ""  # between such a word and by how much
    withs: str = ""  # between such a word and an amount of which it does not speak: fielen mit 17 300 Wohnungen um 22 %
    caused: str = ""  # of such words those that have an object, and tell a way only with `by`: raised (5 million)
    sized: str = ""  # nouns of a change: behind them "de 2 à 3 %" is a range of its size, behind verbs two levels
    passes: str = ""  # verbs of a move from one level to another: pasó de 3 a 5
    clauses: str = ""  # words that begin another clause

    # What tells what a figure is of.
    indices: str = ""  # how words begin for an index or a game, whose points are no percentage points
    rates: str = ""  # … and for a rate in percent, whose points are
    compounds: bool = False  # nouns are put together: such a word may stand within another

    # What stands beside a number that is no figure.
    months: str = ""  # beyond CLDR's names
    dated: str = ""  # before the number: month, quarter, day
    years: str = ""  # before a number of four digits that is a year whatever follows
    spans: str = ""  # units of time that make a period of a number …
    spans_after: str = ""  # … where these follow
    spans_before: str = ""  # … or these stand before the number
    periods_before: str = ""  # before a half or a third that is one of a year: first half …
    periods_behind: str = ""  # … or behind it: half-year
    terms: str = ""  # words for a period of a number, beside `spans` and `dated`: 2e semestre
    days: str = ""  # between two days, years or ages: 3 to 5 June
    of_dates: str = ""  # between the parts of a date: 3 de junio de 2024
    months_in_capitals: str = ""  # names of months that are other words in small letters: may
    ages: str = ""  # behind a number that is an age
    aged: str = ""  # before it
    clock: str = ""  # behind an hour: 18 Uhr
    hours: str = ""  # between an hour and its minutes: 14 giờ 45
    streets: str = ""  # behind a house number, with up to three words between: 14 Cooper Street, 18 rue …
    addresses: str = ""  # before one, with up to four words between, or its last part: calle …, Hauptstraße
    nouns_in_capitals: bool = False  # so that a capital letter does not tell a name
    ordinal_suffixes: str = ""  # glued to the number
    ordinals: str = ""  # before the number
    ordinal_articles: str = ""  # before a number with a point that is an ordinal: die 3. Stufe
    running: str = ""  # behind an ordinal that counts: the 9th consecutive
    sections: str = ""  # before the number of a part of a document
    documents: str = ""  # before the number of a document
    telephones: str = ""
    names: str = ""  # as printed, before a number that is part of a name
    grades: str = ""  # as printed, behind a number that is the grade of a good: 5% broken rice
    counting: str = ""  # before a number of four digits that is no year: added 1850 machinists

    # How numbers are listed.
    ands: str = ""  # between the last two numbers of a list
    ors: str = ""  # between two ways to say the same: 64,210, or 3.3 percent
    froms: str = ""  # before the first of two levels
    up_to: str = ""  # joins the ends of a range, and never two levels: von 3 bis 5 %
    to: str = ""  # between two levels
    respectively: str = ""
    earlier: str = ""  # before a number in brackets that is an earlier value of the one outside
