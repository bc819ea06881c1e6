"""Live streams: their pages, their API, and the wire that their samples come through."""

from flask import Flask

from server.config import Settings
from server.web import navigation


def init_app(app: Flask, settings: Settings) -> None:
    """Add live streams to ``app``."""
    from server.web.live import api, forms, page, pictures, shelf, wire

    app.url_map.converters["stream"] = shelf.StreamConverter
    shelf.init_app(app, settings)
    wire.init_app(app)
    for part in (page, forms, pictures, api):
        app.register_blueprint(part.blueprint)
    words = "Watch a signal while it is made."
    pages = tuple(part.blueprint.name for part in (page, forms, pictures))
    navigation.add(app, navigation.Entry("/live", "Live", "radio", "start", words, pages))
