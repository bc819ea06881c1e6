"""The gallery of responses, and pages shown in a frame."""

import pytest

from server.web.responses import EXHIBITS, check

SHOWN = ("/", "/42", "/power", "/plot", "/random", "/plotly", "/plotly_with_get/3d")


def test_the_gallery_shows_each_kind_of_response(client):
    page = client.get("/responses").text
    assert page.count("<iframe") == len(SHOWN)
    for url in SHOWN:
        assert any(exhibit.url.partition("?")[0] == url for exhibit in EXHIBITS), url
    for exhibit in EXHIBITS:
        address = exhibit.url.replace("&", "&amp;")
        assert f'<iframe src="{address}" title=' in page, exhibit.url
        assert f'<a href="{address}"' in page


def test_every_exhibit_answers(client):
    for exhibit in EXHIBITS:
        assert client.get(exhibit.url).status_code == 200, exhibit.url


def test_the_addresses_stand_in_the_gallerys_own(client):
    page = client.get("/responses?number=/-1&form=/power%3Fbase%3D3").text
    assert '<iframe src="/-1"' in page
    assert '<iframe src="/power?base=3"' in page
    assert 'value="/power?base=3"' in page


ELSEWHERE = [
    "//evil.test/",
    "/\\evil.test",
    "/\t/evil.test",
    "http://evil.test/",
    "https://127.0.0.1/",
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "42",
    "",
    " /42",
    "/" + "x" * 2000,
    "/responses",
    "/responses/",
    "/responses?number=/1",
]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_only_pages_of_our_own_are_framed(client, address):
    assert check("number", address) is not None
    answer = client.get("/responses", query_string={"number": address})
    assert answer.status_code == 422
    assert '<iframe src="/42"' in answer.text  # what stood there before
    assert "Allowed: a path of this program" in answer.text


def test_unknown_and_repeated_frames_are_named(client):
    answer = client.get("/responses?nonsense=/1&number=/1&number=/2")
    assert answer.status_code == 422
    assert "<code>nonsense</code>" in answer.text
    assert "given more than once" in answer.text.lower()


def test_what_is_typed_is_text(client):
    answer = client.get("/responses", query_string={"number": '"><script>alert(1)</script>'})
    assert "<script>alert" not in answer.text


def test_a_framed_page_knows_it(client):
    framed = {"Sec-Fetch-Dest": "iframe"}
    assert "data-embedded" in client.get("/power", headers=framed).text
    assert "data-embedded" in client.get("/nowhere", headers=framed).text
    assert " data-embedded" not in client.get("/power").text


def test_a_gallery_within_a_frame_shows_no_frames(client):
    page = client.get("/responses", headers={"Sec-Fetch-Dest": "iframe"}).text
    assert "<iframe" not in page
