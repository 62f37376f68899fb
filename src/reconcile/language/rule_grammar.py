"""Rules as people write them, read without evaluating anything.

rule    = side relation side  |  growth relation growth  |  measure "=" mean, relation = "=" | "<=" | ">=" | "<" | ">"
side    = ["-"] term {("+" | "-") term}
term    = factor {("*" | "/") factor}
factor  = number [unit]  |  measure
growth  = "growth(" measure ")"
mean    = "sum(" measure "*" measure ")" "/" "sum(" measure ")"
measure = name ["[" dimension "=" value {"," dimension "=" value} "]"], name = word | "`" any "`"
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from typing import NoReturn

from reconcile.errors import ReconcileError
from reconcile.language.digits import MOST_DECIMALS, FigureError, decimal_text, fold, quoted_text, shortened
from reconcile.language.rules import PLAIN_NAME, Factor, Rule, Term
from reconcile.language.units import read_unit

__all__ = ["RuleError", "read_rule"]

_NUMBER = re.compile(r"([0-9]{1,200})(?:\.([0-9]{1,200}))?(?:[eE]([+-]?[0-9]{1,2}))?(?![\w.])")
_QUOTED = re.compile("`([^`]+)`")
_DIMENSION = re.compile(r"[^\W\d][\w.-]*")
_VALUE = re.compile(r"[^\[\],=]+")
_UNIT = re.compile(r"[^\W\d_][\w$]*(?: [^\W\d_][\w$]*)*|[%$€£¥₫]")
_PER = re.compile(r"/[^\W\d_][\w$]*(?:/[^\W\d_][\w$]*)?")
_LETTER = re.compile(r"\b\w\b")  # in "2 b" a `*` was forgotten; nobody meant two billion
_RELATION = re.compile(r"[<>=!]{1,3}|[≤≥≠]")
_RELATIONS = {"=": "=", "<=": "<=", ">=": ">=", "<": "<", ">": ">", "≤": "<=", "≥": ">="}
_SIGN, _TIMES = re.compile(r"[+−-]"), re.compile(r"[*×]|/(?!=)")
_OPEN, _IS, _NEXT = re.compile(r"\["), re.compile("="), re.compile(r"[],]")
_GROWTH, _CLOSE = re.compile(r"growth ?\("), re.compile(r"\)")
_SUM, _STAR, _OVER = re.compile(r"sum ?\("), re.compile(r"[*×]"), re.compile(r"/ ?sum ?\(")
_SHIFT, _BACK = re.compile(r"[+−-]"), re.compile(r"[−-]([1-9][0-9]?)")
_WORD_END = re.compile(r"[^\w.]")

_HINTS = {  # by what stands where something else was expected
    "==": "write =",
    "=>": "write >=",
    "=<": "write <=",
    "=": "a rule has one relation",
    "(": "a rule is a sum without brackets: multiply it out",
    ",": "numbers in rules are written 1000.5",
    "[": "only a measure has dimensions",
    "`": "a name in backticks ends with another one",
}
_SAID = "=, <=, >=, < or >"
_ONE = Fraction(1)


class RuleError(ReconcileError, ValueError):
    """A text that is no rule, with the column where it went wrong.

    >>> try:
    ...     read_rule("a = (b + c)")
    ... except RuleError as error:
    ...     print(str(error).partition(";")[0])
    rule 'a = (b + c)', column 5: expected a measure or a number, found '('
    """


def read_rule(text: str, units: tuple[str, ...] = ()) -> Rule:
    """Read a rule, in which numbers may carry any unit that is known, or one of these ``units`` besides.

    >>> read_rule("rate ≤ 100 percent").text
    'rate <= 100 percent'
    >>> read_rule("price = sum( sold*price ) / sum(sold)").text
    'price = sum(sold * price) / sum(sold)'
    >>> read_rule("value = 12 EUR/crate * crates", ("crate",)).right[0].unit
    'EUR/crate'
    >>> read_rule("stock = stock[period=-1] + price*hours/12").text
    'stock = stock[period=-1] + price * hours / 12'
    """
    return _Parser(text, units).rule()


class _Parser:
    """One pass over the text; nothing nests, so nothing recurses."""

    def __init__(self, text: str, units: tuple[str, ...]) -> None:
        self.text = fold(text)
        self.units = units
        self.at = 0
        self.terms: list[int] = []  # where each term begins

    def rule(self) -> Rule:
        if self._take(_SUM):
            self.at = 0
            self._fail("what the weighted mean is: mean = sum(weight * part) / sum(weight)")
        left = self._side()
        relation = self._relation()
        rule = Rule(left, relation, self._side())
        if self.at < len(self.text):
            self._fail("+, -, *, / or the end of the rule")
        if rule.of_mean:
            self._judge_mean(rule)
            return rule
        if "growth(" in self.text.replace(" (", "(") and not rule.of_growth:
            said = "a growth stands alone on its side, with another on the other: growth(a) = growth(b)"
            self._refuse(said, self.text.index("growth"))
        self._judge(rule)
        return rule

    def _judge_mean(self, rule: Rule) -> None:
        weight, part, _ = rule.right[0].factors
        left, (_, *others), mean = rule.left[0], self.terms, self.terms[-1]
        if rule.relation != "=" or len(rule.left) > 1 or left.weight != 1 or left.unit or left.by or not left.measure:
            said = "a weighted mean is what one measure is: mean = sum(weight * part) / sum(weight)"
            self._refuse(said, others[0] if len(others) > 1 else self.terms[0])
        if weight.measure == part.measure:
            self._refuse(f"{shortened(weight.measure)} cannot weigh itself", mean)
        if any((weight.at, part.at, weight.back, part.back, left.back)):
            said = "the dimension that a weighted mean is taken over stands in over:, and no other in its sums"
            self._refuse(said, mean)

    def _judge(self, rule: Rule) -> None:
        """Refuse what reads well and means nothing, or could be said more simply."""
        every = zip((*rule.left, *rule.right), self.terms, strict=True)
        terms = [(replace(term, weight=_ONE, unit=""), column) for term, column in every if term.factors]
        if not terms:
            self._refuse("it names no measure", self.terms[0])
        if rule.shifted:
            if any(name == "period" for factor in rule.factors for name, _ in factor.at):
                column = next(at for term, at in terms if any(factor.back for factor in term.factors))
                self._refuse("it fixes a period and names one before: write both as periods", column)
            if all(factor.back for factor in rule.factors):
                self._refuse("all of it is of a period before: leave the shift out", terms[0][1])
        (most, times), *_ = Counter(tuple(sorted(map(_marked, term.factors))) for term, _ in terms).most_common(1)
        if times > 1:
            (said, _), *_, (_, column) = (one for one in terms if tuple(sorted(map(_marked, one[0].factors))) == most)
            self._refuse(f"{shortened(str(said))} stands in it {times} times; bring it together in one term", column)
        for term, column in terms:
            divided = {replace(factor, divides=False) for factor in term.factors if factor.divides}
            if twice := divided & {factor for factor in term.factors if not factor.divides}:
                self._refuse(f"{shortened(str(twice.pop()))} cancels: it is multiplied with and divided by", column)

    def _side(self) -> tuple[Term, ...]:
        self._skip()
        begins = self.at
        if self._take(_GROWTH):
            self.terms.append(begins)
            name, at, back = self._measure("a measure")
            self._demand(_CLOSE, ") behind the one measure that grows")
            return (Term(_ONE, name, at, back=back, by=(Factor(name, at, back + 1, divides=True),)),)
        if self._take(_SUM):
            self.terms.append(begins)
            return (self._mean(),)
        terms = [self._term(self._sign() or 1)]
        while sign := self._sign():
            terms.append(self._term(sign))
        return tuple(terms)

    def _mean(self) -> Term:
        """Take a weighted mean, from behind its first bracket on."""
        name, at, back = self._measure("the measure that weighs")
        self._demand(_STAR, "* and what is weighed: sum(weight * part)")
        part = Factor(*self._measure("what is weighed"))
        self._demand(_CLOSE, ")")
        self._demand(_OVER, "/ sum(weight)")
        column = self.at
        if self._measure("the measure that weighs") != (name, at, back):
            self.at = column
            self._fail(f"{shortened(name)}, which weighs")
        self._demand(_CLOSE, ")")
        return Term(_ONE, name, at, back=back, by=(part, Factor(name, at, back, divides=True)))

    def _sign(self) -> int:
        found = self._take(_SIGN)
        return 0 if found is None else 1 if found[0] == "+" else -1

    def _term(self, sign: int) -> Term:
        self._skip()
        self.terms.append(self.at)
        weight, unit, factors, sign_before = Fraction(sign), "", [], "*"
        while True:
            divides = sign_before == "/"
            self._skip()
            column = self.at
            if (number := self._number()) is not None:
                size, own = self._unit()
                if own and (unit or divides):
                    self._refuse("a term has one number with a unit, which it is multiplied with", column)
                unit = own or unit
                if divides and not number:
                    self._refuse("nothing is divided by 0", column)
                weight *= 1 / (number * size) if divides else number * size
            else:
                name, at, back = self._measure("a measure or a number")
                factors.append(Factor(name, at, back, divides))
            if (following := self._take(_TIMES)) is None:
                break
            sign_before = following[0]
        return self._made(weight, unit, factors)

    def _made(self, weight: Fraction, unit: str, factors: Sequence[Factor]) -> Term:
        whole = weight if decimal_text(abs(weight)) else Fraction(max(abs(weight.numerator), weight.denominator))
        if abs(whole) >= 10**MOST_DECIMALS or not decimal_text(abs(whole)):
            self._refuse(f"a number of more than {MOST_DECIMALS} digits before or behind the point", self.terms[-1])
        if factors and not weight:
            self._refuse("a weight of 0 binds nothing", self.terms[-1])
        first = next((factor for factor in factors if not factor.divides), None)
        if first is None:
            return Term(weight, "", (), unit, by=tuple(factors))
        others = list(factors)
        others.remove(first)
        return Term(weight, first.measure, first.at, unit, first.back, tuple(others))

    def _number(self) -> Fraction | None:
        found = self._take(_NUMBER)
        if found is None:
            return None
        whole, decimals, power = found[1], found[2] or "", int(found[3] or 0)
        return int(whole + decimals) * Fraction(10) ** (power - len(decimals))

    def _unit(self) -> tuple[Fraction, str]:
        """Take the unit behind a number: how many base units, and which."""
        self._skip()
        start, found = self.at, self._take(_UNIT)
        if found is None:
            return _ONE, ""
        end, per = self.at, _PER.match(self.text, self.at)
        for words, until in ((found[0] + per[0], per.end()), (found[0], end)) if per else ((found[0], end),):
            with suppress(FigureError):
                unit, size = read_unit(words, self.units)
                if unit and not _LETTER.search(found[0]):
                    self.at = until
                    return size, unit
        self.at = start
        return self._fail("a unit, or * and a measure", "a weight is written 2 * a")

    def _measure(self, expected: str) -> tuple[str, tuple[tuple[str, str], ...], int]:
        """Take a measure: its name, its fixed dimensions, and how many periods back."""
        self._skip()
        begins, quoted = self.at, self._take(_QUOTED)
        name = quoted[1].strip() if quoted else self._demand(PLAIN_NAME, expected)
        if not name:
            self._refuse("a measure without a name", begins)
        at: dict[str, str] = {}
        back = 0
        following = self._take(_OPEN) is not None
        while following:
            self._skip()
            column = self.at
            dimension = self._demand(_DIMENSION, "the name of a dimension")
            if dimension in at or (dimension == "period" and back):
                self._refuse(f"{shortened(name)} has the dimension {quoted_text(dimension)} twice", column)
            self._demand(_IS, "= and the dimension's value")
            self._skip()
            column = self.at
            value = self._demand(_VALUE, "a dimension's value").strip()
            if dimension == "period" and _SHIFT.match(value):
                if (shift := _BACK.fullmatch(value)) is None:
                    self.at = column
                    self._fail("a period such as 2024, or how many periods before, from -1 to -99")
                back = int(shift[1])
            else:
                at[dimension] = value
            following = self._demand(_NEXT, ", or ]") == ","
        return name, tuple(sorted(at.items())), back

    def _relation(self) -> str:
        start = self.at
        relation = self._demand(_RELATION, f"a relation: {_SAID}")
        if relation not in _RELATIONS:
            self.at = start
            self._fail(_SAID)
        return _RELATIONS[relation]

    def _skip(self) -> None:
        self.at += self.text.startswith(" ", self.at)

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        self._skip()
        found = pattern.match(self.text, self.at)
        if found:
            self.at = found.end()
        return found

    def _demand(self, pattern: re.Pattern[str], expected: str) -> str:
        found = self._take(pattern)
        if found is None:
            self._fail(expected)
        return found[0]

    def _fail(self, expected: str, hint: str = "") -> NoReturn:
        self._skip()
        rest = self.text[self.at :]
        if rest[:1].isdigit():
            hint = "numbers are written 2, 1000.5 or 1e9, and a weight is followed by *"
        found = quoted_text(re.split(_WORD_END, rest, maxsplit=1)[0] or rest[0]) if rest else "the end"
        hint = hint or next((advice for start, advice in _HINTS.items() if rest.startswith(start)), "")
        self._refuse(f"expected {expected}, found {found}" + (f"; {hint}" if hint else ""), self.at)

    def _refuse(self, message: str, at: int) -> NoReturn:
        raise RuleError(f"rule {quoted_text(self.text)}, column {at + 1}: {message}")


def _marked(factor: Factor) -> tuple[str, tuple[tuple[str, str], ...], int, bool]:
    return factor.measure, factor.at, factor.back, factor.divides
