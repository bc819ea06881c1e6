"""The window: there at once, its pages, and nothing left when it is closed."""

import json
import signal
import socket
import subprocess
from urllib.parse import urlsplit

import pytest

from tests.desktop.driver import ROOT, processes_with, windows, x
from tests.waiting import until

pytestmark = pytest.mark.desktop


def test_home_is_shown_and_nothing_stays(start, data):
    program = start()
    page = program.page()
    assert "(1 time)" in page.inner_text("main")
    assert page.evaluate("document.documentElement.hasAttribute('data-shell')")
    assert [page.evaluate("innerWidth"), page.evaluate("innerHeight")] == [1280, 800]
    port = urlsplit(page.url).port
    assert program.close() == 0
    assert processes_with(f"SIGMASCOPE_DATA_DIR={data}") == []
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=1)
    kept = {path.name for path in data.iterdir()} - {"library.sqlite3", "uploads"}
    assert kept == {"logs", "secret-key", "webview", "window.json", "window.lock"}


def test_visits_are_counted_across_restarts(start):
    first = start()
    first.page()
    assert first.close() == 0
    assert "(2 times)" in start().page().inner_text("main")


def test_the_entry_code_is_nowhere_to_be_seen(start, data):
    program = start()
    page = program.page()
    assert "code=" not in page.url
    assert page.evaluate("history.length") == 1  # Back does not lead to the loading page
    assert not [line for line in processes_with(str(data)) if "code=" in line]
    log = (data / "logs" / "sigmascope.log").read_text()
    assert "GET /enter?code=[redacted]" in log


def test_the_window_comes_back_where_it_was(start, data):
    first = start()
    first.page()
    x("windowsize", "--sync", first.window(), "1100", "700")
    x("windowmove", "--sync", first.window(), "57", "63")
    assert first.close() == 0
    kept = json.loads((data / "window.json").read_text())
    second = start()
    page = second.page()
    assert page.evaluate("[innerWidth, innerHeight]") == [1100, 700]
    assert second.close() == 0
    assert json.loads((data / "window.json").read_text()) == kept


def test_a_loading_page_is_shown_first_and_a_failure_is_told(start, data):
    (data / "secret-key").mkdir(parents=True)  # no key can be read from a folder
    program = start()
    page = program.page(scheme="data:")
    until(lambda: "could not start" in page.inner_text("body"), "the failure page")
    words = page.inner_text("body")
    assert "IsADirectoryError" in words
    assert str(data / "logs" / "sigmascope.log") in words
    assert program.close() == 1


def test_a_second_start_brings_the_window_forward(start, command):
    first = start()
    first.page()
    x("windowminimize", "--sync", first.window())
    assert windows("Sigmascope") == []
    second = subprocess.run(
        command, env={**first.environment}, cwd=ROOT, capture_output=True, timeout=30, check=False
    )
    assert (second.returncode, second.stdout, second.stderr) == (0, b"", b"")
    assert len(until(lambda: windows("Sigmascope"), "the window")) == 1


def test_sigterm_ends_it_cleanly(start, data):
    program = start()
    program.page()
    assert program.terminate() == 0
    assert processes_with(f"SIGMASCOPE_DATA_DIR={data}") == []
    assert not (data / "window-runtime.json").exists()


def test_a_start_after_a_crash_works(start):
    first = start()
    first.page()
    first.process.send_signal(signal.SIGKILL)
    first.process.wait()
    assert "You have been here" in start().page().inner_text("main")


def test_closing_at_once_does_no_harm(start):
    program = start()
    program.window()
    assert program.close() == 0
    assert "Traceback" not in program.process.stdout.read()


def test_the_session_is_for_this_user_alone(start, data):
    program = start()
    program.page()
    for name in ("webview", "window-runtime.json", "secret-key"):
        assert (data / name).stat().st_mode & 0o077 == 0, name
    assert data.stat().st_mode & 0o077 == 0
