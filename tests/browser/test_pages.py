"""Every page in a real browser: accessible in both themes, never wider than its window."""

import json

import pytest
from axe_playwright_python.base import AXE_FILE_PATH

from server.web.examples import example_urls

pytestmark = pytest.mark.browser

AXE = AXE_FILE_PATH.read_text(encoding="utf-8")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="session")
def pages(server) -> list[str]:
    """The addresses of all pages, found by asking for every example."""
    client = server.app.test_client()
    headers = {"Host": server.host, "Authorization": f"Bearer {server.token}"}
    found = ["/nowhere", "/power?base=x&foo=1", "/power?base=2&exponent=1000"]
    for example in example_urls(server.app):
        answer = client.get(example.url, headers=headers)
        if answer.mimetype == "text/html" and answer.status_code == 200:
            found.append(example.url)
    return found


def set_theme(context, server, theme: str) -> None:
    context.add_cookies([{"name": "theme", "value": theme, "url": server.url}])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(context, page, server, pages, theme):
    set_theme(context, server, theme)
    found = {}
    for url in pages:
        page.goto(url)
        page.evaluate(AXE)
        result = page.evaluate(f"axe.run(document, {json.dumps(RULES)})")
        if result["violations"]:
            found[url] = [
                (v["id"], [(n["html"][:160], n["failureSummary"][:300]) for n in v["nodes"][:3]])
                for v in result["violations"]
            ]
    assert found == {}, json.dumps(found, indent=1)


@pytest.mark.parametrize("width", [1280, 960, 400, 360])
def test_no_page_is_wider_than_its_window(page, pages, width):
    page.set_viewport_size({"width": width, "height": 800})
    wider = {}
    for url in pages:
        page.goto(url)
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if over > 0:
            wider[url] = over
    assert wider == {}


def test_no_page_asks_another_host(context, server, pages):
    asked: set[str] = set()
    page = context.new_page()
    page.on("request", lambda request: asked.add(request.url))
    for url in pages:
        page.goto(url)
    page.close()
    foreign = {url for url in asked if not url.startswith((server.url, "data:", "blob:"))}
    assert foreign == set()


def test_the_content_security_policy_is_kept(context, pages):
    page = context.new_page()
    broken = {}
    for url in pages:
        page.goto(url, wait_until="networkidle")
        if violations := page.evaluate("window.policyViolations"):
            broken[url] = violations
    page.close()
    assert broken == {}
