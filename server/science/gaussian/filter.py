"""What is asked of a filter."""

from dataclasses import dataclass

from server.science.gaussian.kernels import Mode, Tier


@dataclass(frozen=True)
class Filter:
    """A Gaussian, or its derivative of ``order``, and what lies beyond the ends."""

    sigma: float
    radius: int
    order: int = 0
    mode: Mode = "reflect"
    cval: float = 0.0
    tier: Tier = "exact"
    workers: int | None = None


@dataclass(frozen=True)
class Gaps:
    """What becomes of places with too little around them, or without a value of their own."""

    min_weight: float = 0.0
    fill: bool = False
