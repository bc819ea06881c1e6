"""What the user may say about a file: the guesses he overrides, and the part he wants."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Options:
    """How a file is to be understood; whatever is None is guessed.

    Text: ``encoding`` (one of ``text.encoding.ENCODINGS``), ``delimiter`` (a character, ``space``
    for runs of blanks, ``fixed`` for columns of fixed width, ``none`` for one column), ``decimal``
    (``.`` or ``,``), ``quote`` (a character, "" for none), ``comment`` (what a comment line begins
    with, "" for none), ``header`` and ``units_row`` (line numbers from 1; 0 for none), ``missing``
    (further words for a missing value), ``dates`` (``day-first`` or ``month-first``), ``types``
    (column name to ``number``, ``date``, ``duration`` or ``text``).
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
    x: str | None = None
    layout: str | None = None
    channel: str | None = None


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
