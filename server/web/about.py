"""What this program is: version, licences of all that is shipped, where the data live."""

import platform
from collections.abc import Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import cast

from flask import Blueprint, Flask, Response, current_app, make_response, render_template, request

from server.config import Settings
from server.errors import NotFound
from server.version import __version__
from server.web import licences, navigation
from server.web.answers import json_response
from server.web.examples import examples
from server.web.licences import Package
from server.web.problems import wants_json

LIBRARIES = ("Flask", "numpy", "scipy", "matplotlib", "plotly", "pydantic", "pillow", "pywebview")

blueprint = Blueprint("about", __name__)


def init_app(app: Flask) -> None:
    """Add the page to ``app``."""
    app.register_blueprint(blueprint)
    words = "Version, licences, and where your data live."
    navigation.add(app, navigation.Entry("/about", "About", "info", "foot", words))


@blueprint.get("/about")
@examples("/about", "/about?package=numpy")
def show() -> Response:
    """What this is, its version, the licences of everything shipped, where the data live."""
    if wants_json():
        return as_json()
    wanted = request.args.get("package", "").strip()[:100]
    packages = licences.shipped()
    return make_response(
        render_template(
            "about.html",
            version=__version__,
            versions=_versions(),
            data_dir=_settings().data_dir,
            packages=packages,
            found={package.url for package in _named(packages, wanted)},
            wanted=wanted,
        )
    )


@blueprint.get("/about.json")
@examples("/about.json")
def as_json() -> Response:
    """The same for programs."""
    return json_response(
        {
            "name": "Sigmascope",
            "version": __version__,
            "licence": "MIT",
            "versions": _versions(),
            "data_dir": str(_settings().data_dir),
            "packages": [
                {
                    "kind": package.kind,
                    "name": package.name,
                    "version": package.version,
                    "licence": package.licence,
                    "homepage": package.homepage,
                    "page": package.url,
                }
                for package in licences.shipped()
            ],
        }
    )


@blueprint.get("/about/licences/<kind>/<path:name>")
@examples("/about/licences/python/numpy", "/about/licences/frontend/plotly.js")
def licence(kind: str, name: str) -> str:
    """The licence text of one shipped package."""
    packages = licences.shipped()
    for package in packages:
        if (package.kind, package.name) == (kind, name):
            text = licences.text_of(package)
            return render_template("licence.html", package=package, text=text)
    close = [(package.name, package.url) for package in _named(packages, name)]
    raise NotFound(f"No package “{name[:60]}” is shipped.", close[:8] or [("About", "/about")])


def _named(packages: Sequence[Package], words: str) -> Sequence[Package]:
    """Those whose name or licence contains ``words``."""
    wanted = words.casefold()
    return [p for p in packages if wanted in f"{p.name} {p.licence}".casefold()]


@cache
def _versions() -> dict[str, str]:
    """What is running: Python and the main libraries, read without importing them."""
    # An executable carries no metadata of its libraries, but the list of what is shipped.
    listed = {p.name: p.version for p in licences.shipped() if p.kind == "python"}
    versions = {"Python": platform.python_version()}
    for library in LIBRARIES:
        try:
            versions[library] = version(library)
        except PackageNotFoundError:
            if library in listed:
                versions[library] = listed[library]
    versions["System"] = f"{platform.system()} {platform.release()}, {platform.machine()}"
    return versions


def _settings() -> Settings:
    return cast(Settings, current_app.extensions["sigmascope.settings"])
