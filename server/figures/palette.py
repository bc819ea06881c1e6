"""The colours of figures: those of the pages (assets/static/css/tokens.css; a test compares)."""

from dataclasses import dataclass
from typing import Literal

Theme = Literal["light", "dark", "print"]

# Okabe and Ito, "Color Universal Design" (2008): told apart by readers of every colour vision.
OKABE_ITO = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#F0E442")


@dataclass(frozen=True)
class Palette:
    """The colours that a figure takes from its surroundings."""

    background: str
    text: str
    muted: str  # axes' numbers, secondary text
    grid: str
    raw: str  # measured data, drawn thin behind
    accent: str  # what was computed from them


PALETTES: dict[Theme, Palette] = {
    "light": Palette("#FFFFFF", "#16202C", "#566273", "#E3E7EC", "#8793A3", "#2457D6"),
    "dark": Palette("#171D25", "#E6EBF2", "#9AA7B8", "#2A323D", "#77869A", "#7AA2FF"),
    "print": Palette("#FFFFFF", "#000000", "#222222", "#DDDDDD", "#8C8C8C", "#0072B2"),
}

# The names of the same colours in a page, for figures that take part in its theme.
PAGE = Palette(
    "var(--surface)",
    "var(--text)",
    "var(--muted)",
    "var(--figure-grid)",
    "var(--figure-raw)",
    "var(--accent)",
)
