"""What the one-file executable runs first: unpacks the program once, then only starts it.

A plain one-file executable unpacks half a gigabyte at every start. This one keeps what it
unpacked in the user's cache folder, named by its content; the next start takes a tenth of a
second. Where the cache cannot be used, a temporary folder is, and removed at the end. Runs frozen
by PyInstaller with the standard library alone.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

import payload as payloads
from payload import Payload

PROGRAM = "sigmascope.exe" if os.name == "nt" else "sigmascope"
QUIET = frozenset({"--headless", "--selftest", "--version", "--help", "-h"})  # no splash for these


class NoCache(Exception):
    """The cache folder cannot hold the program: not writable, not ours, or not executable."""


def cache_folder() -> Path:
    """Where unpacked programs are kept for this user."""
    if os.name == "nt":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
        return Path(base, "Sigmascope", "program")
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base, "sigmascope", "program")


def installed(payload: Payload, folder: Path, show: Callable[[Payload, Path], None]) -> Path:
    """The unpacked program of ``payload`` in ``folder``, unpacked by ``show`` if it is not there.

    Holds a shared lock for as long as this process, and what it becomes, lives: another version
    removes only those that nobody runs. Raises NoCache.
    """
    try:
        _make_private(folder)
        _hold(folder / f"{payload.digest}.lock")
        home = folder / payload.digest
        if not payload.is_whole(home):
            with _alone(folder / "unpacking.lock"):
                if not payload.is_whole(home):  # another start may have been faster
                    _unpack_beside(payload, home, show)
                _remove_old(folder, payload.digest)
    except OSError as error:
        raise NoCache(str(error)) from error
    if not os.access(home / PROGRAM, os.X_OK):
        raise NoCache(f"{folder} does not allow programs to run")
    return home / PROGRAM


def _make_private(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name == "posix":
        facts = folder.stat()
        if facts.st_uid != os.geteuid() or facts.st_mode & 0o022:
            raise NoCache(f"{folder} can be written by others")


def _unpack_beside(payload: Payload, home: Path, show: Callable[[Payload, Path], None]) -> None:
    partial = Path(tempfile.mkdtemp(prefix=".partial-", dir=home.parent))
    try:
        show(payload, partial)
        if home.exists():  # damaged: something removed files from it
            home.rename(partial.with_suffix(".damaged"))
            shutil.rmtree(partial.with_suffix(".damaged"), ignore_errors=True)
        partial.rename(home)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def _remove_old(folder: Path, digest: str) -> None:
    """Remove other versions that nobody runs, and what an interrupted start left."""
    for path in folder.iterdir():
        if path.name.startswith(".partial-"):
            shutil.rmtree(path, ignore_errors=True)
        elif path.suffix == ".lock" and path.stem not in {digest, "unpacking"}:
            with path.open("ab") as file:
                if _lock(file.fileno(), shared=False, wait=False):
                    shutil.rmtree(folder / path.stem, ignore_errors=True)
                    path.unlink(missing_ok=True)


def _lock(descriptor: int, *, shared: bool, wait: bool) -> bool:
    if sys.platform == "win32":
        return True  # a running program cannot be removed there anyway
    import fcntl

    try:
        fcntl.flock(
            descriptor,
            (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB),
        )
    except BlockingIOError:
        return False
    return True


def _hold(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    _lock(descriptor, shared=True, wait=True)
    os.set_inheritable(descriptor, True)


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("ab") as file:
        _lock(file.fileno(), shared=False, wait=True)
        yield


def clean_environment() -> dict[str, str]:
    """The environment that this program was started with, for the program proper."""
    environment = dict(os.environ)
    for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
        environment.pop(name, None)
        if f"{name}_ORIG" in environment:
            environment[name] = environment.pop(f"{name}_ORIG")
    environment["PYINSTALLER_RESET_ENVIRONMENT"] = "1"
    return environment


def become(program: Path) -> int:
    """Run ``program`` with our arguments, in place of this process where that is possible."""
    command = [str(program), *sys.argv[1:]]
    if os.name == "posix":
        if own_folder := getattr(sys, "_MEIPASS", None):
            _empty(Path(own_folder))
        os.execve(command[0], command, clean_environment())  # noqa: S606 (no shell is wanted)
    return subprocess.run(command, env=clean_environment(), check=False).returncode


def _empty(own_folder: Path) -> None:
    """Empty the folder of this little program; the big one needs nothing of it.

    PyInstaller's parent process removes the folder itself at the end, unless it is killed.
    """
    for path in own_folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def run_from_temporary(payload: Payload, show: Callable[[Payload, Path], None]) -> int:
    """Unpack, run, and remove again: for machines where nothing can be kept."""
    with tempfile.TemporaryDirectory(prefix="sigmascope-", ignore_cleanup_errors=True) as folder:
        show(payload, Path(folder))
        command = [str(Path(folder, PROGRAM)), *sys.argv[1:]]
        with subprocess.Popen(command, env=clean_environment()) as process:

            def pass_on(number: int, frame: FrameType | None) -> None:
                process.send_signal(number)

            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, pass_on)
            return process.wait()


def main() -> int:
    """Start the program that this executable carries."""
    payload = payloads.find(Path(sys.executable))
    show: Callable[[Payload, Path], None] = Payload.unpack
    if not QUIET.intersection(sys.argv[1:]):
        from splash import unpack_with_splash

        show = unpack_with_splash
    try:
        program = installed(payload, cache_folder(), show)
    except NoCache:
        return run_from_temporary(payload, show)
    return become(program)


if __name__ == "__main__":
    sys.exit(main())
