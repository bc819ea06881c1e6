"""Work shared among threads that last no longer than it."""

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")
R = TypeVar("R")


def in_threads(act: Callable[[T], R], tasks: Sequence[T], workers: int | None) -> list[R]:
    """``act`` on each task, by ``workers`` threads; as many as there are processors if None."""
    count = min(len(tasks), workers or processors())
    if count <= 1:
        return [act(task) for task in tasks]
    with ThreadPoolExecutor(count, thread_name_prefix="smoothing") as pool:
        return list(pool.map(act, tasks))


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


LINE = 8  # doubles


class Scratch(threading.local):
    """Arrays that each thread uses again and again: fresh memory costs more than sums in it."""

    def __init__(self) -> None:
        self._arrays: dict[str, NDArray[np.float64]] = {}

    def floats(self, name: str, count: int) -> NDArray[np.float64]:
        """``count`` doubles that hold anything."""
        array = self._arrays.get(name)
        if array is None or len(array) < count:
            room = np.empty(count + LINE)  # begins with a line of the processor's cache
            first = -room.ctypes.data % (8 * LINE) // 8
            array = self._arrays[name] = room[first : first + count]
        return array[:count]
