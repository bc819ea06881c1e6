"""The part of a script that smooths: each method in plain numpy and scipy, gaps and all."""

import math
from collections.abc import Mapping

from server.workbench.curves import Smoother

SCIPY_MODES = frozenset({"nearest", "mirror", "wrap", "constant"})
LONG = 501  # samples of a window from which scipy's weights lose digits

PADDED = '''\


def padded(values, reach):
    """The values, and what is taken to lie beyond their ends."""
    names = {"reflect": "symmetric", "mirror": "reflect", "nearest": "edge", "wrap": "wrap"}
    if mode == "constant":
        return np.pad(values, reach, constant_values=cval)
    return np.pad(values, reach, mode=names[mode])


'''
GAUSSIAN_GAPS = """\
# Gaps are passed over by normalised convolution (Knutsson and Westin, 1993).
radius = int(truncate * sigma + 0.5)
around = padded(raw, radius)
known = np.isfinite(around)


def filtered(values, order):
    smooth = gaussian_filter1d(values, sigma, order=order, radius=radius)
    return smooth[radius : len(values) - radius]


level = raw[np.isfinite(raw)].mean() if np.isfinite(raw).any() else 0.0
total = [filtered(np.where(known, around - level, 0.0), k) for k in {orders}]
weight = [filtered(known.astype(float), k) for k in {orders}]
share = np.where(weight[0] >= 1e-12, weight[0], 0.0)
safe = np.where(share > 0, share, 1.0)
{result}"""
PLAIN = "smoothed = total[0] / safe + level\n"
SLOPE = """\
quotient = total[0] / safe
smoothed = slope = (total[1] - quotient * weight[1]) / safe
"""
BEND = """\
# The second derivative of a constant is not quite nothing, for the kernel is cut off.
gain = gaussian_filter1d(np.ones(2 * radius + 1), sigma, order=2, radius=radius)[radius]
curved = total[2] - 2 * slope * weight[1] - quotient * (weight[2] - gain * weight[0])
smoothed = curved / safe + gain * level
"""
WINDOWS = """\
around = padded(raw, window // 2)
windows = np.lib.stride_tricks.sliding_window_view(around, window)
known = np.isfinite(windows)
share = known.mean(axis=1)
"""
MEAN_GAPS = """\
total = np.where(known, windows, 0.0).sum(axis=1)
smoothed = total / np.maximum(known.sum(axis=1), 1)
"""
MEDIAN_GAPS = """\
smoothed = np.full(len(raw), np.nan)
for i in np.flatnonzero(share > 0):
    smoothed[i] = np.median(windows[i][known[i]])
"""
SAVGOL = """\
# Savitzky and Golay (1964): the polynomial of {degree} that fits each window best.
half = max(window // 2, 1)
at = np.arange(-(window // 2), window // 2 + 1) / half
basis, triangle = np.linalg.qr(np.vander(at, {degree} + 1, increasing=True))
unit = np.zeros({degree} + 1)
unit[{order}] = {factorial} / half**{order}
middle = np.linalg.solve(triangle.T, unit)
around = padded(raw, window // 2)
level = around[np.isfinite(around)].mean() if np.isfinite(around).any() else 0.0
rest = np.where(np.isfinite(around), around - level, 0.0)
smoothed = oaconvolve(rest, (basis @ middle)[::-1], mode="valid")
"""
SAVGOL_GAPS = """\
# Where values are missing, it is fitted to those that are there.
windows = np.lib.stride_tricks.sliding_window_view(around, window)
known = np.isfinite(windows)
share = known.mean(axis=1)
for i in np.flatnonzero(share < 1):
    there = basis[known[i]]
    normal = there.T @ there
    smoothed[i] = np.nan
    if np.linalg.eigvalsh(normal)[0] > 1e-7:
        smoothed[i] = middle @ np.linalg.solve(normal, there.T @ (windows[i][known[i]] - level))
"""
ALONG = """\
# The kernel is laid out in units of x (Nadaraya and Watson, 1964); sigma is in units of x.
reach = truncate * sigma + {half_step!r}
first = np.searchsorted(x, x - reach, side="left")
after = np.searchsorted(x, x + reach, side="right")
smoothed, share = np.full(len(x), np.nan), np.zeros(len(x))
for i in range(len(x)):
    near = slice(first[i], after[i])
    weight = np.exp(-0.5 * ((x[near] - x[i]) / sigma) ** 2)
    known = np.isfinite(raw[near])
    if known.any():
        smoothed[i] = np.average(raw[near][known], weights=weight[known])
        share[i] = weight[known].sum() / weight.sum()
"""
OPEN = """\
smoothed[(share <= 0) | (share < {min_weight!r})] = np.nan
"""
NOT_FILLED = "smoothed[~np.isfinite(raw)] = np.nan\n"
NDIMAGE = "from scipy.ndimage import {}"
IMPORTS: Mapping[str, str] = {
    "gaussian": NDIMAGE.format("gaussian_filter1d"),
    "mean": NDIMAGE.format("uniform_filter1d"),
    "median": NDIMAGE.format("median_filter"),
}


def step_code(smoother: Smoother, gaps: bool) -> tuple[str, list[str]]:
    """Statements from ``raw`` (and ``x``) to ``smoothed``, and the imports they need."""
    options = smoother.options
    mode = f"mode = {smoother.mode!r}\ncval = {options['cval']!r}  # beyond the ends\n"
    text, imports, open_ones = _statements(smoother, gaps)
    head = mode if "mode" in text or "padded" in text else ""
    if "padded(" in text:
        head += PADDED
    if open_ones:
        text += OPEN.format(min_weight=options["min_weight"])
        text += "" if options["fill"] else NOT_FILLED
    return head + text, imports


def _statements(smoother: Smoother, gaps: bool) -> tuple[str, list[str], bool]:
    """The statements, their imports, and whether ``share`` tells where too little is known."""
    if smoother.along:
        return _along(smoother), [], True
    if smoother.window is not None:
        return _window(smoother, gaps)
    order, truncate = smoother.step.order, smoother.options["truncate"]
    head = f"sigma = {smoother.sigma!r}  # samples\ntruncate = {truncate!r}  # sigmas\n"
    if int(truncate * smoother.sigma + 0.5) == 0 and order == 0:
        return f"{head}smoothed = raw.copy()  # the kernel is one sample wide\n", [], False
    if gaps:
        slope = f"# The derivative is that of the quotient.\n{SLOPE}"
        result = (PLAIN, slope, slope + BEND)[order]
        head += GAUSSIAN_GAPS.format(orders=tuple(range(order + 1)), result=result)
        return head, [IMPORTS["gaussian"]], True
    call = (
        "smoothed = gaussian_filter1d(\n"
        f"    raw, sigma, order={order}, mode=mode, cval=cval, truncate=truncate\n)\n"
    )
    return head + call, [IMPORTS["gaussian"]], False


def _along(smoother: Smoother) -> str:
    signal = smoother.signal
    sigma = smoother.sigma * signal.positions.step
    head = f"sigma = {max(sigma, 1e-300)!r}\ntruncate = {smoother.options['truncate']!r}\n"
    steps = signal.positions.part(0, min(len(signal), 2**16 + 1))
    from server.science.uneven import usual_step

    return head + ALONG.format(half_step=usual_step(steps) / 2)


def _window(smoother: Smoother, gaps: bool) -> tuple[str, list[str], bool]:
    chosen = smoother.window
    if chosen is None:
        raise ValueError("a Gaussian has no window")
    window = f"window = {chosen.window}  # samples\n"
    if chosen.method == "savgol":
        plain = not gaps and chosen.mode in SCIPY_MODES and chosen.window <= LONG
        if plain:
            call = (
                "smoothed = savgol_filter(\n    raw, window, "
                f"{chosen.degree}, deriv={chosen.order}, mode=mode, cval=cval\n)\n"
            )
            return window + call, ["from scipy.signal import savgol_filter"], False
        text = SAVGOL.format(
            degree=chosen.degree, order=chosen.order, factorial=math.factorial(chosen.order)
        )
        text += SAVGOL_GAPS if gaps else ""
        text += "smoothed += level\n" if chosen.order == 0 else ""
        return window + text, ["from scipy.signal import oaconvolve"], gaps
    if gaps:
        body = MEAN_GAPS if chosen.method == "mean" else MEDIAN_GAPS
        return window + WINDOWS + body, [], True
    call = "uniform_filter1d" if chosen.method == "mean" else "median_filter"
    text = f"smoothed = {call}(raw, window, mode=mode, cval=cval)\n"
    return window + text, [IMPORTS[chosen.method]], False
