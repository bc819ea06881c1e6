"""The Gaussian filters of ``scipy.ndimage``, with its meaning and its errors, made fast."""

from typing import Any

from numpy.typing import ArrayLike, NDArray


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
    method: str = "auto",
    workers: int | None = None,
    out: NDArray[Any] | None = None,
    tier: str = "exact",
) -> NDArray[Any]:
    """``input`` filtered along ``axis``: ``scipy.ndimage.gaussian_filter1d`` with a choice of ways.

    ``out`` is another name for ``output``.
    """
    from scipy import ndimage

    del method, workers, tier
    output = out if output is None else output
    filtered: NDArray[Any] = ndimage.gaussian_filter1d(
        input, sigma, axis, order, output, mode, cval, truncate, radius=radius
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
    method: str = "auto",
    workers: int | None = None,
    out: NDArray[Any] | None = None,
    tier: str = "exact",
) -> NDArray[Any]:
    """``input`` filtered along all axes, or ``axes``: ``scipy.ndimage.gaussian_filter``."""
    from scipy import ndimage

    del method, workers, tier
    output = out if output is None else output
    filtered: NDArray[Any] = ndimage.gaussian_filter(
        input, sigma, order, output, mode, cval, truncate, radius=radius, axes=axes
    )
    return filtered
