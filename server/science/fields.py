"""Random fields over a plane."""

import numpy as np
from numpy.typing import NDArray


def random_field(
    rows: int, columns: int, correlation_length: float, seed: int
) -> NDArray[np.float64]:
    """A periodic Gaussian random field of zero mean and unit variance, shape (rows, columns).

    White noise is convolved with a Gaussian of standard deviation ℓ/2 cells, ℓ being the
    ``correlation_length``; the correlation at the distance r is then exp(−(r/ℓ)²), so that it
    has fallen to 1/e at r = ℓ. The convolution is a product of spectra: the plane closes upon
    itself at its edges. With ℓ = 0 the noise stays white.

    ValueError for fewer than two cells, or a length beyond the longer side, where next to
    nothing would be left but the mean.
    """
    if rows * columns < 2 or not 0 <= correlation_length <= max(rows, columns):
        raise ValueError("no such field")
    from scipy import fft

    noise = np.random.default_rng(seed).standard_normal((rows, columns))
    spectrum = fft.rfft2(noise)
    spectrum[0, 0] = 0  # the mean
    sigma = correlation_length / 2
    across = np.exp(-2 * (np.pi * sigma * fft.rfftfreq(columns)) ** 2)
    down = np.exp(-2 * (np.pi * sigma * fft.fftfreq(rows)) ** 2)
    field: NDArray[np.float64] = fft.irfft2(spectrum * down[:, None] * across, s=noise.shape)
    field /= field.std()
    return field
