"""The page of a file: what is drawn and told of it, in whichever state it is."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from flask import Response, make_response, render_template

from server.datafiles.options import Options
from server.errors import InputError, SigmascopeError
from server.figures.palette import Theme
from server.store.identity import State
from server.store.things import File
from server.tools import catalogue
from server.web import sparks, subject_words, whereabouts
from server.web.import_options import Choice, choices_for
from server.web.looks import LOOKS
from server.web.preferences import chosen_theme
from server.web.shelf import library
from server.web.subject_forms import FORMS
from server.web.subjects import Subject
from server.web.undoing import removal_shown
from server.web.window import Place, window

TOLD_GUESSES = ("delimiter", "decimal", "header", "dates", "x", "layout", "encoding")


def page(subject: Subject, place: Place, state: State, removed: int, moved: bool) -> Response:
    """The page of ``subject`` with the rows from ``place`` on."""
    file = subject.file
    told: dict[str, Any] = {"kind": "missing"} if state == "missing" else _told(subject, place)
    html = render_template(
        "file.html",
        file=library().files.get(file.id),
        subject=subject,
        project=library().projects.get(file.project),
        projects=library().projects.all(),
        user=library().users.get(file.user),
        notes=library().notes.of(file=file.id),
        known_tags=library().tags.counts(),
        state=state,
        moved=moved,
        guesses=_guesses(file, told),
        warning=whereabouts.WORDS.get(state, ""),
        provenance=_provenance(file),
        removal=removal_shown(removed),
        smooth=_smooth_link(file),
        workbench=_workbench_link(subject, told["kind"]),
        forms=FORMS,
        value=subject_words.value,
        **told,
    )
    return make_response(html)


def _guesses(file: File, told: Mapping[str, Any]) -> list[Choice]:
    """What was guessed, as long as nobody has looked at it."""
    if file.place == "sample" or file.described.get("checked") or "description" not in told:
        return []
    choices = choices_for(told["description"], Options())
    return [choice for choice in choices if choice.guess and choice.name in TOLD_GUESSES][:4]


def _told(subject: Subject, place: Place) -> dict[str, Any]:
    try:
        description = subject.description
        if subject.is_container:
            lines = sparks.members(library(), subject.file, subject.whole)
            return {"kind": "container", "description": description, "lines": lines}
        if not subject.is_ready:
            return _waiting(subject, place)
        return {"kind": "data", "description": description, **_data(subject, place)}
    except InputError as error:
        if error.field in {"row", "column"}:
            raise
        return {"kind": "unreadable", "problem": str(error)}


def _waiting(subject: Subject, place: Place) -> dict[str, Any]:
    """While a large file is being read: how far that has come."""
    job = LOOKS.job(subject.file.path, subject.place[0], subject.options)
    if job.done.is_set() and job.result is not None:
        return {"kind": "data", "description": subject.description, **_data(subject, place)}
    if job.error is not None:
        if not isinstance(job.error, SigmascopeError):
            raise job.error
        return {"kind": "unreadable", "problem": str(job.error)}
    return {
        "kind": "cancelled" if job.cancelled else "waiting",
        "description": subject.description,
        "share": job.share,
        "facts_shown": _header_facts(subject),
    }


def _header_facts(subject: Subject) -> dict[str, str]:
    found = subject.description
    about = "" if found.rows_exact else "about "
    size = f"{subject.file.provenance.size / 1e6:,.1f} MB"
    names = ", ".join(column.name for column in found.columns[:8])
    return {"Rows": f"{about}{found.rows:,}", "Columns": names or "–", "Size": size}


def _data(subject: Subject, place: Place) -> dict[str, Any]:
    sparks.settle(library(), subject)
    kinds = {name: subject_words.type_name(array) for name, array in subject.members.items()}
    return {
        "sentence": subject_words.sentence(subject),
        "facts_shown": subject_words.facts(subject),
        "summaries": subject.summaries(),
        "kinds": kinds,
        "window": window(subject, place),
        "pictures": _pictures(subject, "wide"),
        "narrow": _pictures(subject, "narrow"),
        "problems": subject.look.contents.problems,
    }


def _pictures(subject: Subject, place: str) -> Mapping[Theme, str]:
    """The address of the overview in each theme that the page may have."""
    drawn = subject.members.get(subject.drawn)
    if drawn is None or not drawn.size or drawn.dtype.kind not in "fiubM":
        return {}
    theme = chosen_theme()
    themes: tuple[Theme, ...] = ("light", "dark") if theme == "system" else (theme,)
    return {theme: f"{subject.url}.png?theme={theme}&place={place}" for theme in themes}


def _smooth_link(file: File) -> str:
    """The smoothing tool on these data; "" where it does not know them."""
    tool = catalogue.find("smooth")
    fields = {field.name: field for field in tool.fields} if tool else {}
    known = "source" in fields and file.smooth in fields["source"].choices
    return f"/smooth?source={file.smooth}" if known else ""


def _workbench_link(subject: Subject, kind: str) -> str:
    """The workbench on these data; "" for columns of words or dates, and what cannot be read."""
    if kind not in {"data", "waiting", "container"}:
        return ""
    if kind == "data" and subject.all_members[subject.drawn].dtype.kind not in "fiub":
        return ""
    inside = {"inside": subject.inside} if subject.inside else {}
    return f"/workbench?{urlencode({'file': subject.file.id, **inside})}"


def _provenance(file: File) -> dict[str, str]:
    found = asdict(file.provenance)
    where = {
        "in place": f"{file.path}, opened in place",
        "uploaded": f"{file.name}, a copy in the library's own folder",
        "sample": f"{file.name}, came with the program",
    }
    told = {
        "Source": found["source"],
        "Licence": found["licence"],
        "Lies at": where[file.place],
        "Size": f"{found['size']:,} bytes",
        "Opened": file.created.strftime("%Y-%m-%d %H:%M UTC"),
        "SHA-256": found["sha256"] or "being computed, for the file is large",
    }
    return {name: value for name, value in told.items() if value}
