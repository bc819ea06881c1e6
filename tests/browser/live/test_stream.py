"""The page of a live stream in Chromium: it moves, stands still, is steered, comes back."""

import json
import re

import pytest
from playwright.sync_api import expect

from server.live.stream import Channels
from tests.live_pages import LIVE, painted, see
from tests.waiting import until, until_page

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_built_in_stream_starts_by_its_link_and_moves(page, studio):
    see(page, "/live/heart?window=5")
    assert studio.desk("heart").recipe.signal == "heartbeat"
    painted(page)
    expect(page.locator("[data-standing]")).to_have_text("Running")
    expect(page.locator("[data-frames]")).to_contain_text("frames/s")
    expect(page.locator("[data-latency]")).to_contain_text("Made to painted")
    expect(page.locator("[data-readout]")).to_contain_text(re.compile(r"s: lead −?\d"))
    until_page(page, f"{LIVE}.smooth.end > 100")
    delay = page.evaluate(f"{LIVE}.raw.end - {LIVE}.smooth.end")
    assert delay >= 16  # centred: half of its width late
    expect(page.locator("[data-delay]")).to_contain_text("44.4 ms late")


def test_space_pauses_and_values_are_read_by_keys_while_it_goes_on(page, studio):
    see(page, "/live/sine?window=2")
    until_page(page, f"{LIVE}.raw.end > 2500")
    page.locator("[data-plot]").focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Go on")).to_have_attribute("aria-pressed", "true")
    stood = page.evaluate(f"{LIVE}.view.paused.to")
    end = page.evaluate(f"{LIVE}.raw.end")
    until_page(page, f"{LIVE}.raw.end > {end + 200}")
    assert page.evaluate(f"{LIVE}.view.paused.to") == stood
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-announce]")).to_contain_text("sine")
    page.keyboard.press("PageUp")
    assert page.evaluate(f"{LIVE}.view.paused.to") < stood
    page.keyboard.press("+")
    assert page.evaluate(f"{LIVE}.view.paused.to - {LIVE}.view.paused.from") < 2000
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    painted(page)


def test_dragging_pans_and_the_button_leads_back_to_now(page, studio):
    see(page, "/live/sine?window=2")
    until_page(page, f"{LIVE}.raw.end > 2500")
    box = page.locator("[data-plot]").bounding_box()
    page.mouse.move(box["x"] + 300, box["y"] + 200)
    page.mouse.down()
    page.mouse.move(box["x"] + 500, box["y"] + 200, steps=4)
    page.mouse.up()
    assert page.evaluate(f"{LIVE}.view.paused.to < {LIVE}.raw.end")
    page.mouse.wheel(0, -400)
    page.get_by_role("button", name="Back to now").click()
    assert page.evaluate(f"{LIVE}.view.paused") is None


def test_the_view_stands_in_the_address(page, studio):
    see(page, "/live/walk?sigma=12&kind=causal&window=3&show=spectrogram&off=1")
    expect(page.get_by_label("Causal")).to_be_checked()
    expect(page.get_by_label("Spectrogram")).to_be_checked()
    expect(page.locator("[data-window]")).to_have_value("3")
    expect(page.get_by_label("walk 2 (V)")).not_to_be_checked()
    expect(page.locator("[data-delay]")).to_contain_text("lags")
    painted(page)
    page.get_by_label("Curves").check(force=True)
    page.get_by_label("Grows").check(force=True)
    until_page(page, "location.search.includes('grow=1') && !location.search.includes('spectro')")
    painted(page)
    link = page.locator("[data-copy-link]").get_attribute("href")
    assert link == page.evaluate("location.pathname + location.search")


def test_a_source_is_steered_and_what_is_wrong_is_told_beside_it(page, studio):
    see(page, "/live/sine")
    field = page.get_by_role("textbox", name="Amplitude")
    field.fill("40")
    field.press("Enter")
    until(lambda: studio.desk("sine").recipe.amplitude == 40, "the source to be steered")
    until_page(page, f"{LIVE}.lanes.lanes[0].scale.high > 30")
    field = page.get_by_role("textbox", name="Noise")
    field.fill("-1")
    field.press("Enter")
    expect(page.locator("[data-steer-error]")).to_contain_text("greater than or equal to 0")
    expect(field).to_have_attribute("aria-invalid", "true")
    field = page.get_by_role("textbox", name="Channels")
    field.fill("2")
    field.press("Enter")
    until_page(page, f"{LIVE}.raw.raw.length === 2")
    painted(page)


def test_a_recording_with_a_note_opens_in_the_library(page, studio):
    see(page, "/live/sine")
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_role("button", name="Stop recording")).to_be_visible()
    page.get_by_label("What happens now").fill("valve opened")
    page.get_by_role("button", name="Note").click()
    expect(page.locator("[data-notes]")).to_contain_text("valve opened")
    assert page.evaluate(f"{LIVE}.marks.notes[0].text") == "valve opened"
    assert page.evaluate(f"{LIVE}.marks.notes[0].number <= {LIVE}.raw.end")
    page.get_by_role("button", name="Stop recording").click()
    page.get_by_role("link", name="Open it in the library").click()
    expect(page.locator("main")).to_contain_text("valve opened")
    expect(page.locator("main")).to_contain_text("sine")
    page.goto(page.url.replace("/file/", "/workbench?file="))
    moments = json.loads(page.locator("[data-workbench]").get_attribute("data-moments"))
    assert [moment["text"] for moment in moments] == ["valve opened"]
    expect(page.locator("[data-sentence]")).to_contain_text(re.compile(r"values from 0\S* s to"))


def test_two_windows_see_the_same_and_one_follows_the_other(context, page, studio):
    see(page, "/live/sine?window=2")
    other = context.new_page()
    see(other, "/live/sine?window=8")
    expect(page.locator("[data-people] li")).to_have_count(2)
    other.get_by_role("button", name=re.compile("See what")).click()
    until_page(other, f"{LIVE}.view.window === 2")
    page.locator("[data-plot]").focus()
    page.keyboard.press("Space")
    until_page(other, f"Boolean({LIVE}.view.paused)")
    same = f"[{LIVE}.view.paused.from, {LIVE}.view.paused.to]"
    assert page.evaluate(same) == other.evaluate(same)
    shared = page.evaluate(f"Math.floor({LIVE}.view.paused.to) - 10")
    value = f"{LIVE}.raw.value(0, {shared})"
    until_page(other, f"{LIVE}.raw.end > {shared}")
    assert page.evaluate(value) == pytest.approx(other.evaluate(value), abs=1e-5)
    other.close()
    expect(page.locator("[data-people-panel]")).to_be_hidden()


def test_a_hidden_channel_is_not_sent_and_comes_back_with_its_past(page, studio):
    channels = Channels(("y", "twice"), (), 100.0)
    rows = [[float(n), 2.0 * n] for n in range(4000)]
    studio.push("two", channels, rows[:3000])
    see(page, "/live/two?window=5&off=1&sigma=3")
    studio.push("two", channels, rows[3000:])
    until_page(page, f"{LIVE}.raw.value(0, 3999) === 3999")
    assert page.evaluate(f"Number.isNaN({LIVE}.raw.value(1, 3999))")
    assert page.get_by_label("y", exact=True).is_disabled()  # one is always shown
    page.get_by_label("twice").check()
    until_page(page, f"{LIVE}.raw.value(1, 3999) === 7998")
    assert page.evaluate(f"{LIVE}.raw.value(1, 3700)") == 7400
    assert page.evaluate(f"{LIVE}.raw.value(0, 3700)") == 3700
    until_page(page, f"{LIVE}.smooth.value(1, 3700) > 7399")
    until_page(page, "!location.search.includes('off')")


def test_a_page_that_nobody_sees_is_sent_nothing_and_then_everything(page, studio):
    channels = Channels(("y",), (), 100.0)
    studio.push("long", channels, [[float(n)] for n in range(2000)])
    see(page, "/live/long")
    hide = """(value) => {
      Object.defineProperty(document, "hidden", { value, configurable: true });
      document.dispatchEvent(new Event("visibilitychange")); }"""
    page.evaluate(hide, True)
    page.evaluate(f"{LIVE}.wire.say('fly')")
    expect(page.locator("[data-notice]")).to_contain_text("fly")  # what was said before is done too
    studio.push("long", channels, [[float(n)] for n in range(2000, 2500)])
    page.evaluate(f"{LIVE}.wire.say('soar')")
    expect(page.locator("[data-notice]")).to_contain_text("soar")
    assert page.evaluate(f"{LIVE}.raw.end") == 2000
    page.evaluate(hide, False)
    until_page(page, f"{LIVE}.raw.value(0, 2499) === 2499")
    assert page.evaluate(f"{LIVE}.raw.value(0, 2000)") == 2000
    assert page.evaluate(f"{LIVE}.meters.missed") == 0


def test_a_stretch_that_stands_still_has_a_link(page, studio):
    channels = Channels(("y",), (), 100.0)
    studio.push("long", channels, [[float(n)] for n in range(4000)])
    see(page, "/live/long?window=5")
    page.locator("[data-plot]").focus()
    for _ in range(6):
        page.keyboard.press("PageUp")
    stood = page.evaluate(f"Math.round({LIVE}.view.paused.from)")
    until_page(page, f"location.search.includes('from={stood}')")
    page.reload()
    until_page(page, f"{LIVE}?.view.paused?.from === {stood}")
    until_page(page, f"{LIVE}.raw.value(0, {stood + 50}) === {stood + 50}")
    expect(page.get_by_role("button", name="Go on")).to_be_visible()


def test_a_file_is_started_by_hand_and_followed(page, studio, tmp_path):
    path = tmp_path / "pump.csv"
    path.write_text("bar\n1\n2\n")
    page.goto("/live")
    page.get_by_label("Name").fill("pump")
    page.get_by_label("Whole path of the growing file").fill(str(path))
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/live/pump?**")
    assert not studio.known("pump")  # a link alone reads no file
    page.get_by_role("button", name="Start").click()
    until_page(page, f"Boolean({LIVE}?.raw?.end === 2)")
    with path.open("a") as file:
        file.write("5\n")
    until_page(page, f"{LIVE}.raw.value(0, 2) === 5")
    path.write_text("7\n")
    expect(page.locator("[data-notice]")).to_contain_text("begun anew")
    until_page(page, f"{LIVE}.raw.value(0, 4) === 7")
    (tmp_path / "next").write_text("bar\n8\n9\n")
    (tmp_path / "next").replace(path)  # as programs do that rotate their logs
    until_page(page, f"{LIVE}.raw.value(0, 7) === 9")
    path.unlink()
    expect(page.locator("[data-standing]")).to_have_text("Waiting")
    expect(page.locator("[data-notice]")).to_contain_text("is not there")
