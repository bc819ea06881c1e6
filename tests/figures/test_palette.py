"""Figures and pages have the same colours, and they can be told apart."""

import re

import pytest

from server.figures.palette import PALETTES
from server.paths import STATIC

TOKENS = {
    "background": "surface",
    "text": "text",
    "muted": "muted",
    "grid": "figure-grid",
    "raw": "figure-raw",
    "accent": "accent",
}


def blocks() -> dict[str, dict[str, str]]:
    css = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
    light, dark, system = re.findall(r"\{([^{}]*--background[^{}]*)\}", css)
    found = {"light": light, "dark": dark, "system": system}
    pattern = re.compile(r"--([a-z-]+): (#[0-9A-F]{6});")
    return {name: dict(pattern.findall(text)) for name, text in found.items()}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_palette_is_that_of_the_pages(theme):
    tokens = blocks()[theme]
    for ours, theirs in TOKENS.items():
        assert getattr(PALETTES[theme], ours) == tokens[theirs], ours


def test_dark_by_system_is_dark_by_choice():
    assert blocks()["dark"] == blocks()["system"]


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_text_and_lines_stand_out(theme):
    palette = PALETTES[theme]
    assert contrast(palette.text, palette.background) >= 7
    assert contrast(palette.muted, palette.background) >= 4.5
    assert contrast(palette.accent, palette.background) >= 4.5
    assert contrast(palette.raw, palette.background) >= 3
