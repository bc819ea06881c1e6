"""The sequences that the tools can work on: random ones, and measurements shipped as samples."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from server.datafiles.delimited import read_delimited
from server.datafiles.npy import read_npy
from server.paths import SAMPLES
from server.science.sequences import random_walk, white_noise

SourceName = Literal["random", "walk", "co2", "ecg"]
ECG_RATE = 360  # samples per second


@dataclass(frozen=True)
class Source:
    """Where the values of a sequence come from, and what they and their positions mean."""

    words: str  # what it is, to stand after a number: “1,000 values of …”
    x_name: str  # the positions' column in the files
    x_label: str
    y_name: str  # the values' column
    y_label: str
    step: float  # between neighbouring samples, in units of x; 0 where x only counts them
    x_unit: str
    detail: int  # samples that show its shape, for a closer look


@dataclass(frozen=True)
class Sequence:
    """A source's positions and values, each of shape (n,); gaps are NaN."""

    source: Source
    x: NDArray[Any]
    y: NDArray[np.float64]


SOURCES: Mapping[SourceName, Source] = MappingProxyType(
    {
        "random": Source(
            "white noise", "index", "Sample", "noise", "Value, standard deviations", 0, "", 1000
        ),
        "walk": Source("a random walk", "index", "Sample", "walk", "Sum of steps", 0, "", 1000),
        "co2": Source(
            "weekly CO₂ at Mauna Loa", "date", "", "co2_ppm", "CO₂ in air, ppm", 7, "d", 520
        ),
        "ecg": Source(
            "an electrocardiogram",
            "time_s",
            "Time, s",
            "lead_mv",
            "Voltage, mV",
            1 / ECG_RATE,
            "s",
            10 * ECG_RATE,
        ),
    }
)


def load(name: SourceName, n: int, seed: int) -> Sequence:
    """The sequence ``name``; ``n`` values from ``seed`` where it is random, else all there are."""
    draw: Mapping[str, Callable[[int, int], NDArray[np.float64]]] = {
        "random": white_noise,
        "walk": random_walk,
    }
    if name in draw:
        return Sequence(SOURCES[name], np.arange(n), draw[name](n, seed))
    return _carbon_dioxide() if name == "co2" else _electrocardiogram()


@functools.cache
def _carbon_dioxide() -> Sequence:
    columns = read_delimited(SAMPLES / "mauna_loa_co2.csv")
    return Sequence(SOURCES["co2"], columns["date"], columns["co2"])


@functools.cache
def _electrocardiogram() -> Sequence:
    values = np.array(read_npy(SAMPLES / "ecg_360hz.npy"))
    return Sequence(SOURCES["ecg"], np.arange(len(values)) / ECG_RATE, values)
