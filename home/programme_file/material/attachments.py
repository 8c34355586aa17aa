"""Generates attachments of a recording: a worksheet to fill in, in the format that the programme file asks for."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import yaml
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from .decks import cover_of
from .phrases import phrases_in
from .presentation import write_presentation
from .slides import Deck, Figure, Slide
from .subject import AttachmentEntry, Subject

Cell = str | int | float | None

_DEEP, _MIST = "FF113C30", "FFE3EDE3"
_WIDEST = 60
_HEADER_ROW = 4
# The earliest timestamp of the zip format, used so that the output does not depend on the time.
_NO_DATE = (1980, 1, 1, 0, 0, 0)
_NO_MOMENT = b"1980-01-01T00:00:00Z"


@dataclass(frozen=True)
class Sheet:
    """A worksheet: a table with an introductory sentence.

    Formulas are by column. In them, `{row}` is replaced by the row number, and `{first}` and `{last}` by those of the
    first and last row.
    """

    intro: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    formulas: Mapping[str, str] = field(default_factory=dict)
    total: Mapping[str, str] = field(default_factory=dict)


def read_sheet(path: Path) -> Sheet:
    """Read a hand-written worksheet from a file. Raises ValueError if a row has another length than the header."""
    written: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    sheet = Sheet(
        intro=written["intro"],
        columns=tuple(written["columns"]),
        rows=tuple(map(tuple, written["rows"])),
        formulas=written.get("formulas", {}),
        total=written.get("total", {}),
    )
    if any(len(row) != len(sheet.columns) for row in sheet.rows):
        raise ValueError(f"{path.name}: each row is as long as the header")
    return sheet


def sheet_of(subject: Subject) -> Sheet:
    """The default worksheet, if none is hand-written: a row for each chapter, to be filled in while watching."""
    phrases = phrases_in(subject.language)
    empty = (None,) * (len(phrases.sheet) - 1)
    return Sheet(phrases.sheet_intro, phrases.sheet, tuple((title, *empty) for _, title in subject.chapters))


@dataclass(frozen=True)
class Attachment:
    """The content of an attachment. Equal objects give identical files."""

    id: str
    format: str
    sheet: Sheet
    deck: Deck
    """Its content as slides, used if the format is PDF."""

    @property
    def digest(self) -> str:
        return sha256(json.dumps(asdict(self), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def attachment_of(subject: Subject, entry: AttachmentEntry, sheet: Sheet | None = None) -> Attachment:
    """The content of an attachment listed in the programme file, with its hand-written worksheet or the default one."""
    sheet = sheet or sheet_of(subject)
    title = entry.title.get(subject.language)
    return Attachment(entry.id, entry.format, sheet, _deck(subject, title, entry.organisation, sheet))


def write_attachment(attachment: Attachment, fonts: Path | None = None) -> tuple[bytes, str]:
    """Returns the file and its suffix: an xlsx or docx if that is asked for, else a PDF. Deterministic.

    `fonts` is a folder with fonts for the PDF.
    """
    title, sheet = attachment.deck.title, attachment.sheet
    if attachment.format == "xlsx":
        return _workbook(title, sheet), "xlsx"
    if attachment.format == "docx":
        return _document(title, sheet, attachment.deck.language), "docx"
    return write_presentation(attachment.deck, fonts), "pdf"


def _workbook(title: str, sheet: Sheet) -> bytes:
    book = Workbook()
    page = book.active
    page.title = re.sub(r"[\[\]:*?/\\]", " ", title)[:31]
    _write(page.cell(1, 1), title).font = Font(size=16, bold=True)
    _write(page.cell(2, 1), sheet.intro)
    for place, name in enumerate(sheet.columns, 1):
        cell = _write(page.cell(_HEADER_ROW, place), name)
        cell.font, cell.fill = Font(bold=True, color="FFFFFFFF"), PatternFill("solid", fgColor=_DEEP)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
    first, last = _HEADER_ROW + 1, _HEADER_ROW + len(sheet.rows)
    for row, values in enumerate(sheet.rows, first):
        for place, (name, value) in enumerate(zip(sheet.columns, values, strict=True), 1):
            cell = page.cell(row, place)
            if name in sheet.formulas:
                cell.value, cell.number_format = sheet.formulas[name].format(row=row), "0.0"
            else:
                _write(cell, value).alignment = Alignment(vertical="top", wrap_text=True)
    for name, formula in sheet.total.items():
        cell = page.cell(last + 1, sheet.columns.index(name) + 1, formula.format(first=first, last=last))
        cell.font, cell.fill, cell.number_format = Font(bold=True), PatternFill("solid", fgColor=_MIST), "0.0"
    for place, name in enumerate(sheet.columns):
        longest = max(len(str(row[place] or "")) for row in ((name,) * len(sheet.columns), *sheet.rows))
        page.column_dimensions[get_column_letter(place + 1)].width = min(_WIDEST, max(12, longest + 4))
    page.freeze_panes = page.cell(_HEADER_ROW + 1, 2)
    book.properties.title, book.properties.creator = title, ""
    target = BytesIO()
    book.save(target)
    return _undated(target.getvalue())


def _write(cell: Any, value: Cell) -> Any:
    """Set the value of a cell. Strings are stored as text, even if they begin with “=”."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


def _document(title: str, sheet: Sheet, language: str) -> bytes:
    """A docx with a heading, the introductory sentence and the table, whose first row is marked as its header."""
    width = 9_000 // len(sheet.columns)
    header = _table_row(sheet.columns, width, is_header=True)
    rows = "".join(_table_row(row, width) for row in sheet.rows)
    grid = f'<w:gridCol w:w="{width}"/>' * len(sheet.columns)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:color="92BCA3"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    body = (
        f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>{_run(title)}</w:p><w:p>{_run(sheet.intro)}</w:p>'
        f"<w:tbl><w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{header}{rows}</w:tbl><w:p/>"
    )
    styles = (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri"/><w:sz w:val="22"/>'
        f'<w:lang w:val="{escape(language)}"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>'
        '<w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:color w:val="113C30"/><w:sz w:val="36"/></w:rPr>'
        "</w:style>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = "http://schemas.openxmlformats.org/package/2006"
    main = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{packages}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{kind}.document.main+xml"/>'
            f'<Override PartName="/word/styles.xml" ContentType="{kind}.styles+xml"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{packages}/relationships"><Relationship Id="r1" '
            f'Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>'
        ),
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{packages}/relationships"><Relationship Id="r1" '
            f'Type="{office}/styles" Target="styles.xml"/></Relationships>'
        ),
        "word/document.xml": f"<w:document {main}><w:body>{body}<w:sectPr/></w:body></w:document>",
        "word/styles.xml": f"<w:styles {main}>{styles}</w:styles>",
    }
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return _zipped({name: (declaration + text).encode() for name, text in parts.items()})


def _table_row(values: Sequence[Cell], width: int, *, is_header: bool = False) -> str:
    mark = "<w:trPr><w:tblHeader/></w:trPr>" if is_header else '<w:trPr><w:trHeight w:val="900"/></w:trPr>'
    cells = (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p>{_run(value, is_bold=is_header)}</w:p></w:tc>'
        for value in values
    )
    return f"<w:tr>{mark}{''.join(cells)}</w:tr>"


def _run(value: Cell, *, is_bold: bool = False) -> str:
    words = "" if value is None else escape(str(value))
    return f'<w:r>{"<w:rPr><w:b/></w:rPr>" if is_bold else ""}<w:t xml:space="preserve">{words}</w:t></w:r>'


def _deck(subject: Subject, title: str, organisation: str, sheet: Sheet) -> Deck:
    language = subject.language
    labels = tuple(str(row[0]) for row in sheet.rows)[:6]
    slides = [Slide("title", title, points=(subject.title.get(language),)), Slide("quote", sheet.intro, text=title)]
    if labels:
        slides.append(Slide("content", title, figure=Figure("form", labels=labels)))
    return Deck(
        id="",
        title=title,
        author=organisation,
        programme=subject.programme.get(language),
        notice=subject.notice.get(language) if subject.notice else "",
        language=language,
        is_accessible=True,
        cover=cover_of(subject.theme, subject.id),
        slides=tuple(slides),
    )


def _undated(data: bytes) -> bytes:
    """The same zip package with all timestamps replaced by a constant one."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        parts = {name: package.read(name) for name in sorted(package.namelist())}
    core = "docProps/core.xml"
    parts[core] = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", _NO_MOMENT, parts[core])
    return _zipped(parts)


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name, _NO_DATE), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()
