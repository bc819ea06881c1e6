"""The launcher of the one-file executable: unpacks once, keeps it, and does without if it must."""

import fcntl
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import launcher
import payload as payloads
import pytest
from payload import COOKIE, COOKIE_MAGIC, Payload

pytestmark = pytest.mark.slow

LARGE = b"0123456789abcdef" * (payloads.QUICK.large // 16 + 1)
SCRIPT = f"""#!{sys.executable}
import os, signal, sys, time
print(sys.argv[1:], os.environ.get("LD_LIBRARY_PATH"), flush=True)
if "wait" in sys.argv:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(7))
    time.sleep(60)
sys.exit(3)
"""


@pytest.fixture
def program(tmp_path):
    """A folder with a program of its own, as PyInstaller would make it."""
    folder = tmp_path / "app"
    (folder / "program" / "ü b").mkdir(parents=True)
    (folder / "sigmascope").write_text(SCRIPT)
    (folder / "sigmascope").chmod(0o755)
    (folder / "program" / "large.so").write_bytes(LARGE)
    (folder / "program" / "ü b" / "small").write_bytes(b"small")
    (folder / "program" / "link.so").symlink_to("large.so")
    return folder


def executable(program, path):
    """A one-file executable that carries ``program``, around a start-up part of nonsense."""
    archive = b"archive of the launcher" * 10
    length = len(archive) + COOKIE.size
    bare = path.with_suffix(".bare")
    bare.write_bytes(
        b"start-up code"
        + archive
        + COOKIE.pack(COOKIE_MAGIC, length, 0, 0, 311, b"libpython")
        + b"section headers"
    )
    payloads.insert(bare, program, path)
    return payloads.find(path)


@pytest.fixture
def payload(program, tmp_path):
    return executable(program, tmp_path / "sigmascope.one")


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache" / "program"


def install(payload, cache):
    unpacked = []

    def show(payload, folder):
        unpacked.append(folder)
        payload.unpack(folder)

    return launcher.installed(payload, cache, show), len(unpacked)


def test_what_was_packed_comes_out(payload, cache):
    home = install(payload, cache)[0].parent
    assert (home / "program" / "large.so").read_bytes() == LARGE
    assert (home / "program" / "ü b" / "small").read_bytes() == b"small"
    assert (home / "program" / "link.so").readlink().name == "large.so"
    assert os.access(home / "sigmascope", os.X_OK)
    assert not os.access(home / "program" / "ü b" / "small", os.X_OK)
    assert sorted(path.name for path in cache.iterdir()) == [
        home.name, f"{home.name}.lock", "unpacking.lock",
    ]  # fmt: skip


def test_progress_is_told_up_to_the_end(payload, tmp_path):
    told = []
    payload.unpack(tmp_path, told.append)
    links = len("large.so")  # a link's size is the length of what it says
    assert told == sorted(told)
    assert told[-1] == payload.unpacked_bytes - links
    assert len(told) > payload.entries - 1  # files: a large one is told of while it is written


def test_it_is_unpacked_once(payload, cache):
    assert [install(payload, cache)[1] for _ in range(3)] == [1, 0, 0]


def test_the_launchers_own_part_is_unharmed(payload, tmp_path):
    bare, whole = (tmp_path / name for name in ("sigmascope.bare", "sigmascope.one"))
    with whole.open("rb") as file:
        start = payloads.archive_start(file, whole.stat().st_size)
    data = whole.read_bytes()
    assert data[: payload.offset] + data[start:] == bare.read_bytes()


@pytest.mark.parametrize("harm", ["removed", "emptied"])
def test_a_damaged_cache_is_mended(payload, cache, harm):
    program, _ = install(payload, cache)
    victim = program.parent / "program" / "large.so"
    victim.unlink() if harm == "removed" else victim.write_bytes(b"")
    assert install(payload, cache)[1] == 1
    assert victim.read_bytes() == LARGE


def test_two_starts_at_once_unpack_once(payload, cache):
    counts = []
    threads = [
        threading.Thread(target=lambda: counts.append(install(payload, cache)[1])) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(counts) == [0, 0, 0, 1]


def test_an_unpacking_that_fails_leaves_nothing(payload, cache):
    def fail(payload, folder):
        (folder / "half").touch()
        raise OSError("no space left")

    with pytest.raises(launcher.NoCache, match="no space left"):
        launcher.installed(payload, cache, fail)
    assert not [path for path in cache.iterdir() if path.is_dir()]


def test_a_damaged_executable_is_told(payload, cache):
    data = bytearray(payload.path.read_bytes())
    data[payload.offset + 200 : payload.offset + 260] = bytes(60)
    payload.path.write_bytes(data)
    with pytest.raises(launcher.NoCache, match="damaged"):
        install(payload, cache)


def test_older_versions_that_nobody_runs_are_removed(payload, cache, program, tmp_path):
    old = install(payload, cache)[0].parent
    (program / "program" / "new").touch()
    running = install(executable(program, tmp_path / "second"), cache)[0].parent
    # This process still holds the lock of all it installed, as a running program would.
    assert old.exists()
    (program / "program" / "newer").touch()
    script = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]); "
        "import launcher, payload; "
        "launcher.installed(payload.find(Path(sys.argv[2])), Path(sys.argv[3]), "
        "payload.Payload.unpack)"
    )
    third = executable(program, tmp_path / "third")
    for lock in (old.name, running.name):
        with (cache / f"{lock}.lock").open("ab") as file, pytest.raises(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    _release_locks(cache / f"{old.name}.lock")
    folder = Path(launcher.__file__).parent
    subprocess.run([sys.executable, "-c", script, folder, third.path, cache], check=True)
    assert not old.exists()
    assert running.exists()
    assert (cache / third.digest).exists()
    _release_locks(cache / f"{running.name}.lock")


def _release_locks(path):
    """Close this process's descriptors of ``path``."""
    for link in Path("/proc/self/fd").iterdir():
        if os.path.lexists(link) and link.readlink() == path:
            os.close(int(link.name))


@pytest.mark.parametrize("obstacle", ["file", "writable by others"])
def test_a_cache_that_cannot_be_trusted_is_not_used(payload, cache, obstacle):
    cache.parent.mkdir()
    if obstacle == "file":
        cache.touch()
    else:
        cache.mkdir()
        cache.chmod(0o777)
    with pytest.raises(launcher.NoCache):
        install(payload, cache)


def test_the_cache_is_for_this_user_alone(payload, cache):
    install(payload, cache)
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700


def test_without_a_cache_it_runs_from_a_temporary_folder(payload, tmp_path, monkeypatch, capfd):
    monkeypatch.setattr(sys, "argv", ["sigmascope", "--port", "1"])
    monkeypatch.setenv("LD_LIBRARY_PATH", "/of/the/launcher")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/of/the/user")
    monkeypatch.setattr(launcher.tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    assert launcher.run_from_temporary(payload, Payload.unpack) == 3
    assert capfd.readouterr().out == "['--port', '1'] /of/the/user\n"
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_file_without_payload_is_told(tmp_path):
    other = tmp_path / "other"
    other.write_bytes(b"just a file" * 1000)
    with pytest.raises(OSError, match="no executable made by PyInstaller"):
        payloads.find(other)
    archive = COOKIE.pack(COOKIE_MAGIC, COOKIE.size, 0, 0, 311, b"libpython")
    other.write_bytes(b"plain" * 1000 + archive)
    with pytest.raises(OSError, match="carries no program"):
        payloads.find(other)
