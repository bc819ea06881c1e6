import math

import numpy as np
import pytest

from server.science.peaks import peaks
from server.science.smoothing import FWHM, gaussian_smooth

X = np.arange(2000)


def bell(centre, sd, height=1.0):
    return height * np.exp(-0.5 * ((X - centre) / sd) ** 2)


def test_a_gaussian_peak_widens_as_the_formula_says():
    before = bell(500, 12) + bell(1400, 30, 2.0)
    found = peaks(before, gaussian_smooth(before, 9.0))
    assert [peak.at for peak in found] == [500, 1400]
    for peak, (sd, height) in zip(found, [(12, 1), (30, 2)], strict=True):
        wider = math.hypot(sd, 9)
        assert peak.height_before == pytest.approx(height)
        assert peak.height_after == pytest.approx(height * sd / wider, rel=1e-3)
        assert peak.width_before == pytest.approx(FWHM * sd, rel=1e-3)
        assert peak.width_after == pytest.approx(FWHM * wider, rel=1e-3)


def test_wiggles_of_the_noise_are_no_peaks():
    noise = 0.1 * np.random.default_rng(0).standard_normal(2000)
    before = bell(700, 20) + noise
    found = peaks(before, gaussian_smooth(before, 5.0))
    assert [abs(peak.at - 700) < 10 for peak in found] == [True]
    assert 1 < found[0].height_before < 1.4
    assert found[0].height_after == pytest.approx(20 / math.hypot(20, 5), rel=0.1)
    assert len(peaks(noise, gaussian_smooth(noise, 5.0), noise=0.0)) == 10


def test_gaps_and_scale():
    before = bell(500, 12) * 1e300
    before[900:950] = np.nan
    after = gaussian_smooth(before, 9.0)
    assert peaks(before, after)[0].height_after == pytest.approx(1e300 * 12 / 15, rel=1e-3)


@pytest.mark.parametrize(
    "values",
    [np.zeros(0), np.ones(1), np.ones(50), np.full(50, np.nan), np.full(50, np.inf), X],
    ids=["empty", "one", "constant", "nan", "inf", "ramp"],
)
def test_where_there_is_none(values):
    assert peaks(values, values) == []


def test_the_largest_numbers():
    found = peaks(np.array([0, 1.7e308, -1.7e308] * 5), np.array([0, 1.7e308, -1.7e308] * 5), 0.0)
    assert all(math.isfinite(peak.height_after) for peak in found)
