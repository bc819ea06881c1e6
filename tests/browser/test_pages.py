"""Every page in a real browser, looked at in both themes, and all that must be true of it."""

import json
import re
from pathlib import PurePosixPath

import pytest
from axe_playwright_python.base import AXE_FILE_PATH

from server.web.examples import example_urls

# There are dozens of pages, and more with every tool.
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(400)]

AXE = AXE_FILE_PATH.read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES_OF_COLOURS = ["color-contrast", "link-in-text-block"]  # the others do not see the theme
WIDTHS = [1280, 960, 400, 360]
TAGS = re.compile(r'<(\w+)(?:[^>]*? class="([^"]*)")?')
USUAL = {"width": 1280, "height": 800}
PARTS = 6  # that can be looked at side by side
MISTAKES = ["/nowhere", "/power?base=x&foo=1", "/power?base=2&exponent=1000"]
# Plots follow the window's width a moment after it changed; three seconds are enough for that.
OVERFLOW = """async () => {
    const root = document.documentElement;
    for (let turn = 0; turn < 150 && root.scrollWidth > innerWidth; turn += 1) {
        await new Promise((done) => setTimeout(done, 20));
    }
    return Math.max(root.scrollWidth - innerWidth, 0);
}"""


@pytest.fixture(scope="session")
def pages(server) -> list[str]:
    """The addresses of all pages that differ in more than words and values.

    They are found by asking for every example.
    """
    client = server.app.test_client()
    headers = {"Host": server.host, "Authorization": f"Bearer {server.token}"}
    found: dict[tuple[tuple[str, str], ...], str] = {}
    for example in example_urls(server.app):
        if PurePosixPath(example.url.partition("?")[0]).suffix:
            continue  # a figure, numbers, a script: no page
        answer = client.get(example.url, headers=headers, buffered=True)
        if answer.mimetype == "text/html" and answer.status_code == 200:
            made_of = tuple(TAGS.findall(answer.text))
            found.setdefault(made_of, example.url)
    return [*MISTAKES, *found.values()]


def axe_violations(page, rules: list[str]) -> list[str]:
    options = json.dumps({"runOnly": rules, "resultTypes": ["violations"]})
    result = page.evaluate(f"axe.run(document, {options})")
    return [
        f"{violation['id']}: {node['html'][:160]} {node['failureSummary'][:300]}"
        for violation in result["violations"]
        for node in violation["nodes"][:3]
    ]


def overflows(page) -> list[str]:
    """Where the page is wider than its window, at widths down to a telephone's."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if over := page.evaluate(OVERFLOW):
            found.append(f"{over} px wider than a window of {width}")
    return found


def faults_of(page) -> list[str]:
    """What axe finds in the light theme and, of the colours, in the dark one; how wide it is."""
    page.evaluate(AXE)
    seen = axe_violations(page, RULES)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    seen += [f"dark {one}" for one in axe_violations(page, RULES_OF_COLOURS)]
    return seen + overflows(page) + page.evaluate("window.policyViolations")


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_sound(context, server, pages, part):
    """Axe is content, nothing overflows, the content policy is kept, no other host is asked."""
    context.add_cookies([{"name": "theme", "value": "light", "url": server.url}])
    page = context.new_page()
    page.emulate_media(reduced_motion="reduce")  # no colour is looked at on its way to another
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    faults = {}
    for url in pages[part::PARTS]:
        asked.clear()
        page.set_viewport_size(USUAL)
        page.goto(url)
        seen = faults_of(page)
        seen += [one for one in asked if not one.startswith((server.url, "data:", "blob:"))]
        if seen:
            faults[url] = seen
    page.close()
    assert faults == {}, json.dumps(faults, indent=1)
