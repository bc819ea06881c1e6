"""What pandas and NumPy load from the addresses is what pandas read from the file itself."""

import io
import threading

import numpy as np
import pandas as pd
import pytest
from werkzeug.serving import make_server

from server.paths import SAMPLES
from server.web.shelf import library_of

pytestmark = pytest.mark.slow

FILES = {
    1: "mauna_loa_co2.csv",
    2: "ecg_360hz.csv",
    4: "seattle_temps.csv",
    5: "el_nino_sst.csv",
}


@pytest.fixture
def address(make_app):
    """A real server, for pandas fetches by itself."""
    server = make_server("127.0.0.1", 0, make_app(auth=False), threaded=True)
    server.app.wsgi_app = _any_host(server.app.wsgi_app)
    thread = threading.Thread(target=server.serve_forever, name="server")
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()
    library_of(server.app).close()


def _any_host(application):
    def answer(environ, start_response):
        return application({**environ, "HTTP_HOST": "localhost"}, start_response)

    return answer


@pytest.mark.parametrize("number", FILES)
def test_read_csv_of_the_address_is_read_csv_of_the_file(address, number):
    original = pd.read_csv(SAMPLES / FILES[number])
    served = pd.read_csv(f"{address}/file/{number}.csv")
    assert len(served) == len(original)
    for name in served.columns:
        if original[name].dtype.kind == "f" or served[name].dtype.kind == "f":
            np.testing.assert_array_equal(served[name], original[name])
        else:
            moments = pd.to_datetime(original[name].astype(str), format="mixed")
            shown = served[name].astype(str)
            assert (pd.to_datetime(shown, format="mixed") == moments).all()


@pytest.mark.parametrize("rows", [":", "5:50"])
def test_the_bytes_of_npy_are_the_columns_that_pandas_reads(address, ask_bytes, rows):
    original = pd.read_csv(SAMPLES / "ecg_360hz.csv")
    part = slice(*(int(end) if end else None for end in rows.split(":")))
    loaded = np.load(io.BytesIO(ask_bytes(f"{address}/file/2.npy?rows={rows}")))
    for name in original.columns:
        np.testing.assert_array_equal(loaded[name], original[name].to_numpy()[part])


@pytest.fixture
def ask_bytes():
    from urllib.request import urlopen

    def fetch(url):
        with urlopen(url) as answer:
            return answer.read()

    return fetch


def test_columns_and_rows_of_the_address_are_those_of_the_frame(address):
    original = pd.read_csv(SAMPLES / "el_nino_sst.csv")
    served = pd.read_csv(f"{address}/file/5.csv?columns=FEB,DEC&rows=10:20")
    expected = original[["FEB", "DEC"]].iloc[10:20].reset_index(drop=True)
    pd.testing.assert_frame_equal(served, expected, check_exact=True)
