"""The library as people use it: open, put right, save, find again; choose many; scroll far."""

import re
import threading
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

from desktop_app.local_server import LocalServer
from server.config import Settings
from server.datafiles.watch import Watch
from tests.waiting import until_page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MIDDLE = """(() => {
  const head = document.querySelector("[data-table-frame] tbody:not([aria-hidden]) th");
  const row = Number(head.textContent.replaceAll(",", ""));
  return row > 2400000 && row < 2600000;
})()"""
GERMAN = "Zeit;Kraft (N);Ort\n" + "".join(
    f"{day:02d}.03.2026;{day},5;Halle\n" for day in range(1, 32)
)


@pytest.fixture
def folder(tmp_path) -> Path:
    """The data of a server of the test's own."""
    return tmp_path / "own"


@pytest.fixture
def start(chromium, folder):
    """Starts a server on the same data as before, and a browser in front of it."""
    running = []

    def begin():
        stop()
        server = LocalServer(Settings(data_dir=folder))
        server.__enter__()
        context = chromium.new_context(base_url=server.url)
        running.append((server, context))
        page = context.new_page()
        page.goto(server.entry_url("/"))
        return page

    def stop():
        while running:
            server, context = running.pop()
            context.close()
            server.__exit__(None, None, None)

    yield begin
    stop()


def choose(page, name: str, content: bytes) -> None:
    page.set_input_files(
        "[data-drop-input]", {"name": name, "mimeType": "text/csv", "buffer": content}
    )


def test_open_put_right_save_restart_find_open_again(start):
    page = start()
    choose(page, "kraft.csv", GERMAN.encode())
    page.wait_for_url("**/import/*")
    page.select_option("#option-delimiter", "none")
    page.wait_for_url("**/import/*?*delimiter=none*")
    page.wait_for_selector("#preview h2:has-text('1 column')")
    page.select_option("#option-delimiter", ";")
    page.wait_for_selector("#preview h2:has-text('3 columns')")
    assert page.locator("#preview tbody tr").first.inner_text().split() == [
        "1", "2026-03-01", "1.5", "Halle",
    ]  # fmt: skip
    page.fill("#save-name", "Kraft am Prüfstand")
    page.fill("#save-project-new", "Prüfstand 3")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/file/*")
    assert "Kraft am Prüfstand" in page.inner_text("h1")
    assert "31 values from 2026-03-01 to 2026-03-31, between 1.5 and 31.5" in page.inner_text(
        "figcaption"
    )
    where = page.url.partition("/file/")[2]

    page = start()
    with page.expect_response("**/suggest?words=prufstnd%20kraft"):
        page.locator("[data-search]").press_sequentially("prufstnd kraft", delay=20)
    expect(page.locator("#found [role=option][data-url]").first).to_contain_text("Kraft am")
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("[data-search]", "aria-activedescendant") == "found-0"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/file/{where}")
    assert "between 1.5 and 31.5" in page.inner_text("figcaption")

    # Another file of the same shape is understood in the same way.
    page.goto("/")
    choose(page, "kraft2.csv", GERMAN.replace(",5", ",25").encode())
    page.wait_for_url("**/import/*")
    assert page.input_value("#option-delimiter") == ";"
    assert "As you chose before" in page.inner_text(".understood .lead")


def test_what_cannot_be_read_is_said_where_it_was_dropped(start):
    page = start()
    choose(page, "letter.pdf", b"%PDF-1.7\n%binary\x00\x01")
    page.wait_for_selector("[data-drop-error]:not([hidden])")
    assert "this is a PDF document, not data" in page.inner_text("[data-drop-error]")
    assert page.url.endswith("/")


def test_files_dropped_on_the_page_are_opened(start):
    page = start()
    page.evaluate("""() => {
      const data = new DataTransfer();
      data.items.add(new File(["t,y\\n0,1\\n1,2\\n2,4\\n"], "dropped.csv"));
      document.dispatchEvent(new DragEvent("drop", { dataTransfer: data, cancelable: true }));
    }""")
    page.wait_for_url("**/import/*")
    assert "dropped.csv" in page.inner_text(".understood .lead")


def test_files_are_chosen_by_keys_removed_and_brought_back(start):
    page = start()
    page.goto("/library")
    boxes = page.locator("[data-item] input")
    boxes.first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowDown")
    assert page.inner_text("[data-chosen-count]") == "(2)"
    page.keyboard.press("Delete")
    page.wait_for_url("**/library?removed=*")
    assert boxes.count() == 4
    page.get_by_role("button", name="Undo").click()
    page.wait_for_url("**/library")
    assert boxes.count() == 6
    boxes.first.focus()
    page.keyboard.press("Control+a")
    assert page.inner_text("[data-chosen-count]") == "(6)"
    page.keyboard.press("Escape")
    assert page.is_hidden("[data-chosen]")


def test_the_table_scrolls_through_millions_of_rows(start, tmp_path):
    np.save(tmp_path / "long.npy", np.arange(5_000_000, dtype=np.int32))
    page = start()
    opened = page.evaluate(
        """async (path) => (await (await fetch("/api/files", { method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify({ path }) })).json()).id""",
        str(tmp_path / "long.npy"),
    )
    page.goto(f"/file/{opened}")
    page.wait_for_selector(".table-live")
    frame = page.locator("[data-table-frame]")
    frame.focus()
    page.keyboard.press("End")
    page.wait_for_selector("[data-table-frame] th:has-text('5,000,000')")
    assert page.inner_text("[data-table] h2").endswith("to 5,000,000 of 5,000,000")
    frame.evaluate("frame => { frame.scrollTop = frame.scrollHeight / 2; }")
    until_page(page, MIDDLE)
    row = page.locator("[data-table-frame] tbody:not([aria-hidden]) tr").first
    number, value = row.inner_text().replace(",", "").split()
    assert int(value) == int(number) - 1
    page.fill("#row", "1234567")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-table-frame] th:has-text('1,234,567')")


@pytest.fixture
def held(monkeypatch):
    """Holds whatever is read in the background until it is set, or the reading cancelled."""
    go = threading.Event()
    pass_on = Watch.at

    def wait(watch, share):
        while not go.wait(0.02):
            pass_on(watch, share)
        pass_on(watch, share)

    monkeypatch.setattr(Watch, "at", wait)
    yield go
    go.set()


def test_a_large_file_is_read_in_the_background_and_can_be_cancelled(start, tmp_path, held):
    block = "".join(f"{i},{i * 0.5},{i % 7}\n" for i in range(100_000))
    path = tmp_path / "large.csv"
    path.write_text("t,a,b\n" + block * 50)
    page = start()
    opened = page.evaluate(
        """async (path) => (await (await fetch("/api/files", { method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify({ path }) })).json()).id""",
        str(path),
    )
    page.goto(f"/file/{opened}")
    assert page.inner_text("#waiting-title") == "Reading the file"
    page.get_by_role("button", name="Cancel").click()
    page.wait_for_selector("h2:has-text('Reading was cancelled')")
    page.get_by_role("button", name="Read it").click()
    page.wait_for_selector("[data-waiting-progress]")
    other = page.context.new_page()  # other pages answer meanwhile
    other.goto("/library")
    assert other.locator("[data-item]").count() == 7
    other.close()
    held.set()
    page.wait_for_selector(".table-live", timeout=90_000)
    assert re.search(r"rows 1 to \d+ of 5,000,000", page.inner_text("[data-table] h2"))
