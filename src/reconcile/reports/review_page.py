"""The page on which a person looks at what a draft guessed: each claim in its sentence, decided by keyboard.

As a file it asks for nothing, and gives the decisions as text; served by `reconcile watch` it sends each to be written.
"""

from __future__ import annotations

import re
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from reconcile.language.codelists import STATS, STATUSES
from reconcile.ledger.store.columns import KNOWN, claim_columns
from reconcile.ledger.store.text_spans import Span, words_pattern
from reconcile.ledger.writing.decisions import CHANGEABLE, marks_of, records_of
from reconcile.reports.markup import Html, joined_html, label, tag, verbatim
from reconcile.reports.own_page import page_data, page_file, page_of, page_policy
from reconcile.reports.page.contents import Contents, PageClaim, Source, contents
from reconcile.reports.phrasebook import ENGLISH, Phrasebook

if TYPE_CHECKING:
    from reconcile.auditing import Result

_BREAK = re.compile(r"\n[^\S\n]*\n\s*|(?<=[.!?…])[\"'”’»)\]]*\s+(?=[^\W\d_])")
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n")
_AROUND = 220  # characters of its paragraph that are shown on either side of a sentence
_LONGEST = 600  # characters of a sentence on either side of the figure; what is longer is none
_TYPED = {"value", "value_high", "decimals", "qualifier"}  # what a claim says that has no words for its figure
_KEYS = (
    (("j", "↓"), "next"),
    (("k", "↑"), "previous"),
    (("y", "Enter"), "confirm"),
    (("e",), "change"),
    (("x",), "aside"),
    (("u",), "back"),
)
_DECIDED = "decided.yaml"
_OF_SCRIPT = (
    *("count", "confirmed", "changed", "left out", "set aside", "left", "all written", "all decided", "undone"),
    *("cancel", "change and confirm", "words", "no answer", "selected"),
)
"""The phrases that the script says, of those that begin with ``review.``"""


def review_page(result: Result, path: Path, words: Phrasebook = ENGLISH, *, served: bool = False) -> str:
    """The guesses of a ledger as one HTML file, in the words of a language.

    `path` is how the ledger is named in the command that it tells.
    """
    shown = contents(result, words)
    records = records_of(result.ledger)
    guessed = [claim for claim in shown.claims if records[claim.number]["guess"]]
    marks = marks_of(result.ledger)
    fields = [name for name in claim_columns(result.ledger.dimensions) if name not in KNOWN or name in CHANGEABLE]
    data = {
        "served": served,
        "claims": [
            {
                "claim": claim.name,
                "seen": marks[claim.number],
                "place": claim.place,
                "fields": _fields(records[claim.number], fields),
                "phrase": _phrase(shown.source(claim), claim, records[claim.number]),
            }
            for claim in guessed
        ],
        "choices": {
            name: {one: words.named(name, one) for one in known}
            for name, known in (("stat", STATS), ("status", STATUSES))
        },
        "names": {name: _named(words, name) for name in fields},
        "required": ["measure", "period"],
        "words": {name: words.phrases[f"review.{name}"] for name in _OF_SCRIPT}
        | {
            "copied": words("page.copied"),
            "aside": words("review.aside").capitalize(),
            **({} if served else {"file": _DECIDED}),
        },
    }
    style, script = page_file("review.css"), page_file("review.js")
    title = label(words("review.title", title=result.ledger.title or words("page.untitled")))
    measures = {*result.ledger.measures, *(claim.measure for claim in shown.claims)}
    body = [
        tag("a", words("review.skip"), href="#claims", class_="skip"),
        _top(title, len(guessed), words, served=served),
        tag(
            "main",
            *([] if guessed else [tag("p", words("review.nothing"))]),
            *(_section(shown, source, guessed, records) for source in shown.sources),
            id="claims",
        ),
        *([] if served else [_decisions(path, words)]),
        tag("datalist", *(tag("option", value=name) for name in sorted(measures)), id="measures"),
        page_data("review", data),
    ]
    policy = page_policy(style, script, **({"connect": "'self'"} if served else {}))
    return page_of(title, style, script, body, policy, words.language)


def _named(words: Phrasebook, field: str) -> str:
    return words.named("field", field).replace("_", " ")


def _fields(record: dict[str, str], names: list[str]) -> dict[str, str]:
    """What a person may change of a claim: of the figure its words, or else the number that is typed."""
    hidden = _TYPED if record["reported"] else {"reported"}
    return {name: record[name] for name in names if record[name] or name not in hidden}


def _top(title: Html, count: int, words: Phrasebook, *, served: bool) -> Html:
    between = Html(f" {label(words('review.or'))} ")
    keys = [
        tag("li", joined_html([tag("kbd", key) for key in names], between), " ", words(f"review.{what}"))
        for names, what in _KEYS
    ]
    progress = tag("progress", id="bar", value=0, max=max(count, 1), aria_label=words("review.progress"))
    back = [tag("p", tag("a", words("review.report"), href="./"))] if served else []
    decided = tag("span", words("review.count", decided=0, count=count), id="count")
    undo = tag("button", words("review.undo"), " ", tag("kbd", "u"), type="button", id="undo", disabled=True)
    box = tag("input", type="checkbox", id="keys", checked=True)
    return tag(
        "header",
        tag("h1", title, dir="auto"),
        *back,
        tag("p", progress, " ", decided, " ", undo),
        tag("p", id="said", role="status"),
        tag("ul", *keys, class_="keys"),
        tag("p", tag("label", box, " ", words("review.single keys"))),
        tag("noscript", tag("p", words("review.without scripts"), class_="note")),
        class_="top",
    )


def _section(shown: Contents, source: Source, guessed: list[PageClaim], records: list[dict[str, str]]) -> Html:
    own = [(place, claim) for place, claim in enumerate(guessed) if claim.source == source.number]
    if not own:
        return Html()
    facts = [fact for fact in (source.publisher, source.published, source.name) if fact]
    return tag(
        "section",
        tag("h2", label(source.title or source.name), id=f"h{source.number}", dir="auto"),
        tag("p", " · ".join(facts), class_="facts"),
        tag("ol", *(_claim(shown, claim, records[claim.number], place) for place, claim in own)),
        aria_labelledby=f"h{source.number}",
    )


def _claim(shown: Contents, claim: PageClaim, record: dict[str, str], place: int) -> Html:
    source, words = shown.source(claim), shown.words
    buttons = (("confirm", "y"), ("change", "e"), ("aside", "x"))
    return tag(
        "li",
        tag("blockquote", tag("p", _sentence(source, claim), dir="auto", lang=source.language or None)),
        tag("dl", *_told(shown, claim, record)),
        tag(
            "p",
            *(
                tag("button", said, " ", tag("kbd", key), type="button", data_do=what, aria_describedby=f"w{place}")
                for said, what, key in ((words(f"review.{what}").capitalize(), what, key) for what, key in buttons)
            ),
            tag("span", f"{claim.printed}: {claim.place}", class_="facts", id=f"w{place}"),
            class_="actions",
        ),
        id=f"c{place}",
        tabindex=-1,
        data_claim=place,
    )


def _told(shown: Contents, claim: PageClaim, record: dict[str, str]) -> list[Html]:
    """What a claim was read as, with the titles of what has one; what is guessed says so."""
    words = shown.words
    measure = shown.result.ledger.measures.get(claim.measure)
    title = measure.title if measure else ""
    guesses = record["guess"].split()
    where = ("area", *shown.result.ledger.dimensions)
    told = [("measure", f"{title} ({claim.measure})" if title and title != claim.measure else claim.measure)]
    told += [(name, record[name]) for name in (*where, "period") if record[name] or name in guesses]
    stat = [record["stat"]] if record["stat"] != "level" or "stat" in guesses else []
    told += [("stat", words.named("stat", text)) for text in stat]
    told += [(name, record[name]) for name in ("base", "per") if record[name] or name in guesses]
    told += [("status", words.named("status", record["status"]))]
    told += [("stands for", claim.interval_words(words))]
    return [
        tag(
            "div",
            tag("dt", _named(words, name), *([" ", tag("b", words("review.guess"))] if name in guesses else [])),
            tag("dd", label(text or words("review.nothing said")), dir="auto"),
            class_="guess" if name in guesses else None,
        )
        for name, text in told
    ]


def _sentence(source: Source, claim: PageClaim) -> Html:
    """The figure, marked, in its sentence, with some of the paragraph around it; failing a text, in its quote."""
    span = source.spans.get(claim.number)
    if source.text is None or span is None:
        text = claim.quote or claim.printed or claim.name
        found = re.search(words_pattern(claim.printed), text) if claim.printed else None
        span = Span(*found.span()) if found else Span(0, len(text))
        return _marked(text, Span(0, len(text)), span)
    text = source.text
    low, high = max(0, span.start - _LONGEST), min(len(text), span.end + _LONGEST)
    begin = max(
        (one.end() for one in _BREAK.finditer(text, low, span.start + 1) if one.end() <= span.start), default=low
    )
    stop = _BREAK.search(text, span.end, high)
    end = stop.start() if stop else high
    head = _PARAGRAPH.split(text[max(0, begin - _AROUND - 1) : begin])[-1]
    tail = _PARAGRAPH.split(text[end : end + _AROUND + 1])[0]
    if len(head) > _AROUND:
        head = "… " + head[-_AROUND:].partition(" ")[2]
    if len(tail) > _AROUND:
        tail = tail[:_AROUND].rpartition(" ")[0] + " …"
    return joined_html(
        [
            tag("span", verbatim(head), class_="around"),
            _marked(text, Span(begin, end), span),
            tag("span", verbatim(tail), class_="around"),
        ]
    )


def _marked(text: str, around: Span, span: Span) -> Html:
    return joined_html(
        [
            verbatim(text[around.start : span.start]),
            tag("mark", verbatim(text[span.start : span.end])),
            verbatim(text[span.end : around.end]),
        ]
    )


def _phrase(source: Source, claim: PageClaim, record: dict[str, str]) -> str:
    """Words that stand for the figure where it is set aside: its own where the text has them once, else its quote.

    A phrase sets every number aside that stands in it, wherever the text has it.
    """
    own = " ".join(record["reported"].split())
    if own and source.text is not None and len(re.findall(words_pattern(own), source.text)) == 1:
        return own
    return " ".join(claim.quote.split()) or own


def _decisions(path: Path, words: Phrasebook) -> Html:
    command = f"reconcile confirm {quote(str(path))} --decisions {_DECIDED}"
    return tag(
        "section",
        tag("h2", words("review.decisions"), id="decided"),
        tag("p", words("review.save as", file=_DECIDED)),
        tag("p", tag("code", command)),
        tag("textarea", readonly=True, rows=6, id="yaml", aria_labelledby="decided", spellcheck="false"),
        tag(
            "p",
            tag("button", words("review.copy"), type="button", id="copy"),
            " ",
            tag("button", words("review.save", file=_DECIDED), type="button", id="save"),
        ),
        aria_labelledby="decided",
    )
