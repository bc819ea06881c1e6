"""The self-test must notice what is hollow, or it proves nothing."""

import io

import numpy as np
import pytest
from flask import Flask
from PIL import Image

from desktop_app.answer_checks import complaint_about
from desktop_app.local_server import LocalServer
from desktop_app.selftest import selftest
from server.config import Settings
from server.web import access
from server.web.examples import examples


def png(*colours):
    image = Image.new("RGB", (len(colours), 1))
    image.putdata(colours)
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def npy(*values):
    file = io.BytesIO()
    np.save(file, np.array(values))
    return file.getvalue()


GOOD = {
    "/plot.png": ("image/png", png((0, 0, 0), (9, 9, 9))),
    "/plot.svg": ("image/svg+xml", b"<svg><path d=''/></svg>"),
    "/plot.pdf": ("application/pdf", b"%PDF-1.4\n%%EOF\n"),
    "/plot.csv": ("text/csv", b"x,y\n1,2\n"),
    "/plot.npy": ("application/octet-stream", npy(1.0, 2.0)),
    "/plot.json": ("application/json", b'{"a": 1}'),
    "/plot.py": ("text/x-python", b"print(1)\n"),
    "/raw.f32": ("application/octet-stream", np.arange(3, dtype="<f4").tobytes()),
    "/plot": ("text/html", b"<html><title>Plot</title></html>"),
}
HOLLOW = {
    "/plot.png": png((7, 7, 7), (7, 7, 7)),
    "/plot.svg": b"<svg></svg>",
    "/plot.pdf": b"%PDF-1.4\n",
    "/plot.csv": b"x,y\n",
    "/plot.npy": npy(),
    "/plot.json": b'{"a": NaN}',
    "/plot.py": b"print(1\n",
    "/raw.f32": np.zeros(3, "<f4").tobytes(),
    "/plot": b"<html>no title",
}


@pytest.mark.parametrize("url", GOOD)
def test_what_is_well_passes(url):
    assert complaint_about(f"{url}?seed=1.5", 200, *GOOD[url]) is None


@pytest.mark.parametrize("url", GOOD)
def test_what_is_hollow_is_found(url):
    assert complaint_about(url, 200, GOOD[url][0], HOLLOW[url])
    assert complaint_about(url, 200, GOOD[url][0], b"") == "an empty body"
    assert complaint_about(url, 500, *GOOD[url]) == "status 500"


@pytest.mark.parametrize("ending", ["png", "svg", "pdf", "csv", "npy", "json", "py"])
def test_a_page_in_place_of_a_file_is_found(ending):
    kind, body = GOOD["/plot"]
    assert complaint_about(f"/plot.{ending}", 200, kind, body).startswith("text/html, not")


def test_a_hollow_route_and_a_forgotten_one_fail_the_self_test(tmp_path, monkeypatch, capsys):
    def small_app(_server):
        app = Flask("small")
        app.secret_key = "of the test"
        access.init_app(app, access.Access(required=True))
        kind, body = GOOD["/plot"]
        app.add_url_rule("/", "home", examples("/")(lambda: (body, {"Content-Type": kind})))
        hollow = examples("/hollow.png")(
            lambda: (HOLLOW["/plot.png"], {"Content-Type": "image/png"})
        )
        app.add_url_rule("/hollow.png", "hollow", hollow)
        app.add_url_rule("/forgotten", "forgotten", lambda: "no example")
        return app

    monkeypatch.setattr(LocalServer, "_make_app", small_app)
    assert selftest(Settings(data_dir=tmp_path)) == 1
    failures = capsys.readouterr().out.splitlines()[:-2]
    assert failures == [
        "FAILED route forgotten has no example",
        "FAILED route static has no example",
        "FAILED /hollow.png: image/png: Hollow: all pixels are alike",
    ]
