"""Dates and times as laboratories write them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.datafiles.text.cut import CutCells

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
PIVOT = 69  # two digits of a year from here on are of the 1900s, as POSIX has it

TIME = (
    r"(?:(?:[T_]|\s+)(?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2})(?:[.,](?P<f>\d{1,9}))?)?"
    r"(?:\s*(?P<p>[AaPp])\.?[Mm]\.?)?)?\s*(?P<z>Z|UTC|GMT|[-+]\d{2}:?\d{2})?"
)
CLOCK = r"(?:[T _]?(?P<H>\d\d):?(?P<M>\d\d)(?::?(?P<S>\d\d)(?:[.,](?P<f>\d{1,9}))?)?(?P<z>Z)?)?"
NAME = r"(?P<b>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"

FORMS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "YYYYMMDD": r"(?P<Y>1[5-9]\d\d|2[0-4]\d\d)(?P<m>\d\d)(?P<d>\d\d)" + CLOCK,
        "year-first": r"(?P<Y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})" + TIME,
        "year-month": r"(?P<Y>\d{4})[-/](?P<m>\d{2})",
        "day-first": r"(?P<d>\d{1,2})([-/.])(?P<m>\d{1,2})\2(?P<Y>\d{4}|\d{2})" + TIME,
        "month-first": r"(?P<m>\d{1,2})([-/.])(?P<d>\d{1,2})\2(?P<Y>\d{4}|\d{2})" + TIME,
        "day, month's name": rf"(?P<d>\d{{1,2}})[-/. ]*{NAME}[-/, ]*(?P<Y>\d{{4}}|\d{{2}})" + TIME,
        "month's name, day": rf"{NAME}[-/ ]*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? *(?P<Y>\d{{4}})"
        + TIME,
        "year, month's name": rf"(?P<Y>\d{{4}})[-/ ]*{NAME}[-/ ]*(?P<d>\d{{1,2}})" + TIME,
    }.items()
}
EPOCHS: Mapping[str, int] = {"epoch s": 1, "epoch ms": 10**3, "epoch µs": 10**6, "epoch ns": 10**9}
EARLIEST, LATEST = 300_000_000, 4_200_000_000  # seconds: 1979 to 2103

DURATION = re.compile(
    r"(?P<sign>[-+]?)(?:(?P<days>\d+)(?: ?d(?:ays?)?,? ?| +|:(?=\d+:\d+:)))?"
    r"(?P<a>\d{1,3}):(?P<b>\d{2})"
    r"(?::(?P<c>\d{2}))?(?P<f>[.,]\d{1,9})?"
)

Fields = dict[str, NDArray[np.int64]]


@dataclass(frozen=True)
class DateForm:
    """How the dates of a column are written, and the unit of datetime64 that holds them."""

    name: str  # a key of FORMS or EPOCHS
    unit: str  # D, s, us or ns


def unit_for(cells: Sequence[str], name: str) -> str:
    """The coarsest unit that holds what the cells tell in the form ``name``."""
    if name in EPOCHS:
        return "ns" if name == "epoch ns" else "us"
    matches = [match for cell in cells if (match := FORMS[name].fullmatch(cell.strip()))]
    found = [match.groupdict() for match in matches]
    digits = max((len(groups.get("f") or "") for groups in found), default=0)
    if digits:
        return "us" if digits <= 6 else "ns"
    return "s" if any(groups.get("H") or groups.get("z") for groups in found) else "D"


def dates(cells: Sequence[str], form: DateForm) -> tuple[NDArray[np.datetime64], NDArray[np.bool_]]:
    """The cells (stripped) as datetime64 of ``form.unit``, and which of them are dates.

    Times with an offset are turned into UTC. Cells that are no dates of the form become NaT.
    """
    if form.name in EPOCHS:
        return _epochs(cells, form)
    fields = _uniform(cells, FORMS[form.name])
    if fields is None:
        fields = _one_by_one(cells, FORMS[form.name])
    return _assemble(fields, form.unit)


def duration(cell: str) -> float | None:
    """Seconds in ``[days] hours:minutes[:seconds[.fraction]]`` or ``minutes:seconds.fraction``."""
    match = DURATION.fullmatch(cell.strip())
    if not match:
        return None
    first, second = int(match["a"]), int(match["b"])
    if match["c"] is None and match["f"]:
        seconds = 60.0 * first + second
    else:
        seconds = 3600.0 * first + 60 * second + int(match["c"] or 0)
    seconds += 86400 * int(match["days"] or 0) + float("0" + (match["f"] or ".0").replace(",", "."))
    return -seconds if match["sign"] == "-" else seconds


def _epochs(
    cells: Sequence[str], form: DateForm
) -> tuple[NDArray[np.datetime64], NDArray[np.bool_]]:
    scale = EPOCHS[form.name]
    ticks = np.zeros(len(cells), dtype=np.int64)
    valid = np.zeros(len(cells), dtype=np.bool_)
    for i, cell in enumerate(cells):
        try:
            value = int(cell) if cell.lstrip("-").isdigit() else float(cell)
        except ValueError:
            continue
        if abs(value) < 2**33 * scale:
            valid[i] = True
            exact = form.unit == "ns" and isinstance(value, int)
            ticks[i] = (
                value if exact else round(value / scale * 1e6) * (1000 if form.unit == "ns" else 1)
            )
    result = ticks.astype(f"datetime64[{form.unit}]")
    result[~valid] = np.datetime64("NaT")
    return result, valid


def uniform_dates(
    cells: CutCells, form: DateForm
) -> tuple[NDArray[np.datetime64], NDArray[np.bool_]] | None:
    """As ``dates`` for cells that differ in their digits only; None for others."""
    codes = cells.codes() if form.name in FORMS else None
    fields = None if codes is None else _fields_at_once(cells[0], codes, FORMS[form.name])
    return None if fields is None else _assemble(fields, form.unit)


def _uniform(cells: Sequence[str], pattern: re.Pattern[str]) -> Fields | None:
    """The fields of cells that differ in their digits only, all at once; None for others."""
    width = len(cells[0]) if cells else 0
    if not width or not cells[0].isascii() or set(map(len, cells)) != {width}:
        return None
    codes = np.array(cells, dtype=f"U{width}").view(np.uint32).reshape(len(cells), width)
    return _fields_at_once(cells[0], codes, pattern)


def _fields_at_once(
    first: str, codes: NDArray[np.uint8] | NDArray[np.uint32], pattern: re.Pattern[str]
) -> Fields | None:
    """The fields in rows of characters, of which the first reads ``first``."""
    match = pattern.fullmatch(first)
    if not match or first != first.strip():
        return None
    groups = match.groupdict()
    if groups.get("b") or groups.get("p") or groups.get("z") not in {None, "Z", "UTC", "GMT"}:
        return None
    digits = codes - codes.dtype.type(ord("0"))  # what is below zero wraps to something large
    is_digit = digits <= 9
    fixed = ~is_digit[0]
    if (is_digit != is_digit[0]).any() or (codes[:, fixed] != codes[0, fixed]).any():
        return None
    fields: Fields = {}
    for name in "YmdHMSf":
        start, end = match.span(name) if groups.get(name) else (0, 0)
        value = np.zeros(len(codes), dtype=np.int64)
        for place in range(start, end):
            value = value * 10 + digits[:, place]
        fields[name] = value * 10 ** (9 - (end - start)) if name == "f" and end else value
    if match.end("Y") - match.start("Y") == 2:
        fields["Y"] += np.where(fields["Y"] < PIVOT, 2000, 1900)
    if not groups.get("d"):
        fields["d"] += 1
    fields["z"] = np.zeros(len(codes), dtype=np.int64)
    return fields


def _one_by_one(cells: Sequence[str], pattern: re.Pattern[str]) -> Fields:
    """The fields of each cell by itself; a cell of another form gets month 0."""
    rows = np.zeros((len(cells), 8), dtype=np.int64)
    for i, cell in enumerate(cells):
        if match := pattern.fullmatch(cell):
            rows[i] = _fields_of(match.groupdict())
    return {name: rows[:, i] for i, name in enumerate("YmdHMSfz")}


def _fields_of(groups: dict[str, Any]) -> tuple[int, ...]:
    year = int(groups["Y"])
    if len(groups["Y"]) == 2:
        year += 2000 if year < PIVOT else 1900
    name = groups.get("b")
    month = MONTHS.index(name.lower()) + 1 if name else int(groups["m"])
    hour = int(groups.get("H") or 0)
    if half := groups.get("p"):
        hour = hour % 12 + (12 if half in "pP" else 0) if 1 <= hour <= 12 else 99
    fraction = int((groups.get("f") or "0").ljust(9, "0"))
    zone = groups.get("z") or "Z"
    offset = 0
    if zone[0] in "-+":
        offset = (int(zone[1:3]) * 60 + int(zone[-2:])) * (-1 if zone[0] == "-" else 1)
    minute, second = int(groups.get("M") or 0), int(groups.get("S") or 0)
    return year, month, int(groups.get("d") or 1), hour, minute, second, fraction, offset


def _assemble(fields: Fields, unit: str) -> tuple[NDArray[np.datetime64], NDArray[np.bool_]]:
    month, hour, minute, second = fields["m"], fields["H"], fields["M"], fields["S"]
    months = ((fields["Y"] - 1970) * 12 + month - 1).astype("datetime64[M]")
    days: NDArray[np.datetime64] = months.astype("datetime64[D]")
    days += (fields["d"] - 1).astype("timedelta64[D]")
    clock = hour * 3600 + minute * 60 + second
    valid = (month >= 1) & (month <= 12) & (days.astype("datetime64[M]") == months)
    valid &= (clock <= 86400) & (minute < 60) & (second <= 60)
    if unit == "ns":  # what 64 bits of nanoseconds span
        valid &= (fields["Y"] > 1678) & (fields["Y"] < 2262)
    days[~valid] = np.datetime64("NaT")
    if unit == "D":
        return days, valid
    seconds: NDArray[np.datetime64] = days.astype("datetime64[s]")
    seconds += (clock - fields["z"] * 60).astype("timedelta64[s]")
    if unit == "s":
        return seconds, valid
    fraction = fields["f"] // (1000 if unit == "us" else 1)
    result: NDArray[np.datetime64] = seconds.astype(f"datetime64[{unit}]")
    result += fraction.astype(f"timedelta64[{unit}]")
    return result, valid
