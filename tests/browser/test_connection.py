"""When the server goes away the page says so, keeps what was typed, and recovers."""

import pytest
from playwright.sync_api import expect

from desktop_app.local_server import LocalServer
from server.config import Settings

pytestmark = pytest.mark.browser


def test_a_lost_server_is_told_and_found_again(chromium, tmp_path):
    settings = Settings(data_dir=tmp_path)
    context = chromium.new_context()
    with LocalServer(settings) as server:
        page = context.new_page()
        page.goto(server.entry_url("/power"))
        port = server.port
    page.get_by_label("Base").fill("7")
    page.get_by_label("Base").press("Enter")
    banner = page.get_by_role("alert").filter(has_text="The server does not answer")
    expect(banner).to_be_visible()
    expect(page.locator("[data-connection]")).to_have_text("Server lost")
    with LocalServer(settings, port=port):
        expect(banner).not_to_be_visible(timeout=15_000)
        expect(page.get_by_label("Base")).to_have_value("7")
        page.get_by_label("Base").press("Enter")
        expect(page.locator("output")).to_have_text("282475249")
        context.close()
