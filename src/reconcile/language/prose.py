"""The numbers that a running text mentions: figures with all that belongs to them, and every other number."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from reconcile.language.context.around import with_context
from reconcile.language.digits import VULGAR, FigureError, locale_of, number_at
from reconcile.language.figures import Figure, denote, read_figure
from reconcile.language.folded_text import FoldedText
from reconcile.language.grammar import parse_at
from reconcile.language.languages import vocabulary_of
from reconcile.language.lexicon import Scanner, lexicon, plain
from reconcile.language.mentions import Mention
from reconcile.language.nearby_hedges import compares, comparing_hedges
from reconcile.language.other_numbers import other_number
from reconcile.language.periods import read_period
from reconcile.language.sharing import share
from reconcile.language.vocabulary import phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from reconcile.language.context.statistics import Direction
    from reconcile.language.grammar import Phrase
    from reconcile.language.lexicon import Lexicon

_DIGITS = re.compile(rf"\d(?:[\d.,'’·_٫٬]*\d)?|[{VULGAR}]")
_BARE_MARK = re.compile(r"(?<![^\s(\[{$€£¥₫฿₽₹₩+−–‐‑-])[.,٫]")  # .5 is no 5
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


class _Tongue(NamedTuple):
    """The words of a language that the finder looks up."""

    words: Lexicon
    number_words: re.Pattern[str] | None
    last: frozenset[str]  # of all that leads up to a number the last three characters, or all there are
    comparing: frozenset[str]
    undirected: tuple[str, ...]
    moves: re.Pattern[str]  # group: lastgroup is up, down or level
    behind: re.Pattern[str]
    split: re.Pattern[str]  # words at the end of a clause that tell the direction
    change: re.Pattern[str]  # words that tell of two levels: rose from 10 to 12


def _any_of(known: Iterable[str]) -> re.Pattern[str] | None:
    """The longest of some phrases, from the beginning of a word to an end of one; None where there are none.

    Whether a word begins is asked behind its first letter: a search for letters is faster than one for places.
    """
    by_letter: dict[str, list[str]] = defaultdict(list)
    for phrase in sorted(known, key=len, reverse=True):
        by_letter[phrase[0]].append(re.escape(phrase[1:]))
    begun = "|".join(f"{re.escape(letter)}(?<![^\\W_].)(?:{'|'.join(ends)})" for letter, ends in by_letter.items())
    return re.compile(f"(?:{begun})(?:(?<=-)|(?![^\\W_]))") if begun else None


@lru_cache(maxsize=64)
def _tongue(language: str) -> _Tongue:
    own = vocabulary_of(locale_of(language).language)
    words = lexicon(language)

    def group(name: str, listed: str) -> str:
        known = sorted(map(plain, phrases(listed)), key=len, reverse=True) if listed else []
        return f"(?P<{name}>{'|'.join(map(re.escape, known)) or '(?!)'})"

    up, down, level = (own.rises, own.falls, own.levels) if own else ("", "", "")
    after_up, after_down = (own.rises_behind, own.falls_behind) if own else ("", "")
    whole = r"(?<![^\W_]){}(?![^\W_])"
    return _Tongue(
        words,
        _any_of(words.number_words.meanings),
        frozenset(plain(phrase)[-3:] for known in (words.leads, words.articles) for phrase in known.meanings),
        comparing_hedges(language) if own else frozenset(),
        tuple(f"{phrase} " for phrase in phrases(own.no_directions)) if own else (),
        re.compile(whole.format(f"(?:{group('up', up)}|{group('down', down)}|{group('level', level)})")),
        re.compile(r" ?(?:" + group("up", after_up) + "|" + group("down", after_down) + r")(?![^\W_])"),
        re.compile(whole.format(f"(?:{group('up', f'{up} | {after_up}')}|{group('down', f'{down} | {after_down}')})")),
        re.compile(whole.format(f"(?:{group('up', up)}|{group('down', down)})")),
    )


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
    return with_context(text, mentions_in(text, language), language, day)


def mentions_in(text: str, language: str) -> list[Mention]:
    """The numbers of a text as `figures` finds them, without statistic, periods and status: so much faster.

    >>> [one.kind for one in mentions_in("In 2024 it was 5 %.", "en")]
    ['year', 'figure']
    """
    folded = FoldedText(text)
    found = share(list(_Finder(folded, language).mentions()), folded, language)
    return [_placed(mention, folded, text) for mention in found]


def _placed(mention: Mention, folded: FoldedText, text: str) -> Mention:
    start, end = folded.place(mention.start), folded.place(mention.end - 1) + 1
    words = text[start:end]
    if (start, words) == (mention.start, mention.words):
        return mention
    return replace(mention, start=start, end=end, words=words)


class _Finder:
    """One pass over folded words."""

    def __init__(self, folded: FoldedText, language: str) -> None:
        self.folded, self.language = folded, language
        self.text, self.small = folded.words, folded.small
        self.tongue = _tongue(language)
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
        if self.tongue.number_words is None:
            return found
        return sorted(found + [word.span() for word in self.tongue.number_words.finditer(self.small)])

    def _mention(self, start: int, end: int, done: int) -> Mention | None:
        worded = self.text[start].isalpha()
        if worded:
            if self._is_period(start, end):
                return None
        else:
            digits = start + (self.text[start] in ".,٫")
            other = other_number(self.scanner, self.folded.lines, digits, end, self.language)
            if other is not None:
                stop = max(other.end, end)
                return Mention(digits, stop, self.text[digits:stop], other.kind)
        run = number_at(self.text, start, self.language)
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
            if self._cut(stop):
                break
            return self._figure(place, start, stop, phrase)
        if worded:
            return None
        return Mention(start, least, self.text[start:least], "figure")

    def _cut(self, stop: int) -> bool:
        """Whether an unknown unit is glued to the figure, or a slash says what it is per: 3.5p, 300 đồng/xu."""
        following = self.text[stop : stop + 2]
        if following[:1].isalpha() and following < "\u2e80":
            return self.text[stop - 1].isdigit()
        last = self.text[stop - 1]
        return (
            following[:1] == "/"
            and following[1:2].isalpha()
            and last not in "%0123456789"
            and not self._is_percent(stop)
        )

    def _is_percent(self, stop: int) -> bool:
        return self.small[max(0, stop - 12) : stop].endswith(
            ("percent", "per cent", "phần trăm", "prozent", "pour cent", "por ciento")
        )

    def _leads_elsewhere(self, begin: int, number: int, stop: int, phrase: Phrase) -> bool:
        """Whether two numbers that could be a range are a change and where it led, or two levels.

        "narrowed by 6 million to 48 million" and "rose from 10 to 12 %" are, "up 8 % to 10 %" may be.
        """
        if _DASHED.search(self.text, number, stop) or phrase.hedge:
            return False
        opened = self._opening(begin, number)
        if opened not in {"", "from"}:
            return False
        if opened == "from":
            return bool(phrase.direction) or self._moves(begin) or self._moves_behind(stop)
        own = (
            phrase.low.form == "fraction"
            or phrase.low.scale is not None
            or phrase.low.unit not in {None, "percent", "pp"}
        )
        moved = bool(phrase.direction) or self._direction_before(begin, stop, denote(phrase)) is not None
        return moved and own and _JOINED_BARE.match(self.small, number, stop) is None

    def _opening(self, begin: int, number: int) -> str:
        place = begin
        while place < number:
            taken = self.tongue.words.openings.longest(self.text, self.small, place)
            if taken is not None and taken[1] <= number:
                return taken[0]
            place += 1
        return ""

    def _behind_openings(self, begin: int, number: int) -> int:
        return number if self._opening(begin, number) else begin

    def _moves(self, begin: int) -> bool:
        window = self.small[max(0, begin - _DIRECTED) : begin]
        window = window[max(map(window.rfind, ".;!?\u2029\t")) + 1 :]
        return self.tongue.moves.search(window) is not None or _PASSED.search(window) is not None

    def _moves_behind(self, stop: int) -> bool:
        found = _SENTENCE_END.search(self.small, stop, stop + _DIRECTED)
        window = self.small[stop : found.start() if found else stop + _DIRECTED]
        return self.tongue.change.search(window) is not None or self.tongue.behind.search(window) is not None

    def _is_period(self, start: int, end: int) -> bool:
        """The half of "first half" and "half-year" is no quantity; a quarter alone is a time."""
        before, behind = (
            self.small[max(0, start - 12) : start].replace("-", " ").split()[-1:],
            self.small[end : end + 12],
        )
        if before and before[0].strip("(-‑") in _PERIOD_BEFORE:
            return True
        if behind[:1] in "-‑" and behind[:1] and not self.small[start:end].endswith("-"):
            return True
        word = behind.split()[:1]
        return bool(word) and word[0].strip(",.;") in _PERIOD_BEHIND

    def _leads(self, start: int, done: int) -> list[int]:
        """Places from which hedges, directions, openings, money and signs lead up to a number, far to near."""
        text, small, words = self.text, self.small, self.tongue.words
        if not self._may_lead(start):
            return [start]
        reached, found = {start}, []
        nearest = start
        if text[start - 1 : start] == "(" and text[max(0, start - 2) : start - 1] in _SYMBOLS:
            reached.add(start - 1)  # $(0.5) million
        least = max(done, start - _REACH)
        for place in reversed([one.start() for one in _WORD.finditer(small, least, start)]):
            if nearest - place > _LONGEST:
                break
            leading = words.leads.longest(text, small, place) is not None
            for table in (words.before, words.directions, words.openings, words.money) if leading else ():
                taken = table.longest(text, small, place)
                if taken is None or (table is words.directions and self._undirected(place)):
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
            or before in self.tongue.last
            or before[1:] in self.tongue.last
            or before[2:] in self.tongue.last
        )

    def _undirected(self, place: int) -> bool:
        """Whether a word of direction belongs to a verb that has none: made up 25 %."""
        return self.tongue.undirected != () and self.small[max(0, place - 12) : place].endswith(self.tongue.undirected)

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
        figure = denote(phrase)
        words = self.text[begin:end]
        readings = self._readings(begin, number, end, phrase, figure)
        shared = ""
        if len(readings) == 1:
            begin, figure, shared = readings[0]  # type: ignore[misc]
            words, readings = self.text[begin:end], []
        return Mention(
            begin,
            end,
            words,
            "figure",
            None if readings else figure,
            tuple(readings),  # type: ignore[arg-type]
            shared,
            direction=self._direction(begin, end, phrase, figure),
        )

    def _readings(self, begin: int, number: int, end: int, phrase: Phrase, figure: Figure) -> list[object]:
        words = self.text[begin:end]
        without = self._not_a_hedge(begin, end)
        if without is not None:
            return without
        if (found := _LETTER_SCALE.search(words)) and (phrase.low.unit is None):
            bare = self._read(words[: found.start(1)])
            spaced = self._read(words[: found.start(1)] + " metre") if words[-1] == "m" else bare
            return [figure, spaced] if spaced else []
        if phrase.low.unit == "point" and not self._of_an_index(begin, end):
            points = self._as_points(words)
            if points is not None and self._of_percent(begin, end):
                return [(begin, points[0], points[1])]
            return [figure, points[0]] if points is not None else []
        run = number_at(self.text, number, self.language)
        if _THOUSANDS.search(run) and figure.unit in {"percent", "pp"} and abs(phrase.low.value) >= _MANY_PERCENT:
            # nobody prints 1,234 % often, and a decimal mark of another language looks the same
            decimal = self._read(words.replace(run, run.translate(_OTHER_MARK)))
            return [figure, decimal] if decimal is not None and decimal != figure else []
        if phrase.high is not None and self._two_levels(phrase):
            low = self._alone(number, end)
            return [figure, low] if low else []
        return []

    def _as_points(self, words: str) -> tuple[Figure, str] | None:
        """Points as percentage points, and the words that say so."""
        found = re.search(r"[-‑]?[^\W\d_]+$", words)
        said = f"{words[: found.start()].rstrip()} pp" if found else ""
        figure = self._read(said)
        return (figure, said) if figure is not None else None

    def _sentence(self, begin: int, end: int) -> str:
        """The text around a figure, up to the ends of its sentence and the one before."""
        return self.small[max(0, begin - _NEAR) : end + _NEAR]

    def _of_an_index(self, begin: int, end: int) -> bool:
        return _INDEX.search(self.small, max(0, begin - _NEAR), end + _NEAR // 2) is not None

    def _of_percent(self, begin: int, end: int) -> bool:
        return _PERCENT.search(self._sentence(begin, end)) is not None

    def _two_levels(self, phrase: Phrase) -> bool:
        """Whether "3 % to 5 %" may be a change of 3 % that led to 5 %."""
        return bool(phrase.direction) and phrase.low.closed

    def _alone(self, start: int, end: int) -> Figure | None:
        for stop in range(start + 1, end + 1):
            if self.text[stop : stop + 1] == " " and (read := self._read(self.text[start:stop])) and read.unit:
                return read
        return None

    def _not_a_hedge(self, begin: int, end: int) -> list[object] | None:
        """The readings of a figure whose hedge may compare; None where it has none such."""
        words = self.tongue.words
        taken = words.before.longest(self.text, self.small, begin)
        if taken is None:
            return None
        hedge_end = taken[1]
        phrase = self.small[begin:hedge_end]
        window = max(0, begin - 24)
        if not (
            compares(self.text[window:hedge_end], begin - window, hedge_end - window, self.tongue.comparing)
            or (phrase == "up to" and _FROM.match(self.small, end))
            or (phrase == "vượt" and self.small[end - 1] == "%" and _COMPARED.match(self.small, end))
        ):
            return None
        start = hedge_end + (self.text[hedge_end : hedge_end + 1] == " ")
        bare = self._read(self.text[start:end])
        if bare is None:
            return None
        if phrase not in self.tongue.comparing or " to" in phrase or _COMPARED.match(self.small, end):
            return [(start, bare, "")]  # it says where something went, or by how much it is more
        hedged = self._read(self.text[begin:end])
        return [hedged, bare] if hedged else None

    def _read(self, words: str) -> Figure | None:
        try:
            return read_figure(words, self.language)
        except FigureError:
            return None

    def _direction(self, begin: int, end: int, phrase: Phrase, figure: Figure) -> Direction | None:
        if phrase.direction:
            return "+" if phrase.direction > 0 else "−"
        if phrase.low.signed:
            return "−" if figure.value < 0 else "+"
        behind = self.tongue.behind.match(self.small, end)
        if behind and behind.lastgroup:
            return "+" if behind.lastgroup == "up" else "−"
        if figure.unit == "times":
            return None
        return self._direction_before(begin, end, figure)

    def _direction_before(self, begin: int, end: int, figure: Figure) -> Direction | None:
        """The direction of the last word before a figure that has one, if it speaks of this figure."""
        window = self.small[max(0, begin - _DIRECTED) : begin]
        clauses = list(_CLAUSE.finditer(window))
        clause = window[clauses[-1].end() :] if clauses else window
        if clause.rstrip().endswith(_BY) and not any(self.tongue.moves.finditer(clause)):
            return self._of_a_split_verb(begin, end)
        said = list(self.tongue.moves.finditer(clause))
        if not said or said[-1].lastgroup == "level":
            return None
        last = said[-1]
        between = clause[last.end() :]
        if any(letter.isdigit() for letter in between) and not _DATED.fullmatch(between):
            return None
        relative = figure.unit in {"percent", "pp", "point", ""}
        if not relative and not between.rstrip().endswith(_BY) and len(between.split()) > _LINKING:
            return None
        return "+" if last.lastgroup == "up" else "−"

    def _of_a_split_verb(self, begin: int, end: int) -> Direction | None:
        """What "um 4 300 auf 124 700 Personen zurück" says at its end, or a verb at the sentence's beginning."""
        found = _SENTENCE_END.search(self.small, end, end + 2 * _DIRECTED)
        ahead = self.small[end : found.start() if found else end + _DIRECTED]
        last = [one for one in self.tongue.split.finditer(ahead) if one.lastgroup]
        if last:
            return "+" if last[-1].lastgroup == "up" else "−"
        window = self.small[max(0, begin - 2 * _DIRECTED) : begin]
        said = [
            one
            for one in self.tongue.moves.finditer(window[max(map(window.rfind, ".;!?\u2029\t")) + 1 :])
            if one.lastgroup != "level"
        ]
        return None if not said else "+" if said[-1].lastgroup == "up" else "−"


_SYMBOLS = frozenset("$€£¥")
_OPENED = frozenset("-−–+~≈≃∼>≥⩾<≤⩽$€£¥₫฿₽₹₩(")  # signs, symbols, and the bracket of $(0.5)
_BY = ("um", "by", " um die", "un", "en", "en un", "de", "del", "um rund", "um knapp", "um etwa")
_NEAR = 160  # characters around points in which it is told whether they are an index's or of percent
_MANY_PERCENT = 1000
_INDEX = re.compile(
    r"index|indices|indice|índice|chỉ số|\bdax\b|nasdaq|\bdow\b|pmi|barom|klima|nikkei|ibex|cac 40|climat|stoxx"
)
_PERCENT = re.compile(r"%|percent|per cent|prozent|pour cent|por ciento|\brates?\b|\btaux\b|\btasa|quote\b|\bphần trăm")
_PASSED = re.compile(
    r"\b(?:pas[aóo]|pasan|pasado|pasar|pasaron|pasando|passer|passe|passé|passant|passent|von|de)\s*$"
    r"|\bpas(?:a|an|ó|ado|aron)\b|\bpass(?:er|e|é|ant|ent)\b"
)
_SENTENCE_END = re.compile(r"[.;!?\u2029\t](?!\d)|, ")
_DASHED = re.compile(r"\d ?[^\d]{0,20}?[-–—−~‐‑] ?[$€£]?\d")
_JOINED_BARE = re.compile(r"\d[\d.,]* (?:to|à|a|al|bis|đến|tới) \d")
_DATED = re.compile(r"[^\d]*(?:\d{1,2}[^\d]{1,12})?(?:1[5-9]|20)\d\d[^\d%]*")
_FROM = re.compile(r" from ")
_LONGEST = 34  # characters: the longest phrase that leads to a number, with the space behind it
_LINKING = 2  # words between a direction and an amount that it may speak of: rose sharply by
_PERIOD_BEFORE = frozenset(
    [
        "first",
        "second",
        "third",
        "fourth",
        "last",
        "latter",
        "1st",
        "2nd",
        "this",
        "that",
        "next",
        "every",
        "each",
        "fiscal",
        "erste",
        "ersten",
        "zweite",
        "zweiten",
        "dritten",
        "première",
        "premier",
        "seconde",
        "second",
        "deuxième",
        "primera",
        "segunda",
        "primer",
        "segundo",
        "primero",
    ]
)
_PERIOD_BEHIND = frozenset(
    [
        "đầu",
        "cuối",
        "sau",
        "năm",
        "tháng",
        "ngày",
        "year",
        "time",
        "hours",
        "hour",
        "party",
        "parties",
        "time-out",
        "century",
        "world",
        "jahr",
        "jahre",
        "semestre",
        "año",
        "hora",
        "horas",
        "ambiente",
        "plazo",
        "digit",
        "digits",
        "point",
    ]
)
_COMPARED = re.compile(r" (?:so với|cùng kỳ|mức|than|als|compared|year on year|so cùng)")
