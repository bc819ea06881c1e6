"""Where things lie on disk: what the program ships, and what it keeps for its user.

A one-file executable unpacks what it ships into a folder that may be deleted when it exits,
so nothing that must last is ever written below ``ROOT``.
"""

import os
import sys
from pathlib import Path

ROOT = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parent.parent))
ASSETS = ROOT / "assets"
TEMPLATES = ASSETS / "templates"
STATIC = ASSETS / "static"
SAMPLES = ASSETS / "samples"
LICENCES = ASSETS / "licences.json"


def user_data_dir() -> Path:
    """The folder for this user's data: ``SIGMASCOPE_DATA_DIR``, else the platform's usual place."""
    if chosen := os.environ.get("SIGMASCOPE_DATA_DIR"):
        return Path(chosen)
    from platformdirs import user_data_path

    return user_data_path("Sigmascope", appauthor=False)
