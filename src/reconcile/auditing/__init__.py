"""The audit: every check over every view, acceptances applied. It makes no pages."""

from reconcile.auditing.entry import Entry
from reconcile.auditing.large.parts import uncrossed
from reconcile.auditing.result import Progress, Result, silent
from reconcile.auditing.run import run, run_among

__all__ = ["Entry", "Progress", "Result", "run", "run_among", "silent", "uncrossed"]
