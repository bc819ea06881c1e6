"""Write assets/licences.json: name, version and licence of everything that is shipped.

Run by the Python of .venv, where the packages' metadata are: the executable has none left.
"""

import json
import re
import sysconfig
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from platform import python_version
from typing import TypedDict

ROOT = Path(__file__).resolve().parent.parent
LOCKS = [ROOT / "requirements" / name for name in ("desktop.txt", "qt.txt")]
FRONTEND = ROOT / "assets" / "static" / "vendor" / "licences.json"
TEXTS = ROOT / "build_scripts" / "licence_texts"
OUT = ROOT / "assets" / "licences.json"

LICENCE_FILE = re.compile(
    r"(^|/)(licen[cs]e|copying|notice)[^/]*$|(^|/)licen[cs]es/", re.IGNORECASE
)
LONGEST_EXPRESSION = 60


class Licence(TypedDict):
    """One shipped package; ``text`` may be empty where the package carries none."""

    name: str
    version: str
    licence: str
    text: str
    homepage: str


def shipped_names() -> list[str]:
    """The names in the lock files of what the program needs, on any platform."""
    text = "\n".join(lock.read_text("utf-8") for lock in LOCKS)
    return sorted(set(re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)))


def licence_of(package: Distribution) -> Licence:
    """What the metadata of an installed package tell."""
    return {
        "name": package.metadata["Name"],
        "version": package.version,
        "licence": _expression(package),
        "text": _text(package),
        "homepage": _homepage(package),
    }


def _expression(package: Distribution) -> str:
    if stated := _field(package, "License-Expression"):
        return stated
    every = package.metadata.get_all("Classifier") or []
    classifiers = [c for c in every if c.startswith("License ::")]
    named = [c.rsplit(" :: ", 1)[-1] for c in classifiers if c != "License :: OSI Approved"]
    # Old metadata may hold a whole licence where a name belongs.
    free = _field(package, "License")
    if "\n" not in free.strip() and 0 < len(free) <= LONGEST_EXPRESSION:
        return free
    return ", ".join(named) or "see text"


def _field(package: Distribution, name: str) -> str:
    return next(iter(package.metadata.get_all(name) or []), "")


def _text(package: Distribution) -> str:
    files = [f for f in package.files or [] if ".dist-info/" in str(f) or len(f.parts) == 1]
    licences = sorted(f for f in files if LICENCE_FILE.search(f.as_posix()))
    texts = [Path(str(f.locate())).read_text("utf-8", errors="replace") for f in licences]
    if not texts and "LGPL-3.0" in _expression(package):
        # Qt's packages leave it out, but who passes them on must add it.
        texts = [(TEXTS / name).read_text("utf-8") for name in ("LGPL-3.0.txt", "GPL-3.0.txt")]
    return "\n\n".join(text.strip() for text in texts)


def _homepage(package: Distribution) -> str:
    urls = dict(u.split(", ", 1) for u in package.metadata.get_all("Project-URL") or [])
    lowered = {label.lower(): url for label, url in urls.items()}
    labels = ("homepage", "home", "source", "source code", "repository", "documentation")
    found = [lowered[label] for label in labels if label in lowered]
    return _field(package, "Home-page") or next(iter(found), "")


def python_licence() -> Licence:
    """Python itself, which the executable contains."""
    file = Path(sysconfig.get_path("stdlib"), "LICENSE.txt")
    text = file.read_text("utf-8") if file.exists() else ""
    return {
        "name": "Python",
        "version": python_version(),
        "licence": "PSF-2.0",
        "text": text,
        "homepage": "https://www.python.org",
    }


def collect() -> dict[str, list[Licence]]:
    """Everything shipped: ``python`` and ``frontend``, each sorted by name."""
    packages = [python_licence()]
    for name in shipped_names():
        try:
            packages.append(licence_of(distribution(name)))
        except PackageNotFoundError:
            continue  # belongs to another platform
    packages.sort(key=lambda package: package["name"].lower())
    return {"python": packages, "frontend": json.loads(FRONTEND.read_text("utf-8"))}


if __name__ == "__main__":
    OUT.write_text(json.dumps(collect(), indent=1, ensure_ascii=False) + "\n", "utf-8")
