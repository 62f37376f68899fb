"""The numbers of a running text, and which of them are no figures: dates, ordinals, the numbers of documents, names.

What is set aside is never looked at again, so only what cannot be a figure is: a number with a unit, a scale or a
percent sign behind it stays one, whatever stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from reconcile.language.digits import FigureError
from reconcile.language.lexicon import Lexicon, Scanner, lexicon

_NUMBER = re.compile(r"(?<!\d)\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?![\d])|\d+(?:[.,'’]\d+)*")
_YEAR = r"(?:1[5-9]|20)\d\d"
_ENDS = r"(?![\d%]|[.,]\d)"  # no further digits, and no percent sign
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_PLACES = (
    r"No\.|number|chapter|section|article|table|figure|annex|appendix|pages?|paragraph|line|route|phase|version|edition|"
    r"volume"
)
_DOCUMENTS = (
    r"(?:https?://|www\.)\S+|\S+@\S+\.\w+",
    r"\b\d+/\d{4}/[A-ZĐ][\w/.-]*|\b\d+[/-][A-ZĐ]{2}[\w/.-]*",  # 57/2024/QH15, 18/CT-TTg, 10-NQ/TW
)
_DATES = (
    r"\b\d{4}-\d{1,2}-\d{1,2}\b",
    r"\b\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:\d{4}|\d\d)\b",
    rf"\b\d{{1,2}}/{_YEAR}\b",
    rf"\b{_YEAR}\s?[-–—/]\s?(?:{_YEAR}|\d\d)\b{_ENDS}",
    rf"\b{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s{_YEAR}\b)?{_ENDS}",
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?:\sof)?\s{_MONTH}(?:,?\s{_YEAR}\b)?",
    r"\bngày\s\d{1,2}\stháng\s\d{1,2}(?:\snăm\s\d{4})?",
    rf"\b(?:ngày|sáng|chiều|tối|trưa|mùng|mồng)\s\d{{1,2}}(?:\s?[/-]\s?\d{{1,2}})?\b{_ENDS}",
    rf"\b(?:tháng|quý|quí|thế kỷ|century|quarter|year)\s\d{{1,2}}\b{_ENDS}",
    r"\b\d{1,2}\s(?:tháng|quý|năm|ngày|tuần)\s(?:đầu|cuối|qua|tới|trước|sau|gần đây|vừa qua|năm)\b",
    r"\b(?:first|last|past|next|previous|final)\s\d{1,2}\s(?:days|weeks|months|quarters|years)\b",
    r"\b\d{1,2}(?::\d\d|[hg]\d\d)\b|\b\d{1,2}\s?(?:a\.m\.|p\.m\.|[ap]m\b)",
    rf"\b{_YEAR}\b{_ENDS}",
)
_ORDINALS = (
    r"\b\d+(?:st|nd|rd|th)\b",
    rf"\b(?:thứ|khóa|khoá|điều|khoản|chương|phụ lục|trang|biểu số|bảng số|quốc lộ)\s\d+(?:[./]\d+)*\b{_ENDS}",
    rf"\b(?:{_PLACES})\s?\d+(?:[./-]\d+)*\b{_ENDS}",
    r"(?m:^)[ \t]*(?:\(?\d{1,3}[.)]|\d+(?:\.\d+)+\.?)[ \t]+(?=[^\d\s])",  # the numbers of a list
)
_NAME = r"[^\W\d_]+[-‑]?\d[\w./-]*"  # G20, COVID-19, CO2
_ASIDE = re.compile(
    "|".join(
        f"(?P<{kind}>{'|'.join(patterns)})"
        for kind, patterns in (
            ("document", _DOCUMENTS),
            ("date", _DATES),
            ("ordinal", _ORDINALS),
            ("name", (_NAME,)),
        )
    ),
    re.IGNORECASE,
)


class Number(NamedTuple):
    """A number of a text: where it stands, and what it is where it is no figure."""

    start: int
    end: int
    aside: str  # date, ordinal, document, name; "" for what may be a figure


def numbers_in(text: str, language: str) -> Iterator[Number]:
    """Every number of a text that is written in digits, in order.

    >>> text = "On 23 December 2024 the 3rd G20 report, No. 18/CT-TTg, put 2024 exports at 405.9 bn USD."
    >>> [text[one.start : one.end] for one in numbers_in(text, "en") if not one.aside]
    ['405.9']
    """
    words = _lexicon(language)
    aside = [(found.start(), found.end(), str(found.lastgroup)) for found in _set_aside(text, words)]
    at = 0
    for found in _NUMBER.finditer(text):
        while at < len(aside) and aside[at][1] <= found.start():
            at += 1
        inside = at < len(aside) and aside[at][0] <= found.start() and found.end() <= aside[at][1]
        yield Number(*found.span(), aside[at][2] if inside else "")


def _set_aside(text: str, words: Lexicon | None) -> Iterator[re.Match[str]]:
    """The stretches that hold no figure."""
    for found in _ASIDE.finditer(text):
        if found.lastgroup == "name" and words is not None and _money(found[0], words):
            continue
        if found.lastgroup in {"date", "ordinal"} and words is not None and _measured(text, found.end(), words):
            continue
        yield found


@cache
def _lexicon(language: str) -> Lexicon | None:
    try:
        return lexicon(language)
    except FigureError:
        return None


def _measured(text: str, end: int, words: Lexicon) -> bool:
    """Whether a scale, a unit or a currency follows."""
    if not text[end - 1].isdigit():
        return False
    scanner = Scanner(text[end : end + 40].split("\n", maxsplit=1)[0])
    return scanner.take(words.scales) is not None or scanner.take(words.units) is not None


def _money(token: str, words: Lexicon) -> bool:
    """Whether a number is glued to a currency: USD500."""
    return Scanner(re.split(r"\d", token)[0].rstrip("-‑")).take(words.money) is not None
