"""Certificates, held against the ledger that they speak of."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from reconcile.auditing.large.parts import groups, parted
from reconcile.auditing.replaced_releases import revised_releases, told_alone
from reconcile.auditing.run import store_of
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.part import part_of
from reconcile.checks.engine.views import tables
from reconcile.checks.joint.certificate import Certificate, Line
from reconcile.checks.joint.certificate_checking import RefusedError, Verification, add_up, read_lines, verified
from reconcile.checks.joint.joint_system import without_signs
from reconcile.checks.joint.joint_words import JointWords
from reconcile.checks.joint.system import Joint
from reconcile.checks.wording.scales import SCALE_WORDS, Scale
from reconcile.exact.columns import Ints
from reconcile.ledger.ledger import Ledger

_PROVED = {
    "wide": "they cannot all be true",
    "face": "they cannot all be true but for the slack of words such as about",
}


def verify(
    certificate: Certificate | Sequence[Mapping[str, Any]],
    ledger: Ledger | str | os.PathLike[str] | None = None,
    *,
    rounding: str = "nearest",
    hedges: Mapping[str, str | Fraction] | None = None,
) -> Verification:
    """Whether a certificate, or its JSON, proves what it says. Trusts nothing that made it.

    Without a ledger that is the arithmetic alone: every line is taken more than 0 times in the direction that its
    relation allows, all quantities cancel, and what is left is false. With the ledger, or the path of it, every line is
    besides looked for among what the ledger itself says, read anew: that there is such a claim, and that its figure
    stands for this interval of this quantity; that there is such a rule, calendar, total or sign, with these terms.
    ``rounding`` and ``hedges`` are those of the `audit` that the certificate is of.

    The answer is true where all of this holds, and says in words what was verified, or what was refused and why. A
    certificate of any form has an answer; a ledger that cannot be read raises LedgerError, and a setting that does not
    exist ReconcileError.
    """
    try:
        lines = read_lines(certificate)
        add_up(lines)
        if ledger is None:
            return Verification(holds=True, said="the arithmetic holds; without a ledger nothing else was verified")
        read = ledger if isinstance(ledger, Ledger) else Ledger.read(ledger)
        return Verification(holds=True, said=_held_against(lines, store_of(read, rounding, hedges)))
    except RefusedError as error:
        return Verification(holds=False, said=str(error), line=error.line)


def _held_against(lines: Sequence[Line], store: Store) -> str:
    claims = set(Certificate(tuple(lines)).claims)
    large = bool(parted(store)) and bool(claims)
    if large:
        store = _around(store, claims)
    release = _replaced_release(store, claims)
    store = store if release is None else part_of(store, release)
    joint = without_signs(store, tables(store).both)
    try:
        some = large or release is not None
        reading = verified(lines, joint, [*_voices(joint, lines)] if some else [JointWords(joint)])
    except RefusedError as error:
        if large:
            error.args = (f"{error}; of so many claims, only those that share places with these were looked at",)
        raise
    rest = sum(line.claim is None for line in lines)
    counts = [f"{len(claims)} claim{'s' * (len(claims) != 1)}"] * bool(claims)
    counts += [f"{rest} line{'s' * (rest != 1)} of rules, calendars, totals or signs"] * bool(rest)
    return f"the arithmetic holds, and {' and '.join(counts)} say in the ledger what they say here: {_PROVED[reading]}"


def _replaced_release(store: Store, claims: set[str]) -> Ints | None:
    """The claims of the document that all of these are of, where it is tested by itself for what they say."""
    for rows in revised_releases(store):
        mine = [row for row in rows.tolist() if store.claim("claim", row) in claims]
        if len(mine) == len(claims) and told_alone(store, np.array(mine, dtype=np.int64)):
            return rows
    return None


def _around(store: Store, claims: set[str]) -> Store:
    """The claims at the places to which anything ties these: what is tested together of a ledger in parts."""
    rows = [row for row in range(len(store)) if store.claim("claim", row) in claims]
    group, _ = groups(store, store.place.code)
    mine = np.unique(group[store.place.code[rows]])
    return part_of(store, np.flatnonzero(np.isin(group[store.place.code], mine)))


def _voices(joint: Joint, lines: Sequence[Line]) -> Iterator[JointWords]:
    """How quantities may be called and scaled: a ledger in parts was tested with other claims beside these.

    Whether areas are told apart, and in what that is written which no claim gives the level of, is a matter of all.
    """
    units = Counter(line.unit for line in lines).most_common()
    usual: list[Scale | None] = [None]
    for factor, word in SCALE_WORDS:
        usual.append(Scale(factor, next((unit for unit, _ in units if unit.split(" ")[0] == word), word)))
    for areas in (False, True):
        for one in usual:
            yield JointWords(joint, usual=one, areas=areas)
