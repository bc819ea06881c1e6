"""The Flask application of Sigmascope."""

from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from server.config import Settings
    from server.web.shell import NativeShell


def create_app(
    settings: "Settings", *, hosts: Collection[str], shell: "NativeShell | None" = None
) -> "Flask":
    """Put the parts together: the only place that knows all of them.

    ``hosts`` are the exact Host header values to answer to, such as ``127.0.0.1:40123``: bind the
    socket first. ``shell`` is what the native window offers to the pages, if there is one.
    """
    from flask import Flask

    from server import paths
    from server.web import (
        about,
        access,
        api,
        converters,
        elements,
        elements_download,
        file_edits,
        files,
        filters,
        guard,
        headers,
        home,
        imports,
        library,
        live,
        methods,
        native_open,
        navigation,
        number,
        preferences,
        problems,
        responses,
        rest,
        search,
        sessions,
        shelf,
        slashes,
        static,
        tools,
        undoing,
        workbench,
    )
    from server.web.access import Access, load_secret_key

    app = Flask("server", static_folder=None, template_folder=paths.TEMPLATES)
    app.extensions["sigmascope.settings"] = settings
    sessions.init_app(app, load_secret_key(settings.data_dir))
    headers.init_app(app)
    guard.init_app(app, (*hosts, *settings.extra_hosts))
    access.init_app(app, Access(required=settings.auth))
    problems.init_app(app)
    filters.init_app(app)
    converters.init_app(app)
    navigation.init_app(app)
    static.init_app(app)
    shelf.init_app(app, settings)
    native_open.init_app(app)
    home.init_app(app)
    library.init_app(app)
    workbench.init_app(app)
    live.init_app(app, settings)
    files.init_app(app)
    file_edits.init_app(app)
    imports.init_app(app)
    undoing.init_app(app)
    search.init_app(app)
    tools.init_app(app)
    number.init_app(app)
    elements.init_app(app)
    elements_download.init_app(app)
    responses.init_app(app)
    methods.init_app(app)
    rest.init_app(app)
    api.init_app(app)
    preferences.init_app(app)
    about.init_app(app)
    if shell is not None:
        from server.web import shell as shell_routes

        shell_routes.init_app(app, shell)
    slashes.init_app(app)
    return app
