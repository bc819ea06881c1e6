"""A parameter as its declaration describes it: what a form, a help text and a manual need."""

import functools
import types
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt, MaxLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

Kind = Literal["integer", "number", "choice", "switch", "text"]


@dataclass(frozen=True)
class FormField:
    """One parameter: its name, its words, its type and its range."""

    name: str
    title: str
    help: str
    unit: str
    kind: Kind
    choices: tuple[str, ...]
    minimum: float | None
    maximum: float | None
    exclusive: bool  # the minimum itself is not allowed
    default: Any  # None when there is none, or when it is drawn afresh
    fresh: bool  # the default is drawn afresh each time (a seed)
    required: bool
    max_length: int | None

    @property
    def allowed(self) -> str:
        """What may stand here, in words."""
        if self.kind == "choice":
            return ", ".join(self.choices)
        if self.kind == "switch":
            return "true, false"
        if self.kind == "text":
            return f"up to {self.max_length or 1000:,} characters"
        noun = "a whole number" if self.kind == "integer" else "a number"
        return noun + self.range

    @property
    def range(self) -> str:
        """From where to where, in words with a space in front; empty without bounds."""
        low, high = self.minimum, self.maximum
        if low is not None and high is not None:
            start = "above" if self.exclusive else "from"
            return f" {start} {_figure(low)} {'up to' if self.exclusive else 'to'} {_figure(high)}"
        if low is not None:
            return f" {'above' if self.exclusive else 'of at least'} {_figure(low)}"
        return f" of at most {_figure(high)}" if high is not None else ""


@functools.cache
def fields_of(model: type[BaseModel]) -> Sequence[FormField]:
    """Every parameter of ``model``, in the order of its declaration, by its name in an address."""
    return tuple(_describe(info.alias or name, info) for name, info in model.model_fields.items())


def _describe(name: str, info: FieldInfo) -> FormField:
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    kind, choices = _kind_of(info.annotation)
    low, high, exclusive, length = None, None, False, None
    for rule in info.metadata:
        match rule:
            case Ge(ge=bound):
                low = float(bound)  # type: ignore[arg-type]
            case Gt(gt=bound):
                low, exclusive = float(bound), True  # type: ignore[arg-type]
            case Le(le=bound):
                high = float(bound)  # type: ignore[arg-type]
            case Lt(lt=bound):  # only used for whole numbers
                high = float(bound) - 1  # type: ignore[arg-type]
            case MaxLen(max_length=bound):
                length = bound
    fresh = info.default_factory is not None
    return FormField(
        name=name,
        title=info.title or name.replace("_", " ").capitalize(),
        help=info.description or "",
        unit=str(extra.get("unit", "")),
        kind=kind,
        choices=choices,
        minimum=low,
        maximum=high,
        exclusive=exclusive,
        default=None if fresh or info.is_required() else info.default,
        fresh=fresh,
        required=info.is_required(),
        max_length=length,
    )


def _kind_of(annotation: Any) -> tuple[Kind, tuple[str, ...]]:
    if get_origin(annotation) in {Union, types.UnionType}:
        inner = [arg for arg in get_args(annotation) if arg is not type(None)]
        return _kind_of(inner[0])
    if get_origin(annotation) is Literal:
        return "choice", tuple(str(choice) for choice in get_args(annotation))
    kinds: dict[Any, Kind] = {bool: "switch", int: "integer", float: "number"}
    return kinds.get(annotation, "text"), ()


def _figure(value: float) -> str:
    text = f"{value:,.0f}" if value.is_integer() and abs(value) < 1e12 else f"{value:g}"
    return text.replace("-", "−")
