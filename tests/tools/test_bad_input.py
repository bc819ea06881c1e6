"""Whatever is asked of any tool: an answer that names the field, never a fault."""

import html

import pytest

from server.tools.catalogue import TOOLS
from server.tools.tool import Tool

FIELDS = [(tool, field) for tool in TOOLS for field in tool.fields]
NUMBERS = [(tool, field) for tool, field in FIELDS if field.kind in {"integer", "number"}]
CHOICES = [(tool, field) for tool, field in FIELDS if field.kind == "choice"]
PLACES = [f"/{tool.name}" for tool in TOOLS] + [f"/api/{tool.name}" for tool in TOOLS]
NO_NUMBERS = [
    "two", "nan", "-nan", "inf", "-inf", "Infinity", "1e308", "-1e308", "1e309", "1,5", "0x10",
    "1__0", "--1", "1e", "9" * 999, "9" * 5000, "1" + "0" * 12, "-1" + "0" * 12, "\ufffd", "\x00",
    "<script>alert(1)</script>", "5\n6", "${7*7}", "{{7*7}}", "../../etc/passwd",
]  # fmt: skip


def name_of(case) -> str:
    return f"{case.name}" if isinstance(case, Tool) else getattr(case, "name", None)


def refused(answer, field):
    assert answer.status_code == 422
    return [error for error in answer.json["errors"] if error["field"] == field]


@pytest.mark.parametrize(("tool", "field"), NUMBERS, ids=name_of)
def test_what_is_no_number(client, tool, field):
    for text in NO_NUMBERS:
        answer = client.get(f"/api/{tool.name}", query_string={field.name: text})
        found = refused(answer, field.name)
        assert len(found) == 1, text[:40]
        assert found[0]["allowed"] == field.allowed
        assert len(answer.data) < 2000  # what was typed is not thrown back whole


@pytest.mark.parametrize(("tool", "field"), NUMBERS, ids=name_of)
def test_just_outside_the_bounds(client, tool, field):
    for bound, step in ((field.minimum, -1), (field.maximum, 1)):
        text = str(int(bound + step))
        answer = client.get(f"/api/{tool.name}", query_string={field.name: text})
        assert refused(answer, field.name), text


@pytest.mark.parametrize(
    ("tool", "field"), [case for case in NUMBERS if case[1].kind == "integer"], ids=name_of
)
def test_fractions_are_no_whole_numbers(client, tool, field):
    assert refused(client.get(f"/api/{tool.name}?{field.name}=2.5"), field.name)


@pytest.mark.parametrize(("tool", "field"), CHOICES, ids=name_of)
def test_what_is_no_choice(client, tool, field):
    for text in ("", " ", "x", field.choices[0].upper() + "!", "<b>", "0", "\ufffd"):
        answer = client.get(f"/api/{tool.name}", query_string={field.name: text})
        if text.strip():
            [error] = refused(answer, field.name)
            assert field.choices[0] in error["allowed"]
        else:
            assert answer.status_code == 200  # an empty field is one that was not given


@pytest.mark.parametrize(("tool", "field"), FIELDS, ids=name_of)
def test_the_page_keeps_what_was_typed_and_runs_none_of_it(client, tool, field):
    typed = '"><script>alert(1)</script>'
    answer = client.get(f"/{tool.name}", query_string={field.name: typed})
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    assert html.escape(typed).replace("&#x27;", "&#39;") in answer.text.replace("&#34;", "&quot;")
    assert f'id="error-{field.name}"' in answer.text


@pytest.mark.parametrize("place", PLACES)
def test_unknown_repeated_and_broken(client, place):
    tool = place.rpartition("/")[2]
    known = next(t for t in TOOLS if t.name == tool).fields[0].name
    for query, field in [
        ("foo=1", "foo"),
        ("%3Cscript%3E=1", "<script>"),
        (f"{known}=1&{known}=1", known),
        (f"{known}=%ff%fe", known),
        ("%ff=1", "%FF"),
        ("__proto__=1", "__proto__"),
        ("model_config=1", "model_config"),
    ]:
        answer = client.get(f"{place}?{query}", headers={"Accept": "application/json"})
        if place.startswith("/api/"):
            assert refused(answer, field), query
        assert answer.status_code == 422
        assert b"<script>=" not in answer.data


@pytest.mark.parametrize("tool", TOOLS, ids=name_of)
def test_every_mistake_is_told_at_once(client, tool):
    wrong = {field.name: "<x>" for field in tool.fields}
    answer = client.get(f"/api/{tool.name}", query_string={**wrong, "foo": "1"})
    assert {error["field"] for error in answer.json["errors"]} == {*wrong, "foo"}


@pytest.mark.parametrize("tool", TOOLS, ids=name_of)
def test_unknown_forms_name_the_known(client, tool):
    answer = client.get(f"/{tool.name}.exe", headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert {"label": ".csv", "url": f"/{tool.name}.csv"} in answer.json["suggestions"]


@pytest.mark.parametrize("text", ["abc", "-1", "nan", "1e400", "%3Cscript%3E", "2,5", "%ff"])
def test_sigma_in_the_path(client, text):
    answer = client.get(f"/smooth/{text}")
    assert answer.status_code == 422
    assert "<script>" not in answer.text.replace("<script type", "").replace("<script defer", "")
    assert 'id="error-sigma"' in answer.text


def test_unknown_kind_lists_the_kinds(client):
    answer = client.get("/plotly_with_get/4d", headers={"Accept": "application/json"})
    assert answer.status_code == 404
    urls = [known["url"] for known in answer.json["suggestions"]]
    kinds = ["2d", "3d", "scatter3d", "heatmap", "contour", "histogram"]
    assert urls == [f"/plotly_with_get/{kind}" for kind in kinds]


@pytest.mark.parametrize(
    ("url", "field"),
    [
        ("/api/plotly_with_get?x_min=5&x_max=5", "x_max"),
        ("/api/plotly_with_get?y_min=6", "y_max"),
        ("/api/plotly_with_get?x_min=1000&x_max=1000.0000001", "x_max"),
        ("/api/plotly_with_get?kind=scatter3d&resolution=101", "resolution"),
        ("/api/plot?width=32000&height=2001", "height"),
        ("/api/random?width=2&height=3&correlation_length=4", "correlation_length"),
        ("/api/smooth?start=10&stop=10", "stop"),
    ],
)
def test_fields_that_do_not_go_together(client, url, field):
    [error] = refused(client.get(url), field)
    assert error["allowed"]
