"""Variables of addresses that Werkzeug's own converters do not take.

Numbers are handed on as text: their length decides whether they may become numbers at all, as
int() refuses more than 4,300 digits with an exception of its own.
"""

from flask import Flask
from werkzeug.routing import BaseConverter, PathConverter


class DigitsConverter(BaseConverter):
    """A number without a sign, leading zeros allowed: 1, 001."""

    regex = "[0-9]+"


class SignedConverter(BaseConverter):
    """A whole number with or without a sign."""

    regex = "[-+]?[0-9]+"


class InnerPathConverter(PathConverter):
    """A path inside something. It does not end with a slash, so that such an address redirects."""

    regex = "[^/](?:.*[^/])?"


def init_app(app: Flask) -> None:
    """Make the converters known to ``app``; before the routes that use them."""
    app.url_map.converters["digits"] = DigitsConverter
    app.url_map.converters["path"] = InnerPathConverter
    app.url_map.converters["signed"] = SignedConverter
