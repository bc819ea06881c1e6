"""Work stops once nobody waits for it, and much of it takes its turn."""

import socket
import threading
import time

import pytest
from werkzeug.exceptions import TooManyRequests

from server.datafiles.errors import Cancelled
from server.web.workbench import asker, drawing
from server.web.workbench.asker import has_left
from tests.waiting import PATIENCE


@pytest.fixture
def pair():
    ours, theirs = socket.socketpair()
    yield ours, theirs
    ours.close()
    theirs.close()


def test_an_asker_who_closes_the_connection_has_left(pair, monkeypatch):
    monkeypatch.setattr(asker, "OFTEN", 0.0)
    ours, theirs = pair
    ours.settimeout(PATIENCE)
    left = has_left({"werkzeug.socket": ours})
    assert not left()
    theirs.sendall(b"GET")  # the next request on the same connection
    assert not left()
    ours.recv(3)
    theirs.close()
    assert left()
    assert left()


def test_a_connection_that_is_closed_on_this_side_has_nobody(pair):
    pair[0].close()
    assert has_left({"werkzeug.socket": pair[0]})()


def test_it_is_not_looked_too_often(pair, monkeypatch):
    monkeypatch.setattr(asker, "OFTEN", 1000.0)
    ours, theirs = pair
    left = has_left({"werkzeug.socket": ours})
    assert not left()
    theirs.close()
    assert not left()


def test_without_a_socket_one_waits():
    assert not has_left({})()


def test_heavy_work_waits_for_its_turn(monkeypatch):
    monkeypatch.setattr(drawing, "POLL", 0.01)
    gate = threading.BoundedSemaphore(1)
    order = []

    def second():
        with drawing._patiently(gate, True, lambda: False):
            order.append("second")

    with drawing._patiently(gate, True, lambda: False):
        thread = threading.Thread(target=second)
        thread.start()
        with drawing._patiently(gate, False, lambda: False):
            order.append("light")
        time.sleep(0.05)
        order.append("first")
    thread.join(PATIENCE)
    assert order == ["light", "first", "second"]


def test_who_waits_may_leave_and_nobody_waits_for_ever(monkeypatch):
    monkeypatch.setattr(drawing, "POLL", 0.01)
    monkeypatch.setattr(drawing, "PATIENCE", 0.05)
    gate = threading.BoundedSemaphore(1)
    with drawing._patiently(gate, True, lambda: False):
        with pytest.raises(Cancelled), drawing._patiently(gate, True, lambda: True):
            pass
        with pytest.raises(TooManyRequests), drawing._patiently(gate, True, lambda: False):
            pass
