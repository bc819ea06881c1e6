"""The options that all ways of smoothing a sequence share."""

from typing import TypedDict

from server.errors import InputError
from server.science.gaussian.filter import Filter, Gaps
from server.science.gaussian.kernels import MODES, TRUNCATE, Mode, Tier, kernel_radius

MAX_ORDER = 2
MAX_SIGMA = 10**6  # samples; and more where there are more samples


class Options(TypedDict, total=False):
    """``cval``: what lies beyond the ends in the mode ``constant`` (0).

    ``order``: 0 smooths, 1 and 2 give the derivatives, per sample (0).
    ``truncate``: where the kernel ends, in sigmas (4).
    ``min_weight``: how much of the kernel's weight has to fall on values, 0 to 1 (0).
    ``fill``: whether a missing value is replaced where that weight suffices (no).
    ``tier``: ``exact``, within 1e-9 of the data's range of scipy's, or ``preview``, 1e-4 (exact).
    ``workers``: how many threads (as many as there are processors).
    """

    cval: float
    order: int
    truncate: float
    min_weight: float
    fill: bool
    tier: Tier
    workers: int | None


def checked(n: int, sigma: float, mode: Mode, options: Options) -> tuple[Filter, Gaps]:
    """The filter that is asked for ``n`` values. Raises InputError naming what is impossible."""
    truncate, order = options.get("truncate", TRUNCATE), options.get("order", 0)
    if not 0 <= truncate < 100:
        raise InputError("truncate", "cannot be", "0 to 100")
    largest = largest_sigma(n, truncate)
    if not 0 <= sigma <= largest:
        raise InputError("sigma", "asks for too much work", f"0 to {largest:,.0f} for {n:,} values")
    if order not in range(MAX_ORDER + 1):
        raise InputError("order", "cannot be", "0, 1 or 2")
    radius = kernel_radius(sigma, truncate)
    if order and radius == 0:
        raise InputError("sigma", "is too narrow for a derivative", f"{0.5 / TRUNCATE} or more")
    if mode not in MODES:
        raise InputError("mode", "cannot be", ", ".join(MODES))
    how = Filter(
        sigma=sigma,
        radius=radius,
        order=order,
        mode=mode,
        cval=options.get("cval", 0.0),
        tier=options.get("tier", "exact"),
        workers=options.get("workers"),
    )
    return how, Gaps(options.get("min_weight", 0.0), options.get("fill", False))


def largest_sigma(n: int, truncate: float = TRUNCATE) -> float:
    """The largest sigma that is taken for ``n`` values: the kernel may be longer than they are."""
    return float(max(MAX_SIGMA, n)) * TRUNCATE / max(truncate, TRUNCATE)
