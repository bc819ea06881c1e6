"""Properties of every route, found by walking the route table."""

import re
from html.parser import HTMLParser
from pathlib import PurePosixPath
from urllib.parse import unquote

import pytest

from server import create_app
from server.config import Settings
from server.web.access import access_of
from server.web.examples import example_urls
from server.web.headers import HEADERS

REDIRECTS = {302, 303, 308}
DRAWN = {"png", "svg", "pdf", "webm"}
REFUSED = ["/nowhere", "/power?base=x"]
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@pytest.fixture
def examples(app):
    found = list(example_urls(app))
    assert len(found) > 10
    return found


@pytest.fixture(scope="module")
def walk(tmp_path_factory):
    """The answers to every example, and to some mistakes, each asked for once."""
    app = create_app(Settings(data_dir=tmp_path_factory.mktemp("walk")), hosts={"localhost"})
    client = app.test_client()
    client.get(f"/enter?code={access_of(app).issue_code()}")
    urls = [*(example.url for example in example_urls(app)), *REFUSED]
    return {url: client.get(url, buffered=True) for url in urls}


def test_every_rule_has_an_example(app, examples):
    adapter = app.url_map.bind("localhost")
    covered = {adapter.match(e.url.partition("?")[0], return_rule=True)[0].rule for e in examples}
    rules = [rule for rule in app.url_map.iter_rules() if not rule.websocket]
    with_get = {rule.rule for rule in rules if "GET" in rule.methods}
    assert with_get - covered == set()


def test_every_view_says_what_it_is(examples):
    assert [e.url for e in examples if not e.summary] == []


def test_every_example_answers(walk, examples):
    for url in (example.url for example in examples):
        answer = walk[url]
        assert answer.status_code in {200, *REDIRECTS}, f"{url}: {answer.status_code}"
        assert answer.status_code != 200 or answer.data, f"{url} is empty"


def test_every_answer_has_the_headers(walk):
    for url, answer in walk.items():
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, f"{url}: {name}"


def test_head_is_get_without_a_body(client, examples):
    one_of_each_view = {example.endpoint: example for example in examples}
    for example in one_of_each_view.values():
        answer = client.head(example.url, buffered=True)
        assert answer.status_code in {200, *REDIRECTS}, example.url
        assert answer.data == b""


def test_options_names_the_methods(client, examples):
    for example in examples:
        answer = client.options(example.url)
        assert answer.status_code == 200, example.url
        assert {"GET", "HEAD", "OPTIONS"} <= set(answer.allow), example.url


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "POST"])
def test_other_methods_are_refused_with_those_that_are_possible(app, client, examples, method):
    adapter = app.url_map.bind("localhost")
    for example in examples:
        path = example.url.partition("?")[0]
        allowed = adapter.allowed_methods(path)
        if method in allowed:
            continue
        answer = client.open(path, method=method, headers={"Origin": "http://localhost"})
        assert answer.status_code == 405, f"{method} {path}"
        assert set(answer.allow) == set(allowed), path


def test_both_forms_of_an_address_answer(client, walk):
    for url, given in walk.items():
        path, _, query = url.partition("?")
        if path == "/" or path.startswith("/static") or given.status_code != 200:
            continue
        other = path.rstrip("/") if path.endswith("/") else path + "/"
        answer = client.get(f"{other}?{query}" if query else other, buffered=True)
        assert answer.status_code in {200, 308}, other
        if answer.status_code == 308:
            assert unquote(answer.headers["Location"]) == unquote(url)


@pytest.mark.parametrize("path", ["//evil.test/", "/%2F/evil.test/", "/\\evil.test/", "//power/"])
def test_no_slash_leads_to_another_host(client, path):
    answer = client.get("/", environ_overrides={"PATH_INFO": path})
    assert answer.status_code in {308, 404, 422}
    assert not answer.headers.get("Location", "/").startswith(("//", "/\\"))


class PageReader(HTMLParser):
    """Collects what makes a page complete: title, headings, landmarks, alternatives, balance."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.title = ""
        self.faults: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID and self.getpos() and not self.get_starttag_text().endswith("/>"):
            self.open.append(tag)
        if tag == "img" and "alt" not in dict(attrs):
            self.faults.append(f"img without alt: {attrs}")
        if (
            tag == "script"
            and "src" not in dict(attrs)
            and "json" not in dict(attrs).get("type", "")
        ):
            self.faults.append("inline script")
        if any(name.startswith("on") for name, _ in attrs):
            self.faults.append(f"inline handler: {attrs}")

    def handle_endtag(self, tag):
        if tag in {"p", "li"} and tag not in self.open:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()} closes nothing")

    def handle_data(self, data):
        if self.open and self.open[-1] == "title" and "svg" not in self.open:
            self.title += data


def test_every_page_is_complete(walk):
    for url, answer in walk.items():
        if answer.mimetype != "text/html" or answer.status_code in REDIRECTS:
            continue
        reader = PageReader()
        reader.feed(answer.text)
        tags = [tag for tag, _ in reader.seen]
        assert reader.faults == [], url
        assert reader.title.strip(), url
        assert tags.count("h1") == 1, f"{url} has {tags.count('h1')} h1"
        assert tags.count("main") == 1, url
        assert ("html", "en") in [(tag, attrs.get("lang")) for tag, attrs in reader.seen], url


def test_every_page_can_be_reached_from_the_navigation(client, examples):
    home = client.get("/").text
    pages = {e.url.split("?")[0].split("/")[1] for e in examples if "." not in e.url}
    hidden = {"enter", "static", "api"}
    linked = {name for name in pages if f'href="/{name}' in home}
    within = {"", "file", "import", "number", "project", "search", "suggest", "trash"}
    assert pages - linked - hidden - within == set()


@pytest.mark.slow
def test_no_link_of_a_page_is_dead(app, client, examples):
    """Up to three links of each route and ending: many differ in nothing but a value.

    Of those that are drawn, which takes long, only the route is looked for: each of their forms
    is asked for on the walk.
    """
    links: set[str] = set()
    for url in (example.url for example in examples):
        if PurePosixPath(url.partition("?")[0]).suffix:
            continue  # a figure, numbers, a script: no page
        answer = client.get(url, buffered=True)
        if answer.mimetype == "text/html":
            found = re.findall(r'(?:href|src|action)="(/[^"#]*)', answer.text)
            links |= {link.replace("&amp;", "&") for link in found}
    adapter = app.url_map.bind("localhost")
    kinds: dict[tuple[str, str], list[str]] = {}
    for link in sorted(links - {example.url for example in examples}):
        path = unquote(link.partition("?")[0])
        assert adapter.test(path), f"no route for {link}"
        kinds.setdefault((adapter.match(path)[0], path.rpartition(".")[2][:4]), []).append(link)
    assert len(kinds) > 20
    for (_, ending), same in kinds.items():
        chosen = set() if ending in DRAWN else {same[0], same[len(same) // 2], same[-1]}
        for link in chosen:
            assert client.get(link, buffered=True).status_code < 400, link
