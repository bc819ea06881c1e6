"""The page of HTTP's methods in a real browser: what it sends is what the server is asked."""

import json

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def methods(page):
    page.goto("/methods")
    expect(page.get_by_role("button", name="Send")).to_be_enabled()
    return page


def send(page, method: str, *, conditional: bool = False, body: str | None = None) -> dict:
    """Send ``method`` as a reader would; the request as it left."""
    page.get_by_role("radio", name=method, exact=True).check(force=True)
    if body is not None:
        page.get_by_label("Body, as JSON").fill(body)
    if conditional:
        page.get_by_role("checkbox").check()
    with page.expect_response(lambda answer: answer.request.method == method) as told:
        page.get_by_role("button", name="Send").click()
    answer = told.value
    expect(page.locator("[data-status]")).to_contain_text(str(answer.status))
    expect(page.locator("[data-request]")).to_contain_text(f"{method} /api/")
    return {"status": answer.status, "url": answer.url, "headers": answer.headers}


def test_each_method_is_sent_and_both_sides_are_shown(methods):
    shown = methods.locator("[data-answer]")
    assert send(methods, "GET")["status"] == 200
    expect(shown).to_contain_text('"title": "Samples"')
    made = send(methods, "POST")
    assert made["status"] == 201
    address = made["headers"]["location"]
    expect(shown).to_contain_text(f"Location: {address}")
    expect(methods.locator("[data-request]")).to_contain_text('"title": "Scratch"')
    assert send(methods, "HEAD")["url"].endswith(address)
    expect(shown).not_to_contain_text("title")
    assert send(methods, "OPTIONS")["status"] == 200
    expect(shown).to_contain_text("Allow: GET, HEAD, OPTIONS, PUT, PATCH, DELETE")
    assert send(methods, "PUT")["status"] == 200
    expect(shown).to_contain_text('"description": ""')
    assert send(methods, "PATCH", conditional=True)["status"] == 200
    expect(methods.locator("[data-request]")).to_contain_text('If-Match: "2"')
    expect(shown).to_contain_text('"title": "Scratch, replaced"')
    assert send(methods, "GET", conditional=True)["status"] == 304
    assert methods.locator("[data-log] li").count() == 7


def test_what_is_removed_is_brought_back(methods):
    address = send(methods, "POST")["headers"]["location"]
    undo = methods.get_by_role("button", name="Undo the removal")
    expect(undo).to_be_hidden()
    send(methods, "DELETE")
    expect(undo).to_be_visible()
    assert send(methods, "GET")["status"] == 404
    undo.click()
    expect(methods.locator("[data-status]")).to_contain_text("204")
    expect(undo).to_be_hidden()
    assert send(methods, "GET")["url"].endswith(address)
    expect(methods.locator("[data-status]")).to_contain_text("200")


def test_the_second_of_two_changes_is_refused(methods):
    methods.get_by_role("button", name="Let them").click()
    steps = methods.locator("[data-steps] li")
    expect(steps).to_have_count(4)
    assert [step.locator("b").inner_text() for step in steps.all()] == ["201", "200", "412", "200"]
    expect(steps.nth(3)).to_contain_text("Ada was here.")


def test_a_body_of_ones_own_is_sent_and_refusals_are_shown(methods):
    send(methods, "POST", body=json.dumps({"colour": "red"}))
    expect(methods.locator("[data-status]")).to_contain_text("422")
    expect(methods.locator("[data-answer]")).to_contain_text("is not known here")
    send(methods, "POST", body="{")
    expect(methods.locator("[data-status]")).to_contain_text("400")


@pytest.mark.parametrize("address", ["//evil.test/", "http://evil.test/", "/settings", ""])
def test_only_the_api_is_sent_to(methods, address):
    methods.get_by_label("Address").fill(address)
    methods.get_by_role("button", name="Send").click()
    expect(methods.get_by_role("alert").filter(has_text="/api/")).to_be_visible()
    expect(methods.locator("[data-log] li")).to_have_count(0)


def test_without_scripts_the_page_explains_and_offers_get(chromium, server):
    context = chromium.new_context(base_url=server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(server.entry_url("/methods"))
    expect(page.get_by_role("button", name="Send")).to_be_disabled()
    page.get_by_role("link", name="GET /api/projects").click()
    expect(page.locator("body")).to_contain_text("Samples")
    context.close()
