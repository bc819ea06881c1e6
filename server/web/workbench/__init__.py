"""The workbench: its page, and what the page asks for while one looks around."""

from flask import Flask

from server.web import navigation


def init_app(app: Flask) -> None:
    """Add the workbench to ``app``."""
    from server.web.workbench import exports, page, views
    from server.web.workbench.jobs import JOBS

    app.register_blueprint(page.blueprint)
    app.register_blueprint(views.blueprint)
    app.register_blueprint(exports.blueprint)
    app.extensions["sigmascope.workbench"] = JOBS  # which are stopped with the program
    words = "Smooth and explore a signal or a field."
    pages = (page.blueprint.name, views.blueprint.name, exports.blueprint.name)
    navigation.add(
        app, navigation.Entry("/workbench", "Workbench", "chart-spline", "start", words, pages)
    )
