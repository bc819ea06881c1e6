"""The program as a process, without a display."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from server.version import __version__
from tests.waiting import PATIENCE

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def environment(tmp_path):
    opener = tmp_path / "bin" / "xdg-open"
    opener.parent.mkdir()
    opener.write_text(f'#!/bin/sh\necho "$1" > "{tmp_path}/opened"\n')
    opener.chmod(0o755)
    screens = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    return {
        **{name: value for name, value in os.environ.items() if name not in screens},
        "PATH": f"{opener.parent}:{os.environ['PATH']}",
        "SIGMASCOPE_DATA_DIR": str(tmp_path / "data"),
    }


@pytest.fixture
def start(environment):
    running = []

    def start_one(*arguments):
        process = subprocess.Popen(
            [sys.executable, "-m", "desktop_app", *arguments],
            env=environment, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        running.append(process)
        return process

    yield start_one
    for process in running:
        process.kill()
        process.communicate()


def status(url, **headers):
    parts = urlsplit(url)
    connection = HTTPConnection("127.0.0.1", parts.port, timeout=PATIENCE)
    connection.request("GET", f"{parts.path}?{parts.query}", headers=headers)
    answer = connection.getresponse()
    connection.close()
    return answer.status


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_headless_says_one_line_and_stops_when_asked(start, number):
    process = start("--headless")
    url = process.stdout.readline().strip()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/enter\?code=[\w-]{43}&next=/", url)
    assert status(url.partition("enter")[0] + "about") == 401
    assert status(url) == 303
    process.send_signal(number)
    assert process.communicate(timeout=PATIENCE) == ("", "")
    assert process.returncode == 0
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", urlsplit(url).port), timeout=1)


def test_headless_without_auth_still_checks_the_host(start):
    process = start("--headless", "--no-auth")
    base = process.stdout.readline().partition("enter")[0]
    assert status(base + "about") == 200
    assert status(base + "about", Host="evil.test") == 421


def test_a_taken_port_is_told_in_one_line(start):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = start("--headless", "--port", str(port))
        said, complaint = process.communicate(timeout=PATIENCE)
    assert (process.returncode, said) == (2, "")
    assert re.fullmatch(rf"sigmascope: Port {port} of 127\.0\.0\.1 cannot be used: .*\n", complaint)


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_a_port_that_is_none_is_told(start, port):
    process = start("--headless", f"--port={port}")
    _, complaint = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert "--port" in complaint


def test_a_data_folder_that_cannot_be_made_is_told(start, environment, tmp_path):
    (tmp_path / "file").touch()
    environment["SIGMASCOPE_DATA_DIR"] = str(tmp_path / "file" / "data")
    process = start("--headless")
    _, complaint = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert complaint.startswith("sigmascope: ")
    assert complaint.count("\n") == 1


def test_without_a_display_the_browser_opens(start, tmp_path):
    process = start()
    assert process.stdout.readline() == (
        "There is no display (neither DISPLAY nor a Wayland session). "
        "Opening in the browser instead.\n"
    )
    second_line = process.stdout.readline()
    opened = tmp_path / "opened"
    deadline = time.monotonic() + 20
    while not opened.exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    # The code is in a file for this user alone: a command line can be read by everyone.
    redirect = Path(urlsplit(opened.read_text().strip()).path)
    assert redirect.stat().st_mode & 0o077 == 0
    url = re.search(r"url=(http[^\"]+)", redirect.read_text())[1].replace("&amp;", "&")
    assert status(url) == 303
    assert status(second_line.split()[-1]) == 303
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0
    assert not redirect.exists()


def test_a_number_of_visits_survives_a_restart(start):
    cookie = ""
    for visit in (1, 2):
        process = start("--headless")
        url = process.stdout.readline().strip()
        parts = urlsplit(url)
        connection = HTTPConnection("127.0.0.1", parts.port, timeout=PATIENCE)
        for path in (f"{parts.path}?{parts.query}", "/"):
            connection.request("GET", path, headers={"Cookie": cookie})
            answer = connection.getresponse()
            body = answer.read().decode()
            cookie = (answer.getheader("Set-Cookie") or cookie).partition(";")[0]
        connection.close()
        assert f"({visit} time" in body
        process.terminate()
        process.wait(PATIENCE)


def test_version(start):
    assert start("--version").communicate(timeout=PATIENCE) == (f"Sigmascope {__version__}\n", "")
