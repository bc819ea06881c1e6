"""What the tests need from the operating system, and installing it on Debian."""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from environment import missing_venv_support
from steps import run, step


@dataclass(frozen=True)
class Need:
    """One thing, the Debian package that has it, and the stage that needs it.

    ``thing`` is a program, a library (``lib*.so*``), a path, or ``python:`` with a module's name.
    """

    thing: str
    package: str
    stage: str


BROWSER = (
    Need("chromium-headless-shell", "chromium-headless-shell", "browser"),
    Need("/usr/share/fonts/truetype/dejavu", "fonts-dejavu-core", "browser"),
)
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libXcomposite.so.1": "libxcomposite1",
    "libXdamage.so.1": "libxdamage1",
    "libXrandr.so.2": "libxrandr2",
    "libXtst.so.6": "libxtst6",
    "libasound.so.2": "libasound2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libgbm.so.1": "libgbm1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libnss3.so": "libnss3",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-dri3.so.0": "libxcb-dri3-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbfile.so.1": "libxkbfile1",
}
DESKTOP = (
    Need("Xvfb", "xvfb", "desktop"),
    Need("openbox", "openbox", "desktop"),
    Need("xdotool", "xdotool", "desktop"),
    *(Need(library, package, "desktop") for library, package in QT_LIBRARIES.items()),
)
VERSION = f"3.{sys.version_info.minor}"
# Debian splits its Python; other builds are whole.
PYTHON_PARTS = (
    Need(f"libpython{VERSION}.so.1.0", f"libpython{VERSION}", "bundle"),
    Need("python:_tkinter", "python3-tk", "bundle"),
)
# Without a compiler the program runs too, only slower; the executable is to hold what it makes.
COMPILER = (
    Need("cc", "gcc", "bundle"),
    Need("/usr/include/stdio.h", "libc6-dev", "bundle"),
)
BUNDLE = (
    *COMPILER,
    Need("objcopy", "binutils", "bundle"),
    *(PYTHON_PARTS if sys.base_prefix == "/usr" else ()),
)


def missing(needs: Iterable[Need]) -> list[Need]:
    """Those ``needs`` that this machine does not meet."""
    libraries = _shared_libraries()
    return [need for need in needs if not _present(need.thing, libraries)]


def _present(thing: str, libraries: str) -> bool:
    if thing.startswith("/"):
        return Path(thing).exists()
    if thing.startswith("python:"):
        return importlib.util.find_spec(thing.removeprefix("python:")) is not None
    if ".so" in thing:
        return f"\t{thing} " in libraries
    return shutil.which(thing) is not None


def _shared_libraries() -> str:
    # Users' PATH often lacks /sbin, where ldconfig lives.
    ldconfig = shutil.which("ldconfig", path=os.environ.get("PATH", "") + ":/sbin:/usr/sbin")
    if ldconfig is None:
        return ""
    return subprocess.run([ldconfig, "-p"], capture_output=True, text=True, check=False).stdout


def can_install() -> bool:
    """Whether this is root on a Debian with apt."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return is_root and Path("/etc/debian_version").exists() and bool(shutil.which("apt-get"))


def install_venv_support() -> None:
    """Install what Python needs to make environments, where Debian left it out."""
    if (package := missing_venv_support()) and can_install():
        install([package])


def install(packages: list[str]) -> None:
    """Install Debian packages by apt. Raises SetupError with apt's own words."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with step(f"Installing system packages ({len(packages)})"):
        run(["apt-get", "update"], env=quiet)
        names = [_name_here(package) for package in packages]
        run(["apt-get", "install", "--yes", "--no-install-recommends", *names], env=quiet)


def _name_here(package: str) -> str:
    """Newer releases renamed some libraries when time_t grew to 64 bits."""
    known = subprocess.run(["apt-cache", "show", f"{package}t64"], capture_output=True, check=False)
    return package if known.returncode else f"{package}t64"
