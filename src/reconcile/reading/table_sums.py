"""Sums of a table's rows, or of its columns: which of them are the total of which others.

One pass down: what is not yet part of a total waits, and each line is held against the last of those that wait. A line
that is a total takes the place of its parts. Then one pass up, for totals that stand above their parts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from math import log10
from typing import NamedTuple

from reconcile.reading.evidence import BELIEVED, Fit, Value, fit_of

__all__ = ["Sum", "sums"]

TOTAL = re.compile(r"\b(?:sub-?)?totals?\b|\bin all\b|\btotaux\b|\bgesamt|\bsumme\b|\binsgesamt\b|\bensemble\b|\btổng\b|\bcộng\b|\ball\b", re.I)  # fmt: skip
NET = re.compile(r"\bnet\b|\bgross\b|\bprofit\b|\bloss\b|\bincome\b|\bearnings\b|\bbalance\b|\bend(?:ing)?\b|\bclosing\b|\bbefore\b|\bafter\b|\bEBIT|\bmargin\b|\bassets\b|\bliabilities\b|\bcash\b|\bsaldo\b|\bsolde\b|\bAt (?:\d|December|March|June|September)|\bAs (?:at|of)\b", re.I)  # fmt: skip
LESS = re.compile(r"\bless\b|\bdeduct|\bminus\b|\bcosts?\b|\bexpenses?\b|\bdisposals?\b|\bpayments?\b|\bimputed\b|\bdepreciation\b|\bamorti[sz]ation\b|\ballowances?\b|\bprovision\b|\btax|\bpaid\b|\babzüglich\b|\bmoins\b|\btrừ\b|\bdecreases?\b|\bforfeited|\bexercised|\bexpired|\bcancelled|\bvested|\breleased|\bwrite-?offs?\b|\bloss\b", re.I)  # fmt: skip

# How often a line is the sum of others that wait before it, by what it is called; counted, see docs/explanation/check.md.
_PRIOR = {"total": 0.8, "net": 0.3, "": 0.04}
_ALL_PLUS, _SIGNED, _APART = 0.80, 0.15, 0.05  # a plain sum, one with minus, one whose parts stand apart from it
_NATURAL = 0.6  # of plain sums those that take all since the last head of a section or the last total
_MOST = 40  # lines that can wait: the longest sums seen have 29 parts
_MOST_SIGNED = 6  # parts of which every way to set signs is tried


class Numbers(NamedTuple):
    """The lines to add up: their names, and in each lane what they print."""

    labels: Sequence[str]
    first: Sequence[bool]  # whether a section begins with the line
    lanes: Sequence[Sequence[Value | None]]  # by lane, then by line; None where the table withholds the number
    aside: Callable[[int, int, int], Sequence[Value | None]] = lambda _lane, _first, _last: ()  # what stands between two lines


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


def sums(numbers: Numbers, *, prior: Callable[[int], tuple[str, float]] | None = None) -> list[Sum]:
    """The sums that are believed, in the order in which they were found."""
    told = prior or (lambda line: _prior(numbers.labels[line]))
    count = len(numbers.labels)
    down = _pass(numbers, list(range(count)), told, set())
    taken = {part for one in down for _, part in one.parts} | {one.total for one in down}
    up = _pass(numbers, [line for line in reversed(range(count)) if line not in taken or _is_open(line, down)], told, taken, up=True)
    return down + up


def _is_open(line: int, found: list[Sum]) -> bool:
    """Whether a total that was found is part of no other yet."""
    return line in {one.total for one in found} and line not in {part for one in found for _, part in one.parts}


def _prior(label: str) -> tuple[str, float]:
    name = "total" if TOTAL.search(label) else "net" if NET.search(label) else ""
    return name, _PRIOR[name]


def _pass(numbers: Numbers, order: list[int], told: Callable[[int], tuple[str, float]], taken: set[int], *, up: bool = False) -> list[Sum]:
    found: list[Sum] = []
    waiting: list[int] = []
    for line in order:
        if line in taken and not waiting:
            continue
        best = None
        if len(waiting) > 1 or (waiting and told(line)[0] == "total"):
            best = _best(numbers, line, waiting, told, up=up)
        if best is not None and not (up and best.total in taken):
            found.append(best)
            gone = {part for _, part in best.parts}
            waiting = [one for one in waiting if one not in gone]
        waiting = [*waiting, line][-_MOST:]
    return found


def _best(numbers: Numbers, line: int, waiting: list[int], told: Callable[[int], tuple[str, float]], *, up: bool) -> Sum | None:
    labelled, prior = told(line)
    before = log10(prior / (1 - prior))
    best: Sum | None = None
    for parts, share in _candidates(numbers, line, waiting, up=up):
        fits = _fits(numbers, line, parts)
        if not fits:
            continue
        strength = before + log10(share) + sum(fit.weight for fit in fits.values())
        if strength >= BELIEVED and any(fit.weight > 0 or fit.slip for fit in fits.values()) and (best is None or strength > best.strength):
            ordered = tuple(sorted(parts, key=lambda one: one[1]))
            best = Sum(line, ordered, fits, strength, labelled)
    return best


def _fits(numbers: Numbers, line: int, parts: Sequence[tuple[int, int]]) -> dict[int, Fit]:
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
        else:
            missed += 1
        tried[lane] = known, total
    return {lane: fit_of(*one) for lane, one in tried.items()} if held and held >= missed else {}


def _explained(numbers: Numbers, lane: int, line: int, parts: Sequence[tuple[int, int]], residual: int) -> bool:
    """Whether a number that stands between the parts and the total is what is left over."""
    ends = [line, *(part for _, part in parts)]
    between = [numbers.lanes[lane][other] for other in range(min(ends), max(ends)) if other not in ends]
    aside = numbers.aside(lane, min(ends), max(ends))
    return any(value is not None and value.size and abs(value.size) == abs(residual) for value in [*between, *aside])


def _candidates(numbers: Numbers, line: int, waiting: list[int], *, up: bool) -> Iterator[tuple[list[tuple[int, int]], float]]:
    """The sums that may be meant, with how likely each is among them."""
    count = len(waiting)
    natural = count - _natural(numbers, line, waiting, up=up)
    others = max(count - 1, 1)
    for start in range(count):
        run = waiting[start:]
        share = _ALL_PLUS * (_NATURAL if count - start == natural else (1 - _NATURAL) / others)
        yield [(1, part) for part in run], share
        if 2 <= len(run) <= _MOST_SIGNED:
            ways = 2 ** len(run) - 2
            expected = tuple(-1 if LESS.search(numbers.labels[part]) else 1 for part in run)
            first_only = (1, *[-1] * (len(run) - 1))
            for way in range(1, 2 ** len(run) - 1):
                signs = tuple(-1 if way >> place & 1 else 1 for place in range(len(run)))
                likely = (signs == expected) + (signs == first_only)
                chance = _SIGNED / others * (0.3 * likely + 0.4 / ways if likely else 0.4 / ways)
                yield list(zip(signs, run, strict=True)), chance
    pairs = max(count * (count - 1) // 2, 1)
    for start in range(count - 2):
        for end in range(start + 2, count):
            yield [(1, part) for part in waiting[start:end]], _APART / pairs


def _natural(numbers: Numbers, line: int, waiting: list[int], *, up: bool) -> int:
    """Where the parts of a total most likely begin among those that wait: at the last head of a section."""
    if up:
        return 0
    for place in range(len(waiting) - 1, -1, -1):
        if numbers.first[waiting[place]]:
            return place
    return 0
