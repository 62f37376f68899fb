"""How few wrong figures would explain the conflicts of an audit, in a few lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from reconcile.auditing import Result

CONFLICTS = 1_000  # up to which reports look for causes; of more, `audit.causes` does when it is asked
_TOLD = ("change", "slip", "claim", "explains")
_SHOWN = 10  # figures that the lines name


def looked_for(result: Result) -> bool:
    """Whether a report looks for the causes of an audit's conflicts."""
    return 0 < result.counts["conflict"] <= CONFLICTS


def causes_text(result: Result) -> tuple[str, list[str]] | None:
    """For example "2 figures probably wrong explain 5 conflicts", and a line for each; None where that says nothing.

    It does where figures are fewer than what they explain, or a known slip makes one of them, and each has a value that
    would do.
    """
    if not looked_for(result):
        return None
    causes = result.causes
    best = causes[causes["optimum"] == 1]
    telling = [one for _, one in best.groupby("component") if _tells(one)]
    if not telling:
        return None
    figures = sum(len(one) for one in telling)
    explained = sum(len(_explained(one)) for one in telling)
    ways = causes.groupby("component")["optimum"].max()
    lines = [line for one in telling for line in _lines(one, int(ways[one["component"].iloc[0]]))]
    more = [f"and {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else []
    head = (
        f"{figures} figure{'s' * (figures != 1)} probably wrong explain{'s' * (figures == 1)} "
        f"{explained} conflict{'s' * (explained != 1)}"
    )
    return head, [*lines[:_SHOWN], *more]


def _tells(component: pd.DataFrame) -> bool:
    if component["change"].isna().any():
        return False
    return len(component) < len(_explained(component)) or bool(component["slip"].notna().any())


def _explained(component: pd.DataFrame) -> set[str]:
    return {finding for findings in component["explains"] for finding in findings}


def _lines(component: pd.DataFrame, ways: int) -> list[str]:
    lines = []
    for change, slip, claim, explains in zip(*(component[name] for name in _TOLD), strict=True):
        count, named = len(explains), f": {slip}" if slip else ""
        lines.append(f"{change}{named} ({claim}); explains {count} conflict{'s' * (count != 1)}")
    if ways > 1:
        lines[-1] += f"; or {ways - 1} other way{'s' * (ways > 2)} to change as few"
    return lines
