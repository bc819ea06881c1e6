"""What can go wrong, in the words of the person who asked. Nothing here knows HTTP."""

from collections.abc import Sequence
from dataclasses import dataclass


class SigmascopeError(Exception):
    """The base of every error that is meant to be read by a user."""


@dataclass
class InputError(SigmascopeError):
    """One value was refused: which field, what was wrong, what is allowed."""

    field: str
    message: str
    allowed: str = ""

    def __str__(self) -> str:
        tail = f" Allowed: {self.allowed}." if self.allowed else ""
        return f"{self.field}: {self.message}.{tail}"


@dataclass
class InputErrors(SigmascopeError):
    """Several values were refused at once, so that all can be mended at once."""

    errors: Sequence[InputError]

    def __str__(self) -> str:
        return " ".join(str(error) for error in self.errors)


@dataclass
class NotFound(SigmascopeError):
    """There is no such thing; ``suggestions`` are (label, URL path) pairs of things there are."""

    message: str
    suggestions: Sequence[tuple[str, str]] = ()

    def __str__(self) -> str:
        return self.message


@dataclass
class TooLarge(SigmascopeError):
    """The request is understood but more than the limits allow."""

    message: str

    def __str__(self) -> str:
        return self.message
