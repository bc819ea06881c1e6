"""What set-up made in assets/static/vendor."""

import gzip
import json
import re

import frontend_assets
import pytest
from frontend_assets import ICONS, VENDOR

BUNDLES = {"plotly-2d.min.js", "plotly-3d.min.js"}


def test_the_vendor_folder_is_up_to_date():
    assert frontend_assets.vendor_stamp().is_current(), "run build_scripts/run.py"


def test_every_icon_in_use_is_in_the_sprite():
    sprite = (VENDOR / "icons.svg").read_text("utf-8")
    wanted = {line.strip() for line in ICONS.read_text("utf-8").splitlines() if line.strip()}
    assert set(re.findall(r'<symbol id="([^"]+)"', sprite)) == wanted


def test_every_font_in_the_style_sheet_is_there():
    files = re.findall(r"url\((fonts/[^)]+)\)", (VENDOR / "fonts.css").read_text("utf-8"))
    assert len(files) == 9
    assert [file for file in files if not (VENDOR / file).is_file()] == []


@pytest.mark.parametrize("name", sorted(BUNDLES | {"htmx.min.js", "icons.svg", "fonts.css"}))
def test_large_texts_have_an_equal_compressed_sibling(name):
    assert gzip.decompress((VENDOR / f"{name}.gz").read_bytes()) == (VENDOR / name).read_bytes()


def test_only_the_3d_bundle_holds_3d_traces():
    flat, solid = (len((VENDOR / name).read_bytes()) for name in sorted(BUNDLES))
    assert flat < 1_400_000 < solid < 2_200_000


def test_each_shipped_package_states_its_licence():
    licences = json.loads((VENDOR / "licences.json").read_text("utf-8"))
    names = [licence["name"] for licence in licences]
    assert {"plotly.js", "htmx.org", "lucide-static", "@fontsource-variable/inter"} <= set(names)
    assert [one["name"] for one in licences if one["licence"] in {"", "unknown"}] == []


def test_an_old_node_is_not_used(monkeypatch, tmp_path):
    for name in ("node", "npm"):
        program = tmp_path / name
        program.write_text("#!/bin/sh\necho v16.20.0\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    assert frontend_assets.find_node() is None


def test_a_recent_node_is_used(monkeypatch, tmp_path):
    for name in ("node", "npm"):
        program = tmp_path / name
        program.write_text("#!/bin/sh\necho v22.1.0\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    assert frontend_assets.find_node() == ([str(tmp_path / "node")], [str(tmp_path / "npm")])
