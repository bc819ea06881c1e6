import stat
import sys

import pytest

from desktop_app.local_server import LocalServer
from desktop_app.single_instance import RUNTIME_FILE, SingleInstance
from server.config import Settings


class Shell:
    """Stands in for the window."""

    def __init__(self):
        self.focused = 0

    def focus(self):
        self.focused += 1


@pytest.fixture
def first(tmp_path):
    instance = SingleInstance(tmp_path)
    assert instance.claim()
    yield instance
    instance.release()


def test_the_second_brings_the_first_forward(tmp_path, first):
    shell = Shell()
    second = SingleInstance(tmp_path)
    assert not second.claim()
    with LocalServer(Settings(data_dir=tmp_path), shell=shell) as server:
        first.publish(server.port, server.token)
        assert second.ask_first()
    assert shell.focused == 1


def test_the_token_is_for_this_user_alone(tmp_path, first):
    first.publish(1, "secret")
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / RUNTIME_FILE).stat().st_mode) == 0o600


def test_a_stale_token_does_not_count(tmp_path, first):
    with LocalServer(Settings(data_dir=tmp_path), shell=Shell()) as server:
        first.publish(server.port, "0" * 64)
        assert not SingleInstance(tmp_path).ask_first(patience=0)


@pytest.mark.parametrize("content", [None, "", "{}", '{"port": 1, "token": "x"}'])
def test_a_first_that_does_not_answer_is_given_up(tmp_path, content):
    if content is not None:
        (tmp_path / RUNTIME_FILE).write_text(content)
    assert not SingleInstance(tmp_path).ask_first(patience=0)


def test_what_was_claimed_can_be_claimed_again(tmp_path, first):
    first.publish(1, "secret")
    first.release()
    assert not (tmp_path / RUNTIME_FILE).exists()
    again = SingleInstance(tmp_path)
    assert again.claim()
    again.release()
