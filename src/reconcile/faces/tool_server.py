"""The face for programs that write reports and want them checked before they are sent: `reconcile mcp`.

A server of the Model Context Protocol over standard input and output, with four tools: check, figures, audit, explain.
They take texts and give texts. Nothing is read from a disk, fetched or executed, and what is too large is refused.
"""

from __future__ import annotations

import io
import json
from dataclasses import asdict
from functools import wraps
from itertools import islice
from typing import TYPE_CHECKING, Any

from reconcile.errors import ReconcileError
from reconcile.faces.screen import say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from reconcile.auditing import Result

__all__ = ["TOOLS", "serve", "tool_server"]

_MOST = 200_000  # characters of what is given: some seventy pages, which take about half a minute
_SECONDS = 10  # for the test of all claims together
_SHOWN = 50  # conflicts of one answer
_NEEDS = "reconcile mcp needs the package mcp: pip install 'reconcile-claims[mcp]'"


def serve(_options: argparse.Namespace) -> int:
    """Serve the tools over standard input and output until the other side leaves; gives the exit status."""
    try:
        server = tool_server()
    except ReconcileError as error:
        say(str(error))
        return 2
    server.run("stdio")
    return 0


def tool_server() -> Any:
    """The server with its tools; raises a ReconcileError where the extra `mcp` is not installed."""
    try:
        from mcp.server import MCPServer
        from mcp.server.mcpserver.exceptions import ToolError
    except ImportError:
        raise ReconcileError(_NEEDS) from None
    server = MCPServer("reconcile", instructions="Checks whether reported numbers can all be true together.")

    def refusing(tool: Callable[..., str]) -> Callable[..., str]:
        @wraps(tool)
        def told(*given: Any, **named: Any) -> str:
            try:
                return tool(*given, **named)
            except ReconcileError as error:  # what was wrong with the call, for whoever made it
                raise ToolError(str(error)) from None

        return told

    for name, tool in TOOLS.items():
        server.tool(name=name, description=tool.__doc__, structured_output=False)(refusing(tool))
    return server


def _check(text: str, format: str = "markdown", language: str = "", published: str = "", against_csv: str = "") -> str:  # noqa: A002
    """Find what does not add up in a document: tables, running text, and ties between them. No rules are needed.

    format: markdown, html or text. language: a tag such as en, de or vi; without it the document's own words tell.
    published: the day from which "last year" is reckoned, such as 2025-01-31. against_csv: a table as CSV that each
    figure of the text should follow from; how each does, or that it does not, is then in "derivations".
    Answers with JSON: status (0 nothing contradicts, 1 a conflict, 3 nothing was checked), conflicts, relations.
    """
    _sized(text, against_csv)
    from reconcile.faces.check_face import check

    answer = check(
        text,
        format=_one_of("format", format, ("markdown", "html", "text")),
        language=language or None,
        published=published or None,
        against=_frame(against_csv) if against_csv else None,
        budget=_SECONDS,
        progress=False,
    )
    found: dict[str, Any] = {
        **_told(answer),
        "relations": answer.relations[["kind", "place", "terms", "evidence", "holds"]].to_dict("records"),
        "untied": answer.untied,
    }
    if answer.derivations is not None:
        found["derivations"] = answer.derivations.to_dict("records")
    return _json(found)


def _figures(text: str, language: str) -> str:
    """Find every number that a running text mentions: each figure with value, unit, hedge, statistic and period.

    Answers with a JSON list of objects with words, start, kind, and for a figure value, step, unit and qualifier.
    """
    _sized(text)
    from reconcile.language.prose import figures

    return _json([_plain(asdict(one)) for one in figures(text, language)])


def _audit(claims_csv: str, rules: list[str] | None = None, language: str = "en") -> str:
    """Audit claims of reported numbers against each other and against rules, exactly.

    claims_csv: a table with the columns source, measure, period and reported (or value, decimals, unit), and stat, base
    or status where they are needed. rules: such as "trade = exports + imports". language: of the words in `reported`.
    Answers with JSON: status (0 nothing contradicts, 1 a conflict, 3 nothing was checked), and the conflicts.
    """
    return _json(_told(_audited(claims_csv, rules, language)))


def _explain(claims_csv: str, finding: str, rules: list[str] | None = None, language: str = "en") -> str:
    """Tell one finding of an audit in full; its id is in the answer of `audit`, whose arguments are given again."""
    from reconcile.reports.entries import named
    from reconcile.reports.explanation import explain

    result = _audited(claims_csv, rules, language)
    return explain(named(result, finding), result)


TOOLS: dict[str, Callable[..., str]] = {"check": _check, "figures": _figures, "audit": _audit, "explain": _explain}


def _audited(claims_csv: str, rules: list[str] | None, language: str) -> Result:
    _sized(claims_csv, *(rules or ()))
    from reconcile.auditing import run
    from reconcile.ledger.ledger import Ledger

    claims = _frame(claims_csv)
    said = claims["source"].unique() if "source" in claims else []
    sources = claims[["source"]].drop_duplicates().assign(language=language) if len(said) else None
    return run(Ledger.from_frames(claims, sources=sources, rules=rules or ()), budget=_SECONDS)


def _frame(text: str) -> Any:
    import pandas as pd

    try:
        return pd.read_csv(io.StringIO(text), dtype="str", keep_default_na=False)
    except (ValueError, pd.errors.ParserError) as error:
        raise ReconcileError(f"is no CSV that can be read: {error}") from None


def _told(result: Result) -> dict[str, Any]:
    from reconcile.reports.text_report import summary

    shown = islice(result.entries(("conflict",)), _SHOWN)
    told = [{"id": one.finding, "message": one.message} for one in shown]
    return {"status": result.status, "summary": summary(result), "conflicts": told}


def _sized(*texts: str) -> None:
    size = sum(map(len, texts))
    if size > _MOST:
        raise ReconcileError(f"{size:,} characters were given, and at most {_MOST:,} are taken; check it in parts")


def _one_of(name: str, given: str, known: tuple[str, ...]) -> str:
    if given not in known:
        raise ReconcileError(f"{name} {given!r} is none of {', '.join(known)}")
    return given


def _plain(value: Any) -> Any:
    """A value as JSON has it: exact numbers as text."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items() if one not in (None, (), "")}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value if isinstance(value, str | int | bool) else str(value)


def _json(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False, allow_nan=False, default=str)
