"""What the user may say about a file: the guesses he overrides, and the part he wants."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from server.errors import InputError

KINDS = ("number", "date", "duration", "text")
DELIMITERS = ("space", "fixed", "none", "")
# The encodings that may be chosen; not every codec of Python's is a plain table of characters.
ENCODINGS = (
    "utf-8 utf-16 utf-16-le utf-16-be utf-32 cp1252 latin-1 iso8859-15 mac_roman cp437 cp850 "
    "cp1250 cp1251 cp1253 koi8-r shift_jis euc_jp gb18030 big5 euc_kr"
).split()
ALLOWED = {
    "encoding": ENCODINGS,
    "decimal": (".", ","),
    "dates": ("day-first", "month-first"),
    "layout": ("table", "field"),
    "channel": ("luma", "red", "green", "blue", "alpha"),
}


@dataclass(frozen=True)
class Options:
    """How a file is to be understood; whatever is None is guessed.

    Text: ``encoding`` (one of ``ENCODINGS``), ``delimiter`` (a character, ``space``
    for runs of blanks, ``fixed`` for columns of fixed width, ``none`` for one column), ``decimal``
    (``.`` or ``,``), ``quote`` (a character, "" for none), ``comment`` (what a comment line begins
    with, "" for none), ``header`` and ``units_row`` (line numbers from 1; 0 for none), ``missing``
    (further words for a missing value), ``dates`` (``day-first`` or ``month-first``), ``types``
    (column name to ``number``, ``date``, ``duration`` or ``text``), ``join`` (False leaves a date
    and the time of day in the column beside it apart).
    All tables: ``x`` (the column along which the others are sampled), ``layout`` (``table`` or
    ``field``). Pictures: ``channel`` (``luma``, ``red``, ``green``, ``blue`` or ``alpha``).
    """

    encoding: str | None = None
    delimiter: str | None = None
    decimal: str | None = None
    quote: str | None = None
    comment: str | None = None
    header: int | None = None
    units_row: int | None = None
    missing: tuple[str, ...] = ()
    dates: str | None = None
    types: Mapping[str, str] = field(default_factory=dict)
    join: bool | None = None
    x: str | None = None
    layout: str | None = None
    channel: str | None = None

    def __post_init__(self) -> None:
        for name, allowed in ALLOWED.items():
            if getattr(self, name) not in {None, *allowed}:
                raise InputError(name, f"“{getattr(self, name)}” is not known", ", ".join(allowed))
        for name, spelled in (("delimiter", ("tab", *DELIMITERS)), ("quote", ("",))):
            told = getattr(self, name)
            if told is not None and told not in spelled and (len(told) != 1 or told in "\r\n"):
                words = ", ".join(filter(None, ("one character", *spelled)))
                raise InputError(name, f"“{told}” cannot be used", words)
        for column, kind in self.types.items():
            if kind not in KINDS:
                message = f"“{kind}” of “{column}” is not known"
                raise InputError("types", message, ", ".join(KINDS))
        for name in ("header", "units_row"):
            if (getattr(self, name) or 0) < 0:
                raise InputError(name, "lines are counted from 1", "0 for none, or a line")


@dataclass(frozen=True)
class Selection:
    """Which part of a file: a ``member`` of a container (its path, "" for the whole or the first),
    ``columns`` by name, ``rows`` from the first (counted from 0) to before the second, and for
    arrays of more than two dimensions the ``plane``: an index for each leading dimension.
    """

    member: str = ""
    columns: tuple[str, ...] | None = None
    rows: tuple[int, int | None] = (0, None)
    plane: tuple[int, ...] = ()


AS_GUESSED = Options()
EVERYTHING = Selection()
