"""What the process's environment must say before Chromium starts inside Qt, and after."""

import os
import subprocess
import sys
import webbrowser
from collections.abc import Mapping
from pathlib import Path
from shutil import which

CHROMIUM_FLAGS = "QTWEBENGINE_CHROMIUM_FLAGS"
NO_SANDBOX = "QTWEBENGINE_DISABLE_SANDBOX"
USER_NAMESPACES = (  # (setting of the kernel, value that forbids Chromium's sandbox)
    ("/proc/sys/kernel/unprivileged_userns_clone", "0"),
    ("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1"),
)


def prepare_qt() -> None:
    """Set what Qt WebEngine needs on this machine; must come before Qt is imported.

    Chromium's sandbox is switched off only where it cannot work and Chromium would abort: for
    root, and where the kernel forbids user namespaces. The window shows this program's own pages
    alone. Without a GPU, only ANGLE's SwiftShader gives WebGL; other choices paint white.
    """
    if not _sandbox_works():
        os.environ[NO_SANDBOX] = "1"
    wanted = ["--log-level=3"]  # fatal errors alone: it writes to the terminal
    if not any(Path("/dev/dri").glob("renderD*")):
        wanted.append("--use-angle=swiftshader-webgl")
    flags = os.environ.get(CHROMIUM_FLAGS, "").split()
    chosen = {flag.partition("=")[0] for flag in flags}
    flags += [flag for flag in wanted if flag.partition("=")[0] not in chosen]
    os.environ[CHROMIUM_FLAGS] = " ".join(flags)


def for_other_programs(environ: Mapping[str, str]) -> dict[str, str]:
    """``environ`` as it was before PyInstaller's start-up put the bundled libraries first.

    Another program started with those libraries would mix them with its own and fail.
    """
    clean = dict(environ)
    for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
        original = clean.pop(f"{name}_ORIG", None)
        if original is not None:
            clean[name] = original
        elif getattr(sys, "frozen", False):
            clean.pop(name, None)
    return clean


def open_in_browser(url: str) -> bool:
    """Open ``url`` in the user's default browser; False where there is none."""
    opener = which("xdg-open") if sys.platform.startswith("linux") else None
    if opener is None:
        return webbrowser.open(url)
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(  # noqa: S603 (an argument list: no shell reads the address)
        [opener, url],
        env=for_other_programs(os.environ),
        stdin=quiet,
        stdout=quiet,
        stderr=quiet,
        start_new_session=True,
    )
    try:
        return process.wait(timeout=5) == 0
    except subprocess.TimeoutExpired:
        return True  # xdg-open stays as long as a browser that it started itself


def _sandbox_works() -> bool:
    if os.name != "posix" or not sys.platform.startswith("linux"):
        return True
    if os.geteuid() == 0:
        return False
    return not any(
        Path(name).exists() and Path(name).read_text().strip() == forbidden
        for name, forbidden in USER_NAMESPACES
    )
