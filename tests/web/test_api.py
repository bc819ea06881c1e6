"""The API's description is valid and says what is really there."""

import re

from openapi_spec_validator import validate

from server.tools.catalogue import TOOLS
from server.web.examples import example_urls


def test_the_description_is_valid_openapi(client):
    validate(client.get("/api/openapi.json").json)


def test_every_tool_and_form_is_described(client):
    paths = client.get("/api/openapi.json").json["paths"]
    for tool in TOOLS:
        described = {p["name"] for p in paths[f"/api/{tool.name}"]["get"]["parameters"]}
        assert described == set(tool.parameters.model_fields)
        for form in tool.forms:
            assert f"/{tool.name}.{form}" in paths


def test_every_described_path_without_variables_answers(app, client):
    shown = {example.url.partition("?")[0]: example.url for example in example_urls(app)}
    for path in client.get("/api/openapi.json").json["paths"]:
        if "{" not in path:
            answer = client.get(shown.get(path, path))
            assert answer.status_code in {200, 202, 302, 303}, path


def test_the_bounds_are_those_that_are_checked(client):
    """Just outside each described bound is refused, by name; the bound itself is not."""
    paths = client.get("/api/openapi.json").json["paths"]
    tried = 0
    for tool in TOOLS:
        for parameter in paths[f"/api/{tool.name}"]["get"]["parameters"]:
            schema = parameter["schema"]
            for bound, outside in (("minimum", -1), ("maximum", 1)):
                if bound not in schema:
                    continue
                value = schema[bound] + outside
                answer = client.get(f"/api/{tool.name}?{parameter['name']}={value}")
                assert answer.status_code == 422, f"{tool.name} {parameter['name']}={value}"
                fields = [error["field"] for error in answer.json["errors"]]
                assert fields == [parameter["name"]]
                tried += 1
    assert tried > 0 or [tool.name for tool in TOOLS] == ["power"]


def test_the_page_shows_every_resource(client):
    page = client.get("/api/").text
    for tool in TOOLS:
        assert f"/api/{tool.name}" in page
        assert all(
            re.search(rf"<code>{name}</code>", page) for name in tool.parameters.model_fields
        )


def test_errors_have_one_shape(client):
    keys = {"type", "title", "status", "detail", "instance", "errors", "suggestions", "id"}
    for url, status in [
        ("/api/power?base=x", 422),
        ("/power.json?foo=1", 422),
        ("/power.csv?base=x", 422),
        ("/nowhere.json", 404),
        ("/api/nowhere", 404),
        ("/power.png", 404),
    ]:
        answer = client.get(url)
        assert answer.status_code == status, url
        assert answer.content_type == "application/problem+json", url
        assert set(answer.json) == keys, url
        assert answer.json["status"] == status
        assert answer.json["instance"] == url.partition("?")[0]


def test_the_accept_header_decides(client):
    html = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    assert client.get("/nowhere", headers=html).mimetype == "text/html"
    json = {"Accept": "application/json"}
    assert client.get("/nowhere", headers=json).mimetype == "application/problem+json"
    assert client.get("/power.json?base=x", headers=html).mimetype == "text/html"


def test_a_fault_of_the_program_is_a_500_with_an_id(app, client, monkeypatch, caplog):
    def fail():
        raise ZeroDivisionError("secret detail")

    monkeypatch.setitem(app.view_functions, "home.show", fail)
    answer = client.get("/", headers={"Accept": "application/json"})
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert answer.json["id"] in caplog.text
    assert answer.json["id"] != ""
