"""Powers: exact for whole numbers, in double precision for the rest."""

import math

from server.errors import InputError

MAX_DIGITS = 100_000  # of an exact result

Real = int | float


def power(base: Real, exponent: Real) -> Real:
    """``base`` to the power of ``exponent``: an exact int where both are ints and it is one.

    Raises InputError naming ``base`` or ``exponent`` where there is no real, finite result that
    a double (or ``MAX_DIGITS`` digits) can hold.
    """
    if base == 0 and exponent < 0:
        raise InputError("exponent", "0 has no negative powers", "0 or more while the base is 0")
    if base < 0 and isinstance(exponent, float) and not exponent.is_integer():
        allowed = "a whole number while the base is negative"
        raise InputError("exponent", "this power of a negative number is not real", allowed)
    if isinstance(base, int) and isinstance(exponent, int) and exponent >= 0:
        return _exact(base, exponent)
    base, exponent = as_double("base", base), as_double("exponent", exponent)
    try:
        result = math.pow(base, exponent)
    except OverflowError:
        result = math.inf
    if math.isinf(result):
        allowed = f"results up to {1.7976931348623157e308:.4g} in size"
        raise InputError("exponent", "the result is too large for a floating number", allowed)
    return result


def as_double(field: str, value: Real) -> float:
    """``value`` as a double; InputError naming ``field`` where none is large enough."""
    try:
        return float(value)
    except OverflowError:
        allowed = "numbers up to 1.797e308 in size, unless both are whole and the power exact"
        raise InputError(field, "is too large for a floating number", allowed) from None


def decimal_text(value: Real) -> str:
    """All digits of an int, however many; the shortest exact text of a float."""
    if isinstance(value, float):
        return repr(value)
    from decimal import Decimal

    # str(int) refuses beyond 4,300 digits, as its time grows with their square; this does not.
    return format(Decimal(value), "f")


def digit_count(value: int) -> int:
    """How many decimal digits an int has, without its sign."""
    return len(decimal_text(abs(value)))


def _exact(base: int, exponent: int) -> int:
    if abs(base) <= 1:
        exponent = exponent % 2 + 2 * (exponent > 0)  # 0, 1 and -1 need no more than the parity
        return int(base**exponent)
    allowed = f"exact results of up to {MAX_DIGITS:,} digits"
    if exponent > 4 * MAX_DIGITS:  # even 2 has too many digits then: log10(2) > 1/4
        raise InputError("exponent", "the result would have too many digits", allowed)
    digits = exponent * math.log10(abs(base))
    if digits >= MAX_DIGITS:
        raise InputError("exponent", f"the result would have about {digits:,.0f} digits", allowed)
    return int(base**exponent)
