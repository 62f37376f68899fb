"""One finding in full: the sentences side by side, the arithmetic, the picture, what would mend it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from reconcile.auditing import Entry
from reconcile.ledger.store.text_spans import figure_pattern
from reconcile.reports.page.arithmetic_table import arithmetic
from reconcile.reports.page.contents import Contents, PageClaim, PageRow
from reconcile.reports.page.drawings import drawing
from reconcile.reports.page.markup import Html, joined_html, label, tag, verbatim
from reconcile.reports.page.vintage_line import vintage_line

_AROUND = 16  # characters beside a number that nobody claims


class Evidence:
    """What anyone can verify by hand, for each finding; ``anchors`` are the marks of the claims."""

    def __init__(self, contents: Contents, anchors: Mapping[int, int]) -> None:
        self._contents = contents
        self._anchors = anchors
        self.card = cache(self._card)

    def whole(self, row: PageRow) -> Html:
        """All of it: the sentences, then the rest."""
        cards = [self.card(claim) for claim in row.shown]
        return Html((tag("div", *cards, class_="cards") if cards else "") + self.rest(row))

    def rest(self, row: PageRow) -> Html:
        """All but the sentences, ended by the id by which the ledger can accept the finding."""
        entry = row.entry
        place = f", {entry.place}" if entry.place else ""
        return joined_html(
            [
                *_reason(entry),
                *self._named(row),
                *self._unclaimed(row),
                *([arithmetic(row, self._link) or Html()] if row.shown else []),
                drawing(row, self._contents) or Html(),
                vintage_line(row, self._contents) or Html(),
                *_mending(entry),
                *_certificate(entry),
                *_worth(entry),
                tag("p", "id ", tag("code", entry.finding), place, class_="id"),
            ]
        )

    def _card(self, claim: PageClaim) -> Html:
        """A sentence, what it speaks of and stands for, and where it is from."""
        source = self._contents.source(claim)
        told = ", ".join(filter(None, (source.title or source.name, source.publisher, source.published, claim.where)))
        return tag(
            "figure",
            tag("blockquote", _quoted(claim), lang=source.language or None, dir="auto"),
            tag(
                "figcaption",
                self._link(claim),
                f", {claim.status}",
                tag("span", "stands for ", tag("b", claim.interval_words), class_="stands"),
                tag("cite", told, dir="auto"),
                tag("code", claim.place),
            ),
        )

    def _link(self, claim: PageClaim) -> Html:
        """The claim's name, leading to its figure in the documents."""
        return tag("a", claim.speaks_of, href=f"#m{self._anchors[claim.number]}")

    def _unclaimed(self, row: PageRow) -> Iterator[Html]:
        """The numbers of a text that nobody claims, each leading to where it stands."""
        if row.entry.unclaimed:
            source = next(one for one in self._contents.sources if one.unclaimed_row == row.number)
            text = source.text or ""
            links = (
                tag(
                    "li",
                    label(f"…{text[max(span.start - _AROUND, 0) : span.start]}"),
                    tag("a", verbatim(text[span.start : span.end]), href=f"#u{source.number}-{i}"),
                    label(f"{text[span.end : span.end + _AROUND]}…"),
                    dir="auto",
                )
                for i, span in enumerate(source.unclaimed)
            )
            yield tag("ul", *links, class_="numbers")

    def _named(self, row: PageRow) -> Iterator[Html]:
        """The claims by name, where there are too many to show each."""
        claims = list(dict.fromkeys(row.claims))
        if not row.shown and claims:
            yield tag("ul", *(tag("li", self._link(claim)) for claim in claims), class_="named")


def _quoted(claim: PageClaim) -> Html:
    """The quote with its figure marked; the figure alone, where there is no quote."""
    found = figure_pattern(claim.printed).search(claim.quote) if claim.printed and claim.quote else None
    if found is None:
        return Html((verbatim(claim.quote) + " " if claim.quote else "") + tag("mark", verbatim(claim.printed)))
    before, after = claim.quote[: found.start()], claim.quote[found.end() :]
    return Html(f"{verbatim(before)}{tag('mark', verbatim(found[0]))}{verbatim(after)}")


def _reason(entry: Entry) -> Iterator[Html]:
    if entry.accepted is not None:
        yield tag("p", tag("b", "Accepted:"), " ", label(entry.accepted), class_="reason")


def _mending(entry: Entry) -> Iterator[Html]:
    if not entry.repairs:
        return
    yield tag("h3", "Any one of these changes would mend it" if len(entry.repairs) > 1 else "This change would mend it")
    repairs = (
        tag("li", tag("b", one["words"]), f" {one['slip']} " if one["slip"] else " ", tag("code", one["claim"]))
        for one in entry.repairs
    )
    yield tag("ul", *repairs, class_="repairs")


def _worth(entry: Entry) -> Iterator[Html]:
    """How many errors the finding would have caught, where it could have caught any."""
    if entry.errors:
        caught = entry.caught or "none"
        yield tag(
            "p", f"Of {entry.errors} errors in the last two digits of these figures it would have caught {caught}."
        )


def _certificate(entry: Entry) -> Iterator[Html]:
    """The proof line by line, where the finding carries one, and the falsehood that it leaves."""
    proof = entry.certificate
    if proof is None:
        return
    yield tag("h3", "The proof")
    lines = [tag("tr", *(tag("td", part) for part in step)) for step in proof.steps()]
    left = tag(
        "tr", tag("th", "leaves", scope="row"), tag("td", tag("b", proof.conclusion), ", which is false", colspan=2)
    )
    heads = (tag("th", head, scope="col") for head in ("take", "what", "who says so"))
    table = tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *lines), tag("tfoot", left), class_="proof")
    yield tag("div", table, class_="scroll", tabindex=0, role="region", aria_label="The proof")
