"""The arguments of the commands that make a ledger, each with a help that teaches: init, draft, confirm, coverage."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

PAGE_LANGUAGES = ("en", "vi")
_INIT = """\
examples:
  reconcile init                  a ledger in the folder 'ledger'
  reconcile init trade/           in another one
  reconcile init --from book.xlsx        book.mapping.yaml beside it: how its sheets are read, to be mended

  What is written explains itself, and audits: a ledger.yaml with places for measures and rules, one example of a
  source, and schemas by which an editor completes and checks both.

exit status:
  0  the ledger was written
  2  there is one already, or it could not be written
"""
_DRAFT = """\
examples:
  reconcile draft release.txt --language en --published 2025-02-06      into the folder 'ledger'
  reconcile draft release.pdf --language vi --ledger trade/             into a ledger that is there, or not yet
  reconcile draft release.docx --language en --output -                 only show the source's file
  reconcile draft release.html --proposals claims.json                  what something else read out of it

  Every figure of the running text becomes a claim: its words, a quote, where it stands, and what the words
  around it tell. What they do not tell is guessed and marked, `guess: [measure, period]`; the sentence is
  a comment above. Look at it, mend what is wrong, and take the marks away: reconcile confirm.
  In a ledger that is there, it is said at once which figures agree with it, revise it or conflict.

  --proposals takes claims in JSON, as schemas/proposals.schema.json has them. Those are admitted whose quote
  stands in the text, whose figure stands in the quote and reads wholly; of the others it is said why not.

exit status:
  0  the claims were drafted
  2  a document or the ledger could not be read, or there is such a source already
"""
_CONFIRM = """\
examples:
  reconcile confirm ledger/                          all guesses are right
  reconcile confirm ledger/ --source release         those of one source
  reconcile confirm ledger/ --claim release:exports:2024
  reconcile confirm ledger/ --review review.html     a page to look at each guess in its sentence, by keyboard
  reconcile confirm ledger/ --decisions decided.yaml do what was decided there; - reads standard input

  Only the marks go; comments, order and everything else in the files stay. While you work on a ledger,
  `reconcile watch ledger/` has the same page, which writes what you decide at once.

exit status:
  0  the marks were taken away, what was decided was done, or the page was written
  2  the ledger could not be read or has no such source or claim, or the files cannot be edited safely
"""
_COVERAGE = """\
examples:
  reconcile coverage ledger/               how many numbers of each text are claimed, and which are not
  reconcile coverage ledger/ --strict      and fail where one is neither claimed nor set aside

  A number is set aside where it is a date, an ordinal, the number of a document or a name, or where the
  source says so: set_aside: a phrase a line.

exit status:
  0  the numbers were counted
  1  with --strict: a number is neither claimed nor set aside, or a text is not stored
  2  the ledger could not be read
"""


def add_ledger_making(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands to those of the command line."""
    init = add_command(
        commands, "init", "begin a ledger", "Writes a ledger that explains itself, to begin with.", _INIT
    )
    init.add_argument("folder", type=Path, nargs="?", metavar="FOLDER", help="where (ledger)")
    said = "write down how a workbook or a message of SDMX is read, beside it; audit that file"
    init.add_argument("--from", dest="given", type=Path, metavar="FILE", help=said)
    said = "Writes a claim for each figure of a document, for a person to look at."
    draft = add_command(commands, "draft", "draft the claims of a document", said, _DRAFT)
    draft.add_argument(
        "documents", type=Path, nargs="+", metavar="DOCUMENT", help="txt, md, html, csv, xlsx, docx, pdf"
    )
    draft.add_argument(
        "--ledger", type=Path, default=Path("ledger"), metavar="LEDGER", help="the ledger that it is added to (ledger)"
    )
    draft.add_argument("--language", metavar="TAG", help="the language of words and numbers, such as vi or en")
    said = "when it was published, such as 2025-08-01"
    draft.add_argument("--published", type=published_day, metavar="DATE", help=said)
    draft.add_argument("--title", default="", metavar="TEXT", help="the title of a ledger that is new")
    draft.add_argument(
        "--format", metavar="FORMAT", help="text, markdown, html, csv, xlsx, docx or pdf, if not as named"
    )
    draft.add_argument("--proposals", type=Path, metavar="FILE", help="claims in JSON, instead of those that are read")
    draft.add_argument("--output", metavar="FILE", help="only write the source's file, there; - is the terminal")
    confirm = add_command(
        commands,
        "confirm",
        "take the marks of guesses away",
        "Takes the marks of guesses away, when you have looked.",
        _CONFIRM,
    )
    add_ledger(confirm)
    confirm.add_argument("--source", action="append", default=[], metavar="ID", help="of this source; may be repeated")
    confirm.add_argument("--claim", action="append", default=[], metavar="ID", help="of this claim; may be repeated")
    confirm.add_argument("--review", type=Path, metavar="FILE", help="only write the page to look at guesses, there")
    add_page_language(confirm)
    confirm.add_argument("--texts", type=Path, metavar="DIR", help="where its texts are, if not beside the ledger")
    said = "what was decided on that page, instead of all; - is standard input"
    confirm.add_argument("--decisions", type=Path, metavar="FILE", help=said)
    said = "Counts which numbers of each source's text are claimed, and lists those that are not."
    coverage = add_command(commands, "coverage", "count which numbers of the texts are claimed", said, _COVERAGE)
    add_ledger(coverage)
    coverage.add_argument("--texts", type=Path, metavar="DIR", help="where the texts are, if not beside the ledger")
    coverage.add_argument("--strict", action="store_true", help="fail where a number is neither claimed nor set aside")


def add_page_language(command: argparse.ArgumentParser) -> None:
    """The option that says in which language a page is written."""
    command.add_argument(
        "--lang",
        choices=PAGE_LANGUAGES,
        default="en",
        metavar="TAG",
        help=f"language of the page's words, {' or '.join(PAGE_LANGUAGES)} (en)",
    )


def add_command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, short: str, said: str, examples: str
) -> argparse.ArgumentParser:
    """A command with what the list of commands says of it, and its own help with examples."""
    return commands.add_parser(
        name,
        help=short,
        description=said,
        epilog=examples,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def add_ledger(parser: argparse.ArgumentParser) -> None:
    """Add the ledger that a command is about."""
    parser.add_argument("ledger", type=Path, metavar="LEDGER", help="the ledger: its folder, or a file of it")


def published_day(text: str) -> str:
    """The same as text, as a source has it."""
    return day(text).isoformat()


def day(text: str) -> date:
    """Read the day of an option; argparse tells what is wrong with another text."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as 2025-01-31") from None
