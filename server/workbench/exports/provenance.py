"""What an exported thing tells about itself: the recipe, the data's hash, the versions."""

import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

from server.errors import InputErrors
from server.version import __version__
from server.workbench.recipe import Recipe, read_recipe

NAME = "sigmascope"
MAX_NOTE = 2**16  # characters


@dataclass(frozen=True)
class Data:
    """Which data: the file's name ("" of generated ones) and SHA-256 ("" where it is unknown)."""

    name: str = ""
    sha256: str = ""


@dataclass(frozen=True)
class Made:
    """What something was made from, and with which programs."""

    recipe: Recipe
    data: Data
    versions: Mapping[str, str] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "recipe": self.recipe.pairs(),
            "data": {"name": self.data.name, "sha256": self.data.sha256},
            "versions": dict(self.versions),
        }

    @property
    def note(self) -> str:
        """As a text of plain ASCII, for the metadata of a figure."""
        return json.dumps({NAME: self.told()}, separators=(",", ":"))


def made(recipe: Recipe, data: Data) -> Made:
    """What is made now."""
    versions = {NAME: __version__, "python": platform.python_version()}
    versions |= {name: version(name) for name in ("numpy", "scipy", "matplotlib")}
    return Made(recipe, data, versions)


def read_made(note: str) -> Made | None:
    """What a note tells; None for a text that is none. Whoever wrote it is not trusted."""
    if len(note) > MAX_NOTE:
        return None
    try:
        told = json.loads(note)[NAME]
        recipe = read_recipe([(str(name), str(text)) for name, text in told["recipe"]])
        data = Data(str(told["data"]["name"])[:255], str(told["data"]["sha256"])[:64])
        versions = {str(name)[:50]: str(text)[:50] for name, text in told["versions"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, InputErrors):
        return None
    return Made(recipe, data, versions)
