"""The tail of a text file that another program writes on."""

import os
from pathlib import Path
from typing import BinaryIO

import numpy as np

from server.errors import InputError
from server.live.sources.lines import LineParser
from server.live.sources.recipes import File
from server.live.sources.runner import Runner, Unsteered

LOOK = 0.05  # seconds between two looks at the file
PIECE = 4 * 2**20  # bytes that are read at once
BACK = 2**20  # bytes before its end at which a long file is begun


class FileSource(Unsteered):
    """Publishes the lines of a file as they are written.

    One that becomes shorter was begun anew, and one that is replaced (rotated) is another: both
    are read from their start, after a gap of one sample. One that is not there is waited for.
    """

    def __init__(self, recipe: File) -> None:
        self._path = Path(recipe.path)
        if not self._path.is_absolute() or "\0" in recipe.path:
            raise InputError("path", "is no whole path", "the whole path of a file")
        self._rate = recipe.rate
        self._parser = LineParser()

    def run(self, runner: Runner) -> None:
        """Publish until stopped."""
        known = False  # whether the file has been seen before
        while not runner.stopped:
            try:
                file = self._path.open("rb")
            except FileNotFoundError:
                runner.stand("waiting", f"{self._path.name} is not there; waiting for it.")
                runner.sleep(LOOK * 4)
                continue
            with file:
                self._begin(file, runner, known)
                known = True
                self._follow(file, runner)

    def _begin(self, file: BinaryIO, runner: Runner, again: bool) -> None:
        self._parser.forget()
        if again and runner.stream:
            runner.stream.publish(np.full((1, len(self._parser.names)), np.nan))
            runner.stand("running", f"{self._path.name} was begun anew; read from its start.")
        size = os.fstat(file.fileno()).st_size
        if size > BACK and not again:
            self._take(file.read(BACK // 16).rpartition(b"\n")[0] + b"\n", runner)
            file.seek(size - BACK)
            file.readline()  # the half line there

    def _follow(self, file: BinaryIO, runner: Runner) -> None:
        """Publish what is written until the file is cut, replaced, gone, or the source stopped."""
        while not runner.stopped:
            data = file.read(PIECE)
            if data:
                self._take(data, runner)
                continue
            if self._is_another(file):
                return
            if not self._parser.known:
                runner.stand("waiting", f"{self._path.name} holds no whole line yet.")
            runner.sleep(LOOK)

    def _is_another(self, file: BinaryIO) -> bool:
        """Whether the path leads elsewhere now, or the file is shorter than what was read."""
        here = os.fstat(file.fileno())
        try:
            there = self._path.stat()
        except FileNotFoundError:
            return True
        return not os.path.samestat(here, there) or here.st_size < file.tell()

    def _take(self, data: bytes, runner: Runner) -> None:
        block = self._parser.feed(data)
        if self._parser.known and runner.stream is None:
            runner.open(self._parser.channels(self._rate))
        if runner.stream and len(block):
            if runner.stream.standing.state == "waiting":
                runner.stand("running")
            runner.stream.publish(block)
