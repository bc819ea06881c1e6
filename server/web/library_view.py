"""What the library's page may be asked for, as its address says it."""

from typing import Annotated, Literal
from urllib.parse import urlencode

from pydantic import Field

from server.tools.parameters import Parameters

PAGE = 100  # files

Sort = Literal[
    "title", "-title", "name", "-name", "format", "-format", "size", "-size",
    "created", "-created", "updated", "-updated",
]  # fmt: skip


class Asked(Parameters):
    """Which files, in which order, how shown."""

    project: Annotated[int | None, Field(ge=1, lt=2**31, description="Only of this project.")] = (
        None
    )
    format: Annotated[str | None, Field(max_length=40, description="Only of this format.")] = None
    tag: Annotated[str | None, Field(max_length=100, description="Only with this tag.")] = None
    sort: Annotated[Sort, Field(description="Sorted by; “-” before it turns the order.")] = "title"
    view: Annotated[Literal["table", "cards"], Field(description="How they are shown.")] = "table"
    page: Annotated[int, Field(ge=1, lt=10**6, description="Which hundred of them.")] = 1
    removed: Annotated[int, Field(ge=0, lt=2**31, description="A removal to tell of.")] = 0


def address(path: str, asked: Asked, **changes: object) -> str:
    """The address of the same list with ``changes``; a new order or choice begins at page 1."""
    values = {**asked.model_dump(), "removed": 0, "page": 1, **changes}
    defaults = Asked()
    pairs = {k: v for k, v in values.items() if v != getattr(defaults, k) and v is not None}
    return f"{path}?{urlencode(pairs)}" if pairs else path
