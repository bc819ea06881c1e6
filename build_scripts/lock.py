"""Remake the lock files: requirements/*.txt and assets/package-lock.json.

    python3 build_scripts/lock.py [--upgrade]

For maintainers, after a change of dependencies in pyproject.toml or assets/package.json. Needs
``uv`` and ``npm`` on the PATH and the network. Without --upgrade versions stay as they are
wherever the declarations still allow them. The locks serve every platform and Python that the
project supports, and carry hashes but no addresses.
"""

import argparse
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"

GROUPS = ("qt", "test", "bundle", "wheel", "node")
# Each lock with what selects it. One common resolution comes first, so that no two disagree.
LOCKS = {
    "runtime": ["pyproject.toml"],
    "desktop": ["pyproject.toml", "--extra", "desktop"],
    **{name: ["--group", name] for name in GROUPS},
}


def compile_requirements(out: Path, selection: list[str], *options: str) -> None:
    """Let uv write one lock file for every platform."""
    command = ["uv", "pip", "compile", "--no-config", "--quiet", "--universal"]
    command += ["--python-version", "3.11", "--generate-hashes", "--fork-strategy", "fewest"]
    command += ["--custom-compile-command", "python3 build_scripts/lock.py"]
    command += [*options, "--output-file", str(out), *selection]
    # Addresses configured on this machine must not steer what everyone installs.
    private = ("UV_", "PIP_")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(private)}
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def lock_python(upgrade: bool) -> None:
    """Write requirements/*.txt."""
    with tempfile.TemporaryDirectory() as folder:
        everything = Path(folder) / "everything.txt"
        groups = [word for name in GROUPS for word in ("--group", name)]
        if not upgrade:
            # uv keeps the versions that it finds in the file it is about to write.
            kept = [path.read_text("utf-8") for path in sorted(REQUIREMENTS.glob("*.txt"))]
            everything.write_text("".join(kept), "utf-8")
        compile_requirements(everything, ["pyproject.toml", "--extra", "desktop", *groups])
        REQUIREMENTS.mkdir(exist_ok=True)
        for name, selection in LOCKS.items():
            out = Path(folder) / f"{name}.txt"
            compile_requirements(out, selection, "--constraint", str(everything), "--no-annotate")
            shutil.copyfile(out, REQUIREMENTS / out.name)


def lock_frontend(upgrade: bool) -> None:
    """Write assets/package-lock.json without the addresses of packages and sponsors."""
    with tempfile.TemporaryDirectory() as folder:
        names = ["package.json"] if upgrade else ["package.json", "package-lock.json"]
        for name in names:
            if (ROOT / "assets" / name).exists():
                shutil.copy(ROOT / "assets" / name, folder)
        command = ["npm", "install", "--package-lock-only", "--ignore-scripts", "--no-audit"]
        subprocess.run(command, cwd=folder, check=True)
        lock = json.loads(Path(folder, "package-lock.json").read_text("utf-8"))
    for package in lock["packages"].values():
        package.pop("resolved", None)
        package.pop("funding", None)
    text = json.dumps(lock, indent=2, ensure_ascii=False) + "\n"
    (ROOT / "assets" / "package-lock.json").write_text(text, "utf-8")


def main() -> None:
    """Lock both sides."""
    parser = argparse.ArgumentParser(description="Remake the lock files.")
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions allowed")
    upgrade = parser.parse_args().upgrade
    lock_python(upgrade)
    lock_frontend(upgrade)


if __name__ == "__main__":
    main()
