"""A view in any form but the page: one way for the web and for the command line."""

from collections.abc import Iterator
from typing import Literal, get_args

from server.errors import InputError
from server.figures.render import FigureForm
from server.workbench.exports.field_figure import field_figure_bytes
from server.workbench.exports.field_numbers import field_numbers
from server.workbench.exports.figure import figure_bytes
from server.workbench.exports.numbers import signal_numbers
from server.workbench.exports.options import FigureOptions, NumberForm, NumberOptions
from server.workbench.exports.provenance import Made
from server.workbench.exports.script import signal_script
from server.workbench.exports.script_data import Origin
from server.workbench.exports.script_field import field_script
from server.workbench.field import FieldData
from server.workbench.pyramids import Pyramid
from server.workbench.signal import Signal

Form = Literal[FigureForm, NumberForm, "py"]
FIGURES: tuple[FigureForm, ...] = get_args(FigureForm)
NUMBERS: tuple[NumberForm, ...] = get_args(NumberForm)
FORMS: tuple[Form, ...] = (*FIGURES, *NUMBERS, "py")


def form_of(text: str) -> Form:
    """The form that an ending names. Raises InputError."""
    for form in FORMS:
        if form == text:
            return form
    allowed = ", ".join(f".{form}" for form in FORMS)
    raise InputError("form", f"“.{text[:20]}” is no form of a view", allowed)


def exported(
    data: Signal | FieldData,
    made: Made,
    form: Form,
    options: FigureOptions | NumberOptions,
    origin: Origin | None,
    pyramid: Pyramid | None = None,
) -> Iterator[bytes]:
    """The bytes of a view, piece by piece; options of another form count for nothing.

    ``origin`` is where the data were read, None of generated ones. Raises InputError at the first.
    """
    numbers = options if isinstance(options, NumberOptions) else NumberOptions()
    looks = options if isinstance(options, FigureOptions) else FigureOptions()
    recipe = made.recipe
    rows = next((known for known in NUMBERS if known == form), None)
    picture = next((known for known in FIGURES if known == form), None)
    if isinstance(data, FieldData):
        if rows:
            return field_numbers(data, made, numbers, rows)
        if picture:
            return _whole(field_figure_bytes(data, made, looks, picture))
        return _whole(field_script(recipe, data, origin).encode())
    if rows:
        return signal_numbers(data, made, numbers, rows)
    if picture:
        return _whole(figure_bytes(data, made, looks, picture, pyramid))
    return _whole(signal_script(recipe, data, origin).encode())


def _whole(content: bytes) -> Iterator[bytes]:
    yield content
