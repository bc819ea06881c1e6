"""Signals: whatever columns there are, values along ascending positions."""

import numpy as np
import pytest

from server.errors import InputError
from server.workbench import signal as signals
from server.workbench.positions import Positions, date_of, seconds_of
from server.workbench.signal import Label, on_column, on_rows

Y, X = Label("y"), Label("x", "Time", "s")


def along(x, y=None):
    y = np.arange(len(x), dtype=float) if y is None else y
    return on_column(np.asarray(y), np.asarray(x), Y, X)


def test_even_steps_are_recognised():
    found = along(np.arange(100) * 0.1)
    assert found.spaced == "even"
    assert found.positions.step == pytest.approx(0.1, rel=1e-12)
    assert found.notes == ()


def test_missing_rows_are_told():
    found = along([0.0, 1, 2, 5, 6])
    assert (found.spaced, found.positions.step) == ("gaps", 1.0)
    assert found.notes == ("rows are missing between others",)


def test_uneven_steps_are_told():
    found = along([0.0, 1, 1.3, 4, 6])
    assert found.spaced == "uneven"
    assert found.notes == ("rows are unevenly spaced",)


def test_rows_out_of_order_are_put_in_order_and_those_without_a_place_left_out():
    found = along([3.0, np.nan, 1.0, 2.0, 1.0])
    assert found.positions.values.tolist() == [1, 1, 2, 3]
    assert found.y.tolist() == [2, 4, 3, 0]
    assert found.notes == (
        "1 row without “x” left out",
        "rows were put in order of “x”",
        "some rows lie at the same position",
    )


def test_too_many_rows_out_of_order_are_counted_instead(monkeypatch):
    monkeypatch.setattr(signals, "SORTED", 3)
    found = along([3.0, 2.0, 1.0, 0.0])
    assert (found.x_kind, found.positions.values) == ("row", None)
    assert "too long to be sorted" in found.notes[0]


def test_dates_are_seconds_since_1970_and_gaps_in_them_are_left_out():
    dates = np.array(["1970-01-01", "1970-01-02", "NaT", "1970-01-04"], "datetime64[D]")
    found = along(dates)
    assert found.x_kind == "date"
    assert found.positions.values.tolist() == [0, 86400, 3 * 86400]
    assert found.x_label.unit == "s"


def test_whole_numbers_booleans_and_half_precision_are_values():
    for kind in (np.int64, np.uint8, np.bool_, np.float16, np.float32, np.longdouble):
        found = on_rows(np.array([0, 1, 1], kind), Y)
        assert found.y.astype(float).tolist() == [0, 1, 1]
        assert found.y.dtype.kind in "fiu"
        assert found.y.dtype.itemsize <= 8


@pytest.mark.parametrize("y", [np.array(["a"]), np.array(["2000"], "M8[Y]"), np.zeros((2, 2))])
def test_what_is_no_column_of_numbers_is_refused(y):
    with pytest.raises(InputError) as refused:
        on_rows(y, Y)
    assert refused.value.field == "y"


def test_positions_of_words_are_refused():
    with pytest.raises(InputError) as refused:
        on_column(np.zeros(2), np.array(["a", "b"]), Y, X)
    assert refused.value.field == "x"


def test_infinities_are_gaps():
    found = on_rows(np.array([1.0, np.inf, -np.inf, 2.0]), Y)
    assert np.isnan(found.y).tolist() == [False, True, True, False]
    assert found.notes == ("2 infinite values taken for gaps",)


@pytest.mark.parametrize("x", [[], [5.0], [5.0, 5.0]])
def test_a_view_of_next_to_nothing_has_a_width(x):
    low, high = along(x).positions.extent
    assert high == low + 1


def test_positions_and_numbers_of_samples_agree():
    regular = Positions(1001, 10.0, 0.1)
    listed = Positions(1001, 10.0, 0.1, regular.part(0, 1001))
    for places in (regular, listed):
        assert places.index(places.part(0, 1001)).tolist() == list(range(1001))
        assert places.index(np.array([-1e9, 10.05, 1e9])).tolist() == [0, 1, 1001]
        assert [places.after(places.at(i)) for i in (0, 17, 1000)] == [1, 18, 1001]
        assert places.extent == pytest.approx((10.0, 110.0))


def test_a_hundred_million_steps_away_positions_still_meet_their_samples():
    places = Positions(10**8, 0.0, 1 / 360)
    for i in (1, 12_345_678, 99_999_999):
        assert places.index(np.array([places.at(i)]))[0] == i
        assert places.after(places.at(i)) == min(i + 1, 10**8)


def test_dates_there_and_back():
    for text in ("1958-03-29", "2001-12-29T12:30:00", "2001-12-29T12:30:00.250000"):
        assert date_of(seconds_of(text)) == text
    assert date_of(1e300) == "1e+300 s"
