"""Frames are due at a steady rate, or when they are asked for."""

import pytest

from server.live.beat import FASTEST, Beat


def sent(beat, now, until):
    """The moments at which frames go out before ``until``."""
    moments = []
    while (now := now + beat.wait(now)) < until:
        beat.passed(now)
        moments.append(now)
    return moments


def test_without_a_word_the_rate_is_kept():
    beat = Beat(50.0)
    beat.ask(10.0, 0)
    moments = sent(beat, 10.0, 10.999)
    assert len(moments) == 50
    assert moments[-1] == pytest.approx(10.98)


def test_a_late_frame_is_made_up_for_but_no_flood_follows():
    beat = Beat(10.0)
    beat.ask(0.0, 0)
    beat.passed(0.0)
    beat.passed(0.15)  # half a frame late: the next is still due in time
    assert beat.next == pytest.approx(0.2)
    beat.passed(5.0)
    assert beat.next == 5.0
    beat.passed(5.0)
    assert beat.next == pytest.approx(5.1)


def test_who_paints_gets_a_frame_for_each_painting():
    """A screen of 59 frames a second, and a server that would send 60: one frame in each."""
    beat, now, painted = Beat(60.0), 0.0, []
    beat.ask(now, 0)
    for turn in range(1, 600):
        screen = turn / 59
        painted.append(len(sent(beat, now, screen)))
        beat.ask(screen, 0.008)
        now = screen
    assert set(painted[1:]) == {1}


def test_nobody_gets_more_than_the_fastest():
    beat = Beat(60.0)
    beat.ask(0.0, 0)
    count, now = 0, 0.0
    while now < 1:
        beat.passed(now)
        count += 1
        beat.ask(now, 0)
        now += beat.wait(now)
    assert count == pytest.approx(FASTEST, abs=1)
