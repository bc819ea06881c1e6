"""Telling what goes on: one calm line a step, and everything a program said only if it failed."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

TAIL_LINES = 60


class SetupError(Exception):
    """Set-up cannot go on; the message says what to do about it."""


@contextmanager
def step(title: str) -> Iterator[None]:
    """Show ``title`` while the block runs and its seconds afterwards, also beside other steps.

    Standard error is used, so that a program started later has standard output to itself.
    """
    _LINE.begin(title)
    start = time.monotonic()
    try:
        yield
    except BaseException:
        _LINE.end(title, "failed")
        raise
    _LINE.end(title, f"{time.monotonic() - start:.0f} s")


class _Line:
    """The line on the terminal that waits for how its step went."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._title: str | None = None

    def begin(self, title: str) -> None:
        with self._lock:
            self._say(f"  {title} ... ")
            self._title = title

    def end(self, title: str, how: str) -> None:
        with self._lock:
            own = self._title == title
            self._say(f"{how}\n" if own else f"  {title} ... {how}\n", on=own)

    def _say(self, words: str, *, on: bool = False) -> None:
        broken = "\n" if self._title and not on else ""
        print(f"{broken}{words}", end="", file=sys.stderr, flush=True)
        self._title = None


_LINE = _Line()


def run(
    command: Sequence[str | Path],
    *,
    hint: str = "",
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> str:
    """Run a program silently and return what it printed.

    Raises SetupError with the end of its output, and ``hint``, when it fails.
    """
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace", check=False,
        )  # fmt: skip
    except OSError as error:
        raise SetupError(f"{words[0]} cannot be started: {error}") from error
    if done.returncode:
        tail = "\n".join(done.stdout.splitlines()[-TAIL_LINES:])
        said = f"{tail}\n{' '.join(words)}\nended with code {done.returncode}."
        raise SetupError(f"{said}\n{hint}".rstrip())
    return done.stdout
