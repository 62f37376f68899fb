"""PDF: words by where they stand on the page, as paragraphs and as tables set in columns."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from reconcile.documents.aligned_columns import Segment, regions
from reconcile.documents.document import Document, DocumentTable, Paragraph
from reconcile.documents.kept_text import joined_lines, keep, words_of
from reconcile.documents.limits import MOST_PAGES, Allowance, needs, refused
from reconcile.documents.raised_marks import raised
from reconcile.documents.reading.plain_text import continues

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfTextPage

_WIDE = 1.0  # a gap as wide as the letters are high parts columns: a space is a third of that
_SMALLER = 0.8  # of the size around: what is smaller, and set higher, is a raised mark
_LARGER = 1.15  # than most of the page's text: a heading
_HYPHENS = str.maketrans({"\x02": "-", "\ufffe": "-"})  # as PDFium tells the hyphen of a divided word


class _Letter(NamedTuple):
    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float


@dataclass(slots=True)
class _Run:
    """Letters beside each other, in the order of the page's content."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float

    @property
    def middle(self) -> float:
        return (self.bottom + self.top) / 2


def read_pdf(data: bytes, name: str, allowance: Allowance) -> Document:
    """Read a PDF's pages; one without any text is a scan, which is refused."""
    try:
        import pypdfium2
    except ImportError:
        raise needs(name, "pypdfium2") from None
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise refused(name, "is encrypted; save it without a password") from None
        raise refused(name, "is no PDF that can be read; save it again") from None
    try:
        if len(pdf) > MOST_PAGES:
            raise refused(name, f"has {len(pdf)} pages, and at most {MOST_PAGES} are read; split it")
        parts = list(_parts(pdf, name, allowance))
        title = str(pdf.get_metadata_dict().get("Title", ""))
    finally:
        pdf.close()
    if not parts:
        raise refused(name, "its pages hold no text, as those of a scan; make its text readable (OCR) first")
    return keep(name, "pdf", parts, title=title)


def _parts(pdf: PdfDocument, name: str, allowance: Allowance) -> Iterator[Paragraph | DocumentTable]:
    from pypdfium2 import PdfiumError

    pages: list[list[_Run]] = []
    for number in range(len(pdf)):
        allowance.check_time()
        try:
            page = pdf[number]
            text = page.get_textpage()
            pages.append(list(_runs(_letters(text, allowance))))
            text.close()
            page.close()
        except PdfiumError:
            raise refused(name, f"page {number + 1} is damaged; save it again") from None
    known = words_of(" ".join(run.text for runs in pages for run in runs))
    sizes = Counter[float]()
    for runs in pages:
        for run in runs:
            sizes[round(run.size, 1)] += len(run.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    larger = sorted((size for size in sizes if size > _LARGER * body), reverse=True)
    for number, runs in enumerate(pages, 1):
        allowance.check_time()
        yield from _page_parts(runs, number, known, {size: rank for rank, size in enumerate(larger, 1)})


def _letters(page: PdfTextPage, allowance: Allowance) -> Iterator[_Letter]:
    """The letters of a page in the order of its content; a space for whatever PDFium tells between words."""
    from pypdfium2 import raw

    count = page.count_chars()
    allowance.take_unpacked(max(count, 0))
    for at in range(count):
        text = chr(raw.FPDFText_GetUnicode(page.raw, at))
        if text in " \t\r\n":
            yield _Letter(" ", 0, 0, 0, 0, 0)
            continue
        left, bottom, right, top = page.get_charbox(at)
        size = raw.FPDFText_GetFontSize(page.raw, at) or (top - bottom)
        yield _Letter(text, left, right, bottom, top, size)


def _runs(letters: Iterable[_Letter]) -> Iterator[_Run]:
    """Letters of one line with no wide gap between them. Raised ones, in a smaller size, are marks."""
    run: _Run | None = None
    mark = space = ""
    for letter in letters:
        if letter.text == " ":
            space = " "
            continue
        if run is None or not _follows(run, letter):
            if run is not None:
                run.text += raised(mark)
                yield run
            run = _Run(letter.text, letter.left, letter.right, letter.bottom, letter.top, letter.size)
            mark = space = ""
            continue
        smaller = letter.size <= _SMALLER * run.size and letter.bottom > run.bottom + 0.15 * run.size
        if smaller and not space:
            mark += letter.text
        else:
            run.text += raised(mark) + space + letter.text
            run.bottom, run.top = min(run.bottom, letter.bottom), max(run.top, letter.top)
            mark = ""
        space = ""
        run.right = max(run.right, letter.right)
    if run is not None:
        run.text += raised(mark)
        yield run


def _follows(run: _Run, letter: _Letter) -> bool:
    high = max(run.size, letter.size)
    beside = letter.bottom < run.top and run.bottom < letter.top
    return beside and -0.5 * high < letter.left - run.right < _WIDE * high


def _page_parts(
    runs: Sequence[_Run], page: int, known: frozenset[str], ranks: dict[float, int]
) -> Iterator[Paragraph | DocumentTable]:
    lines: list[list[_Run]] = []
    for run in sorted(runs, key=lambda run: -run.middle):
        if lines and _one_line(lines[-1][0], run):
            lines[-1].append(run)
        else:
            lines.append([run])
    order = {id(run): at for at, run in enumerate(runs)}
    for line in lines:
        line.sort(key=lambda run: run.left)
    table_lines = [[Segment(run.left, run.right, run.text.strip()) for run in line] for line in lines]
    for region in regions(table_lines):
        if region.cells is not None:
            yield DocumentTable(region.cells, page=page)
            continue
        inside = sorted(
            (run for line in lines[region.first : region.end] for run in line), key=lambda run: order[id(run)]
        )
        for block in _blocks(inside):
            text = "\n".join(" ".join(run.text for run in line) for line in block)
            heading = ranks.get(round(block[0][0].size, 1), 0)
            yield Paragraph(joined_lines(text.translate(_HYPHENS), known), 0, page, heading)


def _one_line(first: _Run, other: _Run) -> bool:
    """Whether the middle of each is within the other's height."""
    return first.bottom < other.middle < first.top or other.bottom < first.middle < other.top


def _blocks(runs: Sequence[_Run]) -> Iterator[list[list[_Run]]]:
    """The lines of each paragraph, in the order of the content."""
    lines: list[list[_Run]] = []
    for run in runs:
        last = lines[-1][-1] if lines else None
        if last is not None and _one_line(last, run) and last.right <= run.left < last.right + 3 * run.size:
            lines[-1].append(run)
        else:
            lines.append([run])
    width = max((line[-1].right - line[0].left for line in lines), default=0.0)
    block: list[list[_Run]] = []
    steps = Counter(round(a[0].middle - b[0].middle) for a, b in itertools.pairwise(lines))
    step = min((one for one, count in steps.items() if one > 0 and count == max(steps.values())), default=0)
    for line in lines:
        if block and not _same_paragraph(block[-1], line, width, step):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _same_paragraph(line: Sequence[_Run], after: Sequence[_Run], width: float, step: int) -> bool:
    """Whether a line goes on in the next, by its size and distance, and by where it ends."""
    first, then = line[0], after[0]
    if abs(first.size - then.size) > 0.1 * first.size:
        return False
    down = first.middle - then.middle
    if down > max(1.4 * step, 1.6 * first.size) and step:
        return False
    text = " ".join(run.text for run in line)
    letter = (line[-1].right - first.left) / max(len(text), 1)
    return continues(text, " ".join(run.text for run in after), int(width / letter) if letter > 0 else len(text))
