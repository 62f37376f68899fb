"""Rules: relations between sums of products of measures, and how they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from reconcile.language.digits import decimal_text
from reconcile.language.tolerances import Tolerance

__all__ = ["PLAIN_NAME", "Factor", "Rule", "Term"]

PLAIN_NAME = re.compile(r"[^\W\d]\w*(?:\.\w+)*")  # of a measure; any other name stands in backticks
_NOT_IN_KEYS = re.compile(r"[^A-Za-z0-9._=+<>()*\x80-\U0010ffff-]")


@dataclass(frozen=True, slots=True)
class Factor:
    """A measure that a term is multiplied with, or divided by.

    >>> str(Factor("exports", (("partner", "US"),), back=1))
    'exports[partner=US,period=-1]'
    """

    measure: str
    at: tuple[tuple[str, str], ...] = ()  # fixed dimensions, sorted
    back: int = 0  # of so many periods before, each as long as the period in which the rule binds
    divides: bool = False

    def __str__(self) -> str:
        fixed = sorted([*self.at, *([("period", f"-{self.back}")] if self.back else [])])
        name = self.measure if PLAIN_NAME.fullmatch(self.measure) else f"`{self.measure}`"
        return name + (f"[{','.join(f'{name}={value}' for name, value in fixed)}]" if fixed else "")

    @property
    def key(self) -> str:
        """The text for ids: one word, without square brackets or commas."""
        named = replace(self, measure=self.measure.replace(",", "_"))  # a comma parts what is fixed
        written = str(named).replace("[", "(").replace("]", ")").replace(",", ")(").replace("`", "")
        return _NOT_IN_KEYS.sub("_", written)


@dataclass(frozen=True, slots=True)
class Term:
    """One summand: a weighted measure, a product of measures, or a constant.

    >>> Term(Fraction(2), "price", by=(Factor("hours"), Factor("workers", divides=True))).factors[1:]
    (Factor(measure='hours', at=(), back=0, divides=False), Factor(measure='workers', at=(), back=0, divides=True))
    """

    weight: Fraction  # signed, in base units of `unit`
    measure: str  # "" for a constant, and where measures only divide it
    at: tuple[tuple[str, str], ...] = ()  # fixed dimensions, sorted
    unit: str = ""  # the unit that the weight carries
    back: int = 0  # the measure of so many periods before
    by: tuple[Factor, ...] = ()  # what it is multiplied with and divided by besides

    @property
    def factors(self) -> tuple[Factor, ...]:
        """All measures in it, in order; none of a constant."""
        return (*((Factor(self.measure, self.at, self.back),) if self.measure else ()), *self.by)

    def __str__(self) -> str:
        return self._written(str)

    @property
    def key(self) -> str:
        """The text for ids: one word, without square brackets or commas."""
        return self._written(lambda factor: factor.key).replace(" / ", "÷").replace("/", "_").replace(" ", "")

    def _written(self, name: object) -> str:
        assert callable(name)
        size, over = abs(self.weight), ""
        if not (number := decimal_text(size)):
            number, over = decimal_text(Fraction(size.numerator)), f" / {size.denominator}"
        written = f"{number} {self.unit}".rstrip()
        if written == "1" and self.measure:
            written = ""
        for factor in self.factors:
            sign = " / " if factor.divides else " * "
            written += f"{sign if written else ''}{name(factor)}"
        return ("-" if self.weight < 0 else "") + written + over


@dataclass(frozen=True, slots=True)
class Rule:
    """A relation that always holds, wherever its measures are reported.

    >>> from reconcile.language.rule_grammar import read_rule
    >>> rule = read_rule("net=2*a + b - 0.50*c[x=1]")
    >>> rule.text, rule.key, rule.measures
    ('net = 2 * a + b - 0.5 * c[x=1]', 'net=2*a+b-0.5*c(x=1)', ('net', 'a', 'b', 'c'))
    """

    left: tuple[Term, ...]
    relation: str  # =, <=, >=, <, >
    right: tuple[Term, ...]
    name: str = ""  # the reader's words for it
    missing: str = "skip"  # or "zero": absent parts count as nothing once the total and one part are there
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()  # dimension, area, period or source → where it binds
    tolerance: Tolerance | None = None  # how far its sides may be apart beyond rounding
    over: str = ""  # of a weighted mean, the dimension whose members it is taken over

    @property
    def text(self) -> str:
        """The rule as it would be written; reading it gives the same terms."""
        if self.of_mean:
            weight, part, _ = map(str, self.right[0].factors)
            return f"{_sum(self.left)} {self.relation} sum({weight} * {part}) / sum({weight})"
        if self.of_growth:
            return f"growth({self.left[0].factors[0]}) {self.relation} growth({self.right[0].factors[0]})"
        return f"{_sum(self.left)} {self.relation} {_sum(self.right)}"

    @property
    def key(self) -> str:
        """The text for ids: one word, without square brackets or commas."""
        if self.of_mean:
            weight, part, _ = (factor.key for factor in self.right[0].factors)
            return f"{_sum(self.left, tight=True)}{self.relation}sum({weight}*{part})÷sum({weight})"
        if self.of_growth:
            return f"growth({self.left[0].factors[0].key}){self.relation}growth({self.right[0].factors[0].key})"
        return _sum(self.left, tight=True) + self.relation + _sum(self.right, tight=True)

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures it names, each once, in order."""
        return tuple(dict.fromkeys(factor.measure for factor in self.factors))

    @property
    def factors(self) -> tuple[Factor, ...]:
        """All measures in it, as often as it names them."""
        return tuple(factor for term in (*self.left, *self.right) for factor in term.factors)

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources in which alone it binds, each by itself; none where it binds in all, and across them."""
        return dict(self.where).get("source", ())

    @property
    def dimensions(self) -> frozenset[str]:
        """What it fixes in any of its measures: dimensions, area or period."""
        return frozenset(name for factor in self.factors for name, _ in factor.at)

    @property
    def of_products(self) -> bool:
        """Whether it multiplies or divides measures, or multiplies one with a number per unit: 12 EUR/hour."""
        return any(term.by or "/" in term.unit for term in (*self.left, *self.right))

    @property
    def shifted(self) -> bool:
        """Whether it names a measure of a period before."""
        return any(factor.back for factor in self.factors)

    @property
    def of_growth(self) -> bool:
        """Whether it says that what two measures grow by is the same, or more, or less."""
        return len(self.left) == len(self.right) == 1 and _grows(self.left[0]) and _grows(self.right[0])

    @property
    def of_mean(self) -> bool:
        """Whether one measure is the weighted mean of another: nothing else divides by what it multiplies with."""
        (first, *others) = self.right
        weight, *by = first.factors or (Factor(""),)
        return not others and len(by) == 2 and by[1] == Factor(weight.measure, weight.at, weight.back, divides=True)

    @property
    def repeated(self) -> tuple[str, ...]:
        """The measures of which it names one quantity several times."""
        named = [Factor(factor.measure, factor.at, factor.back) for factor in self.factors]
        return tuple(dict.fromkeys(factor.measure for factor in named if named.count(factor) > 1))


def _grows(term: Term) -> bool:
    """Whether a term is what a measure has become of itself the period before."""
    plain = term.weight == 1 and not term.unit and not term.back
    return plain and term.by == (Factor(term.measure, term.at, 1, divides=True),)


def _sum(terms: tuple[Term, ...], *, tight: bool = False) -> str:
    return "".join(_signed(terms, tight=tight))


def _signed(terms: tuple[Term, ...], *, tight: bool) -> Iterator[str]:
    space = "" if tight else " "
    for number, term in enumerate(terms):
        written = term.key if tight else str(term)
        if number:
            sign, written = ("-", written[1:]) if written.startswith("-") else ("+", written)
            yield f"{space}{sign}{space}"
        yield written
