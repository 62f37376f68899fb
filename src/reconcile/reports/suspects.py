"""The few figures that are probably wrong, with what would put each right and the conflicts that it explains."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from reconcile.errors import at_line
from reconcile.reports.headlines import Headlines
from reconcile.reports.phrasebook import ENGLISH, Phrasebook

if TYPE_CHECKING:
    from reconcile.auditing import Result

CONFLICTS = 1_000  # up to which reports look for causes; of more, `audit.causes` does when it is asked
_TOLD = ("claim", "reported", "change", "slip", "explains")
_SHOWN = 10  # figures that a list names


class Suspect(NamedTuple):
    """One figure that is probably wrong."""

    claim: str
    about: str  # what it speaks of, with titles: "Imports of goods 2021"
    place: str  # where the ledger says it: file:line
    reported: str  # its figure as it is printed
    change: str  # "11,985,000 → 11,958,000 EUR"
    slip: str  # the known slip that makes it, "" where there is none
    explains: tuple[str, ...]  # the conflicts, by id
    component: int  # of the conflicts that hang together
    others: int  # ways to change as few claims of that component, which would do as well

    @property
    def mending(self) -> str:
        """The change, and the slip where one is known."""
        return f"{self.change}: {self.slip}" if self.slip else self.change

    @property
    def before_and_after(self) -> tuple[str, str]:
        """What is printed, and what would do; the second is "" where the change is said in other words."""
        before, _, after = self.change.partition(" → ")
        return before, after

    @property
    def said(self) -> str:
        """All of it, as it stands beside a conflict that it explains."""
        return f"probably wrong: {self.about}: {self.mending} ({self.place}); {self.extent}"

    @property
    def line(self) -> str:
        """The same as it stands in a list."""
        return f"{self.about}: {self.mending} ({self.place}); {self.extent}"

    @property
    def extent(self) -> str:
        """How many conflicts it explains."""
        return self.extent_in(ENGLISH)

    def extent_in(self, words: Phrasebook) -> str:
        """The same in the words of a language."""
        return words("explains", conflicts=words.counted("conflicts", len(self.explains)))


class Suspects(NamedTuple):
    """What a report begins with: "2 figures are probably wrong and explain 5 conflicts", and the figures."""

    listed: list[Suspect]
    explained: int  # conflicts

    @property
    def head(self) -> str:
        return self.head_in(ENGLISH)

    def head_in(self, words: Phrasebook) -> str:
        """How many figures explain how many conflicts, in the words of a language."""
        figures, conflicts = len(self.listed), words.counted("conflicts", self.explained)
        return words.several("causes", figures, figures=words.counted("figures", figures), conflicts=conflicts)

    @property
    def shown(self) -> list[Suspect]:
        """Those that a list names."""
        return self.listed[:_SHOWN]

    @property
    def more(self) -> str:
        """How many it does not name; empty where it names all."""
        return self.more_in(ENGLISH)

    def more_in(self, words: Phrasebook) -> str:
        """The same in the words of a language."""
        return words.several("more", len(self.listed) - _SHOWN) if len(self.listed) > _SHOWN else ""

    @property
    def lines(self) -> list[str]:
        """A line for each of those that are shown, and one for the others."""
        told = [f"{one.line}{self.otherwise(one)}" for one in self.shown]
        return told + [self.more] * bool(self.more)

    def otherwise(self, one: Suspect, words: Phrasebook = ENGLISH) -> str:
        """How many other ways there are to change as few, said behind the last figure of a component."""
        last = next(each for each in reversed(self.listed) if each.component == one.component)
        if not one.others or one is not last:
            return ""
        return words.several("otherwise", one.others)

    def of(self, finding: str) -> Suspect | None:
        """The figure that explains a conflict, where there is one and no other way."""
        explaining = [one for one in self.listed if finding in one.explains]
        return explaining[0] if len(explaining) == 1 and not explaining[0].others else None


def looked_for(result: Result) -> bool:
    """Whether a report looks for the causes of an audit's conflicts."""
    return 0 < result.counts["conflict"] <= CONFLICTS


def suspects(result: Result) -> Suspects | None:
    """The figures that are probably wrong; None where that says nothing.

    It says something where figures are fewer than what they explain, or a known slip makes one of them, and each has a
    value that would do. Where as few others would do as well, none is named.
    """
    if not looked_for(result):
        return None
    causes = result.causes
    best = causes[causes["optimum"] == 1]
    slips = causes["slip"].notna().groupby([causes["component"], causes["optimum"]]).sum()
    telling = [one for number, one in best.groupby("component") if _tells(one) and _apart(slips.xs(number))]
    if not telling:
        return None
    explained = sum(len(_explained(one)) for one in telling)
    ways = causes.groupby("component")["optimum"].max()
    told = [one for some in telling for one in _suspects(some, int(ways[some["component"].iloc[0]]))]
    return Suspects(_placed(told, result), explained)


def _placed(listed: list[Suspect], result: Result) -> list[Suspect]:
    """The same with what each speaks of and where it stands."""
    ids, origin, headlines = result.ledger.claims["claim"], result.ledger.origin, Headlines(result)
    rows = {str(ids.iloc[row]): int(row) for row in np.flatnonzero(ids.isin([one.claim for one in listed]))}
    placed = []
    for one in listed:
        row = rows[one.claim]
        line = origin["line"].iloc[row]
        place = at_line(str(origin["file"].iloc[row]), None if pd.isna(line) else int(line))
        placed.append(one._replace(about=headlines.claim(row), place=place))
    return placed


def _tells(component: pd.DataFrame) -> bool:
    if component["change"].isna().any():
        return False
    return len(component) < len(_explained(component)) or bool(component["slip"].notna().any())


def _apart(slips: pd.Series) -> bool:
    """Whether the first of some ways to change as few claims has more known slips than each of the others."""
    first, *others = slips.tolist()
    return all(first > other for other in others)


def _explained(component: pd.DataFrame) -> set[str]:
    return {finding for findings in component["explains"] for finding in findings}


def _suspects(component: pd.DataFrame, ways: int) -> list[Suspect]:
    rows = zip(*(component[name] for name in _TOLD), strict=True)
    return [
        Suspect(
            claim, "", "", reported, change, slip or "", tuple(explains), int(component["component"].iloc[0]), ways - 1
        )
        for claim, reported, change, slip, explains in rows
    ]
