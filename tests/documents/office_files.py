"""Office files and PDFs of our own writing, as small as they can be."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_S = f'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{_OFFICE}"'


def package(parts: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return stream.getvalue()


def relations(*targets: tuple[str, str]) -> str:
    each = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{each}</Relationships>'


def word(body: str, **parts: str) -> bytes:
    """A DOCX of the XML in its body; `styles` and `footnotes` are the XML within those parts."""
    files: dict[str, str | bytes] = {
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": relations(*((name, f"{name}.xml") for name in parts)),
        "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
    }
    files |= {f"word/{name}.xml": f"<w:{name} {_W}>{xml}</w:{name}>" for name, xml in parts.items()}
    return package(files)


def words(text: str, style: str = "") -> str:
    """A paragraph of a DOCX."""
    head = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{head}<w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def workbook(rows: str, formats: tuple[str, ...] = (), after: str = "", texts: tuple[str, ...] = ()) -> bytes:
    """An XLSX with one sheet of these rows; style 1 is the first of `formats`, and so on."""
    declared = "".join(f'<numFmt numFmtId="{200 + at}" formatCode="{escape(one, {chr(34): "&quot;"})}"/>'
                       for at, one in enumerate(formats))  # fmt: skip
    xfs = '<xf numFmtId="0"/>' + "".join(f'<xf numFmtId="{200 + at}"/>' for at in range(len(formats)))
    shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    return package({
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/_rels/workbook.xml.rels": relations(
            ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")
        ),
        "xl/workbook.xml": f'<workbook {_S}><sheets><sheet name="Trade" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f"<worksheet {_S}><sheetData>{rows}</sheetData>{after}</worksheet>",
        "xl/styles.xml": f"<styleSheet {_S}><numFmts>{declared}</numFmts><cellXfs>{xfs}</cellXfs></styleSheet>",
        "xl/sharedStrings.xml": f"<sst {_S}>{shared}</sst>",
    })  # fmt: skip


def pdf(*pages: list[tuple[float, float, float, str]]) -> bytes:
    """A PDF of pages, each of which has words at a place (x, y) in a size."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for page in pages:
        stream = "".join(f"BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET\n" for x, y, size, text in page).encode("latin-1")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    out = b"%PDF-1.4\n"
    offsets = []
    for number, one in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return out + head + table + tail
