"""Rules: linear relations between measures, read without evaluating anything.

rule = side ("=" | "<=" | ">=") side
side = ["-"] term {("+" | "-") term}
term = [number [unit] "*"] measure ["[" name "=" value {"," name "=" value} "]"]  |  number [unit]
"""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from typing import NoReturn

from reconcile.errors import ReconcileError
from reconcile.language.digits import MOST_DECIMALS, FigureError, decimal_text, fold, quoted_text, shortened
from reconcile.language.tolerances import Tolerance
from reconcile.language.units import read_unit

__all__ = ["Rule", "RuleError", "Term", "read_rule"]

_NUMBER = re.compile(r"([0-9]{1,200})(?:\.([0-9]{1,200}))?(?:[eE]([+-]?[0-9]{1,2}))?(?![\w.])")
_NAME = re.compile(r"[^\W\d]\w*(?:\.\w+)*")
_DIMENSION = re.compile(r"[^\W\d][\w.-]*")
_VALUE = re.compile(r"[^\[\],=]+")
_UNIT = re.compile(r"[^\W\d_][\w$]*(?: [^\W\d_][\w$]*)*|[%$€£¥₫]")
_LETTER = re.compile(r"\b\w\b")  # in "2 b" a `*` was forgotten; nobody meant two billion
_RELATION = re.compile(r"[<>=!]{1,3}|[≤≥≠]")
_RELATIONS = {"=": "=", "<=": "<=", ">=": ">=", "≤": "<=", "≥": ">="}
_SIGN, _TIMES = re.compile(r"[+−-]"), re.compile(r"[*×]")
_OPEN, _IS, _NEXT = re.compile(r"\["), re.compile("="), re.compile(r"[],]")
_WORD_END = re.compile(r"[^\w.]")
_NOT_IN_KEYS = re.compile(r"[^A-Za-z0-9._=+<>()*\x80-\U0010ffff-]")

_HINTS = {  # by what stands where something else was expected
    "==": "write =",
    "=>": "write >=",
    "=<": "write <=",
    "<": "write <=; a rounded figure cannot tell the two apart",
    ">": "write >=; a rounded figure cannot tell the two apart",
    "=": "a rule has one relation",
    "(": "a rule is a sum without brackets: multiply it out",
    "*": "the weight stands first: 2 * a",
    "/": "write the weight as a decimal: 0.01 * a",
    ",": "numbers in rules are written 1000.5",
    "[": "only a measure has dimensions",
}
_ONE = Fraction(1)


class RuleError(ReconcileError, ValueError):
    """A text that is no rule, with the column where it went wrong.

    >>> try:
    ...     read_rule("a = (b + c)")
    ... except RuleError as error:
    ...     print(str(error).partition(";")[0])
    rule 'a = (b + c)', column 5: expected a measure or a number, found '('
    """


@dataclass(frozen=True, slots=True)
class Term:
    """One summand: a weighted measure, or a constant.

    >>> read_rule("top >= 1e9 USD * items[partner=US]").right
    (Term(weight=Fraction(1000000000, 1), measure='items', at=(('partner', 'US'),), unit='USD'),)
    """

    weight: Fraction  # signed, in base units of `unit`
    measure: str  # "" for a constant
    at: tuple[tuple[str, str], ...] = ()  # fixed dimensions, sorted
    unit: str = ""  # the unit that the weight carries

    def __str__(self) -> str:
        weight = f"{_decimal(abs(self.weight))} {self.unit}".rstrip()
        where = f"[{','.join(f'{name}={value}' for name, value in self.at)}]" if self.at else ""
        measure = self.measure + where
        if measure:
            measure = measure if weight == "1" else f"{weight} * {measure}"
        return ("-" if self.weight < 0 else "") + (measure or weight)

    @property
    def key(self) -> str:
        """The text for ids: one word, without square brackets or commas."""
        weight, times, measure = str(self).rpartition(" * ")
        brackets = measure.replace("[", "(").replace("]", ")").replace(",", ")(")
        if not self.measure:
            return str(self).replace(" ", "")
        return (weight + times).replace(" ", "") + _NOT_IN_KEYS.sub("_", brackets)


@dataclass(frozen=True, slots=True)
class Rule:
    """A linear relation that always holds, wherever its measures are reported.

    >>> rule = read_rule("net=2*a + b - 0.50*c[x=1]")
    >>> rule.text, rule.key, rule.measures
    ('net = 2 * a + b - 0.5 * c[x=1]', 'net=2*a+b-0.5*c(x=1)', ('net', 'a', 'b', 'c'))
    """

    left: tuple[Term, ...]
    relation: str  # =, <=, >=
    right: tuple[Term, ...]
    name: str = ""  # the reader's words for it
    missing: str = "skip"  # or "zero": absent parts count as nothing once the total and one part are there
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()  # dimension → the values where it binds
    tolerance: Tolerance | None = None  # how far its sides may be apart beyond rounding

    @property
    def text(self) -> str:
        """The rule as it would be written; reading it gives the same terms."""
        return f"{_sum(self.left)} {self.relation} {_sum(self.right)}"

    @property
    def key(self) -> str:
        """The text for ids: one word, without square brackets or commas."""
        return _sum(self.left, tight=True) + self.relation + _sum(self.right, tight=True)

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures it names, each once, in order."""
        return tuple(dict.fromkeys(term.measure for term in self.left + self.right if term.measure))


def read_rule(text: str) -> Rule:
    """Read a rule.

    >>> read_rule("rate ≤ 100 percent").text
    'rate <= 100 percent'
    """
    return _Parser(text).rule()


def _sum(terms: tuple[Term, ...], *, tight: bool = False) -> str:
    space = "" if tight else " "
    first, *others = (term.key if tight else str(term) for term in terms)
    signed = ((term[0], term[1:]) if term.startswith("-") else ("+", term) for term in others)
    return first + "".join(f"{space}{sign}{space}{size}" for sign, size in signed)


def _decimal(number: Fraction) -> str:
    """Print a number whole; a rule that was read has only finite decimals."""
    if not (written := decimal_text(number)):
        raise RuleError(f"a weight is a decimal number; {number} is none")
    return written


class _Parser:
    """One pass over the text; nothing nests, so nothing recurses."""

    def __init__(self, text: str) -> None:
        self.text = fold(text)
        self.at = 0

    def rule(self) -> Rule:
        rule = Rule(self._side(), self._relation(), self._side())
        if self.at < len(self.text):
            self._fail("+, - or the end of the rule")
        named = Counter((term.measure, term.at) for term in rule.left + rule.right if term.measure)
        if not named:
            self._refuse("it names no measure")
        (most, times), *_ = named.most_common(1)
        if times > 1:
            term = shortened(str(Term(_ONE, *most)))
            self._refuse(f"{term} stands in it {times} times; bring it together in one term")
        return rule

    def _side(self) -> tuple[Term, ...]:
        terms = [self._term(self._sign() or 1)]
        while sign := self._sign():
            terms.append(self._term(sign))
        return tuple(terms)

    def _sign(self) -> int:
        found = self._take(_SIGN)
        return 0 if found is None else 1 if found[0] == "+" else -1

    def _term(self, sign: int) -> Term:
        number = self._take(_NUMBER)
        if number is None:
            return self._measure(Fraction(sign), "", expected="a measure or a number")
        whole, decimals, power = number[1], number[2] or "", int(number[3] or 0)
        size, unit = self._unit()
        weight = sign * int(whole + decimals) * Fraction(10) ** (power - len(decimals)) * size
        if abs(weight) >= 10**MOST_DECIMALS or (weight * 10**MOST_DECIMALS).denominator != 1:
            self._refuse(f"a number of more than {MOST_DECIMALS} digits before or behind the point")
        if not self._take(_TIMES):
            return Term(weight, "", (), unit)
        if not weight:
            self._refuse("a weight of 0 binds nothing")
        return self._measure(weight, unit, expected="a measure")

    def _unit(self) -> tuple[Fraction, str]:
        """Take the unit behind a number: how many base units, and which."""
        self._skip()
        start, found = self.at, self._take(_UNIT)
        if found is None:
            return _ONE, ""
        unit, size = "", _ONE
        with suppress(FigureError):
            unit, size = read_unit(found[0])
        if not unit or _LETTER.search(found[0]):
            self.at = start
            self._fail("a unit, or * and a measure", "a weight is written 2 * a")
        return size, unit

    def _measure(self, weight: Fraction, unit: str, *, expected: str) -> Term:
        name = self._demand(_NAME, expected)
        at: dict[str, str] = {}
        following = self._take(_OPEN) is not None
        while following:
            dimension = self._demand(_DIMENSION, "the name of a dimension")
            if dimension in at:
                self._refuse(f"{shortened(name)} has the dimension {quoted_text(dimension)} twice")
            self._demand(_IS, "= and the dimension's value")
            at[dimension] = self._demand(_VALUE, "a dimension's value").strip()
            following = self._demand(_NEXT, ", or ]") == ","
        return Term(weight, name, tuple(sorted(at.items())), unit)

    def _relation(self) -> str:
        start = self.at
        relation = self._demand(_RELATION, "a relation: =, <= or >=")
        if relation not in _RELATIONS:
            self.at = start
            self._fail("=, <= or >=")
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
        self._refuse(f"expected {expected}, found {found}" + (f"; {hint}" if hint else ""), f", column {self.at + 1}")

    def _refuse(self, message: str, column: str = "") -> NoReturn:
        raise RuleError(f"rule {quoted_text(self.text)}{column}: {message}")
