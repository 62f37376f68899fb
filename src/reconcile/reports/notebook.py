"""What a notebook shows of an audit and of a finding: the sentences with their figures marked, causes first.

The colours of the verdicts and the number lines are those of the report page. There is no script, so what is stored
shows as well as what was just made; where a style is not let through, the words are still there.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from reconcile.reports.claim_parts import parts
from reconcile.reports.entries import SHOWN_KINDS, of_kind, outcome, totals, worst_first
from reconcile.reports.headlines import Headlines
from reconcile.reports.markup import Html, joined_html, label, tag
from reconcile.reports.own_page import page_file
from reconcile.reports.page.arithmetic_table import arithmetic
from reconcile.reports.page.contents import Contents, PageClaim, PageRow, Source
from reconcile.reports.page.drawings import drawing
from reconcile.reports.page.finding_details import sentence_of
from reconcile.reports.proof import proof
from reconcile.reports.suspects import suspects
from reconcile.reports.terminal import drawn
from reconcile.reports.text_report import size

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reconcile.auditing import Entry, Result
    from reconcile.reports.suspects import Suspect, Suspects

FINDINGS_IN_NOTEBOOK = 10  # findings in a representation; the frame has all
_ROOT = re.compile(r":root \{([^}]*)\}")  # of the page: the colours in light, in dark, and in print
_SHARED = re.compile(rf"^((?:\.line\b|mark|del|ins|\.v\b|\.(?:{'|'.join(SHOWN_KINDS)}) )[^{{]*)(\{{.*)$", re.MULTILINE)
_LIGHT = ".reconcile"
_DARK = (
    ':is(body[data-jp-theme-light="false"], body.vscode-dark, html[theme="dark"], html[data-theme="dark"], '
    'body[data-theme="dark"]) .reconcile'
)
_EITHER = ':is(html, body)[data-theme="auto"] .reconcile'


def audit_html(result: Result, hints: Sequence[str]) -> str:
    """What is probably wrong, then the worst findings, each folded but the first conflict."""
    found = list(islice(worst_first(result), FINDINGS_IN_NOTEBOOK))
    suspected = suspects(result)
    explained = {one.explains[0] for one in suspected.shown} if suspected else set()
    others = [entry for entry in of_kind(result, "conflict") if entry.finding in explained] if explained else []
    shown = _contents([*found, *others], result)
    more = sum(totals(result).values()) - len(found)
    title = f"Audit of {result.ledger.title or 'a ledger'}"
    return _framed(
        tag("h3", title),
        tag("p", f"{size(result)}: {outcome(result)}"),
        *([_causes(suspected, shown)] if suspected else []),
        *(
            _folded(row, shown, is_open=row.number == 0 and row.entry.kind == "conflict")
            for row in shown.rows[:FINDINGS_IN_NOTEBOOK]
        ),
        *([tag("p", f"and {more:,} more; .findings has all")] if more else []),
        *(tag("p", tag("b", "hint"), f": {hint}") for hint in hints),
    )


def finding_html(entry: Entry, result: Result) -> str:
    """One finding in full."""
    shown = _contents([entry], result)
    return _framed(_headed(shown.rows[0], "h3"), *_whole(shown.rows[0], shown))


def _framed(*inside: Html) -> str:
    return tag("div", Html(f"<style>{notebook_style()}</style>"), *inside, class_="reconcile")


def notebook_style() -> str:
    """The style of what is shown: the page's colours and drawings, for this element alone, and some rules of its own.

    Which of its themes a notebook shows is told by marks of its own; what the system prefers says nothing of it, but
    where a page says that it follows.
    """
    page = page_file("page/page.css")
    light, dark = _ROOT.findall(page)[:2]
    themes = (
        f"{_LIGHT} {{{light}}}\n{_DARK} {{{dark}}}\n@media (prefers-color-scheme: dark) {{ {_EITHER} {{{dark}}} }}\n"
    )
    shared = "".join(f"{_scoped(selectors)}{rule}\n" for selectors, rule in _SHARED.findall(page))
    return themes + shared + page_file("notebook.css")


def _scoped(selectors: str) -> str:
    return ", ".join(f"{_LIGHT} {one.strip()}" for one in selectors.split(",")) + " "


def _contents(entries: Sequence[Entry], result: Result) -> Contents:
    """These findings as the page's drawings take them; of all other claims and sources nothing is made."""
    headlines = Headlines(result)
    table = result.ledger.sources
    told = dict.fromkeys(name for entry in entries for name in _sources_of(entry, result))
    named = table[table["source"].isin(list(told))].set_index("source").to_dict("index")
    sources = [_source(number, name, named[name]) for number, name in enumerate(told)]
    numbers = {source.name: source.number for source in sources}
    rows = [
        PageRow(number, entry, tuple(_claims(entry, headlines, numbers)), headlines.of(entry))
        for number, entry in enumerate(entries)
    ]
    claims = list(dict.fromkeys(claim for row in rows for claim in row.claims))
    return Contents(result, rows, claims, sources, {}, [], headlines, None)


def _source(number: int, name: str, row: dict[Any, Any]) -> Source:
    title, publisher, published = row["title"], row["publisher"], row["published"]
    return Source(number, name, title, publisher, published, row["language"], row["url"], None, "")


def _sources_of(entry: Entry, result: Result) -> Iterator[str]:
    return (result.store.claim("source", row) for row in entry.rows)


def _claims(entry: Entry, headlines: Headlines, sources: dict[str, int]) -> Iterator[PageClaim]:
    result = headlines.result
    for part, row in zip(parts(entry, result), entry.rows, strict=True):
        said = {name: result.store.claim(name, row) for name in ("measure", "period", "status")}
        yield PageClaim(
            number=row,
            name=part.claim,
            source=sources[part.source],
            area=headlines.place(row),
            speaks_of=headlines.claim(row),
            printed=part.printed,
            value=result.store.figures[row].value,
            stands_for=part.interval,
            unit=part.unit,
            quote=part.quote,
            where="",
            place=part.place,
            **said,
        )


def _causes(found: Suspects, shown: Contents) -> Html:
    claims = {claim.name: claim for claim in shown.claims}
    items = [tag("li", *_cause(one, claims[one.claim], found)) for one in found.shown]
    if found.more:
        items.append(tag("li", found.more))
    return tag("div", tag("b", found.head), tag("ol", *items), class_="causes")


def _cause(one: Suspect, claim: PageClaim, found: Suspects) -> Iterator[Html]:
    """The change, what the figure is of, its sentence with it struck through, and where that stands."""
    before, after = one.before_and_after
    yield joined_html([tag("del", before), Html(" → "), tag("ins", after)]) if after else tag("b", one.change)
    yield Html(label(f": {one.slip}" if one.slip else ""))
    yield tag("span", f"{claim.speaks_of}; {one.extent}{found.otherwise(one)}", class_="soft")
    yield tag("blockquote", sentence_of(claim, "del"), dir="auto")
    yield tag("code", claim.place)


def _folded(row: PageRow, shown: Contents, *, is_open: bool) -> Html:
    whole = tag("div", *_whole(row, shown), class_="whole")
    return tag("details", _headed(row, "summary"), whole, open=is_open)


def _headed(row: PageRow, name: str) -> Html:
    kind = row.entry.kind
    return tag(name, tag("span", kind, class_=f"v {kind}"), " ", Html(label(row.headline)))


def _whole(row: PageRow, shown: Contents) -> Iterator[Html]:
    """The exact terms, the sentences, the arithmetic, the picture, the proof, what would mend it, the id."""
    entry, words = row.entry, shown.words
    yield tag("p", f"{entry.check}: {entry.sentence}", class_="soft")
    if row.shown:
        yield tag("div", *(_card(claim, shown) for claim in row.shown), class_="cards")
        yield arithmetic(row, lambda claim: Html(label(claim.speaks_of)), words) or Html()
    yield drawing(row, shown) or Html()
    if steps := proof(entry):
        yield tag("h4", words("proof"))
        yield Html(f"<pre>{chr(10).join(Html(label(drawn(step))) for step in steps)}</pre>")
    if entry.repairs:
        yield tag("h4", words.several("mending", len(entry.repairs)))
        mended = (f"{one['words']}{': ' + one['slip'] if one['slip'] else ''} " for one in entry.repairs)
        items = (tag("li", said, tag("code", one["claim"])) for said, one in zip(mended, entry.repairs, strict=True))
        yield tag("ul", *items, class_="repairs")
    if entry.accepted is not None:
        yield tag("p", tag("b", words("accepted")), " ", Html(label(entry.accepted)))
    yield tag("p", tag("code", entry.finding))


def _card(claim: PageClaim, shown: Contents) -> Html:
    """A sentence with its figure marked, what it speaks of and stands for, and where it is from."""
    source = shown.source(claim)
    told = ", ".join(filter(None, (source.title or source.name, source.publisher, source.published)))
    return tag(
        "figure",
        tag("blockquote", sentence_of(claim), lang=source.language or None, dir="auto"),
        tag(
            "figcaption",
            tag("span", f"{claim.speaks_of}, {claim.status}"),
            tag("span", shown.words("stands for"), tag("b", claim.interval_words(shown.words))),
            tag("cite", told, dir="auto"),
            tag("code", claim.place),
        ),
    )
