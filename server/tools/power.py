"""The tool ``power``: a base raised to an exponent."""

import math
from typing import Annotated

import numpy as np
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from server.science.power import Real, decimal_text, digit_count, power
from server.tools.numbers import Columns
from server.tools.parameters import Parameters
from server.tools.tool import Report, Tool

ALLOWED = "a number such as 2, -3.5 or 1e10, of up to 1,000 characters"


def as_number(text: str) -> Real:
    """``text`` as an exact int if it is one, else as a finite float; ValueError if neither."""
    try:
        return int(text)
    except ValueError:
        number = float(text)
    if not math.isfinite(number):
        raise ValueError("not finite")
    return number


def _check(text: str) -> str:
    try:
        as_number(text)
    except ValueError:
        shown = text if len(text) <= 40 else text[:39] + "…"
        words = f"“{shown}” is not a finite number"
        raise PydanticCustomError("number", words, {"allowed": ALLOWED}) from None
    return text


# Kept as text, so that whole numbers of any size stay exact.
NumberText = Annotated[str, AfterValidator(_check)]


class PowerParameters(Parameters):
    """What is raised to what."""

    base: Annotated[NumberText, Field(max_length=1000, description="The number to raise.")] = "2"
    exponent: Annotated[
        NumberText, Field(max_length=1000, description="Whole, negative or fractional.")
    ] = "10"


def compute(parameters: PowerParameters) -> Real:
    """The power; exact for whole numbers."""
    return power(as_number(parameters.base), as_number(parameters.exponent))


def report(parameters: PowerParameters, result: Real) -> Report:
    """The result in words and its size."""
    text = decimal_text(result)
    facts = {"Kind": "exact whole number" if isinstance(result, int) else "double precision"}
    if isinstance(result, int):
        facts["Digits"] = f"{digit_count(result):,}"
        facts["Bits"] = f"{result.bit_length():,}"
    elif result == 0 and as_number(parameters.base) != 0:
        facts["Note"] = "smaller than the smallest double, shown as 0"
    short = text if len(text) <= 60 else f"{text[:20]}…{text[-20:]}"
    sentence = f"{parameters.base} to the power of {parameters.exponent} is {short}."
    return Report(sentence, facts, headline=text)


def numbers(parameters: PowerParameters, result: Real) -> Columns:
    """One row; an exact result beyond 64 bits is text, so that no digit is lost."""
    fits = isinstance(result, float) or -(2**63) <= result < 2**63
    value = np.array([result if fits else decimal_text(result)])
    return Columns(
        {
            "base": np.array([parameters.base]),
            "exponent": np.array([parameters.exponent]),
            "result": value,
        }
    )


def script(parameters: PowerParameters) -> str:
    """A program that prints the same number."""
    base, exponent = as_number(parameters.base), as_number(parameters.exponent)
    operation = "base**exponent"
    return f'''"""{parameters.base} to the power of {parameters.exponent}."""

import sys

sys.set_int_max_str_digits(0)  # exact results may be long

base = {base!r}
exponent = {exponent!r}
print({operation})
'''


TOOL = Tool(
    name="power",
    title="Power",
    summary="Raises a number to a power, exactly for whole numbers.",
    icon="superscript",
    parameters=PowerParameters,
    compute=compute,
    report=report,
    numbers=numbers,
    script=script,
)
