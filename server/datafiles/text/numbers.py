"""Numbers as laboratories write them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import orjson
from numpy.typing import NDArray

# Words for “no value”, in lower case.
MISSING = frozenset(
    (
        "",
        "na",
        "n/a",
        "#n/a",
        "nan",
        "null",
        "none",
        "nil",
        "missing",
        "-",
        "--",
        "---",
        ".",
        "?",
        "*",
    )
)
INFINITE = {"1.#inf": "inf", "-1.#inf": "-inf", "1.#qnan": "nan", "-1.#ind": "nan", "1.#ind": "nan"}

POINT = re.compile(r"[-+−]?(?:\d+\.?\d*|\.\d+)(?:[eEdD][-+−]?\d+)?")
COMMA = re.compile(r"[-+−]?(?:\d+,?\d*|,\d+)(?:[eEdD][-+−]?\d+)?")
GROUPED_POINT = re.compile(r"[-+−]?\d{1,3}(?:[,'’\u00a0\u202f ]\d{3})+(?:\.\d*)?")
GROUPED_COMMA = re.compile(r"[-+−]?\d{1,3}(?:[.'’\u00a0\u202f ]\d{3})+(?:,\d*)?")
GROUPING = re.compile(r"[,.'’\u00a0\u202f ]")
WORDS = re.compile(r"[-+]?(?:inf|infinity)", re.IGNORECASE)
SENTINEL = re.compile(r"[-+]?\d+\.?\d*(?:e[-+]?\d+)?")
NOT_JSON = re.compile(r"[^-+.,0-9eE]")
HUGE_INTEGER = re.compile(r"[-+]?\d{16,}")


@dataclass(frozen=True)
class NumberForm:
    """How numbers are written in a file: the decimal mark, and words that mean “missing”."""

    decimal: str = "."
    missing: frozenset[str] = MISSING

    @property
    def sentinels(self) -> list[float]:
        """Numbers that stand for a missing value, such as -999."""
        return [float(word) for word in self.missing - MISSING if SENTINEL.fullmatch(word)]

    def is_missing(self, cell: str) -> bool:
        """Whether the cell says that there is no value."""
        return cell.strip().lower() in self.missing

    def is_number(self, cell: str) -> bool:
        """Whether the cell is a number in this form."""
        return self.number(cell) is not None

    def number(self, cell: str) -> float | None:
        """The nearest float to what the cell says; None if it says no number."""
        text = cell.strip()
        plain, grouped = (POINT, GROUPED_POINT) if self.decimal == "." else (COMMA, GROUPED_COMMA)
        if plain.fullmatch(text):
            text = text.replace(",", ".")
        elif grouped.fullmatch(text):
            mark = text.rfind(self.decimal)
            whole, fraction = (text[:mark], text[mark + 1 :]) if mark >= 0 else (text, "")
            text = f"{GROUPING.sub('', whole)}.{fraction}"
        elif not WORDS.fullmatch(text):
            text = INFINITE.get(text.lower(), "")
        text = text.replace("−", "-").replace("D", "e").replace("d", "e")
        return float(text) if text else None


def numbers(cells: Sequence[str], form: NumberForm) -> tuple[NDArray[np.float64], list[int]]:
    """The cells of a column as float64, NaN where missing; and which cells are no numbers."""
    array = _plain(cells, form.decimal)
    if array is not None:
        return without_sentinels(array, form), []
    array = np.empty(len(cells))
    bad: list[int] = []
    for i, cell in enumerate(cells):
        value = form.number(cell)
        array[i] = np.nan if value is None else value
        if value is None and not form.is_missing(cell):
            bad.append(i)
    return without_sentinels(array, form), bad


def without_sentinels(array: NDArray[np.float64], form: NumberForm) -> NDArray[np.float64]:
    """The same array, changed in place: NaN where a number stands for a gap."""
    if sentinels := form.sentinels:
        array[np.isin(array, sentinels)] = np.nan
    return array


def _plain(cells: Sequence[str], decimal: str) -> NDArray[np.float64] | None:
    """Numbers that JSON knows too, by its fast and exact parser; None for any others."""
    text = (";" if decimal == "," else ",").join(cells)
    if decimal == ",":
        if "." in text:  # groups thousands
            return None
        text = text.replace(",", ".").replace(";", ",")
    if NOT_JSON.search(text):
        return None
    array = parse_list(text.encode())
    return array if array is not None and len(array) == len(cells) else None


def parse_list(text: bytes) -> NDArray[np.float64] | None:
    """Numbers with a comma between each two, an empty one being NaN; None if JSON disagrees.

    The caller makes sure that there are only digits, signs, points, e, E, blanks and commas.
    """
    if b",," in text:
        text = text.replace(b",,", b",null,").replace(b",,", b",null,")
    start = b"[null" if text.startswith(b",") else b"["
    end = b"null]" if text.endswith(b",") else b"]"
    try:
        return np.array(orjson.loads(start + text + end), dtype=np.float64)
    except orjson.JSONDecodeError:
        return None
