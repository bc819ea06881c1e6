"""What a reader prefers, kept in a cookie so that it survives restarts and other ports."""

from typing import Literal

from flask import Blueprint, Flask, Response, redirect, render_template, request

from server.errors import InputError
from server.web import navigation
from server.web.examples import examples

ThemeChoice = Literal["system", "light", "dark"]
CHOICES: tuple[ThemeChoice, ...] = ("system", "light", "dark")
COOKIE = "theme"
A_YEAR = 365 * 24 * 3600

blueprint = Blueprint("preferences", __name__)


def init_app(app: Flask) -> None:
    """Add the settings page to ``app`` and tell its templates the theme."""
    app.register_blueprint(blueprint)
    navigation.add(app, navigation.Entry("/settings", "Settings", "settings", "foot"))
    app.jinja_env.globals["chosen_theme"] = chosen_theme


def chosen_theme() -> ThemeChoice:
    """The theme of this browser; what is not a choice counts as none."""
    wanted = request.cookies.get(COOKIE)
    return next((choice for choice in CHOICES if choice == wanted), "system")


@blueprint.get("/settings")
@examples("/settings")
def show() -> str:
    """The theme, the keyboard shortcuts, and where the program keeps its data."""
    return render_template("settings.html", choices=CHOICES)


@blueprint.post("/settings")
def change() -> Response:
    """Keeps the theme and shows the settings again."""
    wanted = request.form.get("theme")
    if wanted not in CHOICES:
        raise InputError("theme", "is not one of the choices", ", ".join(CHOICES))
    response = redirect("/settings", 303)
    response.set_cookie(COOKIE, wanted, max_age=A_YEAR, samesite="Lax")
    return response  # type: ignore[return-value]
