"""Units of measurement, as they stand in names of columns and in a row of their own."""

import re

# How a unit is shown, and other ways in which it stands at the end of a name ("lead_mv",
# "temp_degC") or in a row of units; in lower case.
SPELLINGS = """
s sec seconds; ms; ns; µs us μs; min; h hours; m; mm; cm; km; nm; µm um μm; g; kg; mg; mol
Hz hz; kHz khz; GHz ghz; V volt volts; mV mv; µV uv μv; kV kv; mA ma; µA ua μa; nA na
Pa pa; hPa hpa; kPa kpa; MPa mpa; bar; mbar; °C degc °c; °F degf °f; ° deg; % percent pct
kW kw; kWh kwh; dB db; dBm dbm; ppm; ppb; PSU psu; lx lux; rpm; Ω ohm; rad
"""
KNOWN = {
    spelling.lower(): words.split()[0]
    for words in SPELLINGS.replace("\n", ";").split(";")
    for spelling in words.split()
}
# These mean a unit only in this case; "a" may be anything.
CASED = frozenset("V A K W N J Pa T F C".split())

BRACKETED = re.compile(r"(?P<label>.*?\S)\s*(?:\((?P<a>[^()]*)\)|\[(?P<b>[^\[\]]*)\])\s*")
DIVIDED = re.compile(r"(?P<label>\S.*?)\s+/\s*(?P<unit>[^\s/\d][^\s]{0,11})")
SUFFIXED = re.compile(r"(?P<label>.*[^_\W])_(?P<unit>[A-Za-zµμ°%]+)")
LOOKS_LIKE_UNIT = re.compile(r"[-\w°µμΩ%/*·^.²³⁻¹ ()\[\]]{1,16}")


def split_unit(name: str) -> tuple[str, str]:
    """The name of a column without its unit, and the unit ("" if the name tells none).

    Understands ``time (s)``, ``T [°C]``, ``t / s`` (DIN 1313) and, for well-known units only,
    ``lead_mv``.
    """
    if match := BRACKETED.fullmatch(name):
        unit = match["a"] if match["a"] is not None else match["b"]
        return (name, "") if unit.strip().isdigit() else (match["label"], unit.strip())
    if match := DIVIDED.fullmatch(name):
        return match["label"], match["unit"]
    if (match := SUFFIXED.fullmatch(name)) and (unit := _suffix(match["label"], match["unit"])):
        return match["label"], unit
    return name, ""


def unit_cell(cell: str) -> str | None:
    """The unit in one cell of a row of units, without brackets; None if it cannot be one."""
    text = cell.strip()
    if len(text) > 1 and (text[0] + text[-1]) in {"()", "[]"}:
        return text[1:-1].strip()
    if text in CASED or text.lower() in KNOWN:
        return KNOWN.get(text.lower(), text) if text not in CASED else text
    if text in {"", "-", "1"} or text.lower() in {"a.u.", "none", "n/a"}:
        return ""
    compound = any(sign in text for sign in "/^·°²³⁻")
    return text if compound and LOOKS_LIKE_UNIT.fullmatch(text) else None


def units_row(cells: list[str]) -> list[str] | None:
    """The units in a row that holds nothing else, at least one of them; None for other rows."""
    units = [unit_cell(cell) for cell in cells]
    found = [unit for unit in units if unit is not None]
    return found if len(found) == len(units) and any(found) else None


def _suffix(label: str, unit: str) -> str:
    if "temp" in label.lower() and unit.lower() in {"c", "f"}:
        return f"°{unit.upper()}"
    return KNOWN.get(unit.lower(), unit if unit in CASED else "")
