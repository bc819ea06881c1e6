"""Who may open the WebSocket of a live stream: this program's own pages, and who has the token."""

import urllib.request

import pytest

from tests.ramps import PATH
from tests.wires import Refused, Wire


def cookie(server):
    class Kept(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None

    try:
        urllib.request.build_opener(Kept).open(server.entry_url())
    except urllib.error.HTTPError as answer:
        with answer:
            return ("Cookie", answer.headers["Set-Cookie"].partition(";")[0])


FOREIGN = [
    "http://evil.test", "https://evil.test", "null", "", "http://127.0.0.1", "http://localhost:{port}",
    "https://127.0.0.1:{port}", "http://127.0.0.1:{port}.evil.com", "http://127.0.0.1:1",
    "http://127.0.0.1:{port}/", "http://127.0.0.1:{port}@evil.test", "file://", "ws://127.0.0.1:{port}",
]  # fmt: skip


@pytest.mark.parametrize("origin", FOREIGN)
@pytest.mark.parametrize("path", [PATH, "/api/live/a"])
def test_a_foreign_page_gets_no_wire(server, studio, bearer, origin, path):
    origin = ("Origin", origin.format(port=server.port))
    for proof in (cookie(server), bearer):
        with pytest.raises(Refused, match="403"):
            Wire(server.url, path, [origin, proof])


def test_without_an_origin_only_the_token_opens(server, studio, bearer):
    with pytest.raises(Refused, match="403"):
        Wire(server.url, PATH, [cookie(server)])
    Wire(server.url, PATH, [bearer]).close()


def test_an_own_page_needs_its_session(server, studio):
    own = ("Origin", server.url)
    with pytest.raises(Refused, match="401"):
        Wire(server.url, PATH, [own])
    with pytest.raises(Refused, match="401"):
        Wire(server.url, PATH, [own, ("Authorization", "Bearer wrong")])
    with Wire(server.url, PATH, [own, cookie(server)]) as wire:
        assert wire.said("hello")["stream"]["name"] == "a"
        assert wire.extensions == []  # no compression, although it was offered


def test_a_foreign_host_is_refused_first(server, studio, bearer):
    wrong = server.url.replace("127.0.0.1", "localhost")
    with pytest.raises(Refused, match="421"):
        Wire(wrong, PATH, [bearer])


def test_a_stream_that_is_not_there_is_told_in_http(server, studio, bearer):
    with pytest.raises(Refused, match="404"):
        Wire(server.url, "/live/none/socket", [bearer])


def test_a_plain_request_for_the_wire_is_refused(server, studio, bearer):
    request = urllib.request.Request(server.url + PATH, headers=dict([bearer]))
    with pytest.raises(urllib.error.HTTPError, match="400") as refused:
        urllib.request.urlopen(request)
    refused.value.close()
