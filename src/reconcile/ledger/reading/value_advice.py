"""What to write for words that hold one figure and more than a figure: "33 thousand fewer", "um 1,3 %"."""

from __future__ import annotations

from fractions import Fraction

from reconcile.exact.columns import decimal_parts
from reconcile.language.codelists import CHANGE, CONTRIBUTION, GROWTH, STATS
from reconcile.language.digits import FigureError, fold, quoted_text
from reconcile.language.figures import TURNED, Figure, read_figure
from reconcile.ledger.store.decimals import text_of

_POINTING = frozenset(STATS[code] for code in (GROWTH, CHANGE, CONTRIBUTION))  # whose sign is a direction


def advice_on_value(words: str, language: str, stat: str, *, unit: str, units: tuple[str, ...]) -> str:
    """Say what to write in place of words that do not read; "" where they do not hold one figure that does.

    >>> print(advice_on_value("33 thousand fewer", "en", "change", unit="count", units=()))
    'fewer' is no part of the figure: in place of reported write value: "-33000", decimals: -3, unit: count, \
and keep the words in quote
    >>> print(advice_on_value("um 1,3 %", "de", "growth", unit="", units=()))
    'um' is no part of the figure, and nothing tells whether it rose or fell: write reported: "1,3 %" for a rise or, \
in place of reported, value: "-1.3", decimals: 1, unit: percent for a fall, and keep the words in quote
    """
    from reconcile.language.prose import mentions_in  # the finder is only wanted where words do not read

    words = fold(words)
    found = mentions_in(words, language)
    one = found[0] if len(found) == 1 else None
    if one is None or one.figure is None:
        return ""
    before, behind = words[: one.start].strip(), words[one.end :].strip()
    if behind and one.direction is None and not one.figure.unit:
        return ""  # what follows may be a unit
    try:
        figure = read_figure(one.words, language, unit=unit, units=units)
    except FigureError:
        return ""
    columns = _taken_off(figure)
    if not columns:
        return ""
    rest = " and ".join(quoted_text(part) for part in (before, behind) if part)
    said, kept = f"{rest} is no part of the figure", "keep the words in quote"
    alone = f'write reported: "{one.words}"'
    if one.direction == "−":
        return f"{said}: in place of reported write {columns}, and {kept}"
    if one.direction or stat not in _POINTING:
        return f"{said}: {alone}, and {kept}"
    return (
        f"{said}, and nothing tells whether it rose or fell: {alone} for a rise or, in place of reported, {columns} "
        f"for a fall, and {kept}"
    )


def _taken_off(figure: Figure) -> str:
    """The columns of a claim that a size is taken off; "" where its digits are no decimals."""
    ends = sorted(-end for end in (figure.value, figure.value_high) if end is not None)
    digits, power = decimal_parts(figure.step or ends[0])
    if figure.step and digits != 1:
        return ""
    numbers = [text_of(int(end / Fraction(10) ** power), power, zeros=True) for end in ends]
    columns = {"value": f'"{numbers[0]}"', "decimals": str(-power) if figure.step else "exact"}
    if len(numbers) > 1:
        columns["value_high"] = f'"{numbers[1]}"'
    if figure.unit:
        columns["unit"] = figure.unit
    if figure.qualifier not in {"exact", "range"}:
        columns["qualifier"] = TURNED.get(figure.qualifier, figure.qualifier)
    return ", ".join(f"{name}: {said}" for name, said in columns.items())
