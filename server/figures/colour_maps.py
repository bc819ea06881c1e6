"""Colour maps that a reader can trust: equal steps of value look like equal steps.

The stops were sampled from matplotlib (a test compares), so that an interactive figure has the
same colours without it. Viridis, magma, inferno and plasma: van der Walt and Smith (2015); cividis:
Nuñez, Anderton and Renslow, PLOS ONE 13(7), 2018, made for readers of every colour vision; RdBu:
Brewer, for values on both sides of zero. Rainbows such as jet show edges where there are none.
"""

from typing import Literal

ColourMap = Literal["viridis", "cividis", "magma", "inferno", "plasma", "grey", "RdBu_r"]
DIVERGING = frozenset({"RdBu_r"})  # its middle means zero

STOPS: dict[ColourMap, str] = {
    "viridis": (
        "440154 48186a 472d7b 424086 3b528b 33638d 2c728e 26828e 21918c "
        "1fa088 28ae80 3fbc73 5ec962 84d44b addc30 d8e219 fde725"
    ),
    "cividis": (
        "00224e 002e6a 1a386f 32436d 434e6c 535a6d 61656f 6f7073 7d7c78 "
        "8c8878 9b9476 aba072 bcae6c cdbb63 dec958 f0d846 fee838"
    ),
    "magma": (
        "000004 0a0822 1d1147 36106b 51127c 6a1c81 832681 9c2e7f b73779 "
        "d0416f e75263 f56b5c fc8961 fea772 fec488 fde2a3 fcfdbf"
    ),
    "inferno": (
        "000004 0b0724 210c4a 3d0965 57106e 71196e 8a226a a32c61 bc3754 "
        "d24644 e45a31 f1731d f98e09 fcac11 f9cb35 f2ea69 fcffa4"
    ),
    "plasma": (
        "0d0887 310597 4c02a1 6600a7 7e03a8 9511a1 aa2395 bc3587 cc4778 "
        "da5a6a e66c5c f0804e f89540 fdac33 fdc527 f8df25 f0f921"
    ),
    "grey": (
        "000000 101010 202020 303030 404040 505050 606060 707070 808080 "
        "909090 a0a0a0 b0b0b0 c0c0c0 d0d0d0 e0e0e0 f0f0f0 ffffff"
    ),
    "RdBu_r": (
        "053061 175290 2a71b2 3f8ec0 6bacd1 9bc9e0 c2ddec e0ecf3 f7f6f6 "
        "fbe5d8 fbccb4 f5aa89 e48066 d05548 ba2832 930e26 67001f"
    ),
}


def colour_scale(name: ColourMap) -> list[tuple[float, str]]:
    """The colour map as Plotly takes it: positions from 0 to 1 and their colours."""
    colours = STOPS[name].split()
    last = len(colours) - 1
    return [(position / last, f"#{colour}") for position, colour in enumerate(colours)]
