"""Variables of addresses that Werkzeug's own converters do not take."""

from flask import Flask
from werkzeug.routing import BaseConverter


class SignedConverter(BaseConverter):
    """A whole number with or without a sign, handed on as its text.

    As text, because the length decides whether it may become a number at all: int() refuses
    more than 4,300 digits with an exception of its own.
    """

    regex = "[-+]?[0-9]+"


def init_app(app: Flask) -> None:
    """Make the converters known to ``app``; before the routes that use them."""
    app.url_map.converters["signed"] = SignedConverter
