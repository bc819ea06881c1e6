"""The program that a view gives away: it gets the same data, smooths and draws them alone."""

from textwrap import indent

import numpy as np

from server.figures.palette import PALETTES
from server.workbench.curves import smoothers
from server.workbench.exports.script_data import Origin, file_code, generated_code, import_lines
from server.workbench.exports.script_steps import step_code
from server.workbench.recipe import Recipe
from server.workbench.signal import Signal
from server.workbench.view import window_of

PIECE = 2**20

PROGRAM = '''\
"""Smooths {words}.

    python {name} smoothed.npy figure.png

writes each file in the form that its ending names: .npy the smoothed values, .png, .svg or .pdf
the figure.
"""

{imports}

{data}
{steps}
{positions}
for name in sys.argv[1:]:
    if name.endswith(".npy"):
        np.save(name, smoothed)
    else:
        from matplotlib.figure import Figure

{drawing}
        figure.savefig(name)
'''
DRAWING = """\
figure = Figure(figsize=(7.1, 3.5), dpi=300, layout="constrained")
axes = figure.subplots()
axes.plot(x, raw, color="{raw}", linewidth=0.6, label={label!r})
axes.plot(x, smoothed, color="{accent}", linewidth=1.4, label="smoothed")
axes.set(xlabel={x_label!r}, ylabel={y_label!r}, xlim=({start}, {stop}))
axes.legend(frameon=False)
"""


def signal_script(recipe: Recipe, signal: Signal, origin: Origin | None) -> str:
    """A program for the view of ``recipe``; ``origin`` is None of generated data.

    It smooths all rows by the first smoothing. Raises InputError.
    """
    data = generated_code(recipe) if origin is None else file_code(origin, signal)
    steps, imports = _steps(recipe, signal)
    own = signal.label.label or signal.label.name
    return PROGRAM.format(
        words=_plain(origin.path.name if origin else f"generated data ({own})"),
        name="smooth.py",
        imports=import_lines([*data.imports, *imports]),
        data=data.statements,
        steps=steps,
        positions=_positions(signal),
        drawing=indent(_drawing(recipe, signal), "        ").rstrip("\n"),
    )


def has_gaps(signal: Signal) -> bool:
    """Whether any value is missing."""
    if signal.y.dtype.kind != "f":
        return False
    starts = range(0, len(signal), PIECE)
    return not all(np.isfinite(signal.y[start : start + PIECE]).all() for start in starts)


def _steps(recipe: Recipe, signal: Signal) -> tuple[str, list[str]]:
    own = [smoother for smoother in smoothers(signal, recipe) if smoother.name == "smooth"]
    if not own:
        return "smoothed = raw.copy()\n", []
    code, imports = step_code(own[0], has_gaps(signal))
    return f"# {_plain(own[0].words)}\n{code}", imports


def _positions(signal: Signal) -> str:
    """Statements that make ``x`` what is drawn along."""
    places = signal.positions
    if places.values is None:
        return f"x = {places.start!r} + {places.step!r} * np.arange(len(raw))\n"
    if signal.x_kind == "date":
        return 'x = np.rint(x * 1e6).astype("int64").astype("datetime64[us]")  # from seconds\n'
    return ""


def _drawing(recipe: Recipe, signal: Signal) -> str:
    window = window_of(signal, recipe.from_, recipe.to, 1)
    palette = PALETTES["print"]
    ends = [repr(window.start), repr(window.stop)]
    if signal.x_kind == "date":
        ends = [f'np.datetime64({round(end * 1e6)}, "us")' for end in (window.start, window.stop)]
    label = str(signal.label)
    x_label = {"date": "", "row": "Sample"}.get(signal.x_kind, str(signal.x_label))
    return DRAWING.format(
        raw=palette.raw,
        accent=palette.accent,
        label=label,
        x_label=x_label,
        y_label=label,
        start=ends[0],
        stop=ends[1],
    )


def _plain(text: str) -> str:
    """``text`` as it may stand in a comment or between quotation marks, whoever wrote it."""
    kept = "".join(c for c in text if c.isprintable() and c not in '"\\')
    return kept[:200]
