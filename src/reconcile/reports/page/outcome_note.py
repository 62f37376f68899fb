"""What the page says where no figure is named as wrong: that nothing contradicts, or that nothing was checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.reports.entries import totals
from reconcile.reports.markup import Html, tag

if TYPE_CHECKING:
    from reconcile.reports.page.contents import Contents


def outcome_note(contents: Contents) -> Html:
    """The outcome in a sentence, with what is left open and what to do; empty where conflicts say it themselves."""
    result, words = contents.result, contents.words
    if result.unaccepted:
        return Html()
    counts = totals(result)
    lines = []
    if result.crashed:
        lines.append(words("outcome.crashed"))
    elif not contents.claims:
        lines += [words("outcome.no claim"), words("outcome.draft")]
    elif result.unproven:
        lines += [words("outcome.nothing checked"), words("outcome.compare")]
    else:
        lines.append(words("outcome.accepted" if counts.get("accepted") else "outcome.no conflict"))
        if undecided := counts.get("unchecked", 0):
            lines.append(words.several("outcome.undecided", undecided))
    first, *others = lines
    hints = [tag("p", tag("span", hint, lang="en")) for hint in result.hints]
    said = [tag("p", tag("b", first)), *(tag("p", one) for one in others), *hints]
    kind = "unchecked" if result.unproven else "checked"
    return tag("section", *said, id="outcome", class_=kind, aria_label=words("outcome"))
