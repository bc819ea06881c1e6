"""Build the executable: one file that needs no Python on the machine that runs it.

    python3 build_scripts/bundle.py [--system-webview] [--out FOLDER]

On Linux the web view comes along (Qt); --system-webview builds a lean one that uses WebKitGTK
where it is installed, and the browser where it is not. Windows and macOS always use their own.
The result is dist/sigmascope (Sigmascope.exe, Sigmascope.app).
"""

import argparse
import shutil
import sys
from pathlib import Path

import check_python  # noqa: F401  (first: stops older Pythons with a message)
import payload
from environment import PYTHON, ROOT
from native_code import ensure_native
from setup_steps import RUN_GROUPS, set_up
from steps import SetupError, run, step

SPEC = ROOT / "build_scripts" / "sigmascope.spec"
WORK = ROOT / "build" / "bundle"
LINUX, WINDOWS, MACOS = (sys.platform.startswith(name) for name in ("linux", "win32", "darwin"))


def main() -> int:
    """Build it; returns the exit code."""
    parser = argparse.ArgumentParser(description="Build the executable of Sigmascope.")
    parser.add_argument("--system-webview", action="store_true", help="lean: use WebKitGTK (Linux)")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="folder for the result")
    options = parser.parse_args()
    if options.system_webview and (MACOS or WINDOWS):
        parser.error("--system-webview is for Linux: elsewhere the system's is always used")
    try:
        set_up((*RUN_GROUPS, "bundle"))
        require_compiled_code()
        result = build(options.out.resolve(), system_webview=options.system_webview)
    except SetupError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    if result.is_file():
        print(f"{result}  {result.stat().st_size / 1e6:.0f} MB")
    else:
        print(result)
    return 0


def require_compiled_code() -> None:
    """Raise SetupError where the executable would be without it."""
    if not ensure_native():
        raise SetupError("The executable is to hold compiled code: install gcc or clang.")


def build(out: Path, *, system_webview: bool) -> Path:
    """Build into ``out``; returns the executable's path."""
    work = WORK / ("system-webview" if system_webview else "self-contained")
    made = work / "made"
    arguments = ["--system-webview"] if system_webview else []
    with step("Building the program and its launcher"):
        shutil.rmtree(made, ignore_errors=True)
        run(
            [PYTHON, "-m", "PyInstaller", "--noconfirm", "--log-level=WARN", "--distpath", made,
             "--workpath", work, SPEC, "--", *arguments],
            cwd=ROOT,
        )  # fmt: skip
    out.mkdir(parents=True, exist_ok=True)
    if MACOS:
        target = out / "Sigmascope.app"
        shutil.rmtree(target, ignore_errors=True)
        shutil.move(made / "Sigmascope.app", target)
        return target
    with step("Packing it into one file"):
        strip(made / "app")
        name = (
            "Sigmascope.exe" if WINDOWS else "sigmascope-lean" if system_webview else "sigmascope"
        )
        launcher = made / ("launcher.exe" if WINDOWS else "launcher")
        packing = payload.SMALL if system_webview else payload.QUICK
        payload.insert(launcher, made / "app", out / name, packing)
    return out / name


def strip(app: Path) -> None:
    """Take the debugging symbols out of Python's own libraries, where this machine can.

    Those of numpy and Qt stay as they are: some of them break when stripped.
    """
    if program := shutil.which("strip") if LINUX else None:
        own = [*app.glob("*/libpython3*.so*"), *app.glob("*/python3*/lib-dynload/*.so")]
        run([program, "--strip-unneeded", *own])


if __name__ == "__main__":
    sys.exit(main())
