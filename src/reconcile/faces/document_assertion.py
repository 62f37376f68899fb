"""The face for tests of programs that write reports: `reconcile.assert_document`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reconcile.faces.check_face import check
from reconcile.reports.derivations_report import derivations_status, derivations_text
from reconcile.reports.text_report import to_text

if TYPE_CHECKING:
    from reconcile.faces.check_face import Check

__all__ = ["assert_document"]


def assert_document(
    source: Any,
    *more: Any,
    language: str | None = None,
    format: str | None = None,  # noqa: A002 - as read_document calls it
    published: str | None = None,
    against: Any = None,
) -> Check:
    """Check documents as `check` does, and give back what was found.

    Raises an AssertionError with the evidence where a relation breaks, where a figure does not follow from the tables
    that `against` names, and where nothing could be checked: a test that tests nothing should not pass.

    >>> text = "Orders rose 9.3 % to $1,284 million in 2024 from $1,197 million in 2023."
    >>> try:
    ...     assert_document(text, format="text")
    ... except AssertionError as error:
    ...     print(str(error).splitlines()[0])
    the document contradicts itself:
    """
    __tracebackhide__ = True
    answer = check(
        source, *more, language=language, format=format, published=published, against=against, progress=False
    )
    derivations = answer.derivations
    if answer.unaccepted:
        raise AssertionError(f"the document contradicts itself:\n\n{to_text(answer)}")
    if derivations is not None and derivations_status(derivations) == 1:
        told = derivations_text(derivations, width=None)
        raise AssertionError(f"the document does not follow from the tables:\n\n{told}")
    if answer.status == 3 and (derivations is None or derivations.empty):
        raise AssertionError("nothing was checked: the document shows no relation, and no figure of its text is tied")
    return answer
