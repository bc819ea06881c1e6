"""Whether a file of the library is still where it was, and what it was."""

from os import stat_result

from server.store.identity import Fingerprint, State, compare, confirm, stat_of, take
from server.store.library import Library
from server.store.things import File
from server.web.opening import HASHED

WORDS: dict[State, str] = {
    "missing": "The file is no longer where it was. It may have been moved, renamed or deleted.",
    "changed": "The file has been changed since it was opened here. What is shown is its new "
    "content; what was noted may speak of the old one.",
    "perhaps changed": "The file has been written to since it was opened here; whether its content "
    "changed is not known yet.",
}


def state_of(library: Library, file: File) -> State:
    """What has become of the file. The content of large ones is looked at in the background."""
    if file.place == "sample":
        return "missing" if stat_of(file.path) is None else "unchanged"
    known = Fingerprint(file.provenance.size, file.mtime_ns, file.provenance.sha256)
    found = stat_of(file.path)
    state = compare(known, found)
    if found and not known.sha256:
        library.checksums.want(file)
    if found and known.sha256 and state == "perhaps changed":
        return _by_content(library, file, known, found)
    return state


def _by_content(library: Library, file: File, known: Fingerprint, found: stat_result) -> State:
    try:
        if found.st_size <= HASHED:
            return confirm(known, take(file.path))
    except OSError:
        return "missing"
    summed = library.checksums.known(file.path, found)
    if not summed:
        library.checksums.want(file)
        return "perhaps changed"
    return confirm(known, Fingerprint(found.st_size, found.st_mtime_ns, summed))
