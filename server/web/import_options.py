"""The choices of the import preview: which there are, how they are shown, what readers take."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.datafiles.delimited import NAME as TEXT
from server.datafiles.model import Description
from server.datafiles.options import ENCODINGS, Options
from server.datafiles.xlsx import NAME as EXCEL
from server.errors import InputError

TYPE = "type:"  # before the name of a column
KINDS = {"number": "Numbers", "date": "Dates", "duration": "Durations", "text": "Text"}
MAX_LINE = 10_000  # up to which a header may be said to stand

CHOICES: Mapping[str, Mapping[str, str]] = {
    "delimiter": {
        ",": "Comma (,)",
        ";": "Semicolon (;)",
        "tab": "Tab",
        "space": "Blanks",
        "|": "Bar (|)",
        ":": "Colon (:)",
        "fixed": "Fixed width",
        "none": "One column",
    },
    "decimal": {".": "Point: 3.14", ",": "Comma: 3,14"},
    "dates": {"day-first": "Day first: 31/12/1999", "month-first": "Month first: 12/31/1999"},
    "encoding": {name: name for name in ENCODINGS},
    "comment": {
        **{mark: f"Lines from {mark}" for mark in ("#", "%", "//", "!", "*")},
        "none": "No comments",
    },
    "quote": {'"': "Double “", "'": "Single ‘", "none": "None"},
    "layout": {"table": "Columns", "field": "A field of two dimensions"},
    "channel": {name: name.capitalize() for name in ("luma", "red", "green", "blue", "alpha")},
}
TITLES = {
    "delimiter": "Between cells",
    "decimal": "Decimal mark",
    "header": "Line of names",
    "units_row": "Line of units",
    "dates": "Dates",
    "x": "Positions (x)",
    "encoding": "Encoding",
    "comment": "Comments",
    "quote": "Quotation marks",
    "missing": "Missing values",
    "layout": "It is",
    "channel": "Channel",
}
HELP = {
    "header": "Its number as at the left of the file's text; 0 for none.",
    "units_row": "0 for none.",
    "missing": "Further words for a missing value, between commas.",
}
OF_TEXT = "delimiter decimal header units_row dates x layout missing encoding comment quote".split()
OF_EXCEL = "decimal header units_row dates x layout missing".split()


@dataclass(frozen=True)
class Choice:
    """One choice of the form. ``choices`` is empty where anything may be typed."""

    name: str
    title: str
    value: str  # "" for: as guessed
    guess: str  # what is guessed, for people
    reason: str
    choices: Mapping[str, str]
    help: str


def choices_for(found: Description, options: Options) -> list[Choice]:
    """The choices that ``found`` leaves, as ``options`` have them now."""
    guesses = {guess.option: guess for guess in found.guesses}
    made = []
    for name in _names(found, set(guesses)):
        guess = guesses.get(name)
        known = dict(CHOICES.get(name, {}))
        if name == "x":
            known = {column.name: column.name for column in found.columns}
        made.append(
            Choice(
                name=name,
                title=TITLES[name],
                value=_written(name, getattr(options, name)),
                guess=_spoken(name, guess.value, known) if guess else "",
                reason=guess.reason if guess else "",
                choices=known,
                help=HELP.get(name, ""),
            )
        )
    return made


def _names(found: Description, guessed: set[str]) -> list[str]:
    if found.format == TEXT:
        return OF_TEXT
    if found.format == EXCEL:
        return OF_EXCEL
    wanted = guessed | ({"x"} if found.layout == "table" and len(found.columns) > 1 else set())
    return [name for name in TITLES if name in wanted]


def _written(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name == "missing":
        return ", ".join(value)
    if name in {"quote", "comment"} and value == "":
        return "none"
    return str(value)


def _spoken(name: str, value: str, known: Mapping[str, str]) -> str:
    if name in {"header", "units_row"}:
        return "none" if value in {"", "0"} else f"line {value}"
    if name == "x":
        return value or "row numbers"
    return known.get(value or "none", value)


def parse_options(form: Mapping[str, str]) -> Options:
    """What a form says; what is blank is guessed. Raises InputError."""
    values: dict[str, Any] = {}
    for name in ("delimiter", "decimal", "dates", "encoding", "layout", "channel", "comment"):
        if given := form.get(name, ""):
            values[name] = _one_of(name, given)
    if given := form.get("quote", ""):
        values["quote"] = _one_of("quote", given)
    for name in ("quote", "comment"):
        if values.get(name) == "none":
            values[name] = ""
    for name in ("header", "units_row"):
        if given := form.get(name, "").strip():
            values[name] = _line(name, given)
    if given := form.get("x", ""):
        values["x"] = given
    words = [word.strip() for word in form.get("missing", "").split(",")]
    values["missing"] = tuple(word for word in words if word)
    values["types"] = {
        key.removeprefix(TYPE): _kind(value)
        for key, value in form.items()
        if key.startswith(TYPE) and value
    }
    return Options(**values)


def _one_of(name: str, given: str) -> str:
    single = name in {"delimiter", "comment", "quote"} and len(given) <= 2
    if given not in CHOICES[name] and not single:
        raise InputError(name, "is not known", ", ".join(CHOICES[name]))
    return given


def _kind(given: str) -> str:
    if given not in KINDS:
        raise InputError("type", "is no type of a column", ", ".join(KINDS))
    return given


def _line(name: str, given: str) -> int:
    if not given.isdigit() or len(given) > 6 or int(given) > MAX_LINE:
        raise InputError(name, "is no number of a line", f"0 to {MAX_LINE:,}")
    return int(given)
