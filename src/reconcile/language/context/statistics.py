"""What statistic a figure is, and which way it points, from the words beside it."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Literal, NamedTuple

from reconcile.language.context.resolution import COMPARED_WITH
from reconcile.language.context.sentences import word_count
from reconcile.language.lexicon import plain
from reconcile.language.two_levels import goes_between
from reconcile.language.units import is_money

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reconcile.language.context.lexicon import ContextLexicon, Cue
    from reconcile.language.context.sentences import FigurePlace, Sentence

Direction = Literal["+", "−"]
_BESIDE = 3  # words between a cue and its figure: "rose by slightly more than 3 %"
_NOUN = 6  # words between a noun and its verb: "the trade deficit of the Republic of Ardenia was"
_BREAK = re.compile(r"[;:()–—]|,(?!\d)")
_SIGNED = re.compile(r"([+−–‐‑-])\s?(?:[$€£¥]|US\$)?\s?\Z")
_PAIRED = re.compile(r"\s?[;,/]\s?[+−–‐‑-]\s?\d[\d.,]*\s?%")  # behind an amount: its percentage, which has a sign too
PERCENTAGES = frozenset({"percent", "fraction"})
_HEDGED = frozenset({"about", "nearly", "over", "at_least", "under", "at_most"})
# Cues that decide a statistic.
TELLING = frozenset(
    {"rise", "fall", "change", "growth", "rate", "share", "contribution", "ratio", "surplus", "deficit", "level", "to"}
)


class Saying(NamedTuple):
    """What the words beside a figure tell of its statistic."""

    stat: str | None
    direction: Direction | None = None
    compared: bool = False  # the figure is what another is compared with
    revised: bool = False  # it replaces an earlier one
    inherited: bool = False  # it is what the figure before it is
    cue: bool = True  # a word tells it, and not the kind of figure alone


class _Left(NamedTuple):
    """What stands before a figure, nearest first."""

    cue: Cue
    words: int  # between it and the figure
    broken: bool  # a comma or a bracket stands between


def statistic(
    text: str,
    sentence: Sentence,
    number: int,
    earlier: Sequence[Saying],
    lexicon: ContextLexicon,
    joined: Saying | None = None,
) -> Saying:
    """Decide a figure of a sentence; `earlier` is what was told of those before it. `text` has no periods in it.

    ``joined`` is the last percentage before the semicolon that the sentence follows.
    """
    reader = _Reader(text, sentence, number, earlier, lexicon)
    reader.joined = joined
    return reader.read()


def _way(cue: Cue) -> Direction | None:
    return "+" if "rise" in cue.roles else "−" if "fall" in cue.roles else None


def _sign_of(cue: Cue) -> Direction:
    return "+" if "surplus" in cue.roles else "−"


class _Reader:
    def __init__(
        self, text: str, sentence: Sentence, number: int, earlier: Sequence[Saying], lexicon: ContextLexicon
    ) -> None:
        self.text, self.sentence, self.number, self.earlier = text, sentence, number, earlier
        self.lexicon = lexicon
        self.joined: Saying | None = None
        self.place: FigurePlace = sentence.places[number]
        core = self.place.core
        self.hedge = self._hedge()
        first, last = (bisect_left(sentence.cues, (at,)) for at in (self.place.left, core))
        self.left = [
            _Left(cue, word_count(text[cue.end : self.place.mention.start]), bool(_BREAK.search(text, cue.end, core)))
            for cue in reversed(sentence.cues[first:last])
            if (cue.end <= core or cue.start < self.place.mention.start) and not self._hedges(cue)
        ]
        first, last = (bisect_left(sentence.cues, (at,)) for at in (self.place.mention.end, self.place.right))
        self.right = sentence.cues[first:last]
        signed = _SIGNED.search(text, self.place.left, core)
        self.sign: Direction | None = None if signed is None else "+" if signed[1] == "+" else "−"

    def _hedge(self) -> tuple[int, int] | None:
        """Where the figure's words have a hedge before the number: of "weniger als 30 %" nothing says a fall."""
        mention = self.place.mention
        if mention.figure is None or mention.figure.qualifier not in _HEDGED:
            return None
        return self.lexicon.hedge_before(self.text, mention.start, self.place.core)

    def _hedges(self, cue: Cue) -> bool:
        return self.hedge is not None and self.hedge[0] <= cue.start < self.hedge[1]

    def read(self) -> Saying:
        kind = self.place.kind
        if (compared := self._compared()) is not None:
            return compared
        revised = self._revised()
        told = self._contribution() or self._behind() or self._before()
        if told is None and self.sign and (kind in {"percent", "pp"} or self.sign == "+" or self._fell()):
            told = self._changed(self.sign)
        inherited = self._inherited()
        if told is None and inherited and inherited.stat in {"growth", "share"}:
            told = inherited
        told = told or self._rated() or inherited or self._by_kind()
        if told.stat == "level" and kind == "percent" and self.sign == "+":
            told = Saying("growth", "+")
        if revised:
            told = Saying(told.stat, told.direction, revised=True, cue=told.cue)
        if told.stat in {"growth", "change", "contribution"} and self.sign and told.cue:
            return Saying(told.stat, self.sign, revised=revised)
        return told

    def _fell(self) -> bool:
        """Whether an amount with a minus is by how much something fell: employment fell in trade (−27 000; −0.9 %)."""
        if not self.text[: self.place.core].rstrip(" -−–‐‑$€£¥").endswith("("):
            return False
        nearest = next((one for one in self.left if one.cue.roles & TELLING), None)
        paired = _PAIRED.match(self.text, self.place.mention.end) is not None
        return paired or (nearest is not None and _way(nearest.cue) is not None)

    def _beside(self, *roles: str) -> _Left | None:
        """The nearest cue of these roles that stands beside the figure."""
        return next(
            (one for one in self.left if one.cue.roles & set(roles) and one.words <= _BESIDE and not one.broken),
            None,
        )

    def _compared(self) -> Saying | None:
        """Whether it is what an earlier figure is compared with: to 5.2 from 4.8, after 3.1 % in June."""
        if (opening := self._opening_compared()) or not self.number:
            return opening
        nearest = next(
            (one for one in self.left if one.cue.roles & (TELLING | {"compare", "since", "from", "by"})), None
        )
        if (
            nearest is None
            or nearest.cue.end > self.place.mention.start
            or nearest.broken
            or nearest.words > _BESIDE
            or not nearest.cue.roles & {"compare", "since", "from"}
            or nearest.cue.roles & {"rise", "fall"}
            or self.lexicon.breaks.search(self.text, nearest.cue.end, self.place.core)
        ):
            return None
        places, kind = self.sentence.places, self.place.kind
        for at in range(self.number - 1, -1, -1):
            if places[at].kind == kind and not self.earlier[at].compared:
                stat = self.earlier[at].stat
                changed = kind == "amount" and stat == "change"
                return Saying("level" if changed else stat, compared=True)
        return Saying({"amount": "level", "times": "ratio"}.get(kind), compared=True)

    def _opening_compared(self) -> Saying | None:
        """From 10 to 12: where it came from stands first."""
        nearest = self.left[0] if self.left else None
        if nearest is None or nearest.cue.end > self.place.mention.start:
            return None
        following = [cue for cue in self.sentence.cues if cue.start >= self.place.mention.end and "to" in cue.roles]
        if not following or following[0].start > self.place.right or self.number + 1 >= len(self.sentence.places):
            return None
        if not nearest.cue.roles & {"from", "out of"}:
            return self._came_from(following[0])
        if nearest.words > _BESIDE or nearest.broken:
            return None
        return Saying("level" if self.place.kind == "amount" else self._percentage(1).stat, compared=True)

    def _came_from(self, to: Cue) -> Saying | None:
        """Of a verb that leads to either: "a reculé de 8,2 % à 7,9 %" is from one level to another, not by 8,2 %."""
        figure, last = (one.mention.figure for one in self.sentence.places[self.number : self.number + 2])
        way = next((way for one in self.left if (way := _way(one.cue))), None)
        led = self.lexicon.origin.search(plain(self.text[self.place.left : self.place.mention.start]).rstrip(" $€£¥"))
        if figure is None or last is None or not led or not goes_between(way, figure, last):
            return None
        if word_count(self.text[self.place.mention.end : to.start]) or not self.lexicon.led.fullmatch(
            plain(self.text[to.start : to.end])
        ):
            return None
        if word_count(self.text[to.end : self.sentence.places[self.number + 1].mention.start]) > 1:
            return None
        return Saying("level" if self.place.kind == "amount" else self._percentage(0).stat, compared=True)

    def _revised(self) -> bool:
        one = next((one for one in self.left if "revise" in one.cue.roles), None)
        if one is None and self.number and self._beside("to") and self.earlier[self.number - 1].compared:
            before = self.sentence.places[self.number - 1]
            return any("revise" in cue.roles for cue in self.sentence.cues if cue.end <= before.core)
        return one is not None and not self._beside("from", "since")

    def _contribution(self) -> Saying | None:
        """What a part adds to a growth: added 0.3 points, made prices rise by 0.3 points, the effect was +0.3 %."""
        kind = self.place.kind
        if kind not in {"pp", "percent"}:
            return None
        telling = [one for one in self.left if one.cue.roles & TELLING][:2]
        nearest = telling[0] if telling else None
        farther = telling[1] if len(telling) > 1 else None
        if nearest and "contribution" in nearest.cue.roles and (kind == "pp" or not nearest.broken):
            if kind == "pp":
                return Saying("contribution", _way(nearest.cue))
            return None if "rise" in nearest.cue.roles else Saying("contribution", _way(nearest.cue))
        if nearest and farther and "contribution" in farther.cue.roles and not farther.broken:
            if "level" in nearest.cue.roles:
                return Saying("contribution", self.sign)
            if kind == "pp" and _way(nearest.cue) and farther.words - nearest.words <= _NOUN:
                return Saying("contribution", _way(nearest.cue))
        end = self.place.mention.end
        behind = [cue for cue in self.right if "contribution" in cue.roles]
        if kind == "pp" and behind and not _BREAK.search(self.text, end, behind[0].start):
            return Saying("contribution")
        return None

    def _behind(self) -> Saying | None:
        """What stands directly behind it: a 3 % increase, 3 % more, 12 % of exports."""
        kind, end = self.place.kind, self.place.mention.end
        led = self._beside("rise", "fall", "by", "growth") if kind != "amount" else None
        for cue in self.right:
            gap = self.text[end : cue.start]
            if word_count(gap) > 1 or _BREAK.search(gap):
                break
            if "share behind" in cue.roles and kind in {"percent", "fraction"} and word_count(gap) == 0:
                nearest = self.left[0] if self.left else None
                if nearest and nearest.cue.roles & {"to", "level", "rate"} and self._noun(0) == "rate":
                    break
                if led is None or (nearest and nearest.cue.roles & {"share", "to", "level"}):
                    return Saying("share", self._balance_of(0) if nearest else None)
            if "adjacent" in cue.roles and word_count(gap):
                break
            if cue.roles & {"rise behind", "fall behind"} and not self._beside("rise", "fall", "to"):
                if kind in {"amount", "fraction"} and word_count(gap):
                    break
                return self._changed("+" if "rise behind" in cue.roles else "−")
            if kind == "times" and "ratio behind" in cue.roles:
                return Saying("ratio")
        return self._split_verb() or self._same_behind()

    def _same_behind(self) -> Saying | None:
        """What the next figure says in other words: 1.8 billion, or 2.8 percent, more than a year before."""
        places = self.sentence.places
        if self.place.kind == "amount" and self.number + 1 < len(places) and places[self.number + 1].kind == "percent":
            following = places[self.number + 1]
            between = [cue for cue in self.right if cue.end <= following.mention.start]
            if (
                len(between) == 1
                and "same" in between[0].roles
                and word_count(between_words := self.text[self.place.mention.end : following.mention.start]) == 1
                and not _BREAK.search(between_words)
            ):
                other = _Reader(self.text, self.sentence, self.number + 1, self.earlier, self.lexicon)
                told = other._behind()
                if told and told.stat == "growth" and told.direction:
                    return self._changed(told.direction)
        return None

    def _split_verb(self) -> Saying | None:
        """A verb in two halves around the figure: nahm um 3 % zum Vorjahr ab, legte um 3 % auf 5 zu."""
        by = self._beside("by")
        if not by and self.place.kind != "percent":
            return None
        if not by and not any("split" in one.cue.roles and not one.broken for one in self.left):
            return None
        split = any("split" in cue.roles for cue in self.sentence.cues if cue.end <= self.place.core)
        end = self._clause_end()
        behind = [
            cue
            for cue in self.sentence.cues
            if self.place.mention.end <= cue.start
            and cue.end <= (end if by else min(end, self.place.right))
            and cue.roles
            & (({"rise behind", "fall behind"} if by else set()) | ({"rise half", "fall half"} if split else set()))
        ]
        return self._changed("+" if behind[-1].roles & {"rise behind", "rise half"} else "−") if behind else None

    def _clause_end(self) -> int:
        """Where the figure's clause ends; brackets only interrupt it: auf 67 TWh (2015: 70,9 TWh) zurück."""
        at, end = self.place.mention.end, self.sentence.end
        while (stop := _BREAK.search(self.text, at, end)) is not None:
            closed = self.text.find(")", stop.end(), end) + 1 if stop[0] == "(" else 0
            if not closed:
                return stop.start()
            at = closed
        return end

    def _before(self) -> Saying | None:
        """What stands before it, the nearest first."""
        kind, led, by = self.place.kind, False, False
        for at, one in enumerate(self.left):
            roles, beside = one.cue.roles, one.words <= _BESIDE and not one.broken
            if roles & {"of", "by"} and not roles & TELLING:
                led = led or beside
                by = by or (beside and "by" in roles)
                continue
            if roles & {"surplus", "deficit"} and (beside or led):
                return self._balance(at)
            if "change" in roles and (beside or led):
                return Saying("growth" if kind == "percent" else "change")
            if "earned" in roles and self._is_money() and not by:
                return Saying(None)
            if roles & {"rise", "fall"}:
                near = beside or (led and not one.broken) or by
                if kind == "times":
                    return Saying("ratio", ("+" if "rise" in roles else "−") if beside else None)
                if near or (kind in {"percent", "pp"} and not (self._clause_between(one) or self._opens_clause(one))):
                    return self._changed("+" if "rise" in roles else "−")
                if kind == "amount":
                    return None
            elif by:
                continue
            elif "ratio" in roles and (kind == "times" or (kind == "percent" and beside)):
                if kind == "times" or self._against():
                    return Saying("ratio")
                if "level" in roles:
                    return self._reached(at)
            elif (
                "share" in roles
                and kind in {"percent", "fraction"}
                and (beside or led or not one.broken or self._in_its_bracket(one))
            ):
                return Saying("share", self._balance_of(at))
            elif "growth" in roles and kind == "percent":
                return Saying("growth", "+")
            elif "rate" in roles and kind == "percent":
                return self._rate(at)
            elif ("to" in roles and beside) or (
                "level" in roles and (beside or led or (kind == "amount" and not one.broken))
            ):
                return self._reached(at)
        return self._by_earlier() if by else None

    def _is_money(self) -> bool:
        figure = self.place.mention.figure
        return figure is not None and is_money(figure.unit.partition("/")[0])

    def _rate(self, at: int) -> Saying:
        """A rate, and after a verb the rate of a rise or fall: shrank at an annualised rate of 0.9 %."""
        farther = next((one for one in self.left[at + 1 :] if _way(one.cue)), None)
        if farther and not farther.broken and farther.words - self.left[at].words <= _NOUN:
            return self._changed("+" if "rise" in farther.cue.roles else "−")
        return Saying("level")

    def _by_earlier(self) -> Saying | None:
        """By how much, of a verb before other figures: rises from 12.41 to 12.82, that is by 0.41."""
        for cue in reversed(self.sentence.cues):
            if cue.end <= self.place.left and cue.roles & {"rise", "fall"}:
                return self._changed("+" if "rise" in cue.roles else "−")
        return None

    def _in_its_bracket(self, one: _Left) -> bool:
        """Whether a bracket opens between a noun and the figure, and nothing else: the largest share (39.1 %)."""
        between = self.text[one.cue.end : self.place.core]
        return one.words <= _BESIDE and between.rstrip().endswith("(") and not _BREAK.search(between.rstrip()[:-1])

    def _opens_clause(self, one: _Left) -> bool:
        """Whether a hedge stands behind a comma: of "orders fell, under 10 % will hire" another clause begins."""
        return one.broken and self.hedge is not None and self.text[: self.hedge[0]].rstrip().endswith(",")

    def _clause_between(self, one: _Left) -> bool:
        """Whether another clause begins between a cue and the figure."""
        return bool(self.lexicon.breaks.search(self.text, one.cue.end, self.place.core)) and one.broken

    def _against(self) -> bool:
        """Whether a period or what compares stands directly behind it."""
        end = self.place.mention.end
        ends = [phrase.start for phrase in self.sentence.phrases if phrase.start >= end] + [
            cue.start for cue in self.right if cue.roles & {"compare", "since"}
        ]
        return bool(ends) and word_count(self.text[end : min(ends)]) == 0

    def _reached(self, at: int) -> Saying | None:
        """Of where something went or stood: a level, or of what is in percent what its noun says."""
        kind = self.place.kind
        verb, noun_of = self.left[at], self.left[at + 1] if at + 1 < len(self.left) else None
        moved = noun_of and noun_of.cue.roles & {"rise", "fall", "change"} and "to" not in verb.cue.roles
        if kind == "amount" and self.lexicon.withs.search(plain(self.text[verb.cue.start : verb.cue.end])):
            moved = None  # fielen mit 17 300 Wohnungen um 22,1 %: what it has beside it
        if noun_of and moved and kind != "times":
            between = self.text[noun_of.cue.end : verb.cue.start]
            if not _BREAK.search(between) and word_count(between) <= (0 if kind == "amount" else 2):
                if "change" in noun_of.cue.roles:
                    return Saying("growth" if kind == "percent" else "change")
                return self._changed("+" if "rise" in noun_of.cue.roles else "−")
        if kind == "amount":
            return Saying("level", self._balance_of(at))
        if kind in PERCENTAGES:
            return self._percentage(at + 1)
        if kind == "pp":
            return Saying("level") if "to" in verb.cue.roles else None
        return Saying("ratio")

    def _balance_of(self, at: int) -> Direction | None:
        """The sign of what a verb speaks of: + of a surplus, − of a deficit."""
        for one in self.left[at + 1 :]:
            if one.cue.roles & {"surplus", "deficit"} and not one.broken:
                between = self.text[one.cue.end : self.left[at].cue.start]
                return _sign_of(one.cue) if word_count(between) <= _NOUN else None
            if one.cue.roles & TELLING:
                return None
        if self.number and self.earlier[self.number - 1].stat == "change" and "to" in self.left[at].cue.roles:
            moved = self.sentence.places[self.number - 1]
            cues = [cue for cue in self.sentence.cues if moved.left <= cue.start and cue.end <= moved.core]
            return next((_sign_of(cue) for cue in cues if cue.roles & {"surplus", "deficit"}), None)
        return None

    def _percentage(self, at: int) -> Saying:
        """What a percentage is by the noun before its verb, else by the percentage before it."""
        noun = self._noun(at)
        if noun:
            return {
                "share": Saying("share"),
                "growth": Saying("growth", "+"),
                "rate": Saying("level"),
                "annual": Saying("growth"),
            }[noun]
        kinds = PERCENTAGES
        before = zip(self.sentence.places, self.earlier, strict=False)
        said = [told for place, told in before if place.kind in kinds and told.stat and not told.compared]
        last = said[-1] if said else self.joined
        if self.place.kind == "fraction":
            return Saying("share")
        return Saying(last.stat, inherited=True) if last else Saying("level")

    def _annual(self, cue: Cue) -> bool:
        """Whether a rate is one of change: a year-on-year rate."""
        return any(
            phrase.meaning in COMPARED_WITH
            and (
                (phrase.end <= cue.start and word_count(self.text[phrase.end : cue.start]) == 0)
                or (cue.end <= phrase.start and word_count(self.text[cue.end : phrase.start]) == 0)
            )
            for phrase in self.sentence.phrases
        )

    def _noun(self, at: int) -> str | None:
        """The nearest noun that says what a percentage is, from the cue of a number on."""
        before = [one.cue for one in self.left[at:]]
        before += [cue for cue in reversed(self.sentence.cues) if cue.end <= self.place.left]
        for cue in before:
            for role in ("share", "growth", "rate"):
                if role in cue.roles:
                    return "annual" if role == "rate" and self._annual(cue) else role
        return None

    def _balance(self, at: int) -> Saying:
        """A surplus or deficit; before it may stand by how much it changed: a decrease in the surplus of 0.6."""
        balance = self.left[at]
        led = bool(self._beside("of", "by")) or "of" in balance.cue.roles or balance.words == 0
        for one in self.left[at + 1 :]:
            between = self.text[one.cue.end : balance.cue.start]
            way = _way(one.cue)
            if way and led and not _BREAK.search(between) and word_count(between) <= _BESIDE:
                return self._changed(way)
            if one.cue.roles & TELLING:
                break
        whole = self.place.kind == "percent" and any("share behind" in cue.roles for cue in self.right)
        return Saying("share" if whole else "level", _sign_of(balance.cue))

    def _changed(self, direction: Direction) -> Saying:
        if self.place.kind == "pp" and self.number and self.earlier[self.number - 1].stat == "contribution":
            return Saying("contribution", direction)
        return Saying(
            {"percent": "growth", "times": "ratio", "fraction": "growth"}.get(self.place.kind, "change"), direction
        )

    def _rated(self) -> Saying | None:
        """A percentage "a year" is a growth; one with percentage points in brackets behind it is none."""
        if self.place.kind != "percent":
            return None
        end, places = self.place.mention.end, self.sentence.places
        following = places[self.number + 1] if self.number + 1 < len(places) else None
        if (
            following
            and following.kind == "pp"
            and self.text[end : following.mention.start].strip() in {"(", "(+", "(−"}
        ):
            return Saying("level")
        if any(
            end <= phrase.start <= end + 2 * _NOUN
            and phrase.meaning in COMPARED_WITH
            and word_count(self.text[end : phrase.start]) <= 1
            for phrase in self.sentence.phrases
        ):
            return Saying("growth")
        for cue in self.sentence.cues:
            if self.place.core <= cue.start < self.place.right and any(role.startswith("per: ") for role in cue.roles):
                return Saying("growth") if word_count(self.text[end : cue.start]) == 0 else None
        return None

    def _inherited(self) -> Saying | None:
        """What the figure before it is, where the words between say nothing else: 3 % and imports 4 %."""
        if not self.number:
            return self._listed_on()
        before, told = self.sentence.places[self.number - 1], self.earlier[self.number - 1]
        between = self.left and any(one.cue.roles & TELLING for one in self.left)
        if between or told.stat is None:
            return None
        kind = self.place.kind
        again = any("same" in one.cue.roles and one.words <= _BESIDE for one in self.left)
        again = again or self.text[before.mention.end : self.place.mention.start].strip() == "("  # 3,2 points (0,25 %)
        if again and kind != before.kind and (kind == "percent" or told.stat != "level"):
            if told.stat in {"growth", "change"}:
                stat = {"percent": "growth", "amount": "change", "pp": "change"}.get(kind)
                return Saying(stat, told.direction) if stat else None
            return Saying("level") if kind == "amount" else None
        if kind == before.kind and not told.compared:
            return Saying(told.stat, told.direction, inherited=True, cue=told.cue)
        return None

    def _listed_on(self) -> Saying | None:
        """What the last percentage before a semicolon is, where the list goes on with this one: 5 %; 8 % and 9 %."""
        last, opens = self.joined, self.text[self.sentence.start : self.place.mention.start].strip()
        if last is None or last.compared or opens or self.place.kind != "percent":
            return None
        return Saying(last.stat, last.direction, inherited=True, cue=last.cue)

    def _by_kind(self) -> Saying:
        stat = {"amount": "level", "pp": "change", "times": "ratio", "fraction": "share"}.get(self.place.kind)
        return Saying(stat, cue=False)
