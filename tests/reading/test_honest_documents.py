"""Documents that add up never deviate, in five languages and the shapes that tables have."""

from __future__ import annotations

import pytest
from honest_documents import honest_document, honest_tables

import reconcile as rc


@pytest.mark.slow
def test_honest_documents_have_relations_and_no_conflict(fewer):
    relations = 0
    for seed in range(36 // fewer):
        answer = rc.check(honest_document(seed), format="markdown", progress=False)
        assert answer.conflicts.empty, (seed, answer.conflicts["message"].tolist())
        relations += len(answer.relations)
    assert relations > 36 // fewer


def test_every_shape_is_made():
    assert len({kind for seed in range(60) for kind, _ in honest_tables(seed)[1]}) == 13


@pytest.mark.parametrize(
    "seed",
    [
        1413,  # rows of which two of four columns seemed to be a difference that no label tells
        3453,  # shares of two years that both fit the amounts of one, of two digits
        1532,  # short numbers of which three of four parts fit the total as well, but not in the columns of shares
    ],
)
def test_what_chance_makes_fit_is_not_told(seed):
    assert rc.check(honest_document(seed), format="markdown", progress=False).conflicts.empty
