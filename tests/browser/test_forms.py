"""A tool's form as a reader uses it: with scripts, without, and with the keyboard alone."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_change_shows_the_new_result_and_the_address_keeps_it(page):
    page.goto("/power")
    page.get_by_label("Exponent").fill("20")
    page.keyboard.press("Tab")
    expect(page.locator("output")).to_have_text("1048576")
    assert "exponent=20" in page.url
    page.go_back()
    expect(page.locator("output")).to_have_text("1024")
    page.go_forward()
    expect(page.locator("output")).to_have_text("1048576")
    page.reload()
    expect(page.locator("output")).to_have_text("1048576")


def test_an_error_shows_beside_its_field_and_goes_when_it_is_mended(page):
    page.goto("/power")
    exponent = page.get_by_label("Exponent")
    exponent.fill("ten")
    exponent.press("Enter")
    expect(page.locator("#error-exponent")).to_contain_text("“ten” is not a finite number")
    expect(exponent).to_have_value("ten")
    expect(exponent).to_have_attribute("aria-invalid", "true")
    exponent.fill("3")
    exponent.press("Enter")
    expect(page.locator("output")).to_have_text("8")
    expect(page.locator("#error-exponent")).to_have_text("")
    expect(exponent).not_to_have_attribute("aria-invalid", "true")


def test_what_is_being_typed_stays_while_an_answer_arrives(page):
    page.goto("/power")
    page.get_by_label("Base").fill("3")
    page.keyboard.press("Tab")
    page.keyboard.type("7")  # the exponent is selected by Tab, so this replaces it
    expect(page.locator("output")).to_have_text("59049")
    expect(page.get_by_label("Exponent")).to_have_value("7")


@pytest.fixture
def plain(chromium, server):
    """A browser without JavaScript."""
    context = chromium.new_context(base_url=server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(server.entry_url("/"))
    yield page
    context.close()


def test_it_works_without_javascript(plain):
    plain.goto("/power")
    plain.get_by_label("Exponent").fill("8")
    plain.get_by_role("button", name="Compute").click()
    expect(plain.locator("output")).to_have_text("256")
    plain.get_by_label("Base").fill("<script>alert(1)</script>")
    plain.get_by_role("button", name="Compute").click()
    expect(plain.locator("#error-base")).to_contain_text("is not a finite number")
    expect(plain.get_by_label("Base")).to_have_value("<script>alert(1)</script>")


def test_the_theme_is_kept_without_javascript(plain):
    plain.goto("/settings")
    plain.get_by_label("Dark", exact=True).check()
    plain.get_by_role("button", name="Keep").click()
    expect(plain.locator("html")).to_have_attribute("data-theme", "dark")
    plain.goto("/")
    expect(plain.locator("html")).to_have_attribute("data-theme", "dark")


def test_the_theme_button_switches_at_once(page):
    page.goto("/")
    page.get_by_role("button", name="Dark theme").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    background = page.evaluate("getComputedStyle(document.body.parentElement).backgroundColor")
    assert background == "rgb(15, 20, 26)"


def test_keys(page, context):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/power")
    page.keyboard.press("Control+k")
    expect(page.locator("[data-search]")).to_be_focused()
    page.keyboard.type("?t")
    expect(page.locator("dialog")).not_to_be_visible()
    page.locator("[data-search]").blur()
    page.keyboard.press("t")
    expect(page.locator("details.numbers")).to_have_attribute("open", "")
    page.keyboard.press("Control+l")
    expect(page.locator("[data-announce]")).to_have_text("The link is copied.")
    assert page.evaluate("navigator.clipboard.readText()").endswith("/power?base=2&exponent=10")
    page.keyboard.press("?")
    expect(page.locator("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).not_to_be_visible()


def test_the_first_tab_leads_to_the_content(page):
    page.goto("/power")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Base")).to_be_focused()
