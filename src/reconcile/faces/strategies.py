"""What Hypothesis draws for tests of reported numbers: figures, worlds in which rules hold, and their print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from reconcile.errors import ReconcileError
from reconcile.faces.ledger_object import Ledger
from reconcile.language.codelists import QUALIFIERS
from reconcile.language.figures import Figure
from reconcile.language.rule_grammar import read_rule
from reconcile.language.rules import Rule, Term
from reconcile.ledger.store.decimals import text_of

TIES = ("up", "down", "to zero", "away from zero", "to even")
"""Where a half goes that is rounded; any of them is honest."""

_DRAWN = st.integers(-(10**6), 10**6).map(lambda thousandths: Fraction(thousandths, 1000))

Draw = Callable[[st.SearchStrategy[Any]], Any]


def round_to(number: Fraction, decimals: int, tie: str = "to even") -> Fraction:
    """A number printed to so many decimals; `tie` is one of `TIES`, or "truncate" where digits are cut.

    >>> [str(round_to(Fraction(5, 2), 0, tie)) for tie in ("to even", "up", "truncate")]
    ['2', '3', '2']
    """
    units = number * Fraction(10) ** decimals
    below = units.numerator // units.denominator
    rest = units - below
    half = {"up": True, "down": False, "to zero": units < 0, "away from zero": units > 0, "to even": below % 2 == 1}
    nearest = half.get(tie, False) if rest == Fraction(1, 2) else rest > Fraction(1, 2)
    up = rest > 0 > units if tie == "truncate" else nearest
    return (below + up) / Fraction(10) ** decimals


@st.composite
def drawn_figures(
    draw: Draw,
    *,
    qualifiers: Iterable[str] = ("exact",),
    decimals: tuple[int, int] = (-3, 3),
    unit: str = "",
    numbers: st.SearchStrategy[Fraction] = _DRAWN,
) -> Figure:
    """Figures that read wholly: a number of whole last digits, printed to between so many decimals.

    `qualifiers` are those to draw from: exact, about, nearly, over, at_least, under, at_most, range.

    >>> from hypothesis import find
    >>> find(drawn_figures(unit="USD"), lambda figure: figure.value > 1).value
    Fraction(2, 1)
    """
    known = tuple(qualifiers)
    if wrong := sorted(set(known) - set(QUALIFIERS)):
        raise ReconcileError(f"no qualifier is called {', '.join(wrong)}; there are {', '.join(QUALIFIERS)}")
    places, qualifier = draw(st.integers(*decimals)), draw(st.sampled_from(known))
    step = Fraction(10) ** -places
    value = round_to(draw(numbers), places)
    high = value + step * draw(st.integers(0, 20)) if qualifier == "range" else None
    return Figure(value, step, unit, qualifier, high, None if high is None else step)


@dataclass(frozen=True)
class World:
    """Numbers that are true together: the rules hold in each row, exactly."""

    rules: tuple[str, ...]
    truth: tuple[Mapping[str, Fraction], ...]  # a row: what each measure is

    @property
    def measures(self) -> tuple[str, ...]:
        return tuple(self.truth[0])


@dataclass(frozen=True)
class PrintedWorld:
    """What is printed of a world: a wide frame of text, as a table shows it, a column a measure."""

    world: World
    frame: pd.DataFrame
    decimals: Mapping[str, int]  # of each column, digits right of the point
    errors: tuple[tuple[int, str], ...] = ()  # the rows and columns that were printed wrongly

    def ledger(self, **settings: Any) -> Ledger:
        """The ledger of it; settings are those of `Ledger.from_wide`."""
        return Ledger.from_wide(self.frame, **{"decimals": self.decimals, "rules": self.world.rules} | settings)


@st.composite
def worlds(
    draw: Draw,
    rules: str | Sequence[str] = ("total = a + b",),
    *,
    rows: tuple[int, int] = (1, 4),
    numbers: st.SearchStrategy[Fraction] = _DRAWN,
) -> World:
    """Worlds in which rules hold. Raises a ReconcileError for rules of which no measure is left to make them true.

    Rules are made true in their order: of each, a measure follows from the others, that on the left where it is new.
    `numbers` draws what is free, such as `st.decimals(0, 100, places=2).map(Fraction)`.

    >>> from hypothesis import find
    >>> world = find(worlds("trade = exports + imports"), lambda world: world.truth[0]["trade"] >= 1)
    >>> world.truth[0]["trade"] == world.truth[0]["exports"] + world.truth[0]["imports"]
    True
    """
    read = [read_rule(one) for one in ([rules] if isinstance(rules, str) else rules)]
    truth = []
    for _ in range(draw(st.integers(*rows))):
        row: dict[str, Fraction] = {}
        for rule in read:
            _make_true(draw, rule, row, numbers)
        truth.append(row)
    return World(tuple(rule.text for rule in read), tuple(truth))


def _make_true(draw: Draw, rule: Rule, row: dict[str, Fraction], numbers: st.SearchStrategy[Fraction]) -> None:
    """Draw what a rule names and is not known yet, but for one measure, which follows."""
    weights = _weights(rule)
    follows = next((name for name in weights if name not in row and weights[name]), None)
    if follows is None:
        raise ReconcileError(f"{rule.text}: all of its measures follow from the rules before it")
    for name in weights:
        if name != follows and name not in row:
            row[name] = draw(numbers)
    rest = sum((weight * row[name] for name, weight in weights.items() if name != follows), Fraction(0))
    slack = Fraction(0) if rule.relation == "=" else abs(draw(numbers)) + (rule.relation in {"<", ">"})
    slack *= 1 if rule.relation in {">", ">="} else -1
    row[follows] = (slack - rest) / weights[follows]


def _weights(rule: Rule) -> dict[str, Fraction]:
    """What each measure is multiplied by where all of the rule is on its left side."""
    weights: dict[str, Fraction] = {}
    for sign, terms in ((1, rule.left), (-1, rule.right)):
        for term in terms:
            if not term.measure or term != Term(term.weight, term.measure) or rule.over:
                raise ReconcileError(f"{rule.text}: only rules of plain measures and weights can be made true here")
            weights[term.measure] = weights.get(term.measure, Fraction(0)) + sign * term.weight
    return weights


@st.composite
def rounded(
    draw: Draw,
    world: st.SearchStrategy[World] | World | str | Sequence[str] = "total = a + b",
    *,
    decimals: tuple[int, int] = (-1, 3),
) -> PrintedWorld:
    """What an honest table prints of a world: each column to its own decimals, halves by one of `TIES`.

    No conflict is ever found in it. `world` is one, a strategy of some, or rules.

    >>> from hypothesis import find
    >>> find(rounded("trade = exports + imports"), lambda printed: len(printed.frame) == 2).frame
      exports imports trade
    0       0       0     0
    1       0       0     0
    """
    made = draw(_worlds(world))
    tie = draw(st.sampled_from(TIES))
    places = {name: draw(st.integers(*decimals)) for name in made.measures}
    frame = pd.DataFrame(
        [{name: _text(round_to(row[name], places[name], tie), places[name]) for name in places} for row in made.truth],
        dtype="str",
    )
    return PrintedWorld(made, frame, places)


@st.composite
def corrupted(
    draw: Draw,
    world: st.SearchStrategy[World] | World | str | Sequence[str] = "total = a + b",
    *,
    decimals: tuple[int, int] = (-1, 3),
) -> PrintedWorld:
    """The same with one figure that no rounding explains, in the row and column that `errors` names.

    The figure is one of a rule with `=`, so that an audit finds a conflict in its row.

    >>> from hypothesis import find
    >>> one, two = Fraction(1), Fraction(2)
    >>> world = World(("trade = exports + imports",), ({"trade": one + two, "exports": one, "imports": two},))
    >>> find(corrupted(world, decimals=(0, 0)), lambda printed: printed.errors[0][1] == "exports").errors
    ((0, 'exports'),)
    """
    printed: PrintedWorld = draw(rounded(world, decimals=decimals))
    rules = [rule for rule in map(read_rule, printed.world.rules) if rule.relation == "="]
    if not rules:
        raise ReconcileError("only a rule with = is broken for sure by a wrong figure")
    weights = _weights(draw(st.sampled_from(rules)))
    name = draw(st.sampled_from([name for name, weight in weights.items() if weight]))
    places = printed.decimals[name]
    unit = Fraction(10) ** -places
    # Rounding may be off by so much one way, and explains as much the other way.
    most = sum(abs(weight) * Fraction(10) ** -printed.decimals[each] for each, weight in weights.items())
    row = draw(st.integers(0, len(printed.frame) - 1))
    units = most / abs(weights[name]) // unit + 1 + draw(st.integers(0, 1000))
    wrong = Fraction(str(printed.frame.loc[row, name])) + unit * units * draw(st.sampled_from((1, -1)))
    frame = printed.frame.copy()
    frame.loc[row, name] = _text(wrong, places)
    return replace(printed, frame=frame, errors=((row, name),))


@st.composite
def claims(
    draw: Draw,
    world: st.SearchStrategy[World] | World | str | Sequence[str] = "total = a + b",
    *,
    source: str = "report",
    decimals: tuple[int, int] = (-1, 3),
) -> pd.DataFrame:
    """The same honest figures as a frame of claims, a row a figure, the rows of the world as years from 2001 on.

    >>> from hypothesis import find
    >>> find(claims("trade = exports + imports"), lambda frame: True)["measure"].tolist()
    ['exports', 'imports', 'trade']
    """
    printed = draw(rounded(world, decimals=decimals))
    rows = [
        {
            "source": source,
            "measure": name,
            "period": str(2001 + number),
            "value": row[name],
            "decimals": str(printed.decimals[name]),
        }
        for number, row in enumerate(printed.frame.to_dict("records"))
        for name in printed.world.measures
    ]
    return pd.DataFrame(rows, dtype="str")


def _worlds(given: Any) -> st.SearchStrategy[World]:
    if isinstance(given, World):
        return st.just(given)
    return given if isinstance(given, st.SearchStrategy) else worlds(given)


def _text(number: Fraction, places: int) -> str:
    """A number of whole last digits as it is printed, its zeros too."""
    units = number * Fraction(10) ** places
    return text_of(int(units), -places, zeros=True)
