"""Verdicts that hold only if a number in words is a round one: which numbers, and what they then stand for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reconcile.checks.engine.readings import as_round
from reconcile.checks.engine.relation import Part
from reconcile.checks.wording.scales import Scale
from reconcile.exact.interval import Interval

_NAMED = 3  # of the numbers

Holds = Callable[[list[Interval]], bool]


def only_if_round(parts: Sequence[Part], scale: Scale, holds: Holds) -> str:
    """For example "only if 12,000 is a round number: it then stands for [11,500, 12,500]"; "" where no number is one.

    ``holds`` is asked of an interval for each part; ``scale`` is that of the sentence.
    """
    loose = [i for i, part in enumerate(parts) if part.figure and part.figure.round]
    if not loose or holds([_but_round(part) for part in parts]):
        return ""
    alone = [
        i for i in loose if holds([part.reading.wide if i == j else _but_round(part) for j, part in enumerate(parts)])
    ]
    needed = alone or loose
    numbers, stands = zip(*(_said(parts[i], scale) for i in needed[:_NAMED]), strict=True)
    more = (f"{len(needed) - _NAMED} more",) if len(needed) > _NAMED else ()
    listed = _listed((*numbers, *more), "or" if alone else "and")
    if len(needed) == 1:
        return f"only if {listed} is a round number: it then stands for {stands[0]}"
    are = "is a round number" if alone else "are round numbers"
    return f"only if {listed} {are}: they then stand for {_listed(stands, 'and')}"


def _listed(names: tuple[str, ...], last: str) -> str:
    return " ".join([", ".join(names[:-1]), last, names[-1]]) if len(names) > 1 else names[0]


def _said(part: Part, scale: Scale) -> tuple[str, str]:
    """The number as it is printed, and the interval that it stands for as a round one."""
    figure = part.figure
    assert figure is not None
    own = Scale.of([figure])
    number = own.figure(figure) if own.name == scale.name else own.with_unit(own.figure(figure))
    return number, own.interval(as_round(figure, truncated=part.truncated))


def _but_round(part: Part) -> Interval:
    """The widest reading of a part if its number is no round one; that of "about" is left as it is."""
    plain = part.figure is None or (part.figure.round and part.figure.qualifier != "about")
    return part.reading.face if plain else part.reading.wide
