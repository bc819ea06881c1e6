"""The quick ways of taking lines apart, for those that hold nothing unusual.

Each answers only where the slow way (``rows.RowForm.rows`` and ``numbers.NumberForm``) would say
the same, and None otherwise.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from server.datafiles import native
from server.datafiles.text.cut import CutCells
from server.datafiles.text.numbers import NumberForm, parse_list, without_sentinels
from server.datafiles.text.rows import RowForm
from server.datafiles.text.source import count_lines

NUMERIC = frozenset("0123456789+-.,eE \t")  # what may stand in plain lines
COMPILED = (native.BLANKS, b",", b";", b"\t", b"|", b":")


def number_block(
    data: bytes, form: RowForm, numbers: NumberForm, width: int
) -> NDArray[np.float64] | None:
    """Whole lines of ``width`` plain numbers each, shape (lines, width)."""
    delimiter = form.delimiter
    if not NUMERIC.isdisjoint(form.comment + form.quote):
        return None
    mark = _compiled_mark(form)
    if mark:
        block = native.plain_numbers(data, count_lines(data), mark, numbers.decimal.encode(), width)
        if block is not None:
            return without_sentinels(block, numbers)
    if delimiter == "space":
        data = b"".join([b"\t".join(line.split()) + b"\n" for line in data.split(b"\n")[:-1]])
    if delimiter in {"space", "none"}:
        delimiter = "\t"
    if len(delimiter.encode()) > 1:
        return None
    block = parse_block(data, delimiter.encode(), numbers.decimal, width)
    return None if block is None else without_sentinels(block, numbers)


def numbers_beside(
    data: bytes, form: RowForm, numbers: NumberForm, width: int, others: Sequence[int]
) -> tuple[NDArray[np.float64], dict[int, CutCells]] | None:
    """As ``number_block`` but for the columns ``others``, whose cells are given as they stand."""
    marks = form.comment + form.quote
    odd = [mark.encode() for mark in (form.comment, form.quote) if mark]
    mark = _compiled_mark(form)
    if not mark or width < 2 or not NUMERIC.isdisjoint(marks) or any(o in data for o in odd):
        return None
    if not data.isascii():
        return None
    decimal = numbers.decimal.encode()
    found = native.numbers_beside(data, count_lines(data), mark, decimal, width, others)
    if found is None:
        return None
    block, spans = found
    cells = {index: CutCells(data, spans[i]) for i, index in enumerate(sorted(others))}
    return without_sentinels(block, numbers), cells


def _compiled_mark(form: RowForm) -> bytes:
    """What stands between cells, as the compiled code takes it; nothing where it does not."""
    mark = {"space": native.BLANKS, "none": b"\t"}.get(form.delimiter, form.delimiter.encode())
    return mark if mark in COMPILED else b""


def parse_block(
    data: bytes, delimiter: bytes, decimal: str, width: int
) -> NDArray[np.float64] | None:
    """As ``number_block``, for one delimiter of one byte; twenty times as fast as cell by cell."""
    if decimal == ",":
        table, mark = bytes.maketrans(delimiter + b",", b",."), b","
    else:
        table, mark = bytes.maketrans(delimiter, b","), b"."
    if data.translate(None, b"0123456789+-eE \n" + mark + delimiter):
        return None
    if mark + delimiter != b".,":
        data = data.translate(table)
    if not _is_rectangle(data, b",", width):
        return None
    array = parse_list(data[:-1].replace(b"\n", b","))
    return None if array is None else array.reshape(-1, width)


def cell_columns(data: bytes, form: RowForm, width: int) -> list[list[str]] | None:
    """The cells of whole lines, column by column, where no cell is quoted and no line a comment."""
    delimiter = form.delimiter.encode()
    odd = [mark.encode() for mark in (form.quote, form.comment) if mark]
    odd += [delimiter + b" ", b"\n "]  # blanks that the slow way takes off
    if len(delimiter) > 1 or width < 2 or data.startswith(b" ") or any(o in data for o in odd):
        return None
    if not _is_rectangle(data, delimiter, width):
        return None
    try:
        cells = data[:-1].replace(b"\n", delimiter).decode("utf-8").split(form.delimiter)
    except UnicodeDecodeError:
        return None
    return [cells[index::width] for index in range(width)]


def _is_rectangle(data: bytes, delimiter: bytes, width: int) -> bool:
    """Whether every line has ``width`` cells, none of the lines being blank."""
    if b"\n\n" in data or data.startswith(b"\n") or not data:
        return False
    codes = np.frombuffer(data, dtype=np.uint8)
    marks = codes[(codes == ord(delimiter)) | (codes == ord("\n"))]
    if marks.size % width:
        return False
    ends = marks.reshape(-1, width) == ord("\n")
    return bool(ends[:, -1].all() and np.count_nonzero(ends) == len(ends))
