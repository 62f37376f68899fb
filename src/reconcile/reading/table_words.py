"""Words in the labels and heads of tables that tell what stands in a line; another language is more words.

Each is a part of a regular expression, so that a word's end and its plural can be told.
"""

from __future__ import annotations

import re

__all__ = [
    "BALANCE_WORDS",
    "CHANGE_WORDS",
    "COUNT_WORDS",
    "GROWTH_WORDS",
    "LESS_HEADS",
    "LESS_WORDS",
    "MEAN_WORDS",
    "NET_WORDS",
    "OF_WHICH_WORDS",
    "OTHER_WORDS",
    "PERCENT_WORDS",
    "PER_UNIT_WORDS",
    "SHARE_WORDS",
    "TOTAL_WORDS",
]


def _any(*words: str) -> re.Pattern[str]:
    return re.compile("|".join(words), re.IGNORECASE)


PERCENT_WORDS = _any(  # what is in percent
    "%", r"\bper ?cent", "percentage", r"\bmargin\b", r"\bratio\b",
    r"\b(?:tax|growth|discount|interest|turnover) rates?$", r"\beffective\b.*\brate",
)  # fmt: skip
CHANGE_WORDS = _any(  # a difference of two amounts
    r"\bchanges?\b", r"\bvariance\b", r"\bincrease\b.*\bdecrease\b", r"\(decrease\)", r"\bfavou?rable\b",
    r"\bdifference\b", "±", "Δ", r"\bVeränderung\b", r"\bvariation\b", r"\bvariación\b", "tăng", r"\bvs\.? ",
    r"\bversus\b", r"\bover (?:19|20)[0-9]{2}",
)  # fmt: skip
PER_UNIT_WORDS = _any(  # what is per unit, and does not add up
    r"\bper\b(?! ?cent)(?! annum)", r"\baverages?\b", r"\bmean\b", r"\bprices? per\b", r"\bexercise prices?\b",
    r"\bunit prices?\b", r"\brates?$", r"\brate of\b", r"\byield\b", r"\bexpected life\b", r"\bvolatility\b",
    r"\bmedian\b", r"\b(?:expected|remaining|contractual) (?:term|life)\b", r"\bfair value at grant\b",
    r"\bdurchschnitt", r"\bmoyenne", r"\bpromedio", r"\bbình quân\b", r"\bmultiple\b", r"\bdays\b", r"\bmaturity\b",
    r"\bdilut", r"\bbasic\b", r"\bEPS\b",
)  # fmt: skip
COUNT_WORDS = _any(  # counts
    r"\bnumber\b", r"\bno\. of\b", r"\bshares\b", r"\bemployees\b", r"\bunits\b", r"\bheadcount\b", r"\boptions\b",
    r"\bstores\b",
)  # fmt: skip
OTHER_WORDS = _any(  # no quantity that adds up
    r"^(?:notes?|ref\.?|references?|page|footnote|item|no\.)$", r"\(years?\)", r"\bin years\b", "^years$",
    r"\bdates?$",
)  # fmt: skip
TOTAL_WORDS = _any(  # the total of other lines
    r"\b(?:sub-?)?totals?\b", r"\bin all\b", r"\btotaux\b", r"\bgesamt", r"\bsumme\b", r"\binsgesamt\b",
    r"\bensemble\b", r"\btổng\b", r"\bcộng\b", r"^all\b(?! other)",
)  # fmt: skip
NET_WORDS = _any(  # what is left, or stands at the end: often a sum
    r"\bnet\b", r"\bgross\b", r"\bprofit\b", r"\bloss\b", r"\bincome\b", r"\bearnings\b", r"\bbalance\b",
    r"\bend(?:ing)?\b", r"\bclosing\b", r"\bbefore\b", r"\bafter\b", r"\bEBIT", r"\bmargin\b", r"\bassets\b",
    r"\bliabilities\b", r"\bcash\b", r"\bsaldo\b", r"\bsolde\b", r"\bAt (?:\d|December|March|June|September)",
    r"\bAs (?:at|of)\b",
)  # fmt: skip
LESS_WORDS = _any(  # what is taken off, though it may be printed without a minus
    r"\bless\b", r"\bdeduct", r"\bminus\b", r"\bcosts?\b", r"\bexpenses?\b", r"\bdisposals?\b", r"\bpayments?\b",
    r"\bimputed\b", r"\bdepreciation\b", r"\bamorti[sz]ation\b", r"\ballowances?\b", r"\bprovision\b", r"\btax",
    r"\bpaid\b", r"\babzüglich\b", r"\bmoins\b", r"\btrừ\b", r"\bdecreases?\b", r"\bforfeited", r"\bexercised",
    r"\bexpired", r"\bcancelled", r"\bvested", r"\breleased", r"\bwrite-?offs?\b", r"\bloss(?:es)?\b",
)  # fmt: skip
LESS_HEADS = _any(  # the line says itself that it is taken off; what is left stands below it
    r"^\W*(?:less|deduct\w*|minus|abzüglich|abzgl\.?|moins|menos|trừ)\b",
)  # fmt: skip
BALANCE_WORDS = _any(  # where a roll-forward begins and ends
    r"\bbalances?\b", r"\boutstanding\b", r"\b(?:non-?|un)vested\b", r"\b(?:opening|beginning|closing|ending)\b",
    r"\b(?:at|as of) .*(?:\b(?:start|end)\b|(?:19|20)[0-9]{2}|\b(?:1|30|31)\b)", r"\b(?:Anfangs|End)(?:bestand|saldo)",
    r"^Stand (?:am|zum)\b", r"\b(?:Schluss|Eröffnungs)saldo", r"\bsolde (?:d['’]ouverture|de clôture|initial|final)\b",
    r"\b(?:ouverture|clôture)$", r"\bsaldo (?:inicial|final)\b", r"\b(?:số dư|tồn) (?:đầu|cuối)\b",
)  # fmt: skip
GROWTH_WORDS = _any(  # a column that may say how another has grown
    "change", "growth", "increase", "decrease", "variance", r"vs\.?", "versus", "over", "yoy", "y/y", "Veränderung",
    "évolution", "variation", "variación", "tăng", "%",
)  # fmt: skip
SHARE_WORDS = _any(  # percentages of a whole
    r"(?:%|\bper ?cent|\bpercentage|\bshares?|\bproportion) (?:of|in)\b", r"\bAnteil",
    r"(?:%|\bpart) (?:du|de la|del?)\b",
    r"\btỷ (?:trọng|lệ)\b", r"\bcơ cấu\b", r"\bin % (?:der|des|vom)\b",
)  # fmt: skip
MEAN_WORDS = _any(  # a plain mean of other lines
    r"^(?!.*\bweighted\b).*\b(?:averages?|mean)\b", r"\bDurchschnitt", r"\bMittelwert\b", r"\bmoyennes?\b",
    r"\bpromedio\b", r"\b(?:trung|bình) (?:bình|quân)\b",
)  # fmt: skip
OF_WHICH_WORDS = _any(  # a part of the row before
    r"^[-–—• ]*(?:of which|of whom|o/w|thereof|davon|darunter|dont|de (?:los|las) cuales|trong đó)\b",
)  # fmt: skip
