"""From the text of a query string, a form or a command line to checked parameters.

A tool's parameters are one pydantic model. Every way in goes through ``parse``, so that the same
mistake gets the same answer everywhere: all errors at once, each beside its field.
"""

import math
import secrets
from collections.abc import Iterable
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from server.errors import InputError, InputErrors
from server.tools.fields import FormField, fields_of

MAX_TEXT = 1000  # characters of one value; longer ones are refused before anything reads them


class Parameters(BaseModel):
    """The base of every tool's parameters: immutable, finite, and no unknown names."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @property
    def is_random(self) -> bool:
        """Whether the seed, where there is one, makes a difference."""
        return True


P = TypeVar("P", bound=Parameters)


def draw_seed() -> int:
    """A fresh seed, short enough to be read aloud."""
    return secrets.randbelow(1_000_000)


Seed = Annotated[
    int,
    Field(
        default_factory=draw_seed,
        ge=0,
        lt=2**32,
        title="Seed",
        description="Start of the random numbers; leave it empty for fresh ones.",
    ),
]


def parse(model: type[P], pairs: Iterable[tuple[str, str]]) -> P:
    """Check (name, text) pairs against ``model``; an empty text means “not given”.

    Raises InputErrors with one InputError for each value that is repeated, unknown, too long,
    not of its type or out of its range.
    """
    fields = {field.name: field for field in fields_of(model)}
    given: dict[str, str] = {}
    errors: list[InputError] = []
    for name, text in pairs:
        if name not in fields:
            errors.append(
                InputError(_short(name) or "(no name)", "is not a parameter", ", ".join(fields))
            )
        elif name in given:
            errors.append(InputError(name, "is given more than once", "one value"))
        elif len(text) > MAX_TEXT:
            allowed = fields[name].allowed
            errors.append(InputError(name, f"is {len(text):,} characters long", allowed))
        else:
            given[name] = text.strip()
    try:
        checked = model.model_validate({k: v for k, v in given.items() if v})
    except ValidationError as error:
        details = error.errors(include_url=False)
        errors += [_in_words(detail, fields, given) for detail in details]
    if errors:
        raise InputErrors(errors)
    return checked


def query_pairs(parameters: Parameters) -> list[tuple[str, str]]:
    """The parameters as texts that ``parse`` turns back into the same values."""
    values = parameters.model_dump()
    return [(name, as_text(value)) for name, value in values.items() if value is not None]


def as_text(value: Any) -> str:
    """A value as a person would type it: 2.0 as ``2``, booleans as ``true`` and ``false``."""
    if isinstance(value, bool):
        return str(value).lower()
    if (
        isinstance(value, float)
        and math.isfinite(value)
        and value.is_integer()
        and abs(value) < 1e15
    ):
        return str(int(value))
    return str(value)


def _in_words(
    detail: ErrorDetails, fields: dict[str, FormField], given: dict[str, str]
) -> InputError:
    """One finding of pydantic in this program's words."""
    context = detail.get("ctx", {})
    name = str(context.get("field") or (detail["loc"][0] if detail["loc"] else "parameters"))
    allowed = fields[name].allowed if name in fields else ""
    shown = f"“{_short(given.get(name, ''))}”"
    kind = detail["type"]
    if kind == "missing":
        message = "is needed"
    elif kind in {"int_parsing", "int_from_float", "int_parsing_size", "int_type"}:
        message = f"{shown} is not a whole number" if kind != "int_parsing_size" else "is too long"
    elif kind in {"float_parsing", "float_type", "finite_number"}:
        message = f"{shown} is not a finite number"
    elif kind in {"literal_error", "enum"}:
        message = f"{shown} is not one of the choices"
    elif kind.startswith(("greater_than", "less_than")):
        message = f"{shown} is out of range"
    elif kind == "bool_parsing":
        message = f"{shown} is neither true nor false"
    else:
        message = detail["msg"].removeprefix("Value error, ")
        allowed = str(context.get("allowed", allowed))
    return InputError(name, message, allowed)


def _short(text: str, limit: int = 40) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
