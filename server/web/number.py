"""The page about a whole number: what stood in the address arrived, and what is known of it."""

import math
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from flask import Blueprint, Flask, Response, make_response, redirect, render_template, request

from server.errors import InputError
from server.science import number as science
from server.web import navigation
from server.web.answers import json_response
from server.web.examples import examples
from server.web.filters import number
from server.web.problems import wants_json

ALLOWED = f"a whole number from {science.LOWEST} to {science.HIGHEST} (64 bits, signed)"
DIVISORS_SHOWN = 64
SHOWN = 40  # characters of what was typed, where it is told back
EXAMPLE = "42"

blueprint = Blueprint("number", __name__)


def init_app(app: Flask) -> None:
    """Add the page to ``app``."""
    app.register_blueprint(blueprint)
    words = "What is known about one whole number."
    entry = navigation.Entry(f"/{EXAMPLE}", "Number", "hash", "learn", words, (blueprint.name,))
    navigation.add(app, entry)


@blueprint.get("/<signed:text>")
@examples(f"/{EXAMPLE}")
def show(text: str) -> Response:
    """Shows that the number in the address arrived, and what is known about it."""
    return _page(text)


@blueprint.get("/<signed:text>.json")
@examples(f"/{EXAMPLE}.json")
def as_json(text: str) -> Response:
    """What is known about a whole number, for programs."""
    return json_response(facts_about(parse(text)))


@blueprint.get("/number")
@examples("/number?value=42", "/number")
def enter() -> Response:
    """Leads from the form to the page of the number that was typed."""
    text = request.args.get("value", EXAMPLE).strip()
    try:
        return cast(Response, redirect(f"/{parse(text)}"))
    except InputError:
        return _page(text)


def parse(text: str) -> int:
    """``text`` as a number of 64 bits; a typeset minus is taken too. InputError if it is none."""
    sign, digits = ("-", text[1:]) if text[:1] in {"-", "−"} else ("", text.removeprefix("+"))
    if not (digits.isascii() and digits.isdecimal()):
        shown = text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
        raise InputError("number", f"“{shown}” is not a whole number", ALLOWED)
    digits = digits.lstrip("0") or "0"
    # The length first: int() raises errors of its own on thousands of digits.
    if len(digits) > 19 or not science.LOWEST <= int(sign + digits) <= science.HIGHEST:
        words = f"a number of {len(digits):,} digits is out of range"
        raise InputError("number", words, ALLOWED)
    return int(sign + digits)


def facts_about(n: int) -> dict[str, Any]:
    """Everything the page tells, as plain values; None stands for what does not exist."""
    factors = science.factorise(abs(n)) if n else ()
    count = science.divisor_count(factors) if n else None
    listed = n != 0 and science.divisor_count(factors) <= DIVISORS_SHOWN
    return {
        "number": n,
        "sign": "positive" if n > 0 else "negative" if n else "zero",
        "parity": "odd" if n % 2 else "even",
        "prime": science.is_prime(n),
        "factors": [factor._asdict() for factor in factors],
        "divisor_count": count,
        "divisors": science.divisors(factors) if listed else None,
        "binary": format(n, "b"),
        "octal": format(n, "o"),
        "hexadecimal": format(n, "X"),
        "bits": science.bit_pattern(n),
        "digits": len(str(abs(n))),
        "digit_sum": science.digit_sum(n),
        "square_root": math.sqrt(n) if n >= 0 else None,
        "whole_square_root": science.integer_root(n, 2),
        "cube_root": math.cbrt(n),
        "whole_cube_root": science.integer_root(n, 3),
        "previous_prime": science.previous_prime(n),
        "next_prime": science.next_prime(n),
        "unix_time": _as_time(n),
    }


def _as_time(seconds: int) -> str | None:
    """``seconds`` since 1970 as a date and time, where the calendar (years 1 to 9999) has it."""
    try:
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).isoformat()
    except OverflowError:
        return None


def _page(text: str) -> Response:
    try:
        n = parse(text)
    except InputError as error:
        if wants_json():
            raise
        page = render_template("number.html", typed=text, error=error, allowed=ALLOWED)
        return make_response(page, 422)
    about = facts_about(n)
    if wants_json():
        return json_response(about)
    page = render_template(
        "number.html",
        typed=str(n),
        written=text if len(text) <= SHOWN else text[: SHOWN - 1] + "…",
        n=n,
        about=about,
        facts_shown=_in_words(about),
        forms=_other_forms(about),
        neighbours=_neighbours(about),
        allowed=ALLOWED,
    )
    return make_response(page)


def _in_words(about: dict[str, Any]) -> dict[str, str]:
    """The facts that are one word or one figure each."""
    n = about["number"]
    square_root = _root(about["whole_square_root"], about["square_root"])
    if n < 0:
        size = _root(science.integer_root(-n, 2), math.sqrt(-n))
        square_root = "i" if size == "1" else f"{size} i"
    return {
        "Parity": about["parity"],
        "Sign": about["sign"],
        "Digits": str(about["digits"]),
        "Digit sum": str(about["digit_sum"]),
        "Square root": square_root,
        "Cube root": _root(about["whole_cube_root"], about["cube_root"]),
    }


def _root(whole: int | None, real: float) -> str:
    return number(whole) if whole is not None else number(real, 12)


def _other_forms(about: dict[str, Any]) -> dict[str, str]:
    """The number in other bases, digits in groups, and as a moment of the calendar."""
    sign = "−" if about["number"] < 0 else ""
    forms = {
        "Hexadecimal": sign + "0x " + _grouped(about["hexadecimal"], 4),
        "Octal": sign + "0o " + _grouped(about["octal"], 3),
        "Binary": sign + "0b " + _grouped(about["binary"], 4),
    }
    if about["unix_time"]:
        moment = about["unix_time"].replace("T", " ").replace("+00:00", " UTC")
        forms["Seconds since 1970"] = moment
    return forms


def _grouped(digits: str, size: int) -> str:
    """``digits`` without their sign, in groups counted from the right."""
    digits = digits.lstrip("-")
    first = len(digits) % size
    groups = [digits[start : start + size] for start in range(first, len(digits), size)]
    return " ".join([digits[:first], *groups] if first else groups)


def _neighbours(about: dict[str, Any]) -> list[tuple[str, int]]:
    """What lies beside the number, as far as it has a page: (label, number)."""
    beside = [
        ("Previous", about["number"] - 1),
        ("Next", about["number"] + 1),
        ("Previous prime", about["previous_prime"]),
        ("Next prime", about["next_prime"]),
    ]
    return [
        (label, n)
        for label, n in beside
        if n is not None and science.LOWEST <= n <= science.HIGHEST
    ]
