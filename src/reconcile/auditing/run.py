"""Running the checks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from reconcile.auditing.comparing_checks import COMPARED, compare, guarded
from reconcile.auditing.large.joint_sample import Extent, jointly
from reconcile.auditing.large.parts import audited, every, parted
from reconcile.auditing.replaced_releases import replaced_releases
from reconcile.auditing.result import Progress, Result, silent
from reconcile.checks.coverage import left_over
from reconcile.checks.engine.block import Block, ClaimBindings
from reconcile.checks.engine.claims import Elsewhere, Store
from reconcile.checks.engine.readings import Hedges
from reconcile.checks.engine.views import Tables, tables
from reconcile.checks.joint.consistency import KnownConflicts as Found
from reconcile.checks.joint.consistency import consistency
from reconcile.checks.period import undeclared
from reconcile.checks.quotation import quotations
from reconcile.checks.rules import rule_set
from reconcile.checks.schema_conflicts import schema_conflicts
from reconcile.checks.unclaimed_numbers import unclaimed
from reconcile.checks.verdicts import CHECKS, CONFLICT, HEDGE
from reconcile.errors import ReconcileError
from reconcile.ledger.store.row_sets import Rows
from reconcile.solver.budget import Budget

if TYPE_CHECKING:
    from reconcile.ledger.ledger import Ledger

ROUNDINGS = ("nearest", "truncate")


def run(
    ledger: Ledger,
    *,
    checks: Collection[str] | None = None,
    hedges: Mapping[str, object] | None = None,
    rounding: str = "nearest",
    joint: Extent = True,
    budget: float | None = 60,
    today: date | None = None,
    progress: Progress | None = None,
    part: int | None = None,
) -> Result:
    """Check every claim of a ledger.

    ``checks`` names the checks to run, all by default. ``hedges`` says how far "about" and "nearly" reach, as a part of
    the number: ``{"about": "0.05", "nearly": "0.1"}``. ``rounding`` is how sources cut digits that do not say so
    themselves. ``joint`` is whether claims are also tested all together: in a ledger that is audited in parts, True
    tests where single bindings contradict, a number about so many claims besides, and "all" everything. ``budget`` is
    the seconds that all of that may take, about; None is as long as it needs. ``today`` decides which acceptances have
    expired. ``progress`` is told how much is done, of how much, and what is at work. ``part`` is how many claims are
    audited at a time, about, None for what suits the machine. Raises ReconcileError for a setting that does not exist;
    documents that disagree are findings.
    """
    wanted = tuple(check for check in _wanted(checks) if joint or check != "joint")
    if isinstance(joint, str) and joint != "all":
        raise ReconcileError(f'joint {joint!r}: expected True, False, "all", or about how many claims to sample')
    tell = progress or silent
    tell(0, len(wanted), "reading the figures")
    store = store_of(ledger, rounding, hedges)
    parts = parted(store, part)
    blocks = _run(store, parts, wanted, joint, budget, tell)
    day = today or date.today()  # noqa: DTZ011 - an acceptance ends where the reader is
    return Result(ledger, store, blocks, wanted, day, budget, tell)


def store_of(
    ledger: Ledger, rounding: str, hedges: Mapping[str, object] | None, known: Elsewhere | None = None
) -> Store:
    """The claims of a ledger as they are compared; raises ReconcileError for a setting that does not exist."""
    if rounding not in ROUNDINGS:
        raise ReconcileError(f"rounding {rounding!r}: expected {' or '.join(ROUNDINGS)}")
    return Store.of(ledger, rounding=rounding, hedges=_hedges({**ledger.hedges, **(hedges or {})}), known=known)


def _run(
    store: Store,
    parts: Sequence[Rows],
    wanted: Sequence[str],
    joint: Extent,
    budget: float | None,
    tell: Progress,
) -> list[Block]:
    crashed: set[str] = set()
    used = np.zeros(len(store), dtype=bool)
    blocks: list[Block] = []
    done = sum(check in COMPARED for check in wanted)
    if not parts:
        views = tables(store)
        blocks += compare(store, wanted, crashed, views, partial(_comparing, tell, wanted))
        for block in blocks:
            used[block.used] = True
        if "joint" in wanted:
            left = Budget(budget)
            found = _joint(store, views, blocks, budget, crashed, partial(_joint_told, tell, done, wanted))
            by_itself = partial(_joint_of_part, wanted=[*COMPARED], crashed=crashed)
            found += guarded("joint", lambda: replaced_releases(store, by_itself, left), crashed)
            for block in found:
                used[block.used] = True
            blocks += found
    else:
        for recalled, compared in audited(store, parts, partial(compare, wanted=wanted, crashed=crashed), tell):
            blocks += recalled
            compared.mark(used)
        if "joint" in wanted:
            test = partial(_joint_of_part, wanted=[*COMPARED], crashed=crashed)
            told = partial(_joint_told, tell, done, wanted, what="claims")
            blocks += guarded("joint", lambda: [jointly(store, blocks, joint, test, told, budget)], crashed)
    bound = {block.rule for block in blocks if block.rule is not None}
    tried = set(wanted) - crashed
    alone: dict[str, Callable[[], Iterable[Block]]] = {
        "period": lambda: undeclared(store),
        "schema": lambda: schema_conflicts(store),
        "quotation": lambda: quotations(store),
        # Which claims and rules were left over is known only where everything was tried.
        "coverage": lambda: [
            *left_over(
                store,
                used | store.figures.excess if set(COMPARED) <= tried else None,
                bound if "identity" in tried else None,
            ),
            *unclaimed(store),
        ],
        "rules": lambda: rule_set(store, bound if "identity" in tried else range(len(store.ledger.rules))),
    }
    for check, make_alone in alone.items():
        if check in wanted and check not in crashed:
            if check not in COMPARED:
                done += 1
                tell(done, len(wanted), f"check {check}")
            blocks += guarded(check, make_alone, crashed)
    order = {check: number for number, check in enumerate(CHECKS)}
    return sorted(blocks, key=lambda block: order[block.check])


def _joint(
    store: Store,
    views: Tables,
    blocks: Sequence[Block],
    budget: float | None,
    crashed: set[str],
    told: Callable[[int, int], None],
) -> list[Block]:
    told(0, 0)
    joint = partial(consistency, store, views.both, seconds=budget, progress=told, around=ClaimBindings(blocks))
    return guarded("joint", lambda: joint(_known(store, blocks)), crashed)


def _comparing(tell: Progress, wanted: Sequence[str], check: str) -> None:
    compared = [one for one in COMPARED if one in wanted]
    tell(compared.index(check), len(wanted), f"check {check}")


def _joint_told(tell: Progress, step: int, wanted: Sequence[str], part: int, parts: int, what: str = "parts") -> None:
    tell(step, len(wanted), f"check joint, {part:,} of {parts:,} {what}" if parts else "check joint")


def _joint_of_part(store: Store, budget: float | None, *, wanted: Sequence[str], crashed: set[str]) -> list[Block]:
    """The joint check of a part of a store, with what its single bindings find."""
    views = tables(store)
    local = compare(store, wanted, crashed, views)
    return _joint(store, views, local, budget, crashed, lambda *_: None)


def run_among(
    ledger: Ledger,
    known: Elsewhere,
    *,
    checks: Collection[str] | None = None,
    hedges: Mapping[str, object] | None = None,
    rounding: str = "nearest",
    progress: Progress | None = None,
) -> Result:
    """Hold some of a ledger's claims against each other: all that `run` finds of them without knowing the others.

    ``known`` is what is known of the ledger as a whole. Rules by themselves, texts, coverage and joint consistency are
    questions to the whole, and not asked.
    """
    wanted = tuple(check for check in _wanted(checks) if check in {"schema", *COMPARED})
    store = store_of(ledger, rounding, hedges, known)
    blocks: list[Block] = []
    crashed: set[str] = set()
    for recalled, _ in audited(
        store, parted(store) or [every(store)], partial(compare, wanted=wanted, crashed=crashed), progress
    ):
        blocks += recalled
    if "schema" in wanted:
        blocks += guarded("schema", lambda: schema_conflicts(store), crashed)
    return Result(ledger, store, blocks, wanted, date.today())  # noqa: DTZ011 - as above


def _known(store: Store, blocks: Iterable[Block]) -> Found:
    """The claims of each conflict and each hedge that single bindings found."""
    found: dict[int, list[frozenset[int]]] = {CONFLICT: [], HEDGE: []}
    accepted: list[frozenset[int]] = []
    mine = {one.finding for one in store.ledger.accepted}
    for block in blocks:
        for row in map(int, np.flatnonzero(np.isin(block.verdict, (CONFLICT, HEDGE)))):
            try:
                finding = block.finding(row) if mine else None
                claims = frozenset(block.claims(row) if finding is None else finding.claims)
            except Exception:  # noqa: BLE001, S112 - what cannot be put into words is said elsewhere; here it is not known
                continue
            found[int(block.verdict[row])].append(claims)
            if finding is not None and finding.id in mine:
                accepted.append(claims)
    return Found(tuple(found[CONFLICT]), tuple(found[HEDGE]), tuple(accepted))


def _wanted(checks: Collection[str] | None) -> tuple[str, ...]:
    if checks is None:
        return CHECKS
    if isinstance(checks, str):
        checks = [checks]
    if unknown := sorted(set(checks) - set(CHECKS)):
        raise ReconcileError(f"no check is called {', '.join(unknown)}; there are {', '.join(CHECKS)}")
    return tuple(check for check in CHECKS if check in checks)


def _hedges(settings: Mapping[str, object]) -> Hedges:
    if unknown := sorted(set(settings) - {"about", "nearly"}):
        raise ReconcileError(f"no hedge is called {', '.join(unknown)}; there are about and nearly")
    read = {}
    for word, part in settings.items():
        if isinstance(part, float):
            raise ReconcileError(f'hedges: {word} is the float {part}; write it as text, "{part}", so that it is exact')
        try:
            read[word] = Fraction(str(part))
        except (ValueError, ZeroDivisionError):
            raise ReconcileError(f'hedges: {word} is {part!r}; expected a part of the number, such as "0.05"') from None
        if not 0 <= read[word] < 1:
            raise ReconcileError(f"hedges: {word} is {part}; expected at least 0 and less than 1")
    return Hedges(**read)
