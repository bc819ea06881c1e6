"""A figure that came from the workbench, opened: the view that it was made from."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from server.errors import InputError, NotFound
from server.figures.notes import PNG, read_note
from server.store.library import Library
from server.store.things import File
from server.workbench.exports.provenance import Made, read_made

LARGEST = 32 * 2**20  # bytes of a figure that is looked into
HEADS = (PNG, b"%PDF", b"<?xml", b"<svg")


@dataclass(frozen=True)
class Restored:
    """The address of the view that a figure shows."""

    url: str


def view_in(library: Library, path: Path) -> Restored | None:
    """The view that the figure at ``path`` was made from; None for any other file.

    Raises InputError where the library has not got its data.
    """
    try:
        with path.open("rb") as file:
            if not file.read(len(PNG)).startswith(HEADS) or path.stat().st_size > LARGEST:
                return None
            file.seek(0)
            made = read_made(read_note(file.read()))
    except OSError:
        return None  # whoever opens it next says what is wrong
    if made is None:
        return None
    return Restored(f"/workbench?{urlencode(_with_own_data(library, made).recipe.pairs())}")


def _with_own_data(library: Library, made: Made) -> Made:
    """The same, about this library's own file: numbers mean others elsewhere."""
    if made.recipe.file is None:
        return made
    file = _data_of(library, made)
    return Made(made.recipe.model_copy(update={"file": file.id}), made.data, made.versions)


def _data_of(library: Library, made: Made) -> File:
    """The file with the same content, rather the one of that number.

    Where the content was never summed, the file of that number does if it is called the same.
    """
    same = library.files.same(made.data.sha256)
    number = made.recipe.file or 0
    if not same:
        with suppress(NotFound):
            file = library.files.get(number)
            unsummed = not (file.provenance.sha256 and made.data.sha256)
            same = (file,) if unsummed and file.name == made.data.name else ()
    if not same:
        name = made.data.name or "a file without a name"
        raise InputError("file", f"shows data that are not here: open “{name}” first")
    return next((file for file in same if file.id == number), same[0])
