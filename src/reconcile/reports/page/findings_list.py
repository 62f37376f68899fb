"""The findings, worst first: a line for each, and its evidence below."""

from __future__ import annotations

import base64
import gzip
import json
from collections import Counter
from typing import Any

from reconcile.reports.entries import SHOWN_KINDS, totals
from reconcile.reports.markup import Html, label, tag
from reconcile.reports.page.contents import BESIDE, Contents, PageRow
from reconcile.reports.page.finding_details import Evidence
from reconcile.reports.phrasebook import Phrasebook

AT_HAND = 100  # findings whose evidence stands in the page itself, readable without scripts and in print
_OF_SCRIPT = {
    "all": "findings",
    "allOne": "findings.one",
    "some": "of findings",
    "someOne": "of findings.one",
    "more": "page.show more",
    "cannot": "page.cannot unpack",
    "about": "page.findings of",
    "nothing": "page.nothing fits",
    "unsaid": "page.nothing says",
    "without": "page.without filter",
    "withoutOne": "page.without filter.one",
    "alone": "page.no finding of figure",
    "link": "page.copy link",
    "text": "page.copy text",
    "acceptance": "page.copy acceptance",
    "copied": "page.copied",
    "byHand": "page.copy by hand",
    "reason": "page.acceptance reason",
    "part": "takes part",
    "partOne": "takes part.one",
    "partOf": "page.part of",
    "madeOf": "page.made of",
    "beside": "page.beside",
    "every": "page.all documents",
}
"""What the script says, by the names that it has there."""

_SUMS = {"identity", "period", "hierarchy"}  # checks in which parts are added up to a total
_BREAK = "\x1e"  # between packed pieces; as a character that is not seen it stands in no evidence


def listed_findings(contents: Contents, evidence: Evidence) -> Html:
    """All findings, those that matter most with their evidence.

    The others are there for readers without scripts. With scripts a browser takes them as mere text, of which a line is
    made when it is shown: ten thousand lines would take it seconds to open.
    """
    words = contents.words
    if not contents.rows:
        return Html(
            tag("ol", id="list", class_="list", role="list") + tag("p", words("page.no findings"), class_="note")
        )
    first = "".join(_opening(row, evidence, words) for row in contents.rows[:AT_HAND])
    rest = "".join(f"<li id=f{row.number}>{_line(row, words)}" for row in contents.rows[AT_HAND:])
    more = f"<noscript id=rest><ol class=list>{rest}</ol></noscript>" if rest else ""
    return Html(f"<ol id=list class=list role=list>{first}</ol>{more}")


def packed_findings(contents: Contents, evidence: Evidence) -> str:
    """The sentences of all claims, the evidence of all other findings without these, and all ids, compressed.

    A script unpacks them when such a finding is opened. Written out they would make the page several times as large
    as the ledger and its texts.
    """
    rest = contents.rows[AT_HAND:]
    if not rest:
        return ""
    pieces: list[str] = [*map(evidence.card, contents.claims), *map(evidence.rest, rest)]
    pieces.append(json.dumps([row.entry.finding for row in contents.rows], ensure_ascii=False))
    return gzipped_text(_BREAK.join(pieces))


def gzipped_text(text: str) -> str:
    """A text as it stands in the page until a script unpacks it."""
    return base64.b64encode(gzip.compress(text.encode("utf-8", "backslashreplace"), mtime=0)).decode("ascii")


def _line(row: PageRow, words: Phrasebook) -> str:
    """The verdict, what it is about, and what is said of it."""
    kind = row.entry.kind
    return f"{tag('b', words.named('kind', kind), class_=f'v {kind}')} {tag('span', row.headline)}"


def _opening(row: PageRow, evidence: Evidence, words: Phrasebook) -> str:
    """A finding that opens on its evidence. The end tag of a list's item may be left out, here and below."""
    inside = tag("div", evidence.whole(row))
    return f"<li><details id=f{row.number}><summary>{_line(row, words)}</summary>{inside}</details>"


def index(contents: Contents, marks: list[list[int]]) -> dict[str, Any]:
    """What the filters ask for, as numbers: findings' kinds, checks, claims; claims' measures, periods."""
    checks = list(dict.fromkeys(row.entry.check for row in contents.rows))
    measures, periods = names(contents)
    number = {source.name: source.number for source in contents.sources}
    findings = []
    for row in contents.rows:
        own = {number[name] for name in row.entry.sources if name in number}
        more = sorted(own - {claim.source for claim in row.claims})
        claims = list(dict.fromkeys(claim.number for claim in row.claims))
        findings.append(
            [SHOWN_KINDS.index(row.entry.kind), checks.index(row.entry.check), claims, *([more] if more else [])]
        )
    where = {name: i for i, name in enumerate(measures)}
    when = {name: i for i, name in enumerate(periods)}
    return {
        "kinds": SHOWN_KINDS,
        "checks": checks,
        "atHand": AT_HAND,
        "beside": BESIDE,
        "marks": marks,
        "claims": [[claim.source, where[claim.measure], when[claim.period]] for claim in contents.claims],
        "findings": findings,
        "sums": [[row.number, *totals_of] for row in contents.rows if (totals_of := _totals_of(row))],
        "words": {name: contents.words.phrases[phrase] for name, phrase in _OF_SCRIPT.items()},
    }


def _totals_of(row: PageRow) -> list[int]:
    """The claims of a finding that are totals, of which its other claims are the parts; none where nothing is added."""
    if row.entry.check not in _SUMS:
        return []
    numbers = {claim.name: claim.number for claim in row.claims}
    return list(dict.fromkeys(numbers[one["claim"]] for one in row.entry.evidence if one["side"] == "reported"))


def names(contents: Contents) -> tuple[list[str], list[str]]:
    """The measures in the order of the ledger, and the periods in theirs."""
    measures = list(dict.fromkeys(claim.measure for claim in contents.claims))
    return measures, sorted({claim.period for claim in contents.claims})


def filters(contents: Contents) -> Html:
    """What narrows the list. Hidden until a script makes it work."""
    counts, words = totals(contents.result), contents.words
    kinds = [
        tag(
            "label",
            tag("input", type="checkbox", name="kind", value=str(SHOWN_KINDS.index(kind))),
            tag(
                "span",
                tag("b", words.named("kind", kind), class_=f"v {kind}"),
                f" {words.amount(f'{count:,}')}",
                title=words(f"means.{kind}"),
            ),
        )
        for kind, count in counts.items()
    ]
    measures, periods = names(contents)
    checks = Counter(row.entry.check for row in contents.rows)
    return tag(
        "form",
        tag("fieldset", tag("legend", words("page.verdict")), *kinds),
        _choice("check", words, [f"{words.named('check', check)} ({count})" for check, count in checks.items()]),
        _choice("source", words, [source.title or source.name for source in contents.sources]),
        _choice("period", words, [words.period(period) or period for period in periods]),
        _choice("measure", words, [contents.headlines.measure(measure) for measure in measures]),
        _named(
            "words", words("page.search"), tag("input", type="search", name="words", id="by-words", autocomplete="off")
        ),
        id="filters",
        hidden=True,
    )


def _choice(name: str, words: Phrasebook, options: list[str]) -> Html:
    """A list to choose one of; the value is the number of the option."""
    offered = (tag("option", label(shown[:80]), value=str(i)) for i, shown in enumerate(options))
    every = tag("option", words("page.all"), value="")
    return _named(name, words(f"page.{name}"), tag("select", every, *offered, name=name, id=f"by-{name}"))


def _named(name: str, said: str, control: Html) -> Html:
    return tag("div", tag("label", said, for_=f"by-{name}"), control)
