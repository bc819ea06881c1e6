import numpy as np
import pytest

from server.datafiles.files import describe, read
from server.datafiles.options import Options, Selection
from server.paths import SAMPLES


def sample(name):
    return SAMPLES / name


def column(description, name):
    return next(column for column in description.columns if column.name == name)


def test_carbon_dioxide_has_weekly_dates_and_59_gaps():
    found = describe(sample("mauna_loa_co2.csv"))
    assert (found.rows, found.rows_exact, found.complete) == (2284, True, True)
    date, co2 = column(found, "date"), column(found, "co2")
    assert (date.kind, date.minimum, date.maximum) == ("date", "1958-03-29", "2001-12-29")
    assert (co2.count, co2.missing, co2.minimum, co2.maximum) == (2225, 59, 313.0, 373.9)
    assert (found.sampling.x, found.sampling.kind) == ("date", "regular")
    assert found.sampling.step == 7 * 24 * 3600
    values = read(sample("mauna_loa_co2.csv")).columns["co2"]
    assert values[:5].tolist() == [316.1, 317.3, 317.6, 317.5, 316.4]
    assert np.flatnonzero(np.isnan(values))[:4].tolist() == [6, 9, 10, 11]


def test_electrocardiogram_has_a_regular_time_axis():
    path = sample("ecg_360hz.csv")
    assert describe(path).rows_exact is False
    found = describe(path, complete=True)
    assert (found.rows, found.shape) == (108_000, (108_000, 2))
    assert found.sampling.kind == "regular"
    assert found.sampling.step == pytest.approx(1 / 360, rel=1e-6)
    lead = column(found, "lead_mv")
    assert (lead.unit, lead.minimum, lead.maximum) == ("mV", -3.485, 3.65)
    assert found.memory == 2 * 8 * 108_000
    values = read(path, Selection(columns=("lead_mv",), rows=(3, 6))).columns
    assert {name: array.tolist() for name, array in values.items()} == {
        "lead_mv": [-0.175, -0.17, -0.17]
    }


def test_electrocardiogram_as_npy_is_mapped():
    found = describe(sample("ecg_360hz.npy"))
    assert (found.shape, found.memory) == ((108_000,), 0)
    values = read(sample("ecg_360hz.npy")).columns["value"]
    assert isinstance(values, np.memmap)
    text = read(sample("ecg_360hz.csv")).columns["lead_mv"]
    np.testing.assert_array_equal(values, text)


def test_seattle_has_hours_and_the_one_that_is_left_out():
    found = describe(sample("seattle_temps.csv"))
    assert (found.rows, found.sampling.kind, found.sampling.gaps) == (8759, "gaps", 1)
    assert found.sampling.step == 3600  # 14 March, 3 o'clock, does not exist
    assert column(found, "date").maximum == "2010-12-31T23:00:00"
    temp = column(found, "temp")
    assert (temp.minimum, temp.maximum, temp.missing) == (37.5, 75.9, 0)
    columns = read(sample("seattle_temps.csv")).columns
    assert columns["date"][1] == np.datetime64("2010-01-01T01:00")
    assert columns["temp"][:3].tolist() == [39.4, 39.2, 39.0]


def test_el_nino_is_a_field_of_years_and_months():
    found = describe(sample("el_nino_sst.csv"))
    assert (found.layout, found.shape) == ("field", (61, 12))
    field = read(sample("el_nino_sst.csv"))
    assert field.values.shape == (61, 12)
    assert field.values[0, :3].tolist() == [23.11, 24.2, 25.37]
    assert field.values.min() == 18.95
    assert field.rows[[0, -1]].tolist() == [1950, 2010]
    assert field.columns.tolist()[:2] == ["JAN", "FEB"]
    table = read(sample("el_nino_sst.csv"), options=Options(layout="table"))
    assert list(table.columns)[:2] == ["YEAR", "JAN"]


def test_moon():
    found = describe(sample("moon.png"))
    assert (found.format, found.layout, found.shape) == ("PNG", "field", (512, 512))
    assert found.memory == 512 * 512
    values = read(sample("moon.png")).values
    assert (values.shape, values.dtype) == ((512, 512), np.uint8)
    assert (values.min(), values.max()) == (0, 255)
