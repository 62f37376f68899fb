"""One finding in full: the sentences side by side, the arithmetic, the picture, what would mend it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from reconcile.auditing import Entry
from reconcile.ledger.store.text_spans import figure_pattern
from reconcile.reports.markup import Html, joined_html, label, tag, verbatim
from reconcile.reports.page.arithmetic_table import arithmetic
from reconcile.reports.page.contents import Contents, PageClaim, PageRow
from reconcile.reports.page.drawings import drawing
from reconcile.reports.page.vintage_line import vintage_line

_AROUND = 16  # characters beside a number that nobody claims


class Evidence:
    """What anyone can verify by hand, for each finding; ``anchors`` are the marks of the claims."""

    def __init__(self, contents: Contents, anchors: Mapping[int, int]) -> None:
        self._contents = contents
        self._anchors = anchors
        self._words = contents.words
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
                self._exactly(row),
                *self._reason(entry),
                *self._named(row),
                *self._unclaimed(row),
                *([arithmetic(row, self._link, self._words) or Html()] if row.shown else []),
                drawing(row, self._contents) or Html(),
                vintage_line(row, self._contents) or Html(),
                *self._mending(entry),
                *self._certificate(entry),
                *self._worth(entry),
                tag("p", "id ", tag("code", entry.finding), place, class_="id"),
            ]
        )

    def _exactly(self, row: PageRow) -> Html:
        """What is found in exact terms, with the check, the rule and the view."""
        entry = row.entry
        about = ", ".join(filter(None, (entry.check, entry.subject)))
        return tag(
            "p", self._words("exact words"), tag("span", f"{about}: {entry.message}", lang="en"), class_="exactly"
        )

    def _card(self, claim: PageClaim) -> Html:
        """A sentence, what it speaks of and stands for, and where it is from."""
        source = self._contents.source(claim)
        told = ", ".join(filter(None, (source.title or source.name, source.publisher, source.published, claim.where)))
        return tag(
            "figure",
            tag("blockquote", sentence_of(claim), lang=source.language or None, dir="auto"),
            tag(
                "figcaption",
                self._link(claim),
                f", {self._words.named('status', claim.status)}",
                tag("span", self._words("stands for"), tag("b", claim.interval_words(self._words)), class_="stands"),
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

    def _reason(self, entry: Entry) -> Iterator[Html]:
        if entry.accepted is not None:
            yield tag("p", tag("b", self._words("accepted")), " ", label(entry.accepted), class_="reason")

    def _mending(self, entry: Entry) -> Iterator[Html]:
        if not entry.repairs:
            return
        words = self._words
        yield tag("h3", words.several("mending", len(entry.repairs)))
        yield tag(
            "ul",
            *(
                tag(
                    "li",
                    tag("b", words.amount(one["words"])),
                    f" {words.named('slip', one['slip'])} " if one["slip"] else " ",
                    tag("code", one["claim"]),
                )
                for one in entry.repairs
            ),
            class_="repairs",
        )

    def _worth(self, entry: Entry) -> Iterator[Html]:
        """How many errors the finding would have caught, where it could have caught any."""
        if entry.errors:
            phrase = "worth" if entry.caught else "worth.none"
            yield tag("p", self._words(phrase, errors=entry.errors, caught=entry.caught))

    def _certificate(self, entry: Entry) -> Iterator[Html]:
        """The proof line by line, where the finding carries one, and the falsehood that it leaves."""
        proof, words = entry.certificate, self._words
        if proof is None:
            return
        yield tag("h3", words("proof"))
        lines = [tag("tr", *(tag("td", part) for part in step)) for step in proof.steps()]
        left = tag(
            "tr",
            tag("th", words("proof.leaves"), scope="row"),
            tag("td", tag("b", proof.conclusion), Html(label(words("proof.false"))), colspan=2),
        )
        heads = (tag("th", head, scope="col") for head in words.heads("proof.heads"))
        table = tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *lines), tag("tfoot", left), class_="proof")
        yield tag("div", table, class_="scroll", tabindex=0, role="region", aria_label=words("proof"))


def sentence_of(claim: PageClaim, how: str = "mark") -> Html:
    """The quote with its figure marked, or struck through; the figure alone, where there is no quote."""
    found = figure_pattern(claim.printed).search(claim.quote) if claim.printed and claim.quote else None
    if found is None:
        return Html((verbatim(claim.quote) + " " if claim.quote else "") + tag(how, verbatim(claim.printed)))
    before, after = claim.quote[: found.start()], claim.quote[found.end() :]
    return Html(f"{verbatim(before)}{tag(how, verbatim(found[0]))}{verbatim(after)}")
