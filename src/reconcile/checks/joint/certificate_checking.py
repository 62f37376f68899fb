"""Whether a certificate proves anything: read as a stranger's, added up, and held against the rows of a ledger.

Nothing that made it is trusted. What is read is bounded first, so that no certificate takes long to refuse.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np

from reconcile.checks.joint.certificate import ADD, SUBTRACT, Certificate, Line
from reconcile.checks.joint.given_signs import signed_by
from reconcile.checks.joint.joint_words import JointWords
from reconcile.checks.joint.system import Joint, SystemRows
from reconcile.solver.proof_checking import verify_proof as sums_up
from reconcile.solver.proofs import Used
from reconcile.solver.system import BACKGROUND

LINES = 100_000
DIGITS = 4300  # characters of a number: Python reads no more digits either
LENGTH = 2_000_000  # characters of all that the lines hold
BITS = 100_000  # of what all fractions have in common: adding up is no work where it has a bound

_MEET = {ADD: (">=", ">", "="), SUBTRACT: ("<=", "<", "=")}
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+|/[0-9]+)?")
_KEYS = ("take", "times", "form", "relation", "bound", "unit", "says", "claim")
_SHOWN = 60  # characters of what was found that a message repeats
_READINGS = ("wide", "face")


class RefusedError(Exception):
    """A certificate that proves nothing: why, and at which line, counted from 1."""

    def __init__(self, why: str, line: int | None = None) -> None:
        self.line = line
        super().__init__(why if line is None else f"line {line}: {why}")


@dataclass(frozen=True, slots=True)
class Verification:
    """What was verified of a certificate. It is true where all that was asked for holds.

    ``said`` is in words what holds, or what does not and why; ``line`` is the line that was refused, counted from 1.
    """

    holds: bool
    said: str
    line: int | None = None

    def __bool__(self) -> bool:
        return self.holds

    def __str__(self) -> str:
        return self.said


def read_lines(certificate: object) -> tuple[Line, ...]:
    """The lines of a certificate or of its JSON, each of the right form; raises RefusedError."""
    if isinstance(certificate, Certificate):
        given: Sequence[Any] = [
            {**{key: getattr(line, key) for key in _KEYS}, "form": dict(line.form), "signs": line.signs}
            for line in certificate.lines
        ]
    elif isinstance(certificate, Sequence) and not isinstance(certificate, str | bytes):
        given = certificate
    else:
        raise RefusedError(f"a certificate is a list of lines, and this is {_kind(certificate)}")
    if len(given) > LINES:
        raise RefusedError(f"it has {len(given):,} lines, and no more than {LINES:,} are read")
    room = LENGTH
    lines = []
    for number, line in enumerate(given, 1):
        read, length = _line(line, number)
        room -= length
        if room < 0:
            raise RefusedError(f"it is too long: no more than {LENGTH:,} characters are read", number)
        lines.append(read)
    return tuple(lines)


def _line(line: object, number: int) -> tuple[Line, int]:
    if not isinstance(line, Mapping):
        raise RefusedError(f"expected an object, found {_kind(line)}", number)
    if missing := [key for key in _KEYS if key not in line]:
        raise RefusedError(f"{missing[0]} is missing", number)
    for key in ("take", "relation", "unit", "says", "claim"):
        if not (isinstance(line[key], str) or (key == "claim" and line[key] is None)):
            raise RefusedError(f"{key}: expected a text, found {_kind(line[key])}", number)
    form, take, relation = line["form"], line["take"], line["relation"]
    if not isinstance(form, Mapping) or not all(isinstance(name, str) for name in form):
        raise RefusedError(f"form: expected numbers by the names of quantities, found {_kind(form)}", number)
    if take not in _MEET:
        raise RefusedError(f"take: expected {ADD} or {SUBTRACT}, found {_short(take)}", number)
    if relation not in _MEET[take]:
        raise RefusedError(f"relation: to {take}, a line has {_either(_MEET[take])}, not {_short(relation)}", number)
    numbers = {"times": line["times"], "bound": line["bound"], **{f"form: {_short(k)}": v for k, v in form.items()}}
    times, bound, *values = (_number(what, value, number) for what, value in numbers.items())
    if times <= 0:
        raise RefusedError("times: a line is taken more often than 0 times", number)
    read = Line(
        take,
        times,
        tuple(zip(form, values, strict=True)),
        relation,
        bound,
        line["unit"],
        line["says"],
        line["claim"],
        _signs(line, number),
    )
    if not any(values):
        raise RefusedError("form: it is about no quantity", number)
    texts = [*form, *read.signs, *(line[key] or "" for key in ("unit", "says", "claim"))]
    return read, sum(map(len, texts)) + sum(_size(value) for value in numbers.values())


def _signs(line: Mapping[Any, Any], number: int) -> tuple[str, ...]:
    """The claims by which a base is above zero; there need not be any."""
    signs = line.get("signs", ())
    if (
        isinstance(signs, str | bytes)
        or not isinstance(signs, Sequence)
        or not all(isinstance(one, str) for one in signs)
    ):
        raise RefusedError(f"signs: expected the ids of claims, found {_kind(signs)}", number)
    return tuple(signs)


def _number(what: str, value: object, line: int) -> Fraction:
    """An exact number: a decimal or a fraction as text, a whole number, or what is exact already."""
    if isinstance(value, str):
        if len(value) > DIGITS:
            raise RefusedError(f"{what}: a number of {len(value):,} characters; no more than {DIGITS:,} are read", line)
        if not _NUMBER.fullmatch(value):
            raise RefusedError(f"{what}: expected a decimal or a fraction, found {_short(value)}", line)
        if not int(value.partition("/")[2] or "1"):
            raise RefusedError(f"{what}: a fraction over 0", line)
        return Fraction(value)
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        raise RefusedError(f"{what}: expected an exact number as text, found {_kind(value)}", line)
    if _size(value) > DIGITS:
        raise RefusedError(f"{what}: a number of more than {DIGITS:,} digits", line)
    return Fraction(value)


def _size(value: object) -> int:
    """About how many characters a number has."""
    if isinstance(value, int | Fraction):
        return max(value.numerator.bit_length(), value.denominator.bit_length()) * 3 // 10
    return len(str(value))


def add_up(lines: Sequence[Line]) -> None:
    """See that all quantities cancel, and that what the bounds leave is false; raises RefusedError."""
    terms = [
        (name, line.sign * line.times * value) for line in lines for name, value in ((None, line.bound), *line.form)
    ]
    common = 1
    for _, value in terms:
        common = lcm(common, value.denominator)
        if common.bit_length() > BITS:
            raise RefusedError("the fractions have so little in common that they are not added up here")
    total: dict[str | None, int] = {}
    for name, value in terms:
        total[name] = total.get(name, 0) + value.numerator * (common // value.denominator)
    left = total.pop(None, 0)
    if over := [name for name, value in total.items() if value]:
        raise RefusedError(f"the lines do not add up: {_short(str(over[0]))} does not cancel")
    if left < 0 or (left == 0 and not any(line.relation in {"<", ">"} for line in lines)):
        raise RefusedError("the lines add up, but to nothing false")


class Held:
    """The rows of a joint system in words, to find lines among them."""

    def __init__(self, joint: Joint, words: JointWords) -> None:
        self._joint, self._words = joint, words
        ids = (joint.store.claim("claim", int(row)) for row in joint.claims.claim)
        self._place = {str(claim): place for place, claim in enumerate(ids)}
        self._names = [words.name(unknown) for unknown in range(joint.unknowns.count)]
        self._known = frozenset(self._names)

    def against(self, lines: Sequence[Line], rows: SystemRows) -> None:
        """See that every line is a row of these, word for word, and that the rows add up; raises RefusedError."""
        about = self._by_names(rows)
        used = tuple(self._row(rows, about, line, number) for number, line in enumerate(lines, 1))
        if not sums_up(rows.system, used):
            raise RefusedError("the rows of the ledger that the lines are do not add up: one name has two quantities")

    def _by_names(self, rows: SystemRows) -> dict[tuple[int | None, frozenset[str]], list[int]]:
        """Rows by the claim's place, None for what no claim says, and by the quantities that they are about."""
        names, system = self._names, rows.system
        found: dict[tuple[int | None, frozenset[str]], list[int]] = {}
        for row, (owner, form) in enumerate(zip(system.owner.tolist(), system.forms(), strict=True)):
            if not rows.assumed[row]:  # which proves nothing
                about = frozenset(names[unknown] for unknown in form)
                found.setdefault((None if owner == BACKGROUND else owner, about), []).append(row)
        return found

    def _row(
        self, rows: SystemRows, about: Mapping[tuple[int | None, frozenset[str]], list[int]], line: Line, number: int
    ) -> Used:
        place = None if line.claim is None else self._place.get(line.claim)
        if line.claim is not None and place is None:
            raise RefusedError(f"the ledger has no claim {_short(line.claim)} that all together are about", number)
        if strange := [name for name, _ in line.form if name not in self._known]:
            raise RefusedError(f"the claims of the ledger are about no quantity {_short(strange[0])}", number)
        side = "low" if line.take == ADD else "high"
        reasons = []
        for row in about.get((place, frozenset(name for name, value in line.form)), ()):
            if rows.system.end(row, side) is None:
                continue
            one = self._words.line(rows, Used(row, side, Fraction(1)))
            if not (wrong := list(_differences(one, line))):
                return Used(row, side, line.times / one.times)
            reasons.append(wrong)
        who = f"claim {_short(line.claim)}" if line.claim is not None else "the ledger"
        if reasons:
            raise RefusedError(f"{who} says otherwise: {min(reasons, key=len)[0]}", number)
        raise RefusedError(f"{who} says nothing of the kind: {_short(str(line))}", number)


def _differences(have: Line, line: Line) -> Iterator[str]:
    """In which parts a line is not what a row says; how often it is taken is its own."""
    if dict(have.form) != dict(line.form) or have.bound != line.bound or have.relation != line.relation:
        yield f"{have}"
    if have.unit != line.unit:
        yield f"the unit is {_short(have.unit)}, not {_short(line.unit)}"
    if have.says != line.says:
        yield f"it is {_short(have.says)}, not {_short(line.says)}"


def _short(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")


def _either(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"


def _kind(value: object) -> str:
    if isinstance(value, str):
        return f"the text {_short(value)}"
    return "nothing" if value is None else f"a value of type {type(value).__name__}"


def verified(lines: Sequence[Line], joint: Joint, voices: Sequence[JointWords]) -> str:
    """The reading in which a ledger's own rows are these lines; raises RefusedError, of what went the furthest.

    ``voices`` are ways in which the quantities may be called and scaled. A rate has its lines only where its base is
    above zero by what these claims say, and by no others.
    """
    refused: list[RefusedError] = []
    named = frozenset(Certificate(tuple(lines)).claims)
    ids = (str(joint.store.claim("claim", int(row))) for row in joint.claims.claim)
    joint = signed_by(joint, [place for place, claim in enumerate(ids) if claim in named])
    readings = [(name, joint.rows(name)) for name in _READINGS]
    for words in voices:
        held = Held(joint, words)
        for name, rows in readings:
            try:
                held.against(lines, rows)
            except RefusedError as error:
                refused.append(error)
            else:
                return name
    raise max(refused, key=lambda error: np.inf if error.line is None else error.line)
