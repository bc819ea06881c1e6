import io
import json
import math

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter1d

from server.paths import SAMPLES
from server.science.smoothing import MODES
from server.tools.parameters import query_pairs
from server.tools.smooth import TOOL, SmoothParameters


def table(client, query):
    answer = client.get(f"/smooth.npy?{query}")
    assert answer.status_code == 200
    return np.load(io.BytesIO(answer.data))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("sigma", ["0.5", "2", "100", "5e3"])
def test_the_numbers_are_those_of_scipy(client, mode, sigma):
    rows = table(client, f"seed=7&n=1000&sigma={sigma}&mode={mode}")
    noise = np.random.default_rng(7).standard_normal(1000)
    np.testing.assert_array_equal(rows["index"], np.arange(1000))
    np.testing.assert_array_equal(rows["noise"], noise)
    expected = gaussian_filter1d(noise, float(sigma), mode=mode)
    np.testing.assert_allclose(rows["smoothed"], expected, rtol=0, atol=1e-9 * np.ptp(noise))


@pytest.mark.parametrize("n", [0, 1, 2])
@pytest.mark.parametrize("sigma", ["0", "0.5", "2", "100"])
def test_short_sequences(client, n, sigma):
    rows = table(client, f"seed=7&n={n}&sigma={sigma}")
    noise = np.random.default_rng(7).standard_normal(n)
    expected = gaussian_filter1d(noise, float(sigma)) if sigma != "0" else noise
    np.testing.assert_allclose(rows["smoothed"], expected, rtol=1e-15)
    for form in ("", ".png", ".svg", ".json", ".csv"):
        assert client.get(f"/smooth{form}?seed=7&n={n}&sigma={sigma}").status_code == 200


def test_the_electrocardiogram_by_its_time(client):
    rows = table(client, "source=ecg&sigma=3")
    values = np.load(SAMPLES / "ecg_360hz.npy")
    assert rows["time_s"][[0, 360]].tolist() == [0, 1]
    np.testing.assert_array_equal(rows["lead_mv"], values)
    expected = gaussian_filter1d(values, 3)
    np.testing.assert_allclose(rows["smoothed"], expected, rtol=0, atol=1e-9 * np.ptp(values))


def test_the_gaps_of_carbon_dioxide_stay_open(client):
    rows = table(client, "source=co2&sigma=4")
    assert rows["date"][0] == np.datetime64("1958-03-29")
    np.testing.assert_array_equal(np.isnan(rows["smoothed"]), np.isnan(rows["co2_ppm"]))
    assert np.isnan(rows["smoothed"]).sum() == 59
    empty = [
        line for line in client.get("/smooth.csv?source=co2").text.splitlines() if ",," in line
    ]
    assert len(empty) == 59
    page = client.get("/smooth?source=co2").text
    assert "59 gaps stay open" in page


@pytest.mark.parametrize("written", ["2", "2.5", "1e3", "0", "02", "+2", "2.0"])
def test_sigma_stands_in_the_path(client, written):
    asked = {"seed": "3", "n": "50"}
    by_path = client.get(f"/smooth/{written}.json", query_string=asked).json
    by_query = client.get("/smooth.json", query_string={**asked, "sigma": written}).json
    assert by_path == by_query
    assert by_path["parameters"]["sigma"] == float(written)


def test_sigma_in_the_path_and_in_the_query_is_one_too_many(client):
    assert client.get("/smooth/2?sigma=2").status_code == 422


def test_facts_by_hand(client):
    facts = client.get("/smooth/2.json?source=ecg").json["facts"]
    assert facts["FWHM"] == "4.71 samples (13.08 ms)"  # 2.3548 · 2, and that over 360 Hz
    assert facts["−3 dB at"] == "0.06625 per sample (23.85 Hz)"  # 0.13250 / 2
    assert facts["White noise left"] == "37.6 %"  # 0.5311 / √2
    assert facts["Values"] == "108,000"
    weekly = client.get("/smooth/2.json?source=co2").json["facts"]
    assert weekly["FWHM"] == "4.71 samples (32.97 days)"
    assert weekly["−3 dB at"] == "0.06625 per sample (3.457 a year)"
    assert client.get("/smooth/0.json").json["facts"]["−3 dB at"] == "none"


def test_a_permalink_gives_the_same_bytes_and_another_seed_others(client):
    body = client.get("/smooth.json?n=20").json
    again = client.get(body["page"].replace("?", ".json?", 1)).json
    assert again == body
    csv = client.get(body["links"]["csv"]).data
    assert csv == client.get(body["links"]["csv"]).data
    assert csv != client.get("/smooth/5.csv?n=20&seed=4294967295").data


def test_json_has_no_nan(client):
    text = client.get("/smooth.json?source=co2").text
    values = json.loads(text, parse_constant=pytest.fail)["columns"]["smoothed"]
    assert values.count(None) == 59
    assert not any(value is not None and math.isnan(value) for value in values)


def test_the_picture_as_a_file_and_embedded(client):
    by_file = client.get("/smooth?seed=1&picture=file").text
    assert 'src="/smooth/5.png?' in by_file
    embedded = client.get("/smooth?seed=1&picture=base64").text
    assert 'src="data:image/png;base64,' in embedded
    assert "/smooth/5.png?source=random" in embedded  # to save it


def test_parameters_survive_the_way_through_an_address():
    given = SmoothParameters(sigma=2.5, source="walk", n=9, seed=1, mode="wrap", start=2, stop=8)
    assert SmoothParameters.model_validate(dict(query_pairs(given))) == given


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("n=1000", [1000]),
        ("n=1000&start=100", [900]),
        ("n=1000&start=100&stop=350", [250]),
        ("n=10&start=100", [0]),
        ("source=ecg&start=36000&stop=39600", [3600]),
    ],
)
def test_the_picture_shows_the_part_asked_for(query, shown):
    assert [len(line.get_ydata()) for line in lines_of(query)[::2]] == shown


def lines_of(query):
    from server.figures.palette import PALETTES
    from server.figures.sheet import Sheet
    from server.tools.parameters import parse

    pairs = [tuple(pair.split("=")) for pair in query.split("&")]
    parameters = parse(TOOL.parameters, [*pairs, ("seed", "1")])
    figure = TOOL.figure(parameters, TOOL.compute(parameters), Sheet(PALETTES["light"]))
    return [line for axes in figure.axes for line in axes.lines]


def test_of_many_samples_the_first_are_shown_close_up():
    whole, _, close, smooth = lines_of("source=ecg&sigma=2")
    values = np.load(SAMPLES / "ecg_360hz.npy")
    assert len(whole.get_ydata()) <= 4 * 1600 + 2
    assert whole.get_ydata().max() == values.max()
    assert whole.get_ydata().min() == values.min()
    np.testing.assert_array_equal(close.get_ydata(), values[:3600])
    expected = gaussian_filter1d(values, 2)[:3600]
    np.testing.assert_allclose(smooth.get_ydata(), expected, rtol=0, atol=1e-9)
    assert close.get_xdata()[-1] == pytest.approx(10, abs=0.01)  # seconds
