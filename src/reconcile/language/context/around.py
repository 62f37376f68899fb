"""The context of a text's figures: what the words around each tell of its statistic, periods and status."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from reconcile.language.context.averages import averaged_over, per_told
from reconcile.language.context.lexicon import context_lexicon
from reconcile.language.context.measures import name_before
from reconcile.language.context.resolution import PERIODS_BEFORE, in_other_year, is_over, resolved
from reconcile.language.context.sentences import sentences_in, word_count
from reconcile.language.context.statistics import PERCENTAGES, Saying, statistic
from reconcile.language.context.statuses import status_told
from reconcile.language.context.times import Time, bracket_at, brackets_in, seen, times_in
from reconcile.language.digits import FigureError
from reconcile.language.periods import read_period

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from reconcile.language.context.lexicon import ContextLexicon
    from reconcile.language.context.sentences import FigurePlace, Sentence
    from reconcile.language.mentions import Mention
    from reconcile.language.periods import Period

_BREAK = re.compile(r"[;:()]|,(?!\d)")
_CLOSED = re.compile(r" ?\) ?(?![,;:.])")
_FEW = 2  # words between a bracket and the period of what is in it: (+0.3 %) in September
_PARTS = ("/day", "/week", "/month", "/quarter", "/year")
_OUTLOOK = frozenset({"target", "forecast"})
_TWO = 2
_OPEN = ("growth", "change", "ratio", "contribution")  # statistics with a period that is compared with


def with_context(
    text: str, mentions: Sequence[Mention], language: str, published: date | None = None, *, fiscal: bool = False
) -> list[Mention]:
    """Give the mentions with what the words around each figure tell; what they do not tell stays None.

    ``mentions`` are in order. ``published`` is what "this year" and "in July" lean on. A language without words of its
    own gives the mentions as they are. With ``fiscal``, "fiscal 2024" is 2024.

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
    told = {one.start: one for one in _Text(text, lexicon, published, fiscal=fiscal).figures(mentions)}
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


class _Text:
    def __init__(self, text: str, lexicon: ContextLexicon, published: date | None, *, fiscal: bool) -> None:
        self.text, self.lexicon, self.published = text, lexicon, published
        self.resolved = partial(resolved, fiscal=fiscal)
        self.spoken = _Spoken()
        self.joined: Saying | None = None
        self.per_before: str | None = None
        self.status_before: str | None = None

    def figures(self, mentions: Sequence[Mention]) -> list[Mention]:
        made: list[Mention] = []
        bare, sentences = sentences_in(self.text, mentions, self.lexicon)
        for sentence in sentences:
            if sentence.opens:
                self.spoken.paragraph = self.spoken.growth_base = None
            if sentence.places or sentence.phrases:
                made += self._sentence(sentence, bare)
            elif not sentence.joined:
                self.joined = self.per_before = self.status_before = None
        return made

    def _sentence(self, sentence: Sentence, bare: str) -> list[Mention]:
        told: list[Saying] = []
        for number in range(len(sentence.places)):
            told.append(statistic(bare, sentence, number, told, self.lexicon, self.joined if sentence.joined else None))
        percentages = [one for place, one in zip(sentence.places, told, strict=True) if place.kind in PERCENTAGES]
        self.joined = percentages[-1] if percentages else self.joined if sentence.joined else None
        times = self._times(sentence, told)
        if not sentence.joined:
            self.per_before = self.status_before = None
        statuses = [
            status_told(self.text, sentence, number, told, self.lexicon) or self.status_before
            for number in range(len(told))
        ]
        self.status_before = next((status for status in reversed(statuses) if status), self.status_before)
        periods = self._periods(sentence, told, times, statuses)
        made: list[Mention] = []
        for number, place in enumerate(sentence.places):
            name = name_before(bare, sentence, place, self.lexicon) or (made[-1].measure if made else None)
            made.append(self._told(sentence, number, told, times, periods, statuses[number], name))
        self._remember(sentence, times, told, periods)
        return made

    def _times(self, sentence: Sentence, told: list[Saying]) -> list[Time]:
        """The periods that a sentence names, each resolved by what was spoken of before it."""
        times: list[Time] = []
        for time in times_in(self.text, sentence, told, self.published):
            if not time.compared and time.owner is None:
                time.period = self.resolved(time.phrase, self.published, self._spoken_before(times))
            times.append(time)
        return times

    def _spoken_before(self, times: list[Time]) -> Period | None:
        """What a phrase without a year leans on."""
        within = [time.period for time in times if time.period]
        spoken = self.spoken
        return within[-1] if within else spoken.paragraph or spoken.heading or spoken.main or spoken.begun

    def _periods(
        self, sentence: Sentence, told: list[Saying], times: list[Time], statuses: list[str | None]
    ) -> list[Period | None]:
        """The period of each figure of a sentence."""
        when = [time for time in times if not time.compared and time.owner is None]
        brackets = brackets_in(self.text, sentence) if when else []
        listed = self._listed(sentence, when)
        periods: list[Period | None] = [
            listed[number]
            if listed
            else self._when(sentence, number, told, seen(when, sentence.places[number], brackets), statuses[number])
            for number in range(len(told))
        ]
        for number, one in enumerate(told):
            if one.compared:
                main = next((periods[at] for at in range(number - 1, -1, -1) if not told[at].compared), None)
                main = main or next((periods[at] for at in range(number + 1, len(told)) if not told[at].compared), None)
                own = next((time for time in times if time.owner == number), None)
                periods[number] = self.resolved(own.phrase, self.published, main) if own else None
                if own is None and any("revise" in cue.roles for cue in sentence.cues):
                    periods[number] = main
                if own and own.phrase.meaning == "last year" and main:
                    periods[number] = self.resolved(own.phrase._replace(meaning="year before"), self.published, main)
        return periods

    def _listed(self, sentence: Sentence, when: list[Time]) -> list[Period | None]:
        """The periods of figures that are listed with them in one order: "respectively"."""
        if any("respectively" in cue.roles for cue in sentence.cues) and len(when) == len(sentence.places) > 1:
            return [time.period for time in when]
        return []

    def _when(
        self, sentence: Sentence, number: int, told: list[Saying], when: list[Time], status: str | None
    ) -> Period | None:
        place = sentence.places[number]
        behind = next((time for time in when if place.mention.end <= time.phrase.start < place.right), None)
        if behind and (self._follows(place, behind) or self._behind_its_bracket(place, behind, when)):
            return behind.period
        before = [time for time in when if time.phrase.end <= place.core]
        if before:
            return before[-1].period
        if when and not self._clause_behind(sentence, number, told, when[0]):
            return when[0].period
        if when:
            return None
        return self._governing(status)

    def _follows(self, place: FigurePlace, time: Time) -> bool:
        """Whether a period stands with the figure before it, and not with what comes next."""
        gap = self.text[place.mention.end : time.phrase.start]
        return not _BREAK.search(gap) and not self.lexicon.breaks.search(gap)

    def _behind_its_bracket(self, place: FigurePlace, time: Time, when: list[Time]) -> bool:
        """Whether a figure in brackets has its period behind them: exports rose a little (+0.3 %) in September."""
        closed = _CLOSED.match(self.text, place.mention.end, time.phrase.start)
        opened = self.text.rfind("(", place.left, place.core)
        if closed is None or opened < 0:
            return False
        dated = any(
            one.phrase.end <= opened and not self.text[one.phrase.end : opened].strip() for one in when
        )  # in May (+8.4 %), in June (+8.5 %)
        return (
            not dated
            and word_count(self.text[closed.end() : time.phrase.start]) <= _FEW
            and not (self.lexicon.breaks.search(self.text, closed.end(), time.phrase.start))
        )

    def _clause_behind(self, sentence: Sentence, number: int, told: list[Saying], time: Time) -> bool:
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
            return next((one for one in ahead if not (known and is_over(one, self.published))), spoken.heading)
        return spoken.paragraph or spoken.heading or spoken.main or spoken.begun

    def _told(
        self,
        sentence: Sentence,
        number: int,
        told: list[Saying],
        times: list[Time],
        periods: list[Period | None],
        status: str | None,
        name: str | None,
    ) -> Mention:
        place, one, period = sentence.places[number], told[number], periods[number]
        per = per_told(self.text, sentence, place, growth=one.stat == "growth")
        stat, base = one.stat, None
        figure = place.mention.figure
        if one.inherited and stat == "growth" and per is None:
            per = self.per_before
        self.per_before = per if stat == "growth" else self.per_before
        per = per or (figure.unit.rpartition("/")[2] if figure and figure.unit.endswith(_PARTS) else None)
        averaged = averaged_over(self.text, sentence, place)
        if stat == "level" and place.kind == "amount" and (per or averaged is not None):
            stat, base = "mean", per or (averaged or None)
        elif stat in _OPEN and (both := self._over_two_levels(sentence, number, told, times, periods)):
            base, period = str(both[0]), both[1]
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
            measure=name,
        )

    def _over_two_levels(
        self, sentence: Sentence, number: int, told: list[Saying], times: list[Time], periods: list[Period | None]
    ) -> tuple[Period, Period] | None:
        """From which period to which a figure leads that follows two levels: "5 m in 2024 and 4 m in 2023, up 25 %"."""
        if number < _TWO or any(time.compared for time in times):
            return None
        later, earlier, own = periods[number - 2], periods[number - 1], periods[number]
        figures = [one.mention.figure for one in sentence.places[number - 2 : number]]
        levels = all(one.stat == "level" for one in told[number - 2 : number])
        if not levels or None in figures or later is None or earlier is None or own != earlier:
            return None
        alike = len({one.unit for one in figures if one}) == 1 and later.kind == earlier.kind
        return (earlier, later) if alike and earlier.start < later.start else None

    def _ends(self, times: list[Time], period: Period | None) -> tuple[Period, Period] | None:
        """First and last year of "between 2010 and 2020", where that is the period."""
        for time in times:
            if time.phrase.meaning == "between years" and time.period == period and period is not None:
                first, last = (read_period(str(time.phrase.parts[name])) for name in ("year", "year2"))
                return first, last
        return None

    def _against(
        self,
        sentence: Sentence,
        number: int,
        told: list[Saying],
        times: list[Time],
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
        chosen: Time | None = None
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

    def _compared_period(self, time: Time, period: Period | None) -> Period | None:
        """What a phrase of comparison names: of a part of a year with a year, that part of that year."""
        phrase = time.phrase
        if phrase.meaning == "last year":
            phrase = phrase._replace(meaning="year before") if period else phrase
        if phrase.meaning == "last month" and period:
            phrase = phrase._replace(meaning="month before")
        if phrase.meaning == "last quarter" and period:
            phrase = phrase._replace(meaning="quarter before")
        against = self.resolved(phrase, self.published, period)
        if (
            against
            and period
            and phrase.meaning in {"month", "quarter", "half"}
            and not phrase.parts.keys() & {"year", "yy"}
        ):
            while against.start >= period.start:
                against = against.year_before()
        if against and period and against.kind == "year" and period.kind not in {"year", "span"}:
            return in_other_year(period, against.start.year)
        return against

    def _remember(
        self,
        sentence: Sentence,
        times: list[Time],
        told: list[Saying],
        periods: list[Period | None],
    ) -> None:
        """Keep what later sentences lean on: the sentence's first period, and the base of its last growth."""
        spoken = self.spoken
        brackets = brackets_in(self.text, sentence) if times else []
        named = [
            time.period
            for time in times
            if not time.compared
            and time.owner is None
            and time.period
            and time.phrase.meaning not in PERIODS_BEFORE
            and bracket_at(brackets, time.phrase.start) is None
        ]
        main = next((period for period, one in zip(periods, told, strict=True) if period and not one.compared), None)
        first = main if main in named else named[0] if named else None
        if first is None:
            return
        spoken.paragraph = first
        if sentence.heading:
            spoken.heading, spoken.main, spoken.begun, spoken.ahead = first, None, None, None
        if is_over(first, self.published):
            spoken.main = spoken.main or first
        else:
            spoken.ahead = first
            if self.published and first.start <= self.published:
                spoken.begun = spoken.begun or first
