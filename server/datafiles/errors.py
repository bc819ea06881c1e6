"""What can go wrong with a file, and where in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from server.errors import InputError, SigmascopeError, TooLarge


@dataclass
class Unreadable(InputError):
    """A file, or a place in it, that cannot be read; ``line`` and ``column`` count from 1."""

    file: str = ""
    line: int | None = None
    column: int | None = None


class Cancelled(SigmascopeError):
    """The reading was stopped because somebody asked for it."""


def unreadable(
    path: Path, why: str, allowed: str = "", line: int | None = None, column: int | None = None
) -> Unreadable:
    """An error whose message names the file and, where known, line and column."""
    place = f", line {line}" if line else ""
    place += f", column {column}" if column else ""
    message = f"{path.name}{place}: {why}"
    return Unreadable("file", message, allowed, file=path.name, line=line, column=column)


@contextmanager
def refusing(path: Path, format_name: str) -> Iterator[None]:
    """Turn whatever a library raises on a damaged file into ``Unreadable``.

    Parsers meet broken files with nearly every kind of exception there is; what is left alone
    are errors already meant for the user and those that no file can cause.
    """
    try:
        yield
    except (SigmascopeError, NameError, ImportError):
        raise
    except MemoryError:
        raise TooLarge(f"{path.name} asks for more memory than there is.") from None
    except FileNotFoundError:
        raise unreadable(path, "there is no such file") from None
    except PermissionError:
        raise unreadable(path, "reading it is not permitted") from None
    except IsADirectoryError:
        raise unreadable(path, "this is a folder, not a file") from None
    except Exception as error:
        text = " ".join(str(error).split())[:200] or type(error).__name__
        raise unreadable(path, f"cannot be read as {format_name}: {text}") from error
