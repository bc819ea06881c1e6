"""Installing what is locked, and doing without what is not made for this machine."""

import environment
import pytest
from steps import SetupError

NO_WHEEL = "ERROR: No matching distribution found for pyside6-addons==6.12.0"


@pytest.fixture
def pip_says(monkeypatch):
    def say(output: str):
        def fail(*_):
            raise SetupError(output)

        monkeypatch.setattr(environment, "pip_install", fail)

    return say


@pytest.fixture
def half_installed(monkeypatch, tmp_path):
    """An environment in which everything but Qt goes in."""
    (tmp_path / "pyvenv.cfg").write_text("version = 3.11.7\n")

    def pip_install(*arguments):
        if any("qt.txt" in str(word) for word in arguments):
            raise SetupError(NO_WHEEL)

    monkeypatch.setattr(environment, "VENV", tmp_path)
    monkeypatch.setattr(environment, "pip_install", pip_install)
    monkeypatch.setattr(environment, "WRITE_PTH", "")


def test_without_a_qt_for_the_machine_set_up_goes_on_and_says_so_once(half_installed, capsys):
    environment.install(["desktop", "qt"])
    assert "Sigmascope will open in the browser" in capsys.readouterr().err
    environment.install(["desktop", "qt"])
    assert capsys.readouterr().err == ""


def test_a_broken_connection_is_no_missing_wheel(pip_says):
    pip_says(f"WARNING: Retrying (Retry(total=0 ...\n{NO_WHEEL}")
    with pytest.raises(SetupError):
        environment._install_if_made("qt")


def test_a_wrong_hash_is_no_missing_wheel(pip_says):
    pip_says("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.")
    with pytest.raises(SetupError, match="HASHES"):
        environment._install_if_made("qt")
