"""The program that ``plotly_with_get`` gives away."""

from collections.abc import Mapping
from typing import Any

from server.tools.scripts import program

FUNCTIONS = {
    "ripple": "r = np.hypot(x, y)\n    return np.cos(2 * r) * np.exp(-r / 3)",
    "gaussian": "return np.exp(-(x**2 + y**2) / 2)",
    "saddle": "return x**2 - y**2",
    "peaks": """return (
        3 * (1 - x) ** 2 * np.exp(-(x**2) - (y + 1) ** 2)
        - 10 * (x / 5 - x**3 - y**5) * np.exp(-(x**2) - y**2)
        - np.exp(-((x + 1) ** 2) - y**2) / 3
    )""",
    "sinc": "return np.sinc(np.hypot(x, y) / np.pi)",
    "waves": "return np.sin(x) * np.cos(y)",
}

SAMPLE = """\
def f(x, y):
    {function}


x = np.linspace({x_min!r}, {x_max!r}, {resolution})
y = np.linspace({y_min!r}, {y_max!r}, {rows})
z = f(x[np.newaxis, :], y[:, np.newaxis])
"""

NUMBERS = {
    "2d": 'columns = {"x": x, **{f"y={at:g}": row for at, row in zip(y, z)}}\n',
    "scatter3d": """\
wide, deep = np.meshgrid(x, y)
columns = {"x": wide.ravel(), "y": deep.ravel(), "z": z.ravel()}
""",
    "histogram": """\
counts, edges = np.histogram(z, %d)
columns = {"from": edges[:-1], "to": edges[1:], "count": counts}
""",
}

IN_SPACE = """\
axes = figure.add_subplot(projection="3d")
wide, deep = np.meshgrid(x, y)
axes.%s
axes.set(xlabel="x", ylabel="y", zlabel="z")
"""
DRAWINGS = {
    "2d": """\
axes = figure.subplots()
for at, row in zip(y, z):
    axes.plot(x, row, label=f"y = {at:.3g}")
axes.set(xlabel="x", ylabel="z")
axes.legend(frameon=False)
""",
    "histogram": """\
axes = figure.subplots()
axes.stairs(counts, edges, fill=True)
axes.set(xlabel="z", ylabel="Grid points")
""",
    "heatmap": """\
axes = figure.subplots()
figure.colorbar(axes.pcolormesh(x, y, z, cmap="COLOURS"), label="z")
axes.set(xlabel="x", ylabel="y")
""",
    "contour": """\
axes = figure.subplots()
figure.colorbar(axes.contourf(x, y, z, 12, cmap="COLOURS"), label="z")
axes.set(xlabel="x", ylabel="y")
""",
    "3d": IN_SPACE % 'plot_surface(wide, deep, z, cmap="COLOURS", rcount=120, ccount=120)',
    "scatter3d": IN_SPACE % 'scatter(wide, deep, z, c=z, cmap="COLOURS", s=3)',
}


def script(values: Mapping[str, Any], sections: int, bins: int) -> str:
    """A program for these parameters (of KindParameters)."""
    kind = values["kind"]
    rows = sections if kind == "2d" else values["resolution"]
    sample = SAMPLE.format(**{**values, "function": FUNCTIONS[values["function"]]}, rows=rows)
    numbers = NUMBERS.get(kind, "")
    return program(
        "plotly_with_get",
        "A function of x and y.",
        sample + (numbers % bins if kind == "histogram" else numbers),
        DRAWINGS[kind].replace("COLOURS", values["colours"]),
        grid=kind not in NUMBERS,
        size=(1600, 800) if kind in {"2d", "histogram"} else (1600, 1200),
    )
