"""Sound files (RIFF WAVE): samples mapped from the disk, with their rate as the time axis."""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from server.datafiles.errors import refusing, unreadable
from server.datafiles.limits import check_array
from server.datafiles.model import Axis, Contents, Description, Sampling, Table
from server.datafiles.options import AS_GUESSED, EVERYTHING, Options, Selection
from server.datafiles.selecting import check_columns, only_member
from server.datafiles.statistics import unread_column
from server.datafiles.watch import UNWATCHED, Watch

NAME = "WAV"
SUFFIXES = (".wav", ".wave")
PCM, FLOAT, EXTENSIBLE = 1, 3, 0xFFFE
TYPES = {
    (PCM, 8): "u1",
    (PCM, 16): "<i2",
    (PCM, 24): "<i4",
    (PCM, 32): "<i4",
    (FLOAT, 32): "<f4",
    (FLOAT, 64): "<f8",
}
MAX_CHANNELS = 1024
MAX_CHUNKS = 1000


@dataclass(frozen=True)
class Sound:
    """Where the samples lie and what they are."""

    start: int
    frames: int
    channels: int
    rate: int
    bits: int
    dtype: np.dtype[Any]

    @property
    def names(self) -> list[str]:
        """The channels' names."""
        return [f"channel {i + 1}" for i in range(self.channels)]


def sniff(head: bytes, path: Path) -> float:
    """How surely the file is of this format, from 0 to 1."""
    return 1.0 if head[:4] == b"RIFF" and head[8:12] == b"WAVE" else 0.0


def describe(path: Path, options: Options = AS_GUESSED, member: str = "") -> Description:
    """Rate, channels and length, from the header."""
    only_member(path, member)
    sound = _sound(path)
    step = 1 / sound.rate
    return Description(
        file=path.name,
        format=NAME,
        size=path.stat().st_size,
        shape=(sound.frames, sound.channels),
        rows=sound.frames,
        memory=4 * sound.frames * sound.channels if sound.bits == 24 else 0,
        columns=tuple(unread_column(name, sound.dtype) for name in sound.names),
        sampling=Sampling("time", "regular", "s", step, step, step),
        attributes={"rate": f"{sound.rate} Hz", "bits": str(sound.bits)},
    )


def read(
    path: Path,
    selection: Selection = EVERYTHING,
    options: Options = AS_GUESSED,
    watch: Watch = UNWATCHED,
) -> Contents:
    """The channels as stored (8 bits are unsigned), mapped; 24 bits become int32."""
    only_member(path, selection.member)
    sound = _sound(path)
    check_columns(path, sound.names, selection)
    start, stop, _ = slice(*selection.rows).indices(sound.frames)
    watch.at(0.0)
    frames = _frames(path, sound, start, max(stop, start))
    columns = {name: frames[:, i] for i, name in enumerate(sound.names)}
    wanted = sound.names if selection.columns is None else selection.columns
    axis = Axis("time", "s", start / sound.rate, 1 / sound.rate)
    return Table({name: columns[name] for name in wanted}, axis=axis)


def _frames(path: Path, sound: Sound, start: int, stop: int) -> NDArray[Any]:
    """Frames from ``start`` to ``stop``, shape (frames, channels)."""
    shape = (stop - start, sound.channels)
    if sound.bits != 24:
        offset = sound.start + start * sound.channels * sound.dtype.itemsize
        if not shape[0]:
            return np.empty(shape, sound.dtype)
        return np.memmap(path, sound.dtype, "r", offset, shape)
    check_array(path, shape, 4)
    offset = sound.start + 3 * start * sound.channels
    packed = np.fromfile(path, np.uint8, 3 * shape[0] * shape[1], offset=offset)
    wide = np.zeros((shape[0] * shape[1], 4), dtype=np.uint8)
    wide[:, 1:] = packed.reshape(-1, 3)
    return (wide.view("<i4") >> 8).reshape(shape)


def _sound(path: Path) -> Sound:
    with refusing(path, NAME), path.open("rb") as file:
        chunks = _chunks(file, path.stat().st_size)
        if "fmt " not in chunks or "data" not in chunks:
            raise unreadable(path, "has no format or no samples", "a WAV file of both")
        file.seek(chunks["fmt "][0])
        header = file.read(min(chunks["fmt "][1], 40))
        code, channels, rate, _, block, bits = struct.unpack_from("<HHIIHH", header)
        if code == EXTENSIBLE and len(header) >= 26:
            code = int.from_bytes(header[24:26], "little")
    if (code, bits) not in TYPES or not rate or not 0 < channels <= MAX_CHANNELS:
        message = f"{bits} bits of coding {code}, {channels} channels at {rate} Hz"
        raise unreadable(path, message, "PCM of 8, 16, 24, 32 bits or floats of 32, 64")
    if block != channels * bits // 8:
        raise unreadable(path, f"frames of {block} bytes do not fit {channels} channels")
    start, size = chunks["data"]
    return Sound(start, size // block, channels, rate, bits, np.dtype(TYPES[code, bits]))


def _chunks(file: BinaryIO, size: int) -> dict[str, tuple[int, int]]:
    """The first chunk of each name: where it starts, and how much of it there is."""
    found: dict[str, tuple[int, int]] = {}
    position = 12
    for _ in range(MAX_CHUNKS):
        if position + 8 > size:
            break
        file.seek(position)
        name, length = struct.unpack("<4sI", file.read(8))
        there = min(length, size - position - 8)  # a recording that was cut short is still good
        found.setdefault(name.decode("latin-1"), (position + 8, there))
        position += 8 + length + length % 2
    return found
