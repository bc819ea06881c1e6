"""Searching: the address is the question, and nothing typed there does harm."""

import pytest


def found(client, words: str) -> list[str]:
    body = client.get(f"/search/{words}.json").get_json()
    return [entry.get("name") or entry["title"] for entry in body["results"]]


def test_a_word_of_a_title_is_found_and_marked(client):
    page = client.get("/search/moon").text
    assert "The surface of the <mark>Moon</mark>" in page
    assert 'href="/file/6"' in page


def test_case_accents_and_typography_do_not_matter(client):
    assert found(client, "NIÑO") == found(client, "nino") == ["el_nino_sst.csv"]
    assert found(client, "co2") == ["mauna_loa_co2.csv"]


def test_the_best_comes_first(client):
    assert found(client, "temperature")[:2] == ["seattle_temps.csv", "el_nino_sst.csv"]


def test_columns_tags_and_owners_are_searched(client):
    assert found(client, "lead_mv") == ["ecg_360hz.csv"]
    assert set(found(client, "arrhythmia")[:2]) == {"ecg_360hz.csv", "ecg_360hz.npy"}
    assert "NOAA" in found(client, "noaa")
    assert "Samples" in found(client, "samples")


def test_all_words_must_occur(client):
    assert found(client, "heart%20numpy") == ["ecg_360hz.npy"]


def test_nothing_found_is_a_page_with_help(client):
    answer = client.get("/search/zebra")
    assert answer.status_code == 200
    assert "Nothing in the library holds" in answer.text
    assert 'href="/search/climate"' in answer.text


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("co2", "/search/co2"),
        ("  sea ice ", "/search/sea%20ice"),
        ("a/b", "/search/a%20b"),
        ("data.json", "/search/data"),
        ("?#&", None),
        ("", None),
        ("..", None),
    ],
)
def test_the_field_of_the_top_bar_leads_to_the_address(client, typed, address):
    answer = client.get("/search", query_string={"words": typed})
    assert answer.status_code == (302 if address else 200)
    assert answer.headers.get("Location") == address


def test_what_was_typed_stays_in_the_field(client):
    assert 'data-search value="sea ice"' in client.get("/search/sea%20ice").text


def test_markup_is_only_text(client):
    page = client.get("/search/%3Cscript%3Ealert(1)%3C-script%3E").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_long_question_is_refused(client):
    assert client.get("/search/" + "x" * 200).status_code == 200
    for address in ("/search/" + "x" * 201, "/search?words=" + "x" * 5000):
        answer = client.get(address)
        assert answer.status_code == 422
        assert "up to 200 characters" in answer.text


@pytest.mark.parametrize(
    "raw",
    [{"PATH_INFO": "/search/\xff\xfe"}, {"PATH_INFO": "/search/\x00"}],
)
def test_broken_text_finds_nothing(client, raw):
    answer = client.get("/search", environ_overrides=raw)
    assert answer.status_code == 200
    assert 'class="empty"' in answer.text
