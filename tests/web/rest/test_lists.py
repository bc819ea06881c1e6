"""Lists: in parts, sorted, narrowed down."""

import pytest


def test_a_list_comes_in_parts_that_lead_on(ask):
    url, seen = "/api/files?limit=4&sort=-size&project=1", []
    while url:
        answer = ask("GET", url)
        assert len(answer.json["items"]) <= 4
        assert answer.json["total"] == 6
        seen += [item["size"] for item in answer.json["items"]]
        url = answer.json["next"]
        assert ("Link" in answer.headers) == bool(url)
        assert not url or answer.headers["Link"] == f'<{url}>; rel="next"'
    assert len(seen) == 6
    assert seen == sorted(seen, reverse=True)


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("tag=CLIMATE", {1, 4, 5}),
        ("format=PNG", {6}),
        ("user=3", {2}),
        ("project=99", set()),
        ("tag=arrhythmia&format=NPY", {3}),
        ("offset=6", set()),
    ],
)
def test_files_are_narrowed_down(ask, query, numbers):
    items = ask("GET", f"/api/files?{query}").json["items"]
    assert {item["id"] for item in items} == numbers


@pytest.mark.parametrize("name", ["projects", "users", "recipes"])
def test_short_lists_are_sorted_and_cut_too(ask, name):
    field = "name" if name == "users" else "title"
    for title in ("beta", "alpha", "gamma"):
        ask(
            "POST",
            f"/api/{name}",
            json={field: title} | ({"recipe": {}} if name == "recipes" else {}),
        )
    answer = ask("GET", f"/api/{name}?sort=-id&limit=2&offset=1").json
    assert [item[field] for item in answer["items"]] == ["alpha", "beta"]
    ordered = [item[field] for item in ask("GET", f"/api/{name}?sort={field}").json["items"]]
    assert ordered == sorted(ordered)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("limit=x", "limit"),
        ("offset=-1", "offset"),
        ("offset=" + "9" * 400, "offset"),
        ("sort=colour", "sort"),
        ("colour=red", "colour"),
        ("limit=1&limit=2", "limit"),
    ],
)
def test_a_wrong_question_is_refused_by_name(ask, fields, query, field):
    answer = ask("GET", f"/api/projects?{query}")
    assert answer.status_code == 422
    assert fields(answer) == [field]


def test_all_that_is_wrong_is_told_at_once(ask, fields):
    answer = ask("GET", "/api/files?limit=0&sort=x&project=-1")
    assert sorted(fields(answer)) == ["limit", "project", "sort"]


def test_tags_lead_to_their_files(ask):
    tags = {tag["name"]: tag for tag in ask("GET", "/api/tags").json["items"]}
    assert tags["climate"]["files"] == 3
    assert ask("GET", tags["climate"]["links"]["files"]).json["total"] == 3


def test_the_file_opened_last_comes_first(ask):
    for number in (2, 5, 2):
        assert ask("PUT", f"/api/recents/{number}").status_code == 204
    assert [file["id"] for file in ask("GET", "/api/recents").json["items"]] == [2, 5]
    assert ask("PUT", "/api/recents/99").status_code == 404


def test_notes_are_listed_where_they_belong(ask):
    for words in ("one", "two"):
        ask("POST", "/api/files/2/notes", json={"text": words})
    listed = ask("GET", "/api/files/2/notes?limit=1").json
    assert ([note["text"] for note in listed["items"]], listed["total"]) == (["one"], 2)
    assert ask("GET", "/api/files/1/notes").json["items"] == []
    assert ask("GET", "/api/files/99/notes").status_code == 404
    assert ask("POST", "/api/files/99/notes", json={"text": "x"}).status_code == 404
