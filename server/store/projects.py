"""Projects: files that belong together."""

from collections.abc import Mapping

import sqlalchemy as sa

from server.store import texts
from server.store.database import Database
from server.store.loading import project_of
from server.store.rows import live, text, titled
from server.store.schema import files, projects
from server.store.things import Counts, Project


class Projects:
    """The projects of a library. Removing them is the trash's affair."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Project, ...]:
        """All projects, by number."""
        statement = sa.select(projects).where(projects.c.removal_id.is_(None))
        with self._database.reading() as connection:
            rows = connection.execute(statement.order_by(projects.c.id))
            return tuple(project_of(row) for row in rows)

    def get(self, number: int) -> Project:
        """The project of that number. Raises NotFound."""
        with self._database.reading() as connection:
            return project_of(live(connection, projects, number))

    def counts(self) -> Mapping[int, Counts]:
        """How many files of what size there are in each project that has any."""
        statement = (
            sa.select(files.c.project_id, sa.func.count(), sa.func.sum(files.c.size))
            .where(files.c.removal_id.is_(None))
            .group_by(files.c.project_id)
        )
        with self._database.reading() as connection:
            rows = connection.execute(statement)
            return {project: Counts(count, int(size)) for project, count, size in rows}

    def create(self, title: str, description: str = "", *, samples: bool = False) -> Project:
        """Add a project. Raises InputError."""
        values = {**titled(title), "description": text(description, "description")}
        with self._database.writing() as writing:
            number = writing.insert(projects, **values, samples=samples)
            texts.refresh(writing.connection, "project", [number])
            return project_of(live(writing.connection, projects, number))

    def change(
        self,
        number: int,
        *,
        title: str | None = None,
        description: str | None = None,
        revision: int | None = None,
    ) -> Project:
        """Change what is given. Raises InputError, NotFound, Conflict."""
        values = {} if title is None else titled(title)
        if description is not None:
            values["description"] = text(description, "description")
        with self._database.writing() as writing:
            writing.change(projects, number, values, revision)
            texts.refresh(writing.connection, "project", [number])
            return project_of(live(writing.connection, projects, number))
