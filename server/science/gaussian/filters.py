"""The Gaussian filters of ``scipy.ndimage``, with its meaning and its errors, made fast."""

from typing import Any, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from server.science.gaussian.choosing import METHODS, SMALL, Method
from server.science.gaussian.filter import Filter
from server.science.gaussian.kernels import MODES, Tier, kernel_radius
from server.science.gaussian.lines import filter_axis

FLOATS = (np.dtype(np.float32), np.dtype(np.float64))
NUMBERS = "biuf"  # kinds of numbers, of eight bytes at most
SAME = {"grid-mirror": "reflect"}  # another name for a mode
NOTHING = 1e-15  # sigmas up to this leave an axis as it is


def gaussian_filter1d(
    input: ArrayLike,  # noqa: A002
    sigma: float,
    axis: int = -1,
    order: int = 0,
    output: Any = None,
    mode: str = "reflect",
    cval: float = 0.0,
    truncate: float = 4.0,
    *,
    radius: int | None = None,
    method: Method = "auto",
    workers: int | None = None,
    out: NDArray[Any] | None = None,
    tier: Tier = "exact",
) -> NDArray[Any]:
    """``input`` filtered along ``axis``, as ``scipy.ndimage.gaussian_filter1d`` does it.

    The result is within 1e-9 of the data's range of scipy's (``tier="preview"``: 1e-4), in as
    many threads as ``workers`` says, whatever sigma is. ``method``: ``direct`` is the sum as it
    is defined, ``sliding`` that of sliding cosine sums, ``products`` the same by products of
    matrices, ``overlap`` that of Fourier transforms, ``auto`` chooses. ``out`` is another name
    for ``output``. Where numbers are neither real nor
    floating in the result, or are few, scipy itself is called; its errors are raised for what it
    refuses, and ValueError for a ``method`` that cannot do what is asked for.
    """
    from scipy import ndimage

    _check(method, tier)
    output = out if output is None else output
    values = np.asarray(input)
    lies = range(-values.ndim, values.ndim)
    if axis in lies and _is_ours(values, output, mode, cval, order):
        reach = kernel_radius(sigma, truncate, radius)
        if sigma > NOTHING and _is_worth_it(values, reach, method):
            how = Filter(sigma, reach, order, _mode(mode), cval, tier, workers)
            return _apply(values, [(axis % values.ndim, how)], output, method)
    filtered: NDArray[Any] = ndimage.gaussian_filter1d(
        values, sigma, axis, order, output, mode, cval, truncate, radius=radius
    )
    return filtered


def gaussian_filter(
    input: ArrayLike,  # noqa: A002
    sigma: Any,
    order: Any = 0,
    output: Any = None,
    mode: Any = "reflect",
    cval: float = 0.0,
    truncate: float = 4.0,
    *,
    radius: Any = None,
    axes: Any = None,
    method: Method = "auto",
    workers: int | None = None,
    out: NDArray[Any] | None = None,
    tier: Tier = "exact",
) -> NDArray[Any]:
    """``input`` filtered along all axes, or ``axes``, as ``scipy.ndimage.gaussian_filter`` does.

    For what is added to scipy's parameters see ``gaussian_filter1d``.
    """
    from scipy import ndimage

    _check(method, tier)
    output = out if output is None else output
    values = np.asarray(input)
    steps: list[tuple[int, Filter]] = []
    wanted = _per_axis(values.ndim, axes, sigma, order, mode, radius)
    for axis, width, derivative, beyond, given in wanted or ():
        if not _is_ours(values, output, beyond, cval, derivative):
            steps = []
            break
        if width > NOTHING:
            reach = kernel_radius(width, truncate, given)
            how = Filter(width, reach, derivative, _mode(beyond), cval, tier, workers)
            steps.append((axis, how))
    if steps and _is_worth_it(values, max(how.radius for _, how in steps), method):
        return _apply(values, steps, output, method)
    filtered: NDArray[Any] = ndimage.gaussian_filter(
        values, sigma, order, output, mode, cval, truncate, radius=radius, axes=axes
    )
    return filtered


def _check(method: Method, tier: Tier) -> None:
    if method not in METHODS:
        raise ValueError(f"method must be one of {', '.join(METHODS)}")
    if tier not in get_args(Tier):
        raise ValueError(f"tier must be one of {', '.join(get_args(Tier))}")


def _mode(mode: str) -> Any:
    return SAME.get(mode, mode)


def _is_ours(values: NDArray[Any], output: Any, mode: Any, cval: Any, order: Any) -> bool:
    """Whether these are real numbers that become floating ones, by a kernel that is known."""
    if isinstance(output, np.ndarray):
        becomes = output.dtype
        fits = output.shape == values.shape
    else:
        becomes = values.dtype if output is None else np.dtype(output)
        fits = values.size > 0
    known = isinstance(mode, str) and _mode(mode) in MODES and isinstance(order, int)
    real = values.dtype.kind in NUMBERS and 0 < values.dtype.itemsize <= 8
    real = real and values.dtype != np.float16 and not np.iscomplexobj(cval)
    return known and real and order >= 0 and becomes in FLOATS and fits and values.size > 0


def _is_worth_it(values: NDArray[Any], radius: int, method: Method) -> bool:
    """Whether scipy would take longer than a millisecond or so."""
    return radius > 0 and (method != "auto" or values.size * (2 * radius + 1) > SMALL)


def _per_axis(ndim: int, axes: Any, *parameters: Any) -> list[tuple[Any, ...]] | None:
    """The axes with their parameters; None where scipy is to say what is wrong with them."""
    chosen = range(ndim) if axes is None else np.atleast_1d(axes).tolist()
    if any(not isinstance(axis, int) or axis not in range(-ndim, ndim) for axis in chosen):
        return None
    places = [axis % ndim for axis in chosen]
    columns = []
    for parameter in parameters:
        scalar = isinstance(parameter, str) or not np.iterable(parameter)
        columns.append([parameter] * len(places) if scalar else list(parameter))
    if len(set(places)) < len(places) or any(len(c) != len(places) for c in columns):
        return None
    return list(zip(places, *columns, strict=True))


def _apply(
    values: NDArray[Any], steps: list[tuple[int, Filter]], output: Any, method: Method
) -> NDArray[Any]:
    """Filter along one axis after the other; between them the result's own kind is kept."""
    given = output if isinstance(output, np.ndarray) else None
    dtype = values.dtype if output is None else np.dtype(output) if given is None else given.dtype
    fits = given is not None and given.flags.carray and given.dtype.isnative
    if given is not None and fits and (values is given or not np.may_share_memory(values, given)):
        result = given
    else:
        result = np.empty(values.shape, dtype=dtype.newbyteorder("="))
    source = values if values.dtype.newbyteorder("=") in FLOATS else values.astype(np.float64)
    source = np.ascontiguousarray(source, dtype=source.dtype.newbyteorder("="))
    for axis, how in steps:
        filter_axis(source, axis, how, result, method)
        source = result
    if given is not None and result is not given:
        given[...] = result
    return result if given is None else given
