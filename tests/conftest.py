"""What all tests share: an application of their own, a client that is let in, leak checks."""

import functools
import gc
import re
import shutil
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from matplotlib.figure import Figure
from werkzeug.routing import Rule

from server import create_app
from server.config import Settings
from server.store.library import Library
from server.web.access import access_of
from tests.waiting import until

FAILED = pytest.StashKey[bool]()
HOST = "localhost"  # what Flask's test client sends as Host
SHARED = re.compile("process_request_thread|^source ")  # threads of the browser tests' server


@pytest.fixture(autouse=True)
def own_data_dir(tmp_path, monkeypatch):
    """No test reads or writes the data of whoever runs it."""
    monkeypatch.setenv("SIGMASCOPE_DATA_DIR", str(tmp_path / "data"))


class KeptTemplates(BytecodeCache):
    """Templates compiled once for all applications that the tests make."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket):
        if (known := self._kept.get(bucket.key)) is not None:
            bucket.bytecode_from_string(known)

    def dump_bytecode(self, bucket):
        self._kept[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(autouse=True, scope="session")
def templates_are_compiled_once() -> Iterator[None]:
    """Compiling its templates takes longer than making a page."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": KeptTemplates()})
        yield


@pytest.fixture(autouse=True, scope="session")
def rules_are_compiled_once() -> Iterator[None]:
    """Of making an application, nine tenths are compiling how each rule builds its addresses.

    What is compiled depends on the pattern, not on the application.
    """
    kept: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}
    compile_one = Rule._compile_builder

    def compile_once(rule, append_unknown=True):
        key = (append_unknown, rule.rule, repr(rule._trace), repr(rule.defaults))
        if key not in kept:
            kept[key] = compile_one(rule, append_unknown)
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", compile_once)
        yield


@pytest.fixture(scope="session")
def begun(tmp_path_factory) -> Path:
    """The data folder of a program that was started before: a library with the samples."""
    folder = tmp_path_factory.mktemp("begun") / "data"
    Library.open(Settings(data_dir=folder)).close()
    return folder


@pytest.fixture
def make_app(tmp_path, begun) -> Callable[..., Flask]:
    """Makes applications with the given settings; by default with a library begun before."""

    def make(**settings) -> Flask:
        data = settings.setdefault("data_dir", tmp_path / "data")
        if data == tmp_path / "data" and not data.exists():
            shutil.copytree(begun, data)
        return create_app(Settings(**settings), hosts={HOST})

    return make


@pytest.fixture
def app(make_app) -> Flask:
    return make_app()


@pytest.fixture
def client(app) -> FlaskClient:
    """A browser that came in by the link of the start."""
    client = app.test_client()
    answer = client.get(f"/enter?code={access_of(app).issue_code()}")
    assert answer.status_code == 303
    return client


@pytest.fixture(autouse=True)
def no_thread_stays(request) -> Iterator[None]:
    """A test that leaves a thread running fails.

    The connections that a browser keeps open to the server that all browser tests share, and the
    streams that its pages begin, are none of the test's own: they end when they have been idle
    for long enough.
    """
    before = set(threading.enumerate())
    yield
    new = set(threading.enumerate()) - before
    if request.node.get_closest_marker("browser"):
        new = {thread for thread in new if not SHARED.search(thread.name)}
    end = time.monotonic() + 10
    while (left := [thread.name for thread in new if _runs(thread)]) and time.monotonic() < end:
        time.sleep(0.005)
    assert left == [], f"threads left running: {left}"


def _runs(thread: threading.Thread) -> bool:
    """Whether it runs, or is just being started by another one."""
    return thread.ident is None or thread.is_alive()


@pytest.fixture(scope="session")
def living_figures() -> weakref.WeakSet[Figure]:
    """All matplotlib figures that are alive. To search the heap after each test takes minutes."""
    figures: weakref.WeakSet[Figure] = weakref.WeakSet()
    make = Figure.__init__

    @functools.wraps(make)
    def make_and_note(self, *args, **kwargs):
        figures.add(self)
        make(self, *args, **kwargs)

    Figure.__init__ = make_and_note
    return figures


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Notes on the test itself whether it failed."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture(autouse=True)
def no_figure_stays(request, living_figures) -> Iterator[None]:
    """A test that leaves a matplotlib figure alive fails: in a server they would add up.

    What a failed test was at work on is held by its traceback, and said nothing of.
    """
    yield
    if request.node.stash.get(FAILED, False):
        living_figures.clear()
    until(lambda: not living_figures or _collected(living_figures), "every figure is let go")


def _collected(figures: weakref.WeakSet[Figure]) -> bool:
    """A browser that left may have a request under way, whose figure goes with it."""
    gc.collect()
    if figures:
        gc.unfreeze()  # where one hangs on what lived for a while, too
        gc.collect()
    if figures:
        return False
    gc.freeze()  # what lives on is not searched again: that takes a tenth of a second each time
    return True


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest begin first, so that no worker is left with one of them at the end.

    Before them what walks all routes: later in the row several workers would share these tests,
    and each would have to walk.
    """

    def turn(item: pytest.Item) -> tuple[bool, bool]:
        walks = "walk" in getattr(item, "fixturenames", ())
        return not walks, item.get_closest_marker("slow") is None

    items.sort(key=turn)
