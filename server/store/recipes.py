"""Saved recipes: the whole state of a view under a title."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from server.store import texts
from server.store.database import Database
from server.store.loading import recipe_of
from server.store.rows import live, plain, titled
from server.store.schema import files, recipes
from server.store.things import LOCAL_USER, Recipe


class Recipes:
    """The recipes of a library. Removing them is the trash's affair."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, number: int) -> Recipe:
        """The recipe of that number. Raises NotFound."""
        with self._database.reading() as connection:
            return recipe_of(live(connection, recipes, number))

    def all(self, file: int | None = None) -> tuple[Recipe, ...]:
        """All recipes, or those for a file, by title."""
        statement = sa.select(recipes).where(recipes.c.removal_id.is_(None))
        if file is not None:
            statement = statement.where(recipes.c.file_id == file)
        with self._database.reading() as connection:
            rows = connection.execute(statement.order_by(recipes.c.sort_key, recipes.c.id))
            return tuple(recipe_of(row) for row in rows)

    def create(
        self,
        title: str,
        recipe: Mapping[str, Any],
        *,
        file: int | None = None,
        user: int = LOCAL_USER,
    ) -> Recipe:
        """Keep a recipe. Raises InputError; NotFound if there is no such file."""
        with self._database.writing() as writing:
            if file is not None:
                live(writing.connection, files, file)
            links = {"user_id": user, "file_id": file}
            number = writing.insert(
                recipes, **links, **titled(title), recipe=plain(recipe, "recipe")
            )
            texts.refresh(writing.connection, "recipe", [number])
            return recipe_of(live(writing.connection, recipes, number))

    def change(
        self,
        number: int,
        *,
        title: str | None = None,
        recipe: Mapping[str, Any] | None = None,
        revision: int | None = None,
    ) -> Recipe:
        """Change what is given. Raises InputError, NotFound, Conflict."""
        values: dict[str, Any] = {} if title is None else dict(titled(title))
        if recipe is not None:
            values["recipe"] = plain(recipe, "recipe")
        with self._database.writing() as writing:
            writing.change(recipes, number, values, revision)
            texts.refresh(writing.connection, "recipe", [number])
            return recipe_of(live(writing.connection, recipes, number))
