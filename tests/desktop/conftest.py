"""The real program in a real window."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from tests.desktop.driver import Desk, Program


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def command() -> list[str]:
    """How the program is started; the tests of the executable start that instead."""
    return [sys.executable, "-m", "desktop_app"]


@pytest.fixture
def desk(tmp_path, command, playwright) -> Iterator[Desk]:
    """A user's desk of the test's own."""
    with Desk(tmp_path, command, playwright) as desk:
        yield desk


@pytest.fixture
def start(desk) -> Callable[..., Program]:
    """Starts the program at the test's own desk."""
    return desk.start


@pytest.fixture
def data(desk) -> Path:
    """The program's data folder."""
    return desk.data
