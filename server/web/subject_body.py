"""A file, or a member of one, as programs are told of it."""

from dataclasses import asdict
from typing import Any

from server.web.describe import file_entry
from server.web.subject_forms import FORMS
from server.web.subjects import Subject, inside_url
from server.web.window import Place, plain


def subject_body(subject: Subject, place: Place) -> dict[str, Any]:
    """What is known about the data, a window of the values, and where all of them are."""
    file = subject.file
    links = {form: f"{subject.url}.{form}" for form in FORMS}
    sampling = subject.sampling
    return {
        **file_entry(file),
        "inside": subject.inside or None,
        "description": file.description,
        "quantity": file.quantity,
        "provenance": asdict(file.provenance),
        "columns": [_column(subject, name) for name in subject.members],
        "sampling": asdict(sampling) if sampling else None,
        "window": {"row": place.row, "column": place.column, "rows": plain(subject, place)},
        "links": {**links, "original": f"{file.url}/original"},
        "page": subject.url,
    }


def _column(subject: Subject, name: str) -> dict[str, Any]:
    meaning, array = subject.column(name), subject.members[name]
    return {
        "name": name,
        "title": meaning.title,
        "unit": meaning.unit,
        "type": array.dtype.name,
        **asdict(subject.summaries()[name]),
        "page": inside_url(subject.file, name),
    }
