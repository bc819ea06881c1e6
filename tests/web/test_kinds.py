"""Every kind of file that is read has a page, a figure, its rows, and leaves as it came."""

import io
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "datafiles"))
from fuzzing import FILES

pytestmark = pytest.mark.slow
ORIGIN = {"Origin": "http://localhost"}


def members_of(tree):
    for member in tree:
        yield member
        yield from members_of(member["members"])


def has_all_forms(client, address):
    """Ask for each form of one thing; which have a figure depends on what is in it."""
    page = client.get(address)
    assert page.status_code == 200
    words = "holds no numbers" if "cannot" in page.text else ""
    assert client.get(f"{address}.json").status_code == 200
    if "/inside/" not in address:
        rows = client.get(f"{address}/values?row=1&count=3")
        assert rows.status_code == 200, rows.text
        assert rows.get_json()["cells"], words
    for form in ("csv", "npy"):
        assert client.get(f"{address}.{form}").status_code == 200
    array = np.load(io.BytesIO(client.get(f"{address}.npy").data))
    figure = client.get(f"{address}.png")
    is_drawn = array.dtype.names or array.dtype.kind in "biufM"
    assert figure.status_code == (200 if is_drawn else 404), figure.text


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_each_kind(client, name):
    make, ending = FILES[name]
    sent = {"file": (io.BytesIO(make()), f"data{ending}")}
    opened = client.post("/api/uploads", data=sent, headers={**ORIGIN, "Accept": "text/html"})
    assert opened.status_code == 303, opened.text
    page = client.get("/file/7")
    assert page.status_code == 200
    told = client.get("/api/files/7").get_json()
    assert told["size"] == len(make())
    described = client.application.extensions["sigmascope.library"].files.get(7).described
    tree = [m for m in members_of(described["reader"]["members"]) if m["kind"] != "group"]
    for member in tree:
        has_all_forms(client, f"/file/7/inside/{member['path']}")
    if not tree:
        has_all_forms(client, "/file/7")
    assert '<path d="M' in client.get("/library?project=2").text or ending == ".png"
