"""The workbench while it takes time: newer turns, two views at once, progress, kept blocks."""

import threading
import time

import numpy as np
import pytest

from server.web.access import access_of
from server.web.looks import LOOKS
from server.web.workbench import jobs as web_jobs
from server.web.workbench import pyramids as web_pyramids
from server.web.workbench import sources
from server.workbench import curves as curves_module
from server.workbench import generated
from server.workbench import pyramids as pyramids_module
from server.workbench.transport import unpack
from tests.waiting import PATIENCE

pytestmark = pytest.mark.usefixtures("nothing_is_kept")


def drawn(client, query):
    answer = client.get(f"/workbench/view?{query}")
    assert answer.status_code == 200, answer.text
    return unpack(answer.data)


def test_a_newer_turn_overtakes_an_older_one(client):
    assert client.get("/workbench/view?file=1&view=a&turn=5").status_code == 200
    late = client.get("/workbench/view?file=1&view=a&turn=4")
    assert late.status_code == 409
    assert "overtaken" in late.get_json()["detail"]
    assert client.get("/workbench/view?file=1&view=b&turn=1").status_code == 200
    assert client.get("/workbench/view?file=1&view=a&turn=5").status_code == 200


def test_two_views_at_once_stop_each_only_its_own(app, client, monkeypatch):
    """While one view works on much, the other's requests come and go."""
    started, goes_on, answers = threading.Event(), threading.Event(), {}
    part = curves_module.Smoother.part

    def slow_part(smoother, first, last):
        if len(smoother.signal) == 5000:
            started.set()
            assert goes_on.wait(PATIENCE)
        return part(smoother, first, last)

    monkeypatch.setattr(curves_module, "SLOW_PIECE", 1000)
    monkeypatch.setattr(curves_module.Smoother, "part", slow_part)
    own = app.test_client()
    assert own.get(f"/enter?code={access_of(app).issue_code()}").status_code == 303

    def ask():
        query = "source=walk&n=5000&method=mean&pixels=10&view=slow&turn=1"
        answers["slow"] = own.get(f"/workbench/view?{query}").status_code

    slow = threading.Thread(target=ask)
    slow.start()
    assert started.wait(PATIENCE)
    for turn in range(1, 4):
        assert client.get(f"/workbench/view?file=1&view=quick&turn={turn}").status_code == 200
    assert client.get("/workbench/view?file=1&view=slow&turn=2").status_code == 200
    goes_on.set()
    slow.join(PATIENCE)
    assert answers == {"slow": 409}


def test_long_work_tells_how_far_it_is_and_can_be_cancelled(client, monkeypatch):
    gate = threading.Event()
    make = generated.generate

    def slow(source, n, seed, noise, watch):
        watch.at(0.25)
        while not gate.wait(0.01):
            watch.at(0.5)
        return make(source, n, seed, noise, watch)

    monkeypatch.setattr(sources, "generate", slow)
    monkeypatch.setattr(sources, "QUICK_VALUES", 100)
    query = "/workbench/view?source=random&n=5000"
    first = client.get(query)
    assert first.status_code == 202
    again = client.get(query).get_json()
    assert again["job"] == first.get_json()["job"]
    assert (again["progress"], again["cancelled"]) == (0.5, False)
    own = {"Origin": "http://localhost"}
    assert client.delete(f"/workbench/jobs/{again['job']}", headers=own).status_code == 204
    assert client.delete("/workbench/jobs/none", headers=own).status_code == 404
    web_jobs.JOBS.find(again["job"]).done.wait(PATIENCE)
    gate.set()
    for _ in range(100):
        answer = client.get(query)
        if answer.status_code == 200:
            break
        time.sleep(0.02)
    assert unpack(answer.data)[0]["total"] == 5000


def test_a_large_file_is_read_in_the_background(client, opened, monkeypatch):
    number = opened("t.csv", "t,a\n" + "".join(f"{i},{i % 7}\n" for i in range(3000)))
    monkeypatch.setattr("server.web.subjects.QUICK", 100)
    monkeypatch.setattr("server.web.workbench.reading.QUICK", 100)
    LOOKS._kept.clear()
    for _ in range(200):
        answer = client.get(f"/workbench/view?file={number}&pixels=100")
        if answer.status_code == 200:
            break
        assert answer.status_code == 202
        assert answer.get_json()["words"] == "Reading t.csv"
        time.sleep(0.02)
    header, curves = unpack(answer.data)
    assert header["total"] == 3000
    assert np.allclose(curves["raw"]["max"], 6)


def test_blocks_are_built_in_the_background_and_change_nothing(client, opened, monkeypatch):
    for module in (web_pyramids, pyramids_module):
        monkeypatch.setattr(module, "WORTH", 1000)
    monkeypatch.setattr("server.workbench.extremes.DIRECT", 1000)
    y = np.cumsum(np.random.default_rng(0).standard_normal(50_000))
    number = opened("y.npy", y)
    query = f"file={number}&pixels=77&parts=raw"
    header, first = drawn(client, query)
    assert header["pyramid"]["ready"] is False
    for _ in range(200):
        header, kept = drawn(client, query)
        if header["pyramid"]["ready"]:
            break
        time.sleep(0.02)
    assert header["pyramid"] == {"ready": True}
    assert header["signal"]["gaps"] == 0
    for role in ("min", "max"):
        assert np.array_equal(first["raw"][role], kept["raw"][role])
