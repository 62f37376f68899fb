"""Proof that claims cannot all be true, as sums that anyone can repeat.

Each line of a certificate is an inequality that a claim, a rule or a sign gives. Lines with >= are added, each so many
times, and lines with <= subtracted; the quantities cancel, and what is left is false: 0 >= 0.4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from reconcile.exact.interval import text

ADD, SUBTRACT = "add", "subtract"


@dataclass(frozen=True, slots=True)
class Line:
    """``form relation bound``, to be added or subtracted so many times.

    The form gives each quantity's coefficient; quantities and bounds are in the certificate's units. ``says`` is where
    the line comes from, ``claim`` the id of the claim where one says it. A rate's line holds over a base above zero;
    ``signs`` are the ids of the claims by which it is, beside those of the lines, where it is not declared to be.
    """

    take: str  # "add" | "subtract"
    times: Fraction
    form: tuple[tuple[str, Fraction], ...]
    relation: str  # ">=" | ">" | "<=" | "<" | "="
    bound: Fraction
    unit: str
    says: str
    claim: str | None = None
    signs: tuple[str, ...] = ()

    @property
    def sign(self) -> int:
        return 1 if self.take == ADD else -1

    @property
    def reason(self) -> str:
        """Who says so, and by whom the base is above zero."""
        return f"{self.says}; its base is above zero by {', '.join(self.signs)}" if self.signs else self.says

    def __str__(self) -> str:
        return f"{_form(self.form)} {self.relation} {_amount(self.bound, self.unit)}"


@dataclass(frozen=True, slots=True)
class Certificate:
    """Lines that add up to a falsehood; printed, it is arithmetic to follow line by line.

    >>> once, trade = Fraction(1), (("trade 2024", Fraction(1)),)
    >>> a = Line("add", once, trade, ">=", Fraction("786.85"), "billion USD", "the ministry")
    >>> b = Line("subtract", once, trade, "<=", Fraction("783.45"), "billion USD", "the news")
    >>> print(Certificate((a, b)))
    add       trade 2024 >= 786.85 billion USD  (the ministry)
    subtract  trade 2024 <= 783.45 billion USD  (the news)
    leaves    0 >= 3.4 billion USD, which is false
    """

    lines: tuple[Line, ...]

    @property
    def claims(self) -> tuple[str, ...]:
        """The ids of the claims that the proof uses, each once; those that only give a sign come last."""
        named = (line.claim for line in self.lines if line.claim is not None)
        return tuple(dict.fromkeys((*named, *(claim for line in self.lines for claim in line.signs))))

    @property
    def left(self) -> tuple[Fraction, bool]:
        """What the bounds add up to, and whether 0 must be above it rather than at least it."""
        total = sum((line.sign * line.times * line.bound for line in self.lines), Fraction(0))
        return total, any(line.relation in {"<", ">"} for line in self.lines)

    @property
    def unit(self) -> str:
        """The unit of what is left: that of the lines that are taken once."""
        return next((line.unit for line in self.lines if line.times == 1), "")

    @property
    def conclusion(self) -> str:
        """The falsehood: "0 >= 3.4 billion USD"."""
        total, strict = self.left
        return f"0 {'>' if strict else '>='} {_amount(total, self.unit)}"

    def steps(self) -> list[tuple[str, str, str]]:
        """Each line in words: what to do with it, the inequality, and who says so."""
        return [
            (line.take if line.times == 1 else f"{line.take} {text(line.times)} ×", str(line), line.reason)
            for line in self.lines
        ]

    def __str__(self) -> str:
        steps = self.steps()
        take = max((len(step[0]) for step in steps), default=0)
        take = max(take, len("leaves"))
        said = max((len(step[1]) for step in steps), default=0)
        rows = [f"{done:<{take}}  {line:<{said}}  ({says})" for done, line, says in steps]
        return "\n".join([*rows, f"{'leaves':<{take}}  {self.conclusion}, which is false"])

    def to_json(self) -> list[dict[str, Any]]:
        """The lines as a program reads them, and `reconcile.verify`: numbers as exact decimal strings or fractions."""
        return [
            {
                "take": line.take,
                "times": text(line.times),
                "form": {name: text(value) for name, value in line.form},
                "relation": line.relation,
                "bound": text(line.bound),
                "unit": line.unit,
                "says": line.says,
                "claim": line.claim,
                **({"signs": [*line.signs]} if line.signs else {}),
            }
            for line in self.lines
        ]


def _form(form: Sequence[tuple[str, Fraction]]) -> str:
    """A sum as it is written: "trade 2024 − 1.155 × trade 2023"."""
    written = ""
    for name, value in form:
        size = "" if abs(value) == 1 else f"{text(abs(value))} × "
        sign = "−" if value < 0 else "+"
        written += f" {sign} {size}{name}" if written else f"{'−' if value < 0 else ''}{size}{name}"
    return written or "0"


def _amount(number: Fraction, unit: str) -> str:
    """A number with its unit; nothing is nothing in any unit."""
    whole, point, part = text(number).replace("-", "−").partition(".")
    digits = whole.lstrip("−")
    grouped = f"{int(digits):,}" if digits.isdecimal() else digits
    written = f"{'−' if whole.startswith('−') else ''}{grouped}{point}{part}"
    return f"{written} {unit}".rstrip() if number else written
