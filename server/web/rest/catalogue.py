"""All resources of the library."""

from typing import Any

from server.web.rest.files import FILES
from server.web.rest.notes import NOTES
from server.web.rest.projects import PROJECTS
from server.web.rest.recipes import RECIPES
from server.web.rest.resource import Resource
from server.web.rest.users import USERS

RESOURCES: dict[str, Resource[Any]] = {
    resource.name: resource for resource in (PROJECTS, FILES, NOTES, RECIPES, USERS)
}
