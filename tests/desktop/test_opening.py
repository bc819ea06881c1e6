"""Files come into the window: by argument, by a second start, by the dialog; and are kept."""

import itertools
import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from tests.desktop.driver import ROOT, type_into_dialog, windows, x
from tests.waiting import until

DROP = """
import sys
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from desktop_app.qt_files import Drops
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
view, drops = QWidget(), Drops(print)
data = QMimeData()
data.setUrls([QUrl.fromLocalFile(sys.argv[1]), QUrl("https://example.org/a.csv")])
nothing = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
event = QDropEvent(QPointF(1, 1), Qt.DropAction.CopyAction, data, *nothing)
drops.eventFilter(view, event)
"""

pytestmark = [pytest.mark.desktop, pytest.mark.timeout(300)]  # two starts on a busy machine


@pytest.fixture
def values(desk):
    path = desk.home / "Messwerte 7.csv"
    path.write_text("t;y\n" + "".join(f"{i};{i},5\n" for i in range(30)))
    return path


def test_a_file_given_as_an_argument_is_opened_in_place(start, values):
    page = start(str(values)).page()
    page.wait_for_url("**/import/*")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/file/*")
    assert str(values) in page.inner_text("main")


def test_a_second_start_hands_its_file_to_the_first(start, command, values):
    first = start()
    page = first.page()
    second = subprocess.run(
        [*command, values.name],
        env={**first.environment, "PYTHONPATH": str(ROOT)},
        cwd=values.parent,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (second.returncode, second.stdout, second.stderr) == (0, b"", b"")
    page.wait_for_url("**/import/*")
    assert values.name in page.inner_text(".understood .lead")


def test_open_asks_by_the_native_dialog(start, values):
    page = start().page()
    page.get_by_role("button", name="Open…").click()
    type_into_dialog("Open", str(values))
    page.wait_for_url("**/import/*")


def test_a_file_that_cannot_be_read_is_told_at_home(start, desk):
    path = desk.home / "letter.pdf"
    path.write_bytes(b"%PDF-1.7\n")
    page = start(str(path)).page()
    page.get_by_role("alert").get_by_text("this is a PDF document, not data").wait_for()


def test_the_window_is_told_the_paths_of_what_is_dropped_on_it(values):
    done = subprocess.run(
        [sys.executable, "-c", DROP, str(values)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.splitlines() == [f"[{str(values)!r}]"], done.stderr


DRAG_SOURCE = """
import sys
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QApplication, QLabel

class Source(QLabel):
    def mousePressEvent(self, event):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(next(paths))])
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction)

paths = iter(sys.argv[1:])
app = QApplication([])
source = Source("A file manager")
source.setWindowTitle("Drag source")
source.setWindowFlags(Qt.WindowType.WindowStaysOnTopHint)
source.setGeometry(20, 40, 160, 120)
source.show()
app.exec()
"""


def corner(window: str) -> tuple[int, int]:
    """Where a window's upper left corner is on the screen."""
    told = dict(line.split("=") for line in x("getwindowgeometry", "--shell", window).splitlines())
    return int(told["X"]), int(told["Y"])


@pytest.fixture
def figure(desk):
    """Where an exported figure is put."""
    return desk.home / "figure.png"


@pytest.fixture
def drag_source(values, figure):
    """Another program's window: a press of the button drags the file; the next, the figure."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "xcb"}
    command = [sys.executable, "-c", DRAG_SOURCE, str(values), str(figure)]
    with subprocess.Popen(command, env=environment) as program:
        yield lambda: until(lambda: windows("Drag source"), "the drag source")[0]
        program.terminate()


def drag(source, program, page):
    """Drag a file from another program's window onto the page, as a user does."""
    left, top = corner(source)
    to_left, to_top = corner(program.window())
    x("mousemove", str(left + 60), str(top + 60))
    x("mousedown", "1")
    steps = itertools.count()

    def moved_over_the_page():
        """A drag begins and goes on by movements; the page answers to one at the next."""
        step = next(steps) % 50
        x("mousemove", str(to_left + 500 + 4 * step), str(to_top + 400 + 2 * step))
        return step > 5 and page.locator(".drop-over").count()

    until(moved_over_the_page, "the page sees the file over it")
    x("mouseup", "1")


FIGURE = """async (address) => {
  const answer = await fetch(address);
  return [...new Uint8Array(await answer.arrayBuffer())];
}"""


def test_a_dragged_file_is_put_right_saved_found_after_a_restart_and_opened(
    start, values, figure, drag_source
):
    # One column with decimal commas looks like two columns: only its owner can know.
    values.write_text("".join(f"{i},5\n" for i in range(30)))
    before = values.read_bytes()
    first = start()
    page = first.page()
    page.get_by_role("heading", name="Hello").wait_for()
    drag(drag_source(), first, page)
    page.wait_for_url("**/import/*")
    assert values.name in page.inner_text(".understood .lead")
    page.get_by_role("heading", name="2 columns of 30 rows").wait_for()
    page.select_option("#option-delimiter", "none")
    page.get_by_role("heading", name="1 column of 30 rows").wait_for()
    page.fill("#save-name", "Kraft am Prüfstand")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/file/*")
    assert f"{values}, opened in place" in page.inner_text("main")
    opened = urlsplit(page.url).path
    assert first.close() == 0

    second = start()
    page = second.page()
    page.locator("[data-search]").fill("prufstnd")
    page.wait_for_selector("#found [role=option][data-url]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{opened}")
    assert "between 0.5 and 29.5" in page.inner_text("figcaption")
    assert values.read_bytes() == before

    # A figure of it, dropped on the window, leads back to the view that it shows.
    recipe = f"file={opened.rsplit('/', 1)[1]}&width=2.5"
    figure.write_bytes(bytes(page.evaluate(FIGURE, f"/workbench.png?{recipe}&dpi=60")))
    page.evaluate("location.assign('/')")
    page.locator("[data-drop].drop-live").wait_for()
    drag(drag_source(), second, page)
    page.wait_for_url(f"**/workbench?{recipe}")
    page.locator("[data-badge]").get_by_text("30 points, all drawn").wait_for()
