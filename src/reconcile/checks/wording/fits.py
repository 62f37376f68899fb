"""Which of claims that contradict each other the bindings around them fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reconcile.checks.engine.block import ClaimBindings
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.kernel import EQUAL
from reconcile.checks.engine.product_relations import ShareOfChange
from reconcile.checks.engine.relation import Contributed, Linear, Product, Relation
from reconcile.checks.wording.sentences import figure_words

_MOST = 3  # bindings that a message names


def which_fit(store: Store, around: ClaimBindings, claims: Sequence[int]) -> list[str]:
    """For example "the sum fits 783.4, not 738.4", for each binding that tells the claims apart."""
    return list(dict.fromkeys(_which_fit(store, around, claims)))[:_MOST]


def _which_fit(store: Store, around: ClaimBindings, claims: Sequence[int]) -> Iterator[str]:
    for check, relation in around.bindings(claims):
        mine = [i for i, part in enumerate(relation.parts) if not {*part.claims}.isdisjoint(claims)]
        if len(mine) != 1:
            continue
        need = relation.need(mine[0], [part.reading.wide for part in relation.parts])
        fits = {claim: not (store.reading_of(claim).wide & need).empty for claim in claims}
        if any(fits.values()) and not all(fits.values()):
            yield fit_words(store, called(check, relation), fits)


def fit_words(store: Store, name: str, fits: dict[int, bool]) -> str:
    """The same of claims of which it is known whether they fit, some of which do."""
    good, bad = (
        " or ".join(dict.fromkeys(figure_words(store.figures[claim]) for claim, one in fits.items() if one == yes))
        for yes in (True, False)
    )
    return f"{name} fits {good}, not {bad}" if bad else f"{name} fits {good}"


def called(check: str, relation: Relation) -> str:
    """What a binding is called in a sentence about its figures."""
    if isinstance(relation, Product):
        return "the growth" if relation.offset else "the share"
    if isinstance(relation, Contributed | ShareOfChange):
        return "the contribution"
    plain = isinstance(relation, Linear) and {*map(abs, relation.weights)} == {1} and len(relation.parts) > 2
    if check == "statistic":
        return "the change" if plain else "the mean"
    return "the sum" if plain and isinstance(relation, Linear) and relation.relation == EQUAL else "the rule"
