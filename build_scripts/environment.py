"""The virtual environment in .venv and the locked packages in it."""

import importlib.util
import os
import platform
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from stamps import Stamp
from steps import SetupError, run, step

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
REQUIREMENTS = ROOT / "requirements"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

NETWORK_HINT = "The first set-up, and one after an update, needs the network."

# Groups that Sigmascope can do without, and what is said where they have no wheel.
OPTIONAL = {"qt": "Qt is not made for this machine; Sigmascope will open in the browser."}

# Fails where .venv is broken or was made by a Python that is too old.
PROBE = "import pip, sys; sys.exit(sys.version_info < (3, 11))"

# Lets `python -m desktop_app` find the project from any folder without installing it.
WRITE_PTH = """
import pathlib, sys, sysconfig
target = pathlib.Path(sysconfig.get_path("purelib"), "sigmascope.pth")
target.write_text(sys.argv[1] + "\\n", "utf-8")
"""


def missing_venv_support() -> str | None:
    """The Debian package without which this Python cannot make environments, if it lacks."""
    if importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
        return None
    return f"python3.{sys.version_info.minor}-venv"


def ensure_venv() -> None:
    """Make .venv, or make it again when its Python does not start or is too old."""
    if PYTHON.exists() and not subprocess.run([PYTHON, "-c", PROBE], check=False).returncode:
        return
    if package := missing_venv_support():
        raise SetupError(
            "This Python cannot make virtual environments. "
            f"On Debian and Ubuntu: apt install {package}"
        )
    with step("Making .venv"):
        run([sys.executable, "-m", "venv", "--clear", VENV])


def install(groups: Iterable[str]) -> None:
    """Install the locked packages of those ``groups`` that are not there already."""
    pending = [group for group in groups if not _stamp(group).is_current()]
    if not pending:
        return
    ensure_venv()
    with step(f"Installing Python packages ({', '.join(pending)})"):
        pip_install("-r", _lock("wheel"))
        _install_locked([group for group in pending if group not in OPTIONAL])
        run([PYTHON, "-c", WRITE_PTH, ROOT])
        left_out = [group for group in pending if group in OPTIONAL and not _install_if_made(group)]
    for group in left_out:
        print(f"  {OPTIONAL[group]}", file=sys.stderr)
    for group in pending:
        _stamp(group).write()


def _install_locked(groups: list[str]) -> None:
    if not groups:
        return
    # Everything comes as a wheel but one package, which the setuptools installed before
    # (by hash, like the rest) turns into one.
    options = ["--only-binary=:all:", "--no-binary=proxy-tools", "--no-build-isolation"]
    pip_install("--use-pep517", *options, *(f"--requirement={_lock(group)}" for group in groups))


def _install_if_made(group: str) -> bool:
    """Install ``group`` if its makers have wheels for this machine; whether they have."""
    try:
        _install_locked([group])
    except SetupError as error:
        # pip says the same where it cannot reach the index, but then it tells of trying again.
        said = str(error)
        if "No matching distribution found" not in said or "Retrying" in said:
            raise
        return False
    return True


def pip_install(*arguments: str | Path) -> None:
    """Install by pip, refusing whatever is not locked by its hash.

    Python compiles what it imports; to compile all else too takes nearly as long as installing it.
    """
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
    run([*command, "--no-compile", "--require-hashes", *arguments], hint=NETWORK_HINT)


def _lock(group: str) -> Path:
    return REQUIREMENTS / f"{group}.txt"


def _stamp(group: str) -> Stamp:
    facts = [_venv_version(), sys.platform, platform.machine(), str(ROOT)]
    return Stamp.of(VENV / f"packages-{group}.stamp", [_lock("wheel"), _lock(group)], *facts)


def _venv_version() -> str:
    """The version of the Python that .venv was made with; empty when there is none."""
    try:
        lines = (VENV / "pyvenv.cfg").read_text("utf-8").splitlines()
    except OSError:
        return ""
    values = dict(line.split(" = ", 1) for line in lines if " = " in line)
    # A link to a Python that was removed is no environment, whatever pyvenv.cfg says.
    return values.get("version", "") if PYTHON.exists() else ""
