"""What is drawn of a function is the function."""

import base64

import numpy as np
import pytest

from server.figures import kinds, plotly_kinds
from server.figures.palette import PAGE, PALETTES
from server.figures.render import render
from server.figures.sheet import Sheet
from server.paths import STATIC

SHEET = Sheet(PALETTES["light"])
X, Y = np.linspace(-1, 1, 7), np.linspace(0, 3, 5)
Z = X[None, :] + 10 * Y[:, None]


def unpacked(packed):
    values = np.frombuffer(base64.b64decode(packed["bdata"]), "<f4")
    return values.reshape([int(side) for side in packed.get("shape", "-1").split(",")])


def test_sections():
    axes = kinds.sections(SHEET, X, Y, Z).axes[0]
    for line, row in zip(axes.lines, Z, strict=True):
        np.testing.assert_array_equal(line.get_xdata(), X)
        np.testing.assert_array_equal(line.get_ydata(), row)
    named = [text.get_text() for text in axes.get_legend().get_texts()]
    assert named == ["y = 0", "y = 0.75", "y = 1.5", "y = 2.25", "y = 3"]
    traces = plotly_kinds.sections(PAGE, X, Y, Z)["data"]
    np.testing.assert_allclose([unpacked(trace["y"]) for trace in traces], Z)
    assert len({line.get_color() for line in axes.lines}) == len(Y)


def test_histogram():
    counts, edges = np.histogram(Z, 4)
    [bars] = kinds.histogram(SHEET, edges, counts).axes[0].patches
    np.testing.assert_array_equal(bars.get_data().values, counts)
    np.testing.assert_array_equal(bars.get_data().edges, edges)
    [trace] = plotly_kinds.histogram(PAGE, edges, counts)["data"]
    bins = trace["xbins"]
    assert (bins["start"], bins["end"]) == (edges[0], edges[-1])
    assert bins["size"] * 4 == pytest.approx(edges[-1] - edges[0])


def test_heat_map():
    axes, bar = kinds.field(SHEET, X, Y, Z, "viridis", contours=False).axes
    [mesh] = axes.collections
    np.testing.assert_array_equal(mesh.get_array(), Z)
    assert mesh.get_clim() == (Z.min(), Z.max())
    assert bar.get_ylabel() == "z"
    [trace] = plotly_kinds.field(PAGE, X, Y, Z, "viridis", contours=False)["data"]
    np.testing.assert_allclose(unpacked(trace["z"]), Z, rtol=1e-6)
    assert (trace["zmin"], trace["zmax"]) == (Z.min(), Z.max())


def test_levels_are_the_same_on_paper_and_on_screen():
    axes = kinds.field(SHEET, X, Y, Z, "viridis", contours=True).axes[0]
    levels = axes.collections[0].levels
    [trace] = plotly_kinds.field(PAGE, X, Y, Z, "viridis", contours=True)["data"]
    drawn = trace["contours"]
    assert drawn["start"] == levels[1]
    assert drawn["size"] == levels[1] - levels[0]
    assert drawn["end"] == levels[-2]


def test_points_in_space():
    figure = kinds.space(SHEET, X, Y, Z, "viridis", points=True)
    x, y, z = figure.axes[0].collections[0]._offsets3d
    np.testing.assert_array_equal(np.ravel(z), Z.ravel())
    [trace] = plotly_kinds.space(PAGE, X, Y, Z, "viridis", points=True)["data"]
    for name, values in zip("xyz", (x, y, z), strict=True):
        np.testing.assert_allclose(unpacked(trace[name]), np.ravel(values), rtol=1e-6)
    np.testing.assert_allclose(unpacked(trace["marker"]["color"]), Z.ravel(), rtol=1e-6)


def test_the_surface_and_its_twin():
    figure = kinds.space(SHEET, X, Y, Z, "viridis", points=False)
    assert figure.axes[0].get_zlabel() == "z"
    assert render(figure, "png").startswith(b"\x89PNG")
    [trace] = plotly_kinds.space(PAGE, X, Y, Z, "viridis", points=False)["data"]
    np.testing.assert_allclose(unpacked(trace["z"]), Z, rtol=1e-6)
    assert (trace["cmin"], trace["cmax"]) == (Z.min(), Z.max())


@pytest.mark.parametrize("name", ["sections", "histogram", "field", "space"])
def test_figures_of_a_page_take_its_colours(name):
    arguments = {
        "sections": (X, Y, Z),
        "histogram": (np.array([0.0, 1, 2]), np.array([3, 4])),
        "field": (X, Y, Z, "viridis", False),
        "space": (X, Y, Z, "viridis", False),
    }[name]
    drawn = getattr(plotly_kinds, name)(PAGE, *arguments)["layout"]
    assert drawn["paper_bgcolor"] == "var(--surface)"
    assert drawn["font"]["color"] == "var(--muted)"


def test_the_colours_of_a_page_have_names_that_it_knows():
    tokens = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
    for name in (PAGE.background, PAGE.text, PAGE.muted, PAGE.grid, PAGE.raw, PAGE.accent):
        assert f"  {name.removeprefix('var(').removesuffix(')')}: #" in tokens
