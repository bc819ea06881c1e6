"""Follows CONTRIBUTING's “Your first route” word by word, in a copy of the tree."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
CREATE = re.compile(r"^Create `([^`]+)`:\n\n```python\n(.*?)^```", re.M | re.S)
ADD = re.compile(r"In `([^`]+)`, below `([^`]+)`, add:\n\n```python\n(.*?)^```", re.M | re.S)


@pytest.fixture
def followed(tmp_path) -> Path:
    """A copy of the tree in which a newcomer did what the page says."""
    for name in ("server", "assets", "tests", "desktop_app", "build_scripts"):
        ignore = shutil.ignore_patterns("__pycache__", "node_modules", "*.woff2")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignore)
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, tmp_path / name)
    words = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    created, added = CREATE.findall(words), ADD.findall(words)
    assert len(created) == 3
    assert len(added) == 2
    for name, content in created:
        (tmp_path / name).write_text(content, encoding="utf-8")
    for name, anchor, content in added:
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert text.count(anchor + "\n") == 1, f"{name} has no line {anchor}"
        changed = text.replace(anchor + "\n", anchor + "\n" + content)
        (tmp_path / name).write_text(changed, encoding="utf-8")
    return tmp_path


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", *arguments]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST")}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_the_walk_through_works(followed):
    tests = run(followed, "pytest", "-q", "-p", "no:cacheprovider", "tests/tools/test_decibel.py")
    assert tests.returncode == 0, tests.stdout + tests.stderr
    routes = "tests/web/test_routes.py::test_every_rule_has_an_example"
    walk = run(followed, "pytest", "-q", "-p", "no:cacheprovider", routes)
    assert walk.returncode == 0, walk.stdout + walk.stderr
    style = run(followed, "ruff", "check", "--no-cache", "server", "tests/tools/test_decibel.py")
    assert style.returncode == 0, style.stdout
    form = run(followed, "ruff", "format", "--no-cache", "--check", "server", "tests/tools")
    assert form.returncode == 0, form.stdout
    verb = run(followed, "server", "decibel", "--ratio", "1000", "--form", "csv")
    assert verb.stdout == "ratio,level_db\n1000.0,30.0\n", verb.stderr
