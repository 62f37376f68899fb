"""The audit: every check over every view, acceptances applied. It makes no pages."""

from reconcile.auditing.parts import uncrossed
from reconcile.auditing.result import Progress, Result, silent
from reconcile.auditing.run import compare, run
from reconcile.auditing.schema import findings_schema

__all__ = ["Progress", "Result", "compare", "findings_schema", "run", "silent", "uncrossed"]
