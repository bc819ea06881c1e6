"""What HTTP's methods mean, for every kind of thing alike."""

import pytest

from server.web.rest.catalogue import RESOURCES

NEW = {
    "projects": ({"title": "A"}, "title"),
    "users": ({"name": "A"}, "name"),
    "recipes": ({"title": "A", "recipe": {"sigma": 2}}, "title"),
}


@pytest.fixture(params=[*NEW, "notes", "files"])
def thing(request, ask, csv_file) -> tuple[str, str]:
    """The address of a fresh thing, and the name of a field of it that is a text."""
    if request.param == "notes":
        answer, field = ask("POST", "/api/files/1/notes", json={"text": "A"}), "text"
    elif request.param == "files":
        answer, field = ask("POST", "/api/files", json={"path": str(csv_file)}), "title"
    else:
        body, field = NEW[request.param]
        answer = ask("POST", f"/api/{request.param}", json=body)
    assert answer.status_code == 201
    assert answer.headers["Location"] == answer.json["links"]["self"]
    assert answer.headers["Location"].startswith(f"/api/{request.param}/")
    assert answer.headers["ETag"] == ask("GET", answer.headers["Location"]).headers["ETag"]
    return answer.headers["Location"], field


def mark(ask, url, later=0):
    """The ETag of a thing, or of its state so many changes later."""
    return f'"{ask("GET", url).json["revision"] + later}"'


def test_what_was_made_is_there(ask, thing):
    url, _ = thing
    answer = ask("GET", url)
    assert answer.status_code == 200
    assert answer.headers["ETag"] == mark(ask, url)
    assert answer.json["links"]["self"] == url


def test_head_tells_the_same_without_a_body(ask, thing):
    url, _ = thing
    head, get = ask("HEAD", url), ask("GET", url)
    assert head.data == b""
    for name in ("ETag", "Content-Type", "Content-Length"):
        assert head.headers[name] == get.headers[name]


def test_options_tells_exactly_what_is_possible(ask, thing):
    url, _ = thing
    for address in (url, url.rpartition("/")[0]):
        allowed = ask("OPTIONS", address).allow
        for method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"} - set(allowed):
            answer = ask(method, address, json={})
            assert answer.status_code in {404, 405}, f"{method} {address}"
            assert answer.status_code == 404 or set(answer.allow) <= set(allowed)
    assert "PATCH" in ask("OPTIONS", url).allow


def test_a_known_state_is_not_sent_again(ask, thing):
    url, _ = thing
    answer = ask("GET", url, headers={"If-None-Match": mark(ask, url)})
    assert (answer.status_code, answer.data) == (304, b"")
    assert ask("GET", url, headers={"If-None-Match": '"0"'}).status_code == 200


def test_patch_changes_a_part_and_the_state(ask, thing):
    url, field = thing
    before, later = ask("GET", url).json, mark(ask, url, 1)
    answer = ask("PATCH", url, json={field: "Changed"})
    assert (answer.status_code, answer.headers["ETag"]) == (200, later)
    changed = {"revision", "updated", field}
    after = ask("GET", url).json
    assert after[field] == "Changed"
    assert {k: v for k, v in after.items() if k not in changed} == {
        k: v for k, v in before.items() if k not in changed
    }


def test_the_same_change_twice_is_as_good_as_once(ask, thing):
    url, field = thing
    first = ask("PATCH", url, json={field: "Changed"})
    again = ask("PATCH", url, json={field: "Changed"})
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.json == first.json


def test_a_merge_patch_is_a_patch(ask, thing):
    url, field = thing
    headers = {"Content-Type": "application/merge-patch+json"}
    answer = ask("PATCH", url, data=f'{{"{field}": "Merged"}}', headers=headers)
    assert answer.json[field] == "Merged"


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_no_change_is_lost(ask, thing, method):
    url, field = thing
    if method not in ask("OPTIONS", url).allow:
        assert url.startswith("/api/users/")
        return
    old, new = mark(ask, url), mark(ask, url, 1)
    ask("PATCH", url, json={field: "of somebody else"}, if_match=old)
    state = ask("GET", url).json
    assert state[field] == "of somebody else"
    body = {
        "json": {name: state[name] for name in RESOURCES[url.split("/")[2]].fields.model_fields}
    }
    body["json"][field] = "of mine"
    for given in (old, f"W/{new}", '"nonsense"', ""):
        answer = ask(method, url, if_match=given, **({} if method == "DELETE" else body))
        assert answer.status_code == 412, given
        assert answer.content_type == "application/problem+json"
    assert ask("GET", url).json == state
    answer = ask(method, url, if_match=f"{old}, {new}", **({} if method == "DELETE" else body))
    assert answer.status_code == 200


def test_any_state_matches_a_star(ask, thing):
    url, field = thing
    assert ask("PATCH", url, json={field: "B"}, if_match="*").status_code == 200


def test_what_is_removed_is_gone_and_comes_back(ask, thing):
    url, _ = thing
    if "DELETE" not in ask("OPTIONS", url).allow:
        answer = ask("DELETE", url)
        assert answer.status_code == 405
        assert "DELETE" not in answer.allow
        return
    before = ask("GET", url).json
    removed = ask("DELETE", url)
    assert removed.status_code == 200
    assert ask("GET", url).status_code == 404
    assert ask("DELETE", url).status_code == 404
    assert removed.json["links"]["undo"] in ask("GET", "/api/trash").text
    undone = ask("POST", removed.json["links"]["undo"])
    assert (undone.status_code, undone.data) == (204, b"")
    after = ask("GET", url).json
    assert {**after, "revision": 0, "updated": 0} == {**before, "revision": 0, "updated": 0}
    assert ask("POST", removed.json["links"]["undo"]).status_code == 404


def test_put_replaces_all_that_can_be_said(ask, project):
    answer = ask("PUT", project, json={"title": "New"})
    assert (answer.json["title"], answer.json["description"]) == ("New", "")


@pytest.mark.parametrize("number", ["0", "999", "9" * 18, "9" * 19, "9" * 5000])
@pytest.mark.parametrize("name", sorted(RESOURCES))
def test_what_there_is_not_is_404(ask, name, number):
    for method in RESOURCES[name].methods:
        assert ask(method, f"/api/{name}/{number}", json={}).status_code == 404


def test_what_was_removed_can_be_deleted_for_good(ask, project):
    links = ask("DELETE", project).json["links"]
    assert ask("DELETE", links["purge"]).status_code == 204
    assert ask("POST", links["undo"]).status_code == 404
    assert ask("GET", "/api/trash").json == {"items": []}


def test_several_things_are_removed_together_and_come_back_together(ask):
    answer = ask("POST", "/api/trash", json={"kind": "file", "numbers": [1, 3]})
    assert answer.json["things"] == 2
    assert ask("GET", "/api/files").json["total"] == 4
    ask("POST", answer.json["links"]["undo"])
    assert ask("GET", "/api/files").json["total"] == 6
    assert ask("POST", "/api/trash", json={"kind": "file", "numbers": [1, 99]}).status_code == 404
    assert ask("GET", "/api/files").json["total"] == 6


def test_what_belongs_to_something_removed_comes_back_after_it(ask, project):
    note = ask("POST", f"{project}/notes", json={"text": "A"}).headers["Location"]
    first = ask("DELETE", note).json["links"]["undo"]
    second = ask("DELETE", project).json["links"]["undo"]
    assert ask("POST", first).status_code == 409
    assert ask("POST", second).status_code == 204
    assert ask("POST", first).status_code == 204
    assert ask("GET", f"{project}/notes").json["total"] == 1
