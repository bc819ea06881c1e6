"""The settings: each declared once, with its default and what it is for.

A setting ``name`` is read from the environment variable ``SIGMASCOPE_NAME``; the table in the
README is generated from this declaration.
"""

import os
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from server import paths
from server.errors import InputError

PREFIX = "SIGMASCOPE_"


class Settings(BaseModel):
    """What a user or an administrator may choose about a running Sigmascope."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data_dir: Path = Field(
        default_factory=paths.user_data_dir,
        description="Folder for the user's data: the library, the signing key, window state, logs.",
    )
    database: str = Field(
        default="",
        description="Address of the library's database as SQLAlchemy writes it, for a lab that "
        "shares one; by default a file in the data folder.",
    )
    auth: bool = Field(
        default=True,
        description="Ask for the launch token. Host and Origin checks stand either way.",
    )
    upload_limit: int = Field(
        default=2 * 2**30, ge=1, description="The largest file that may be uploaded, in bytes."
    )
    extra_hosts: tuple[str, ...] = Field(
        default=(),
        description="Further exact Host header values to answer to, besides 127.0.0.1:PORT; "
        "separated by commas.",
    )

    @classmethod
    def from_environment(cls, **overrides: object) -> "Settings":
        """Read the settings from the environment; keyword arguments win over it.

        Raises InputError naming the variable when a value cannot be understood.
        """
        values: dict[str, object] = {}
        for name in cls.model_fields:
            text = os.environ.get(PREFIX + name.upper())
            if text is not None:
                values[name] = _split(text) if name == "extra_hosts" else text
        try:
            return cls.model_validate({**values, **overrides})
        except ValidationError as error:
            first = error.errors()[0]
            variable = PREFIX + str(first["loc"][0]).upper()
            raise InputError(variable, first["msg"]) from error


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
