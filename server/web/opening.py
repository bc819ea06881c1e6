"""Taking files into the library: in place by their path, or as a copy that was uploaded."""

import os
import stat
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path, PurePath
from typing import NamedTuple

from server.datafiles import files as datafiles
from server.datafiles.errors import Unreadable
from server.datafiles.options import AS_GUESSED, Options
from server.errors import InputError
from server.store.identity import Fingerprint, glance, stat_of, take
from server.store.library import Library
from server.store.terms import NewFile
from server.store.things import File
from server.web.describing import columns_of, options_of, told, without_lines
from server.web.remembered import recall
from server.web.sparks import settle_small
from server.web.workbench.restoring import Restored, view_in

HASHED = 64 * 2**20  # bytes; larger files are summed in the background
FIRST_PROJECT = "My files"


class Opened(NamedTuple):
    """A file of the library, whether it is new there, and where it lay before it was moved."""

    file: File
    new: bool
    before: Path | None = None


def open_in_place(
    library: Library, text: str, project: int | None = None, options: Options = AS_GUESSED
) -> Opened:
    """Open the file at the path ``text``; one that was moved there is recognised.

    Raises InputError if it is no file that can be read, NotFound if there is no such project.
    """
    path = checked_path(text)
    number = project_for(library, project)
    known = [file for file in library.files.at(path) if project is None or file.project == number]
    if known:
        library.recents.opened(known[0].id)
        return Opened(known[0], False)
    found = fingerprint(path)
    moved = _moved(library, path, found, project)
    if moved is not None:
        file = library.files.locate(moved.id, found, path)
    else:
        file = library.files.add(_new_file(library, number, path, found, options))
    library.recents.opened(file.id)
    _sum_later(library, file)
    return Opened(settle_small(library, file), moved is None, moved.path if moved else None)


def upload(
    library: Library, name: str, chunks: Iterable[bytes], limit: int, project: int | None = None
) -> File | Restored:
    """Keep what was sent under its check sum, and open it.

    A figure that came from the workbench is not kept: it leads back to the view it shows.
    Raises TooLarge over ``limit`` bytes, InputError for what cannot be read, NotFound if there is
    no such project; then nothing of it stays.
    """
    plain = PurePath(name.replace("\\", "/")).name
    if not plain:
        raise InputError("name", "names no file")
    number = project_for(library, project)
    kept, found = library.uploads.keep(plain, chunks, limit)
    try:
        path = library.uploads.folder / kept
        if (view := view_in(library, path)) is not None:
            library.trash.delete_unused([kept])
            return view
        new = _new_file(library, number, path, found, AS_GUESSED, plain)
        file = library.files.add(replace(new, path=kept))
    except BaseException:
        library.trash.delete_unused([kept])
        raise
    library.recents.opened(file.id)
    return settle_small(library, file)


def relocate(library: Library, file: File, path: Path | None, revision: int | None) -> File:
    """Accept ``file`` as it is now, or at ``path``, and describe it anew.

    Raises InputError, Conflict.
    """
    there = file.path if path is None else checked_path(str(path))
    options = options_of(file)
    found = datafiles.describe(there, options)
    _sum_later(library, library.files.locate(file.id, fingerprint(there), path and there, revision))
    described = {**without_lines(file.described), **told(found, options)}
    return library.files.describe(file.id, described, columns_of(there, found, options))


def _moved(library: Library, path: Path, found: Fingerprint, project: int | None) -> File | None:
    """The file of the library that is gone from where it lay and has this content.

    Of large files that were never summed, the same size and time of change have to do.
    """
    same = library.files.same(found.sha256) if found.sha256 else library.files.of_size(found.size)
    for file in same:
        wanted = file.place == "in place" and project in {None, file.project}
        if not wanted or stat_of(file.path) is not None:
            continue
        known = file.provenance.sha256
        if not known and file.mtime_ns == found.mtime_ns:
            return file
        if known and not found.sha256:
            found = take(path)
        if known and known == found.sha256:
            return file
    return None


def _sum_later(library: Library, file: File) -> None:
    if not file.provenance.sha256:
        library.checksums.want(file)


def project_for(library: Library, wanted: int | None) -> int:
    """The project to put a file in: ``wanted``, else the first own one, made if there is none."""
    if wanted is not None:
        return library.projects.get(wanted).id
    own = [project for project in library.projects.all() if not project.samples]
    return own[0].id if own else library.projects.create(FIRST_PROJECT).id


def checked_path(text: str) -> Path:
    """The absolute path of a regular file. Raises InputError."""
    if "\0" in text or not Path(text).is_absolute():
        raise InputError("path", "is no whole path", "the whole path of a file")
    path = Path(os.path.normpath(text))
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise InputError("path", f"leads to no file: {error.strerror}") from error
    if not stat.S_ISREG(mode):
        raise InputError("path", "leads to something that is no file", "a regular file")
    return path


def fingerprint(path: Path) -> Fingerprint:
    """What the file is recognised by; of large ones without the check sum."""
    return take(path) if path.stat().st_size <= HASHED else glance(path)


def _new_file(
    library: Library,
    project: int,
    path: Path,
    found: Fingerprint,
    options: Options,
    uploaded: str = "",
) -> NewFile:
    name = uploaded or path.name
    try:
        description = datafiles.describe(path, options)
        if options == AS_GUESSED and (before := recall(library, description)):
            options, description = before, datafiles.describe(path, before)
    except Unreadable as error:  # what was uploaded is known by another name
        raise InputError("file", error.message.replace(path.name, name), error.allowed) from error
    return NewFile(
        project,
        path,
        found,
        place="uploaded" if uploaded else "in place",
        name=name,
        format=PurePath(name).suffix.removeprefix(".").upper() or description.format,
        described=told(description, options),
        columns=columns_of(path, description, options),
    )
