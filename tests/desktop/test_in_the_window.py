"""What a browser does by itself must work in the window too."""

import pytest

from tests.desktop.driver import Desk, type_into_dialog, windows, x
from tests.waiting import until

pytestmark = pytest.mark.desktop

LINK = """([href, attributes]) => {
  const link = document.createElement("a");
  link.href = href;
  for (const [name, value] of Object.entries(attributes)) link.setAttribute(name, value);
  link.textContent = "a link of the test";
  document.querySelector("main").prepend(link);
}"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory, command, playwright):
    with Desk(tmp_path_factory.mktemp("desk"), command, playwright) as desk:
        yield desk


@pytest.fixture(scope="module")
def program(desk):
    return desk.start()


@pytest.fixture
def page(program):
    """The home page, whatever the test before left."""
    page = program.page()
    page.goto(page.url.partition("//")[0] + "//" + page.url.split("/")[2] + "/")
    return page


def follow(page, href, **attributes):
    """Click a link as a user would."""
    page.evaluate(LINK, [href, attributes])
    page.get_by_text("a link of the test").click()


def test_a_download_is_saved_where_the_user_says(page, desk):
    follow(page, "/power.csv?base=2&exponent=10", download="power.csv")
    target = desk.home / "Zwei hoch zehn.csv"
    type_into_dialog("Save", str(target))
    until(target.exists, "the file")
    assert "1024" in target.read_text()
    page.get_by_role("status").get_by_text(f"Saved to {target}").wait_for()


def test_a_cancelled_download_writes_nothing(page, desk):
    follow(page, "/power.csv?base=2&exponent=10", download="power.csv")
    until(lambda: windows("Save"), "the dialog")
    x("key", "Escape")
    until(lambda: not windows("Save"), "the dialog's end")
    assert list((desk.home / "Downloads").iterdir()) == []


def test_what_a_page_made_itself_can_be_saved(page, desk):
    page.evaluate("""() => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob(["made by a script"]));
      link.download = "figure.svg";
      link.click();
    }""")
    target = desk.home / "figure.svg"
    type_into_dialog("Save", str(target))
    until(lambda: target.exists() and target.read_text(), "the file")
    assert target.read_text() == "made by a script"


def test_links_to_the_outside_open_in_the_browser(page, desk):
    here = page.url
    follow(page, "https://example.org/paper")
    until(lambda: desk.opened() == ["https://example.org/paper"], "the browser")
    assert page.url == here


@pytest.mark.parametrize("way", ["location.href = 'https://example.org/'",
                                 "window.open('https://example.org/')"])  # fmt: skip
def test_a_script_cannot_lead_the_window_away(page, desk, way):
    here = page.url
    page.evaluate(way)
    until(lambda: desk.opened() == ["https://example.org/"], "the browser")
    assert page.url == here


def test_an_own_link_for_a_new_tab_stays_in_the_window(page, desk):
    follow(page, "/about", target="_blank")
    page.wait_for_url("**/about")
    assert len(windows("Sigmascope")) == 1
    assert desk.opened() == []


def test_an_own_window_opened_by_a_script_stays_in_the_window(page):
    page.evaluate("window.open('/about')")
    page.wait_for_url("**/about")
    assert len(windows("Sigmascope")) == 1


def test_keys_zoom(program, page):
    def width():
        return page.evaluate("innerWidth")

    program.key("ctrl+plus")
    until(lambda: width() == 1164, "110 %")
    program.key("ctrl+minus")
    program.key("ctrl+minus")
    until(lambda: width() == 1422, "90 %")
    program.key("ctrl+0")
    until(lambda: width() == 1280, "100 %")


def test_the_wheel_zooms(program, page):
    x("mousemove", "--window", program.window(), "600", "400")
    x("keydown", "ctrl", "click", "4", "keyup", "ctrl")
    until(lambda: page.evaluate("innerWidth") < 1280, "a larger page")


def test_back_and_forward_by_keys(program, page):
    follow(page, "/about")
    page.wait_for_url("**/about")
    program.key("alt+Left")
    page.wait_for_url(lambda url: not url.endswith("/about"))
    program.key("alt+Right")
    page.wait_for_url("**/about")


def test_a_script_can_copy(program, page):
    page.evaluate("""() => {
      const button = document.createElement("button");
      button.textContent = "copy for the test";
      button.onclick = () => navigator.clipboard.writeText("0.1325 σ");
      document.querySelector("main").prepend(button);
    }""")
    page.get_by_text("copy for the test").click()
    field = page.locator("[data-search]")
    field.click()
    program.key("ctrl+v")
    until(lambda: field.input_value() == "0.1325 σ", "the pasted text")


def test_selected_text_can_be_copied(program, page):
    page.evaluate("getSelection().selectAllChildren(document.querySelector('main h1'))")
    words = page.inner_text("main h1")
    program.key("ctrl+c")
    field = page.locator("[data-search]")
    field.click()
    program.key("ctrl+v")
    until(lambda: field.input_value() == words, "the pasted text")


def test_a_file_can_be_chosen(page, desk):
    chosen = desk.home / "values.csv"
    chosen.write_text("t,y\n0,1\n")
    page.evaluate("""() => {
      const input = Object.assign(document.createElement("input"), { type: "file" });
      input.onchange = async () => { document.title = await input.files[0].text(); };
      input.dataset.test = "file";
      document.querySelector("main").prepend(input);
    }""")
    page.locator("[data-test=file]").click()
    type_into_dialog("Open", str(chosen))
    until(lambda: page.title().startswith("t,y"), "the file's content")


@pytest.mark.parametrize("way", ["keys", "script"])
def test_a_page_is_printed_to_a_file(program, page, desk, way):
    if way == "keys":
        program.key("ctrl+p")
    else:
        page.evaluate("setTimeout(() => print())")
    dialog = until(lambda: windows("Print"), "the print dialog")[0]
    x("windowactivate", "--sync", dialog)
    x("key", "Return")

    def printed():
        return [path for path in desk.home.rglob("*.pdf") if b"%%EOF" in path.read_bytes()[-9:]]

    file = until(printed, "the printed file")[0]
    assert file.read_bytes().startswith(b"%PDF-")
    file.unlink()


def test_no_native_function_is_given_to_the_page(page):
    assert page.evaluate("Object.keys(window.pywebview?.api ?? {})") == []
