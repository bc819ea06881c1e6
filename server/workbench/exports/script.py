"""The program that a view gives away: it gets the same data, smooths and draws them alone."""

from collections.abc import Sequence
from textwrap import indent

import numpy as np

from server.figures.palette import OKABE_ITO, PALETTES
from server.workbench.curves import Smoother, smoothers
from server.workbench.exports.script_data import (
    Origin,
    fields_of_names,
    file_code,
    generated_code,
    import_lines,
)
from server.workbench.exports.script_steps import step_code
from server.workbench.exports.table import column_of
from server.workbench.recipe import Recipe
from server.workbench.signal import Signal
from server.workbench.view import window_of

PIECE = 2**20

PROGRAM = '''\
"""Smooths {words}.

    python {name} smoothed.npy figure.png

writes each file in the form that its ending names: .npy {what},
.png, .svg or .pdf the figure.
"""

{imports}

{data}
{steps}
{positions}
for name in sys.argv[1:]:
    if name.endswith(".npy"):
        np.save(name, {saved})
    else:
        from matplotlib.figure import Figure

{drawing}
        figure.savefig(name)
'''
DRAWING = """\
figure = Figure(figsize=(7.1, 3.5), dpi=300, layout="constrained")
axes = figure.subplots()
axes.plot(x, raw, color="{raw}", linewidth=0.6, label={label!r})
{curves}axes.set(xlabel={x_label!r}, ylabel={y_label!r}, xlim=({start}, {stop}))
figure.legend(frameon=False, ncols=2, loc="outside upper left")
"""
BESIDE = "beside = axes.twinx()  # derivatives have a scale of their own\n"
CURVE = '{axes}.plot(x, {name}, "{dash}", color="{colour}", linewidth=1.4, label={words!r})\n'
DASHES = {"smoothed": "-", "also1": "--", "also2": ":"}


def signal_script(recipe: Recipe, signal: Signal, origin: Origin | None) -> str:
    """A program for the view of ``recipe``; ``origin`` is None of generated data.

    It smooths all rows, by each of the recipe's smoothings. Raises InputError.
    """
    data = generated_code(recipe) if origin is None else file_code(origin, signal)
    chosen = smoothers(signal, recipe)
    steps, imports = _steps(chosen, has_gaps(signal))
    own = signal.label.label or signal.label.name
    names = ["smoothed", *(column_of(one) for one in chosen if one.name != "smooth")]
    return PROGRAM.format(
        words=_plain(origin.path.name if origin else f"generated data ({own})"),
        name="smooth.py",
        what=f"the fields {', '.join(names)}" if len(names) > 1 else "the smoothed values",
        saved="smoothed" if len(names) == 1 else fields_of_names(names),
        imports=import_lines([*data.imports, *imports]),
        data=data.statements,
        steps=steps,
        positions=_positions(signal),
        drawing=indent(_drawing(recipe, signal, chosen), "        ").rstrip("\n"),
    )


def has_gaps(signal: Signal) -> bool:
    """Whether any value is missing."""
    if signal.y.dtype.kind != "f":
        return False
    starts = range(0, len(signal), PIECE)
    return not all(np.isfinite(signal.y[start : start + PIECE]).all() for start in starts)


def _steps(chosen: Sequence[Smoother], gaps: bool) -> tuple[str, list[str]]:
    """Statements for each smoothing, that which is turned last, and what they import."""
    text, wanted = "", []
    for smoother in (*(one for one in chosen if one.name != "smooth"), *chosen[:1]):
        code, imports = step_code(smoother, gaps)
        text += f"# {_plain(smoother.words)}\n{code}"
        text += "" if smoother.name == "smooth" else f"{column_of(smoother)} = smoothed\n\n"
        wanted += imports
        if smoother.name == "smooth":
            return text, wanted
    return f"{text}smoothed = raw.copy()\n", wanted


def _positions(signal: Signal) -> str:
    """Statements that make ``x`` what is drawn along."""
    places = signal.positions
    if places.values is None:
        return f"x = {places.start!r} + {places.step!r} * np.arange(len(raw))\n"
    if signal.x_kind == "date":
        return 'x = np.rint(x * 1e6).astype("int64").astype("datetime64[us]")  # from seconds\n'
    return ""


def _curves(recipe: Recipe, chosen: Sequence[Smoother]) -> str:
    """Statements that draw the smoothed values, derivatives on a scale of their own."""
    found = [(column_of(one), one.words, one.step.order) for one in chosen]
    if recipe.method == "none":
        found.insert(0, ("smoothed", "as it is", 0))
    colours = dict(zip(DASHES, (PALETTES["print"].accent, *OKABE_ITO[1:3]), strict=True))
    text = BESIDE if any(order for _, _, order in found) else ""
    for name, words, order in found:
        text += CURVE.format(
            axes="beside" if order else "axes",
            name=name,
            dash=DASHES[name],
            colour=colours[name],
            words=_plain(words),
        )
    return text


def _drawing(recipe: Recipe, signal: Signal, chosen: Sequence[Smoother]) -> str:
    window = window_of(signal, recipe.from_, recipe.to, 1)
    palette = PALETTES["print"]
    ends = [repr(window.start), repr(window.stop)]
    if signal.x_kind == "date":
        ends = [f'np.datetime64({round(end * 1e6)}, "us")' for end in (window.start, window.stop)]
    label = str(signal.label)
    x_label = {"date": "", "row": "Sample"}.get(signal.x_kind, str(signal.x_label))
    return DRAWING.format(
        raw=palette.raw,
        curves=_curves(recipe, chosen),
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
