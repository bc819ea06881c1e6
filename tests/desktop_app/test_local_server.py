import os
import socket
import threading
from http.client import HTTPConnection
from pathlib import Path

import pytest

from desktop_app.local_server import LocalServer, PortTaken
from server.config import Settings
from tests.waiting import PATIENCE


@pytest.fixture
def settings(tmp_path):
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture
def server(settings):
    with LocalServer(settings) as running:
        yield running


def request(connection, path, server, method="GET", body=None, **headers):
    headers = {"Authorization": f"Bearer {server.token}", **headers}
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    return answer, answer.read()


def exchange(server, raw: bytes) -> bytes:
    """Everything the server says to ``raw`` until it closes or falls silent."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as connection:
        connection.sendall(raw)
        said = b""
        connection.settimeout(0.5)
        try:
            while part := connection.recv(65536):
                said += part
        except TimeoutError:
            return said + b"<still open>"
        return said


def test_a_connection_serves_many_requests(server):
    connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    answers = []
    for _ in range(5):
        answer, body = request(connection, "/", server)
        assert b"</html>" in body
        answers.append((answer.status, connection.sock.getsockname()))
    connection.close()
    assert answers == [answers[0]] * 5
    assert answers[0][0] == 200


def test_pipelined_requests_are_answered_in_order(server):
    # Werkzeug's own handler would swallow the second request with the first one's leftovers.
    one = f"GET /about HTTP/1.1\r\nHost: {server.host}\r\n\r\n".encode()
    said = exchange(server, one * 3)
    assert said.count(b"HTTP/1.1 401") == 3
    assert said.endswith(b"<still open>")


def test_head_has_a_length_and_no_body(server):
    connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    answer, body = request(connection, "/", server, method="HEAD")
    assert (answer.status, body) == (200, b"")
    answer, body = request(connection, "/", server)
    assert b"</html>" in body
    connection.close()


def test_a_request_with_a_body_closes_the_connection(server):
    connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    answer, _ = request(connection, "/no-such", server, method="POST", body=b"x" * 100_000)
    assert answer.status >= 400
    assert answer.getheader("Connection") == "close"
    connection.close()


@pytest.mark.parametrize("smuggled", ["Content-Length: 5", "Transfer-Encoding: chunked"])
def test_what_follows_an_unread_body_is_not_a_request(server, smuggled):
    raw = (
        f"GET /about HTTP/1.1\r\nHost: {server.host}\r\n{smuggled}\r\n\r\n"
        f"0\r\n\r\nGET /about HTTP/1.1\r\nHost: {server.host}\r\n\r\n"
    )
    assert exchange(server, raw.encode()).count(b"HTTP/1.1") == 1


def test_http_1_0_is_closed_after_one_answer(server):
    said = exchange(server, f"GET / HTTP/1.0\r\nHost: {server.host}\r\n\r\n".encode())
    assert b"Connection: close" in said
    assert not said.endswith(b"<still open>")


def test_the_client_may_close(server):
    raw = f"GET / HTTP/1.1\r\nHost: {server.host}\r\nConnection: close\r\n\r\n"
    assert not exchange(server, raw.encode()).endswith(b"<still open>")


def test_only_its_own_host_is_answered(server):
    raw = f"GET / HTTP/1.1\r\nHost: localhost:{server.port}\r\n\r\n"
    assert b"421" in exchange(server, raw.encode()).partition(b"\r\n")[0]


def test_an_error_below_flask_is_told_and_logged(server, caplog):
    def broken(environ, start_response):
        raise RuntimeError("nothing works")

    server.app.wsgi_app = broken
    said = exchange(server, f"GET / HTTP/1.1\r\nHost: {server.host}\r\n\r\n".encode())
    assert said.startswith(b"HTTP/1.1 500")
    assert "nothing works" in caplog.text


def test_an_answer_without_length_is_chunked(server):
    def stream(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        yield from (b"a" * 3, b"", b"b" * 70_000)

    server.app.wsgi_app = stream
    connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    for _ in range(2):
        answer, body = request(connection, "/", server)
        assert answer.getheader("Transfer-Encoding") == "chunked"
        assert body == b"aaa" + b"b" * 70_000
    connection.close()


def test_the_entry_url_lets_in_once(server):
    path = server.entry_url("/power?base=2").removeprefix(server.url)
    answers = []
    for _ in range(2):
        connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        connection.request("GET", path)
        answer = connection.getresponse()
        answers.append((answer.status, answer.getheader("Location")))
        connection.close()
    assert answers == [(303, "/power?base=2"), (401, None)]


def descriptors():
    """What the open descriptors of this process point to."""
    links = Path("/proc/self/fd").iterdir()
    return sorted(str(link.readlink()) for link in links if os.path.lexists(link))


def test_it_listens_on_loopback_alone(server):
    own = descriptors()
    listening = [
        fields[1]
        for table in ("tcp", "tcp6")
        for fields in map(str.split, Path(f"/proc/net/{table}").read_text().splitlines()[1:])
        if fields[3] == "0A" and f"socket:[{fields[9]}]" in own
    ]
    assert listening == [f"0100007F:{server.port:04X}"]


def test_nothing_stays_behind(settings):
    def round_trip():
        with LocalServer(settings) as server:
            idle = [HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE) for _ in range(4)]
            for connection in idle:
                request(connection, "/about", server)
        for connection in idle:
            connection.close()
        return server.port

    round_trip()  # what is opened once and for all is opened now
    threads, before = threading.active_count(), len(descriptors())
    port = round_trip()
    assert threading.active_count() == threads
    assert len(descriptors()) == before
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=1)


def test_an_answer_under_way_is_finished(settings):
    began, go_on, got = threading.Event(), threading.Event(), []
    with LocalServer(settings) as server:

        def slow(environ, start_response):
            began.set()
            go_on.wait(PATIENCE)
            start_response("200 OK", [("Content-Length", "4")])
            return [b"done"]

        server.app.wsgi_app = slow

        def ask():
            connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
            got.append(request(connection, "/", server)[1])
            connection.close()

        asking = threading.Thread(target=ask)
        asking.start()
        began.wait(PATIENCE)
        threading.Timer(0.2, go_on.set).start()
    asking.join()
    assert got == [b"done"]


def test_a_taken_port_is_refused_in_one_line(server, settings):
    with pytest.raises(PortTaken, match=rf"^Port {server.port} of 127.0.0.1 cannot be used"):
        LocalServer(settings, port=server.port).__enter__()


def test_a_server_that_cannot_be_made_frees_its_port(settings, monkeypatch):
    def refuse(*_args, **_more):
        raise RuntimeError("no application")

    monkeypatch.setattr("server.create_app", refuse)
    broken = LocalServer(settings)
    with pytest.raises(RuntimeError, match="no application"):
        broken.__enter__()
    with socket.create_server(("127.0.0.1", broken.port)):
        pass
