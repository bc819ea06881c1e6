"""Lines of numbers, as they come in pieces of bytes: from a file, a socket, a serial port."""

import re
import warnings
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from server.datafiles.units import split_unit
from server.live.stream import Channels

Floats = NDArray[np.float64]

LONGEST = 65_536  # bytes of one line; what has no end by then is none
MOST_COLUMNS = 64
DELIMITERS = (b",", b";", b"\t", b" ")
NUMBER = re.compile(rb"\s*[-+]?(\d|\.\d|nan|inf)", re.IGNORECASE)


@dataclass
class LineParser:
    """Turns pieces of text into samples; half a line waits for its other half.

    The first line decides on delimiter and columns, and names them if it holds words. Lines that
    do not fit are left out and counted in ``bad``; a cell that is no number is a gap.
    """

    names: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    bad: int = 0
    _rest: bytes = b""
    _delimiter: bytes = b","
    _first: list[bytes] = field(default_factory=list)

    @property
    def known(self) -> bool:
        """Whether the columns are known by now."""
        return bool(self.names)

    def channels(self, rate: float = 0.0) -> Channels:
        """What the lines' stream consists of."""
        return Channels(self.names, self.units, rate)

    def feed(self, data: bytes) -> Floats:
        """The samples of all lines that are whole by now, shape (n, columns)."""
        text, newline, rest = (self._rest + data).rpartition(b"\n")
        self._rest = rest if len(rest) <= LONGEST else b""
        self.bad += len(rest) > LONGEST
        lines = text + newline
        if not self.known:
            lines = self._begin(lines)
        return self._parse(lines) if lines.strip() else np.empty((0, max(len(self.names), 1)))

    def forget(self) -> None:
        """What was half a line will not be continued."""
        self._rest = b""

    def _begin(self, lines: bytes) -> bytes:
        """Learn the columns from the first line that says something; the lines that follow it."""
        while lines.strip() and not self.known:
            line, _, after = lines.partition(b"\n")
            if line.strip() and not line.lstrip().startswith(b"#"):
                return after if self._learn(line.removeprefix(b"\xef\xbb\xbf").strip()) else lines
            lines = after
        return lines

    def _learn(self, line: bytes) -> bool:
        """Take delimiter and columns from ``line``; whether it held words and is used up."""
        self._delimiter = next((d for d in DELIMITERS if d in line), b",")
        cells = line.split() if self._delimiter == b" " else line.split(self._delimiter)
        cells = cells[:MOST_COLUMNS]
        named = not all(NUMBER.match(cell) for cell in cells if cell.strip())
        words = [cell.decode("utf-8", "replace").strip(' "') for cell in cells]
        pairs = [split_unit(word) if named else ("", "") for word in words]
        single = len(pairs) == 1
        plain = ["value"] if single else [f"channel {n}" for n in range(1, len(pairs) + 1)]
        self.names = tuple(
            name[:80] or other for (name, _), other in zip(pairs, plain, strict=True)
        )
        self.units = tuple(unit for _, unit in pairs)
        return named

    def _parse(self, lines: bytes) -> Floats:
        columns = len(self.names)
        count = lines.count(b"\n")
        joined = lines if self._delimiter == b" " else lines.replace(self._delimiter, b" ")
        # As quick as it gets where all is well; numpy warns where it met something else.
        with warnings.catch_warnings():
            warnings.simplefilter("error", DeprecationWarning)
            try:
                values = np.fromstring(joined.decode("latin-1"), np.float64, sep=" ")
            except (DeprecationWarning, ValueError):
                return self._parse_each(lines)
        if len(values) != count * columns or not self._even(lines, count):
            return self._parse_each(lines)
        return values.reshape(count, columns)

    def _even(self, lines: bytes, count: int) -> bool:
        """Whether no line can have lent a number to the next."""
        columns = len(self.names)
        if columns == 1 or self._delimiter == b" ":
            return columns == 1 or all(len(line.split()) == columns for line in lines.splitlines())
        letters = np.frombuffer(lines, np.uint8)
        ends = np.flatnonzero(letters == ord("\n"))
        so_far = np.cumsum(letters == ord(self._delimiter))[ends]
        return bool(np.array_equal(so_far, (columns - 1) * np.arange(1, count + 1)))

    def _parse_each(self, lines: bytes) -> Floats:
        rows = []
        for line in lines.splitlines():
            cells = line.split() if self._delimiter == b" " else line.split(self._delimiter)
            if not line.strip() or line.lstrip().startswith(b"#"):
                continue
            row = [_number(cell) for cell in cells]
            if len(row) == len(self.names) and not np.isnan(row).all():
                rows.append(row)
            else:
                self.bad += 1
        return np.array(rows, dtype=np.float64).reshape(-1, len(self.names))


def _number(cell: bytes) -> float:
    try:
        return float(cell)
    except ValueError:
        return float("nan")
