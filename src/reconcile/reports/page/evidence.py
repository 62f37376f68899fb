"""One finding in full: the sentences side by side, the table of the arithmetic, the picture, what would mend it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from reconcile.checks.words import Scale, approximately
from reconcile.reports.amounts import interval, number, scale
from reconcile.reports.entries import Entry
from reconcile.reports.page.contents import Claim, Contents, Row
from reconcile.reports.page.drawings import drawing
from reconcile.reports.page.markup import Html, label, tag, verbatim
from reconcile.reports.places import figure_pattern

_CARDS = 12  # sentences shown beside each other, before the others are only named


def evidence(row: Row, contents: Contents, anchors: Mapping[int, int]) -> Html:
    """What anyone can verify by hand, and the id by which the ledger can accept it."""
    entry, parts = row.entry, list[Html]()
    if entry.accepted is not None:
        parts.append(tag("p", tag("b", "Accepted: "), label(entry.accepted), class_="reason"))
    claims = list(dict.fromkeys(row.claims))
    if claims:
        parts.append(tag("div", *(_card(claim, contents, anchors) for claim in claims[:_CARDS]), class_="cards"))
    if more := claims[_CARDS:]:
        named = (tag("li", _link(claim, anchors)) for claim in more)
        parts.append(tag("details", tag("summary", f"{len(more)} more claims"), tag("ul", *named)))
    if len(claims) <= _CARDS and (table := _table(row, anchors)):
        parts.append(table)
    if picture := drawing(row, contents):
        parts.append(picture)
    parts += _mending(entry)
    parts += _certificate(entry)
    place = f", {entry.place}" if entry.place else ""
    parts.append(tag("p", "id ", tag("code", label(entry.finding)), label(place), class_="id"))
    return Html("".join(parts))


def _card(claim: Claim, contents: Contents, anchors: Mapping[int, int]) -> Html:
    source = contents.source(claim)
    quote = _quoted(claim)
    told = ", ".join(filter(None, (source.title or source.name, source.publisher, source.published, claim.where)))
    return tag(
        "figure",
        tag("blockquote", quote, lang=source.language or None, dir="auto")
        if quote
        else tag("blockquote", verbatim(claim.printed)),
        tag(
            "figcaption",
            _link(claim, anchors),
            label(f", {claim.status}"),
            tag("span", "stands for ", tag("b", claim.interval_words), class_="stands"),
            tag("cite", label(told), dir="auto"),
            tag("code", label(claim.place)),
        ),
    )


def _quoted(claim: Claim) -> Html:
    """The quote with its figure marked."""
    found = figure_pattern(claim.printed).search(claim.quote) if claim.printed and claim.quote else None
    if found is None:
        return verbatim(claim.quote)
    before, after = claim.quote[: found.start()], claim.quote[found.end() :]
    return Html(f"{verbatim(before)}{tag('mark', verbatim(found[0]))}{verbatim(after)}")


def _link(claim: Claim, anchors: Mapping[int, int]) -> Html:
    """The claim's name, leading to its figure in the documents."""
    return tag("a", label(claim.speaks_of), href=f"#m{anchors[claim.number]}", class_="to")


def _table(row: Row, anchors: Mapping[int, int]) -> Html | None:
    """The arithmetic: the claims with their weights and contributions; then computed against reported."""
    entry, claims = row.entry, {claim.name: claim for claim in row.claims}
    weighted = any(part["side"] for part in entry.evidence)
    if len(entry.evidence) < 2:
        return None
    at_scale = _scale(entry)
    heads = [
        *(["weight"] if weighted else []),
        "claim",
        "printed",
        "low",
        "high",
        *(["contribution"] if weighted else []),
    ]
    head = tag("tr", *(tag("th", name, scope="col") for name in heads))
    body = [_line(part, claims[part["claim"]], entry, at_scale, anchors, weighted=weighted) for part in entry.evidence]
    foot = list(_sums(entry, at_scale, weighted=weighted))
    unit = f"Numbers in {at_scale.name}." if at_scale.name else "Plain numbers."
    return tag(
        "div",
        tag(
            "table",
            tag("caption", f"The arithmetic. {unit}"),
            tag("thead", head),
            tag("tbody", *body),
            *([tag("tfoot", *foot)] if foot else []),
        ),
        class_="scroll",
        tabindex=0,
        role="region",
        aria_label="The arithmetic",
    )


def _scale(entry: Entry) -> Scale:
    """The scale of all amounts in the finding's unit."""
    texts = [entry.residual, entry.allowed, entry.excess]
    texts += [part[name] for part in entry.evidence for name in ("low", "high") if part["printed"]]
    if any(part["side"] for part in entry.evidence):
        texts = [entry.residual, entry.allowed, entry.excess]
        texts += [
            side[end]
            for one in entry.comparisons
            for side in (one["computed"], one["reported"])
            for end in ("low", "high")
        ]
    return scale(map(number, texts), entry.unit)


def _line(
    part: dict[str, Any], claim: Claim, entry: Entry, at_scale: Scale, anchors: Mapping[int, int], *, weighted: bool
) -> Html:
    own = at_scale if claim.unit == entry.unit else scale([claim.stands_for.low, claim.stands_for.high], claim.unit)
    unit = "" if own is at_scale else f" {own.name}"
    low, high = claim.stands_for.low, claim.stands_for.high
    ends = (
        ("−∞" if low is None else own.number(low))
        + (" (open)" if claim.stands_for.low_open and low is not None else ""),
        ("∞" if high is None else own.number(high))
        + (" (open)" if claim.stands_for.high_open and high is not None else ""),
    )
    cells = [tag("td", f"{end}{unit}", class_="n") for end in ends]
    name = tag("th", _link(claim, anchors), scope="row")
    printed = tag("td", verbatim(claim.printed), class_="n")
    if not weighted:
        return tag("tr", name, printed, *cells)
    weight, contribution = number(part["weight"]), number(part["contribution"])
    times = "" if weight is None else Scale(Fraction(1), "").number(weight)
    adds = "" if contribution is None else at_scale.number(contribution)
    return tag("tr", tag("td", times, class_="n"), name, printed, *cells, tag("td", adds, class_="n"))


def _sums(entry: Entry, at_scale: Scale, *, weighted: bool) -> Iterator[Html]:
    """Computed, reported, residual, allowed, excess: what the verdict rests on."""
    wide = 2 if weighted else 1

    def line(name: str, *cells: str, note: str = "", class_: str | None = None) -> Html:
        head = tag("th", name, scope="row", colspan=wide if wide > 1 else None)
        return tag("tr", head, *(tag("td", cell, class_="n") for cell in cells), tag("td", note), class_=class_)

    def printed(ends: dict[str, Any]) -> str:
        known = [number(ends[name]) for name in ("printed_low", "printed_high")]
        return "–".join(dict.fromkeys(at_scale.number(one) for one in known if one is not None))

    for comparison in entry.comparisons:
        of = "" if comparison["of"] == "figures" else f", {comparison['of']}"
        for side in ("computed", "reported"):
            ends = comparison[side]
            span = interval(ends)
            low = "−∞" if span.low is None else at_scale.number(span.low)
            high = "∞" if span.high is None else at_scale.number(span.high)
            yield line(f"{side}{of}", printed(ends), low, high)
    residual, allowed, excess = map(number, (entry.residual, entry.allowed, entry.excess))
    if residual is None:
        return
    units = number(entry.excess_units)
    beyond = f"{approximately(units)} unit{'s' * (units != 1)} of the last digit" if units else ""
    named = (
        ("residual", residual, "computed less reported" if weighted else "the difference as printed"),
        ("allowed", allowed, "the most that rounding explains"),
        ("excess", excess, beyond),
    )
    for name, amount, note in named:
        if amount is not None:
            said = (
                tag("td", note, colspan=3 if weighted else 2, class_="note")
                if note
                else tag("td", colspan=3 if weighted else 2)
            )
            head = tag("th", name, scope="row", colspan=wide if wide > 1 else None)
            yield tag(
                "tr",
                head,
                tag("td", at_scale.number(amount), class_="n"),
                said,
                class_="excess" if name == "excess" and excess else None,
            )


def _mending(entry: Entry) -> Iterator[Html]:
    if not entry.repairs:
        return
    yield tag("h4", "Any one of these changes would mend it" if len(entry.repairs) > 1 else "This change would mend it")
    yield tag(
        "ul",
        *(
            tag(
                "li",
                tag("b", label(repair["words"])),
                label(f" {repair['slip']}" if repair["slip"] else ""),
                " ",
                tag("code", label(repair["claim"])),
            )
            for repair in entry.repairs
        ),
        class_="repairs",
    )


def _certificate(entry: Entry) -> Iterator[Html]:
    """The proof step by step, where the finding carries one."""
    steps = getattr(entry, "certificate", None)
    if not steps:
        return
    lines = [steps] if isinstance(steps, str) else steps
    yield tag("h4", "The proof")
    yield tag("ol", *(tag("li", label(_step(step))) for step in lines), class_="proof")


def _step(step: Any) -> str:
    """A step in words; of an object its values in order."""
    return " ".join(map(str, step.values())) if isinstance(step, dict) else str(step)
