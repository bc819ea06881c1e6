import logging
import sys
from http.client import HTTPConnection

import pytest

from desktop_app.local_server import LocalServer
from desktop_app.log_file import give_output_a_place, open_log
from server.config import Settings
from tests.waiting import PATIENCE


@pytest.fixture
def log(tmp_path):
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield open_log(tmp_path / "data")
    for handler in set(root.handlers) - set(handlers):
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)
    logging.captureWarnings(False)


def test_the_entry_code_never_reaches_the_log(log, tmp_path):
    with LocalServer(Settings(data_dir=tmp_path / "data")) as server:
        url = server.entry_url("/about")
        connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        connection.request("GET", url.removeprefix(server.url))
        connection.getresponse()
        connection.close()
    code = url.partition("code=")[2].partition("&")[0]
    try:
        int(f"/enter?code={code}&next=/")
    except ValueError:
        logging.getLogger("test").exception("wrong: /enter?code=%s", code)
    text = log.read_text()
    assert "GET /enter?code=[redacted]&next=/about 303" in text
    assert text.count("[redacted]") >= 3  # the request, the message, the traceback
    assert code not in text


def test_the_log_is_cut_into_few_files(log):
    for _ in range(60):
        logging.getLogger("test").info("x" * 100_000)
    files = sorted(log.parent.iterdir())
    assert [file.name for file in files] == [log.name, *(f"{log.name}.{n}" for n in (1, 2, 3))]
    assert all(file.stat().st_size <= 1_000_000 for file in files)


def test_a_program_without_console_can_print(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    give_output_a_place(tmp_path)
    print("to nobody")
    print("an error", file=sys.stderr)
    written = (tmp_path / "logs" / "output.txt").read_text()
    sys.stdout.close()
    assert written == "to nobody\nan error\n"
