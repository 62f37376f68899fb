"""The context of a text's figures: what the words around each tell of its statistic, periods and status."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reconcile.language.context.lexicon import context_lexicon
from reconcile.language.context.measures import name_before
from reconcile.language.context.resolution import BEFORE, COMPARING, in_other_year, over, resolved
from reconcile.language.context.sentences import sentences_in, word_count
from reconcile.language.context.statistics import PERCENTAGES, Told, statistic
from reconcile.language.digits import FigureError
from reconcile.language.periods import read_period

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from reconcile.language.context.lexicon import ContextLexicon, Cue, PeriodPhrase
    from reconcile.language.context.sentences import Place, Sentence
    from reconcile.language.mentions import Mention
    from reconcile.language.periods import Period

_BREAK = re.compile(r"[;:()]|,(?!\d)")
_BRACKETS = re.compile(r"\([^()]{0,300}\)")
_PARTS = ("/day", "/week", "/month", "/quarter", "/year")
_NEAR = 4  # words between what compares and the period: "compared with the level of July"
_NAME = 6  # words between an average and its figure: "the average price of new flats rose to"
_SMALL = 2  # words between a part of a year and its year: "the first half of the"
_PARTS_OF_YEAR = frozenset({"half", "quarter", "month", "months", "first months", "day"})
_YEARS = {"last year": -1, "this year": 0, "next year": 1}
_OUTLOOK = frozenset({"target", "forecast"})
_OPEN = ("growth", "change", "ratio", "contribution")  # statistics with a period that is compared with


def with_context(text: str, mentions: Sequence[Mention], language: str, published: date | None = None) -> list[Mention]:
    """Give the mentions with what the words around each figure tell; what they do not tell stays None.

    ``mentions`` are in order. ``published`` is what "this year" and "in July" lean on. A language without words of its
    own gives the mentions as they are.

    >>> from reconcile.language.figures import read_figure
    >>> from reconcile.language.mentions import Mention
    >>> text = "In 2024 exports rose 3 % to 5.2 million tonnes."
    >>> words = ["3 %", "5.2 million tonnes"]
    >>> mentions = [
    ...     Mention(text.index(w), text.index(w) + len(w), w, "figure", read_figure(w, "en")) for w in words
    ... ]
    >>> for one in with_context(text, mentions, "en"):
    ...     print(one.words, one.stat, one.direction, one.period, one.base)
    3 % growth + 2024 2023
    5.2 million tonnes level None 2024 None
    """
    try:
        lexicon = context_lexicon(language)
    except FigureError:
        lexicon = None
    if lexicon is None:
        return list(mentions)
    told = {one.start: one for one in _Text(text, lexicon, published).figures(mentions)}
    return [told.get(mention.start, mention) if mention.kind == "figure" else mention for mention in mentions]


@dataclass(slots=True)
class _Spoken:
    """The periods that a text has spoken of so far."""

    heading: Period | None = None
    main: Period | None = None  # the first of a section that was over
    begun: Period | None = None  # the first that was not
    ahead: Period | None = None  # the last that was not
    paragraph: Period | None = None
    growth_base: tuple[Period, Period] | None = None  # the base of the paragraph's last growth, and the period it has


@dataclass(slots=True)
class _Time:
    """A phrase of a period in a sentence: when something is, or what it is compared with."""

    phrase: PeriodPhrase
    compared: bool
    owner: int | None  # the figure that it stands with, where that is one that others are compared with
    period: Period | None = None


class _Text:
    def __init__(self, text: str, lexicon: ContextLexicon, published: date | None) -> None:
        self.text, self.lexicon, self.published = text, lexicon, published
        self.spoken = _Spoken()
        self.joined: Told | None = None
        self.per_before: str | None = None
        self.status_before: str | None = None

    def figures(self, mentions: Sequence[Mention]) -> list[Mention]:
        made: list[Mention] = []
        bare, sentences = sentences_in(self.text, mentions, self.lexicon)
        for sentence in sentences:
            if sentence.opens:
                self.spoken.paragraph = self.spoken.growth_base = None
            made += self._sentence(sentence, bare)
        return made

    def _sentence(self, sentence: Sentence, bare: str) -> list[Mention]:
        told: list[Told] = []
        for number in range(len(sentence.places)):
            told.append(statistic(bare, sentence, number, told, self.lexicon, self.joined if sentence.joined else None))
        percentages = [one for place, one in zip(sentence.places, told, strict=True) if place.kind in PERCENTAGES]
        self.joined = percentages[-1] if percentages else self.joined if sentence.joined else None
        times = self._times(sentence, told)
        if not sentence.joined:
            self.per_before = self.status_before = None
        statuses = [self._status(sentence, number, told) or self.status_before for number in range(len(told))]
        self.status_before = next((status for status in reversed(statuses) if status), self.status_before)
        periods = self._periods(sentence, told, times, statuses)
        made: list[Mention] = []
        for number, place in enumerate(sentence.places):
            name = name_before(bare, sentence, place, self.lexicon) or (made[-1].measure if made else None)
            one = self._told(sentence, number, told, times, periods, statuses[number])
            made.append(replace(one, measure=name))
        self._remember(sentence, times, told, periods)
        return made

    def _times(self, sentence: Sentence, told: list[Told]) -> list[_Time]:
        """The phrases of periods of a sentence, each resolved by what was spoken of before it."""
        times: list[_Time] = []
        for phrase in _of_years(self.text, sentence.phrases, self.published):
            if phrase.meaning == "day" and not self._as_of(sentence, phrase):
                continue
            owner = self._owner(sentence, told, phrase)
            compared = owner is None and (self._compared(sentence, phrase) or self._multiplied(sentence, told, phrase))
            time = _Time(phrase, compared, owner)
            if not compared and owner is None:
                time.period = resolved(phrase, self.published, self._spoken_before(times))
            times.append(time)
        return times

    def _spoken_before(self, times: list[_Time]) -> Period | None:
        """What a phrase without a year leans on."""
        within = [time.period for time in times if time.period]
        spoken = self.spoken
        return within[-1] if within else spoken.paragraph or spoken.heading or spoken.main or spoken.begun

    def _as_of(self, sentence: Sentence, phrase: PeriodPhrase) -> bool:
        return any(
            "as of" in cue.roles and cue.end <= phrase.start and not self.text[cue.end : phrase.start].strip()
            for cue in sentence.cues
        ) or any(
            place.mention.end <= phrase.start
            and place.kind == "amount"
            and word_count(self.text[place.mention.end : phrase.start]) <= 1
            and not _BREAK.search(self.text, place.mention.end, phrase.start)
            for place in sentence.places
        )

    def _compared(self, sentence: Sentence, phrase: PeriodPhrase) -> bool:
        """Whether it is what is compared with: its own words say so, or those before it."""
        if phrase.meaning in COMPARING:
            return True
        behind = any(place.mention.end <= phrase.start for place in sentence.places)
        for cue in reversed(sentence.cues):
            if cue.end > phrase.start:
                continue
            gap = self.text[cue.end : phrase.start]
            if word_count(gap) > _NEAR or any(
                place.core >= cue.end and place.core < phrase.start for place in sentence.places
            ):
                return False
            if "compare" in cue.roles and not _BREAK.search(gap):
                return True
            if "beyond" in cue.roles and any(
                place.mention.end <= cue.start and word_count(self.text[place.mention.end : cue.start]) <= 1
                for place in sentence.places
            ):
                return True
            if word_count(gap) <= 1 and "since" in cue.roles:
                return True
            if word_count(gap) <= 1 and "from" in cue.roles:
                return behind or phrase.meaning in BEFORE
            if word_count(gap) <= 1 and "on" in cue.roles and phrase.meaning in BEFORE:
                return True
        return False

    def _multiplied(self, sentence: Sentence, told: list[Told], phrase: PeriodPhrase) -> bool:
        """Whether it stands directly behind a ratio or growth: 2.5 times the same period of last year."""
        return phrase.meaning in BEFORE and any(
            one.stat in {"ratio", "growth"}
            and place.mention.end <= phrase.start
            and not self.text[place.mention.end : phrase.start].strip()
            for place, one in zip(sentence.places, told, strict=True)
        )

    def _owner(self, sentence: Sentence, told: list[Told], phrase: PeriodPhrase) -> int | None:
        """The figure that the phrase stands with where others are compared with it: from 4.8 a year earlier."""
        for number, place in enumerate(sentence.places):
            if not told[number].compared:
                continue
            if place.mention.end <= phrase.start <= place.right and not _BREAK.search(
                self.text, place.mention.end, phrase.start
            ):
                return number
            if (
                place.left <= phrase.start
                and phrase.end <= place.core
                and not _BREAK.search(self.text, phrase.end, place.core)
            ):
                cues = [
                    cue
                    for cue in sentence.cues
                    if cue.roles & {"compare", "since", "from"} and place.left <= cue.start and cue.end <= phrase.start
                ]
                if cues:
                    return number
        return None

    def _periods(
        self, sentence: Sentence, told: list[Told], times: list[_Time], statuses: list[str | None]
    ) -> list[Period | None]:
        """The period of each figure of a sentence."""
        when = [time for time in times if not time.compared and time.owner is None]
        brackets = _brackets(self.text, sentence)
        listed = self._listed(sentence, when)
        periods: list[Period | None] = [
            listed[number]
            if listed
            else self._when(sentence, number, told, _seen(when, sentence.places[number], brackets), statuses[number])
            for number in range(len(told))
        ]
        for number, one in enumerate(told):
            if one.compared:
                main = next((periods[at] for at in range(number - 1, -1, -1) if not told[at].compared), None)
                main = main or next((periods[at] for at in range(number + 1, len(told)) if not told[at].compared), None)
                own = next((time for time in times if time.owner == number), None)
                periods[number] = resolved(own.phrase, self.published, main) if own else None
                if own is None and any("revise" in cue.roles for cue in sentence.cues):
                    periods[number] = main
                if own and own.phrase.meaning == "last year" and main:
                    periods[number] = resolved(own.phrase._replace(meaning="year before"), self.published, main)
        return periods

    def _listed(self, sentence: Sentence, when: list[_Time]) -> list[Period | None]:
        """The periods of figures that are listed with them in one order: "respectively"."""
        if any("respectively" in cue.roles for cue in sentence.cues) and len(when) == len(sentence.places) > 1:
            return [time.period for time in when]
        return []

    def _when(
        self, sentence: Sentence, number: int, told: list[Told], when: list[_Time], status: str | None
    ) -> Period | None:
        place = sentence.places[number]
        behind = next((time for time in when if place.mention.end <= time.phrase.start < place.right), None)
        if behind and self._follows(place, behind):
            return behind.period
        before = [time for time in when if time.phrase.end <= place.core]
        if before:
            return before[-1].period
        if when and not self._clause_behind(sentence, number, told, when[0]):
            return when[0].period
        if when:
            return None
        return self._governing(status)

    def _follows(self, place: Place, time: _Time) -> bool:
        """Whether a period stands with the figure before it, and not with what comes next."""
        gap = self.text[place.mention.end : time.phrase.start]
        return not _BREAK.search(gap) and not self.lexicon.breaks.search(gap)

    def _clause_behind(self, sentence: Sentence, number: int, told: list[Told], time: _Time) -> bool:
        """Whether a period behind the figure stands with another one: 5 and, in 2024, 6."""
        place = sentence.places[number]
        if not self.lexicon.breaks.search(self.text, place.mention.end, time.phrase.start):
            return False
        return any(
            other.mention.end <= time.phrase.start < other.right and self._follows(other, time)
            for other, one in zip(sentence.places[number + 1 :], told[number + 1 :], strict=True)
            if not one.inherited
        )

    def _governing(self, status: str | None) -> Period | None:
        """The period that is spoken of where a sentence names none."""
        spoken = self.spoken
        if status in _OUTLOOK:
            ahead = [one for one in (spoken.paragraph, spoken.heading, spoken.ahead) if one]
            known = self.published is not None
            return next((one for one in ahead if not (known and over(one, self.published))), spoken.heading)
        return spoken.paragraph or spoken.heading or spoken.main or spoken.begun

    def _status(self, sentence: Sentence, number: int, told: list[Told]) -> str | None:
        """The status that the words of a sentence give a figure: the nearest before it, else directly behind."""
        if told[number].revised:
            return "revised"
        place = sentence.places[number]
        found: str | None = None
        for cue in reversed(sentence.cues):
            if cue.end > place.core:
                continue
            status = _status_of(cue)
            if status is None or status == "revised" or (found and status != "provisional"):
                continue
            surpassed = (
                any(
                    other.end <= cue.start
                    and other.roles & {"compare", "rise", "fall"}
                    and word_count(self.text[other.end : cue.start]) <= 1
                    and not _BREAK.search(self.text, other.end, cue.start)
                    for other in sentence.cues
                )
                and status in _OUTLOOK
            )
            beside = word_count(self.text[cue.end : place.core]) <= _NEAR and not _BREAK.search(
                self.text, cue.end, place.core
            )
            if beside or not (surpassed or told[number].compared):
                found = status  # of "preliminary figures … an estimated 1.7 %" the first says more
        if found or told[number].compared:
            return found
        for cue in sentence.cues:
            if place.mention.end <= cue.start < place.right and (status := _status_of(cue)):
                gap = self.text[place.mention.end : cue.start]
                if word_count(gap) <= _NEAR and not self.lexicon.breaks.search(gap):
                    return None if self._less_than(sentence, cue) else status
        return None

    def _less_than(self, sentence: Sentence, cue: Cue) -> bool:
        """Whether a status is only compared with: more than expected."""
        return any(
            other.roles & {"compare"} and other.end <= cue.start and word_count(self.text[other.end : cue.start]) <= 1
            for other in sentence.cues
        )

    def _told(
        self,
        sentence: Sentence,
        number: int,
        told: list[Told],
        times: list[_Time],
        periods: list[Period | None],
        status: str | None,
    ) -> Mention:
        place, one, period = sentence.places[number], told[number], periods[number]
        per = self._per(sentence, place, growth=one.stat == "growth")
        stat, base = one.stat, None
        figure = place.mention.figure
        if one.inherited and stat == "growth" and per is None:
            per = self.per_before
        self.per_before = per if stat == "growth" else self.per_before
        per = per or (figure.unit.rpartition("/")[2] if figure and figure.unit.endswith(_PARTS) else None)
        averaged = self._averaged(sentence, place)
        if stat == "level" and place.kind == "amount" and (per or averaged is not None):
            stat, base = "mean", per or (averaged or None)
        elif stat in _OPEN:
            against = self._against(sentence, number, told, times, periods)
            base = str(against) if against else None
            if period and against and against.start >= period.start:
                period = None
            ends = self._ends(times, period) if one.stat != "ratio" and per is None else None
            if ends and against is None:
                base, period = str(ends[0]), ends[1]
        return replace(
            place.mention,
            direction=one.direction or place.mention.direction,
            stat=stat,
            base=base,
            per=per if stat == "growth" else None,
            period=str(period) if period else None,
            status=status,
        )

    def _averaged(self, sentence: Sentence, place: Place) -> str | None:
        """The part of a period that an average before the figure is over; "" where it names none."""
        for number, cue in enumerate(sentence.cues):
            if "mean" not in cue.roles or cue.start < place.left or cue.end > place.core:
                continue
            following = sentence.cues[number + 1] if number + 1 < len(sentence.cues) else cue
            kind = next((role[5:] for role in following.roles if role.startswith("per: ")), None)
            if kind and word_count(self.text[cue.end : following.start]) <= 1 and following.end <= place.core:
                return None if _BREAK.search(self.text, following.end, place.core) else kind
            gap = self.text[cue.end : place.mention.start]
            if word_count(gap) <= _NAME and not _BREAK.search(gap):
                return ""
        return None

    def _ends(self, times: list[_Time], period: Period | None) -> tuple[Period, Period] | None:
        """First and last year of "between 2010 and 2020", where that is the period."""
        for time in times:
            if time.phrase.meaning == "between years" and time.period == period and period is not None:
                first, last = (read_period(str(time.phrase.parts[name])) for name in ("year", "year2"))
                return first, last
        return None

    def _per(self, sentence: Sentence, place: Place, *, growth: bool) -> str | None:
        """What it is per: "a month" behind it, or "annual rate of" before it."""
        for cue in sentence.cues:
            kind = next((role[5:] for role in cue.roles if role.startswith("per: ")), None)
            if kind is None:
                continue
            if place.core <= cue.start < place.right:
                gap = self.text[place.mention.end : cue.start]
            elif place.left <= cue.start and cue.end <= place.core:
                gap = self.text[cue.end : place.core]
            else:
                continue
            if (word_count(gap) <= 2 or (growth and cue.end <= place.core)) and not _BREAK.search(gap):
                return kind
        return None

    def _against(
        self,
        sentence: Sentence,
        number: int,
        told: list[Told],
        times: list[_Time],
        periods: list[Period | None],
    ) -> Period | None:
        """The period that a figure is compared with."""
        place, period = sentence.places[number], periods[number]
        following = [at for at in range(number + 1, len(told)) if told[at].stat != told[number].stat][:2]
        if following and (came := next((at for at in following if told[at].compared), None)) and periods[came]:
            return periods[came]
        compared = [time for time in times if time.compared]
        behind = [time for time in compared if time.phrase.start >= place.mention.end]
        before = [time for time in compared if time.phrase.end <= place.core]
        chosen: _Time | None = None
        if (
            behind
            and behind[0].phrase.start < place.right
            and not _BREAK.search(self.text, place.mention.end, behind[0].phrase.start)
        ):
            chosen = behind[0]
        elif before and before[-1].phrase.start >= place.left:
            chosen = before[-1]
        elif behind:
            chosen = behind[0]
        elif before:
            chosen = before[-1]
        if chosen is not None:
            against = self._compared_period(chosen, period)
            if against and period and told[number].stat == "growth":
                self.spoken.growth_base = against, period
            return against
        if told[number].stat != "growth":
            return None
        if self.spoken.growth_base and period:
            base, of = self.spoken.growth_base
            if of == period:
                return base
        return period.year_before() if period and period.kind == "year" else None

    def _compared_period(self, time: _Time, period: Period | None) -> Period | None:
        """What a phrase of comparison names: of a part of a year with a year, that part of that year."""
        phrase = time.phrase
        if phrase.meaning == "last year":
            phrase = phrase._replace(meaning="year before") if period else phrase
        if phrase.meaning == "last month" and period:
            phrase = phrase._replace(meaning="month before")
        if phrase.meaning == "last quarter" and period:
            phrase = phrase._replace(meaning="quarter before")
        against = resolved(phrase, self.published, period)
        if against and period and phrase.meaning in {"month", "quarter", "half"} and "year" not in phrase.parts:
            while against.start >= period.start:
                against = against.year_before()
        if against and period and against.kind == "year" and period.kind not in {"year", "span"}:
            return in_other_year(period, against.start.year)
        return against

    def _remember(
        self,
        sentence: Sentence,
        times: list[_Time],
        told: list[Told],
        periods: list[Period | None],
    ) -> None:
        """Keep what later sentences lean on: the sentence's first period, and the base of its last growth."""
        spoken = self.spoken
        brackets = _brackets(self.text, sentence)
        named = [
            time.period
            for time in times
            if not time.compared
            and time.owner is None
            and time.period
            and time.phrase.meaning not in BEFORE
            and _bracket(brackets, time.phrase.start) is None
        ]
        main = next((period for period, one in zip(periods, told, strict=True) if period and not one.compared), None)
        first = main if main in named else named[0] if named else None
        if first is None:
            return
        spoken.paragraph = first
        if sentence.heading:
            spoken.heading, spoken.main, spoken.begun, spoken.ahead = first, None, None, None
        if over(first, self.published):
            spoken.main = spoken.main or first
        else:
            spoken.ahead = first
            if self.published and first.start <= self.published:
                spoken.begun = spoken.begun or first


def _of_years(text: str, phrases: list[PeriodPhrase], published: date | None) -> list[PeriodPhrase]:
    """The phrases, with the year that follows some in words: the first half | of last year."""
    made: list[PeriodPhrase] = []
    for phrase in phrases:
        before = made[-1] if made else None
        joined = (
            before is not None
            and before.meaning in _PARTS_OF_YEAR
            and phrase.meaning in _YEARS
            and not before.parts.keys() & {"year", "year2", "yy"}
            and word_count(text[before.end : phrase.start]) <= _SMALL
            and not _BREAK.search(text, before.end, phrase.start)
        )
        if before is None or not joined:
            made.append(phrase)
        elif published is None:
            made[-1] = before._replace(end=phrase.end, meaning=phrase.meaning)
        else:
            year = {"year": published.year + _YEARS[phrase.meaning]}
            made[-1] = before._replace(end=phrase.end, parts=before.parts | year)
    return made


def _brackets(text: str, sentence: Sentence) -> list[tuple[int, int]]:
    """The stretches of a sentence in brackets."""
    return [found.span() for found in _BRACKETS.finditer(text, sentence.start, sentence.end)]


def _bracket(brackets: list[tuple[int, int]], at: int) -> tuple[int, int] | None:
    return next((one for one in brackets if one[0] <= at < one[1]), None)


def _seen(when: list[_Time], place: Place, brackets: list[tuple[int, int]]) -> list[_Time]:
    """The periods that a figure can have: those in brackets are of what stands in them, or right before them."""
    own = _bracket(brackets, place.core)
    seen = []
    for time in when:
        there = _bracket(brackets, time.phrase.start)
        if there is None or there == own:
            seen.append(time)
    return seen


def _status_of(cue: Cue) -> str | None:
    return next((role[8:] for role in sorted(cue.roles) if role.startswith("status: ")), None)
