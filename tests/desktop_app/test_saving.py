import pytest

from desktop_app.local_server import LocalServer
from desktop_app.saving import fetch_to_file
from server.config import Settings
from server.errors import SigmascopeError


@pytest.fixture
def server(tmp_path):
    with LocalServer(Settings(data_dir=tmp_path / "data")) as running:
        yield running


def test_the_answer_is_written(server, tmp_path):
    target = tmp_path / "zwei hoch zehn ü.json"
    fetch_to_file(server.port, server.token, "/power.json?base=2&exponent=10", target)
    assert b"1024" in target.read_bytes()


def test_a_failed_answer_leaves_the_old_file(server, tmp_path):
    target = tmp_path / "kept.csv"
    target.write_text("old")
    with pytest.raises(SigmascopeError, match=r"kept\.csv was not saved: .* 404"):
        fetch_to_file(server.port, server.token, "/no-such.csv", target)
    assert target.read_text() == "old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["data", "kept.csv"]


def test_a_folder_that_cannot_be_written_is_told(server, tmp_path):
    with pytest.raises(SigmascopeError, match="was not saved"):
        fetch_to_file(server.port, server.token, "/about", tmp_path / "no-such-folder" / "a.html")


def test_a_large_answer_is_streamed(server, tmp_path):
    blob = b"0123456789abcdef" * 500_000

    def stream(environ, start_response):
        start_response("200 OK", [("Content-Length", str(len(blob)))])
        return [blob[at : at + 65536] for at in range(0, len(blob), 65536)]

    server.app.wsgi_app = stream
    fetch_to_file(server.port, server.token, "/", tmp_path / "blob")
    assert (tmp_path / "blob").read_bytes() == blob


def test_an_answer_cut_short_is_no_file(server, tmp_path):
    def cut(environ, start_response):
        start_response("200 OK", [("Content-Length", "1000")])
        yield b"half"
        raise ConnectionError

    server.app.wsgi_app = cut
    with pytest.raises(SigmascopeError, match="IncompleteRead"):
        fetch_to_file(server.port, server.token, "/", tmp_path / "half")
    assert not (tmp_path / "half").exists()
