"""What a reader is told of each kind of finding, of each check, and of each exit status."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reconcile.auditing import Result

MEANS = {
    "conflict": "these figures cannot all be right",
    "accepted": "conflicts which the ledger accepts, with its reason",
    "revision": "a later, more mature figure replaces an earlier one",
    "hedge": "only an approximate word, a round number or a range explains the difference",
    "rounding": "rounding explains the difference",
    "exact": "holds at the printed figures",
    "unchecked": "could not be decided",
}

QUESTIONS = {
    "schema": "Does a number have more digits than it says it has?",
    "quotation": "Is the source's text the one that was read, is the quote in it, is the figure in the quote?",
    "agreement": "Do claims of one quantity agree? Is a later figure a revision, was a target met?",
    "identity": "Do the figures obey the rules of the ledger?",
    "statistic": "Do growth rates, changes, shares, ratios and means fit the levels they tie?",
    "period": "Do months, quarters and halves add up to their year, and no part exceed it?",
    "hierarchy": "Is a total the sum of its members?",
    "joint": "Can all claims of a view hold together?",
    "coverage": "Which claims were compared with nothing, which numbers are not claimed, which acceptances are stale?",
    "rules": "Which rules contradict each other, follow from others, or bind nothing?",
}

NO_PASS = 3
"""The exit status of an audit that checked nothing, of which a check crashed, or which is strict."""

_ENDINGS = {
    0: "there is no conflict that the ledger does not accept",
    1: "there are conflicts that the ledger does not accept",
    NO_PASS: "nothing was checked, or a check crashed, which is not a pass",
}


def ending(result: Result) -> str:
    """What the exit status of an audit says."""
    left, most = result.unaccepted, result.most_conflicts
    if left > most > 0:
        return f"{left} conflicts, more than the {most} that are allowed"
    if result.status == NO_PASS and not result.unproven:
        return f"{result.counts['unchecked']} left unchecked, which --strict takes for no pass"
    if left and result.status == 0:
        return f"{left} conflict{'s' * (left > 1)}, and {most} {'is' if most == 1 else 'are'} allowed"
    return _ENDINGS[result.status]
