"""The streams of the served application; each test leaves none behind."""

import threading

import pytest

from server.web.live.shelf import studio_of
from tests.waiting import until


@pytest.fixture
def studio(server):
    studio = studio_of(server.app)
    yield studio
    studio.close()
    until(lambda: not watchers(), "every watcher's thread to end")


@pytest.fixture
def page(page, studio):
    """Leaves the stream before the streams are closed."""
    yield page
    page.goto("about:blank")


def watchers():
    return [t for t in threading.enumerate() if "simple_websocket" in t.name and t.is_alive()]
