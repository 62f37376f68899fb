"""The report page: the documents with their figures marked, the findings, and the evidence between them."""

from __future__ import annotations

from reconcile.reports.page.document import page_summary, to_html

__all__ = ["page_summary", "to_html"]
