"""Looking at a part of a long signal: our kept extremes, tsdownsample, plotly-resampler.

    python tests/benchmarks/measure_view.py [SAMPLES [RUNS]]

Prints milliseconds, median (and least) of RUNS, and the ratio to ours, all in one run and
alternating; and whether what is drawn has the true extremes. tsdownsample and plotly-resampler are
measured where they can be imported. Trust the ratios.
"""

import importlib.util
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
from numpy.typing import NDArray

from server import create_app
from server.config import Settings
from server.datafiles.watch import UNWATCHED
from server.science.bins import minmax_bins
from server.web.opening import open_in_place
from server.web.shelf import library_of
from server.workbench.curves import never, smoothers
from server.workbench.preview import preview_extremes
from server.workbench.pyramids import Pyramid, Pyramids
from server.workbench.recipe import Recipe
from server.workbench.signal import Label, Signal, on_rows

PIXELS = 2000
PIECE = 10_000_000
PARTS = ((0.0, 1.0), (0.2, 0.7), (0.41, 0.46), (0.5, 0.501))

Values = NDArray[np.float64]
Work = Callable[[], Any]


def main(samples: int, runs: int) -> None:
    """Measure everything on a signal of so many samples."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "signal.npy")
        write_signal(path, samples)
        y = np.load(path, mmap_mode="r")
        signal = on_rows(y, Label("signal"), "signal")
        started = time.perf_counter()
        pyramids = Pyramids(Path(folder, "pyramids"))
        pyramid = pyramids.build(signal, UNWATCHED)
        took = time.perf_counter() - started
        size = pyramids.path("signal").stat().st_size
        print(f"{samples:,} samples, {PIXELS:,} pixel columns")
        print(f"kept extremes and means: {took:.2f} s to build, {size / 2**20:.0f} MiB on disk\n")
        for start, stop in PARTS:
            first, last = int(start * samples), int(stop * samples)
            print(f"view of {last - first:,} samples")
            compare(views(signal, pyramid, first, last), runs)
        print("smoothing for the whole view, sigma 100")
        compare(smoothings(signal, pyramid), max(runs // 4, 1))
        print("from opening the file to the first plot's bytes, and to the next ones")
        over_http(path, folder)


def write_signal(path: Path, samples: int) -> None:
    """White noise on a slow wave."""
    rng = np.random.default_rng(0)
    kept = np.lib.format.open_memmap(path, "w+", np.float64, (samples,))
    for start in range(0, samples, PIECE):
        at = np.arange(start, min(start + PIECE, samples))
        kept[start : start + PIECE] = rng.standard_normal(len(at)) + 3 * np.sin(at * 2e-7)
    kept.flush()


def views(signal: Signal, pyramid: Pyramid, first: int, last: int) -> dict[str, Work]:
    """Ways to the extremes of every pixel column from ``first`` to before ``last``."""
    y = signal.y
    edges = np.linspace(first, last, PIXELS + 1).astype(np.int64)
    low, high = pyramid.extremes(y, edges)
    expected_low, expected_high = minmax_bins(y, edges)
    same = np.array_equal(low, expected_low) and np.array_equal(high, expected_high)
    print(f"  true extremes in every pixel column: {'yes' if same else 'NO'}")
    ways: dict[str, Work] = {
        "ours, kept extremes": lambda: pyramid.extremes(y, edges),
        "ours, all samples": lambda: minmax_bins(y, edges),
    }
    if importlib.util.find_spec("tsdownsample"):
        from tsdownsample import MinMaxDownsampler

        plain = MinMaxDownsampler()
        part = np.asarray(y[first:last])
        ways["tsdownsample MinMax"] = lambda: plain.downsample(
            part, n_out=2 * PIXELS, parallel=True
        )
    if importlib.util.find_spec("plotly_resampler"):
        ways["plotly-resampler update"] = resampler(np.asarray(y), first, last)
    return ways


def resampler(y: Values, first: int, last: int) -> Work:
    """What plotly-resampler does when the view changes (in memory, as it works)."""
    import plotly.graph_objects as go
    from plotly_resampler import FigureResampler

    figure = FigureResampler(go.Figure(), default_n_shown_samples=2 * PIXELS)
    figure.add_trace(go.Scattergl(), hf_x=np.arange(len(y)), hf_y=y)
    change = {"xaxis.range[0]": first, "xaxis.range[1]": last - 1}
    return lambda: figure.construct_update_data_patch(change)


def smoothings(signal: Signal, pyramid: Pyramid) -> dict[str, Work]:
    """Ways to the extremes of the smoothed signal in every pixel column."""
    edges = np.linspace(0, len(signal), PIXELS + 1).astype(np.int64)
    smoother = smoothers(signal, Recipe(width=100.0))[0]
    out = np.empty(len(signal))
    y = np.array(signal.y)
    return {
        "preview from kept means": lambda: preview_extremes(pyramid, smoother, edges, never),
        "exact": lambda: smoother.extremes(edges, "exact", never),
        "(a copy of the samples)": lambda: np.copyto(out, y),
    }


def compare(ways: dict[str, Work], runs: int) -> None:
    """Run the ways in turn; print each with its ratio to the first."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(runs + 1):
        for name, work in ways.items():
            started = time.perf_counter()
            work()
            times[name].append(1e3 * (time.perf_counter() - started))
    own = float(np.median(times[next(iter(ways))][1:]))
    for name, found in times.items():
        median, least = float(np.median(found[1:])), min(found[1:])
        print(f"  {name:26} {median:9.2f} ms ({least:.2f})   {median / own:8.1f} ×")
    print()


def over_http(path: Path, folder: str) -> None:
    """The same through the application, in this process: no network, no browser."""
    app = create_app(Settings(data_dir=Path(folder, "data"), auth=False), hosts={"localhost"})
    client = app.test_client()
    client.get("/workbench/view?source=walk&n=1000")  # what is imported once
    started = time.perf_counter()
    number = open_in_place(library_of(app), str(path)).file.id
    opened = time.perf_counter()
    query = f"/workbench/view?file={number}&pixels={PIXELS}"
    client.get(f"{query}&parts=raw")
    drawn = time.perf_counter()
    print(
        f"  opened {1e3 * (opened - started):.0f} ms, drawn {1e3 * (drawn - opened):.0f} ms later"
    )
    while b'"ready":true' not in client.get(f"{query}&parts=raw").data[:4096]:
        time.sleep(0.2)
    library_of(app).checksums.settle()
    for name, more in {
        "raw": "parts=raw",
        "preview": "parts=smooth&width=100&tier=preview",
    }.items():
        found = []
        for turn in range(9):
            started = time.perf_counter()
            answer = client.get(f"{query}&{more}&from={turn * 1000}")
            found.append(1e3 * (time.perf_counter() - started))
        print(f"  {name}: {np.median(found):.1f} ms, {len(answer.data):,} bytes")


if __name__ == "__main__":
    numbers = [int(float(text)) for text in sys.argv[1:]]
    main(*(numbers + [100_000_000, 20][len(numbers) :])[:2])
