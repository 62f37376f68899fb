"""The ids that findings had in version 0.1, for the ledgers that accepted conflicts by them.

They left out the area, further dimensions and status of claims, numbered claims by the order of rows, and did not say
between which sources a conflict is. So they could move from one conflict to another.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from reconcile.checks.engine.claims import Store
from reconcile.checks.finding import WordedFinding
from reconcile.language.ids import several
from reconcile.ledger.store.claim_ids import ClaimIds
from reconcile.ledger.store.columns import TEXT

_NAMED = 6
_QUOTED = re.compile("`((?:[^`]|``)*)`")


class FormerIds:
    """What findings of one audit were called."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def meant(self, id_: str, findings: Iterable[WordedFinding]) -> list[str]:
        """The ids of the findings that this id was given for, or that compare its sources with others."""
        return [one.id for one in findings if id_ in self._of(one) or self._shares(id_, one)]

    def _shares(self, id_: str, finding: WordedFinding) -> bool:
        """Whether an id is that of a finding but for some of the sources behind it."""
        same = f"{_about(self._store, finding)}:"
        sources = {self._store.source[claim] for claim in finding.claims}
        return id_.startswith(same) and not sources.isdisjoint(id_.removeprefix(same).split("+"))

    def _of(self, finding: WordedFinding) -> Iterator[str]:
        claims, about = finding.claims, _about(self._store, finding)
        match finding.check:
            case "schema" | "quotation" if claims:
                yield f"{finding.check}:{self._claims[claims[0]]}"
            case "joint":
                # Claims stood in the order of their ids, or of their rows.
                for names in (
                    [self._claims[claim] for claim in claims],
                    sorted(self._claims[claim] for claim in claims),
                ):
                    yield f"joint:{_listed(names)}"
            case "agreement":
                yield _plain(about)
            case _:
                yield f"{_plain(about)}:across"
                yield _plain(about)  # of a statistic, which named its own source alone

    @cached_property
    def _claims(self) -> list[str]:
        """The claims' former ids: source:measure:period[:stat], #2 … where that repeated, or what they state."""
        claims = self._store.ledger.claims
        stat = (":" + claims["stat"]).mask(claims["stat"] == "level", "")
        former = claims["source"] + ":" + claims["measure"] + ":" + claims["period"] + stat
        count = former.groupby(former, sort=False).cumcount() + 1
        former = former.mask(count > 1, former + "#" + count.astype(TEXT))
        own = claims["claim"] != ClaimIds.of(claims, self._store.ledger.dimensions).texts()
        return former.mask(own, claims["claim"]).tolist()


def _about(store: Store, finding: WordedFinding) -> str:
    """A finding's id without the sources behind it; as it is where it names none."""
    each = [store.source[claim] for claim in finding.claims]
    for names in (each, set(each), *(set(each) - {one} for one in set(each))):
        if names and finding.id.endswith(f":{several(names)}"):
            return finding.id.removesuffix(f":{several(names)}")
    return finding.id


def _listed(names: list[str]) -> str:
    if len(names) <= _NAMED:
        return "+".join(names)
    digest = hashlib.sha256("\n".join(names).encode()).hexdigest()[:12]
    return f"{names[0]}+{len(names) - 1}:{digest}"


def _plain(id_: str) -> str:
    """An id without its backticks, which there were none of."""
    return _QUOTED.sub(lambda name: name[1].replace("``", "`"), id_)
