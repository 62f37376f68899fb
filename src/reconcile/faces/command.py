"""The command line: `reconcile check FILE`, `reconcile audit LEDGER` and the other commands.

Nothing of pandas is imported before the arguments are understood, so that help and mistakes answer at once.
"""

from __future__ import annotations

import argparse
import gc
import io
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from reconcile.checks.verdicts import CHECKS
from reconcile.faces.ledger_making import (
    add_command,
    add_ledger,
    add_ledger_making,
    add_page_language,
    day,
    published_day,
)
from reconcile.faces.screen import abandon, flushed
from reconcile.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FORMATS = ("text", "html", "json", "csv", "sarif", "junit", "github", "markdown")

_DESCRIPTION = "Reads every reported number as a claim tied to its source, and says which claims cannot all be true."
_EXAMPLE = """\
example:
  reconcile audit fixtures/vietnam-trade

  A ledger is a folder with a ledger.yaml and one file a source. Each claim in it gives the words of the
  source: reported: "786,9 tỷ USD". The audit reads the interval that the words stand for, and checks
  the claims against each other and against the rules of the ledger.
"""
_AUDIT_EXAMPLE = """\
examples:
  reconcile audit ledger/                                read the findings in the terminal
  reconcile audit ledger/ --checks identity,agreement    only these checks
  reconcile audit ledger/ --as-of 2025-01-31             what was known on that day
  reconcile audit ledger/ --format html --output report.html    the documents and the evidence, for a browser
  reconcile audit ledger/ --format json --output audit.json
  reconcile audit ledger/ --report sarif=audit.sarif --report markdown=comment.md
  reconcile audit claims.csv --rule "trade = exports + imports"
  reconcile audit trade.csv --wide --id year=period --rule "trade = exports + imports"   a column a measure
  reconcile audit message.csv                            a message of SDMX, a report of XBRL, a workbook
  ... | reconcile audit - --rule "trade = exports + imports"

exit status:
  0  there is no conflict, or the ledger accepts each of them
  1  a conflict, or a quote that is not in its source
  2  the ledger could not be read, the command was not understood, or a report could not be written
  3  nothing was checked, or a check crashed
  130 after Ctrl-C, 141 where whoever read the output left before its end, as `head` does
"""
_CHECK_EXAMPLE = """\
examples:
  reconcile check report.md                              which numbers of its tables do not add up
  reconcile check release.html annex.xlsx --language de  numbers are printed as in German
  reconcile check report.pdf --ledger ledger/            and keep what was found as a ledger
  reconcile check report.docx --format html --output report.html
  reconcile check report.md --against sales.csv          does each figure of the text follow from that table?

  Nobody writes rules: sums, differences and growth are found in the tables and the text themselves, and a
  deviation is told only where the rest of the document shows that the relation is meant.

exit status:
  0  there is no conflict
  1  a conflict
  2  a document could not be read, the command was not understood, or something could not be written
  3  nothing was checked: no relation was found
  With --against: 0 every figure is derivable, 1 one is not, 2 as above, 3 the text has no figure
"""
_EXPLAIN_EXAMPLE = """\
example:
  reconcile explain ledger/ identity:trade=exports+imports:VN:2024:final:moit-2025-08-01

  Reports print the id below each conflict, and JSON has it for every finding. Of an id that does not
  exist the nearest are shown; a few words of it will do to find them.

exit status:
  0  the finding was told
  2  the ledger could not be read, or has no such finding, or the text could not be written
"""
_BOUNDS_EXAMPLE = """\
examples:
  reconcile bounds ledger/                                 every quantity of which anything follows
  reconcile bounds ledger/ --measure trade --verbose       and the claims that hold its ends
  reconcile bounds ledger/ --without moit:trade:VN:2024    what all other claims leave of it
  reconcile bounds ledger/ --format csv --output bounds.csv

  Where claims contradict each other, those that it costs least to distrust are left out, and named.

exit status:
  0  the bounds were shown
  2  the ledger could not be read, the command was not understood, or the bounds could not be written
"""
_DIFF_EXAMPLE = """\
examples:
  reconcile audit ledger/ --format json --output before.json
  reconcile diff before.json ledger/                     what an edit has mended, changed and broken
  reconcile diff before.json after.json --format markdown --output comment.md
  reconcile diff before.json after.json --format html --output changes.html     a page for a browser

  Findings are compared by their ids, which do not depend on figures or order: so a mended figure is a
  mended finding, and a new row moves no other.

exit status:
  0  nothing fails that did not fail before
  1  a conflict that is new, or was accepted before
  2  an audit could not be read, the command was not understood, or the text could not be written
"""
_WATCH_EXAMPLE = """\
examples:
  reconcile watch ledger/                     a page of the audit, made again whenever a file is saved
  reconcile watch ledger/ --open              and opened in the browser
  reconcile watch report.md annex.xlsx        the same of documents, as reconcile check reads them
  reconcile watch ledger/ --port 8765         at an address whose port stays

  The address is printed; only this machine reaches it, and only who knows it. Of a draft the page leads to a review
  of what was guessed, which writes what you decide into the ledger's files. Ctrl-C ends it.

exit status:
  2    there is no such ledger or document, the command was not understood, or the port is in use
  130  after Ctrl-C, which is how it ends
"""

_COMMANDS = {
    "audit": ("audit_command", "audit_command"),
    "check": ("check_command", "check_command"),
    "explain": ("explain_command", "explain_finding"),
    "bounds": ("bounds_command", "bounds_command"),
    "init": ("init_command", "init_command"),
    "draft": ("draft_command", "draft_command"),
    "confirm": ("confirm_command", "confirm_command"),
    "coverage": ("coverage_command", "coverage_command"),
    "mcp": ("tool_server", "serve"),
    "diff": ("diff_command", "diff_command"),
    "watch": ("watch_command", "watch_command"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line and returns its exit status; a usage error exits by itself, as argparse does."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    # What is imported stays: to look through it again and again for what could go takes a tenth of a short run.
    often = gc.get_threshold()
    gc.set_threshold(100_000, *often[1:])
    try:
        return _run(_parser().parse_args(arguments))
    except SystemExit:  # help, the version and usage errors are written by argparse, which does not look where to
        if flushed():
            raise
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # as of any program that is stopped by it
        abandon(sys.stdout)
        return 141
    finally:
        gc.set_threshold(*often)


def _run(options: argparse.Namespace) -> int:
    # A command is imported here, so that --help and mistakes answer without pandas.
    module, function = _COMMANDS[options.command]
    made: Callable[[argparse.Namespace], int] = getattr(import_module(f"reconcile.faces.{module}"), function)
    return made(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="reconcile",
        description=_DESCRIPTION,
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"reconcile {__version__}")
    commands = parser.add_subparsers(title="commands", dest="command", required=True, metavar="COMMAND")
    audit_command = add_command(
        commands,
        "audit",
        "check the claims of a ledger against each other",
        "Checks the claims of a ledger against each other, and shows what cannot all hold.",
        _AUDIT_EXAMPLE,
    )
    add_ledger(audit_command)
    _add_reports(audit_command)
    _add_readings(audit_command)
    audit_command.add_argument(
        "--max-conflicts", type=_count, default=0, metavar="N", help="up to so many conflicts are no failure (0)"
    )
    audit_command.add_argument("--strict", action="store_true", help="what is left unchecked is a failure, too")
    audit_command.add_argument("--checks", type=_checks, metavar="LIST", help=f"only these checks: {', '.join(CHECKS)}")
    _add_check(commands)
    explain = add_command(
        commands,
        "explain",
        "tell one finding of an audit in full",
        "Tells one finding in full: what was claimed, what follows, why it cannot be, what would mend it.",
        _EXPLAIN_EXAMPLE,
    )
    add_ledger(explain)
    explain.add_argument("finding", metavar="FINDING", help="the id of the finding, as the reports show it")
    _add_readings(explain)
    explain.set_defaults(checks=None, quiet=False, budget=60, max_conflicts=0, strict=False)
    _add_bounds(commands)
    _add_diff(commands)
    _add_watch(commands)
    add_ledger_making(commands)
    said = "Serves check, figures, audit and explain by the Model Context Protocol, over standard input and output."
    commands.add_parser("mcp", help="serve the checks as tools to other programs", description=said, allow_abbrev=False)
    return parser


def _add_reports(command: argparse.ArgumentParser) -> None:
    """The options that say which reports are written, where, and how long they may take."""
    command.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        metavar="FORMAT",
        help=f"text to read (default), or one of {', '.join(FORMATS[1:])}",
    )
    command.add_argument(
        "--output",
        type=_output,
        metavar="FILE",
        help="write there instead of to the terminal; - is the terminal",
    )
    command.add_argument(
        "--report",
        type=_report,
        action="append",
        default=[],
        metavar="FORMAT=FILE",
        help="write this report, too; may be repeated",
    )
    command.add_argument(
        "--budget",
        type=_seconds,
        default=60,
        metavar="SECONDS",
        help="how long the joint test, of all claims together, may take (60)",
    )
    add_page_language(command)
    amount = command.add_mutually_exclusive_group()
    amount.add_argument("--verbose", action="store_true", help="every finding, those that hold exactly too")
    amount.add_argument("--short", action="store_true", help="of the text a line for each conflict, with its repair")
    amount.add_argument("--quiet", action="store_true", help="only the last line of the text: the counts")


def _add_check(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    check = add_command(
        commands,
        "check",
        "find what does not add up in documents, without a ledger",
        "Finds the relations that documents show themselves, and tells where they break.",
        _CHECK_EXAMPLE,
    )
    check.add_argument(
        "files", type=Path, nargs="+", metavar="FILE", help="a document, or several that belong together"
    )
    check.add_argument("--language", metavar="TAG", help="how its numbers are printed, such as en, de or vi")
    check.add_argument(
        "--nothing-is-fine", action="store_true", help="exit with 0 where a document shows no relation, as for a hook"
    )
    check.add_argument(
        "--against",
        type=Path,
        action="append",
        default=[],
        metavar="TABLE",
        help="say of each figure of the text how this table gives it, or that it does not; may be repeated",
    )
    check.add_argument(
        "--published",
        type=published_day,
        metavar="DATE",
        help='the day from which its text reckons "last year", such as 2025-01-31',
    )
    check.add_argument(
        "--ledger", type=Path, metavar="DIR", help="write what was found there as a ledger, to be audited from now on"
    )
    _add_reports(check)


def _add_bounds(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    bounds_command = add_command(
        commands,
        "bounds",
        "show where all claims together leave each quantity",
        "Shows the interval that all claims together leave each quantity, reported or not.",
        _BOUNDS_EXAMPLE,
    )
    add_ledger(bounds_command)
    bounds_command.add_argument(
        "--reading",
        choices=("wide", "face", "printed"),
        default="wide",
        help="how far words reach: as far as they may (default), no further than rounding, or not beyond the print",
    )
    bounds_command.add_argument(
        "--without",
        action="append",
        default=[],
        metavar="CLAIM",
        help="leave this claim out, to see what all others say; may be repeated",
    )
    bounds_command.add_argument(
        "--measure", action="append", default=[], metavar="NAME", help="only this measure; may be repeated"
    )
    bounds_command.add_argument(
        "--budget", type=_seconds, default=60, metavar="SECONDS", help="for one part of the ledger (60)"
    )
    bounds_command.add_argument(
        "--format", choices=("text", "csv", "json"), default="text", help="text to read (default)"
    )
    bounds_command.add_argument("--output", type=_output, metavar="FILE", help="write there instead of to the terminal")
    bounds_command.add_argument(
        "--verbose", action="store_true", help="every quantity, with the claims that hold each end"
    )
    _add_readings(bounds_command)
    bounds_command.set_defaults(checks=("schema",), quiet=False, max_conflicts=0, strict=False)


def _add_diff(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    diff = add_command(
        commands,
        "diff",
        "tell what is new, mended or changed between two audits",
        "Compares two audits finding by finding, and fails where something fails that did not before.",
        _DIFF_EXAMPLE,
    )
    said = "an audit as reconcile audit --format json wrote it, or a ledger, which is audited now"
    diff.add_argument("old", type=Path, metavar="OLD", help=said)
    diff.add_argument("new", type=Path, metavar="NEW", help="the same, of later")
    diff.add_argument(
        "--format",
        choices=("text", "markdown", "html", "json"),
        default="text",
        help="text to read (default), or one of the others",
    )
    add_page_language(diff)
    diff.add_argument("--output", type=_output, metavar="FILE", help="write there instead of to the terminal")
    amount = diff.add_mutually_exclusive_group()
    amount.add_argument("--verbose", action="store_true", help="findings of another verdict that do not fail, too")
    amount.add_argument("--quiet", action="store_true", help="only the last line of the text: the counts")


def _add_watch(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    watch = add_command(
        commands,
        "watch",
        "show a page that is made again when a file is saved",
        "Shows the audit of a ledger or of documents as a local page, and makes it again when they change.",
        _WATCH_EXAMPLE,
    )
    watch.add_argument(
        "targets", type=Path, nargs="+", metavar="LEDGER|DOCUMENT", help="a ledger, or documents that belong together"
    )
    watch.add_argument("--port", type=_port, default=0, metavar="N", help="of the page's address (one that is free)")
    watch.add_argument("--open", action="store_true", help="open the page in the browser")
    watch.add_argument(
        "--rule", action="append", default=[], metavar="RULE", help="a rule beside those of the ledger; may be repeated"
    )
    watch.add_argument("--texts", type=Path, metavar="DIR", help="where the texts of the sources are")
    watch.add_argument("--language", metavar="TAG", help="how the numbers of documents are printed (en)")
    watch.add_argument("--published", type=published_day, metavar="DATE", help="the day from which documents reckon")
    add_page_language(watch)
    watch.add_argument(
        "--budget", type=_seconds, default=60, metavar="SECONDS", help="how long the joint test may take (60)"
    )


def _add_readings(command: argparse.ArgumentParser) -> None:
    """The options that say how a ledger is read."""
    command.add_argument(
        "--rule",
        action="append",
        default=[],
        metavar="RULE",
        help='a rule beside those of the ledger: "trade = exports + imports"; may be repeated',
    )
    command.add_argument(
        "--texts",
        type=Path,
        metavar="DIR",
        help="where the texts of the sources are, if not beside the ledger",
    )
    command.add_argument(
        "--rounding",
        choices=("nearest", "truncate"),
        default="nearest",
        help="how a publisher cuts digits where its source does not say (default: nearest)",
    )
    command.add_argument(
        "--as-of", type=day, metavar="DATE", help="only what was published by that day, such as 2025-01-31"
    )
    wide = command.add_argument_group("a wide table, in which each column is a measure")
    wide.add_argument("--wide", action="store_true", help="LEDGER is one")
    wide.add_argument(
        "--id",
        action="append",
        default=[],
        metavar="COLUMN[=NAME]",
        help="what tells rows apart, and what a ledger calls it: year=period; may be repeated",
    )
    wide.add_argument("--unit", metavar="UNIT", help="of all figures, such as 'million USD'")
    wide.add_argument("--decimals", metavar="N", help="XBRL's, or exact; if not as the text prints them")
    wide.add_argument("--language", default="en", metavar="TAG", help="how numbers are printed (en)")
    said = "what an empty cell counts as in a rule, a mode of VTL: partial_zero (non_null, which is not known)"
    wide.add_argument("--missing", default="non_null", metavar="MODE", help=said)
    command.add_argument(
        "--unit-mult",
        choices=("scaled", "applied"),
        default="",
        help="what UNIT_MULT means in a message of SDMX: values are in units of 10 ** UNIT_MULT, or in single ones",
    )


def _checks(text: str) -> tuple[str, ...]:
    names = tuple(name for part in text.split(",") if (name := part.strip()))
    unknown = [name for name in names if name not in CHECKS]
    if unknown or not names:
        named = f"unknown check {', '.join(map(repr, unknown))}" if unknown else "no check is named"
        raise argparse.ArgumentTypeError(f"{named}; there are {', '.join(CHECKS)}")
    return names


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < 2**16):
        raise argparse.ArgumentTypeError(f"{text!r} is no port: a number up to 65535, such as 8765")
    return int(text)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of conflicts")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1
    if not 0 <= seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is not a time; write seconds, such as 60")
    return seconds


def _report(text: str) -> tuple[str, Path]:
    name, equals, file = text.partition("=")
    if not equals or name not in FORMATS:
        raise argparse.ArgumentTypeError(f"{text!r} is not FORMAT=FILE with a format of {', '.join(FORMATS)}")
    path = _output(file)
    if path is None:
        raise argparse.ArgumentTypeError("the terminal shows one report, that of --format; name a file here")
    return name, path


def _output(text: str) -> Path | None:
    """None for the terminal. A folder that is missing shows before the work and not after it."""
    if text == "-":
        return None
    path = Path(text)
    if path.is_dir() or not path.parent.is_dir():
        raise argparse.ArgumentTypeError(f"{text!r} cannot be written: it is a folder, or its folder does not exist")
    return path
