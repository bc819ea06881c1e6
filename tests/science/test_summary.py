"""Summaries and sampling, against values worked out by hand."""

import numpy as np
import pytest

from server.science.summary import Summary, missing, sampling, summarise


def test_numbers_with_a_gap():
    found = summarise(np.array([1.0, np.nan, 3.0, 5.0]))
    assert found == Summary(3, 1, 1.0, 5.0, 3.0, pytest.approx(1.632993161855452))


def test_a_field_is_summarised_as_a_whole():
    found = summarise(np.array([[0, 255], [255, 0]], dtype=np.uint8))
    assert found == Summary(4, 0, 0, 255, 127.5, 127.5)


def test_dates_have_ends_but_no_mean():
    dates = np.array(["2001-05-01", "NaT", "1999-12-31"], dtype="datetime64[D]")
    assert summarise(dates) == Summary(2, 1, "1999-12-31", "2001-05-01", None, None)


def test_words_are_only_counted():
    assert summarise(np.array(["a", "", "b"])) == Summary(2, 1, None, None, None, None)


@pytest.mark.parametrize("nothing", [np.array([]), np.array([np.nan, np.nan])])
def test_where_there_is_nothing_there_are_no_statistics(nothing):
    assert summarise(nothing) == Summary(0, len(nothing), None, None, None, None)


def test_values_near_the_limit_do_not_fail():
    found = summarise(np.array([1e308, 1e308, -1e308]))
    assert (found.minimum, found.maximum) == (-1e308, 1e308)


def test_missing_whole_numbers_do_not_exist():
    assert missing(np.array([0, 1])).tolist() == [False, False]


def test_weeks_are_even():
    found = sampling(np.arange("2020-01-01", "2020-03-01", 7, dtype="datetime64[D]"))
    assert (found.kind, found.step) == ("even", 7 * 86400)


def test_rounded_times_count_as_even():
    found = sampling(np.round(np.arange(1000) / 360, 6))
    assert found.kind == "even"
    assert found.step == pytest.approx(1 / 360, rel=1e-6)


def test_one_missing_hour_is_uneven():
    hours = np.delete(np.arange("2010-03-14T00", "2010-03-15T00", dtype="datetime64[h]"), 3)
    found = sampling(hours)
    assert (found.kind, found.step, found.smallest, found.largest) == ("uneven", 3600, 3600, 7200)


def test_positions_that_go_back_are_unordered():
    assert sampling(np.array([3.0, 1.0, 2.0])).kind == "unordered"


@pytest.mark.parametrize(
    "positions", [np.array([1.0]), np.array([np.nan, 1.0]), np.array(["a", "b"]), np.zeros((2, 2))]
)
def test_what_has_no_steps(positions):
    assert sampling(positions) is None


@pytest.mark.parametrize("gap", [None, 3, 7])
def test_long_positions_are_looked_at_in_pieces(monkeypatch, gap):
    positions = np.round(np.arange(20) / 3, 6)
    if gap is not None:
        positions[gap] = np.nan
    whole = sampling(positions)
    monkeypatch.setattr("server.science.summary.PIECE", 4)
    found = sampling(positions)
    assert found.kind == whole.kind == ("even" if gap is None else "uneven")
    assert (found.smallest, found.largest) == (whole.smallest, whole.largest)
    assert found.step == pytest.approx(whole.step, rel=1e-12)
