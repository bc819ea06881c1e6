"""The lock files are complete, hashed, and tell no address to fetch from."""

import json
import re
import tomllib

import pytest
from environment import REQUIREMENTS, ROOT

LOCKS = sorted(REQUIREMENTS.glob("*.txt"))
PIN = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    lists = [project["project"]["dependencies"]]
    lists += project["project"]["optional-dependencies"].values()
    lists += project["dependency-groups"].values()
    return {re.match(r"[\w-]+", item)[0].lower() for group in lists for item in group}


def test_everything_declared_is_locked():
    locked = {name for lock in LOCKS for name, _ in PIN.findall(lock.read_text("utf-8"))}
    assert declared() <= locked


def test_no_two_locks_disagree():
    pins = {pin for lock in LOCKS for pin in PIN.findall(lock.read_text("utf-8"))}
    names = [name for name, _ in pins]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_python_locks_have_hashes_and_no_addresses(lock):
    text = lock.read_text("utf-8")
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text
    entries = re.split(r"\n(?=[a-z])", text)
    unhashed = [entry for entry in entries if "==" in entry and "--hash=sha256:" not in entry]
    assert unhashed == []


def test_the_frontend_lock_has_hashes_and_no_addresses():
    text = (ROOT / "assets" / "package-lock.json").read_text("utf-8")
    assert "://" not in text
    packages = {name: about for name, about in json.loads(text)["packages"].items() if name}
    assert [name for name, about in packages.items() if "integrity" not in about] == []


def test_the_frontend_lock_matches_its_declaration():
    declaration = json.loads((ROOT / "assets" / "package.json").read_text("utf-8"))
    root = json.loads((ROOT / "assets" / "package-lock.json").read_text("utf-8"))["packages"][""]
    for kind in ("dependencies", "devDependencies"):
        assert root[kind] == declaration[kind]
