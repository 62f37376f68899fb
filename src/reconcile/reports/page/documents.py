"""The documents as they were written, each claimed figure marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlsplit

from reconcile.ledger.store.text_spans import figure_pattern
from reconcile.reports.entries import SHOWN_KINDS
from reconcile.reports.markup import Html, joined_html, label, tag, verbatim
from reconcile.reports.page.contents import Contents, PageClaim, Source
from reconcile.reports.page.finding_details import sentence_of


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text that claims speak of, or a number of which none does."""

    start: int
    end: int
    claims: tuple[PageClaim, ...] = ()
    unclaimed: int | None = None  # which of the source's unclaimed numbers it is


class Documents:
    """The documents as HTML, and the anchor of each claim in them."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._words = contents.words
        self.anchors: dict[int, int] = {}  # of each claim, the number of its mark
        self._marks: list[tuple[PageClaim, ...]] = []
        self.html = joined_html([self._article(source) for source in contents.sources])

    @property
    def marks(self) -> list[list[int]]:
        """For each mark, the numbers of its claims."""
        return [[claim.number for claim in claims] for claims in self._marks]

    def _article(self, source: Source) -> Html:
        words = self._words
        parts = [self._head(source)]
        if source.text is None:
            missing = words("text.not stored" if source.claims else "text.not here")
            parts.append(tag("p", source.why_not or missing, class_="note"))
            if source.claims:
                parts.append(self._figures(source))
        else:
            parts += self._text(source)
            if quoted := [claim for claim in source.claims if claim.number not in source.spans]:
                parts.append(tag("h4", words("text.not in it")))
                parts.append(tag("ul", *(self._quote(claim) for claim in quoted), class_="quotes"))
        if not source.claims:
            parts.append(tag("p", words("text.nothing claimed"), class_="note"))
        return tag(
            "article", *parts, id=f"s{source.number}", lang=source.language or None, aria_labelledby=f"h{source.number}"
        )

    def _text(self, source: Source) -> Iterator[Html]:
        """Paragraphs, broken where the text is and no figure stands across the break; lines with tabs are a table."""
        for tabbed, lines in groupby(self._lines(source), key=lambda cells: len(cells) > 1):
            rows = list(lines)
            if tabbed and len(rows) > 1:
                yield self._table(rows)
            else:
                yield from (tag("p", joined_html(cells, "\t"), dir="auto") for cells in rows if any(cells))

    def _lines(self, source: Source) -> Iterator[list[Html]]:
        """The lines of a text with their figures marked, each as what stands between its tabs."""
        assert source.text is not None
        cells: list[Html] = [Html("")]
        start = 0
        for mark in [*marks(source), Mark(len(source.text), len(source.text))]:
            for place, line in enumerate(source.text[start : mark.start].split("\n")):
                if place:
                    yield cells
                    cells = [Html("")]
                first, *others = map(verbatim, line.split("\t"))
                cells[-1] = Html(cells[-1] + first)
                cells += others
            cells[-1] = Html(cells[-1] + self._marked(source, mark))
            start = mark.end
        yield cells

    def _marked(self, source: Source, mark: Mark) -> Html:
        assert source.text is not None
        words = verbatim(source.text[mark.start : mark.end])
        if mark.claims:
            return self._mark(mark.claims, words)
        if mark.unclaimed is None:
            return words
        return tag("u", words, id=f"u{source.number}-{mark.unclaimed}", title=self._words("not claimed"))

    def _table(self, rows: list[list[Html]]) -> Html:
        """Lines as rows; one that has fewer cells lacks the first, as a head without a label does."""
        width = max(map(len, rows))
        padded = [[Html("")] * (width - len(cells)) + cells for cells in rows]
        made = [
            tag("tr", tag("th", first, scope="row") if first else tag("td"), *(tag("td", cell) for cell in others))
            for first, *others in padded
        ]
        table = tag("table", tag("tbody", *made), class_="lines", dir="auto")
        return tag("div", table, class_="scroll", tabindex=0, role="region", aria_label=self._words("text.table"))

    def _mark(self, claims: tuple[PageClaim, ...], words: Html) -> Html:
        """The figure as a link to the worst of its findings; a script makes it show all of them."""
        anchor = len(self._marks)
        self._marks.append(claims)
        for claim in claims:
            self.anchors[claim.number] = anchor
        kind = min((self._contents.standing[claim.number] for claim in claims), key=SHOWN_KINDS.index)
        explained = self._contents.explained
        bystander = " bystander" * (kind == "conflict" and all(claim.number in explained for claim in claims))
        rows = [row.number for claim in claims for row in self._contents.findings_of.get(claim.number, ())]
        return tag(
            "a",
            words,
            id=f"m{anchor}",
            class_=f"m {kind}{bystander}",
            href=f"#f{min(rows)}" if rows else None,
            title="; ".join(f"{claim.speaks_of}, {self._words.named('status', claim.status)}" for claim in claims),
        )

    def _figures(self, source: Source) -> Html:
        """The figures of a document whose text is not kept, a row each, with the words that the ledger has of it."""
        words = self._words
        placed = any(claim.area for claim in source.claims)
        rows = [tag("tr", *self._figure(claim, placed=placed)) for claim in source.claims]
        measure, place, period, figure, *others = words.heads("figures.heads")
        shown = [measure, *([place] if placed else []), period, figure, *others]
        head = tag("tr", *(tag("th", one, scope="col", class_="n" if one is figure else None) for one in shown))
        table = tag("table", tag("thead", head), tag("tbody", *rows), class_="figures")
        name = words("figures.table", source=source.title or source.name)
        return tag("div", table, class_="scroll", tabindex=0, role="region", aria_label=name)

    def _figure(self, claim: PageClaim, *, placed: bool) -> Iterator[Html]:
        """The cells of a row. Its figure leads to the findings, as does the row where scripts run."""
        words, kind = self._words, self._contents.standing[claim.number]
        quantity = label(self._contents.headlines.quantity(claim.number))
        quote = tag("q", sentence_of(claim, "b"), dir="auto") if claim.quote else Html()
        yield tag("th", Html(quantity + quote), scope="row", dir="auto")
        if placed:
            yield tag("td", label(claim.area), dir="auto")
        yield tag("td", words.period(claim.period) or claim.period)
        yield tag("td", self._mark((claim,), verbatim(claim.printed or claim.name)), class_="n")
        yield tag("td", words.named("status", claim.status))
        yield tag("td", tag("b", words.named("kind", kind), class_=f"v {kind}"))

    def _quote(self, claim: PageClaim) -> Html:
        """A claim that its text does not show: its words, or failing these its figure."""
        found = figure_pattern(claim.printed).search(claim.quote) if claim.printed else None
        if found is None:
            mark = self._mark((claim,), verbatim(claim.printed or claim.name))
            said = Html(f"{mark} {verbatim(claim.quote)}")
        else:
            mark = self._mark((claim,), verbatim(found[0]))
            before, after = claim.quote[: found.start()], claim.quote[found.end() :]
            said = Html(f"{verbatim(before)}{mark}{verbatim(after)}")
        return tag("li", tag("q", said, dir="auto") if claim.quote else mark, " ", tag("small", claim.speaks_of))

    def _head(self, source: Source) -> Html:
        facts = [
            label(fact)
            for fact in (source.publisher, source.published or self._words("date unknown"), source.name)
            if fact
        ]
        if address := web_address(source.url):
            facts.append(tag("a", address, href=address, rel="noopener noreferrer"))
        elif source.url:
            facts.append(label(source.url))
        return tag(
            "header",
            tag("h3", label(source.title or source.name), id=f"h{source.number}", dir="auto"),
            tag("p", joined_html(facts, " · "), class_="facts", lang=self._words.language, dir="auto"),
        )


def marks(source: Source) -> list[Mark]:
    """What is marked in a text, in order; claimed stretches that overlap are one."""
    claims = {claim.number: claim for claim in source.claims}
    found: list[Mark] = []
    for number, (start, end) in sorted(source.spans.items(), key=lambda item: (item[1], item[0])):
        if found and start < found[-1].end:
            last = found.pop()
            found.append(Mark(last.start, max(end, last.end), (*last.claims, claims[number])))
        else:
            found.append(Mark(start, end, (claims[number],)))
    numbers = [Mark(*span, unclaimed=i) for i, span in enumerate(source.unclaimed)]
    return sorted([*found, *numbers], key=lambda mark: mark.start)


def web_address(text: str) -> str | None:
    """The address, where it is one that a reader may follow: a script, a file or a mangled address is not."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    sound = (
        parts.scheme in {"http", "https"} and parts.hostname and text.isprintable() and not set(text) & set(" \"'<>\\")
    )
    return text if sound else None
