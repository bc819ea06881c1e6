import numpy as np
import pytest

from server.datafiles.delimited import read_delimited
from server.errors import InputError, TooLarge
from server.paths import SAMPLES


@pytest.fixture
def table(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "table.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


def test_co2_has_dates_without_separators_and_its_59_gaps():
    columns = read_delimited(SAMPLES / "mauna_loa_co2.csv")
    assert list(columns) == ["date", "co2"]
    assert columns["date"].dtype == "datetime64[D]"
    assert columns["date"][[0, -1]].tolist() == [
        np.datetime64("1958-03-29").item(),
        np.datetime64("2001-12-29").item(),
    ]
    assert np.isnan(columns["co2"]).sum() == 59
    assert columns["co2"][0] == 316.1


def test_seattle_has_dates_with_times():
    columns = read_delimited(SAMPLES / "seattle_temps.csv")
    assert columns["date"][1] == np.datetime64("2010-01-01T01:00:00")
    assert columns["temp"][:3].tolist() == [39.4, 39.2, 39.0]


def test_ecg_text_and_array_hold_the_same():
    columns = read_delimited(SAMPLES / "ecg_360hz.csv")
    assert columns["time_s"][:3].tolist() == [0.0, 0.002778, 0.005556]
    np.testing.assert_array_equal(columns["lead_mv"], np.load(SAMPLES / "ecg_360hz.npy"))


def test_el_nino_names_are_unquoted():
    columns = read_delimited(SAMPLES / "el_nino_sst.csv")
    assert list(columns)[:3] == ["YEAR", "JAN", "FEB"]
    assert len(columns) == 13
    assert columns["YEAR"].shape == (61,)


def test_other_separators_no_header_quotes_and_repeated_names(table):
    assert list(read_delimited(table("1;2\n3;4\n"))) == ["column 1", "column 2"]
    columns = read_delimited(table('a\ta\t\n"x\ny"\t2\t3\n'))
    assert list(columns) == ["a", "a (2)", "column 3"]
    assert columns["a"].tolist() == ["x\ny"]


def test_byte_order_mark_and_carriage_returns(table):
    columns = read_delimited(table("\ufefft,v\r\n0,1\r\n1,\r\n"))
    assert list(columns) == ["t", "v"]
    np.testing.assert_array_equal(columns["v"], [1, np.nan])


def test_only_a_header(table):
    assert read_delimited(table("a,b\n"))["b"].shape == (0,)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n1,2,3\n", "line 3, column 3"),
        ("a,b\n1,2\n1\n", "line 3"),
        ("a,b\n1,2\n1,2\n1,2\nx,2\n", "line 5, column 1"),
        ("", "is empty"),
    ],
)
def test_what_cannot_be_read_says_where(table, text, words):
    with pytest.raises(InputError, match=words):
        read_delimited(table(text))


def test_western_encodings_are_recognised(table):
    assert list(read_delimited(table("a,é\n1,2\n", "latin-1"))) == ["a", "é"]


def test_limits_hold_while_reading(table, monkeypatch):
    monkeypatch.setattr("server.datafiles.text.growing.MAX_ELEMENTS", 3)
    with pytest.raises(TooLarge, match="more than 3 values"):
        read_delimited(table("a,b\n1,2\n3,4\n"))
