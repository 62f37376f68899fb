"""What the running text of a document says, as a ledger would say it: claims that tie, and rules for sums.

Figures that a believed relation ties are of one measure; all others have none in common, and those that nothing ties
are not claimed. So a guess from words alone never makes two figures contradict each other.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from reconcile.reading.drafted_relations import in_rule, rule_of
from reconcile.reading.statistic_fits import statistic_fit
from reconcile.reading.text_relations import TextFigure, TextRelation, same_figure

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

__all__ = ["UNNAMED", "TextClaim", "TextDraft", "draft_text", "new_name", "sum_rule"]

UNNAMED = "figure"  # the measure of what no words name
_AS_DRAFTED = ("reported", "value", "decimals", "unit", "quote", "at", "guess")
_STATISTICS = {"growth", "change", "ratio", "share"}


@dataclass(frozen=True, slots=True)
class TextClaim:
    """A figure with the measure, the period and the base that the relations give it."""

    figure: TextFigure
    measure: str
    whole: str = ""  # of a share: the measure that it is a share of
    column: str = ""  # of the table's cell that says the same

    @property
    def place(self) -> str:
        return f"offset {self.figure.draft.start}"

    @property
    def words(self) -> str:
        record = self.figure.draft.record
        return record["reported"] or f"{record['value']} {record['unit']}"

    @property
    def row(self) -> dict[str, str]:
        """The claim as a row of a ledger's table."""
        one, record = self.figure, self.figure.draft.record
        return {
            "measure": self.measure,
            "column": self.column,
            "period": one.period,
            "stat": "" if one.stat == "level" else one.stat,
            "base": self.whole or one.base,
            "status": one.status,
            **{name: record.get(name, "") for name in _AS_DRAFTED},
        }


@dataclass(slots=True)
class TextDraft:
    """The claims of a text by the number of their figure, and the relations that were kept."""

    claims: dict[int, TextClaim] = field(default_factory=dict)
    relations: list[TextRelation] = field(default_factory=list)


class _Groups:
    """Figures that are of one measure, kept so that none contradicts another but where that is meant."""

    def __init__(self, figures: Sequence[TextFigure]) -> None:
        self.figures = list(figures)
        self.group = list(range(len(figures)))
        self.fixed: set[int] = set()  # figures of which a relation has told the period
        self.broken: set[int] = set()  # what is stated and does not hold, as it is meant
        self.sums: list[tuple[int, ...]] = []  # figures that are total and parts

    def tie(self, relation: TextRelation) -> bool:
        """Tie the figures of a relation; False, and nothing is done, where it would contradict others."""
        before = list(self.figures), list(self.group), set(self.fixed), set(self.broken), list(self.sums)
        if self._dated(relation) and self._joined(relation):
            return True
        self.figures, self.group, self.fixed, self.broken, self.sums = before
        return False

    def _dated(self, relation: TextRelation) -> bool:
        """Give level and base the periods that what is stated speaks of."""
        if relation.kind not in _STATISTICS - {"share"}:
            return True
        stated, level, base = relation.figures
        says = self.figures[stated]
        periods = {level: says.period, base: says.period if self.figures[base].stat == "change" else says.base}
        for number, period in periods.items():
            one = self.figures[number]
            if one.period != period and (number in self.fixed or not one.period_guessed):
                return False
            status = says.status if one.stat == "level" and number == level else one.status
            self.figures[number] = replace(one, period=period, status=status)
        self.fixed |= {level, base}
        return True

    def _joined(self, relation: TextRelation) -> bool:
        if relation.kind == "sum":
            self.sums.append(relation.figures)
            return self._apart()
        together = relation.figures[:2] if relation.kind == "share" else relation.figures
        if not relation.holds:
            self.broken.add(relation.figures[0])
        first, *others = (self.group[number] for number in together)
        self.group = [first if one in others else one for one in self.group]
        return self._apart() and self._sound([number for number, one in enumerate(self.group) if one == first])

    def _apart(self) -> bool:
        """Whether total and parts of each sum are of different measures."""
        return all(len({self.group[number] for number in one}) == len(one) for one in self.sums)

    def _sound(self, members: list[int]) -> bool:
        """Whether the figures of a measure fit each other wherever they meet."""
        said: dict[tuple[str, ...], int] = {}
        for number in members:
            one = self.figures[number]
            other = said.setdefault(one.quantity, number)
            if other != number and not same_figure(one, self.figures[other]):
                return False
        levels = {one.period: one for number in members if (one := self.figures[number]).stat == "level"}
        for number in members:
            one = self.figures[number]
            if one.stat in _STATISTICS - {"share"} and one.period in levels and one.base in levels:
                fit = statistic_fit(one, levels[one.period], levels[one.base])
                if fit is not None and not fit.holds and number not in self.broken:
                    return False
        return True


def draft_text(
    figures: Sequence[TextFigure], relations: Sequence[TextRelation], taken: Collection[str] = (), of: str = ""
) -> TextDraft:
    """Draft the claims of the figures that relations tie, the surest first, and what only has the same digits last.

    No measure has a name that is `taken`; `of` is the document, where there are several.
    """
    groups, draft = _Groups(figures), TextDraft()
    for relation in sorted(relations, key=lambda one: (one.kind == "repeat", -one.strength)):
        if groups.tie(relation):
            draft.relations.append(relation)
    tied = sorted({number for relation in draft.relations for number in relation.figures})
    names: dict[int, str] = {}
    for number in tied:
        group = groups.group[number]
        if group not in names:
            said = (figures[at].name for at in tied if groups.group[at] == group)
            names[group] = new_name(next(filter(None, said), UNNAMED), {*taken, *names.values()}, of)
    wholes = {one.figures[0]: groups.group[one.figures[2]] for one in draft.relations if one.kind == "share"}
    for number in tied:
        whole = names[wholes[number]] if number in wholes else ""
        draft.claims[number] = TextClaim(groups.figures[number], names[groups.group[number]], whole)
    return draft


def new_name(name: str, taken: Collection[str], of: str = "") -> str:
    """The name, with a number where it is taken, and with the document that it is of.

    >>> new_name("sales", {"sales", "sales_2"})
    'sales_3'
    """
    own = f" ({of})" if of else ""
    numbered = (f"{name}{f'_{number}' * (number > 1)}{own}" for number in range(1, len(taken) + 2))
    return next(one for one in numbered if one not in taken)


def sum_rule(said: Sequence[TextClaim]) -> str:
    """A sum as a rule, the total first; it binds in the period of its figures alone."""
    total, *parts = said
    fixed = f"[period={total.figure.period}]"
    return rule_of([(1, in_rule(total.measure))], [(1, in_rule(part.measure)) for part in parts], fixed)
