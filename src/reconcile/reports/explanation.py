"""One finding in full, in words: what was claimed, what follows, why it cannot be, what would mend it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from reconcile.checks.wording.scales import approximately
from reconcile.ledger.store.text_spans import Text
from reconcile.reports.amounts import number
from reconcile.reports.amounts import scale as scale_of
from reconcile.reports.claim_parts import ClaimPart, mending_words, parts
from reconcile.reports.meanings import MEANS, QUESTIONS
from reconcile.reports.number_line import number_line
from reconcile.reports.proof import proof_lines
from reconcile.reports.terminal import TerminalLine, render

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from reconcile.auditing import Entry, Result
    from reconcile.checks.wording.scales import Scale
    from reconcile.exact.interval import Interval

_AROUND = 30  # characters of a text that are shown on each side of a number
_WHY = {"conflict": "Why it cannot be", "accepted": "Why it cannot be", "unchecked": "Why it could not be decided"}


def explain(entry: Entry, result: Result, *, width: int | None = None, colour: bool = False) -> str:
    """The explanation as text, wrapped to a width where there is one."""
    return render(_lines(entry, result, width or 100), width=width, colour=colour)


def _lines(entry: Entry, result: Result, width: int) -> Iterator[TerminalLine]:
    given = parts(entry, result)
    yield TerminalLine(entry.subject, style="bold")
    yield TerminalLine(f"{entry.kind}: {MEANS[entry.kind]}", style="red" if entry.kind == "conflict" else "bold")
    yield TerminalLine(f"check {entry.check}: {QUESTIONS[entry.check]}", style="dim")
    yield TerminalLine(f"id: {entry.finding}", style="dim")
    if given:
        yield from _heading("What was claimed")
    for part in given:
        yield from _claim(part, result)
    yield from _heading("What follows" if entry.kind != "unchecked" else _WHY["unchecked"])
    if entry.rule:
        yield TerminalLine(f"by the rule {entry.rule}", 2)
    yield TerminalLine(entry.message, 2)
    yield from _unclaimed(entry, result)
    picture = number_line(entry, given, width=width - 4)
    if picture:
        yield TerminalLine()
    yield from (TerminalLine(line, 4, drawn=True) for line in picture)
    why = [*_why(entry), *_worth(entry, result)]
    if entry.kind != "unchecked" and (why or entry.certificate is not None):
        yield from _heading(_WHY.get(entry.kind, "Why it holds"))
        yield from proof_lines(entry, 2, width)
        yield from (TerminalLine(reason, 2) for reason in why)
    if entry.verdict == "conflict":
        yield from _mending(entry)


def _unclaimed(entry: Entry, result: Result) -> Iterator[TerminalLine]:
    """Each number that nobody claims, with the words around it."""
    stored = result.ledger.stored_text(entry.sources[0]) if entry.unclaimed else None
    text = "" if stored is None else Text(stored.text).shown
    for number_ in entry.unclaimed:
        at = number_["at"]
        start, end = max(0, at - _AROUND), at + len(number_["words"]) + _AROUND
        around = "…" * (start > 0) + text[start:end] + "…" * (end < len(text))
        yield TerminalLine(f"{number_['words']}, at {at}: “{around}”", 4)


def _heading(words: str) -> Iterator[TerminalLine]:
    yield TerminalLine()
    yield TerminalLine(words, style="bold")


def _claim(part: ClaimPart, result: Result) -> Iterator[TerminalLine]:
    sources = result.ledger.sources
    source = sources[sources["source"] == part.source].iloc[0]
    document = ", ".join(filter(None, (source["title"], source["publisher"], source["published"]))) or part.source
    yield TerminalLine(f"{part.speaks_of}: {part.printed}, which stands for {_in_words(part.interval, part.unit)}", 2)
    if part.quote:
        yield TerminalLine(f"“{part.quote}”", 4)
    yield TerminalLine(f"{document} ({part.place_and_guess})", 4, "dim")


def _in_words(interval: Interval, unit: str) -> str:
    """An interval as a reader says it: any number from 405.85 to 405.95 billion USD."""
    scale = scale_of([interval.low, interval.high], unit)
    if interval.low is not None and interval.low == interval.high:
        return f"exactly {scale.with_unit(scale.number(interval.low))}"
    low = "" if interval.low is None else scale.number(interval.low)
    high = "" if interval.high is None else scale.number(interval.high)
    over, under = ("more than" if interval.low_open else "at least"), ("less than" if interval.high_open else "at most")
    if not (low and high):
        return scale.with_unit(f"{over} {low}" if low else f"{under} {high}")
    if not (interval.low_open or interval.high_open):
        return scale.with_unit(f"any number from {low} to {high}")
    return scale.with_unit(f"{over} {low} and {under} {high}")


def _worth(entry: Entry, result: Result) -> Iterator[str]:
    """How much could have failed: the errors that this binding, and all claims together, would have caught."""
    if not entry.errors:
        return
    claims = result.strength.claims
    mine = claims[claims["claim"].isin(entry.claims)]
    both, all_ = int(mine["together"].sum()), int(mine["errors"].sum())
    here, there = entry.caught or "none", both or "none"
    yield (
        f"Of all {all_} errors in the last two digits of these figures, {here} would have been caught here; "
        f"by all bindings and all claims of the ledger together, {there}."
    )


def _why(entry: Entry) -> list[str]:
    """The arithmetic in sentences, and the proof where there is one."""
    said = [_difference(entry)] if entry.residual is not None and entry.allowed is not None else []
    if entry.verdict == "conflict":
        said.append(
            "So not all of these claims can be true. At least one is wrong, or they do not speak of the same thing; "
            "which one, the figures alone do not say."
        )
    return [sentence for sentence in said if sentence]


def _difference(entry: Entry) -> str:
    residual, allowed, excess = map(number, (entry.residual, entry.allowed, entry.excess))
    assert residual is not None
    assert allowed is not None
    scale = scale_of([residual, allowed, excess], entry.unit)
    if not residual:
        return "The printed figures leave no difference."
    left = f"The printed figures differ by {_amount(abs(residual), scale)}"
    if not excess:
        return f"{left}. Rounding explains up to {_amount(allowed, scale)}, so that is no contradiction."
    units = number(entry.excess_units)
    counted = "" if units is None else f", {approximately(units)} units of the last digit,"
    of_it = f"at most {_amount(allowed, scale)}" if allowed else "nothing"
    return f"{left}. Rounding explains {of_it} of it; {_amount(excess, scale)}{counted} remains without explanation."


def _amount(amount: Fraction, scale: Scale) -> str:
    return scale.with_unit(scale.number(amount))


def _mending(entry: Entry) -> Iterator[TerminalLine]:
    yield from _heading("What would mend it")
    if entry.repairs:
        yield TerminalLine(
            "any one of these changes of a single figure:" if len(entry.repairs) > 1 else "this change:", 2
        )
    for repair in entry.repairs:
        yield TerminalLine(mending_words(repair), 4)
    if not entry.repairs:
        yield TerminalLine("no change of a single figure that is known here", 2)
    if entry.accepted is not None:
        yield TerminalLine(f"The ledger accepts it: {entry.accepted}", 2)
        return
    yield TerminalLine("If the document says so indeed, the ledger can accept it, in ledger.yaml:", 2)
    yield TerminalLine("accepted:", 4, drawn=True)
    yield TerminalLine(f"  - finding: {json.dumps(entry.finding, ensure_ascii=False)}", 4, drawn=True)
    yield TerminalLine("    reason: why it may stand", 4, drawn=True)
