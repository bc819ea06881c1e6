"""The program that ``smooth`` gives away: measured data stand in it whole."""

from server.science.smoothing import Mode, kernel_radius
from server.tools.scripts import embedded, program
from server.tools.sources import Sequence, SourceName

DRAW = {
    "random": "np.random.default_rng({seed}).standard_normal({n})",
    "walk": "np.cumsum(np.random.default_rng({seed}).standard_normal({n}))",
}
POSITIONS = {
    "random": "np.arange(len(raw))",
    "walk": "np.arange(len(raw))",
    "co2": 'np.datetime64("1958-03-29") + 7 * np.arange(len(raw))',
    "ecg": "np.arange(len(raw)) / 360",
}
UNCHANGED = "smoothed = raw.copy()\n"
WHOLE = "smoothed = gaussian_filter1d(raw, sigma, mode=mode)\n"
WITH_GAPS = """\
# Gaps stay open: normalised convolution (Knutsson and Westin, 1993).
known = np.isfinite(raw)
weight = gaussian_filter1d(known.astype(float), sigma, mode=mode, cval=1.0)
total = gaussian_filter1d(np.where(known, raw, 0.0), sigma, mode=mode)
smoothed = np.full(raw.shape, np.nan)
np.divide(total, weight, out=smoothed, where=known)
"""
COLUMNS = 'columns = {{"{x}": x, "{y}": raw, "smoothed": smoothed}}\n'
DRAWING = """\
axes = figure.subplots()
axes.plot(x, raw, color="0.55", linewidth=0.6, label="raw")
axes.plot(x, smoothed, color="#2457D6", linewidth=1.4, label=f"sigma = {{sigma:g}}")
axes.set(xlabel="{x_label}", ylabel="{y_label}")
axes.legend(frameon=False)
"""


def script(
    sequence: Sequence, *, source: SourceName, n: int, seed: int, sigma: float, mode: Mode
) -> str:
    """A program for ``sequence``; its values are drawn again where they are random."""
    random = source in DRAW
    raw = DRAW[source].format(n=n, seed=seed) if random else embedded(sequence.y)
    step = UNCHANGED if kernel_radius(sigma) == 0 else WHOLE if source != "co2" else WITH_GAPS
    what = sequence.source
    return program(
        "smooth",
        f"Smooths {what.words} by a Gaussian.",
        f"sigma = {sigma!r}  # samples\nmode = {mode!r}\n\n"
        f"raw = {raw}\nx = {POSITIONS[source]}\n{step}"
        + COLUMNS.format(x=what.x_name, y=what.y_name),
        DRAWING.format(x_label=what.x_label, y_label=what.y_label),
        standard=() if random else ("base64", "zlib"),
        imports=()
        if kernel_radius(sigma) == 0
        else ["from scipy.ndimage import gaussian_filter1d"],
    )
