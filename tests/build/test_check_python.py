"""An old Python is told so in one sentence, not with a traceback."""

import ast
import runpy
import sys

import pytest
from environment import ROOT

CHECK = str(ROOT / "build_scripts" / "check_python.py")


def test_an_old_python_is_refused_by_its_version(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    monkeypatch.setattr(sys, "version", "3.9.2 (default)")
    with pytest.raises(SystemExit) as refusal:
        runpy.run_path(CHECK)
    assert str(refusal.value).startswith("Sigmascope needs Python 3.11 or newer; this is")
    assert "Python 3.9.2" in str(refusal.value)


def test_the_oldest_supported_python_passes(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 11, 0, "final", 0))
    assert runpy.run_path(CHECK)["OLDEST"] == (3, 11)


@pytest.mark.parametrize("name", ["run.py", "test.py", "check_python.py"])
def test_what_an_old_python_reads_first_has_no_newer_syntax(name):
    source = (ROOT / "build_scripts" / name).read_text("utf-8")
    ast.parse(source, feature_version=(3, 6))
