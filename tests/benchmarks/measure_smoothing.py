"""Measure smoothing against scipy.ndimage and against a memory copy, in one run.

    .venv/bin/python -m tests.benchmarks.measure_smoothing [--largest 8] [--scipy 2]

For each length and sigma: milliseconds, how many times as long as a copy of the same array by two
threads, and, where scipy would take less than --scipy seconds, how many times as quick as scipy,
and the largest difference as a share of the data's range. Then gaps, extremes, and fields. Times
are the least of a few; on a busy machine only ratios mean something.
"""

import argparse
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

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
SIGMAS = (1, 3, 10, 100, 1e3, 1e4, 1e6)
REPEATS = 5
SCIPY_RATE = 2.5e-10  # seconds a sample and a value of the kernel: a guess, to leave out hours


def least(act: Callable[[], object], repeats: int = REPEATS) -> float:
    """Seconds."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    return min(times)


def copy_time(values: Floats, out: Floats) -> float:
    """Seconds to copy by two threads."""
    half = len(values) // 2
    parts = [(out[:half], values[:half]), (out[half:], values[half:])]
    with ThreadPoolExecutor(2) as pool:
        return least(lambda: list(pool.map(lambda part: np.copyto(*part), parts)), 2 * REPEATS)


def row(name: str, seconds: float, copy: float, more: str = "") -> None:
    """One line of a table."""
    print(f"{name:36} {1e3 * seconds:10.2f} {seconds / copy:8.2f} {more}", flush=True)


def against_scipy(values: Floats, sigma: float, seconds: float, out: Floats, limit: float) -> str:
    """How many times as quick, and the difference; on a part where the whole takes too long."""
    work = SCIPY_RATE * (8 * sigma + 1)
    count = min(len(values), int(limit / work))
    if count < 20 * sigma or count < 1000:
        return ""
    part = values[:count]
    expected: list[Floats] = []
    scipys = least(lambda: expected.append(ndimage.gaussian_filter1d(part, sigma)), 1)
    inner = slice(0, count if count == len(values) else count - int(4 * sigma + 1))
    error = np.abs(out[inner] - expected[0][inner]).max() / np.ptp(values)
    return f"{scipys * len(values) / count / seconds:8.0f} {error:8.0e}"


def lines(power: int, limit: float) -> None:
    """One length, all sigmas."""
    n = 10**power
    values = np.random.default_rng(power).standard_normal(n)
    out = np.zeros(n)
    copy = copy_time(values, out)
    row(f"10^{power}: copy", copy, copy)
    for sigma in (sigma for sigma in SIGMAS if sigma <= n):
        seconds = least(lambda s=sigma: gaussian_smooth(values, s, out=out))  # type: ignore[misc]
        more = against_scipy(values, sigma, seconds, out, limit)
        row(f"10^{power}, sigma {sigma:g}", seconds, copy, more)
    previewed = least(lambda: gaussian_smooth(values, 100, out=out, tier="preview"))
    row(f"10^{power}, sigma 100, preview", previewed, copy)
    edges = np.linspace(0, n, 1201).astype(np.int64)
    row(
        f"10^{power}, sigma 100, extremes",
        least(lambda: smoothed_extremes(values, edges, 100)),
        copy,
    )
    middle = n // 2
    part = least(lambda: smooth_part(values, middle, middle + n // 1000, 100))
    row(f"10^{power}, sigma 100, a thousandth", part, copy)
    values[:: 10 ** (power // 2)] = np.nan
    row(f"10^{power}, sigma 100, gaps", least(lambda: gaussian_smooth(values, 100, out=out)), copy)


def fields(side: int) -> None:
    """A field, some sigmas."""
    values = np.random.default_rng(side).standard_normal((side, side))
    out = np.zeros_like(values)
    copy = copy_time(values, out)
    row(f"{side} x {side}: copy", copy, copy)
    for sigma in (2, 10, 50):
        seconds = least(lambda s=sigma: gaussian_filter(values, s, output=out))  # type: ignore[misc]
        start = time.perf_counter()
        expected = ndimage.gaussian_filter(values, sigma)
        scipys = time.perf_counter() - start
        error = np.abs(out - expected).max() / np.ptp(values)
        more = f"{scipys / seconds:8.0f} {error:8.0e}"
        row(f"{side} x {side}, sigma {sigma}", seconds, copy, more)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="Measure smoothing.")
    parser.add_argument("--largest", type=int, default=8, help="power of ten of the longest")
    parser.add_argument("--smallest", type=int, default=4)
    parser.add_argument("--side", type=int, default=4096, help="of the field; 0 for none")
    parser.add_argument("--scipy", type=float, default=2.0, help="seconds that scipy may take")
    options = parser.parse_args()
    library = native.library()
    how = f"compiled, {library.level}" if library else f"not compiled: {native.reason()}"
    print(f"{how}; load average {os.getloadavg()[0]:.1f}")
    print(f"{'':36} {'ms':>10} {'copies':>8} {'x scipy':>8} {'error':>8}")
    for power in range(options.smallest, options.largest + 1):
        lines(power, options.scipy)
    if options.side:
        fields(options.side)
    print(f"load average {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
