"""A matplotlib Figure as the bytes of a PNG, SVG or PDF."""

import io
import threading
from typing import TYPE_CHECKING, Literal

from server.figures.notes import metadata

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FigureForm = Literal["png", "svg", "pdf"]

# Text layout and the font cache of matplotlib are shared by all figures and not safe in threads.
DRAWING = threading.Lock()


def render(figure: "Figure", form: FigureForm, note: str = "") -> bytes:
    """Draw ``figure``; equal figures give equal bytes (no date is written into them).

    ``note``, a text of ASCII, goes into the metadata, from where ``read_note`` gets it back.
    """
    from matplotlib import rc_context

    buffer = io.BytesIO()
    # Ids in an SVG are random unless salted; text stays text, so that it can be searched.
    with DRAWING, rc_context({"svg.hashsalt": "sigmascope", "svg.fonttype": "none"}):
        figure.savefig(buffer, format=form, metadata=metadata(form, note))
    return buffer.getvalue()
