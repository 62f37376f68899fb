"""The code lists of claims, each in its one order: in a column, a status or a statistic is its place in here."""

from __future__ import annotations

from typing import Final

STATUSES: Final = ("target", "forecast", "estimate", "provisional", "final", "revised")  # the more mature, the later
FIRST_OUTCOME: Final = STATUSES.index("estimate")  # a target or a forecast is another world than an outcome

STATS: Final = ("level", "growth", "change", "share", "ratio", "mean", "contribution")
LEVEL, GROWTH, CHANGE, SHARE, RATIO, MEAN, CONTRIBUTION = range(len(STATS))

MEASURE_KINDS: Final = ("flow", "stock", "average")

QUALIFIERS: Final = ("exact", "about", "nearly", "over", "at_least", "under", "at_most", "range")
