"""What can go wrong with the library, told so that its owner knows what to do."""

from server.errors import SigmascopeError


class Conflict(SigmascopeError):
    """The thing is no longer as it was when whoever changes it looked at it."""


class StoreError(SigmascopeError):
    """The library cannot be used as it is; what is in it was left untouched."""


class NewerLibrary(StoreError):
    """A later version of the program has written the library."""


class CorruptLibrary(StoreError):
    """The library's file is damaged, or no library."""


class CannotWrite(StoreError):
    """The library's folder or file cannot be written or opened."""


class NoSpace(StoreError):
    """The disk is full."""


class Busy(StoreError):
    """Another program has been writing to the library for too long."""
