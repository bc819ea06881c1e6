"""What the cells of a column are: numbers, dates, durations or words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.datafiles.model import Guess, Kind
from server.datafiles.text.cut import CutCells
from server.datafiles.text.dates import (
    EARLIEST,
    EPOCHS,
    FORMS,
    LATEST,
    DateForm,
    dates,
    duration,
    uniform_dates,
    unit_for,
)
from server.datafiles.text.numbers import HUGE_INTEGER, NumberForm, numbers

ENOUGH = 0.75  # of the cells of a column must be numbers for the others to be mistakes
TIME_WORDS = ("time", "epoch", "unix", "date", "utc", "posix", "stamp")
ORDERS = ("day-first", "month-first")


@dataclass(frozen=True)
class ColumnForm:
    """How the cells of one column become an array."""

    kind: Kind
    numbers: NumberForm
    date: DateForm | None = None

    def convert(self, cells: Sequence[str]) -> tuple[NDArray[Any], list[int]]:
        """The cells as an array, and the positions of those that are not of this kind."""
        if self.kind == "text":
            return np.array(list(cells), dtype=np.dtypes.StringDType()), []
        if self.kind == "number":
            return numbers(cells, self.numbers)
        if self.date:
            if isinstance(cells, CutCells) and (found := uniform_dates(cells, self.date)):
                return found[0], self._bad(cells, ~found[1]) if not found[1].all() else []
            return self._dates([cell.strip() for cell in cells], self.date)
        values = [duration(cell) for cell in cells]
        return np.array(values, dtype=np.float64), self._bad(cells, [v is None for v in values])

    def _dates(self, cells: list[str], form: DateForm) -> tuple[NDArray[Any], list[int]]:
        array, valid = dates(cells, form)
        return array, self._bad(cells, ~valid) if not valid.all() else []

    def _bad(self, cells: Sequence[str], wrong: Sequence[bool] | NDArray[np.bool_]) -> list[int]:
        at = np.flatnonzero(np.asarray(wrong)).tolist()
        return [i for i in at if not self.numbers.is_missing(cells[i])]


def kind_of(
    name: str, cells: Sequence[str], form: NumberForm, order: str | None
) -> tuple[ColumnForm, list[Guess]]:
    """What a column's sample of cells is, and the guesses that were needed to say so.

    ``order`` is the user's word on days and months (``day-first`` or ``month-first``).
    """
    filled = [cell.strip() for cell in cells if not form.is_missing(cell)]
    if not filled:
        return ColumnForm("number", form), []
    if all(FORMS["YYYYMMDD"].fullmatch(cell) for cell in filled):
        compact = DateForm("YYYYMMDD", unit_for(filled, "YYYYMMDD"))
        if dates(filled, compact)[1].all():
            digits = "the eight digits are always a date"
            guess = Guess(f"types.{name}", "date", ("number", "text"), digits)
            return ColumnForm("date", form, compact), [guess]
    values = [form.number(cell) for cell in filled]
    found = [value for value in values if value is not None]
    if len(found) >= ENOUGH * len(filled):
        return _numeric(name, filled, found, form)
    if written := _written(name, filled, order):
        date, guesses = written
        return ColumnForm("date", form, date), guesses
    if sum(duration(cell) is not None for cell in filled) >= ENOUGH * len(filled):
        return ColumnForm("duration", form), []
    return ColumnForm("text", form), []


def form_for(kind: str, cells: Sequence[str], form: NumberForm, order: str | None) -> ColumnForm:
    """The form of a column of a kind that the user told; text where no dates are found."""
    filled = [cell.strip() for cell in cells if not form.is_missing(cell)]
    if kind in {"number", "text", "duration"}:
        return ColumnForm(kind, form)  # type: ignore[arg-type]
    compact = DateForm("YYYYMMDD", unit_for(filled, "YYYYMMDD"))
    if filled and dates(filled, compact)[1].all():
        return ColumnForm("date", form, compact)
    found = [value for cell in filled if (value := form.number(cell)) is not None]
    if found and (epoch := _epoch(found)):
        return ColumnForm("date", form, DateForm(epoch, unit_for(filled, epoch)))
    written = _written("", filled, order)
    return ColumnForm("date", form, written[0]) if written else ColumnForm("text", form)


def _numeric(
    name: str, filled: Sequence[str], values: Sequence[float], form: NumberForm
) -> tuple[ColumnForm, list[Guess]]:
    whole = all(cell.lstrip("+-").isdigit() for cell in filled)
    epoch = _epoch(values) if any(word in name.lower() for word in TIME_WORDS) else ""
    if epoch:
        reason = f"the name speaks of time, and as {epoch} all values lie between 1979 and 2103"
        guess = Guess(f"types.{name}", "date", ("number",), reason)
        return ColumnForm("date", form, DateForm(epoch, unit_for(filled, epoch))), [guess]
    if whole and any(HUGE_INTEGER.fullmatch(cell) and abs(int(cell)) > 2**53 for cell in filled):
        reason = "some integers have more digits than a number of 64 bits keeps"
        return ColumnForm("text", form), [Guess(f"types.{name}", "text", ("number",), reason)]
    return ColumnForm("number", form), []


def _epoch(values: Sequence[float]) -> str:
    for epoch, scale in EPOCHS.items():
        if EARLIEST * scale <= min(values) and max(values) <= LATEST * scale:
            return epoch
    return ""


def _written(
    name: str, filled: Sequence[str], order: str | None
) -> tuple[DateForm, list[Guess]] | None:
    fits: dict[str, DateForm] = {}
    for form_name in FORMS:
        form = DateForm(form_name, unit_for(filled, form_name))
        valid = dates(filled, form)[1]
        if valid.mean() >= ENOUGH:
            fits[form_name] = form
    orders = [form for key, form in fits.items() if key in ORDERS]
    if not orders:
        return (next(iter(fits.values())), []) if fits else None
    if order in fits:
        return fits[order], [Guess("dates", order, ORDERS, "as told")]
    best = max(orders, key=_preference(filled))
    return best, [_order_guess(best.name, fits)]


def _preference(filled: Sequence[str]) -> Callable[[DateForm], tuple[bool, bool, float]]:
    """Dates that are all valid, in order and close together are the likelier reading."""

    def preference(form: DateForm) -> tuple[bool, bool, float]:
        array, valid = dates(filled, form)
        steps = np.diff(array[valid]).astype(np.float64)
        span = float(np.abs(steps).max()) if len(steps) else 0.0
        return bool(valid.all()), bool((steps >= 0).all() or (steps <= 0).all()), -span

    return preference


def _order_guess(chosen: str, fits: dict[str, DateForm]) -> Guess:
    if len([name for name in ORDERS if name in fits]) == 1:
        return Guess("dates", chosen, ORDERS, "in the other order some months are beyond 12")
    return Guess("dates", chosen, ORDERS, "in this order the dates lie closer together")
