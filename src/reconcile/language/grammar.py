"""The grammar of a figure's words: hedges, direction, one number or two, each with its scale and unit.

One pass from left to right, never back: what cannot be taken is left over, and then the words are no figure.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from functools import cache
from typing import NamedTuple, NoReturn

from reconcile.language.digits import (
    MINUS,
    VULGAR,
    FigureError,
    number_at,
    parse_digits,
    quoted_text,
    without_cents,
)
from reconcile.language.lexicon import Lexicon, Scanner, lexicon
from reconcile.language.units import UNITS_OF_ITS_OWN, take_per, take_scale

_SIGN = re.compile(rf"[{MINUS}+](?! )")
_FREE_SIGN = re.compile(r"[-−–+] ?")  # where nothing stands before it that it could part
_HYPHEN = re.compile(r"[-‑](?=[^\W\d_])")
_BRACKET, _CLOSE = re.compile(r"\("), re.compile(r"\)")
_SLASH = re.compile(r"[/⁄]([1-9][0-9]{0,5})(?![0-9/⁄])")
_MIXED = re.compile(r" ([1-9])/(2|3|4|5|6|8|16|32)(?![0-9/.,]|[^\W\d_])")
_PART_OF_MIXED = 3  # digits before a fraction: of "2024 1/4" the first may be a year
_VULGAR_SIGN = re.compile(f"[{VULGAR}]")
_ONE = Fraction(1)
_THOUSAND = 1000  # number words from here on are amounts; those below are multiples
_MORE = re.compile(r"\s*(?:than\b|[$€£¥]?[-−]?\d)")  # what a hedge belongs to that does not belong to the figure
# Of a number, behind its scale word.
_MORE_DIGITS = re.compile(r"(?:(?<= )| )([0-9]{1,3}(?:[.,][0-9]{1,2})?)(?![0-9]|[.,'’/·][0-9]| [0-9])")
_STOP = re.compile(r"\s*(?:[.,;:!?)\]”\"»]|$)")
_WORDED = frozenset({"count", "day", "week", "month", "quarter", "year", "hour"})  # units of prose, not of accounts


class Amount(NamedTuple):
    """One number with what is printed at it."""

    value: Fraction  # signed, before scale and unit
    step: Fraction  # one unit of its last printed digit
    form: str  # whole, decimal, fraction: how it is printed
    signed: bool
    scale: Fraction | None  # what its scale words say
    unit: str | None
    size: Fraction  # how many of `unit` its unit word is: 1000 kWh for MWh
    closed: bool  # a unit behind the number closes it: no scale of a later number serves it


class Phrase(NamedTuple):
    """A figure's words, taken apart. Of a range `high` is given, and both amounts have unit and scale."""

    low: Amount
    high: Amount | None
    hedge: str  # a qualifier, "" for none
    direction: int  # −1, +1, or 0 for no direction word


def parse(words: str, language: str, units: tuple[str, ...] = ()) -> Phrase:
    """Take the words of one figure apart, wholly or not at all; ``units`` are known beside the language's."""
    parser = _Parser(Scanner(words), language, units=units)
    phrase = parser.phrase()
    parser.ends()
    return phrase


def parse_at(scanner: Scanner, language: str, *, single: bool = False) -> Phrase:
    """Take the figure that stands in a running text where the scanner is, and leave the scanner at its end.

    Parentheses are the sentence's, and a second number that makes no range with the first stays another figure; with
    `single` any second number does.
    """
    return _Parser(scanner, language, running=True, single=single).phrase()


def stands_behind(scanner: Scanner, start: int, known: Lexicon) -> bool:
    """Whether the words behind a figure, taken from a start, hedge it and do not open what follows.

    "5 % or more" does, of "5 % roughly in line" and "5 or more than 6" the words belong to what comes.
    """
    if _MORE.match(scanner.words, scanner.at):
        return False
    said = scanner.words[start : scanner.at].strip().casefold()
    return said.startswith(known.closing) or _STOP.match(scanner.words, scanner.at) is not None


@cache
def _step(decimals: int) -> Fraction:
    """One unit of the last of so many decimals, of which a number has at most a few dozen."""
    return Fraction(1, 10**decimals)


class _Parser:
    def __init__(
        self,
        scanner: Scanner,
        language: str,
        *,
        running: bool = False,
        single: bool = False,
        units: tuple[str, ...] = (),
    ) -> None:
        self.language = language
        self.known = lexicon(language, units)
        self.scanner = scanner
        self.running, self.single = running, single
        self.hedge = ""
        self.hedge_follows = False
        self.unhedged = -1  # a place behind which no hedge stands
        self.direction = 0
        self.opening = ""
        self.without_unit = False
        self.dollar = self.renamed = False  # the money before the number is a bare $; a word behind it says more
        self.worded = "times"  # the unit that a number word has by itself

    def phrase(self) -> Phrase:
        self._lead()
        low, high = self._amount(first=True), None
        self._hedge_behind()
        start = self.scanner.at
        if not self.single and self._joined():
            if self.running:
                low, high = self._perhaps_paired(low, start)
            else:
                if self.hedge_follows:
                    self._fail("a hedge word stands between the two numbers of a range")
                low, high = self._paired(low, self._amount())
        self._hedge_behind()
        if self.hedge == "exact" and high is not None:
            self._fail("a range is not exact")
        if (
            self.opening
            and high is None
            and not self.single
            and not (self.opening in {"from", "size"} and self.hedge_follows)
        ):
            self._fail("the words open a range, and only one number follows")
        signed = low.signed or (high is not None and high.signed)
        if self.direction and signed:
            self._fail("a direction word and a sign; it cannot be told whether they add up or cancel out")
        self.without_unit = low.unit is None and (high is None or high.unit is None)
        return Phrase(low, high, self.hedge, self.direction)

    def ends(self) -> None:
        """Fail where words are left over."""
        if self.scanner.rest:
            self._fail(self._left_over())

    def _perhaps_paired(self, low: Amount, start: int) -> tuple[Amount, Amount | None]:
        try:
            if self.hedge_follows:
                self._rewind(start)
                return low, None
            return self._paired(low, self._amount())
        except FigureError:
            self._rewind(start)
            return low, None

    def _rewind(self, start: int) -> None:
        self.scanner.at, self.hedge_follows = start, False

    def _lead(self) -> None:
        """Take what stands before the number: hedge, direction, the opening of a range, each at most once."""
        while not self._at_digit():
            if hedge := self.scanner.take(self.known.before):
                self._set_hedge(hedge)
            elif direction := self.scanner.take(self.known.directions):
                if self.direction:
                    self._fail("two direction words")
                if direction < 0 and self.hedge not in {"", "exact", "about", "nearly"}:
                    self._fail("a hedge before a word of decrease; it cannot be told whether it speaks of the size")
                self.direction = direction
            elif opening := self.scanner.take(self.known.openings):
                if self.opening:
                    self._fail("two words that open a range")
                if self.direction and opening == "from":
                    self._fail("a change from one level to another: two figures, not a range; quote each by itself")
                self.opening = opening
            else:
                self._article()
                return

    def _at_digit(self) -> bool:
        """Whether a number begins here, or behind a space: no words can lead to it any more."""
        self.scanner.skip()
        return self.scanner.words[self.scanner.at : self.scanner.at + 1].isdecimal()

    def _article(self) -> None:
        start = self.scanner.at
        if not self.hedge or self.scanner.take(self.known.articles) is None:
            return
        self.scanner.skip()
        if not self.scanner.words[self.scanner.at : self.scanner.at + 1].isdigit():
            self.scanner.at = start

    def _set_hedge(self, hedge: str) -> None:
        if self.hedge:
            self._fail(f"two hedge words ({self.hedge}, {hedge})")
        self.hedge = hedge

    def _hedge_behind(self) -> None:
        start = self.scanner.at
        if start == self.unhedged:
            return
        if not (hedge := self.scanner.take(self.known.after)):
            self.unhedged = self.scanner.at
        else:
            if self.running and not stands_behind(self.scanner, start, self.known):
                self.scanner.at = start
                return
            self._set_hedge(hedge)
            self.hedge_follows = True

    def _joined(self) -> bool:
        """Take what joins two numbers, if it stands here and belongs here."""
        start = self.scanner.at
        join = self.scanner.take(self.known.joins)
        if join is None or (join == "and" and self.opening != "between"):
            self.scanner.at = start
            return False
        return True

    def _amount(self, *, first: bool = False) -> Amount:
        bracket, sign, money = (None, None, None) if self._at_digit() else self._before_number(first=first)
        value, step, form = self._number()
        if form == "multiple":
            if money or bracket:
                self._fail("a multiple is no money")
            return Amount(value, step, "whole", signed=bool(sign), scale=None, unit=self.worded, size=_ONE, closed=True)
        open_bracket = bracket is not None and not self.scanner.match(_CLOSE)
        self._hedge_behind()
        scale = self._scale()
        if self.known.mixed and form in {"whole", "part"}:
            value, step, form, scale = self._mixed(value, step, form, scale)
        if form == "part" and scale is None and not self.hedge:  # quá nửa
            self._fail("the words lead to a scale word, and none follows")
        self._hedge_behind()
        start = self.scanner.at
        unit, size = self._unit(money, form)
        if self.running and form in {"fraction", "part"} and unit == "count" and scale is None:
            self.scanner.at, unit = start, None  # one in five households: a share of them
        money = None if self.renamed else money
        if bracket:
            self._close(unit, sign, still_open=open_bracket)
        if money and unit and unit != money and not unit.startswith(f"{money}/"):
            self._fail(f"two units, {money} and {unit}")
        form = "fraction" if form == "part" else form
        if form == "fraction" and unit == "count" and scale is None:
            self._fail("a fraction of things counted is a share of them; quote the fraction alone")
        negative = bracket is not None or (sign is not None and sign[0][0] != "+")
        return Amount(
            -value if negative else value,
            step,
            form,
            signed=bool(bracket or sign),
            scale=scale,
            unit=unit or money,
            size=size,
            closed=unit is not None,
        )

    def _before_number(self, *, first: bool) -> tuple[re.Match[str] | None, re.Match[str] | None, str | None]:
        """Take a bracket, a sign and money."""
        bracket = None if self.running else self.scanner.match(_BRACKET)
        sign = self.scanner.match(_SIGN)
        if first and not sign and bracket is None and not self.direction and not self.opening:
            sign = self.scanner.match(_FREE_SIGN)
        start = self.scanner.at
        money = self.scanner.take(self.known.money)
        self.dollar, self.renamed = self.scanner.words[start : self.scanner.at].strip() == "$", False
        if money and not sign:
            self.scanner.skip()
            sign = self.scanner.match(_SIGN)
        if money and not sign and bracket is None:
            bracket = self.scanner.match(_BRACKET)  # $(0.5) million
        self.scanner.skip()
        return bracket, sign, money

    def _scale(self) -> Fraction | None:
        """Take scale words; a hyphen may tie them to the number: $800-million."""
        scale, start = take_scale(self.scanner, self.known), self.scanner.at
        if scale is None and self.scanner.match(_HYPHEN):
            scale = take_scale(self.scanner, self.known)
            if scale is None:
                self.scanner.at = start
        return scale

    def _mixed(
        self, value: Fraction, step: Fraction, form: str, scale: Fraction | None
    ) -> tuple[Fraction, Fraction, str, Fraction | None]:
        """Take what a number goes on with behind its scale word: 33 mil 314 millones, 3 millones 450 mil pesos."""
        start, said = self.scanner.at, (value, step, form, scale)
        if form == "part" and scale is None and value >= _THOUSAND:  # mil 27 millones
            value, scale = value / _THOUSAND, _ONE * _THOUSAND
        elif form == "part":
            return said
        more = self.scanner.match(_MORE_DIGITS)
        if scale is None or more is None or self._is_percent():
            self.scanner.at = start
            return said
        added, decimals = parse_digits(more[1], self.language, self.scanner.words, self.scanner.rest)
        following = take_scale(self.scanner, self.known)
        if scale == _THOUSAND and (following is None or following > scale) and not (decimals and following is None):
            return value * scale + added, _step(decimals), "decimal" if decimals else "whole", following
        if decimals or following is None or not scale > following >= _THOUSAND:
            self.scanner.at = start
            return said
        added, step, _, last = self._mixed(added, _ONE, "whole", following)
        if last != following:  # 3 millones 450 mil 200
            return value + added / scale, step / scale, "decimal", scale
        return value + added * following / scale, following / scale, "decimal", scale

    def _is_percent(self) -> bool:
        start = self.scanner.at
        unit = self.scanner.take(self.known.units)
        self.scanner.at = start
        return unit is not None and unit[0] in {"percent", "pp"}

    def _unit(self, money: str | None, form: str) -> tuple[str | None, Fraction]:
        """Take a unit and what it is per."""
        start = self.scanner.at
        unit = self.scanner.take(self.known.units)
        taken = start + (self.scanner.words[start : start + 1] == " ")
        if unit is None and form != "fraction" and self.scanner.take(self.known.of) is not None:
            taken = self.scanner.at + 1
            unit = self.scanner.take(self.known.units)
        if money and unit and unit[0] in {"percent", "pp"}:
            self._fail("money is no percentage")  # el peso chileno 0,22 %
        if self.dollar and unit and self.known.signed.longest(self.scanner.words, self.scanner.small, taken):
            money, self.dollar, self.renamed = None, False, True
        if self.running and unit is not None and money and unit[0] != money and "/" not in unit[0]:
            unit = None  # an $800-million plant
        if unit is None:
            self.scanner.at = start
            if self.scanner.match(_HYPHEN) and (unit := self.scanner.take(self.known.units)) is None:
                self.scanner.at = start
        per = take_per(self.scanner, self.known, unit or (money and (money, _ONE)) or None)
        return per or unit or (None, _ONE)

    def _close(self, unit: str | None, sign: re.Match[str] | None, *, still_open: bool) -> None:
        if still_open:
            self.scanner.skip()
            if not self.scanner.match(_CLOSE):
                self._fail("the parenthesis is not closed")
        if sign:
            self._fail("a sign inside parentheses, which are a minus themselves")
        if unit in _WORDED:
            self._fail("parentheses are the accountants' minus; where they are the sentence's, quote what is inside")

    def _number(self) -> tuple[Fraction, Fraction, str]:
        """Take digits, a fraction or both: value, step and form."""
        text, start = self.scanner.words, self.scanner.at
        run = number_at(text, start, self.language)
        decimals, value = 0, Fraction(0)
        if run:
            value, decimals = parse_digits(run, self.language, text, self.scanner.rest)
            self.scanner.at = without_cents(text, start + len(run), self.language)
            if text[self.scanner.at : self.scanner.at + 1] == " " and _VULGAR_SIGN.match(text, self.scanner.at + 1):
                self.scanner.at += 1
        if (
            run.isdecimal()
            and len(run) <= _PART_OF_MIXED
            and (mixed := _MIXED.match(text, self.scanner.at))
            and int(mixed[1]) < int(mixed[2])
        ):
            self.scanner.at = mixed.end()
            return value + Fraction(int(mixed[1]), int(mixed[2])), Fraction(1, int(mixed[2])), "fraction"
        if decimals == 0 and _VULGAR_SIGN.match(text, self.scanner.at):
            above, below = map(int, unicodedata.normalize("NFKC", text[self.scanner.at]).split("⁄"))
            self.scanner.at += 1
            return value + Fraction(above, below), Fraction(1, below), "fraction"
        if not run:
            return self._worded()
        if run.isdecimal() and (slash := self.scanner.match(_SLASH)):
            below = int(slash[1])
            if not 0 < value < below or run.startswith("0"):
                self.scanner.at = start
                self._fail("it looks like a date; a fraction has its smaller number above")
            return value / below, Fraction(1, below), "fraction"
        return value, _step(decimals), "decimal" if decimals else "whole"

    def _worded(self) -> tuple[Fraction, Fraction, str]:
        """Take a word for a number."""
        word = self.scanner.take(self.known.number_words)
        if word is None:
            self._fail(self._no_number())
        if word.unit:
            self.worded = word.unit
            return word.value, word.step, "multiple"
        if word.scaled:
            return word.value, word.step, "part"
        if word.value >= _THOUSAND:
            return word.value, word.step, "decimal"  # a million is rounded to one
        return word.value, word.step, "fraction" if word.value < 1 else "multiple"

    def _paired(self, low: Amount, high: Amount) -> tuple[Amount, Amount]:
        """Let unit and scale behind the second number, and money before the first, serve both."""
        if high.unit is None and low.closed:
            self._fail("the first number of the range has a unit and the second has none")
        if low.scale is not None and high.scale is None:
            self._fail("the first number of the range has a scale word and the second has none")
        if low.unit is not None and high.unit is not None and low.unit != high.unit:
            self._fail(f"the range has two units, {low.unit} and {high.unit}")
        if not low.closed:
            low = low._replace(scale=high.scale if low.scale is None else low.scale, size=high.size)
        unit = low.unit if high.unit is None else high.unit
        low, high = low._replace(unit=unit), high._replace(unit=unit)
        ends = [amount.value * amount.size * (amount.scale or 1) for amount in (low, high)]
        if ends[0] > ends[1]:
            self._fail("the range's first number is greater than its second")
        return low, high

    def _left_over(self) -> str:
        advice = (
            "quote the figure alone, with its hedge, scale and unit; what it says otherwise goes in value, decimals, "
            "unit and qualifier"
        )
        own = f"; {UNITS_OF_ITS_OWN}" if self.without_unit and self.scanner.rest[0].isalpha() else ""
        return f"{quoted_text(self.scanner.rest)} was left over; {advice}{own}{self._known_hedges()}"

    def _no_number(self) -> str:
        rest, before = self.scanner.rest, self.scanner.words[: self.scanner.at].strip()
        if not rest:
            return "expected a number, and the words end here"
        if rest[0].isdigit():
            return f"expected the digits 0–9, found {rest[0]!r}"
        advice = "; where the parentheses are the sentence's, quote what is inside" if before.endswith("(") else ""
        return f"expected a number, found {quoted_text(rest)}{advice}{self._known_hedges()}"

    def _known_hedges(self) -> str:
        if self.known.hedged:
            return ""
        return f"; in language {quoted_text(self.language)} the hedges known are symbols (~ < > ≤ ≥)"

    def _fail(self, message: str) -> NoReturn:
        raise FigureError(self.scanner.words, self.scanner.rest, message)
