"""About: version, licences, and where the data live."""

import json
from importlib.metadata import version

import pytest

from server import paths
from server.version import __version__
from server.web import licences

SHIPPED = {
    "python": [
        {"name": "numpy", "version": "2", "licence": "BSD", "text": "as it <is>", "homepage": ""}
    ],
    "frontend": [
        {"name": "@a/b", "version": "1", "licence": "MIT", "text": "", "homepage": "https://a.b"}
    ],
}


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    """A short list of packages in place of what this machine has."""
    file = tmp_path / "licences.json"
    file.write_text(json.dumps(SHIPPED))
    for function in (licences.shipped, licences.text_of):
        monkeypatch.setattr(function, "__defaults__", (file,))
    return file


def test_the_page_tells_version_and_place(client, tmp_path):
    page = client.get("/about").text
    assert __version__ in page
    assert str(tmp_path / "data") in page


def test_programs_are_told_the_same(client, shipped):
    body = client.get("/about.json").get_json()
    assert body["version"] == __version__
    assert body["versions"]["numpy"] == version("numpy")
    assert [(p["name"], p["licence"]) for p in body["packages"]] == [
        ("numpy", "BSD"),
        ("@a/b", "MIT"),
    ]
    assert client.get("/about", headers={"Accept": "application/json"}).get_json() == body


def test_each_package_has_a_page_with_its_licence(client, shipped):
    page = client.get("/about").text
    assert "stands on 2 packages" in page
    assert "as it is" not in page  # the texts are long and stand elsewhere
    assert "as it &lt;is&gt;" in client.get("/about/licences/python/numpy").text
    without = client.get("/about/licences/frontend/@a/b").text
    assert "carries no text" in without
    assert 'href="https://a.b"' in without


def test_the_list_can_be_searched_without_scripts(client, shipped):
    rows = client.get("/about?package=mit").text.split("<tbody>")[1].split("</tr>")
    assert ["hidden" in row for row in rows[:2]] == [True, False]
    assert "No package of that name" in client.get("/about?package=zzz").text


def test_an_unknown_package_leads_to_those_of_similar_name(client, shipped):
    answer = client.get("/about/licences/python/num")
    assert answer.status_code == 404
    assert 'href="/about/licences/python/numpy"' in answer.text


def test_the_page_stands_before_the_list_is_made(client, shipped):
    shipped.unlink()
    assert "made when the program is set up" in client.get("/about").text


def test_the_true_list_has_a_text_for_what_must_have_one():
    if not paths.LICENCES.is_file():
        pytest.skip("assets/licences.json is made by the set-up")
    by_name = {package.name: package for package in licences.shipped()}
    for name in ("numpy", "scipy", "matplotlib", "Flask", "plotly.js", "htmx.org", "lucide-static"):
        assert len(licences.text_of(by_name[name])) > 400
