"""What the components of a message stand for, by the names that the agencies give them, and what their codes mean."""

from __future__ import annotations

__all__ = [
    "AREA",
    "ATTRIBUTES",
    "CONFIDENTIAL",
    "CONFIDENTIALITY",
    "DECIMALS",
    "FREQUENCY",
    "MEASURE",
    "MISSING_CODES",
    "MULTIPLIER",
    "NO_MATURITY",
    "PERCENT",
    "PERIOD_KINDS",
    "STATUS",
    "UNIT",
    "maturity",
]

# Names in the order in which they are looked for; the cross-domain concepts of SDMX first, then those of agencies.
FREQUENCY = ("FREQ", "FREQUENCY", "freq")
AREA = ("REF_AREA", "geo", "GEO", "COUNTRY", "LOCATION", "REGION")
MEASURE = ("INDICATOR", "MEASURE")
STATUS = ("OBS_STATUS", "OBS_FLAG")
CONFIDENTIALITY = ("CONF_STATUS", "OBS_CONF", "CONF_STATUS_OBS")
DECIMALS = ("DECIMALS", "DECIMALS_DISPLAYED")
MULTIPLIER = ("UNIT_MULT", "UNIT_MULTIPLIER", "SCALE")
UNIT = ("UNIT_MEASURE", "UNIT", "unit", "UNITS")

# Where a format does not tell attributes from dimensions (CSV, structure-specific XML), these are attributes.
ATTRIBUTES = frozenset(
    {
        *STATUS,
        *CONFIDENTIALITY,
        *DECIMALS,
        *MULTIPLIER,
        "AGG_EQUN",
        "AVAILABILITY",
        "BASE_PER",
        "BREAKS",
        "COLLECTION",
        "COLLECTION_INDICATOR",
        "COLL_METHOD",
        "COLL_PERIOD",
        "COMMENT",
        "COMMENT_DSET",
        "COMMENT_OBS",
        "COMMENT_TS",
        "COMPILATION",
        "COMPILING_ORG",
        "CONF_REDIST",
        "COUNTRY_UPDATE_DATE",
        "DATA_COMP",
        "DATA_SOURCE",
        "DISS_ORG",
        "DOM_SER_IDS",
        "EMBARGO",
        "EMBARGO_DATE",
        "EMBARGO_TIME",
        "FULL_DESCRIPTION",
        "IDBANK",
        "KEY",
        "LAST UPDATE",
        "LAST_UPDATE",
        "METADATA",
        "NAT_TITLE",
        "OBS_COM",
        "OBS_COMMENT",
        "OBS_EDP_WBB",
        "OBS_PRE_BREAK",
        "OVERLAP",
        "PRE_BREAK_VALUE",
        "PUBL_ECB",
        "PUBL_MU",
        "PUBL_PUBLIC",
        "REF_PERIOD_DETAIL",
        "REF_YEAR_PRICE",
        "REPYEAREND",
        "SERIESKEY",
        "SERIES_NAME",
        "SOURCE_AGENCY",
        "SOURCE_DETAIL",
        "SOURCE_PUB",
        "TABLE_IDENTIFIER",
        "TIME_FORMAT",
        "TIME_PER_COLLECT",
        "TITLE",
        "TITLE_COMPL",
        "TITLE_TS",
        "UNIT_INDEX_BASE",
    }
)

# Which periods a frequency speaks of, where the date is a day or a month at their end.
PERIOD_KINDS = {"A": "year", "S": "half", "H": "half", "T": "trimester", "Q": "quarter", "M": "month"}

_PROVISIONAL, _ESTIMATE, _FORECAST, _REVISED = "provisional", "estimate", "forecast", "revised"
_MATURITY = {
    "F": _FORECAST,
    "f": _FORECAST,
    "E": _ESTIMATE,
    "e": _ESTIMATE,
    "I": _ESTIMATE,  # imputed
    "s": _ESTIMATE,  # by Eurostat
    "P": _PROVISIONAL,
    "p": _PROVISIONAL,
    "r": _REVISED,
}
NO_MATURITY = frozenset({"", "A", "B", "D", "G", "J", "K", "N", "S", "U", "V", "W", *"bcdinuvz"})  # say other things
# Codes of a missing value, whatever stands for it: those of SDMX, and ND, NA and NC of the Federal Reserve.
MISSING_CODES = frozenset({"H", "L", "M", "O", "Q", "ND", "NA", "NC"})
CONFIDENTIAL = frozenset({"C", "D", "N", "S", "c"})
PERCENT = frozenset({"PC", "PERCENT", "Percent"})


def maturity(code: str) -> str | None:
    """The ledger's status of a code of OBS_STATUS, or of several flags together; None where the code is not known.

    >>> [maturity(code) for code in ("A", "P", "be", "b p", "SD")]
    ['final', 'provisional', 'estimate', 'provisional', None]
    """
    flags = [code] if code in _MATURITY or code in NO_MATURITY else list(code.replace(" ", "").replace(",", ""))
    if not all(flag in _MATURITY or (flag and flag in NO_MATURITY) for flag in flags) and code:
        return None
    if len(flags) > 1 and code.isupper():
        return None  # a code of more letters, and no flags
    told = [status for flag, status in _MATURITY.items() if flag in flags]
    return told[0] if told else "final"
