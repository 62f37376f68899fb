"""Relations among the figures of running text: repeats, growth, change, ratios, shares, and sums among levels.

A figure's measure is only guessed from the words before it. So nothing ties by its name alone: a relation is believed
where its numbers fit and by chance hardly would, or where the figures stand together in one sentence and say what they
are to each other. What fits nothing keeps to itself.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations, islice
from math import comb, inf, log10
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from reconcile.exact.interval import weighted_sum
from reconcile.reading.evidence import BELIEVED, odds
from reconcile.reading.statistic_fits import (
    NumberFit,
    ReportedNumber,
    far_off,
    number_fit,
    statistic_fit,
    sum_far_off,
    width,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from reconcile.exact.interval import Interval
    from reconcile.language.figures import Figure
    from reconcile.reading.claim_drafts import ClaimDraft

__all__ = ["TextFigure", "TextRelation", "text_figures", "text_relations"]

_RATES = frozenset({"percent", "pp", "times"})
_FAR = 40  # figures of one name, or of one unit and period, that are looked at before and behind
_Where: TypeAlias = "tuple[str, int]"  # sentence, paragraph or text, and which
_MOST_NAMES = {"sentence": 8, "paragraph": 8, "text": 12}  # levels of one period and unit among which sums are tried
_BALANCES_MEANT = 0.5  # how often a surplus is that of two levels of its sentence or paragraph
_SUMS_MEANT = {"sentence": 0.3, "paragraph": 0.1, "text": 1.0}  # how often so many levels have a sum among them
_PAIR = 2
_PARTS = 4  # of a sum in running text
_LEAST = 1e-6  # what is by chance is not told apart below
_NAMED, _UNNAMED = 1.0, 0.1
_STANDING = {"one sentence, one name": 2.0, "one sentence": 0.5, "apart, one name": 0.5, "apart": 0.1}
_NAMED_SO = "one sentence, of one name, each with its period"
_ALONE = "alone in one sentence, each with its period"
_WORDED = "level, base and what lies between them stand in one sentence, each with its period"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFigure(ReportedNumber):
    """A figure of running text, with what its words tell of it and the numbers that it stands for."""

    name: str  # of its measure, as the words before it name it; "" where none do
    base: str
    status: str
    sentence: int  # where its sentence begins
    paragraph: int
    period_guessed: bool
    balance: bool  # named a surplus or a deficit
    draft: ClaimDraft

    @property
    def quantity(self) -> tuple[str, ...]:
        """All that tells one quantity from others but the measure."""
        return self.stat, self.period, self.base, self.status, self.unit


@dataclass(frozen=True, slots=True)
class TextRelation:
    """A relation that is believed among figures, by their numbers."""

    kind: str  # repeat, growth, change, ratio, share, sum
    figures: tuple[int, ...]  # what is stated or the total first, then level and base, or the parts
    strength: float
    why: str
    holds: bool = True


def text_figures(
    claims: Iterable[ClaimDraft],
    starts: Sequence[int],
    stands_for: Callable[[Figure], Interval],
    balances: Callable[[str], bool],
) -> list[TextFigure]:
    """The figures that stand for a bounded interval; `stands_for` is how far the words reach.

    `starts` are those of the paragraphs, and `balances` says whether a name is that of a surplus or a deficit.
    """
    found = []
    for claim in claims:
        stands, record = stands_for(claim.figure), claim.record
        if stands.low is None or stands.high is None or stands.empty:
            continue
        found.append(
            TextFigure(
                name=record["measure"] if claim.named else "",
                period=record["period"],
                stat=record["stat"] or "level",
                base=record["base"],
                status=record["status"],
                unit=claim.figure.unit,
                size=claim.figure.value,
                stands=stands,
                sentence=claim.begins,
                paragraph=bisect_right(starts, claim.begins),
                period_guessed="period" in record["guess"].split(),
                balance=balances(record["measure"].replace("_", " ")),
                draft=claim,
            )
        )
    return found


def text_relations(figures: Sequence[TextFigure]) -> list[TextRelation]:
    """The relations that are believed among the figures of one document."""
    return [*_repeats(figures), *_statistics(figures), *_sums(figures)]


def _repeats(figures: Sequence[TextFigure]) -> Iterator[TextRelation]:
    """One quantity said again: of one name, or the same number of so many digits that chance hardly gives it."""
    alike: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, one in enumerate(figures):
        alike[one.quantity].append(number)
    for numbers in alike.values():
        for place, number in enumerate(numbers):
            one = figures[number]
            for other in numbers[max(0, place - _FAR) : place][::-1]:
                before = figures[other]
                if not same_figure(one, before) or not one.size or _told_apart(one, before):
                    continue
                named = bool(one.name) and one.name == before.name
                chance = min(1.0, float(width(one.stands, before.stands) / (2 * abs(one.size))) or 1 / _digits(one))
                strength = log10(_NAMED if named else _UNNAMED) - log10(chance * min(place, _FAR))
                if strength >= BELIEVED:
                    why = f"{'of one name' if named else 'the same digits'}; {odds(strength)}"
                    yield TextRelation("repeat", (number, other), strength, why)
                    break


def _told_apart(one: TextFigure, other: TextFigure) -> bool:
    """Whether one sentence gives two figures names of their own: "revenue of 10.9 and expenditure of 10.9"."""
    return one.sentence == other.sentence and bool(one.name and other.name) and one.name != other.name


def same_figure(one: TextFigure, other: TextFigure) -> bool:
    """Whether two figures can be one said twice: equal as printed to one place, else where they meet."""
    first, second = one.draft.figure, other.draft.figure
    if first.step == second.step and first.qualifier == second.qualifier:
        return (first.value, first.value_high) == (second.value, second.value_high)
    return not (one.stands & other.stands).empty


def _digits(one: TextFigure) -> int:
    return int(10 ** len(str(abs(one.size.numerator))))


def _statistics(figures: Sequence[TextFigure]) -> Iterator[TextRelation]:
    """Growth, change, ratios and shares with the levels that they fit best; and those whose words say what they fit."""
    near = Nearby(figures)
    for number, stated in enumerate(figures):
        if stated.stat in {"level", "mean"}:
            continue
        tried = list(ties_of(near, number))
        fitting = [(tie, fit) for tie in tried if (fit := _fit(figures, tie)) is not None]
        holding = [(_strength(tie, fit, len(tried)), tie) for tie, fit in fitting if fit.holds]
        if holding:
            strength, tie = max(holding, key=lambda one: one[0])
            worded = [one for _, one in holding if _one_of_a_name(near, one) or _alone_in_sentence(near, one)]
            if strength >= BELIEVED:
                yield TextRelation(stated.stat, tie.figures, strength, f"{tie.standing}; {odds(strength)}")
            elif len(worded) == 1:  # few digits fit often by chance, and the words say that these are meant
                why = _NAMED_SO if _one_of_a_name(near, worded[0]) else _ALONE
                yield TextRelation(stated.stat, worded[0].figures, BELIEVED, why)
        elif len(said := [tie for tie in tried if _worded(near, tie)]) == 1:
            tie = said[0]
            yield TextRelation(stated.stat, tie.figures, BELIEVED, _WORDED, holds=False)


def _fit(figures: Sequence[TextFigure], tie: StatisticTie) -> NumberFit | None:
    stated, level, base = (figures[at] for at in tie.figures)
    return None if far_off(stated, level, base) else statistic_fit(stated, level, base)


def _strength(tie: StatisticTie, fit: NumberFit, tried: int) -> float:
    return log10(_STANDING[tie.standing] / tried) - log10(max(fit.chance, _LEAST))


def _one_of_a_name(near: Nearby, tie: StatisticTie) -> bool:
    """Whether all three are in one sentence, each with its period, and the only figures of their name in it."""
    figures = near.figures
    said = [figures[at] for at in tie.figures]
    if tie.standing != "one sentence, one name" or any(one.period_guessed for one in said):
        return False
    here = [at for at in near.sentence[said[0].sentence] if figures[at].name == said[0].name]
    return said[2].stat == "level" and len(here) == len(said)


def _alone_in_sentence(near: Nearby, tie: StatisticTie) -> bool:
    """Whether a sentence has no other level of the unit and no other such statistic, and each its period."""
    figures = near.figures
    stated, level, base = (figures[at] for at in tie.figures)
    if (
        base.stat != "level"
        or "sentence" not in tie.standing
        or any(one.period_guessed for one in (stated, level, base))
    ):
        return False
    here = [figures[at] for at in near.sentence[stated.sentence]]
    levels = sum(one.stat == "level" and one.unit == level.unit for one in here)
    return levels == 2 and sum(one.stat == stated.stat for one in here) == 1


def _worded(near: Nearby, tie: StatisticTie) -> bool:
    """Whether the words say it though the numbers do not: no other figure of these units is in the sentence."""
    units = {near.figures[at].unit for at in tie.figures}
    here = near.sentence[near.figures[tie.figures[0]].sentence]
    return _one_of_a_name(near, tie) and sum(near.figures[at].unit in units for at in here) == len(tie.figures)


def _sums(figures: Sequence[TextFigure]) -> Iterator[TextRelation]:
    """Levels of one period and unit of which one is the sum of others, in every period that tells them all.

    They are sought in each sentence, in each paragraph and in the whole text: the fewer stand together, the fewer are
    tried, and the less it takes to believe that they are meant.
    """
    lanes: dict[tuple[str, ...], dict[str, int]] = defaultdict(dict)
    together: dict[tuple[str, ...], dict[_Where, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    for number, one in enumerate(figures):
        if one.stat == "level" and one.unit not in _RATES and one.size > 0:
            quantity = (*one.quantity[:-1], "" if one.unit == "count" else one.unit)  # 3 visitors, and 2 of them
            lane = lanes[quantity]
            before = lane.get(one.name)
            # "Exports and imports came to 24.6 and 22.9": what has the name of another figure has none of its own.
            own = not one.name or (before is not None and not same_figure(one, figures[before]))
            name = f"#{number}" if own else one.name
            lane.setdefault(name, number)
            places: list[_Where] = [("sentence", one.sentence)]
            if quantity[-1]:  # numbers without a unit are of many things, but for those of one sentence
                places += [("paragraph", one.paragraph), ("text", 0)]
            for place in places:
                together[quantity][place][name] = None
    tied: set[frozenset[str]] = set()
    for quantity, lane in lanes.items():
        found: dict[tuple[str, ...], tuple[float, str]] = {}
        for (where, _), names in together[quantity].items():
            few = list(islice(names, _MOST_NAMES[where]))
            for said, strength in _sums_among(figures, lanes, lane, few, where):
                if said not in found or strength > found[said][0]:
                    found[said] = strength, where
        for said, (strength, where) in sorted(found.items(), key=lambda one: (one[1], one[0]), reverse=True):
            if frozenset(said) in tied:
                continue
            tied.add(frozenset(said))
            why = odds(strength) if where == "text" else f"one {where}; {odds(strength)}"
            for other in lanes.values():
                if all(name in other for name in said):
                    yield TextRelation("sum", tuple(other[name] for name in said), strength, why)


def _sums_among(
    figures: Sequence[TextFigure],
    lanes: dict[tuple[str, ...], dict[str, int]],
    lane: dict[str, int],
    names: Sequence[str],
    where: str,
) -> Iterator[tuple[tuple[str, ...], float]]:
    """The sums that are believed among levels of one of the lanes that stand together, the total first."""
    sizes = range(2, min(_PARTS, len(names) - 1) + 1)
    ways = {many: comb(len(names), many) * (len(names) - many) for many in sizes}
    tried = sum(ways.values())
    for many in sizes:
        for parts in combinations(names, many):
            for total in names:
                if total in parts:
                    continue
                prior = _SUMS_MEANT[where] / tried
                balance = [figures[lane[part]].balance for part in parts]
                if many == _PAIR and sum(balance) == 1 and where != "text":
                    prior = _BALANCES_MEANT / comb(len(names) - 1, 2)
                # All that a sentence tells, with the total at its beginning or at its end: that is how sums are told.
                whole = where == "sentence" and many == len(names) - 1 and total in {names[0], names[-1]}
                if whole:
                    prior = max(prior, _SUMS_MEANT[where] / 2)
                strength = log10(prior) + _sum_strength(figures, lanes, total, parts)
                if strength >= BELIEVED:
                    yield (total, *parts), strength


def _sum_strength(
    figures: Sequence[TextFigure],
    lanes: dict[tuple[str, ...], dict[str, int]],
    total: str,
    parts: tuple[str, ...],
) -> float:
    """What a sum says for itself, held in every period that tells its parts; minus infinity where it fails in one."""
    strength = 0.0
    for lane in lanes.values():
        if total not in lane or any(part not in lane for part in parts):
            continue
        whole = figures[lane[total]]
        if sum_far_off(whole, [figures[lane[part]] for part in parts]):
            return -inf
        added = [figures[lane[part]].stands for part in parts]
        fit = number_fit(weighted_sum([1] * len(added), added), whole.stands, whole.size)
        if not fit.holds:
            return -inf
        strength -= log10(max(fit.chance, 1 / _digits(whole)))
    return strength


class Nearby:
    """For each figure those that may be of its measure: in its sentence, of its name, or unnamed nearby."""

    def __init__(self, figures: Sequence[TextFigure]) -> None:
        self.figures = figures
        self.sentence: dict[int, list[int]] = defaultdict(list)
        self.paragraph: dict[int, list[int]] = defaultdict(list)
        self.name: dict[str, list[int]] = defaultdict(list)
        for number, one in enumerate(figures):
            self.sentence[one.sentence].append(number)
            self.paragraph[one.paragraph].append(number)
            if one.name:
                self.name[one.name].append(number)

    def of(self, number: int) -> list[int]:
        one = self.figures[number]
        near = {other for other in self.paragraph[one.paragraph] if _near(one, self.figures[other])}
        named = self.name[one.name] if one.name else []
        place = bisect_right(named, number)
        return sorted({*near, *named[max(0, place - _FAR) : place + _FAR]} - {number})

    def levels_of(self, name: str) -> list[int]:
        """The last levels of a name that words tell, as of the whole that a share is of; the name may say more."""
        words = set(name.split("_"))
        named = (at for one, numbers in self.name.items() if words <= set(one.split("_")) for at in numbers)
        return [at for at in sorted(named) if self.figures[at].stat == "level"][-_FAR:]


def ties_of(near: Nearby, number: int) -> Iterator[StatisticTie]:
    """What a growth, change, ratio or share may speak of: a level and its base, or the change between."""
    figures = near.figures
    stated = figures[number]
    others = near.of(number)
    levels = [at for at in others if figures[at].stat == "level" and _measurable(stated, figures[at])]
    wholes = near.levels_of(stated.base) if stated.stat == "share" and stated.base else []
    for level in levels:
        one = figures[level]
        if not _dated(stated.period, one):
            continue
        for base in sorted({*levels, *wholes}):
            other = figures[base]
            if base == level or other.unit != one.unit or not (_near(one, other) or base in wholes):
                continue
            if stated.stat == "share":
                if other.period != one.period or other.size <= one.size:
                    continue
            elif not _dated(stated.base, other) or (one.period == other.period and not other.period_guessed):
                continue
            yield StatisticTie((number, level, base), _class(stated, one, other))
        if stated.stat == "growth":
            for change in near.sentence[stated.sentence]:
                other = figures[change]
                same = other.stat == "change" and other.unit == one.unit
                if same and (other.period, other.base) == (stated.period, stated.base):
                    yield StatisticTie((number, level, change), _class(stated, one, other))


class StatisticTie(NamedTuple):
    """A relation that may be meant: its figures by their numbers, and how they stand to each other."""

    figures: tuple[int, int, int]
    standing: str


def _near(one: TextFigure, other: TextFigure) -> bool:
    """Whether two figures may be of one measure: in one sentence, of one name, or unnamed in one paragraph."""
    if one.sentence == other.sentence:
        return True
    if one.name and other.name:
        return one.name == other.name
    return one.paragraph == other.paragraph


def _dated(period: str, one: TextFigure) -> bool:
    """Whether a level may be of a period: it says so, or says none."""
    return one.period == period or one.period_guessed


def _class(stated: TextFigure, level: TextFigure, base: TextFigure) -> str:
    together = stated.sentence == level.sentence == base.sentence
    whole = stated.base if stated.stat == "share" and stated.base else stated.name
    named = bool(stated.name) and (stated.name, whole) == (level.name, base.name)
    return ("one sentence" if together else "apart") + (", one name" if named else "")


def _measurable(stated: TextFigure, level: TextFigure) -> bool:
    if stated.stat == "change":
        return level.unit == ("percent" if stated.unit == "pp" else stated.unit)
    return level.unit not in {"percent", "pp"}
