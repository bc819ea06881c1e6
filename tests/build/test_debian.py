"""Which system packages are asked for, and what happens where they cannot be installed."""

import debian
import pytest
import testing
from debian import Need
from steps import SetupError

THERE = Need("sh", "dash", "unit")
ABSENT = Need("no-such-program", "no-such-package", "browser")


def test_programs_libraries_and_files_are_found():
    things = ["sh", "libc.so.6", "/etc", "python:json"]
    assert debian.missing([Need(thing, "package", "unit") for thing in things]) == []


def test_what_is_absent_is_named():
    things = ["no-such-program", "libnope.so.9", "/no/file", "python:no_such_module"]
    nowhere = [Need(thing, "package", "unit") for thing in things]
    assert debian.missing([THERE, *nowhere]) == nowhere


@pytest.fixture
def bare_machine(monkeypatch):
    monkeypatch.setattr(debian, "BROWSER", (ABSENT,))
    monkeypatch.setattr(debian, "can_install", lambda: False)


def test_under_ci_a_missing_package_fails_and_is_named(monkeypatch, bare_machine):
    monkeypatch.setenv("CI", "true")
    with pytest.raises(SetupError, match="no-such-package"):
        testing.system_packages(quick=True)


def test_elsewhere_its_stage_is_skipped_aloud(monkeypatch, bare_machine):
    monkeypatch.delenv("CI", raising=False)
    absent = testing.system_packages(quick=True)
    stages = [stage for stage in testing.QUICK if stage.name == "browser"]
    (outcome,) = testing.run_stages(stages, absent, [])
    assert outcome.verdict == "SKIPPED (missing: no-such-package)"
    assert "no-such-package" in testing.summary([outcome], 1.0)
