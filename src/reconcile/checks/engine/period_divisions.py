"""How the calendar divides periods into others."""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.language.periods import Period

DIVISIONS = ("half", "quarter", "month")


def divisions(periods: tuple[Period, ...]) -> Iterator[tuple[int, list[int]]]:
    """Each period that others tile, or partly tile, with the numbers of these others in order.

    Parts that nobody ever reports are left out: the whole is then only bounded by the rest.
    """
    number = {period.text: code for code, period in enumerate(periods)}
    for whole, period in enumerate(periods):
        tiled: set[int] = set()
        for division in DIVISIONS:
            known = [number.get(part.text, -1) for part in period.split(division)]
            if len(known) > 1 and any(code >= 0 for code in known):
                tiled.update(code for code in known if code >= 0)
                yield whole, known
        for first, start in enumerate(periods):
            if start.start != period.start or not period.contains(start) or first == whole:
                continue
            for second, end in enumerate(periods):
                if end.follows(start) and end.end == period.end and not {first, second} <= tiled:
                    tiled.update((first, second))
                    yield whole, [first, second]
        for part, inner in enumerate(periods):
            if part not in tiled and part != whole and period.contains(inner):
                yield whole, [part, -1]
