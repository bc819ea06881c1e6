"""A program that talks to the library by its API, as scripts do."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from server.config import Settings
from server.store.library import Library
from server.web.access import access_of
from server.web.shelf import library_of


class Program:
    """Sends requests with the token of the launch."""

    def __init__(self, app) -> None:
        self._client = app.test_client()
        self._token = {"Authorization": f"Bearer {access_of(app).token}"}

    def __call__(self, method: str, url: str, *, if_match=None, headers=None, **sent):
        given = {**self._token, **(headers or {})}
        if if_match is not None:
            given["If-Match"] = if_match
        return self._client.open(url, method=method, headers=given, **sent)


@pytest.fixture(scope="session")
def fresh_library(tmp_path_factory) -> Path:
    """A folder with a library as it is at first: to copy it is quicker than to make it."""
    folder = tmp_path_factory.mktemp("fresh")
    Library.open(Settings(data_dir=folder)).close()
    return folder


@pytest.fixture
def app(make_app, fresh_library, tmp_path) -> Iterator[Flask]:
    shutil.copytree(fresh_library, tmp_path / "data")
    app = make_app()
    yield app
    library_of(app).close()


@pytest.fixture
def ask(app) -> Program:
    return Program(app)


@pytest.fixture
def project(ask) -> str:
    """The address of a fresh project."""
    answer = ask("POST", "/api/projects", json={"title": "Mine", "description": "of mine"})
    assert answer.status_code == 201
    return answer.headers["Location"]


@pytest.fixture
def fields() -> Callable[..., list[str]]:
    """The names of the fields that an answer finds wrong."""

    def names(answer) -> list[str]:
        assert answer.content_type == "application/problem+json"
        return [error["field"] for error in answer.json["errors"]]

    return names


@pytest.fixture
def csv_file(tmp_path):
    """A file of the user's own."""
    path = tmp_path / "run 1.csv"
    path.write_text("time (s),level,remark\n0,1.5,first\n1,,zebra\n2,2.5,last\n")
    return path
