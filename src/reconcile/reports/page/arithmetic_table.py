"""The arithmetic of a finding as a table: the claims with their weights; computed against reported."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from reconcile.auditing import Entry
from reconcile.checks.wording.scales import Scale, approximately
from reconcile.exact.interval import Interval
from reconcile.reports.amounts import interval, number, scale
from reconcile.reports.markup import Html, tag, verbatim
from reconcile.reports.page.contents import PageClaim, PageRow
from reconcile.reports.phrasebook import Phrasebook

_PLAIN = Scale(Fraction(1), "")
_LEFT = ("residual", "allowed", "excess")


def arithmetic(row: PageRow, link: Callable[[PageClaim], Html], words: Phrasebook) -> Html | None:
    """The table; None for a finding of one claim or of none, in which nothing is compared."""
    entry, claims = row.entry, {claim.name: claim for claim in row.claims}
    if len(entry.evidence) < 2:
        return None
    weighted = any(part["side"] for part in entry.evidence)
    at_scale = fitting(row)
    heads = words.heads("arithmetic.heads")
    lines = [_line(claims[part["claim"]], _unit(row), at_scale, link, words) for part in entry.evidence]
    if weighted:
        heads = [words("arithmetic.weight"), *heads, words("arithmetic.contribution")]
        lines = [
            [_weight(part, words), *line, _number(number(part["contribution"]), at_scale, words)]
            for part, line in zip(entry.evidence, lines, strict=True)
        ]
    sums = list(_sums(entry, at_scale, words, weighted=weighted))
    name = words.amount(at_scale.name)
    unit = words("arithmetic.numbers", scale=name) if name else words("arithmetic.no scale")
    title = words("arithmetic" if weighted else "arithmetic.plain")
    table = tag(
        "table",
        tag("caption", f"{title}. {unit}"),
        tag("thead", tag("tr", *(tag("th", head, scope="col") for head in heads))),
        tag("tbody", *(tag("tr", *line) for line in lines)),
        *([tag("tfoot", *sums)] if sums else []),
    )
    return tag("div", table, class_="scroll", tabindex=0, role="region", aria_label=words("arithmetic"))


def fitting(row: PageRow) -> Scale:
    """One scale for all amounts in the finding's unit: that in which its figures were printed."""
    unit = _unit(row)
    ends = [end for claim in row.claims if claim.unit == unit for end in (claim.stands_for.low, claim.stands_for.high)]
    return scale(ends, unit)


def _unit(row: PageRow) -> str:
    """The finding's unit, or else that of its first claim."""
    return row.entry.unit or row.claims[0].unit


def _line(
    claim: PageClaim, unit_of_all: str, at_scale: Scale, link: Callable[[PageClaim], Html], words: Phrasebook
) -> list[Html]:
    """A claim with its interval; numbers in another unit than the finding's carry theirs."""
    own = at_scale
    if claim.unit != unit_of_all:
        own = scale([claim.stands_for.low, claim.stands_for.high], claim.unit)
    unit = "" if own is at_scale else words.amount(f" {own.name}")
    ends = [tag("td", f"{end}{unit}", class_="n") for end in _ends(claim.stands_for, own, words)]
    return [tag("th", link(claim), scope="row"), tag("td", verbatim(claim.printed), class_="n"), *ends]


def _ends(one: Interval, at_scale: Scale, words: Phrasebook) -> tuple[str, str]:
    """Low and high; an end that does not belong to the interval says so."""
    mark = words("open")
    low = "−∞" if one.low is None else words.amount(at_scale.number(one.low)) + mark * one.low_open
    high = "∞" if one.high is None else words.amount(at_scale.number(one.high)) + mark * one.high_open
    return low, high


def _weight(part: dict[str, Any], words: Phrasebook) -> Html:
    return _number(number(part["weight"]), _PLAIN, words)


def _number(amount: Fraction | None, at_scale: Scale, words: Phrasebook) -> Html:
    return tag("td", "" if amount is None else words.amount(at_scale.number(amount)), class_="n")


def _sums(entry: Entry, at_scale: Scale, words: Phrasebook, *, weighted: bool) -> Iterator[Html]:
    """Computed, reported, residual, allowed, excess: what the verdict rests on."""
    wide = 2 if weighted else None
    for comparison in entry.comparisons:
        of = "" if comparison["of"] == "figures" else f", {words(comparison['of'])}"
        for side in ("computed", "reported"):
            ends = comparison[side]
            cells = (_printed(ends, at_scale, words), *_ends(interval(ends), at_scale, words), "")
            head = tag("th", f"{words(side)}{of}", scope="row", colspan=wide)
            yield tag("tr", head, *(tag("td", cell, class_="n") for cell in cells))
    for name in _LEFT:
        amount = number(getattr(entry, name))
        if amount is None:
            continue
        said = words(f"{name}.note" if weighted or name != "residual" else "residual.plain")
        if name == "excess" and amount and (units := number(entry.excess_units)):
            phrase = "excess.units.one" if units == 1 else "excess.units"
            said = words(phrase, count=words.amount(approximately(units)))
        yield tag(
            "tr",
            tag("th", words(name), scope="row", colspan=wide),
            _number(amount, at_scale, words),
            tag("td", said, colspan=3 if weighted else 2, class_="why"),
            class_="excess" if name == "excess" and amount and entry.verdict == "conflict" else None,
        )


def _printed(ends: dict[str, Any], at_scale: Scale, words: Phrasebook) -> str:
    known = [number(ends[name]) for name in ("printed_low", "printed_high")]
    return "–".join(dict.fromkeys(words.amount(at_scale.number(one)) for one in known if one is not None))
