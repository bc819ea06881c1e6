"""The built executable, as a user gets it: in a folder with a strange name, read-only."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
BUILT = Path(os.environ.get("SIGMASCOPE_EXECUTABLE", ROOT / "dist" / "sigmascope"))


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def executable(tmp_path_factory) -> Iterator[Path]:
    assert BUILT.exists(), f"{BUILT} is missing: run build_scripts/bundle.py"
    folder = tmp_path_factory.mktemp("frozen") / "Programme für alle (1)"
    folder.mkdir()
    target = folder / BUILT.name
    shutil.copy2(BUILT, target)
    folder.chmod(0o555)
    yield target
    folder.chmod(0o755)
    target.unlink()


@pytest.fixture(scope="session")
def cache(tmp_path_factory) -> Iterator[Path]:
    """The cache folder of a user who starts the program for the first time."""
    folder = tmp_path_factory.mktemp("cache")
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def environment(cache, tmp_path) -> dict[str, str]:
    """What a machine without Python, network and source code offers."""
    nowhere = "http://127.0.0.1:9"
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "XDG_CACHE_HOME": str(cache),
        "SIGMASCOPE_DATA_DIR": str(tmp_path / "data ü"),
        "http_proxy": nowhere,
        "https_proxy": nowhere,
    }
