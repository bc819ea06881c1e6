"""The library for programs: projects, users, files, notes, recipes, what was removed, uploads."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add the library's resources to ``app``."""
    from server.web.rest import parts, trash, uploads, views

    app.register_blueprint(views.blueprint)
    app.register_blueprint(parts.blueprint)
    app.register_blueprint(trash.blueprint)
    app.register_blueprint(uploads.blueprint)
