import numpy as np
import pytest
from scipy.stats import kurtosis, skew

from server.science import distribution as module
from server.science.distribution import distribution

RNG = np.random.default_rng(2)


def test_shape_as_scipy_has_it():
    values = RNG.gamma(3, size=5000)
    found = distribution(values)
    assert found.skewness == pytest.approx(skew(values))
    assert found.kurtosis == pytest.approx(kurtosis(values))
    np.testing.assert_allclose(found.quantiles[[0, 3, 6]], np.quantile(values, [0, 0.5, 1]))


def test_bins_as_freedman_and_diaconis_have_them():
    values = RNG.standard_normal(2000)
    found = distribution(values)
    expected = np.histogram(values, bins="fd")[0]
    assert abs(len(found.counts) - len(expected)) <= 1
    assert found.counts.sum() == 2000
    assert found.edges[0] == values.min()
    assert found.edges[-1] == values.max()
    assert len(distribution(np.append(values, 1e6)).counts) == module.MOST_BINS


def test_of_many_values_every_so_manieth(monkeypatch):
    monkeypatch.setattr(module, "LOOKED_AT", 1000)
    found = distribution(np.arange(3500))
    assert found.counts.sum() == 875
    assert found.words == "From every 4th value."


@pytest.mark.parametrize(
    ("values", "counted"),
    [
        (np.ones(1), 1),
        (np.full(9, -3.5), 9),
        (np.zeros(9), 9),
        (np.array([0, 0, 0, 0, 0, 0, 1]), 7),
        (np.array([np.nan, np.inf, 1, 2]), 2),
        (np.array([1.7e308, -1.7e308]), 2),
        (np.array([1.0, np.nextafter(1, 2)]), 2),
        (np.array([5e-324, 0.0, 1e-323]), 3),
        (RNG.standard_normal(100) * 1e300, 100),
        (np.array([True, False]), 2),
    ],
)
def test_survives(values, counted):
    found = distribution(values)
    assert found.counts.sum() == counted
    assert np.isfinite(found.edges).all()
    assert found.edges[0] <= values[np.isfinite(values)].min()
    assert (np.diff(found.edges) >= 0).all()


@pytest.mark.parametrize("values", [np.zeros(0), np.full(4, np.nan), np.full(4, np.inf)])
def test_of_nothing_there_is_none(values):
    assert distribution(values) is None
