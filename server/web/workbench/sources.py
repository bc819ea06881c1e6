"""From a recipe to its signal: through the library for path and options, read where it lies."""

from werkzeug.exceptions import Gone

from server.datafiles.watch import UNWATCHED, Watch
from server.errors import InputError
from server.web.looks import key_of
from server.web.shelf import library
from server.web.subjects import Subject
from server.web.workbench.jobs import waited_for
from server.web.workbench.reading import along, read_signal
from server.workbench.generated import WORDS, generate
from server.workbench.memory import SIGNALS
from server.workbench.recipe import Recipe
from server.workbench.signal import Label, Signal, on_rows

QUICK_VALUES = 2_000_000  # are generated, or looked through, while one waits


def subject_of(recipe: Recipe) -> Subject:
    """The file, or the member, that a recipe is about. Raises NotFound, Gone."""
    if recipe.file is None:
        raise InputError("file", "is needed", "the number of a file, or a source")
    file = library().files.get(recipe.file)
    if not file.path.is_file():
        raise Gone(f"{file.name} is no longer where it was: {file.path}.")
    return Subject(file, recipe.inside)


def is_field(subject: Subject, recipe: Recipe) -> bool:
    """Whether values over two dimensions are meant, not a column of them."""
    return subject.view == "field" and not recipe.y


def signal_of(recipe: Recipe) -> Signal:
    """The signal of ``recipe``. Raises NotReady while it is read, and what reading raises."""
    if recipe.source == "field":
        raise InputError("source", "is a field, no signal", "another source")
    if recipe.source:
        return _generated(recipe)
    subject = subject_of(recipe)
    key = signal_key(subject, recipe)
    if (found := SIGNALS.get(key)) is not None:
        return found
    if _is_quick(subject, recipe):
        signal = read_signal(subject, recipe, key, UNWATCHED)
    else:
        signal = waited_for(
            key,
            f"Reading {subject.file.name}",
            lambda watch: read_signal(subject, recipe, key, watch),
        )
    SIGNALS.put(key, signal)
    return signal


def signal_key(subject: Subject, recipe: Recipe) -> str:
    """What changes when the data do."""
    try:
        state = key_of(subject.file.path, subject.place[0], subject.options)
    except OSError as error:
        raise Gone(f"{subject.file.name} is no longer where it was.") from error
    return repr((state, recipe.inside, recipe.x, recipe.y))


def _generated(recipe: Recipe) -> Signal:
    key = repr(recipe.data_pairs())
    if (found := SIGNALS.get(key)) is not None:
        return found

    def make(watch: Watch) -> Signal:
        y = generate(recipe.source, recipe.n, recipe.seed, recipe.noise, watch)
        label = Label(recipe.source, WORDS[recipe.source])
        return on_rows(y, label, key)

    quick = recipe.n <= QUICK_VALUES
    signal = make(UNWATCHED) if quick else waited_for(key, "Making random numbers", make)
    SIGNALS.put(key, signal)
    return signal


def _is_quick(subject: Subject, recipe: Recipe) -> bool:
    """Whether the signal is there in no time: small, or mapped and along its rows."""
    if subject.is_container:
        return True
    there = subject.is_ready or subject.description.memory == 0
    return there and (subject.description.rows <= QUICK_VALUES or not along(subject, recipe))
