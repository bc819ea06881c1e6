"""The description of the API names all that can be done with the library, and no more."""

import re

import pytest
from openapi_spec_validator import validate

from server.web.rest.catalogue import RESOURCES

BLUEPRINTS = {"rest", "rest_parts", "rest_trash", "rest_uploads"}
METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture
def description(ask) -> dict:
    return ask("GET", "/api/openapi.json").json


def test_it_is_valid(description):
    validate(description)


def test_every_address_and_method_is_described_and_there(app, description):
    adapter = app.url_map.bind("localhost")
    told = {
        (re.sub(r"{[a-z]+}", "1", path), method)
        for path, item in description["paths"].items()
        for method in METHODS & set(item)
        if item[method]["tags"] == ["Library"]
    }
    for path, method in told:
        rule, _ = adapter.match(path, method.upper(), return_rule=True)
        assert rule.endpoint.partition(".")[0] in BLUEPRINTS, f"{method} {path}"
    rules = [r for r in app.url_map.iter_rules() if r.endpoint.partition(".")[0] in BLUEPRINTS]
    for rule in rules:
        names = re.search(r"any\(([^)]*)\)", rule.rule)
        for name in names[1].split(", ") if names else [""]:
            path = re.sub(r"<any[^>]*>", name, rule.rule).replace("<digits:number>", "1")
            for method in {m.lower() for m in rule.methods} & METHODS:
                assert (path, method) in told, f"{method} {path}"


def test_every_method_has_a_body_where_it_takes_one(description):
    for path, item in description["paths"].items():
        for method in {"put", "patch"} & set(item):
            if path not in {"/api/recents/{number}", "/api/live/{name}/recording"}:
                assert "application/json" in item[method]["requestBody"]["content"], path


@pytest.mark.parametrize("name", sorted(RESOURCES))
def test_an_answer_has_the_described_fields(ask, description, name):
    if name == "notes":
        ask("POST", "/api/files/1/notes", json={"text": "A"})
    elif name == "recipes":
        ask("POST", "/api/recipes", json={"title": "A", "recipe": {}})
    schema = description["components"]["schemas"][RESOURCES[name].shown.__name__]
    told = ask("GET", f"/api/{name}/1").json
    assert set(told) == {*schema["properties"], "links"}
    assert set(schema["required"]) == set(schema["properties"])


@pytest.mark.parametrize("name", sorted(RESOURCES))
def test_what_is_told_can_be_sent_back(ask, name):
    """The fields of an answer that may be changed are a body that PUT takes."""
    if name == "notes":
        ask("POST", "/api/projects/1/notes", json={"text": "A"})
    elif name == "recipes":
        ask("POST", "/api/recipes", json={"title": "A", "recipe": {"a": [1, None, "x"]}})
    told = ask("GET", f"/api/{name}/1").json
    body = {field: told[field] for field in RESOURCES[name].fields.model_fields}
    assert ask("PUT", f"/api/{name}/1", json=body).json == told


def test_the_page_shows_all_of_it(client, description):
    page = client.get("/api/").text
    for path, item in description["paths"].items():
        for method in METHODS & set(item):
            if item[method]["tags"] == ["Library"]:
                assert f"<code>{method.upper()}</code></td><td><code>{path}</code>" in page


@pytest.mark.parametrize("form", ["csv", "npy", "json"])
def test_data_are_described_with_their_parts_and_conditions(ask, client, description, form):
    told = description["paths"][f"/file/{{number}}.{form}"]["get"]
    names = [parameter["name"] for parameter in told["parameters"]]
    assert names[:4] == ["number", "columns", "rows", "If-None-Match"]
    assert ("Range" in names) == ("206" in told["responses"]) == (form == "npy")
    answer = ask("GET", f"/file/5.{form}?columns=JAN&rows=:3")
    assert answer.mimetype in told["responses"]["200"]["content"]
    known = {"If-None-Match": answer.headers["ETag"]}
    again = ask("GET", f"/file/5.{form}?columns=JAN&rows=:3", headers=known)
    assert str(again.status_code) in told["responses"]
    assert f"<code>/file/{{number}}.{form}</code>" in client.get("/api/").text
