"""What attributes of HDF5 datasets mean by the NetCDF Climate and Forecast conventions."""

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

SINCE = re.compile(
    r"(?P<unit>\w+) since (?P<start>\d{4}-\d{1,2}-\d{1,2}(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?)"
)
SECONDS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), 60),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 3600),
    **dict.fromkeys(("d", "day", "days"), 86400),
}
CALENDARS = ("", "standard", "gregorian", "proleptic_gregorian")
FARTHEST = 2**62 / 1e6  # seconds that microseconds in 64 bits reach


def text_attribute(attributes: Mapping[str, Any], name: str) -> str:
    """An attribute as text; "" if there is none or it is something else."""
    try:
        value = attributes.get(name, "")
    except (OSError, TypeError, ValueError, RuntimeError):  # of a type that h5py cannot turn
        return ""
    value = value.item() if isinstance(value, np.ndarray) and value.size == 1 else value
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value) if isinstance(value, str) else ""


def unit_of(attributes: Mapping[str, Any]) -> str:
    """The unit of a dataset, "" if it tells none; dates need none."""
    unit = text_attribute(attributes, "units") or text_attribute(attributes, "unit")
    return "" if SINCE.match(unit) else unit.strip()


def decoded(array: NDArray[Any], attributes: Mapping[str, Any]) -> NDArray[Any]:
    """Values with gaps for ``_FillValue``, scaled and shifted, and as dates if counted from one."""
    if array.dtype.kind == "S":
        return np.strings.decode(array, "utf-8", "replace")
    if array.dtype.kind not in "iuf":
        return array
    fill = _number(attributes, "_FillValue")
    fill = _number(attributes, "missing_value") if fill is None else fill
    scale, offset = _number(attributes, "scale_factor"), _number(attributes, "add_offset")
    gaps = array == fill if fill is not None else None
    if scale is not None or offset is not None or (gaps is not None and gaps.any()):
        array = array.astype(np.float32 if array.dtype == np.float32 else np.float64)
        if gaps is not None:
            array[gaps] = np.nan
        array = array * array.dtype.type(1 if scale is None else scale)
        array = array + array.dtype.type(0 if offset is None else offset)
    return _dated(array, attributes)


def _dated(array: NDArray[Any], attributes: Mapping[str, Any]) -> NDArray[Any]:
    match = SINCE.match(text_attribute(attributes, "units"))
    calendar = text_attribute(attributes, "calendar").lower()
    if not match or match["unit"].lower() not in SECONDS or calendar not in CALENDARS:
        return array
    try:
        day, _, clock = match["start"].replace(" ", "T").partition("T")
        year, month, date = (int(part) for part in day.split("-"))
        hours = [int(part) for part in clock.split(":")] if clock else [0]
        start = np.datetime64(f"{year:04}-{month:02}-{date:02}", "us")
    except ValueError:
        return array
    seconds = array.astype(np.float64) * SECONDS[match["unit"].lower()]
    seconds += sum(part * unit for part, unit in zip(hours, (3600, 60, 1), strict=False))
    inside = np.abs(seconds) < FARTHEST / 2  # false for NaN too
    ticks = np.where(inside, np.rint(seconds * 1e6), 0).astype("timedelta64[us]")
    dates = start + ticks
    dates[~inside] = np.datetime64("NaT")
    return dates


def _number(attributes: Mapping[str, Any], name: str) -> float | None:
    try:
        value = np.asarray(attributes.get(name, np.nan)).reshape(-1)
    except (OSError, TypeError, ValueError, RuntimeError):
        return None
    if value.dtype.kind not in "iuf" or value.size != 1 or np.isnan(value[0]):
        return None
    number: float = value[0].item()
    return number
