"""Lines of text taken apart into cells."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

WORD = re.compile(r"\S+")
Row = tuple[int, list[str]]  # the number of its (first) line, and its cells


@dataclass(frozen=True)
class RowForm:
    """What stands between cells: ``delimiter`` is a character, ``space`` (runs of blanks),
    ``fixed`` (``columns`` of fixed width: from, to) or ``none`` (a line is one cell).
    """

    delimiter: str
    quote: str = '"'
    comment: str = "#"
    columns: tuple[tuple[int, int], ...] = ()

    def is_comment(self, line: str) -> bool:
        """Whether the line only tells something to people."""
        return bool(self.comment) and line.lstrip().startswith(self.comment)

    def rows(self, lines: Iterable[str], first: int) -> Iterator[Row]:
        """The rows in ``lines``, the first of which has the number ``first``.

        Comments and blank lines are left out. Raises csv.Error for a cell of more than 128 KiB.
        """
        numbered = (
            (number, line)
            for number, line in enumerate(lines, start=first)
            if not self.is_comment(line)
        )
        if self.delimiter in {"space", "fixed", "none"}:
            for number, line in numbered:
                if line and not line.isspace():
                    yield number, self._cells(line)
            return
        yield from self._quoted(numbered)

    def _quoted(self, numbered: Iterator[Row | tuple[int, str]]) -> Iterator[Row]:
        numbers: list[int] = []

        def text() -> Iterator[str]:
            for number, line in numbered:
                numbers.append(number)
                yield f"{line}\n"

        if self.quote:
            reader = csv.reader(
                text(), delimiter=self.delimiter, quotechar=self.quote, skipinitialspace=True
            )
        else:
            reader = csv.reader(text(), delimiter=self.delimiter, quoting=csv.QUOTE_NONE)
        for row in reader:
            if any(cell and not cell.isspace() for cell in row) or len(row) > 1:
                yield numbers[0], row
            numbers.clear()

    def _cells(self, line: str) -> list[str]:
        if self.delimiter == "none":
            return [line]
        if self.delimiter == "fixed":
            return self._fixed(line)
        if self.quote and self.quote in line:
            spaced = [line.strip().replace("\t", " ")]
            return next(
                csv.reader(spaced, delimiter=" ", quotechar=self.quote, skipinitialspace=True)
            )
        return line.split()

    def _fixed(self, line: str) -> list[str]:
        """Each word goes to the column that it overlaps most; a number may be wider than before."""
        cells = [""] * len(self.columns)
        for word in WORD.finditer(line):
            overlaps = [
                min(word.end(), end) - max(word.start(), start) for start, end in self.columns
            ]
            best = max(range(len(overlaps)), key=overlaps.__getitem__)
            cells[best] = f"{cells[best]} {word[0]}" if cells[best] else word[0]
        return cells


def fixed_columns(lines: list[str]) -> tuple[tuple[int, int], ...]:
    """The places (from, to) where text stands in at least one line, between blanks in all."""
    width = max((len(line) for line in lines), default=0)
    used = [any(line[i : i + 1].strip() for line in lines) for i in range(width)]
    edges = [i for i in range(width + 1) if (i < width and used[i]) != (i > 0 and used[i - 1])]
    return tuple(zip(edges[0::2], edges[1::2], strict=True))
