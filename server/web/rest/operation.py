"""One thing that programs can do, for the description of the API."""

from dataclasses import dataclass

from server.tools.parameters import Parameters
from server.web.rest.reading import Body


@dataclass(frozen=True)
class Operation:
    """One method at one address, and what goes in; ``raw`` are types of bodies that are no JSON."""

    path: str
    method: str
    identity: str
    summary: str
    status: int = 200
    query: type[Parameters] | None = None
    body: type[Body] | None = None
    raw: tuple[str, ...] = ()
    tag: str = "Library"
