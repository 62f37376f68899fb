"""Near misses of SDMX periods, and the spelling that was probably meant: for messages, nothing is read by it."""

from __future__ import annotations

import re

_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

# Groups: y year, z last year, h half, q and r quarter, m month, n its English name, d day, k months from January.
_NEAR_MISSES = (
    r"(?P<y>\d{4})[ -]?h(?P<h>[12])",
    r"h(?P<h>[12])[ /-]?(?P<y>\d{4})",
    r"(?P<y>\d{4})[ -]?q(?P<q>[1-4])",
    r"q(?P<q>[1-4])[ /-]?(?P<y>\d{4})",
    r"quý (?:(?P<q>[1-4])|(?P<r>iv|i{1,3}))(?:/| năm | )(?P<y>\d{4})",
    r"(?:tháng |t)?(?P<m>\d{1,2})(?:[/-]| năm )(?P<y>\d{4})",
    r"(?P<y>\d{4})[/ -]m?(?P<m>\d{1,2})",
    r"(?P<d>1[3-9]|2\d|3[01])[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})",
    r"(?:nửa đầu năm|first half of) (?P<y>\d{4})(?P<h>)",
    r"(?P<k>\d{1,2}) tháng đầu năm (?P<y>\d{4})",
    r"(?P<n>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? (?P<y>\d{4})",
    r"(?P<y>\d{4}) ?[-–—] ?(?P<z>\d{4})",
    r"(?:năm|year) ?(?P<y>\d{4})",
)


def sdmx_spelling(text: str) -> str:
    """Give the SDMX spelling of a near miss; empty where none comes to mind.

    >>> [sdmx_spelling(text) for text in ("Q4 2024", "11/2024", "6 tháng đầu năm 2025", "soon")]
    ['2024-Q4', '2024-11', '2025-S1', '']
    """
    for pattern in _NEAR_MISSES:
        if found := re.fullmatch(pattern, text.strip().lower()):
            return _spell({key: part for key, part in found.groupdict().items() if part is not None})
    return ""


def _spell(parts: dict[str, str]) -> str:
    year = parts["y"]
    if "z" in parts:
        return f"{year}/{parts['z']}"
    if "h" in parts:
        return f"{year}-S{parts['h'] or 1}"
    if "q" in parts or "r" in parts:
        return f"{year}-Q{parts.get('q') or _ROMAN[parts['r']]}"
    if "k" in parts:
        return {3: f"{year}-Q1", 6: f"{year}-S1", 12: year}.get(
            int(parts["k"]), f"{year}-01/{year}-{int(parts['k']):02}"
        )
    if "n" in parts:
        return f"{year}-{_ENGLISH.index(parts['n'].lower()) + 1:02}"
    if "m" in parts:
        month = int(parts["m"])
        day = f"-{parts['d']}" if "d" in parts else ""
        return f"{year}-{month:02}{day}" if 1 <= month <= 12 else ""
    return year
