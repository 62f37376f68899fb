"""Sums of a table's rows, or of its columns: which of them are the total of which others.

One pass down: what is not yet part of a total waits, and each line is held against the last of those that wait. A line
that is a total takes the place of its parts. Then one pass up, for totals that stand above their parts. Lines labelled
as totals go first, and of these the sums whose signs a label tells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from math import log10
from typing import NamedTuple, TypeAlias

from reconcile.reading.evidence import BELIEVED, Fit, Value, fit_of, slipped
from reconcile.reading.table_words import BALANCE_WORDS, CHANGE_WORDS, LESS_HEADS, LESS_WORDS, NET_WORDS, TOTAL_WORDS

__all__ = ["PrintedLines", "Sum", "believed_sums", "totals_left"]

# How often a line is the sum of others that wait before it, by what it is called: docs/explanation/check.md.
_PRIOR = {
    "total": 0.94, "no label": 0.95, "net": 0.39, "": 0.02, "below less": 0.82, "balance": 0.94, "change": 0.85,
}  # fmt: skip
# And then, how often it is a plain sum, how often one with a minus (the rest has parts that stand apart from it), and
# how many of the plain ones take all since the last head of a section or the last total.
_SHARES = {
    "total": (0.92, 0.05, 0.84), "no label": (0.91, 0.06, 0.94), "net": (0.76, 0.21, 0.66), "": (0.40, 0.57, 0.6),
    "balance": (0.93, 0.05, 0.97), "change": (0.05, 0.92, 0.6),
}  # fmt: skip
_ALONE = 0.8  # from these odds on a label alone tells a sum of one column, which a slip then breaks
_MOST = 40  # lines that can wait: the longest sums seen have 29 parts
_MOST_SIGNED = 6  # parts of which every way to set signs is tried


_Candidate: TypeAlias = "tuple[list[tuple[int, int]], float, bool]"  # signed parts, how likely, whether it must hold


class Misprint(NamedTuple):
    """A number that may be misprinted, by its line and lane, and what it would be in half units of the last digit."""

    line: int
    lane: int
    size: int


@dataclass(frozen=True, slots=True)
class PrintedLines:
    """The lines to add up: their names, and in each lane what they print."""

    labels: Sequence[str]
    first: Sequence[bool]  # whether a section begins with the line
    lanes: Sequence[Sequence[Value | None]]  # by lane, then by line; None where the table withholds the number
    aside: Callable[[int, int, int], Iterable[int]] = (
        lambda _lane, _first, _last: ()
    )  # the sizes of what stands between two lines and is none of them
    across: bool = False  # whether the lines are columns
    beside: Sequence[Sequence[Value | None]] = ()  # lanes of shares, in which what must hold everywhere holds, too
    slips: set[Misprint] = field(
        default_factory=set
    )  # takes what would mend a sum that is not believed, and would be, then


@dataclass(frozen=True, slots=True)
class Sum:
    """A line that is the signed sum of others, by their places among the lines."""

    total: int
    parts: tuple[tuple[int, int], ...]  # sign and line, in the order of the lines
    fits: dict[int, Fit] = field(hash=False)  # by lane
    strength: float
    labelled: str = ""  # total, net: what the label says

    @property
    def holds(self) -> bool:
        return all(fit.holds for fit in self.fits.values())


def believed_sums(numbers: PrintedLines) -> list[Sum]:
    """The sums that are believed: those of lines that are labelled as totals first, then of any others."""
    labelled = [_prior(numbers, line)[0] != "" for line in range(len(numbers.labels))]
    found: list[Sum] = []
    for lines, later in ((labelled, True), (labelled, False), ([not one for one in labelled], False)):
        _both_ways(numbers, lines, found, later=later)
    return [one for one in found if not any(_within(one, other) for other in found)]


def totals_left(numbers: PrintedLines, found: Sequence[Sum], lines: Sequence[bool]) -> list[Sum]:
    """Sums that hold everywhere of lines labelled as totals, beside those `found`; of `lines` alone."""
    known = list(found)
    _both_ways(numbers, lines, known, later=False)
    for one in known[len(found) :]:
        if sum(not fit.holds for fit in one.fits.values()) == 1:
            _add_slips(numbers, one.total, one.parts, one.fits, one.strength)
    return [one for one in known[len(found) :] if one.holds]


def _both_ways(numbers: PrintedLines, lines: Sequence[bool], found: list[Sum], *, later: bool) -> None:
    count = len(numbers.labels)
    _pass(numbers, range(count), lines, found, up=False, later=later)
    _pass(numbers, range(count - 1, -1, -1), lines, found, up=True, later=later)


def _within(one: Sum, other: Sum) -> bool:
    """Whether a surer sum ties the same lines and more, or fewer of them: both would leave nothing for the rest."""
    lines, others = _lines(one.total, one.parts), _lines(other.total, other.parts)
    return (lines < others or others < lines) and one.strength < other.strength


def _prior(numbers: PrintedLines, line: int) -> tuple[str, float]:
    """What a label says of a line, and how likely the line is a sum, then."""
    labels, label = numbers.labels, numbers.labels[line]
    if numbers.across and line > 1 and CHANGE_WORDS.search(label) and not TOTAL_WORDS.search(label):
        return "change", _PRIOR["change"]
    name = (
        "no label" if not label else "total" if TOTAL_WORDS.search(label) else "net" if NET_WORDS.search(label) else ""
    )
    if name in {"", "net"} and line and LESS_HEADS.search(labels[line - 1]) and not LESS_HEADS.search(label):
        return "net", _PRIOR["below less"]
    return name, _PRIOR[name]


def _opening(labels: Sequence[str], line: int, waiting: Sequence[int]) -> int | None:
    """Where a roll-forward that ends with a line begins, by place among those that wait; None where it is none."""
    if not BALANCE_WORDS.search(labels[line]) or not waiting or BALANCE_WORDS.search(labels[waiting[-1]]):
        return None
    return next(
        (place for place in reversed(range(len(waiting))) if BALANCE_WORDS.search(labels[waiting[place]])), None
    )


def _pass(
    numbers: PrintedLines,
    order: Iterable[int],
    lines: Sequence[bool],
    found: list[Sum],
    *,
    up: bool,
    later: bool,
) -> None:
    """Go through the lines once; what is found is added to what was found before.

    `later` leaves lines for another pass of which a sum is believed most that must hold everywhere.
    """
    known = {one.total: one for one in found}
    parts = {part for one in found for _, part in one.parts}
    tied = {_lines(one.total, one.parts) for one in found}
    waiting: list[int] = []
    passed: list[int] = []
    taken: set[int] = set()
    first = list(numbers.first)
    for line in order:
        one = known.get(line)
        if one is None and lines[line] and not (line in parts and _prior(numbers, line)[0] == "") and waiting:
            name, prior = _prior(numbers, line)
            opening = None if up or name == "total" else _opening(numbers.labels, line, waiting)
            if opening is not None:
                name, prior = "balance", _PRIOR["balance"]
            start = 0 if up else _natural(first, waiting) if opening is None else opening
            shares = _SHARES[name]
            tried = chain(
                _candidates(numbers, waiting, start, shares, up=up, name=name),
                _of_totals(numbers, passed, known, 1 - shares[0] - shares[1]),
            )
            one = _best(numbers, line, tried, tied, (name, prior, later))
            if one is not None:
                found.append(one)
                known[line] = one
                parts |= {part for _, part in one.parts}
                tied.add(_lines(line, one.parts))
        if one is not None:
            gone = {part for _, part in one.parts}
            taken |= gone
            first[line] = first[line] or any(first[part] for part in gone)
            waiting = [other for other in waiting if other not in gone]
        if line not in taken:  # else it is a part of a total on its other side
            waiting = [*waiting, line][-_MOST:]
        passed.append(line)


def _lines(total: int, parts: Iterable[tuple[int, int]]) -> frozenset[int]:
    """The lines that a sum ties: a = b + c ties the same as b = a - c."""
    return frozenset((total, *(part for _, part in parts)))


def _best(
    numbers: PrintedLines,
    line: int,
    candidates: Iterable[_Candidate],
    tied: set[frozenset[int]],
    meant: tuple[str, float, bool],
) -> Sum | None:
    """The sum that is believed most of those that a line may be; None where none is, or that one is for later.

    `meant` is what the line's label says, how likely it is a sum, and whether there is a later pass.
    """
    labelled, prior, later = meant
    before = log10(prior / (1 - prior))
    best: Sum | None = None
    waits = False
    for parts, share, strict in candidates:
        if (len(parts) == 1 and labelled != "total") or _lines(line, parts) in tied:
            continue
        if strict and not all(_holds_in(lane, line, parts) for lane in numbers.beside):
            continue
        fits = _fits(numbers, line, parts)
        held = sum(fit.holds for fit in fits.values())
        if not fits:
            continue
        strength = before + log10(share) + sum(fit.weight for fit in fits.values())
        if held == len(fits) - 1 and (strict or strength < BELIEVED):
            _add_slips(numbers, line, parts, fits, strength)
        if held < len(fits) if strict else not held and prior < _ALONE:
            continue
        if (
            strength >= BELIEVED
            and any(fit.weight > 0 or fit.slip for fit in fits.values())
            and (best is None or strength > best.strength)
        ):
            ordered = tuple(sorted(parts, key=lambda one: one[1]))
            best, waits = Sum(line, ordered, fits, strength, labelled), strict and later
    return None if waits else best


def _fits(numbers: PrintedLines, line: int, parts: Sequence[tuple[int, int]]) -> dict[int, Fit]:
    """How the sum fits in each lane; nothing where it fails in more lanes than it holds in."""
    tried: dict[int, tuple[list[tuple[int, Value]], Value]] = {}
    held = missed = 0
    for lane, values in enumerate(numbers.lanes):
        total = values[line]
        if total is None or not total.half:
            continue
        known = [(sign, value) for sign, part in parts if (value := values[part]) is not None]
        if len(known) < len(parts) or not any(value.half for _, value in known):
            continue
        computed = sum(sign * value.size for sign, value in known)
        allowed = total.half + sum(value.half for _, value in known)
        if abs(computed - total.size) <= allowed:
            held += 1
        elif abs(computed + total.size) <= allowed or _explained(numbers, lane, line, parts, computed - total.size):
            continue  # a sign by another convention, or a line that belongs to it and is not seen as its part
        elif _averaged(known, total) and not fit_of(known, total).slip:
            continue
        else:
            missed += 1
            if 2 * missed > max(len(numbers.lanes), 2):
                return {}
        tried[lane] = known, total
    if held < missed and (held or len(tried) > 1):
        return {}
    return {lane: fit_of(*one) for lane, one in tried.items()}


def _add_slips(
    numbers: PrintedLines, line: int, parts: Sequence[tuple[int, int]], fits: Mapping[int, Fit], strength: float
) -> None:
    """Note which slips would mend a sum that fails in one lane, where it were believed, then."""
    lane, broken = next((lane, fit) for lane, fit in fits.items() if not fit.holds)
    if not broken.slip:
        return
    total = numbers.lanes[lane][line]
    known = [(sign, value) for sign, part in parts if (value := numbers.lanes[lane][part]) is not None]
    if total is None:
        return
    step = 2 * max(total.half, 1)
    mended = fit_of(known, Value(total.size + broken.residual, total.half))
    if strength - broken.weight + mended.weight < BELIEVED:
        return
    for sign, at, value in [
        (-1, line, total),
        *((sign, part, value) for (sign, part), (_, value) in zip(parts, known, strict=True)),
    ]:
        size = value.size - sign * broken.residual
        if size * value.size > 0 and size % step == 0 and abs(size) // step in slipped(str(abs(value.size) // step)):
            numbers.slips.add(Misprint(at, lane, size))


def _holds_in(lane: Sequence[Value | None], line: int, parts: Sequence[tuple[int, int]]) -> bool:
    """Whether a sum holds in a lane, or is not told there."""
    total = lane[line]
    known = [(sign, value) for sign, part in parts if (value := lane[part]) is not None and value.half]
    return total is None or not total.half or len(known) < len(parts) or fit_of(known, total).holds


def _averaged(known: Sequence[tuple[int, Value]], total: Value) -> bool:
    """Whether a total looks like an average, in a lane of prices or rates whose head does not say so."""
    sizes = [part.size for _, part in known]
    return len(sizes) > 1 and 0 < min(sizes) <= total.size <= max(sizes)


def _explained(numbers: PrintedLines, lane: int, line: int, parts: Sequence[tuple[int, int]], residual: int) -> bool:
    """Whether a number that stands between the parts and the total is what is left over."""
    ends = [line, *(part for _, part in parts)]
    between = [numbers.lanes[lane][other] for other in range(min(ends), max(ends)) if other not in ends]
    aside = numbers.aside(lane, min(ends), max(ends))
    return any(value is not None and value.size and abs(value.size) == abs(residual) for value in between) or any(
        abs(size) == abs(residual) for size in aside
    )


def _of_totals(
    numbers: PrintedLines, passed: list[int], known: Mapping[int, Sum], apart: float
) -> Iterator[_Candidate]:
    """Sums of totals alone, also of those that another line was taken off from."""

    def plain_total(line: int) -> bool:
        if line in known:
            return all(sign > 0 for sign, _ in known[line].parts)
        return TOTAL_WORDS.search(numbers.labels[line]) is not None

    plain = list(filter(plain_total, passed))
    inside = {part for line in plain if line in known for _, part in known[line].parts}
    tops = [line for line in plain if line not in inside][-_MOST:]
    for start in range(len(tops) - 1):
        yield [(1, line) for line in tops[start:]], apart / len(tops), True


def _candidates(
    numbers: PrintedLines,
    waiting: list[int],
    start: int,
    shares: tuple[float, float, float],
    *,
    up: bool,
    name: str,
) -> Iterator[_Candidate]:
    """The sums that may be meant, how likely each is among them, and whether it must hold to be believed.

    Most likely the parts begin at `start`, a place among those that wait. A sum whose signs no label tells, or whose
    parts stand apart from it, is believed only where it holds everywhere.
    """
    plain, signed, natural = shares
    count = len(waiting)
    others = max(count - 1, 1)
    for begin in range(count):
        run = waiting[begin:]
        share = plain * (natural if begin == start else (1 - natural) / others)
        yield [(1, part) for part in run], share, False
        if 2 <= len(run) <= _MOST_SIGNED:
            ways = 2 ** len(run) - 2
            expected = tuple(-1 if LESS_WORDS.search(numbers.labels[part]) else 1 for part in run)
            first_only = (1, *[-1] * (len(run) - 1))
            last_only = (-1, 1) if name == "change" and len(run) == 2 else None  # the earlier year stands first
            apart = not up and any(numbers.first[part] for part in run[1:])  # what is taken off stands elsewhere
            for way in range(1, 2 ** len(run) - 1):
                signs = tuple(-1 if way >> place & 1 else 1 for place in range(len(run)))
                likely = (signs == expected) + (signs == first_only) + (signs == last_only)
                chance = signed / others * (0.3 * likely + 0.4 / ways if likely else 0.4 / ways)
                untold = not likely or (not name and signs != expected)
                yield list(zip(signs, run, strict=True)), chance, apart or untold
    pairs = max(count * (count - 1) // 2, 1)
    for begin in range(count - 2):
        for end in range(begin + 2, count):
            yield [(1, part) for part in waiting[begin:end]], (1 - plain - signed) / pairs, True


def _natural(first: Sequence[bool], waiting: list[int]) -> int:
    """Where the parts of a total most likely begin among those that wait: at the last head of a section."""
    return next((place for place in reversed(range(len(waiting))) if first[waiting[place]]), 0)
