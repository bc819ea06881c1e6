"""Give what a measurement starts its own priority.

Linux counts niceness within a session only (``sched_autogroup``), and a browser begins a session of
its own: without this, ``nice -n -15`` in front of a measurement does nothing for the browser.
"""

import atexit
import os
from contextlib import suppress
from pathlib import Path


def share_priority():
    """All processes that descend from this one are as important as it, in their sessions too.

    The session that this one belongs to is as important as before once this one has ended: what is
    started there afterwards would disturb the measurements of others.
    """
    nice = os.getpriority(os.PRIO_PROCESS, 0)
    own = Path("/proc/self/autogroup")
    with suppress(OSError):
        before = own.read_text().rsplit(maxsplit=1)[-1]
        atexit.register(own.write_text, before)
    for pid in (os.getpid(), *_descendants(os.getpid())):
        with suppress(OSError):  # gone meanwhile, or a system without sessions of that kind
            os.setpriority(os.PRIO_PROCESS, pid, nice)
            Path(f"/proc/{pid}/autogroup").write_text(str(nice))


def _descendants(pid):
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in map(int, (task / "children").read_text().split()):
                yield child
                yield from _descendants(child)
