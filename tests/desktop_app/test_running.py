"""A program of the user's own finds the server and its token; nobody else can read them."""

import json
import os
import stat
import urllib.request

import pytest

from desktop_app.local_server import LocalServer
from server.config import Settings


def test_the_file_leads_in_while_the_server_runs(tmp_path):
    path = tmp_path / "running.json"
    with LocalServer(Settings(data_dir=tmp_path)):
        running = json.loads(path.read_text())
        headers = {"Authorization": f"Bearer {running['token']}"}
        request = urllib.request.Request(f"{running['url']}/api/status", headers=headers)
        with urllib.request.urlopen(request) as answer:
            assert answer.status == 200
    assert not path.exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_only_the_user_may_read_it(tmp_path):
    with LocalServer(Settings(data_dir=tmp_path)):
        assert stat.S_IMODE((tmp_path / "running.json").stat().st_mode) == 0o600


def test_the_file_of_a_later_server_stays(tmp_path):
    settings = Settings(data_dir=tmp_path)
    with LocalServer(settings), LocalServer(settings) as later:
        expected = later.url
        assert json.loads((tmp_path / "running.json").read_text())["url"] == expected
    with LocalServer(settings) as one:
        (tmp_path / "running.json").write_text('{"url": "another"}')
        assert one.url
    assert (tmp_path / "running.json").read_text() == '{"url": "another"}'
