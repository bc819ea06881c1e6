"""Measure smoothing against scipy.ndimage and against a memory copy, in one run.

    .venv/bin/python -m tests.benchmarks.measure_smoothing [--power 8] [--parts lines gaps ...]

Each row: milliseconds; how many times as long as np.copyto of the same array by two threads, by
the clock and by processor time (which a busy machine disturbs less); what is aimed at; and, where
scipy would take less than --scipy seconds, how many times as quick as scipy.ndimage, and the
largest difference as a share of the data's range. Times are the least of a few, results go to
arrays that are there already; on a busy machine only ratios mean something.
"""

import argparse
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from server.science import native
from server.science.smoothing import (
    gaussian_filter,
    gaussian_smooth,
    smooth_part,
    smoothed_extremes,
)

Floats = NDArray[np.float64]
SIGMAS = (1, 3, 10, 100, 1e3, 1e4, 1e5, 1e6)
REPEATS = 5
SCIPY_RATE = 2.5e-10  # seconds a sample and a value of the kernel: a guess, to leave out hours
PARTS = ("lines", "preview", "extremes", "gaps", "fields", "fallback")


@dataclass(frozen=True)
class Spent:
    """Seconds by the clock and of all processors."""

    clock: float
    processor: float


def least(act: Callable[[], object], repeats: int = REPEATS) -> Spent:
    """The least of a few runs, each kind by itself."""
    times = []
    for _ in range(repeats):
        start, spent = time.perf_counter(), time.process_time()
        act()
        times.append((time.perf_counter() - start, time.process_time() - spent))
    return Spent(min(t for t, _ in times), min(t for _, t in times))


class Table:
    """Rows that compare with a copy of ``values`` to ``out`` by two threads."""

    def __init__(self, name: str, values: Floats, out: Floats) -> None:
        self._name = name
        half = len(values) // 2
        parts = [(out[:half], values[:half]), (out[half:], values[half:])]
        with ThreadPoolExecutor(2) as pool:
            self._copy = least(
                lambda: list(pool.map(lambda part: np.copyto(*part), parts)), 3 * REPEATS
            )
        self.row("copy", self._copy)

    def row(self, name: str, spent: Spent, aim: str = "", more: str = "") -> None:
        """One line of the table."""
        copies = spent.clock / self._copy.clock, spent.processor / self._copy.processor
        print(
            f"{self._name + ', ' + name:38} {1e3 * spent.clock:9.2f} {copies[0]:7.2f} "
            f"{copies[1]:7.2f} {aim:>6} {more}",
            flush=True,
        )


def against_scipy(values: Floats, sigma: float, seconds: float, out: Floats, limit: float) -> str:
    """How many times as quick, and the difference; on a part where the whole takes too long."""
    work = SCIPY_RATE * (8 * sigma + 1)
    count = min(len(values), int(limit / work))
    if count < 20 * sigma or count < 1000:
        return ""
    part = values[:count]
    expected: list[Floats] = []
    scipys = least(lambda: expected.append(ndimage.gaussian_filter1d(part, sigma)), 1).clock
    inner = slice(0, count if count == len(values) else count - int(4 * sigma + 1))
    error = np.abs(out[inner] - expected[0][inner]).max() / np.ptp(values)
    return f"{scipys * len(values) / count / seconds:8.0f} {error:8.0e}"


def lines(power: int, parts: list[str], limit: float) -> None:
    """One length."""
    n = 10**power
    values = np.random.default_rng(power).standard_normal(n)
    out = np.zeros(n)
    table = Table(f"10^{power}", values, out)
    for sigma in (sigma for sigma in SIGMAS if sigma <= n and "lines" in parts):
        spent = least(lambda: gaussian_smooth(values, sigma, out=out))  # noqa: B023
        more = against_scipy(values, sigma, spent.clock, out, limit)
        table.row(f"sigma {sigma:g}", spent, "4" if sigma >= 3 else "", more)
    for sigma in (3, 100, 1e4) if "preview" in parts else ():
        spent = least(lambda: gaussian_smooth(values, sigma, out=out, tier="preview"))  # noqa: B023
        more = against_scipy(values, sigma, spent.clock, out, limit)
        table.row(f"sigma {sigma:g}, preview", spent, "2.5", more)
    if "extremes" in parts:
        edges, middle = np.linspace(0, n, 2001).astype(np.int64), n // 2
        table.row("sigma 100, extremes", least(lambda: smoothed_extremes(values, edges, 100)))
        some = least(lambda: smooth_part(values, middle, middle + n // 1000, 100))
        table.row("sigma 100, a thousandth", some)
    if "gaps" in parts:
        gaps(values, out, table)


def gaps(values: Floats, out: Floats, table: Table) -> None:
    """The same samples without gaps, and with ever more of them."""
    without = least(lambda: gaussian_smooth(values, 100, out=out))
    table.row("sigma 100, no gaps", without)
    holed = values.copy()
    for apart in (len(values) // 100, 10_000, 50):
        holed[::apart] = np.nan
        spent = least(lambda: gaussian_smooth(holed, 100, out=out))
        ratio = f"{spent.processor / without.processor:.2f} x without (aim 2)"
        table.row(f"sigma 100, gaps {apart:,} apart", spent, "", ratio)


def fields(side: int) -> None:
    """A field, some sigmas."""
    values = np.random.default_rng(side).standard_normal((side, side))
    out = np.zeros_like(values)
    table = Table(f"{side} x {side}", values, out)
    for sigma in (2, 10, 50):
        spent = least(lambda: gaussian_filter(values, sigma, output=out))  # noqa: B023
        expected = np.empty_like(values)
        scipys = least(lambda: ndimage.gaussian_filter(values, sigma, output=expected), 1)  # noqa: B023
        error = np.abs(out - expected).max() / np.ptp(values)
        more = f"{scipys.clock / spent.clock:8.0f} {error:8.0e}"
        table.row(f"sigma {sigma}", spent, "8" if sigma >= 10 else "", more)


def fallback(power: int, limit: float) -> None:
    """Without the compiled code."""
    os.environ[native.SWITCH] = "1"
    n = 10**power
    values = np.random.default_rng(power).standard_normal(n)
    out = np.zeros(n)
    table = Table(f"not compiled, 10^{power}", values, out)
    for sigma in (3, 100, 1e3, 1e4):
        spent = least(lambda: gaussian_smooth(values, sigma, out=out))  # noqa: B023
        more = against_scipy(values, sigma, spent.clock, out, limit)
        table.row(f"sigma {sigma:g}", spent, "10", more)
    del os.environ[native.SWITCH]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="Measure smoothing.")
    parser.add_argument("--power", type=int, nargs="+", default=[4, 6, 8], help="of ten: lengths")
    parser.add_argument("--parts", nargs="+", default=PARTS, choices=PARTS)
    parser.add_argument("--side", type=int, default=4096, help="of the field")
    parser.add_argument("--scipy", type=float, default=2.0, help="seconds that scipy may take")
    options = parser.parse_args()
    library = native.library()
    how = f"compiled, {library.level}" if library else f"not compiled: {native.reason()}"
    print(f"{how}; load average {os.getloadavg()[0]:.1f}")
    print(f"{'':38} {'ms':>9} {'copies':>7} {'cpu':>7} {'aim':>6} {'x scipy':>8} {'error':>8}")
    for power in options.power:
        lines(power, options.parts, options.scipy)
    if "fields" in options.parts:
        fields(options.side)
    if "fallback" in options.parts:
        fallback(max(min(max(options.power), 7), 4), options.scipy)
    print(f"load average {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
