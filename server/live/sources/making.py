"""From a recipe to the source that it means."""

from server.errors import InputError
from server.live.sources.recipes import File, Generator, Push, Recipe, Serial, Tcp
from server.live.sources.runner import Source


def source_of(recipe: Recipe) -> Source:
    """The source of that recipe. Raises InputError."""
    from server.live.sources.file import FileSource
    from server.live.sources.generator import GeneratorSource
    from server.live.sources.wires import SerialSource, TcpSource

    match recipe:
        case Generator():
            return GeneratorSource(recipe)
        case File():
            return FileSource(recipe)
        case Tcp():
            return TcpSource(recipe)
        case Serial():
            return SerialSource(recipe)
        case Push():
            raise InputError("source", "starts by itself when samples are sent")
