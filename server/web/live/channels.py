"""Names, units and rate of samples that are sent here."""

from collections.abc import Mapping

from server.errors import InputError
from server.live.stream import Channels

MOST = 64
LONGEST = 80  # characters of a name or unit


def channels_in(values: Mapping[str, str]) -> Channels | None:
    """What ``names``, ``units`` (separated by commas) and ``rate`` of an address say.

    None where they say nothing. Raises InputError.
    """
    names = tuple(part.strip() for part in values.get("names", "").split(",") if part.strip())
    units = tuple(part.strip() for part in values.get("units", "").split(",")) if names else ()
    rate = _rate(values.get("rate", ""))
    return checked(Channels(names, units if any(units) else (), rate)) if names else None


def checked(channels: Channels) -> Channels:
    """``channels`` if they can be. Raises InputError."""
    names, units = channels.names, channels.units
    if not 1 <= len(names) <= MOST:
        raise InputError("names", f"are {len(names)}", f"1 to {MOST}")
    if any(not 0 < len(name) <= LONGEST for name in names) or len(set(names)) < len(names):
        raise InputError("names", "are empty, too long or the same", "different names")
    if units and (len(units) != len(names) or any(len(unit) > LONGEST for unit in units)):
        raise InputError("units", f"do not fit {len(names)} names", "one for each channel")
    if not 0 <= channels.rate <= 1e6:
        raise InputError("rate", "is out of range", "0 to 1,000,000 samples a second")
    return channels


def numbered(count: int, rate: float = 0.0) -> Channels:
    """Channels that nobody named."""
    names = ("value",) if count == 1 else tuple(f"channel {n}" for n in range(1, count + 1))
    return checked(Channels(names, (), rate))


def _rate(text: str) -> float:
    try:
        return float(text or 0)
    except ValueError as error:
        raise InputError("rate", "is no number", "samples a second") from error
