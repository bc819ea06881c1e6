"""Numbers as people read them: significant digits, a real minus sign, SI prefixes."""

import math

PREFIXES = {-12: "p", -9: "n", -6: "µ", -3: "m", 0: "", 3: "k", 6: "M", 9: "G", 12: "T"}


def significant(value: float, digits: int = 4) -> str:
    """``value`` to so many significant digits; whole numbers in full, with thin groups."""
    if not math.isfinite(value):
        return "–" if math.isnan(value) else "∞" if value > 0 else "−∞"
    if float(value).is_integer() and abs(value) < 1e15:
        text = f"{value:,.0f}"
    else:
        text = f"{value:.{digits}g}"
        if "e" in text:
            mantissa, _, exponent = text.partition("e")
            text = f"{mantissa} × 10^{int(exponent)}"
    return text.replace("-", "−")


def with_unit(value: float, unit: str, digits: int = 4) -> str:
    """A quantity with an SI prefix: 0.00556 and “s” give “5.56 ms”."""
    if not unit or not math.isfinite(value) or value == 0:
        return f"{significant(value, digits)} {unit}".rstrip()
    power = min(max(3 * math.floor(math.log10(abs(value)) / 3), -12), 12)
    return f"{significant(value / 10**power, digits)} {PREFIXES[power]}{unit}"


def counted(n: int, noun: str) -> str:
    """1 value, 1,000 values."""
    return f"{n:,} {noun}" + ("" if n == 1 else "s")
