import numpy as np
import pytest

from server.errors import InputError
from server.science import uneven
from server.science.smoothing import gaussian_smooth
from server.science.uneven import smooth_along

RNG = np.random.default_rng(11)
NOISE = RNG.standard_normal(400)
UNEVEN = np.cumsum(RNG.exponential(1.0, 400))


def brute(x, y, sigma, reach):
    distance = x[:, None] - x[None, :]
    weight = np.exp(-0.5 * (distance / sigma) ** 2) * (np.abs(distance) <= reach) * np.isfinite(y)
    with np.errstate(invalid="ignore"):
        return weight @ np.nan_to_num(y) / weight.sum(axis=1)


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch):
    monkeypatch.setattr(uneven, "PAIRS", 500)


@pytest.mark.parametrize("sigma", [0.4, 1.3, 2.2, 2.3, 17.0])
@pytest.mark.parametrize("step", [1.0, 1 / 360, 86400.0])
def test_even_steps_give_the_ordinary_result_away_from_the_edges(sigma, step):
    x = 1e3 * step + step * np.arange(400)
    found = smooth_along(x, NOISE, sigma * step)
    inside = slice(70, -70)
    np.testing.assert_allclose(found[inside], gaussian_smooth(NOISE, sigma)[inside], atol=1e-10)


@pytest.mark.parametrize("sigma", [0.01, 1.0, 40.0, 1e9])
def test_uneven_steps_by_the_formula(sigma):
    reach = 4 * sigma + np.median(np.diff(UNEVEN)) / 2
    expected = brute(UNEVEN, NOISE, sigma, reach)
    np.testing.assert_allclose(smooth_along(UNEVEN, NOISE, sigma), expected, atol=1e-13)


def test_three_by_hand():
    # At 0 the neighbour at 1 weighs exp(−1/2), the one at 9 lies beyond 4.5.
    near = np.exp(-0.5)
    found = smooth_along(np.array([0.0, 1.0, 9.0]), np.array([2.0, 4.0, 7.0]), 1.0)
    np.testing.assert_allclose(found, [(2 + 4 * near) / (1 + near), (4 + 2 * near) / (1 + near), 7])


def test_gaps_stay_open_or_are_filled_and_weigh_nothing():
    holes = NOISE.copy()
    holes[[0, 7, 8, 9, 200]] = np.nan
    holes[300] = np.inf
    holes[250:290] = np.nan
    reach = 8 + np.median(np.diff(UNEVEN)) / 2
    known = np.isfinite(holes)
    expected = brute(UNEVEN, np.where(known, holes, np.nan), 2.0, reach)
    opened, filled = (smooth_along(UNEVEN, holes, 2.0, fill=fill) for fill in (False, True))
    np.testing.assert_array_equal(np.isfinite(opened), known)
    np.testing.assert_allclose(opened[known], expected[known], atol=1e-13)
    np.testing.assert_allclose(filled, expected, atol=1e-13)
    assert np.isnan(smooth_along(UNEVEN, holes, 2.0, fill=True, min_weight=0.9)[[7, 8, 9]]).all()
    assert np.isfinite(smooth_along(UNEVEN, holes, 2.0, fill=True, min_weight=0.9)[100:150]).all()


@pytest.mark.parametrize("sigma", [0.0, 0.5, 30.0])
def test_a_part_is_that_part_of_the_whole_bit_for_bit(sigma):
    whole = smooth_along(UNEVEN, NOISE, sigma)
    for start, stop in ((0, 1), (37, 111), (399, 400), (9, 9)):
        part = smooth_along(UNEVEN, NOISE, sigma, start=start, stop=stop)
        np.testing.assert_array_equal(part, whole[start:stop])


def test_no_width_changes_nothing_but_the_same_place():
    x = np.array([0.0, 1.0, 1.0, 2.0])
    np.testing.assert_array_equal(smooth_along(x, np.arange(4), 0), [0, 1.5, 1.5, 3])


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ([], []),
        ([3.0], [4]),
        ([3.0, 3.0, 3.0], [1, 1, 1]),
        ([1.0, 2.0], [np.nan, np.nan]),
        ([-1e300, 0.0, 1e300], [1.0, 1.0, 1.0]),
        (np.arange(50.0), np.full(50, 1e308)),
    ],
    ids=["empty", "one", "one place", "nan", "wide x", "huge"],
)
@pytest.mark.parametrize("sigma", [0, 1e-3, 5, 1e300])
def test_survives(x, y, sigma):
    x, y = np.array(x), np.array(y)
    found = smooth_along(x, y, sigma)
    np.testing.assert_allclose(found, y.astype(float), rtol=1e-12)


def test_stops_where_it_is_cancelled():
    asked = iter([False, True])
    found = smooth_along(UNEVEN, NOISE, 3.0, cancelled=lambda: next(asked))
    assert np.isfinite(found[0])
    assert np.isnan(found[-1])


@pytest.mark.parametrize(
    ("x", "sigma", "field"),
    [
        ([1.0, 0.0], 1, "x"),
        ([0.0, np.nan], 1, "x"),
        ([0.0, 1.0], -1, "width"),
        ([0.0, 1.0], np.nan, "width"),
    ],
)
def test_what_cannot_be(x, sigma, field):
    with pytest.raises(InputError) as caught:
        smooth_along(np.array(x), np.zeros(2), sigma)
    assert caught.value.field == field


def test_too_many_neighbours_say_how_wide_it_may_be(monkeypatch):
    monkeypatch.setattr(uneven, "MAX_PAIRS", 10_000)
    with pytest.raises(InputError, match=r"neighbours in all.*Allowed: about"):
        smooth_along(UNEVEN, NOISE, 40.0)
