"""The library by its former name."""

from server.store.library import Library as Library  # noqa: PLC0414
