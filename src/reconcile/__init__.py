"""A spell-checker for reported numbers: whether all of them can be true together, and if not, which cannot.

>>> import reconcile as rc
>>> rc.read_figure("786,9 tỷ USD", "vi").value
Fraction(786900000000, 1)

A ledger is read with `rc.Ledger.read`, and `rc.audit` answers with evidence. Each public name is loaded when
it is first used: `import reconcile` itself loads no pandas.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reconcile.auditing.buckets import audit_in_buckets
    from reconcile.auditing.verification import verify
    from reconcile.checks.joint.certificate import Certificate
    from reconcile.checks.joint.verification import Verification
    from reconcile.errors import LedgerError, Problem, ReconcileError
    from reconcile.exact.interval import Interval
    from reconcile.faces.claims import Claim
    from reconcile.faces.findings import Finding, Repair
    from reconcile.faces.ledgers import Ledger
    from reconcile.faces.python import Audit, audit
    from reconcile.language.figures import Figure, read_figure
    from reconcile.language.periods import Period, read_period
    from reconcile.language.rules import Rule, read_rule

__version__ = "0.1.0"

__all__ = [
    "Audit",
    "Certificate",
    "Claim",
    "Figure",
    "Finding",
    "Interval",
    "Ledger",
    "LedgerError",
    "Period",
    "Problem",
    "ReconcileError",
    "Repair",
    "Rule",
    "Verification",
    "__version__",
    "audit",
    "audit_in_buckets",
    "read_figure",
    "read_period",
    "read_rule",
    "verify",
]

_HOMES = {
    "Audit": "reconcile.faces.python",
    "Certificate": "reconcile.checks.joint.certificate",
    "Claim": "reconcile.faces.claims",
    "Figure": "reconcile.language.figures",
    "Finding": "reconcile.faces.findings",
    "Interval": "reconcile.exact.interval",
    "Ledger": "reconcile.faces.ledgers",
    "LedgerError": "reconcile.errors",
    "Period": "reconcile.language.periods",
    "Problem": "reconcile.errors",
    "ReconcileError": "reconcile.errors",
    "Repair": "reconcile.faces.findings",
    "Rule": "reconcile.language.rules",
    "Verification": "reconcile.checks.joint.verification",
    "audit": "reconcile.faces.python",
    "audit_in_buckets": "reconcile.auditing.buckets",
    "read_figure": "reconcile.language.figures",
    "read_period": "reconcile.language.periods",
    "read_rule": "reconcile.language.rules",
    "verify": "reconcile.auditing.verification",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
