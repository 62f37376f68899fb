"""Joint consistency of releases that later ones replace: each by itself, as the document that it is.

All claims together leave out what a later release of a series says anew. What is left of an earlier release is not all
that it says, so whether that can be true is another question.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reconcile.auditing.large.joint_sample import Test, worse
from reconcile.checks.engine.block import Block, of_findings
from reconcile.checks.engine.claims import Store
from reconcile.exact.columns import Ints
from reconcile.solver.budget import Budget


def replaced_releases(store: Store, test: Test, left: Budget) -> list[Block]:
    """The joint findings of each release that are about anything that it has replaced, those that pass left out."""
    anew = store.told_anew
    found = [
        finding
        for rows in replaced_sources(store)
        for finding in worse(store, rows, test, left)
        if anew is not None and anew[list(finding.claims)].any()
    ]
    return [of_findings("joint", found)] if found else []


def replaced_sources(store: Store) -> Iterator[Ints]:
    """The claims of each document of which a later release of its series says something anew."""
    if store.told_anew is None:
        return
    source = store.source.at(np.arange(len(store)))
    for one in np.unique(source[store.told_anew]):
        yield np.flatnonzero(source == one)
