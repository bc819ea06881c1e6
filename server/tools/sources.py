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
from server.tools.words import significant, with_unit

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
    detail: int  # samples that show its shape, for a closer look
    span: Callable[[float], str]  # so many samples in units of x; "" where x only counts them
    rate: Callable[[float], str]  # so many periods a sample in units of x, likewise


@dataclass(frozen=True)
class Sequence:
    """A source's positions and values, each of shape (n,); gaps are NaN."""

    source: Source
    x: NDArray[Any]
    y: NDArray[np.float64]


def _nothing(_: float) -> str:
    return ""


SOURCES: Mapping[SourceName, Source] = MappingProxyType(
    {
        "random": Source(
            words="white noise",
            x_name="index",
            x_label="Sample",
            y_name="noise",
            y_label="Value, standard deviations",
            detail=1000,
            span=_nothing,
            rate=_nothing,
        ),
        "walk": Source(
            words="a random walk",
            x_name="index",
            x_label="Sample",
            y_name="walk",
            y_label="Sum of steps",
            detail=1000,
            span=_nothing,
            rate=_nothing,
        ),
        "co2": Source(
            words="weekly CO₂ at Mauna Loa",
            x_name="date",
            x_label="",
            y_name="co2_ppm",
            y_label="CO₂ in the air, ppm",
            detail=520,
            span=lambda samples: f"{significant(samples * 7)} days",
            rate=lambda rate: f"{significant(rate * 365.2425 / 7)} a year",
        ),
        "ecg": Source(
            words="an electrocardiogram",
            x_name="time_s",
            x_label="Time, s",
            y_name="lead_mv",
            y_label="Voltage, mV",
            detail=10 * ECG_RATE,
            span=lambda samples: with_unit(samples / ECG_RATE, "s"),
            rate=lambda rate: with_unit(rate * ECG_RATE, "Hz"),
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
