"""How soon other pages are answered beside two views of a long signal that are smoothed exactly.

    python tests/benchmarks/measure_pages.py [SAMPLES [SECONDS]]

Prints milliseconds, median, 95 % and most, alone and beside; and how long a thread that does
nothing but sleep for a millisecond waits for its turn, which tells the machine's share of that.
"""

import http.client
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from desktop_app.__main__ import SWITCH_INTERVAL
from desktop_app.local_server import LocalServer
from server.config import Settings

PAGES = ("/about", "/library", "/plot")
PAUSE = 0.03  # seconds between two requests for a page
VIEW = (
    "/workbench/view?source=random&n={n}&seed=1&parts=smooth&view={view}&turn={turn}&width={width}"
)


class Client:
    """One connection that is kept."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def get(self, path: str) -> int:
        """The status of the answer to ``path``, once all of it is there."""
        self._connection.request("GET", path, headers={"Sec-Fetch-Site": "same-origin"})
        answer = self._connection.getresponse()
        answer.read()
        return answer.status


def main(samples: int, seconds: float) -> None:
    """Measure alone, then beside two views."""
    sys.setswitchinterval(SWITCH_INTERVAL)
    with (
        tempfile.TemporaryDirectory() as folder,
        LocalServer(Settings(data_dir=Path(folder), auth=False)) as server,
    ):
        first = VIEW.format(n=samples, view="first", turn=0, width=20)
        while Client(server.port).get(first) == 202:
            time.sleep(0.2)
        time.sleep(seconds)  # the blocks of the signal are built meanwhile
        print("alone")
        tell(server.port, seconds)
        done = threading.Event()
        counts: list[int] = []
        views = [
            threading.Thread(target=look, args=(server.port, name, samples, done, counts))
            for name in ("one", "two")
        ]
        for view in views:
            view.start()
        print(f"beside two views of {samples:,} samples")
        tell(server.port, seconds)
        done.set()
        for view in views:
            view.join()
        print(
            f"  views answered meanwhile: {len(counts)}, load {Path('/proc/loadavg').read_text()}"
        )


def look(port: int, name: str, samples: int, done: threading.Event, counts: list[int]) -> None:
    """One view after the other, each of another width, until ``done``."""
    client, turn = Client(port), 0
    while not done.is_set():
        turn += 1
        client.get(VIEW.format(n=samples, view=name, turn=turn, width=20 + 0.37 * turn))
        counts.append(turn)


def tell(port: int, seconds: float) -> None:
    """Measure each page, and sleep."""
    client = Client(port)
    for page in PAGES:
        client.get(page)
        print(f"  {page:10}", timed(partial(client.get, page), seconds / 4))
    print("  sleep 1 ms", timed(lambda: time.sleep(0.001), seconds / 4))


def timed(work: Callable[[], object], seconds: float) -> str:
    """Milliseconds that ``work`` takes."""
    found, end = [], time.perf_counter() + seconds
    while time.perf_counter() < end:
        started = time.perf_counter()
        work()
        found.append(1e3 * (time.perf_counter() - started))
        time.sleep(PAUSE)
    found.sort()
    late = found[int(0.95 * len(found))]
    return f"{statistics.median(found):6.1f} {late:6.1f} {found[-1]:6.1f}  of {len(found)}"


if __name__ == "__main__":
    given = [float(text) for text in sys.argv[1:]]
    main(int(given[0]) if given else 100_000_000, given[1] if len(given) > 1 else 16.0)
