"""Whether a file of the library is still where it was, and what it was."""

from server.store.identity import Fingerprint, State, compare, confirm, stat_of, take
from server.store.things import File
from server.web.opening import HASHED

WORDS: dict[State, str] = {
    "missing": "The file is no longer where it was. It may have been moved, renamed or deleted.",
    "changed": "The file has been changed since it was opened here. What is shown is its new "
    "content; what was noted may speak of the old one.",
    "perhaps changed": "The file has been written to since it was opened here; whether its content "
    "changed was not looked at, for it is large.",
}


def state_of(file: File) -> State:
    """What has become of the file; its content is looked at only where that takes no time."""
    if file.place == "sample":
        return "missing" if stat_of(file.path) is None else "unchanged"
    known = Fingerprint(file.provenance.size, file.mtime_ns, file.provenance.sha256)
    found = stat_of(file.path)
    state = compare(known, found)
    if state == "perhaps changed" and found and found.st_size <= HASHED and known.sha256:
        try:
            return confirm(known, take(file.path))
        except OSError:
            return "missing"
    return state
