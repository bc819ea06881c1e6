"""Threads that give way: what nobody waits for must not delay what somebody does wait for."""

import contextvars
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

NICE = 10  # of the 19 steps that a thread may step back behind the others

T = TypeVar("T")


def give_way() -> None:
    """From now on this thread, and each that it starts, lets all others of the machine go first.

    It cannot be taken back, so it is for threads of one's own. Does nothing where the system ranks
    only whole programs: Linux alone counts a thread as a process (setpriority(2)).
    """
    if sys.platform == "linux":
        own = threading.get_native_id()
        os.setpriority(os.PRIO_PROCESS, own, os.getpriority(os.PRIO_PROCESS, own) + NICE)


def calmly(work: Callable[[], T]) -> T:
    """What ``work`` gives, or raises, done by a thread that gives way while this one waits."""
    with ThreadPoolExecutor(1, "calm", initializer=give_way) as pool:
        return pool.submit(contextvars.copy_context().run, work).result()
