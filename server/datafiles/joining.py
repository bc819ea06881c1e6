"""A date in one column and the time of day in the next: one moment."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.datafiles.model import Guess
from server.datafiles.options import Options
from server.datafiles.text.plan import ColumnPlan

DAY = 86_400  # seconds

Arrays = dict[str, NDArray[Any]]


def clocks(columns: Sequence[ColumnPlan], options: Options) -> Mapping[str, ColumnPlan]:
    """For each column of whole days, the clock times that stand in the column after it."""
    if options.join is False:
        return {}
    return {
        date.name: time
        for date, time in pairwise(columns)
        if date.form.date and date.form.date.unit == "D" and time.form.kind == "duration"
    }


def with_clocks(
    wanted: Sequence[ColumnPlan], pairs: Mapping[str, ColumnPlan]
) -> Sequence[ColumnPlan]:
    """The columns to read so that those wanted can be joined."""
    names = {column.name for column in wanted}
    partners = [pairs[column.name] for column in wanted if column.name in pairs]
    return [*wanted, *(time for time in partners if time.name not in names)]


def joined(
    arrays: Mapping[str, NDArray[Any]],
    pairs: Mapping[str, ColumnPlan],
    wanted: Sequence[ColumnPlan],
) -> tuple[Arrays, list[Guess]]:
    """The wanted arrays, dates having the time of day of their partner; and the guesses made.

    A date stays as it is where its partner is no time of day. A moment whose date or time is
    missing is NaT.
    """
    found = {column.name: arrays[column.name] for column in wanted}
    guesses = []
    for name, time in pairs.items():
        if name not in found or not _is_clock(arrays[time.name]):
            continue
        found[name] = _moments(arrays[name], arrays[time.name])
        words = f"{name} + {time.name}"
        guesses.append(Guess("join", words, ("apart",), "a date, and a time of day beside it"))
    return found, guesses


def _is_clock(seconds: NDArray[Any]) -> bool:
    told = seconds[~np.isnan(seconds)]
    return bool(len(told)) and bool(((told >= 0) & (told < DAY)).all())


def _moments(days: NDArray[Any], seconds: NDArray[Any]) -> NDArray[Any]:
    whole = bool((np.nan_to_num(seconds) % 1 == 0).all())
    unit, scale = ("s", 1) if whole else ("us", 10**6)
    gaps = np.isnan(seconds)
    ticks = np.rint(np.where(gaps, 0, seconds) * scale).astype(f"timedelta64[{unit}]")
    moments: NDArray[Any] = days.astype(f"datetime64[{unit}]") + ticks
    moments[gaps] = np.datetime64("NaT")
    return moments
