import numpy as np
import pytest

from server.figures.lines import Line, add_legend, draw_lines
from server.figures.palette import PALETTES
from server.figures.render import render
from server.figures.sheet import Sheet

SHEET = Sheet(PALETTES["dark"])


def drawn(*lines):
    figure = SHEET.figure()
    axes = figure.subplots()
    SHEET.dress(axes, "Time, s", "Voltage, mV")
    draw_lines(axes, SHEET, lines)
    add_legend(axes, SHEET)
    return figure, axes


def line(n, **kwargs):
    return Line(np.arange(n), np.sin(np.arange(n) / 10.0), "sine", "#123456", **kwargs)


def test_few_samples_are_drawn_as_they_are():
    _, axes = drawn(line(500))
    [shown] = axes.lines
    np.testing.assert_array_equal(shown.get_xdata(), np.arange(500))
    np.testing.assert_array_equal(shown.get_ydata(), np.sin(np.arange(500) / 10.0))
    assert (shown.get_label(), shown.get_color()) == ("sine", "#123456")


def test_single_samples_are_seen():
    assert drawn(line(1))[1].lines[0].get_marker() == "o"
    assert drawn(line(61))[1].lines[0].get_marker() == ""


def test_what_was_computed_is_drawn_thick_unless_it_would_hide_all():
    widths = [drawn(line(n, computed=True))[1].lines[0].get_linewidth() for n in (100, 30_000)]
    assert widths[0] > 2 * widths[1]


def test_many_samples_cover_the_same_pixels_as_all():
    """A noisy line drawn through the extremes alone differs in next to no pixel."""
    values = np.random.default_rng(1).standard_normal(60_000)
    figure, axes = drawn(Line(np.arange(60_000), values, "noise", "#FFFFFF"))
    [shown] = axes.lines
    assert len(shown.get_ydata()) < 6_500
    few = pixels(figure)
    shown.set_data(np.arange(60_000), values)
    assert np.mean(few != pixels(figure)) < 0.01


def pixels(figure):
    import io

    from PIL import Image

    with Image.open(io.BytesIO(render(figure, "png"))) as image:
        return np.asarray(image.convert("L")) > 128


def test_a_gap_breaks_the_line():
    values = np.ones(200)
    values[50:60] = np.nan
    _, axes = drawn(Line(np.arange(200), values, "gap", "#FFFFFF"))
    assert np.isnan(axes.lines[0].get_ydata()).sum() == 10


def test_dates():
    dates = np.datetime64("2001-01-01") + np.arange(3000)
    figure, axes = drawn(Line(dates, np.arange(3000.0), "days", "#FFFFFF"))
    render(figure, "png")
    labels = [tick.get_text() for tick in axes.get_xticklabels()]
    assert "2005" in labels


def test_nothing_to_draw_is_said():
    _, axes = drawn(line(0))
    assert [text.get_text() for text in axes.texts] == ["No values"]


def test_axes_wear_the_palette_and_two_spines():
    figure, axes = drawn(line(3))
    assert sorted(name for name, spine in axes.spines.items() if spine.get_visible()) == [
        "bottom",
        "left",
    ]
    text = render(figure, "svg").decode().lower()
    for colour in (SHEET.palette.background, SHEET.palette.muted, SHEET.palette.grid):
        assert colour.lower() in text
    assert "Time, s" in render(figure, "svg").decode()


@pytest.mark.parametrize("size", [(200, 200), (1600, 200), (333, 1000)])
def test_text_fits_small_figures(size):
    figure = SHEET.figure(size)
    axes = figure.subplots()
    SHEET.dress(axes, "x", "y")
    draw_lines(axes, SHEET, [line(10)])
    assert render(figure, "png").startswith(b"\x89PNG")  # a warning would have failed this test
    assert axes.get_window_extent().width > size[0] / 3
