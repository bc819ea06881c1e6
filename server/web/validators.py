"""Marks by which a client asks whether data are still the ones that it has (RFC 9110, 8.8)."""

import hashlib
from os import stat_result

from flask import request

from server.store.identity import stat_of
from server.store.things import File
from server.version import __version__
from server.web.subjects import Subject


def content_tag(file: File, status: stat_result) -> str:
    """The check sum of a file that is still the one known; else its size and time of change."""
    sight = (status.st_size, status.st_mtime_ns)
    known = file.provenance.sha256 if sight == (file.provenance.size, file.mtime_ns) else ""
    return known or f"{status.st_size:x}-{status.st_mtime_ns:x}"


def data_tag(subject: Subject, *part: str) -> str:
    """A mark of all that decides the bytes of a subject's data; "" where there is no file.

    ``part`` says which of them, and in which form. Nothing is read for it but the file's size and
    time, so that it is of the content from before the data are read: never of a later one.
    """
    status = stat_of(subject.file.path)
    if status is None:
        return ""
    # What an array without a name is called, where there is one column alone.
    named = tuple(column.name for column in subject.file.columns[:2])
    told = (content_tag(subject.file, status), subject.inside, subject.options, named, part)
    return hashlib.sha256(repr((__version__, *told)).encode()).hexdigest()[:32]


def is_known(tag: str) -> bool:
    """Whether the request names ``tag`` as one of those that it has: then 304 is the answer.

    A star names none, for whether there is anything is not known before it is read.
    """
    named = request.if_none_match
    return bool(tag) and not named.star_tag and named.contains_weak(tag)
