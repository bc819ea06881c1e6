"""Lines of names that are numbers: positions, years, wavelengths."""

import re
from collections.abc import Sequence
from itertools import pairwise

from server.datafiles.text.delimiter import is_missing, is_value
from server.datafiles.text.rows import Row

WHOLE = re.compile(r"\d{1,9}")
YEARS = range(1000, 3000)
FEW, MANY = 3, 4  # rows below that must agree; numbers in even steps that cannot be by chance


def is_numbered(head: Sequence[str], below: Sequence[Row]) -> bool:
    """Whether ``head`` names the columns of the rows ``below`` by numbers, and is no data itself.

    Only where the rows could not well have such a line among them: names that were taken for
    data are put right in the preview, data that were taken for names are easily overlooked.
    """
    rows = [cells for _, cells in below if len(cells) == len(head)]
    numbers = _counting(head)
    if len(rows) < FEW or len(numbers) < 2 or _step(head) in map(_step, rows):
        return False
    columns = list(zip(*rows, strict=True))
    if len(numbers) == len(head):  # no word at all: as pandas names what has no names
        plain = any(WHOLE.fullmatch(cell.strip()) for cells in rows for cell in cells)
        return any(map(_are_words, columns)) or (numbers[0] == 0 and not plain)
    if not _are_words(columns[0]):
        return False
    years = _step(head) == 1 and all(number in YEARS for number in numbers)
    return any(map(_are_words, columns[1:])) or years or len(numbers) >= MANY


def _counting(cells: Sequence[str]) -> list[int]:
    """The whole numbers of a row, which grow by even steps; [] if they are others.

    The first cell, the corner of a table, may be a word.
    """
    first, *others = (cell.strip() for cell in cells)
    told = [first, *others] if is_value(first) else others
    if not told or not all(WHOLE.fullmatch(cell) for cell in told):
        return []
    numbers = [int(cell) for cell in told]
    steps = {after - before for before, after in pairwise(numbers)}
    return numbers if len(steps) <= 1 and min(steps, default=1) > 0 else []


def _step(cells: Sequence[str]) -> int:
    """By how much the numbers of a row grow from cell to cell; 0 if they are no such numbers."""
    numbers = _counting(cells)
    return numbers[1] - numbers[0] if len(numbers) > 1 else 0


def _are_words(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if not is_missing(cell)]
    return len(filled) >= FEW and not any(map(is_value, filled))
