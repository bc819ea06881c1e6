import os
import stat
import sys

import pytest

from desktop_app import environment


@pytest.fixture
def clean(monkeypatch):
    monkeypatch.delenv(environment.CHROMIUM_FLAGS, raising=False)
    monkeypatch.delenv(environment.NO_SANDBOX, raising=False)
    yield
    for name in (environment.CHROMIUM_FLAGS, environment.NO_SANDBOX):
        os.environ.pop(name, None)


@pytest.mark.parametrize(("user", "value"), [(0, "1"), (1000, None)])
def test_the_sandbox_is_off_for_root_alone(clean, monkeypatch, user, value):
    monkeypatch.setattr(os, "geteuid", lambda: user)
    monkeypatch.setattr(environment, "USER_NAMESPACES", ())
    environment.prepare_qt()
    assert os.environ.get(environment.NO_SANDBOX) == value


@pytest.mark.parametrize(("content", "value"), [("0", "1"), ("1", None)])
def test_the_sandbox_is_off_where_the_kernel_forbids_it(
    clean, monkeypatch, tmp_path, content, value
):
    setting = tmp_path / "unprivileged_userns_clone"
    setting.write_text(f"{content}\n")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(environment, "USER_NAMESPACES", ((str(setting), "0"),))
    environment.prepare_qt()
    assert os.environ.get(environment.NO_SANDBOX) == value


def test_flags_of_the_user_are_kept(clean, monkeypatch):
    monkeypatch.setenv(environment.CHROMIUM_FLAGS, "--use-angle=gl --lang=de")
    environment.prepare_qt()
    assert os.environ[environment.CHROMIUM_FLAGS] == "--use-angle=gl --lang=de --log-level=3"


def test_other_programs_get_their_own_libraries(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    start = {"LD_LIBRARY_PATH": "/bundle", "HOME": "/h"}
    assert environment.for_other_programs(start) == {"HOME": "/h"}
    start["LD_LIBRARY_PATH_ORIG"] = "/users/own"
    assert environment.for_other_programs(start) == {"HOME": "/h", "LD_LIBRARY_PATH": "/users/own"}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="xdg-open")
@pytest.mark.parametrize("code", [0, 3])
def test_the_browser_is_opened_by_the_desktops_own_way(monkeypatch, tmp_path, code):
    opener = tmp_path / "xdg-open"
    opener.write_text(f'#!/bin/sh\necho "$1" > "{tmp_path}/opened"\nexit {code}\n')
    opener.chmod(opener.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert environment.open_in_browser("http://127.0.0.1:1/") is (code == 0)
    assert (tmp_path / "opened").read_text() == "http://127.0.0.1:1/\n"
