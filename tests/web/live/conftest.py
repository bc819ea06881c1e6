"""A served application with a stream, and wires to it."""

import threading

import pytest

from desktop_app.local_server import LocalServer
from server.config import Settings
from server.web.live.shelf import studio_of
from tests.ramps import CHANNELS, PATH, ramp
from tests.waiting import until
from tests.wires import Wire


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with LocalServer(Settings(data_dir=tmp_path_factory.mktemp("live"))) as running:
        yield running


@pytest.fixture
def studio(server):
    studio = studio_of(server.app)
    studio.push("a", CHANNELS, ramp(0, 100))
    yield studio
    studio.close()
    until(lambda: not watchers(), "every watcher's thread to end")


def watchers():
    return [t for t in threading.enumerate() if "simple_websocket" in t.name and t.is_alive()]


@pytest.fixture
def bearer(server):
    return ("Authorization", f"Bearer {server.token}")


@pytest.fixture
def wire(server, studio, bearer):
    with Wire(server.url, PATH, [bearer]) as wire:
        yield wire
