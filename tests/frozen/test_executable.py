"""What was built is run: everything it needs must be in it."""

import os
import re
import signal
import subprocess
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from server.version import __version__
from tests.desktop.driver import Desk, processes_with
from tests.waiting import PATIENCE, until_page

pytestmark = pytest.mark.frozen
LIMITS = {"sigmascope": 220e6, "sigmascope-lean": 80e6}  # bytes


def run(executable, environment, *arguments, timeout=240):
    done = subprocess.run(
        [executable, *arguments], env=environment, cwd="/", capture_output=True, text=True,
        timeout=timeout, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def test_its_size(executable):
    assert executable.stat().st_size <= LIMITS[executable.name]


def test_version(executable, environment):
    assert run(executable, environment, "--version") == (0, f"Sigmascope {__version__}\n", "")


def test_every_page_and_figure_is_in_it(executable, environment):
    code, said, complaint = run(executable, environment, "--selftest")
    assert (code, complaint) == (0, ""), said
    pattern = r"Sigmascope \S+: (\d+) addresses in [\d.]+ s, all well\.\nCompiled: (.+)\.\n"
    addresses, compiled = re.fullmatch(pattern, said).groups()
    assert int(addresses) > 50
    assert compiled == "smoothing, reading of text"


def test_headless_answers_and_stops(executable, environment, cache, tmp_path):
    process = subprocess.Popen(
        [executable, "--headless"], env=environment, cwd="/", text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    parts = urlsplit(process.stdout.readline().strip())
    connection = HTTPConnection("127.0.0.1", parts.port, timeout=PATIENCE)
    connection.request("GET", f"{parts.path}?{parts.query}")
    answer = connection.getresponse()
    connection.close()
    assert answer.status == 303
    process.send_signal(signal.SIGTERM)
    assert process.communicate(timeout=PATIENCE) == ("", "")
    assert process.returncode == 0
    assert processes_with(str(tmp_path)) == []


def test_without_a_cache_it_runs_and_leaves_nothing(executable, environment, tmp_path):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    environment |= {"XDG_CACHE_HOME": "/proc", "TMPDIR": str(temporary)}
    assert run(executable, environment, "--version")[:2] == (0, f"Sigmascope {__version__}\n")
    assert list(temporary.iterdir()) == []


def test_a_user_who_may_not_write_there_can_run_it(executable, environment, tmp_path):
    if os.geteuid() != 0:
        assert not os.access(executable.parent, os.W_OK)
    before = sorted(path.name for path in executable.parent.iterdir())
    assert run(executable, environment, "--version")[0] == 0
    assert sorted(path.name for path in executable.parent.iterdir()) == before == [executable.name]


def test_the_window_opens_and_nothing_stays(executable, cache, tmp_path, playwright, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    with Desk(tmp_path / "desk", [str(executable)], playwright) as desk:
        program = desk.start()
        page = program.page()
        assert "(1 time)" in page.inner_text("main")
        page.goto(page.url + "plot")
        drawn = "[...document.images].filter(i => i.naturalWidth > 100).length"
        until_page(page, drawn)
        page.goto(page.url.rpartition("/")[0] + "/elements")
        until_page(page, "document.querySelectorAll('canvas').length > 1")
        assert program.close() == 0
        assert processes_with(f"SIGMASCOPE_DATA_DIR={desk.data}") == []
    assert list(Path(tmp_path, "temporary").iterdir()) == []
