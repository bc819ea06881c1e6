import os
import socket

import pytest

from desktop_app import display


@pytest.mark.parametrize(
    ("soname", "package"),
    [
        ("libEGL.so.1", "libegl1"),
        ("libxcb-cursor.so.0", "libxcb-cursor0"),
        ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
        ("libdbus-1.so.3", "libdbus-1-3"),
        ("libxcb-dri3.so.0", "libxcb-dri3-0"),
        ("libX11-xcb.so.1", "libx11-xcb1"),
        ("libnss3.so", "libnss3"),
        ("libsmime3.so", "libnss3"),
        ("libglib-2.0.so.0", "libglib2.0-0"),
    ],
)
def test_a_library_is_told_by_its_package(soname, package):
    assert display.debian_package(soname) == package


@pytest.fixture
def no_screen(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


def test_no_display_is_told(no_screen):
    assert display.obstacle() == "There is no display (neither DISPLAY nor a Wayland session)."


def test_a_display_that_does_not_answer_is_told(no_screen, monkeypatch):
    monkeypatch.setenv("DISPLAY", ":4711")
    assert display.obstacle().startswith("The display :4711 does not answer")


def test_a_wayland_socket_without_a_listener_is_no_display(no_screen, monkeypatch, tmp_path):
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(tmp_path / "wayland-0"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert display.obstacle().startswith("There is no display")


def test_a_wayland_session_is_a_display(no_screen, monkeypatch, tmp_path):
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(str(tmp_path / "wayland-0"))
        compositor.listen()
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
        monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
        assert display._no_display() is None


def test_a_missing_library_is_named_with_its_package(no_screen, monkeypatch):
    def load(name):
        raise OSError("libxcb.so.1: cannot open shared object file: No such file or directory")

    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(display.ctypes, "CDLL", load)
    assert (
        display.obstacle() == "The library libxcb.so.1 is missing (on Debian: the package libxcb1)."
    )


def test_without_a_toolkit_the_packages_are_named(monkeypatch):
    monkeypatch.setattr(display, "find_spec", lambda name: None)
    assert display.gui() is None
    assert "gir1.2-webkit2-4.1" in display.obstacle()


def test_offscreen_needs_no_display(no_screen, monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert "DISPLAY" not in os.environ
    assert "display" not in (display.obstacle() or "")
