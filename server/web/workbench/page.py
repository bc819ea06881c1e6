"""The page of the workbench."""

from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, redirect, render_template, request

from server.store.things import File
from server.tools.fields import fields_of
from server.web.examples import examples
from server.web.shelf import library
from server.web.workbench.sources import subject_of
from server.workbench.generated import WORDS
from server.workbench.recipe import Recipe, read_recipe

blueprint = Blueprint("workbench", __name__)


@blueprint.get("/workbench")
@examples("/workbench", "/workbench?file=2&width=4", "/workbench?source=walk&n=1000&seed=7")
def show() -> Response:
    """The workbench: smooth and explore a signal or a field."""
    recipe = read_recipe(request.args.items(multi=True))
    if recipe.file is None and not recipe.source:
        return make_response(redirect(_somewhere(recipe), 303))
    subject = None if recipe.file is None else subject_of(recipe)
    html = render_template(
        "workbench.html",
        recipe=recipe,
        pairs=recipe.pairs(),
        defaults={field.name: field.default for field in fields_of(Recipe)},
        subject=subject,
        title=subject.title if subject else WORDS[recipe.source],
    )
    return make_response(html)


def _somewhere(recipe: Recipe) -> str:
    """The workbench with what was open last, or with generated data."""
    recent: tuple[File, ...] = library().recents.last(1) or library().listing.page(limit=1).items
    data = recipe.model_copy(update={"file": recent[0].id} if recent else {"source": "walk"})
    return f"/workbench?{urlencode(data.pairs())}"
