"""The library's pages: projects, what a user put in, and help for what is not there."""

import pytest


def test_the_library_lists_every_file(client):
    page = client.get("/library").text
    for number in range(1, 7):
        assert f'href="/file/{number}"' in page
    body = client.get("/library.json").get_json()
    assert [project["title"] for project in body["projects"]] == ["Samples"]
    assert len(body["files"]) == 6


def test_a_project_shows_its_files_and_people(client):
    page = client.get("/project/1").text
    assert "<title>Samples · Sigmascope</title>" in page
    for name in ("mauna_loa_co2.csv", "moon.png", "NOAA", "PhysioNet", "NASA"):
        assert name in page
    body = client.get("/project/1.json").get_json()
    assert len(body["files"]) == 6
    assert {"NOAA", "PhysioNet", "NASA"} <= {user["name"] for user in body["users"]}


def test_what_one_user_put_into_a_project(client):
    page = client.get("/project/1/user/2/").text
    for name in ("mauna_loa_co2.csv", "seattle_temps.csv", "el_nino_sst.csv"):
        assert name in page
    assert "moon.png" not in page
    body = client.get("/project/1/user/5.json").get_json()
    assert [file["name"] for file in body["files"]] == ["moon.png"]


def test_the_address_of_a_user_ends_with_a_slash(client):
    answer = client.get("/project/1/user/2")
    assert answer.status_code == 308
    assert answer.headers["Location"].endswith("/project/1/user/2/")


def test_leading_zeros_do_not_matter(client):
    assert client.get("/project/001").text == client.get("/project/1").text


@pytest.mark.parametrize(
    ("path", "words", "suggestion"),
    [
        ("/project/12/user/133/", "There is no project number 12.", "/project/1"),
        ("/project/0", "There is no project number 0.", "/project/1"),
        ("/project/" + "9" * 5000, "There is no project number 999", "/library"),
        ("/project/1/user/133/", "There is no user of “Samples” number 133.", "/project/1/user/2/"),
        ("/project/1/user/1/", "has put nothing into “Samples”", "/project/1/user/4/"),
    ],
)
def test_what_is_not_there_is_404_with_help(client, path, words, suggestion):
    page = client.get(path)
    assert page.status_code == 404
    assert words in page.text
    assert f'href="{suggestion}"' in page.text
    problem = client.get(path, headers={"Accept": "application/json"})
    assert problem.status_code == 404
    assert suggestion in [s["url"] for s in problem.get_json()["suggestions"]]


@pytest.mark.parametrize(
    "path", ["/project/-1", "/project/x", "/project/1e3", "/project/1/user/x/"]
)
def test_only_numbers_are_numbers(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/library", "/project/1", "/project/1/user/2/", "/file/1"])
def test_programs_may_ask_by_accept(client, path):
    answer = client.get(path, headers={"Accept": "application/json"})
    ending = path.rstrip("/") + ".json"
    assert answer.get_json() == client.get(ending).get_json()


def test_home_shows_the_samples_as_sparklines(client):
    page = client.get("/").text
    assert page.count('class="card file-card"') == 6
    assert page.count('<path d="M') == 5
    assert 'src="/file/6/original"' in page


@pytest.mark.parametrize("path", ["/library", "/project/1", "/file/3", "/search/co2"])
def test_all_these_pages_belong_to_the_library(client, path):
    assert 'href="/library" title="Library" aria-current="page"' in client.get(path).text
