"""How templates write numbers: significant digits, a real minus sign, gaps as a dash."""

import math
from typing import Any

from flask import Flask


def init_app(app: Flask) -> None:
    """Offer the filters to ``app``'s templates."""
    app.jinja_env.filters["number"] = number


def number(value: Any, digits: int = 6) -> str:
    """``value`` to ``digits`` significant digits; what is no float is shown as it is."""
    if not isinstance(value, float):
        return str(value).replace("-", "−", 1) if isinstance(value, int) else str(value)
    if math.isnan(value):
        return "–"
    return f"{value:.{digits}g}".replace("-", "−")
