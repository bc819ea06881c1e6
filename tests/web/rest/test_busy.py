"""Another program writes to the library: reading goes on, writing says to come again."""

import sqlite3
from contextlib import closing

import pytest

from server.store.database import NAME
from server.web.shelf import library_of

ORIGIN = {"Origin": "http://localhost"}


@pytest.fixture
def busy(app, tmp_path):
    """A writer who does not end; nobody waits long for him."""
    with library_of(app).database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=20")
    with closing(sqlite3.connect(tmp_path / "data" / NAME)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other
        other.rollback()


def test_a_program_is_told_to_come_again(ask, busy):
    assert ask("GET", "/api/projects").json["total"] == 1
    answer = ask("POST", "/api/projects", json={"title": "Waits"})
    assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
    assert answer.headers["Retry-After"] == "1"
    assert "Another program is writing" in answer.json["detail"]
    busy.rollback()
    assert ask("POST", "/api/projects", json={"title": "Goes"}).status_code == 201
    assert [p["title"] for p in ask("GET", "/api/projects").json["items"]] == ["Samples", "Goes"]


def test_a_form_is_told_the_same_on_a_page(client, busy):
    answer = client.post("/file/1", data={"do": "note", "text": "Lost?"}, headers=ORIGIN)
    assert answer.status_code == 503
    assert answer.content_type.startswith("text/html")
    assert "Try again in a moment." in answer.text
    busy.rollback()
    assert "Lost?" not in client.get("/file/1").text
