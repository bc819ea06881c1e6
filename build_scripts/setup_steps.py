"""All of set-up: packages, front-end assets, licences, compiled code. Quick when all is there."""

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from environment import PYTHON, REQUIREMENTS, ROOT, VENV, install
from frontend_assets import VENDOR, ensure_vendor, find_node, vendor_stamp
from native_code import ensure_native
from stamps import Stamp
from steps import run, step

LICENCES = ROOT / "assets" / "licences.json"
RUN_GROUPS = ("desktop", "qt")
TEST_GROUPS = (*RUN_GROUPS, "test", "bundle")


def set_up(groups: Iterable[str] = RUN_GROUPS) -> None:
    """Bring .venv, assets/ and the compiled code up to date with what they are made from.

    What needs nothing of .venv is done beside it. Raises SetupError with a message for the user
    when it cannot.
    """
    with ThreadPoolExecutor() as pool:
        beside: list[Future[Any]] = [pool.submit(ensure_native)]
        if not vendor_stamp().is_current() and find_node():
            beside.append(pool.submit(ensure_vendor))
        install(groups)
        for one in beside:
            one.result()
    ensure_vendor()  # where Node.js comes from .venv's pip
    ensure_licences()


def ensure_licences() -> None:
    """Write assets/licences.json, unless it tells about what is installed already."""
    script = ROOT / "build_scripts" / "licences.py"
    locks = [REQUIREMENTS / f"{group}.txt" for group in RUN_GROUPS]
    sources = [script, *locks, VENDOR / ".stamp", VENV / "pyvenv.cfg"]
    stamp = Stamp.of(VENV / "licences.stamp", sources)
    if stamp.is_current() and LICENCES.exists():
        return
    with step("Collecting licences"):
        run([PYTHON, script])
    stamp.write()
