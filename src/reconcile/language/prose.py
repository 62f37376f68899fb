"""The numbers that a running text mentions: figures with all that belongs to them, and every other number."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from reconcile.language.ambiguous_figures import senses
from reconcile.language.context.around import with_context
from reconcile.language.digits import VULGAR, FigureError, number_at
from reconcile.language.figures import denote
from reconcile.language.folded_text import FoldedText
from reconcile.language.grammar import parse_at
from reconcile.language.lexicon import Scanner
from reconcile.language.mentions import Mention, told_when_asked
from reconcile.language.name_numbers import TIMES
from reconcile.language.nearby_directions import direction_before, direction_of, moves_before, moves_behind
from reconcile.language.other_numbers import other_number
from reconcile.language.periods import read_period
from reconcile.language.prose_words import ProseText, prose_words
from reconcile.language.sharing import share
from reconcile.language.two_levels import part_levels

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from reconcile.language.grammar import Phrase

_DIGITS = re.compile(rf"\d(?:[\d.,'’·_٫٬]*\d)?|[{VULGAR}]")
_BARE_MARK = re.compile(r"(?<![^\s(\[{$€£¥₫฿₽₹₩+−–‐‑-])[.,٫]")  # .5 is no 5
_WINDOW = 160  # characters from a number on in which its figure ends
_REACH = 64  # characters before a number in which what leads to it begins
_WORD = re.compile(r"(?<![^\W_])[^\W\d_]|[~≈≃∼>≥⩾<≤⩽$€£¥₫฿₽₹₩+−–-]")
_SIGN = re.compile(r"[-−–+]")
_UNKNOWN_RATE = re.compile(r" ?[^\W\d_]{1,4}[²³23]?/[^\W\d_]")  # g/km, l/m²: a unit that no table knows
_GLUED = re.compile(r"(?<!\w)[^\W\d_a-zà-ÿ][^\W\d_]{0,3}[^\w\s.,:;-]?$")  # the letters of a currency
_LONGEST_CODE = 6  # characters: of these letters, and what stands before them
_OF_NOTHING = frozenset({None, "percent", "pp", "times", "count"})  # units that may as well be per nothing
_ALIKE = 10  # times: the ends of a range
_PARTING = re.compile(r"[\s(\[{,;:/|]")  # what stands before a sign that is one
_DASHED = re.compile(r"\d ?[^\d]{0,20}?[-–—−~‐‑] ?[$€£]?\d")
_SYMBOLS = frozenset("$€£¥")
_OPENED = frozenset("-−–+~≈≃∼>≥⩾<≤⩽$€£¥₫฿₽₹₩(")  # signs, symbols, and the bracket of $(0.5)
_LONGEST = 34  # characters: the longest phrase that leads to a number, with the space behind it
_LONGEST_PERCENT = 12  # characters: of a word for it


def figures(text: str, language: str, published: date | str | None = None) -> list[Mention]:
    """Every quantity that a running text mentions, and every other number of it, in order.

    A figure's words read alone as it does: ``read_figure(mention.shared or mention.words, language)``. `published` is
    the day from which words such as "last year" are reckoned. Raises FigureError where the language is unknown, and
    PeriodError where `published` is no day.

    >>> for mention in figures("Trade reached nearly $800 billion in 2024, up 15.5%.", "en"):
    ...     print(mention.kind, repr(mention.words), mention.direction)
    figure 'nearly $800 billion' None
    year '2024' None
    figure 'up 15.5%' +
    """
    day = read_period(published).end if isinstance(published, str) else published
    found = mentions_in(text, language)
    return told_when_asked(found, lambda: with_context(text, found, language, day))


def mentions_in(text: str, language: str) -> list[Mention]:
    """The numbers of a text as `figures` finds them, without statistic, periods and status: so much faster.

    >>> [one.kind for one in mentions_in("In 2024 it was 5 %.", "en")]
    ['year', 'figure']
    """
    folded = FoldedText(text)
    found = part_levels(share(list(_Finder(folded, language).mentions()), folded, language), folded, language)
    return [_placed(mention, folded, text) for mention in found]


@lru_cache(maxsize=2)
def mentions_of_document(text: str, language: str) -> tuple[Mention, ...]:
    """The same of a text that is read twice: its claims are drafted, and what is left of it is counted."""
    return tuple(mentions_in(text, language))


def _placed(mention: Mention, folded: FoldedText, text: str) -> Mention:
    start, end = folded.place(mention.start), folded.place(mention.end - 1) + 1
    words = text[start:end]
    if (start, words) == (mention.start, mention.words):
        return mention
    return Mention(start, end, words, mention.kind, mention.figure, mention.readings, mention.shared, mention.direction)


class _Finder:
    """One pass over folded words."""

    def __init__(self, folded: FoldedText, language: str) -> None:
        self.folded, self.language = folded, language
        self.text, self.small = folded.words, folded.small
        self.known = prose_words(language)
        self.prose = ProseText(self.text, self.small, language, self.known)
        self.scanner = Scanner.over(self.text, self.small)

    def mentions(self) -> Iterator[Mention]:
        done = 0  # where the last mention ends
        for begin, end in self._candidates():
            if end <= done:
                continue
            start = max(begin, done)
            mention = self._mention(start, end, done)
            if mention is not None:
                yield mention
                done = mention.end

    def _candidates(self) -> list[tuple[int, int]]:
        """Where digits stand, with a mark that nothing precedes, and words for numbers."""
        found = []
        for digits in _DIGITS.finditer(self.small):
            start, end = digits.span()
            marked = start > 0 and _BARE_MARK.match(self.small, start - 1) is not None
            found.append((start - 1 if marked else start, end))
        if self.known.number_words is None:
            return found
        return sorted(found + [word.span() for word in self.known.number_words.finditer(self.small)])

    def _mention(self, start: int, end: int, done: int) -> Mention | None:
        worded = self.text[start].isalpha()
        run = number_at(self.text, start, self.language)
        if worded:
            if self._is_period(start, end) or self._ends_a_number(start, end):
                return None
        else:
            if " " in run:
                end = start + len(run)  # of 5 000 the 5 alone is no age
            digits = start + (self.text[start] in ".,٫")
            other = other_number(self.scanner, self.folded.lines, digits, end, self.language)
            if other is not None:
                stop = max(other.end, end)
                return Mention(digits, stop, self.text[digits:stop], other.kind)
        least = max(end, start + len(run)) if run and not worded else end
        for begin in (*self._leads(start, done), *(() if worded else (start,))):
            # A window of the text: what a figure's words cannot reach is not looked at, however long the text.
            scanner = Scanner.over(self.text[begin : start + _WINDOW], self.small[begin : start + _WINDOW])
            try:
                phrase = parse_at(scanner, self.language)
            except FigureError:
                continue
            place, stop = begin, begin + len(scanner.words[: scanner.at].rstrip(" "))
            if stop < end or stop < start:
                continue
            if phrase.high is not None and self._leads_elsewhere(begin, start, stop, phrase):
                scanner.at = 0
                try:
                    phrase = parse_at(scanner, self.language, single=True)
                except FigureError:
                    continue
                stop = begin + len(scanner.words[: scanner.at].rstrip(" "))
                place = self._behind_openings(begin, start)
            if (
                self._cut(stop)
                or self._per_unknown(stop, phrase)
                or self._unknown_money(place, start, phrase)
                or self._goes_on(start, stop, phrase)
            ):
                break
            return self._figure(place, start, stop, phrase)
        if worded:
            return None
        return Mention(start, least, self.text[start:least], "figure")

    def _cut(self, stop: int) -> bool:
        """Whether an unknown unit is at the figure, or a slash says what it is per: 3.5p, 106 g/km, 300 đồng/xu."""
        following = self.text[stop : stop + 2]
        if self.text[stop - 1].isdigit() and _UNKNOWN_RATE.match(self.text, stop):
            return True
        if following[:1].isalpha() and following < "\u2e80":
            return self.text[stop - 1].isdigit()
        last = self.text[stop - 1]
        return (
            following[:1] == "/"
            and following[1:2].isalpha()
            and last not in "%0123456789"
            and not self._is_percent(stop)
        )

    def _goes_on(self, start: int, stop: int, phrase: Phrase) -> bool:
        """Whether a scale word parts the number from more of it: quince mil 300 millones, siete millones 562,7 mil."""
        scaled = self.known.scaled
        if scaled is None:
            return False
        led = scaled.search(self.small, max(0, start - _LONGEST), start) is not None and phrase.low.unit != "percent"
        more = _DIGITS.match(self.small, stop + 1) if self.text[stop : stop + 1] == " " else None
        return led or (
            more is not None
            and not self.small.startswith(
                self.known.percent, more.end() + (self.small[more.end() : more.end() + 1] == " ")
            )
            and scaled.search(self.small, start, stop + 1) is not None
        )

    def _per_unknown(self, stop: int, phrase: Phrase) -> bool:
        """Whether a quantity is per something that no table knows: $14 per widget, 85.5 points per game."""
        unit = phrase.low.unit
        if unit in _OF_NOTHING or (led := self.known.rated.match(self.small, stop)) is None:
            return False
        self.scanner.at = led.end()
        below = self.scanner.take(self.known.known.units)
        return below is None or below[0] not in TIMES

    def _unknown_money(self, begin: int, number: int, phrase: Phrase) -> bool:
        """Whether letters are glued before a number, as a currency's are, that no table knows: Zqf201 billion."""
        if begin < number or phrase.low.unit is not None:
            return False
        return _GLUED.search(self.text, max(0, number - _LONGEST_CODE), number) is not None

    def _is_percent(self, stop: int) -> bool:
        return self.small[max(0, stop - _LONGEST_PERCENT) : stop].endswith(self.known.percent)

    def _leads_elsewhere(self, begin: int, number: int, stop: int, phrase: Phrase) -> bool:
        """Whether two numbers that could be a range are a change and where it led, or two levels.

        "narrowed by 6 million to 48 million" and "rose from 10 to 12 %" are, "up 8 % to 10 %" may be.
        """
        if (
            _DASHED.search(self.text, number, stop)
            or phrase.hedge in {"about", "nearly"}
            or self.known.ranged.search(self.small, number, stop)
        ):
            return False
        opened = self._opening(begin, number)[0]
        if opened not in {"", "from"}:
            return False
        if opened == "from":
            if self.known.sized.search(self.small, max(0, number - _REACH), number):
                return False  # une croissance de 2 à 3 %: a range of its size
            return bool(phrase.direction) or moves_before(self.prose, begin) or moves_behind(self.prose, stop)
        own = (
            phrase.low.form == "fraction"
            or phrase.low.scale is not None
            or phrase.low.unit not in {None, "percent", "pp"}
        )
        moved = bool(phrase.direction) or direction_before(self.prose, begin, stop, denote(phrase)) is not None
        if self.known.joined.match(self.small, number, stop) is not None:
            return moved and self._apart(phrase)
        return moved and own

    def _apart(self, phrase: Phrase) -> bool:
        """Whether two bare numbers are no ends of a range: rose 6,000 to 388,000."""
        return phrase.low.unit is None and phrase.high is not None and phrase.high.value > _ALIKE * phrase.low.value

    def _opening(self, begin: int, number: int) -> tuple[str, int]:
        """The words that open a range before a number, and where they end."""
        for place in range(begin, number):
            taken = self.known.known.openings.longest(self.text, self.small, place)
            if taken is not None and taken[1] <= number:
                return taken
        return "", begin

    def _behind_openings(self, begin: int, number: int) -> int:
        end = self._opening(begin, number)[1]
        return end + (self.text[end : end + 1] == " ")

    def _ends_a_number(self, start: int, end: int) -> bool:
        """Whether a word with a scale is the end of a number: treinta y dos mil, 1.5 mil."""
        scaled = self.known.scaled
        if scaled is None or scaled.search(f"{self.small[start:end]} ") is None:
            return False
        before = self.small[max(0, start - _LONGEST) : start].split()[-1:]
        return bool(before) and (before[0] in self.known.unnumbered or before[0][-1].isdigit())

    def _is_period(self, start: int, end: int) -> bool:
        """The half of "first half" and "half-year" is no quantity; a quarter alone is a time."""
        before, behind = (
            self.small[max(0, start - 12) : start].replace("-", " ").split()[-1:],
            self.small[end : end + 12],
        )
        if before and before[0].strip("(-‑") in self.known.periods_before:
            return True
        if behind[:1] in "-‑" and behind[:1] and not self.small[start:end].endswith("-"):
            return True
        word = behind.split()[:1]
        return bool(word) and word[0].strip(",.;") in self.known.periods_behind

    def _leads(self, start: int, done: int) -> list[int]:
        """Places from which hedges, directions, openings, money and signs lead up to a number, far to near."""
        text, small, words = self.text, self.small, self.known.known
        if not self._may_lead(start):
            return [start]
        reached, found = {start}, []
        nearest = start
        if text[start - 1 : start] == "(" and text[max(0, start - 2) : start - 1] in _SYMBOLS:
            reached.add(start - 1)  # $(0.5) million
        seen = max(done, start - _LONGEST)
        places = [one.start() for one in _WORD.finditer(small, seen, start)]
        while places or (seen > max(done, start - _REACH, nearest - _LONGEST)):
            if not places:  # something leads there, and more may lead to it
                behind, seen = seen, max(done, start - _REACH, nearest - _LONGEST)
                places = [one.start() for one in _WORD.finditer(small, seen, behind)]
                continue
            place = places.pop()
            leading = words.leads.longest(text, small, place) is not None
            for table in (words.before, words.directions, words.openings, words.money) if leading else ():
                taken = table.longest(text, small, place)
                if (
                    taken is None
                    or (table is words.directions and self._undirected(place))
                    or (table is words.before and self._unhedged(taken[1]))
                ):
                    continue
                end = taken[1]
                if end in reached or (text[end : end + 1] == " " and end + 1 in reached):
                    reached.add(place)
                    found.append(place)
                    nearest = place
                    break
            else:
                article = words.articles.longest(text, small, place)
                if article is not None and text[start].isdigit() and article[1] + 1 == start:
                    reached.add(place)
                    nearest = place
                elif _SIGN.match(text, place) and self._is_sign(place, reached):
                    reached.add(place)
                    found.append(place)
                    nearest = place
        return [*reversed(found), start] if not found or found[0] != start else found[::-1]

    def _may_lead(self, start: int) -> bool:
        """Whether anything that leads to a number could end before this place: most numbers have nothing such."""
        ended = start - (self.small[start - 1 : start] == " ")
        before = self.small[max(0, ended - 3) : ended]
        return (
            before[-1:] in _OPENED
            or before in self.known.last
            or before[1:] in self.known.last
            or before[2:] in self.known.last
        )

    def _undirected(self, place: int) -> bool:
        """Whether a word of direction belongs to a verb that has none: made up 25 %."""
        return self.known.undirected != () and self.small[max(0, place - 12) : place].endswith(self.known.undirected)

    def _unhedged(self, end: int) -> bool:
        """Whether a hedge is but the end of another word: tốc độ."""
        return self.known.unhedged != () and self.small[max(0, end - 12) : end].endswith(self.known.unhedged)

    def _is_sign(self, place: int, reached: set[int]) -> bool:
        end = place + 1
        spaced = self.text[end : end + 1] == " "
        if end not in reached and not (spaced and end + 1 in reached):
            return False
        before = self.text[place - 1 : place]
        if before and not _PARTING.match(before):
            return False
        if spaced and place:  # "5 - 8" and "word - 8" are dashes; after a bracket or a comma it is a sign
            left = self.text[:place].rstrip(" ")[-1:] if place < 3 else self.text[place - 2 : place].rstrip(" ")[-1:]
            return not left or left in "(,;:" or (self.text[place] == "+" and not left.isdigit())
        return True

    def _figure(self, begin: int, number: int, end: int, phrase: Phrase) -> Mention:
        figure, shared = denote(phrase), ""
        meant = senses(self.prose, begin, number, end, phrase, figure)
        if len(meant) == 1:
            begin, figure, shared = meant[0]
        return Mention(
            begin,
            end,
            self.text[begin:end],
            "figure",
            figure if len(meant) == 1 else None,
            tuple(one.figure for one in meant) if len(meant) > 1 else (),
            shared,
            direction=direction_of(self.prose, begin, end, phrase, figure),
        )
