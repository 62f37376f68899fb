"""Numbers as a reader wants them: at the scale of the sentence they came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from reconcile.exact.interval import Interval, text
from reconcile.language.figures import Figure

SCALE_WORDS = (
    (Fraction(10**12), "trillion"),
    (Fraction(10**9), "billion"),
    (Fraction(10**6), "million"),
)
_LEAST = tuple((factor.numerator, word) for factor, word in SCALE_WORDS)  # which compares faster with decimals
_NOTHING = Fraction(0)
_FACTORS = {"": Fraction(1), **{word: factor for factor, word in SCALE_WORDS}}
_POWERS = {1: 0, **{factor.numerator: len(str(factor)) - 1 for factor, _ in SCALE_WORDS}}
_UNITS = {"percent": "%", "": "", "count": ""} | {
    unit: f"{unit}s"
    for unit in ("tonne", "hectare", "barrel", "hour", "day", "week", "month", "quarter", "year", "point")
}
_WORDS = {
    "about": "about ",
    "nearly": "nearly ",
    "over": "over ",
    "at_least": "at least ",
    "under": "under ",
    "at_most": "at most ",
}


@dataclass(frozen=True, slots=True)
class Scale:
    """A power of ten to write numbers in, and what it is called with its unit."""

    factor: Fraction
    name: str
    cut: bool = False  # whether thirds are written as a mean is, with a few digits, and not as a fraction

    @classmethod
    def of(cls, figures: Iterable[Figure]) -> Scale:
        """The largest scale at which the finest figure still shows at most two digits beyond the point."""
        given = list(figures)
        unit = given[0].unit
        reach = min([figure.step for figure in given]) * 100
        if reach >= _LEAST[-1][0]:
            size = max([abs(figure.value) for figure in given]) or reach  # 0.0 million
            for least, word in _LEAST:
                if size >= least and reach >= least:
                    return _scale(word, unit)
        return _scale("", unit)

    def number(self, number: Fraction | Decimal, step: Fraction = _NOTHING) -> str:
        """A number at this scale; its last printed digits are kept, and no more are made up."""
        if isinstance(number, Decimal):
            return self._decimal(number, step)
        scaled, unit = number / self.factor, step / self.factor
        written, more = digits(scaled), ""
        if "/" in written:
            endless = Fraction(scaled)
            if endless.denominator < 100 and not self.cut:
                return written
            small = len(str(endless.denominator // abs(endless.numerator))) - 1  # places before the first digit
            written, more = approximately(endless, 4 + small * self.cut).replace("−", "-"), "…"
        whole, _, part = written.partition(".")
        places = len(digits(unit).partition(".")[2]) if unit else 0
        grouped = f"{int(whole):,}".replace("-", "−") if whole != "-0" else "−0"
        part = part.ljust(places, "0")
        return (f"{grouped}.{part}" if part else grouped) + more

    def _decimal(self, number: Decimal, step: Fraction) -> str:
        """The same of a decimal, with nothing that it takes long to ask of fractions."""
        power = _POWERS[self.factor.numerator]
        # To divide would take as many digits as there may be.
        whole, _, part = f"{number.scaleb(-power).normalize():,f}".partition(".")
        part = part.ljust(_places(step, power), "0")
        grouped = whole.replace("-", "−") if number else "0"
        return f"{grouped}.{part}" if part else grouped

    def figure(self, figure: Figure) -> str:
        """A figure with its word of hedging: "about 470", "546–550"."""
        written = self.number(figure.value, figure.step)
        if figure.value_high is not None:
            written = f"{written}–{self.number(figure.value_high, figure.step_high or figure.step)}"
        return _WORDS.get(figure.qualifier, "") + written

    def interval(self, interval: Interval) -> str:
        low = "−∞" if interval.low is None else self.number(interval.low)
        high = "∞" if interval.high is None else self.number(interval.high)
        left = "(" if interval.low_open or interval.low is None else "["
        right = ")" if interval.high_open or interval.high is None else "]"
        return f"{left}{low}, {high}{right}"

    def with_unit(self, written: str) -> str:
        return f"{written} {self.name}".strip()

    @property
    def bracket(self) -> str:
        """The unit, in brackets, to stand behind an equation."""
        return f" ({self.name})" if self.name else ""


@lru_cache(maxsize=256)
def _scale(word: str, unit: str) -> Scale:
    return Scale(_FACTORS[word], f"{word} {_UNITS.get(unit, unit)}".strip())


@lru_cache(maxsize=256)  # few figures are as fine as none before them
def _places(step: Fraction | Decimal, power: int) -> int:
    """How many digits beyond the point a figure of this step has, in units of a power of ten."""
    if not step:
        return 0
    scaled = step.scaleb(-power) if isinstance(step, Decimal) else step / 10**power
    return len(digits(scaled).partition(".")[2])


def digits(number: Fraction | Decimal) -> str:
    """Every digit of a number, as `text` writes it; of a decimal it takes a tenth of the time."""
    if not number:
        return "0"
    return format(number.normalize(), "f") if isinstance(number, Decimal) else text(number)


def approximately(number: Fraction, places: int = 2) -> str:
    """A number for reading on, cut to a few places; never what a verdict rests on."""
    return text(Fraction(round(number * 10**places), 10**places)).replace("-", "−")


def units_of_last_digit(excess: Fraction, step: Fraction) -> Fraction | None:
    """An excess counted in units of the last printed digit; None for a figure without one."""
    if not step:
        return None
    return Fraction(excess) / Fraction(step) if excess else _NOTHING
