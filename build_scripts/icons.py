"""Draw the program's icons from assets/static/icon.svg, which is their one source.

    python build_scripts/icons.py

Writes assets/icons/app.png, app.ico (Windows) and app.icns (macOS). Only what that drawing uses
of SVG is understood: one rectangle, and paths of relative lines and cubic curves.
"""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

from PIL import Image, ImageDraw  # noqa: TID253 (drawing is all that this script does)

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "assets" / "static" / "icon.svg"
ICONS = ROOT / "assets" / "icons"
VIEW_BOX = 64
LARGEST = 1024
OVERSAMPLING = 2
STEPS = 48  # straight pieces a curve
ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)

Point = tuple[float, float]


def points_of(path: str) -> list[Point]:
    """The points of an SVG path made of M, l, c and s, its curves cut into straight pieces."""
    points: list[Point] = []
    control: Point = (0, 0)
    for command, text in re.findall(r"([Mlcs])([^A-Za-z]*)", path):
        values = [float(number) for number in re.findall(r"-?\d*\.?\d+", text)]
        pairs = list(zip(values[::2], values[1::2], strict=True))
        if command == "M":
            points.append(pairs[0])
        elif command == "l":
            for dx, dy in pairs:
                points.append((points[-1][0] + dx, points[-1][1] + dy))
        else:
            x, y = points[-1]
            ends = [(x + dx, y + dy) for dx, dy in pairs]
            if command == "s":  # the first handle mirrors the last one of the curve before
                ends.insert(0, (2 * x - control[0], 2 * y - control[1]))
            control = ends[1]
            points += _curve((x, y), *ends)
    return points


def _curve(a: Point, b: Point, c: Point, d: Point) -> list[Point]:
    pieces = []
    for step in range(1, STEPS + 1):
        t = step / STEPS
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
        pieces.append(
            (
                sum(w * p[0] for w, p in zip(weights, (a, b, c, d), strict=True)),
                sum(w * p[1] for w, p in zip(weights, (a, b, c, d), strict=True)),
            )
        )
    return pieces


def draw(size: int) -> Image.Image:
    """The icon with ``size`` pixels on each side."""
    scale = size * OVERSAMPLING / VIEW_BOX
    canvas = Image.new("RGBA", (size * OVERSAMPLING,) * 2)
    for element in ET.parse(SOURCE).getroot():  # noqa: S314 (a file of this repository)
        layer = Image.new("RGBA", canvas.size)
        pen = ImageDraw.Draw(layer)
        if element.tag.endswith("rect"):
            side = VIEW_BOX * scale - 1
            pen.rounded_rectangle((0, 0, side, side), float(element.attrib["rx"]) * scale,
                                  element.attrib["fill"])  # fmt: skip
        else:
            opacity = round(255 * float(element.get("stroke-opacity", "1")))
            width = float(element.attrib["stroke-width"]) * scale
            line = [(x * scale, y * scale) for x, y in points_of(element.attrib["d"])]
            pen.line(line, (255, 255, 255, opacity), round(width), joint="curve")
            if element.get("stroke-linecap") == "round":
                r = width / 2
                for x, y in line:  # round ends, and no notches where the pieces meet
                    pen.ellipse((x - r, y - r, x + r, y + r), (255, 255, 255, opacity))
        canvas = Image.alpha_composite(canvas, layer)
    return canvas.resize((size, size), Image.Resampling.LANCZOS)


def main() -> None:
    """Write the icons."""
    ICONS.mkdir(exist_ok=True)
    draw(256).save(ICONS / "app.png", optimize=True)
    small = [draw(size) for size in ICO_SIZES]
    small[-1].save(
        ICONS / "app.ico",
        sizes=[image.size for image in small],
        append_images=small[:-1],
    )
    draw(LARGEST).save(ICONS / "app.icns")


if __name__ == "__main__":
    main()
