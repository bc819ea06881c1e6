"""What the downloadable programs have in common.

Each runs by itself with numpy, scipy and matplotlib. It prints its numbers as the CSV that the
page gives, character for character, and draws them into a file whose name it is given.
"""

from collections.abc import Sequence
from textwrap import indent
from typing import Any

from numpy.typing import NDArray

from server.figures.sheet import inches_for, resolution

PRINT_COLUMNS = """\
print(",".join(columns))
for row in zip(*(column.tolist() for column in columns.values())):
    print(",".join("" if value != value else str(value) for value in row))
"""

PRINT_GRID = """\
print("y\\\\x," + ",".join(map(str, x.tolist())))
for label, row in zip(y.tolist(), z.tolist()):
    print(",".join(map(str, [label, *row])))
"""

PROGRAM = '''\
"""{title}

Prints the numbers as CSV; with a file name it also draws them:
python {name}.py {name}.png
"""

{standard}

{imports}

{numbers}
{printing}
if len(sys.argv) > 1:
    from matplotlib.figure import Figure

    figure = Figure(figsize=({width}, {height}), dpi={dpi:g}, layout="constrained")
{draw}
    figure.savefig(sys.argv[1])
'''


def program(
    name: str,
    title: str,
    numbers: str,
    draw: str,
    *,
    standard: Sequence[str] = (),
    imports: Sequence[str] = (),
    grid: bool = False,
    size: tuple[int, int] = (1600, 800),
) -> str:
    """A whole program.

    ``numbers`` are statements that end in a dictionary ``columns`` of 1-D arrays, or with
    ``grid`` in arrays ``x``, ``y`` and ``z``; ``draw`` are statements that draw them into
    ``figure``, of ``size`` pixels. ``standard`` names further modules of Python, ``imports`` are
    further import statements. No text typed by a user may stand in any of them.
    """
    dpi = resolution(*size)
    return PROGRAM.format(
        name=name,
        title=title,
        standard="\n".join(f"import {module}" for module in sorted({"sys", *standard})),
        imports="\n".join(["import numpy as np", *imports]),
        numbers=numbers,
        printing=PRINT_GRID if grid else PRINT_COLUMNS,
        width=inches_for(size[0], dpi),
        height=inches_for(size[1], dpi),
        dpi=dpi,
        draw=indent(draw.rstrip("\n"), "    "),
    )


def embedded(values: NDArray[Any]) -> str:
    """A Python expression that gives ``values`` (float64, 1-D) again, bit for bit."""
    import base64
    import zlib

    packed = base64.b64encode(zlib.compress(values.astype("<f8").tobytes(), 9)).decode()
    lines = [packed[start : start + 92] for start in range(0, len(packed), 92)]
    text = "".join(f'        "{line}"\n' for line in lines)
    return f'np.frombuffer(\n    zlib.decompress(base64.b64decode(\n{text}    )),\n    "<f8",\n)'
