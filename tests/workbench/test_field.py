"""Fields: area means, profiles, smoothing over both axes."""

import threading
import time

import numpy as np
import pytest
from scipy import ndimage

from server.datafiles.errors import Cancelled
from server.errors import InputError
from server.workbench import field_smoothing
from server.workbench.field import FieldData, area_means, extremes_of, field_window, quantised
from server.workbench.field_smoothing import SmoothFields, preview_means, smooth_field
from server.workbench.field_view import field_bytes, preview_bytes
from server.workbench.layers import statistics
from server.workbench.recipe import Recipe
from server.workbench.signal import Label
from server.workbench.transport import unpack
from tests.waiting import PATIENCE

RNG = np.random.default_rng(9)


def field(values, **named):
    return FieldData(np.asarray(values), Label("z", "Height", "m"), **named)


def seen(data, width, height, **recipe):
    return field_window(data, Recipe(**recipe), width, height)


@pytest.mark.parametrize("shape", [(7, 11), (40, 30), (1, 50), (64, 64)])
@pytest.mark.parametrize("pixels", [(5, 4), (100, 100), (1, 1)])
def test_every_value_counts_in_one_pixel(shape, pixels):
    data = field(RNG.standard_normal(shape))
    window = seen(data, *pixels)
    means = area_means(data.values, window)
    for i in range(means.shape[0]):
        for j in range(means.shape[1]):
            rows = slice(*window.row_edges[i : i + 2])
            columns = slice(*window.column_edges[j : j + 2])
            assert means[i, j] == pytest.approx(data.values[rows, columns].mean(), rel=1e-12)


def test_gaps_and_infinities_do_not_count():
    values = np.array([[1.0, np.nan, np.inf, np.nan], [3.0, 5.0, 7.0, np.nan]])
    data = field(values)
    assert np.array_equal(
        area_means(values, seen(data, 4, 1)), [[2.0, 5.0, 7.0, np.nan]], equal_nan=True
    )
    assert extremes_of(values, seen(data, 4, 2)) == (1.0, 7.0)


def test_the_largest_numbers_do_not_overflow():
    values = np.full((10, 10), 1.7e308)
    assert area_means(values, seen(field(values), 1, 1)) == pytest.approx(1.7e308)


def test_the_seen_part_is_of_whole_cells():
    data = field(np.zeros((20, 30)))
    window = seen(data, 100, 100, x0=2.5, x1=7.2, y0=-4.0, y1=3.0)
    assert (window.columns, window.rows) == (slice(2, 8), slice(0, 3))
    assert window.visible == 18


def test_beyond_the_field_there_is_nothing_to_see():
    with pytest.raises(InputError) as refused:
        seen(field(np.zeros((20, 30))), 10, 10, x0=30.0)
    assert refused.value.field == "x0"


@pytest.mark.parametrize("depth", [8, 16])
def test_colours_come_back_to_half_a_step(depth):
    means = RNG.standard_normal((20, 20)) * 1e5
    means[3, 4] = np.nan
    stored, offset, scale = quantised(means, depth)
    back = offset + scale * stored.astype(float)
    known = np.isfinite(means)
    assert np.max(np.abs(back - means)[known]) <= 0.501 * scale
    assert stored[3, 4] == 2**depth - 1
    assert np.count_nonzero(stored == 2**depth - 1) == 1


@pytest.mark.parametrize("value", [0.0, 1e300, np.nan])
def test_a_flat_field_is_one_colour(value):
    stored, offset, scale = quantised(np.full((3, 3), value), 8)
    assert len(set(stored.reshape(-1).tolist())) == 1
    assert np.isnan(value) or offset + scale * stored[0, 0] == value


def test_smoothing_is_scipys():
    values = RNG.standard_normal((60, 50))
    found = smooth_field(values, 3.0, Recipe(edges="mirror"))
    assert np.allclose(found, ndimage.gaussian_filter(values, 3.0, mode="mirror"), atol=1e-9)


def test_gaps_of_a_field_stay_open_or_are_bridged():
    values = np.full((20, 20), 4.0)
    values[5:8, 5:8] = np.nan
    assert np.isnan(smooth_field(values, 2.0, Recipe())).sum() == 9
    assert np.allclose(smooth_field(values, 2.0, Recipe(fill=True)), 4.0)


@pytest.mark.parametrize("edges", ["reflect", "nearest", "mirror", "wrap", "constant"])
@pytest.mark.parametrize("place", [(0, 0), (45, 80), (20, 30)])
def test_a_part_of_a_large_field_is_smoothed_as_the_whole(monkeypatch, edges, place):
    values = RNG.standard_normal((60, 100))
    data = field(values)
    recipe = Recipe(
        width=2.0, edges=edges, x0=place[1], x1=place[1] + 15, y0=place[0], y1=place[0] + 10
    )
    window = field_window(data, recipe, 50, 50)
    whole = smooth_field(values, 2.0, recipe)[window.rows, window.columns]
    monkeypatch.setattr(field_smoothing, "WHOLE", 10)
    part, top, left = SmoothFields().get(data, recipe, window)
    inside = window.within(top, left)
    assert np.allclose(part[inside.rows, inside.columns], whole, rtol=0, atol=1e-9)


def test_pixels_profiles_and_the_point_itself_are_sent():
    values = np.arange(120.0).reshape(10, 12)
    data = field(values, row_labels=tuple("abcdefghij"), column_names=tuple("ABCDEFGHIJKL"))
    recipe = Recipe(width=0.0, x0=2.0, y0=4.0)
    window = field_window(data, recipe, 5, 3)
    header, curves = unpack(
        field_bytes(data, recipe, window, ["raw", "residual"], 16, at=(3.7, 5.2))
    )
    raw, residual = header["curves"][:2]
    assert (raw["width"], raw["height"], raw["minimum"], raw["maximum"]) == (5, 3, 50.0, 119.0)
    assert (residual["minimum"], residual["maximum"]) == (0.0, 0.0)
    means = curves["raw"]["value"].reshape(3, 5)
    assert np.allclose(means, area_means(values, window), atol=0.51 * raw["scale"])
    assert header["at"] == {
        "column": 3,
        "row": 5,
        "column_name": "D",
        "row_name": "f",
        "raw": 63.0,
        "smooth": 63.0,
    }
    assert np.allclose(curves["row_raw"]["y"], values[5, 2:])
    assert np.allclose(curves["column_smooth"]["y"], values[4:, 3])
    assert curves["row_raw"]["x"][:2].tolist() == [0.5, 1.5]
    assert header["y"]["names"] == list("efghij")


def test_statistics_are_of_what_is_seen():
    values = RNG.standard_normal((40, 50))
    data = field(values)
    recipe = Recipe(width=2.0, x0=10.0, x1=30.0, y0=5.0)
    found = statistics(data, recipe, field_window(data, recipe, 1, 1))
    smooth = ndimage.gaussian_filter(values, 2.0)
    for name, part in {"raw": values, "smooth": smooth, "residual": values - smooth}.items():
        assert found[name]["mean"] == pytest.approx(part[5:, 10:30].mean(), abs=1e-9)
        assert found[name]["std"] == pytest.approx(part[5:, 10:30].std(), rel=1e-6)


@pytest.mark.parametrize(
    ("changes", "name"),
    [({"method": "median"}, "method"), ({"order": 1}, "order"), ({"width": 1e6}, "width")],
)
def test_what_fields_do_not_know_is_named(changes, name):
    data = field(np.zeros((5, 5)))
    recipe = Recipe(**changes)
    with pytest.raises(InputError) as refused:
        field_bytes(data, recipe, field_window(data, recipe, 5, 5), ["smooth"])
    assert refused.value.field == name


@pytest.mark.parametrize("edges", ["reflect", "nearest", "mirror", "constant"])
@pytest.mark.parametrize("part", [{}, {"x0": 100.0, "x1": 500.0, "y0": 333.0, "y1": 555.0}])
def test_a_preview_is_near_the_smoothed_field(edges, part):
    y, x = np.mgrid[:700, :900]
    noise = np.random.default_rng(20).standard_normal((700, 900))
    values = np.sin(x / 90) * np.cos(y / 70) + 0.3 * noise
    data, recipe = field(values), Recipe(width=20.0, edges=edges, **part)
    window = field_window(data, recipe, 150, 120)
    means = preview_means(data, recipe, window)
    exact = area_means(smooth_field(values, 20.0, recipe), window)
    assert means.shape == exact.shape
    assert np.max(np.abs(means - exact)) < 2e-2 * np.ptp(values)
    header, curves = unpack(preview_bytes(data, recipe, window))
    assert header["tier"] == "preview"
    assert np.allclose(
        curves["smooth"]["value"], means.reshape(-1), atol=header["curves"][0]["scale"]
    )


@pytest.mark.parametrize(
    "changes",
    [{"width": 5.0}, {"width": 20.0, "edges": "wrap"}, {"width": 20.0, "x1": 60.0, "y1": 300.0}],
)
def test_there_is_no_preview_where_it_is_no_gain(changes):
    data, recipe = field(np.zeros((700, 900))), Recipe(**changes)
    assert preview_bytes(data, recipe, field_window(data, recipe, 150, 120)) is None


def test_a_field_is_smoothed_once_for_all_who_ask(monkeypatch):
    made = []

    def slowly(values, sigma, recipe):
        made.append(sigma)
        time.sleep(0.05)
        return values

    monkeypatch.setattr(field_smoothing, "smooth_field", slowly)
    data, recipe, kept = field(np.zeros((9, 9))), Recipe(width=2.0), SmoothFields()
    window = field_window(data, recipe, 5, 5)
    askers = [threading.Thread(target=kept.get, args=(data, recipe, window)) for _ in range(4)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join(PATIENCE)
    assert made == [2.0]
    with pytest.raises(Cancelled):
        kept.get(data, recipe, window, lambda: True)


def test_kept_smoothings_are_layers_with_profiles_of_their_own():
    values = RNG.standard_normal((50, 60))
    data = field(values)
    recipe = Recipe(width=1.0, also="gaussian~4~samples,gaussian~9~fwhm")
    window = field_window(data, recipe, 60, 50)
    head, curves = unpack(field_bytes(data, recipe, window, ["also1"], 16, (7, 9)))
    wide = ndimage.gaussian_filter(values, 4)
    shown = curves["also1"]["value"].reshape(values.shape)
    assert np.allclose(shown, wide, atol=np.ptp(wide) / 2**15)
    assert np.allclose(curves["row_also1"]["y"], wide[9])
    third = ndimage.gaussian_filter(values, 9 / np.sqrt(8 * np.log(2)))
    assert np.allclose(curves["column_also2"]["y"], third[:, 7])
    assert head["at"]["also1"] == pytest.approx(wide[9, 7])
