"""Notes about moments of a file: what was remarked while it was recorded."""

from server.live.recorder import Remark
from server.store.things import File
from server.web.shelf import library


def moments_of(file: File | None) -> list[dict[str, float | str]]:
    """The remarks among the notes of ``file``: ``at`` in seconds, and the text."""
    notes = library().notes.of(file=file.id) if file else ()
    remarks = [Remark.read(note.text) for note in notes]
    return [{"at": remark.at, "text": remark.text} for remark in remarks if remark]
