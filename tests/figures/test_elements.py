"""The figure and the film of the elements page."""

import warnings

import numpy as np
import pytest
from PIL import Image

from server.figures.elements import FILM_SIZE, PICTURE_SIZE, Looks, drawable, figure, film_frames
from server.figures.palette import PALETTES
from server.figures.render import render
from server.science.sweep import noisy_walk, sigma_ladder, sweep

pytestmark = pytest.mark.slow

DATES = np.datetime64("2026-01-01") + np.arange(40)
RAW = noisy_walk(40, 1)
SIGMAS = sigma_ladder(0.5, 100, 5)
SPACE = sweep(RAW, SIGMAS)


def looks(title="Title", theme="light", colour="#009e73") -> Looks:
    return Looks(title, colour, "viridis", PALETTES[theme])


def pixels_of(looks: Looks, tmp_path, sigma: float = 2.0) -> np.ndarray:
    drawn = figure(looks, DATES, RAW, SPACE[1], sigma, SIGMAS, SPACE)
    (tmp_path / "figure.png").write_bytes(render(drawn, "png"))
    with Image.open(tmp_path / "figure.png") as image:
        assert image.size == PICTURE_SIZE
        return np.asarray(image.convert("RGB"))


def count(pixels: np.ndarray, colour: str) -> int:
    wanted = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return int(np.sum(np.all(pixels == wanted, axis=-1)))


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_the_figure_has_the_colours_asked_for(tmp_path, theme):
    pixels = pixels_of(looks(theme=theme, colour="#12ab9c"), tmp_path)
    assert count(pixels, PALETTES[theme].background) > pixels.shape[0] * pixels.shape[1] / 3
    assert count(pixels, "#12ab9c") > 1000


def test_sigma_0_has_no_mark_in_the_scale_space(tmp_path):
    marked = count(pixels_of(looks(), tmp_path), "#009e73")
    assert count(pixels_of(looks(), tmp_path, sigma=0), "#009e73") < marked


@pytest.mark.parametrize("title", ["$x_", "$\\frac{1}{2}$", "漢字 😀", "<script>", "σ é"])
def test_any_title_can_be_drawn(tmp_path, title):
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a missing glyph warns
        pixels_of(looks(title), tmp_path)


def test_characters_without_a_glyph_become_boxes():
    assert drawable("σ 漢é") == "σ □é"


def test_the_film_has_a_frame_for_each_sigma():
    frames = list(film_frames(looks(), DATES, RAW, SIGMAS, SPACE))
    assert len(frames) == len(set(frames)) == len(SIGMAS)
    for frame in frames:
        size = int.from_bytes(frame[6:8], "little"), int.from_bytes(frame[8:10], "little")
        assert size == FILM_SIZE


def test_a_film_that_is_broken_off_leaves_the_lock_free(tmp_path):
    film = film_frames(looks(), DATES, RAW, SIGMAS, SPACE)
    next(film)
    film.close()
    pixels_of(looks(), tmp_path)  # would wait for ever
