"""The page about a number: any signed integer of 64 bits, and clear words for the rest."""

import pytest

HIGHEST, LOWEST = 2**63 - 1, -(2**63)


def test_the_number_of_the_address_arrived(client):
    page = client.get("/42").text
    assert "<title>42 · Sigmascope</title>" in page
    assert "an even positive whole number" in page


def test_the_page_links_its_factors_and_neighbours(client):
    page = client.get("/42").text
    for other in (2, 3, 7, 41, 43):
        assert f'href="/{other}"' in page


def test_what_programs_get(client):
    body = client.get("/-360.json").get_json()
    assert body["number"] == -360
    assert body["sign"] == "negative"
    assert body["parity"] == "even"
    assert body["factors"] == [
        {"prime": 2, "exponent": 3},
        {"prime": 3, "exponent": 2},
        {"prime": 5, "exponent": 1},
    ]
    assert body["divisor_count"] == 24
    assert (body["binary"], body["octal"], body["hexadecimal"]) == ("-101101000", "-550", "-168")
    assert body["digit_sum"] == 9
    assert body["square_root"] is None
    assert body["cube_root"] == pytest.approx(-7.113786608980124)


def test_squares_cubes_and_primes_are_named(client):
    assert client.get("/64.json").get_json()["whole_square_root"] == 8
    assert client.get("/64.json").get_json()["whole_cube_root"] == 4
    assert "and a prime" in client.get("/65537").text
    assert client.get("/1000000000.json").get_json()["unix_time"] == "2001-09-09T01:46:40+00:00"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("-5", -5),
        ("+5", 5),
        ("007", 7),
        ("-0", 0),
        (str(HIGHEST), HIGHEST),
        (str(LOWEST), LOWEST),
        ("0" * 5000 + "7", 7),
    ],
)
def test_every_way_to_write_a_number_of_64_bits(client, text, number):
    assert client.get(f"/{text}").status_code == 200
    assert client.get(f"/{text}.json").get_json()["number"] == number


@pytest.mark.parametrize("text", [str(HIGHEST + 1), str(LOWEST - 1), "9" * 5000, "-" + "1" * 300])
def test_a_number_out_of_range_names_the_range(client, text):
    page = client.get(f"/{text}")
    assert page.status_code == 422
    for words in ("number", str(LOWEST), str(HIGHEST)):
        assert words in page.text
    problem = client.get(f"/{text}.json")
    assert problem.status_code == 422
    assert problem.get_json()["errors"][0]["field"] == "number"
    assert str(HIGHEST) in problem.get_json()["errors"][0]["allowed"]


def test_the_form_leads_to_the_number(client):
    answer = client.get("/number?value=%E2%88%92 7".replace(" ", ""))  # a typeset minus
    assert (answer.status_code, answer.headers["Location"]) == (302, "/-7")


@pytest.mark.parametrize(
    "text", ["abc", "1e3", "4.5", "nan", "<script>alert(1)</script>", "٣", "--1"]
)
def test_the_form_keeps_what_is_no_number(client, text):
    answer = client.get("/number", query_string={"value": text})
    assert answer.status_code == 422
    assert "is not a whole number" in answer.text
    assert "<script>alert" not in answer.text
    if text.isalnum():
        assert f'value="{text}"' in answer.text


@pytest.mark.parametrize("path", ["/4.5", "/٣", "/42x", "/--1"])
def test_what_is_no_integer_has_no_page(client, path):
    assert client.get(path).status_code == 404


def test_programs_may_ask_by_accept(client):
    answer = client.get("/42", headers={"Accept": "application/json"})
    assert answer.get_json()["number"] == 42
    refused = client.get("/99999999999999999999", headers={"Accept": "application/json"})
    assert refused.content_type == "application/problem+json"


def test_the_navigation_marks_the_page_for_every_number(client):
    assert 'href="/42" title="Number" aria-current="page"' in client.get("/7").text
    assert 'title="Number" aria-current="page"' not in client.get("/").text


@pytest.mark.parametrize("number", [0, 1, -1, -4, -8, -7])
def test_special_numbers_have_a_page(client, number):
    page = client.get(f"/{number}").text
    assert page.count("<h1") == 1
    assert {0: "0 has none", 1: "empty product", -1: "empty product", -4: "2 i"}.get(
        number, "−1 ×"
    ) in page
