"""The numbers that a running text mentions: figures with all that belongs to them, and every other number."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from reconcile.language.digits import FigureError, locale_of, number_at
from reconcile.language.figures import Figure, denote, read_figure
from reconcile.language.folded_text import FoldedText
from reconcile.language.grammar import parse_at
from reconcile.language.languages import vocabulary_of
from reconcile.language.lexicon import Scanner, lexicon, plain
from reconcile.language.mentions import Mention
from reconcile.language.nearby_hedges import comparing_hedges, compares
from reconcile.language.other_numbers import other_number
from reconcile.language.sharing import share
from reconcile.language.vocabulary import phrases

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from reconcile.language.grammar import Phrase
    from reconcile.language.lexicon import Lexicon

_DIGITS = r"\d(?:[\d.,'’·_٫٬]*\d)?|[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]"
_WINDOW = 160  # characters from a number on in which its figure ends
_REACH = 64  # characters before a number in which what leads to it begins
_WORD = re.compile(r"(?<![^\W_])[^\W\d_]|[~≈≃∼>≥⩾<≤⩽$€£¥₫฿₽₹₩+−–-]")
_SIGN = re.compile(r"[-−–+]")
_PARTING = re.compile(r"[\s(\[{,;:/|]")  # what stands before a sign that is one
_DIRECTED = 60  # characters before a figure in which its direction may stand
_CLAUSE = re.compile(r"[.;:!?\n\u2029\t()]|, | and | but | while | whereas | und | et | y | và | trong khi ")
_LETTER_SCALE = re.compile(r"\d( ?)[mb]$", re.IGNORECASE)
_THOUSANDS = re.compile(r"[0-9]{1,3}[.,][0-9]{3}$")
_OTHER_MARK = str.maketrans(".,", ",.")
_BULLET = re.compile(r"(?:^|\n|\u2029)[ \t]*[-–−•*+] (?=[^\W\d_])")

Direction = Literal["+", "−"]


class _Tongue(NamedTuple):
    """The words of a language that the finder looks up."""

    words: Lexicon
    candidates: re.Pattern[str]
    comparing: frozenset[str]
    moves: re.Pattern[str]  # group: lastgroup is up, down or level
    behind: re.Pattern[str]
    change: re.Pattern[str]  # words that tell of two levels: rose from 10 to 12


@lru_cache(maxsize=64)
def _tongue(language: str) -> _Tongue:
    own = vocabulary_of(locale_of(language).language)
    words = lexicon(language)
    numbers = sorted(words.number_words.meanings, key=len, reverse=True)
    worded = "|".join(re.escape(word) for word in numbers)
    candidates = f"{_DIGITS}|(?<![^\\W_])(?:{worded})(?![^\\W_])" if worded else _DIGITS
    if worded:
        candidates = f"{_DIGITS}|(?<![^\\W_])(?:{worded})(?:(?<=-)|(?![^\\W_]))"

    def group(name: str, listed: str) -> str:
        known = sorted(map(plain, phrases(listed)), key=len, reverse=True) if listed else []
        return f"(?P<{name}>{'|'.join(map(re.escape, known)) or '(?!)'})"

    up, down, level = (own.rises, own.falls, own.levels) if own else ("", "", "")
    after_up, after_down = (own.rises_behind, own.falls_behind) if own else ("", "")
    whole = r"(?<![^\W_]){}(?![^\W_])"
    return _Tongue(
        words,
        re.compile(candidates),
        comparing_hedges(language) if own else frozenset(),
        re.compile(whole.format(f"(?:{group('up', up)}|{group('down', down)}|{group('level', level)})")),
        re.compile(r" ?(?:" + group("up", after_up) + "|" + group("down", after_down) + r")(?![^\W_])"),
        re.compile(whole.format(f"(?:{group('up', up)}|{group('down', down)})")),
    )


def figures(text: str, language: str, published: date | str | None = None) -> list[Mention]:
    """Every quantity that a running text mentions, and every other number of it, in order.

    A figure's words read alone as it does: ``read_figure(mention.shared or mention.words, language)``. `published` is
    the day from which words such as "last year" are reckoned. Raises FigureError where the language is unknown.

    >>> for mention in figures("Trade reached nearly $800 billion in 2024, up 15.5%.", "en"):
    ...     print(mention.kind, repr(mention.words), mention.direction)
    figure 'nearly $800 billion' None
    year '2024' None
    figure 'up 15.5%' +
    """
    del published  # nothing that is told so far depends on it
    folded = FoldedText(text)
    found = share(list(_Finder(folded, language).mentions()), folded, language)
    return [_placed(mention, folded, text) for mention in found]


def _placed(mention: Mention, folded: FoldedText, text: str) -> Mention:
    start, end = folded.place(mention.start), folded.place(mention.end - 1) + 1
    return replace(mention, start=start, end=end, words=text[start:end])


class _Finder:
    """One pass over folded words."""

    def __init__(self, folded: FoldedText, language: str) -> None:
        self.folded, self.language = folded, language
        self.text, self.small = folded.words, folded.small
        self.tongue = _tongue(language)
        self.scanner = Scanner.over(self.text, self.small)
        self.bullets = _BULLET.search(folded.lines) is not None

    def mentions(self) -> Iterator[Mention]:
        done = 0  # where the last mention ends
        for candidate in self.tongue.candidates.finditer(self.small):
            start, end = candidate.span()
            if start < done:
                if end <= done:
                    continue
                start = done
            mention = self._mention(start, end, done)
            if mention is not None:
                yield mention
                done = mention.end

    def _mention(self, start: int, end: int, done: int) -> Mention | None:
        worded = not self.text[start].isdigit() and self.text[start].isalpha()
        if worded:
            if self._is_period(start, end):
                return None
        elif (other := other_number(self.scanner, self.folded.lines, start, end, self.language)) is not None:
            return Mention(start, max(other.end, end), self.text[start : max(other.end, end)], other.kind)
        run = number_at(self.text, start, self.language)
        least = max(end, start + len(run)) if run and not worded else end
        for begin in (*self._leads(start, done), *(() if worded else (start,))):
            # A window of the text: what a figure's words cannot reach is not looked at, however long the text.
            scanner = Scanner.over(self.text[begin : start + _WINDOW], self.small[begin : start + _WINDOW])
            try:
                phrase = parse_at(scanner, self.language)
            except FigureError:
                continue
            stop = begin + len(scanner.words[: scanner.at].rstrip(" "))
            if stop < end or stop < start:
                continue
            return self._figure(begin, start, stop, phrase)
        if worded:
            return None
        return Mention(start, least, self.text[start:least], "figure")

    def _is_period(self, start: int, end: int) -> bool:
        """The half of "first half" and "half-year" is no quantity; a quarter alone is a time."""
        before, behind = self.small[max(0, start - 12) : start].split()[-1:], self.small[end : end + 12]
        if before and before[0].strip("(") in _PERIOD_BEFORE:
            return True
        if behind[:1] in "-‑" and behind[:1] and not self.small[start:end].endswith("-"):
            return True
        word = behind.split()[:1]
        return bool(word) and word[0].strip(",.;") in _PERIOD_BEHIND

    def _leads(self, start: int, done: int) -> list[int]:
        """Places before a number from which hedges, directions, openings, money and signs lead up to it, far to near."""
        text, small, words = self.text, self.small, self.tongue.words
        reached, found = {start}, []
        nearest = start
        least = max(done, start - _REACH)
        for place in reversed([one.start() for one in _WORD.finditer(small, least, start)]):
            if nearest - place > _LONGEST:
                break
            for table in (words.before, words.directions, words.openings, words.money):
                taken = table.longest(text, small, place)
                if taken is None:
                    continue
                end = taken[1]
                if end in reached or (text[end : end + 1] == " " and end + 1 in reached):
                    reached.add(place)
                    found.append(place)
                    nearest = place
                    break
            else:
                if _SIGN.match(text, place) and self._is_sign(place, reached):
                    reached.add(place)
                    found.append(place)
                    nearest = place
        return [*reversed(found), start] if not found or found[0] != start else found[::-1]

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
            return not left or left in "(,;:" or (self.text[place] in "+" and not left.isdigit())
        return True

    def _figure(self, begin: int, number: int, end: int, phrase: Phrase) -> Mention:
        figure = denote(phrase)
        words = self.text[begin:end]
        readings = self._readings(begin, number, end, phrase, figure)
        if len(readings) == 1:
            begin, figure, readings = readings[0]  # type: ignore[misc]
            words = self.text[begin:end]
        return Mention(
            begin,
            end,
            words,
            "figure",
            None if readings else figure,
            tuple(readings),  # type: ignore[arg-type]
            direction=self._direction(begin, number, end, phrase, figure),
        )

    def _readings(self, begin: int, number: int, end: int, phrase: Phrase, figure: Figure) -> list[object]:
        words = self.text[begin:end]
        without = self._not_a_hedge(begin, number, end)
        if without is not None:
            return without
        if (found := _LETTER_SCALE.search(words)) and (phrase.low.unit is None):
            bare = self._read(words[: found.start(1)])
            spaced = self._read(words[: found.start(1)] + " metre") if words[-1] == "m" else bare
            return [figure, spaced] if spaced else []
        if _THOUSANDS.search(run := number_at(self.text, number, self.language)) and figure.unit in {"percent", "pp"}:
            # nobody prints 1,234 % often, and a decimal mark of another language looks the same
            decimal = self._read(words.replace(run, run.translate(_OTHER_MARK)))
            return [figure, decimal] if decimal is not None and decimal != figure else []
        if phrase.high is not None and self._two_levels(begin, number, phrase):
            low = self._alone(number, end)
            return [figure, low] if low else []
        return []

    def _two_levels(self, begin: int, number: int, phrase: Phrase) -> bool:
        """Whether "3 % to 5 %" may be a change of 3 % that led to 5 %."""
        return bool(phrase.direction) and phrase.low.closed

    def _alone(self, start: int, end: int) -> Figure | None:
        for stop in range(start + 1, end + 1):
            if self.text[stop : stop + 1] in " " and (read := self._read(self.text[start:stop])) and read.unit:
                return read
        return None

    def _not_a_hedge(self, begin: int, number: int, end: int) -> list[object] | None:
        """The readings of a figure whose hedge may compare; None where it has none such."""
        words = self.tongue.words
        taken = words.before.longest(self.text, self.small, begin)
        if taken is None or not self.tongue.comparing:
            return None
        hedge_end = taken[1]
        if not compares(
            self.text[max(0, begin - 24) : hedge_end],
            min(begin, 24),
            hedge_end - max(0, begin - 24),
            self.tongue.comparing,
        ):
            return None
        start = hedge_end + (self.text[hedge_end : hedge_end + 1] == " ")
        bare = self._read(self.text[start:end])
        if bare is None:
            return None
        phrase = self.small[begin:hedge_end]
        if phrase not in self.tongue.comparing or _COMPARED.match(self.small, end):
            return [(start, bare, ())]  # it says where something went, or by how much it is more
        hedged = self._read(self.text[begin:end])
        return [hedged, bare] if hedged else None

    def _read(self, words: str) -> Figure | None:
        try:
            return read_figure(words, self.language)
        except FigureError:
            return None

    def _direction(self, begin: int, number: int, end: int, phrase: Phrase, figure: Figure) -> Direction | None:
        if phrase.direction:
            return "+" if phrase.direction > 0 else "−"
        if phrase.low.signed:
            return "−" if figure.value < 0 else "+"
        behind = self.tongue.behind.match(self.small, end)
        if behind and behind.lastgroup:
            return "+" if behind.lastgroup == "up" else "−"
        if figure.unit in {"times"}:
            return None
        return self._direction_before(begin, figure)

    def _direction_before(self, begin: int, figure: Figure) -> Direction | None:
        window = self.small[max(0, begin - _DIRECTED) : begin]
        clauses = list(_CLAUSE.finditer(window))
        if clauses:
            window = window[clauses[-1].end() :]
        if any(letter.isdigit() for letter in window):
            window = re.split(r"\d[\w.,%]*", window)[-1]
        said = list(self.tongue.moves.finditer(window))
        if not said:
            return None
        last = said[-1]
        if last.lastgroup == "level":
            return None
        relative = figure.unit in {"percent", "pp", "point", ""}
        if not relative and len(window[last.end() :].split()) > _LINKING:
            return None
        return "+" if last.lastgroup == "up" else "−"


_LONGEST = 34  # characters: the longest phrase that leads to a number, with the space behind it
_LINKING = 2  # words between a direction and an amount that it may speak of: rose sharply by
_PERIOD_BEFORE = frozenset(
    "first second third fourth last latter 1st 2nd this that next every each fiscal erste ersten zweite zweiten dritten "
    "première premier seconde second deuxième primera segunda primer segundo primero".split()
)
_PERIOD_BEHIND = frozenset(
    "đầu cuối sau năm tháng ngày year time hours hour party parties time-out century world jahr jahre semestre año hora horas ambiente "
    "plazo digit digits point".split()
)
_COMPARED = re.compile(r" (?:so với|cùng kỳ|mức|than|als|compared|year on year|so cùng)")
