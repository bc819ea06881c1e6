"""Saved recipes for programs."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from server.store.library import Library
from server.store.things import Page, Recipe
from server.web.rest.reading import Body
from server.web.rest.resource import Number, Paging, Resource, Shown, Title, part_of

Sort = Literal["id", "-id", "title", "-title", "created", "-created", "updated", "-updated"]


class RecipeFields(Body):
    """What may be changed of a recipe."""

    title: Title
    recipe: Annotated[dict[str, Any], Field(description="The whole state of a view.")]


class RecipeNew(RecipeFields):
    """A recipe to keep."""

    file: Annotated[Number | None, Field(description="The file that it is for, if any.")] = None


class RecipeShown(Shown):
    """The whole state of a view, kept under a title."""

    user: int
    file: int | None
    title: str
    recipe: dict[str, Any]


class RecipePaging(Paging):
    """Which recipes."""

    file: Annotated[Number | None, Field(description="Only those for this file.")] = None
    sort: Annotated[Sort, Field(description="Sorted by; “-” before it turns the order.")] = "title"


def _page(library: Library, paging: RecipePaging) -> Page[Recipe]:
    return part_of(library.recipes.all(paging.file), paging, paging.sort)


def _create(library: Library, body: RecipeNew) -> tuple[Recipe, bool]:
    return library.recipes.create(body.title, body.recipe, file=body.file), True


def _change(
    library: Library, number: int, values: Mapping[str, Any], revision: int | None
) -> Recipe:
    return library.recipes.change(number, **values, revision=revision)


def _links(recipe: Recipe) -> Mapping[str, str]:
    return {} if recipe.file is None else {"file": f"/api/files/{recipe.file}"}


RECIPES = Resource(
    name="recipes",
    noun="recipe",
    summary="The whole state of a view, kept under a title.",
    fields=RecipeFields,
    shown=RecipeShown,
    get=lambda library, number: library.recipes.get(number),
    change=_change,
    links=_links,
    paging=RecipePaging,
    page=_page,
    new=RecipeNew,
    create=_create,
    kind="recipe",
)
