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

from reconcile.version import __version__

if TYPE_CHECKING:
    from reconcile.auditing.certificates import verify
    from reconcile.auditing.large.buckets import audit_in_buckets
    from reconcile.checks.joint.certificate import Certificate
    from reconcile.checks.joint.certificate_checking import Verification
    from reconcile.errors import DocumentError, LedgerError, Problem, ReconcileError
    from reconcile.exact.interval import Interval
    from reconcile.faces.assertions import assert_consistent
    from reconcile.faces.check_face import Check, check
    from reconcile.faces.claim_objects import Claim
    from reconcile.faces.document_assertion import assert_document
    from reconcile.faces.finding_objects import Finding, Repair
    from reconcile.faces.ledger_object import Ledger
    from reconcile.faces.python import Audit, audit
    from reconcile.language.figures import Figure, read_figure
    from reconcile.language.mentions import Mention
    from reconcile.language.periods import Period, read_period
    from reconcile.language.prose import figures
    from reconcile.language.rule_grammar import read_rule
    from reconcile.language.rules import Rule
    from reconcile.language.vtl_rulesets import read_ruleset

__all__ = [
    "Audit",
    "Certificate",
    "Check",
    "Claim",
    "DocumentError",
    "Figure",
    "Finding",
    "Interval",
    "Ledger",
    "LedgerError",
    "Mention",
    "Period",
    "Problem",
    "ReconcileError",
    "Repair",
    "Rule",
    "Verification",
    "__version__",
    "assert_consistent",
    "assert_document",
    "audit",
    "audit_in_buckets",
    "check",
    "figures",
    "read_figure",
    "read_period",
    "read_rule",
    "read_ruleset",
    "verify",
]

_HOMES = {
    "Audit": "reconcile.faces.python",
    "Certificate": "reconcile.checks.joint.certificate",
    "Check": "reconcile.faces.check_face",
    "Claim": "reconcile.faces.claim_objects",
    "DocumentError": "reconcile.errors",
    "Figure": "reconcile.language.figures",
    "Finding": "reconcile.faces.finding_objects",
    "Interval": "reconcile.exact.interval",
    "Ledger": "reconcile.faces.ledger_object",
    "LedgerError": "reconcile.errors",
    "Mention": "reconcile.language.mentions",
    "Period": "reconcile.language.periods",
    "Problem": "reconcile.errors",
    "ReconcileError": "reconcile.errors",
    "Repair": "reconcile.faces.finding_objects",
    "Rule": "reconcile.language.rules",
    "Verification": "reconcile.checks.joint.certificate_checking",
    "assert_consistent": "reconcile.faces.assertions",
    "assert_document": "reconcile.faces.document_assertion",
    "audit": "reconcile.faces.python",
    "audit_in_buckets": "reconcile.auditing.large.buckets",
    "figures": "reconcile.language.prose",
    "check": "reconcile.faces.check_face",
    "read_figure": "reconcile.language.figures",
    "read_period": "reconcile.language.periods",
    "read_rule": "reconcile.language.rule_grammar",
    "read_ruleset": "reconcile.language.vtl_rulesets",
    "verify": "reconcile.auditing.certificates",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
