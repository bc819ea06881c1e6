"""The smallest workbooks that are valid, written without a library."""

import datetime
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
EPOCH = datetime.datetime(1899, 12, 30)  # noqa: DTZ001 - workbooks know no zones
# Style 1 is a date with its time.
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs>'
    "</styleSheet>"
)


def workbook(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    """A workbook with those sheets; a row is a list of numbers, texts, date-times or None."""
    bodies = [
        f'<worksheet xmlns="{MAIN}"><sheetData>{_rows(rows)}</sheetData></worksheet>'
        for rows in sheets.values()
    ]
    return raw_workbook(dict(zip(sheets, bodies, strict=True)))


def raw_workbook(sheets: Mapping[str, str]) -> bytes:
    """A workbook whose sheets are given as XML."""
    entries = [
        f'<sheet name={quoteattr(name)} sheetId="{i}" r:id="rId{i}"/>'
        for i, name in enumerate(sheets, start=1)
    ]
    links = [
        f'<Relationship Id="rId{i}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(sheets) + 1)
    ]
    links.append(f'<Relationship Id="rId0" Type="{RELATIONS}/styles" Target="styles.xml"/>')
    main = "officeDocument"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": _relations(
            [f'<Relationship Id="rId1" Type="{RELATIONS}/{main}" Target="xl/workbook.xml"/>']
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{"".join(entries)}</sheets>'
            "</workbook>"
        ),
        "xl/_rels/workbook.xml.rels": _relations(links),
        "xl/styles.xml": STYLES,
    }
    for i, body in enumerate(sheets.values(), start=1):
        parts[f"xl/worksheets/sheet{i}.xml"] = body
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{content}')
    return buffer.getvalue()


def _relations(links: Sequence[str]) -> str:
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(links)}</Relationships>'


def _rows(rows: Sequence[Sequence[Any]]) -> str:
    return "".join(
        f'<row r="{i}">' + "".join(_cell(value, i, j) for j, value in enumerate(row)) + "</row>"
        for i, row in enumerate(rows, start=1)
    )


def _cell(value: Any, row: int, column: int) -> str:
    place = f'r="{chr(ord("A") + column)}{row}"'
    if value is None:
        return ""
    if isinstance(value, str):
        return f'<c {place} t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    if isinstance(value, datetime.datetime):
        return f'<c {place} s="1"><v>{(value - EPOCH) / datetime.timedelta(days=1)!r}</v></c>'
    return f"<c {place}><v>{value!r}</v></c>"
