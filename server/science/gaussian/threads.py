"""Work shared among threads that last no longer than it."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

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
