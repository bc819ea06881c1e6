"""Smoothing over gaps by normalised convolution.

H. Knutsson and C.-F. Westin, "Normalized and differential convolution", CVPR 1993: what is there
is smoothed, so is where it is there, and the one is divided by the other. A derivative is that
of the quotient.
"""

import ctypes
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from server.science import native
from server.science.gaussian.filter import Filter, Gaps
from server.science.gaussian.kernels import constant_gain, kernel
from server.science.gaussian.overlap import convolved, transform_size, transformed_kernel
from server.science.gaussian.pieces import Piece, Way
from server.science.gaussian.sliding import LEAST, line_of
from server.science.gaussian.source import Floats, Source, View
from server.science.gaussian.threads import Scratch
from server.science.native.library import address

# The sums of a series are wrong by 1e-10 at most: below this weight their quotient by too much.
ENOUGH = 0.25
LONGEST = 2**20  # radius up to which such places are worked out anew


def over_gaps(
    way: Way, source: Source, pieces: list[Piece], how: Filter, gaps: Gaps, scale: float,
    scratch: Scratch,
) -> None:  # fmt: skip
    """The results of ``pieces``, of values times ``scale``, into their places."""
    views = (View("cleaned", scale), View("known"))
    sums = [
        [_filtered(way, pieces, order, view, scratch) for view in views]
        for order in range(how.order + 1)
    ]
    enough = enough_for(how) if way.rounds else 0.0
    for i, piece in enumerate(pieces):
        totals = [of_order[0][i] for of_order in sums]
        weights = [of_order[1][i] for of_order in sums]
        if _divided(totals, weights, source, piece, how, gaps, scale, enough):
            wanted = _wanted(source, piece, how, gaps)
            _mend(source, piece, way.length, how, gaps, scale, wanted & (weights[0] < enough))


def enough_for(how: Filter) -> float:
    """The weight below which the quotient of two sums of a series is not as good as promised."""
    return ENOUGH if how.tier == "exact" and how.radius <= LONGEST else 0.0


def mend_thin(
    way: Way, source: Source, piece: Piece, how: Filter, gaps: Gaps, scale: float, scratch: Scratch
) -> None:
    """The results of ``piece`` anew wherever the weight is not enough."""
    [weights] = _filtered(way, [piece], 0, View("known"), scratch)
    thin = _wanted(source, piece, how, gaps) & (weights < enough_for(how))
    _mend(source, piece, way.length, how, gaps, scale, thin)


def _filtered(
    way: Way, pieces: list[Piece], order: int, view: View, scratch: Scratch
) -> list[Floats]:
    if order == 0 and view.kind == "cleaned" and all(p.out.dtype == np.float64 for p in pieces):
        way.filter(pieces, order, view)  # where the quotient goes
        return [piece.out for piece in pieces]
    lengths = [piece.high - piece.low for piece in pieces]
    room = scratch.floats(f"{view.kind} {order}", sum(lengths))
    outs = np.split(room, np.cumsum(lengths)[:-1])
    way.filter([replace(p, out=out) for p, out in zip(pieces, outs, strict=True)], order, view)
    return outs


def _divided(
    totals: list[Floats], weights: list[Floats], source: Source, piece: Piece, how: Filter,
    gaps: Gaps, scale: float, enough: float,
) -> bool:  # fmt: skip
    """The quotient into its place. Whether somewhere the weight is not enough for it."""
    library = native.library()
    least = max(gaps.min_weight, LEAST)
    if library is not None and how.order == 0:
        line = line_of(source, how, View("cleaned", scale))
        thin = library.quotient(
            address(totals[0]), address(weights[0]), ctypes.addressof(line), piece.low,
            piece.high - piece.low, least, enough, gaps.fill,
        )  # fmt: skip
        if totals[0] is not piece.out:
            piece.out[:] = totals[0]
        return bool(thin)
    wanted = _wanted(source, piece, how, gaps)
    good = wanted & (weights[0] >= least)
    gain = constant_gain(how.sigma, how.order, how.radius)
    result = quotient(totals, weights, good, gain) / scale + source.offset * gain
    piece.out[:] = np.where(good, result, np.nan)
    return bool((wanted & (weights[0] < enough)).any())


def _wanted(source: Source, piece: Piece, how: Filter, gaps: Gaps) -> NDArray[np.bool_]:
    if gaps.fill:
        return np.ones(piece.high - piece.low, dtype=bool)
    return np.asarray(source.seen(piece.low, piece.high, how, View("known")) > 0)


def quotient(
    totals: list[Floats], weights: list[Floats], good: NDArray[np.bool_], gain: float
) -> Floats:
    """The quotient totals[0] / weights[0] where ``good``, or its first or second derivative.

    The second derivative's kernel turns a constant into ``gain`` times it: so it does here.
    """
    weight = np.where(good, weights[0], 1.0)
    ratio = totals[0] / weight
    if len(totals) == 1:
        return np.asarray(ratio)
    slope = (totals[1] - ratio * weights[1]) / weight
    if len(totals) == 2:
        return np.asarray(slope)
    bend = totals[2] - 2 * slope * weights[1] - ratio * (weights[2] - gain * weights[0])
    return np.asarray(bend / weight)


def _mend(
    source: Source, piece: Piece, chunk: int, how: Filter, gaps: Gaps, scale: float,
    thin: NDArray[np.bool_],
) -> None:  # fmt: skip
    """The results at the ``thin`` places of ``piece`` anew, by transforms."""
    size = transform_size(how.radius, source.n)
    length = size - 2 * how.radius
    kernels = [transformed_kernel(how, order, size) for order in range(how.order + 1)]
    gain = constant_gain(how.sigma, how.order, how.radius)
    last = min(piece.first + chunk, source.n) + how.radius
    # The stretches begin where they would for any other part of the chunk.
    skipped = (piece.low - piece.first) // length * length
    for low in range(piece.first + skipped, piece.high, length):
        start, stop = max(low, piece.low), min(low + length, piece.high)
        here = thin[start - piece.low : stop - piece.low]
        if not here.any():
            continue
        inner = slice(start - low, stop - low)
        sums = [
            [convolved(_reach(source, low, size, last, how, view), k, how.radius)[inner]
             for k in kernels]
            for view in (View("cleaned", scale), View("known"))
        ]  # fmt: skip
        good = here & (sums[1][0] >= max(gaps.min_weight, LEAST))
        exact = quotient(sums[0], sums[1], good, gain) / scale + source.offset * gain
        exact[~good] = np.nan
        piece.out[start - piece.low : stop - piece.low][here] = exact[here]


def _reach(source: Source, low: int, size: int, last: int, how: Filter, view: View) -> Floats:
    """What the kernel sees of the stretch from ``low``, but nothing beyond ``last``."""
    start = low - how.radius
    reach = np.zeros(size)
    stop = min(start + size, last)
    reach[: stop - start] = source.seen(start, stop, how, view)
    return reach


def spread(way: Way, source: Source, pieces: list[Piece], how: Filter, scale: float) -> None:
    """The results of ``pieces`` where what is not finite spreads, as it does with scipy."""
    from scipy.ndimage import correlate1d

    gain = constant_gain(how.sigma, how.order, how.radius)
    for piece in pieces:
        reach = source.seen(piece.low - how.radius, piece.high + how.radius, how, View())
        if np.isinf(reach).any():
            weights = kernel(how.sigma, how.order, how.radius)
            inner = slice(how.radius, len(reach) - how.radius)
            piece.out[:] = correlate1d(reach, weights, mode="nearest")[inner]
            continue
        [smooth] = _filtered(way, [piece], how.order, View("cleaned", scale), Scratch())
        missing = np.concatenate([[0], np.cumsum(np.isnan(reach))])
        width = 2 * how.radius + 1
        seen = missing[width:] - missing[:-width]
        piece.out[:] = np.where(seen > 0, np.nan, smooth / scale + source.offset * gain)
